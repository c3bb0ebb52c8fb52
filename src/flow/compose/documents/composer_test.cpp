#include "flow/compose/brands/set.h"
#include "flow/compose/cii.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/documents/page_words_test.h"
#include "flow/compose/documents/shipped.h"
#include "flow/compose/epc_qr.h"
#include "flow/compose/line_text.h"
#include "flow/compose/paper/print.h"
#include "flow/compose/samples/cases.h"
#include "flow/compose/samples/run_tool.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"
#include "flow/compose/swiss_qr.h"
#include "flow/compose/templates/compile.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <thread>

namespace bw::documents {
namespace {

using namespace compose;
namespace samples = compose::samples;
using samples::has_tool;
using samples::run_tool;

std::vector<bill::Invoice> all_samples() {
    std::vector<bill::Invoice> all;
    for (const char* language : {"en", "de", "it", "es"})
        for (auto& [name, invoice] : samples::cases(language)) all.push_back(std::move(invoice));
    return all;
}

class Documents : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        auto made = Composer::create();
        ASSERT_TRUE(made.has_value()) << made.error().message();
        composer_ = std::make_unique<Composer>(std::move(*made));
    }
    static void TearDownTestSuite() { composer_.reset(); }

    static std::string bytes(const bill::Invoice& invoice) {
        auto made = pdf(invoice, *composer_);
        EXPECT_TRUE(made.has_value()) << made.error().message();
        return made.value_or("");
    }
    // Writes the bill; gives the file's name.
    std::string write(const bill::Invoice& invoice) {
        const std::string name = folder_.file("bill.pdf");
        samples::write_file(name, bytes(invoice));
        return name;
    }

    static std::unique_ptr<Composer> composer_;
    testing::TempDir folder_;
};
std::unique_ptr<Composer> Documents::composer_;

// Without any white space: line breaks in a cell and kinds of spaces do not matter.
std::string squeezed(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = text.substr(i);
        if (rest.starts_with("\u00A0")) {
            i += 1;
        } else if (rest.starts_with("\u202F")) {
            i += 2;
        } else if (static_cast<unsigned char>(text[i]) > ' ') {
            out += text[i];
        }
    }
    return out;
}

#define NEEDS_TOOL(name) \
    if (!has_tool(name)) GTEST_SKIP() << name << " is missing"

TEST_F(Documents, EverySampleIsASoundFile) {
    NEEDS_TOOL("qpdf");
    for (const auto& invoice : all_samples()) {
        const auto outcome = run_tool("qpdf --check " + write(invoice) + " 2>&1");
        EXPECT_EQ(outcome.status, 0) << invoice.number << "\n" << outcome.output;
        EXPECT_THAT(outcome.output, ::testing::HasSubstr("No syntax or stream encoding errors"));
    }
}

TEST_F(Documents, TheTextHoldsAmountDateAndEveryLine) {
    NEEDS_TOOL("pdftotext");
    for (const auto& invoice : all_samples()) {
        if (invoice.buyer.name.size() > 100) continue;  // long names are shortened on purpose
        const Format format(language_of(invoice.language));
        const auto text = squeezed(run_tool("pdftotext -raw " + write(invoice) + " -").output);
        const auto holds = [&](std::string_view part) {
            EXPECT_NE(text.find(squeezed(part)), std::string::npos)
                << invoice.number << ": " << part;
        };
        const auto head = headline(invoice, format);
        for (const auto& part : {head.amount, head.what_now, head.about, invoice.number,
                                 invoice.buyer.name, invoice.account_number, invoice.seller.vat_id})
            holds(part);
        for (const auto& line : invoice.lines) {
            holds(line.name + line.words);
            const Money amount = shown_amount(line, shows_tax_inside(invoice));
            holds(format.amount({amount.minor * sign_of(invoice), amount.currency}));
        }
        for (const auto& notice : invoice.notices) holds(notice);
        if (outcome_of(invoice) == Outcome::Pay) holds(format.date(invoice.due_on));
    }
}

TEST_F(Documents, PagesAreCountedOnEveryPage) {
    NEEDS_TOOL("pdftotext");
    const std::string file = write(samples::long_bill("en", 60));
    const auto text = run_tool("pdftotext -layout " + file + " -").output;
    const auto pages = std::count(text.begin(), text.end(), '\f');
    EXPECT_GE(pages, 4);
    for (long n = 1; n <= pages; ++n)
        EXPECT_THAT(text, ::testing::HasSubstr("Page " + std::to_string(n) + " of " +
                                               std::to_string(pages)));
}

// How many pages the shipped bill takes with this table.
long pages_with(std::string_view table, const bill::Invoice& invoice, const std::string& file) {
    auto files = shipped("bill");
    std::string text;
    for (auto& source : files) {
        if (source.name != "bill.xml") continue;
        text = source.text;
        text.replace(text.find("<table "), std::string_view("<table ").size(), table);
        source.text = text;
    }
    auto compiled = templates::compile(files);
    if (!compiled.plan) return -1;
    const auto composer = Composer::create(std::move(*compiled.plan));
    if (!composer) return -1;
    samples::write_file(file, pdf(invoice, *composer).value_or(""));
    return std::atol(run_tool("pdfinfo " + file + " | grep Pages: | tr -dc 0-9").output.c_str());
}

TEST_F(Documents, RowsThatStandCloseTakeFewerPages) {
    NEEDS_TOOL("pdfinfo");
    const auto invoice = samples::long_bill("en", 200);
    const long open = pages_with("<table rows=\"open\" ", invoice, folder_.file("open.pdf"));
    EXPECT_EQ(open, pages_with("<table ", invoice, folder_.file("plain.pdf")));
    const long close = pages_with("<table rows=\"close\" ", invoice, folder_.file("close.pdf"));
    EXPECT_GT(close, 0);
    EXPECT_LT(close, open);
}

TEST_F(Documents, OrdinaryBillsHaveTwoPages) {
    NEEDS_TOOL("pdfinfo");
    for (const char* language : {"en", "de", "it", "es"})
        for (auto make : {samples::electricity, samples::mobile, samples::credit_note,
                          samples::settled, samples::first_bill}) {
            const auto info = run_tool("pdfinfo " + write(make(language))).output;
            EXPECT_THAT(info, ::testing::ContainsRegex("Pages: +2\n")) << make(language).number;
            EXPECT_THAT(info, ::testing::ContainsRegex("Tagged: +yes\n"));
        }
}

TEST_F(Documents, CarriedSumsMeetOnBothSidesOfAPageBreak) {
    NEEDS_TOOL("pdftotext");
    const auto text =
        run_tool("pdftotext -layout " + write(samples::long_bill("en", 200)) + " -").output;
    std::istringstream lines(text);
    std::string carried;
    int breaks = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto sum = line.substr(line.find_last_of(' ') + 1);
        if (line.find("Carried forward") != std::string::npos) carried = sum;
        if (line.find("Brought forward") == std::string::npos) continue;
        EXPECT_EQ(sum, carried);
        ++breaks;
    }
    EXPECT_GE(breaks, 8);
}

// Each by its own brand, and the English ones by each that comes with the program.
std::vector<bill::Invoice> samples_of_every_brand() {
    auto all = all_samples();
    for (auto& [name, invoice] : samples::cases("en")) {
        const auto own = invoice.seller.brand;
        for (const auto key : brands::Set().keys()) {
            if (key == own) continue;
            invoice.seller.brand = key;
            all.push_back(invoice);
        }
    }
    return all;
}

TEST_F(Documents, NoWordLiesOnAnotherOrOutsideThePage) {
    NEEDS_TOOL("pdftotext");
    constexpr double kTallLetters = 0.75;
    for (const auto& [name, invoice] : samples::cases("ar"))
        EXPECT_GT(words_apart(write(invoice), name + " in Arabic", kTallLetters), 50U);
    for (const auto& invoice : samples_of_every_brand()) {
        const std::string about = invoice.number + " of " + invoice.seller.brand;
        EXPECT_GT(words_apart(write(invoice), about), 100U);
    }
}

// The window of an envelope stays where it is.
TEST_F(Documents, AnArabicPageIsMirroredButForTheWindow) {
    NEEDS_TOOL("pdftotext");
    constexpr double kMiddle = 595.28 / 2;
    const auto place_of = [&](const bill::Invoice& invoice, std::string_view text) {
        const auto pages = words_by_page(write(invoice));
        for (const auto& word : pages.front())
            if (word.text == text) return (word.left + word.right) / 2;
        ADD_FAILURE() << text;
        return 0.0;
    };
    const auto english = samples::electricity("en");
    const auto arabic = samples::electricity("ar");
    EXPECT_LT(place_of(english, "IBAN"), kMiddle);
    EXPECT_GT(place_of(arabic, "IBAN"), kMiddle);
    EXPECT_LT(place_of(english, "28195"), kMiddle);
    EXPECT_LT(place_of(arabic, "28195"), kMiddle);
    NEEDS_TOOL("qpdf");
    const auto turned = [&](const bill::Invoice& invoice) {
        return run_tool("qpdf --qdf " + write(invoice) + " - | grep -ac '/Direction /R2L'").output;
    };
    EXPECT_EQ(turned(arabic) + turned(english), "1\n0\n");
}

// Its groups are not told from right to left.
TEST_F(Documents, NumbersOfAnArabicPageRunToTheRight) {
    NEEDS_TOOL("pdftotext");
    const auto pages = words_by_page(write(samples::electricity("ar")));
    const auto& words = pages.front();
    const auto place_of = [&](std::string_view text) {
        const auto found = std::ranges::find(words, text, &Word::text);
        EXPECT_NE(found, words.end()) << text;
        return found == words.end() ? 0 : found->left;
    };
    EXPECT_LT(place_of("DE89"), place_of("3704"));
    EXPECT_LT(place_of("3704"), place_of("0044"));
}

TEST_F(Documents, ThePaymentCodeReadsBackAsWritten) {
    NEEDS_TOOL("pdftoppm");
    NEEDS_TOOL("zbarimg");
    // The lower third of the page is enough and quicker; without a code nothing is found there.
    for (const auto& invoice :
         {samples::electricity("en"), samples::mobile("de"), samples::long_names("de"),
          samples::corrected("en"), samples::australian(), samples::settled("en"),
          samples::credit_note("de")}) {
        const std::string image = folder_.file("page");
        ASSERT_EQ(run_tool("pdftoppm -r 150 -y 1330 -H 320 -f 1 -l 1 -singlefile -png " +
                           write(invoice) + " " + image)
                      .status,
                  0);
        const auto read = run_tool("zbarimg --raw -q --oneshot -Sdisable -Sqrcode.enable " + image +
                                   ".png 2>/dev/null");
        const auto payload = epc_payload({.name = invoice.seller.bank_account_name,
                                          .iban = invoice.seller.iban,
                                          .bic = invoice.seller.bic,
                                          .amount = owed(invoice),
                                          .reference = invoice.payment_reference});
        if (payload) {
            EXPECT_EQ(read.output, *payload) << invoice.number;
        } else {
            EXPECT_EQ(read.output, "") << invoice.number;
        }
    }
}

TEST_F(Documents, TheSwissCodeReadsBackWithItsCross) {
    NEEDS_TOOL("pdftoppm");
    NEEDS_TOOL("zbarimg");
    const auto invoice = samples::swiss("de");
    const std::string image = folder_.file("page");
    ASSERT_EQ(run_tool("pdftoppm -r 200 -f 1 -l 1 -singlefile -png " + write(invoice) + " " + image)
                  .status,
              0);
    const auto read = run_tool("zbarimg --raw -q --oneshot -Sdisable -Sqrcode.enable " + image +
                               ".png 2>/dev/null");
    EXPECT_EQ(read.output, swiss_payload({.iban = invoice.seller.iban,
                                          .name = invoice.seller.bank_account_name,
                                          .address = invoice.seller.address,
                                          .amount = owed(invoice),
                                          .reference = invoice.payment_reference})
                               .value());
    EXPECT_THAT(page(invoice, *composer_, {}).value(), ::testing::HasSubstr("M-3.5-3.5h7v7h-7z"));
}

// Whatever was composed before.
TEST_F(Documents, TheSameInvoiceGivesTheSameBytes) {
    auto workshop = paper::Workshop::open();
    ASSERT_TRUE(workshop.has_value());
    const auto fresh =
        Composer::create(*templates::compile(shipped("bill")).plan, std::move(*workshop));
    for (const auto& invoice : all_samples())
        EXPECT_EQ(bytes(invoice), *pdf(invoice, fresh)) << invoice.number;
}

TEST_F(Documents, ThreadsShareAnEngine) {
    const auto invoice = samples::mobile("de");
    const std::string expected = bytes(invoice);
    std::vector<std::string> made(4);
    std::vector<std::thread> threads;
    for (auto& result : made)
        threads.emplace_back([&] {
            for (int n = 0; n < 5; ++n) result = pdf(invoice, *composer_).value_or("");
        });
    for (auto& thread : threads) thread.join();
    for (const auto& result : made) EXPECT_TRUE(result == expected);
}

TEST_F(Documents, AWrongAccountIsAnErrorOfItsInvoice) {
    auto invoice = samples::electricity("en");
    invoice.seller.iban = "DE89370400440532013001";
    const auto made = pdf(invoice, *composer_);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, Code::Invalid);
    EXPECT_EQ(made.error().subject, "invoice A-2026-004711");
    const auto proof = documents::proof(invoice, *composer_);
    ASSERT_FALSE(proof.has_value());
    EXPECT_EQ(proof.error().message(), made.error().message());
}

TEST_F(Documents, AProofPassesWhatCanBePrinted) {
    for (const auto& invoice : {samples::electricity("en"), samples::mobile("de")})
        EXPECT_TRUE(proof(invoice, *composer_).has_value()) << invoice.number;
}

TEST_F(Documents, AnInvoiceOfNothingButItsNumberIsDrawn) {
    bill::Invoice invoice;
    invoice.number = "0";
    invoice.currency = *Currency::parse("JPY");
    invoice.net = invoice.tax = invoice.gross = invoice.prepaid =
        invoice.payable = {0, invoice.currency};
    EXPECT_THAT(bytes(invoice), ::testing::StartsWith("%PDF-1.7"));
}

// The text of a page, or of pages from `first` on.
std::string text_of(const std::string& file, int first, int last = 1000) {
    return run_tool("pdftotext -layout -f " + std::to_string(first) + " -l " +
                    std::to_string(last) + " " + file + " - 2>/dev/null")
        .output;
}

TEST_F(Documents, APreviewSaysSoAndCannotBePaid) {
    NEEDS_TOOL("pdftotext");
    struct Told {
        const char *language, *band;
    };
    for (const auto& [language, band] :
         {Told{"en", "Preview: this is no invoice"}, Told{"de", "Vorschau: das ist keine Rechnung"},
          Told{"it", "Anteprima: non è una bolletta"},
          Told{"es", "Vista previa: no es una factura"}}) {
        const auto made = preview_pdf(samples::electricity(language), *composer_);
        ASSERT_TRUE(made.has_value()) << made.error().message();
        const std::string file = folder_.file("preview.pdf");
        samples::write_file(file, *made);
        for (const int page : {1, 2})
            EXPECT_THAT(text_of(file, page, page), ::testing::HasSubstr(band));
        const auto all = text_of(file, 1);
        for (const char* gone : {"IBAN", "RF", "A-2026-004711"})
            EXPECT_THAT(all, ::testing::Not(::testing::HasSubstr(gone)));
    }
}

TEST_F(Documents, EveryBillCarriesItsDataForMachines) {
    NEEDS_TOOL("pdfdetach");
    for (const auto& invoice : all_samples()) {
        const std::string file = write(invoice), xml = folder_.file("factur-x.xml");
        EXPECT_THAT(run_tool("pdfdetach -list " + file).output,
                    ::testing::AllOf(::testing::HasSubstr("1 embedded files"),
                                     ::testing::HasSubstr("1: factur-x.xml")));
        ASSERT_EQ(
            run_tool("pdfdetach -savefile factur-x.xml -o " + xml + " " + file + " 2>&1").status,
            0);
        EXPECT_EQ(run_tool("cat " + xml).output, cii(invoice)) << invoice.number;
    }
}

TEST_F(Documents, WhatTheNormHasNoRoomForAndPreviewsCarryNothing) {
    bill::Invoice invoice;
    invoice.number = "1";
    invoice.currency = *Currency::parse("KWD");  // three decimals
    invoice.net = invoice.tax = invoice.gross = invoice.prepaid =
        invoice.payable = {0, invoice.currency};
    const auto preview = preview_pdf(samples::electricity("en"), *composer_);
    ASSERT_TRUE(preview.has_value()) << preview.error().message();
    for (const std::string& file : {bytes(invoice), *preview}) {
        EXPECT_THAT(file, ::testing::StartsWith("%PDF-1.7"));
        EXPECT_THAT(file, ::testing::Not(::testing::HasSubstr("/EmbeddedFile")));
        EXPECT_THAT(file, ::testing::Not(::testing::HasSubstr("factur-x")));
    }
    EXPECT_THAT(bytes(samples::electricity("en")), ::testing::HasSubstr("/EmbeddedFile"));
}

TEST_F(Documents, ANameThatNoFontHasIsAnErrorAndNoBoxes) {
    auto invoice = samples::electricity("en");
    invoice.buyer.name = "A \U000F0000 B";  // for private use: no font has it
    const auto proved = proof(invoice, *composer_);
    ASSERT_FALSE(proved.has_value());
    EXPECT_THAT(proved.error().text, ::testing::HasSubstr("no installed font has the characters "
                                                          "U+F0000; install"));
    EXPECT_FALSE(pdf(invoice, *composer_).has_value());
}

TEST_F(Documents, AChineseNameIsPrintedWhereItsFontIsInstalled) {
    NEEDS_TOOL("pdftotext");
    auto invoice = samples::electricity("en");
    invoice.buyer.name = "王小明";
    const bool has_font =
        std::filesystem::exists("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc");
    const auto made = pdf(invoice, *composer_);
    if (!has_font) {
        ASSERT_FALSE(made.has_value());
        EXPECT_THAT(made.error().text, ::testing::HasSubstr("fonts-noto-cjk"));
        GTEST_SKIP() << "fonts-noto-cjk is not installed: only the advice was tested";
    }
    EXPECT_THAT(text_of(write(invoice), 1, 1), ::testing::HasSubstr("王小明"));
}

TEST_F(Documents, StrangeTextsDoNoHarm) {
    auto invoice = samples::electricity("de");
    invoice.buyer.name = std::string(5000, 'W');
    invoice.lines[0].name = "\xFF\xFE broken \x01 bytes";
    invoice.lines[1].words = "شركة الكهرباء, Ελλάδα, Київ";
    invoice.notices.assign(60, std::string(300, 'x') + " y");
    invoice.seller.brand = "nobody";
    EXPECT_GT(bytes(invoice).size(), 1000U);
}

TEST_F(Documents, TheClosingNotesStandTogetherHoweverLongTheTable) {
    NEEDS_TOOL("pdftotext");
    for (int count = 8; count < 40; count += 3) {
        const std::string file = write(samples::long_bill("en", count));
        const auto pages = run_tool("pdfinfo " + file + " | grep Pages: | tr -dc 0-9").output;
        const auto last = text_of(file, std::stoi(pages));
        for (const char* heading : {"Your services", "Questions", "Not right?", "Good to know"})
            EXPECT_THAT(last, ::testing::HasSubstr(heading)) << count << " lines";
    }
}

TEST_F(Documents, AGroupThatGoesOnOnTheNextPageSaysSo) {
    NEEDS_TOOL("pdftotext");
    const std::string file = write(samples::long_bill("de", 200));
    EXPECT_THAT(text_of(file, 3, 3), ::testing::HasSubstr("Nordlink Duo L, Fortsetzung"));
    EXPECT_THAT(text_of(file, 2, 2), ::testing::Not(::testing::HasSubstr("Duo L, Fortsetzung")));
}

TEST_F(Documents, CorrectionsStandUnderTheBillAndMonthTheyCorrect) {
    NEEDS_TOOL("pdftotext");
    const auto text = text_of(write(samples::corrected("en")), 2, 2);
    EXPECT_THAT(text,
                ::testing::HasSubstr("Correction of bill A-2026-003902, 1 to 31 August 2026"));
    // What follows is of this bill again.
    EXPECT_THAT(text,
                ::testing::ContainsRegex("August 2026(.|\n)*1 to 31 October 2026(.|\n)*nine"));
    const auto credit = text_of(write(samples::credit_note("en")), 2, 2);
    EXPECT_THAT(credit, ::testing::Not(::testing::HasSubstr("Correction of")));
}

TEST_F(Documents, EachPartOfABillHasItsNameItsPlaceAndItsSum) {
    NEEDS_TOOL("pdftotext");
    const auto text = squeezed(text_of(write(samples::sites("en")), 2, 2));
    const auto stands = [&](std::string_view part) { return text.find(squeezed(part)); };
    // In the order of the page; 309.30 of electricity and 46.40 of water.
    std::size_t last = 0;
    for (const char* part :
         {"Electricity · Profi Flex", "Subtotal 109.30", "Shop North", "Nordstraße 5, 28217 Bremen",
          "Electricity · Profi Flex", "Subtotal 309.30", "Water · Clear Water", "Subtotal 46.40",
          "Shop North, in all 355.70", "Shop South", "Neuenlander Straße 40, 28201 Bremen",
          "Shop South, in all 209.30", "Total without VAT 674.30"}) {
        const auto at = text.find(squeezed(part), last);
        ASSERT_NE(at, std::string::npos) << part << " behind " << last << " in " << text;
        last = at;
    }
    // The only group of a part has no sum of its own.
    EXPECT_EQ(stands("Subtotal 209.30"), std::string::npos);
    EXPECT_NE(squeezed(text_of(write(samples::sites("de")), 2, 2))
                  .find(squeezed("Laden Nord, zusammen 355,70")),
              std::string::npos);
}

TEST_F(Documents, APartThatGoesOnOnTheNextPageSaysItsName) {
    NEEDS_TOOL("pdftotext");
    auto invoice = samples::sites("en");
    for (int n = 0; n < 40; ++n) invoice.lines.push_back(invoice.lines[5]);
    samples::total_up(invoice);
    EXPECT_THAT(squeezed(text_of(write(invoice), 3, 3)),
                ::testing::HasSubstr(squeezed("Shop South · Electricity · Profi Flex, continued")));
}

TEST_F(Documents, AdvancesAreTakenOffUnderAHeadOfTheirOwnEachWithItsBill) {
    NEEDS_TOOL("pdftotext");
    struct Told {
        const char *language, *head, *first;
    };
    for (const auto& [language, head, first] :
         {Told{"en", "Less your advances", "bill A-2026-003301, 1 May to 30 June 2026"},
          Told{"de", "Abzüglich Ihrer Abschläge",
               "Rechnung A-2026-003301, 1. Mai bis 30. Juni 2026"},
          Told{"it", "Detratti i suoi acconti",
               "bolletta A-2026-003301, dal 1 maggio al 30 giugno 2026"},
          Told{"es", "Menos sus pagos a cuenta",
               "factura A-2026-003301, del 1 de mayo al 30 de junio de 2026"}}) {
        const std::string file = write(samples::settlement(language, samples::Advances::Invoiced));
        const auto text = squeezed(text_of(file, 2));
        const auto at = text.find(squeezed(head));
        ASSERT_NE(at, std::string::npos) << text;
        EXPECT_EQ(text.find(squeezed(head), at + 1), std::string::npos) << "once";
        EXPECT_GT(text.find(squeezed(first)), at);
        for (const char* number : {"A-2026-003301", "A-2026-003712", "A-2026-004123"})
            EXPECT_NE(text.find(number), std::string::npos) << number;
    }
}

TEST_F(Documents, TheFirstPageOfASettlementSaysThatAdvancesAreDeducted) {
    NEEDS_TOOL("pdftotext");
    const auto first = [&](const bill::Invoice& invoice) {
        return squeezed(run_tool("pdftotext -raw -l 1 " + write(invoice) + " -").output);
    };
    using samples::Advances;
    EXPECT_THAT(first(samples::settlement("en", Advances::Invoiced)),
                ::testing::HasSubstr(squeezed("The advances that you were asked for are deducted; "
                                              "each stands with the charges.")));
    EXPECT_THAT(first(samples::settlement("de", Advances::Invoiced)),
                ::testing::HasSubstr(squeezed("Die angeforderten Abschläge sind abgezogen; jeder "
                                              "steht bei den Einzelposten.")));
    EXPECT_THAT(first(samples::settlement("en", Advances::Requested)),
                ::testing::HasSubstr(squeezed("Already paid \u2212240.00")));
    EXPECT_THAT(first(samples::settlement("de", Advances::Requested)),
                ::testing::HasSubstr(squeezed("Schon bezahlt \u2212240,00")));
}

TEST_F(Documents, ALetterAbroadEndsWithTheCountryInCapitals) {
    NEEDS_TOOL("pdftotext");
    auto invoice = samples::electricity("de");
    invoice.buyer.address.country = "AT";
    EXPECT_THAT(text_of(write(invoice), 1, 1), ::testing::HasSubstr("ÖSTERREICH"));
    invoice.language = "es";
    EXPECT_THAT(text_of(write(invoice), 1, 1), ::testing::HasSubstr("AUSTRIA"));
    invoice.buyer.address.country = "ZZ";  // not known: its code
    EXPECT_THAT(text_of(write(invoice), 1, 1), ::testing::ContainsRegex("\n *ZZ *\n"));
}

TEST_F(Documents, ContactsAreLinks) {
    NEEDS_TOOL("pdfinfo");
    auto invoice = samples::electricity("en");
    invoice.seller.web = "https://aurora.example/";
    const std::string file = write(invoice);
    const auto urls = run_tool("pdfinfo -url " + file).output;
    EXPECT_THAT(urls, ::testing::HasSubstr("mailto:hallo@aurora-energie.example"));
    EXPECT_THAT(urls, ::testing::HasSubstr("https://aurora.example/"));
    const auto text = text_of(file, 2);
    EXPECT_THAT(text, ::testing::ContainsRegex("Web +aurora.example\n"));
}

TEST_F(Documents, HeadingsAreBookmarks) {
    NEEDS_TOOL("qpdf");
    for (const char* language : {"en", "de"}) {
        const auto invoice = samples::electricity(language);
        const auto outline = run_tool("qpdf --json --json-key=outlines " + write(invoice)).output;
        EXPECT_THAT(outline, ::testing::HasSubstr(" " + invoice.number + "\""));  // all lie in it
        // why it is what it is, how it is paid, its charges
        const Format format(language_of(language));
        std::size_t at = 0;
        for (const std::string& title : {why_title(invoice, format), format.date(invoice.due_on),
                                         std::string(format.words().charges)}) {
            const auto found = outline.find(title, at);
            EXPECT_NE(found, std::string::npos) << title << outline;
            if (found != std::string::npos) at = found;
        }
    }
}

TEST_F(Documents, TheEndOfAContractIsSaidAsADate) {
    NEEDS_TOOL("pdftotext");
    auto invoice = samples::fees_only("de");
    EXPECT_THAT(text_of(write(invoice), 2), ::testing::HasSubstr("31. Oktober 2028"));
    invoice.supplies[0].plan_until = "auf Widerruf";
    EXPECT_THAT(text_of(write(invoice), 2), ::testing::HasSubstr("auf Widerruf"));
}

TEST_F(Documents, ANumberAndItsUnitAreTwoWordsToAScreenReader) {
    NEEDS_TOOL("pdfinfo");
    const auto text = run_tool("pdfinfo -struct-text " + write(samples::electricity("en"))).output;
    EXPECT_THAT(text, ::testing::HasSubstr("\"142.6 kWh\""));
    EXPECT_THAT(text, ::testing::HasSubstr("Home Flex DE00042128195000000000000012345"));
}

TEST_F(Documents, ANameThatNoFontHasIsAnErrorOfItsInvoice) {
    auto invoice = samples::electricity("de");
    invoice.buyer.name = "Müller \U0010FFFD";  // for private use: no font has it
    const auto made = pdf(invoice, *composer_);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, Code::Unsupported);
    EXPECT_THAT(made.error().message(), ::testing::HasSubstr("U+10FFFD"));
    EXPECT_EQ(made.error().subject, "invoice A-2026-004711");
}

}  // namespace
}  // namespace bw::documents
