#include "flow/compose/line_text.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::compose {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const Format kEn(Language::English);
const Format kDe(Language::German);
const Format kIt(Language::Italian);
const Format kEs(Language::Spanish);

// As it is shown where there is room for so many groups: the first level that fits, else what fits
// of the last one.
std::vector<ReceiptRow> shown_receipt(const bill::Invoice& invoice, const Format& format,
                                      std::size_t most = 6) {
    EXPECT_EQ(receipt_lines(invoice, format).size(), receipt_line_count(invoice));
    std::vector<ReceiptRow> rows;
    for (const auto level : {receipt_lines, receipt_charges, receipt_services}) {
        auto its = level(invoice, format);
        if (its.empty()) continue;
        rows = std::move(its);
        if (rows.size() <= most) break;
    }
    if (rows.size() > most) {
        ReceiptRow rest{ReceiptRow::Kind::Group,
                        std::string(format.words().receipt_other),
                        {},
                        {0, invoice.currency}};
        for (; rows.size() >= most; rows.pop_back()) rest.amount.minor += rows.back().amount.minor;
        rows.push_back(std::move(rest));
    }
    const auto sums = receipt_sums(invoice, format);
    rows.insert(rows.end(), sums.begin(), sums.end());
    return rows;
}

TEST(Story, ABillSaysAmountAndDateFirst) {
    auto invoice = samples::electricity("en");
    invoice.payable = {8420, invoice.currency};
    const auto head = headline(invoice, kEn);
    EXPECT_EQ(head.amount, "Your bill is 84.20\u00A0EUR.");
    EXPECT_EQ(head.what_now, "It is due on Tuesday, 1 December.");
    EXPECT_EQ(head.about, "Electricity, Home Flex, 1 to 31 October 2026");
    EXPECT_EQ(head.prepaid, "");
    EXPECT_EQ(headline(invoice, kDe).amount, "Ihre Rechnung beträgt 84,20\u00A0€.");
    EXPECT_EQ(headline(invoice, kDe).what_now, "Sie ist fällig am Dienstag, 1. Dezember.");
    EXPECT_EQ(headline(invoice, kIt).amount, "La sua bolletta è di 84,20\u00A0€.");
    EXPECT_EQ(headline(invoice, kIt).what_now, "Scade martedì 1 dicembre.");
    EXPECT_EQ(headline(samples::electricity("it"), kIt).about,
              "Elettricità, Casa Flex, dal 1 al 31 ottobre 2026");
    EXPECT_EQ(headline(invoice, kEs).amount, "Su factura es de 84,20\u00A0€.");
    EXPECT_EQ(headline(invoice, kEs).what_now, "Vence el martes, 1 de diciembre.");
    EXPECT_EQ(headline(samples::electricity("es"), kEs).about,
              "Electricidad, Hogar Flex, del 1 al 31 de octubre de 2026");
}

TEST(Story, ACreditNoteSaysWhatComesBackWhateverItsSigns) {
    auto invoice = samples::credit_note("en");
    const auto back = kEn.money(-invoice.payable);
    EXPECT_EQ(headline(invoice, kEn).amount, "You get back " + back + ".");
    invoice.gross = -invoice.gross;
    invoice.payable = -invoice.payable;
    EXPECT_EQ(outcome_of(invoice), Outcome::GetBack);
    EXPECT_EQ(headline(invoice, kEn).amount, "You get back " + back + ".");
}

TEST(Story, AnInvoicePaidBeyondItsAmountGivesBack) {
    auto invoice = samples::electricity("en");
    invoice.prepaid = {invoice.gross.minor + 100, invoice.currency};
    samples::total_up(invoice);
    EXPECT_EQ(headline(invoice, kEn).amount, "You get back 1.00\u00A0EUR.");
    EXPECT_THAT(headline(invoice, kEn).prepaid, HasSubstr("is already paid."));
    EXPECT_EQ(shown_receipt(invoice, kEn).back().name, "You get back");
    EXPECT_EQ(shown_receipt(invoice, kEn).back().amount.minor, 100);
}

TEST(Story, ASettledBillAsksForNothing) {
    EXPECT_EQ(headline(samples::settled("en"), kEn).amount, "Nothing to pay.");
    EXPECT_EQ(headline(samples::settled("de"), kDe).amount, "Nichts zu zahlen.");
    EXPECT_EQ(headline(samples::settled("it"), kIt).amount, "Nulla da pagare.");
    EXPECT_EQ(headline(samples::settled("es"), kEs).amount, "Nada que pagar.");
}

TEST(Story, StepsWithoutWordsSpeakTheDocumentsLanguage) {
    const auto rows = why_rows(samples::electricity("de"), kDe);
    EXPECT_EQ(rows.front().words, "Ihre letzte Rechnung, September");
    EXPECT_EQ(rows[1].words, "42,7\u202FkWh mehr verbraucht");
    EXPECT_EQ(rows.back().words, "Diese Rechnung, Oktober");
    EXPECT_TRUE(rows.front().is_total && rows.back().is_total && !rows[1].is_total);
}

TEST(Story, ManyStepsBecomeFewAndStillAddUp) {
    auto invoice = samples::electricity("en");
    for (int n = 1; n < 9; ++n) {
        bill::WhyStep step = invoice.why[1];
        step.amount.minor = n - 4;
        invoice.why.insert(invoice.why.end() - 1, step);
        invoice.why.back().amount.minor += step.amount.minor;
    }
    const auto rows = why_rows(invoice, kEn);
    EXPECT_LE(rows.size(), kWhyRows);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) sum += rows[i].amount.minor;
    EXPECT_EQ(sum, rows.back().amount.minor);
}

// Of more changes than there is room for, a discount that ended is told; tax and small usage are
// not.
TEST(Story, ADiscountThatEndedIsNeverMerged) {
    auto invoice = samples::electricity("en");
    bill::WhyStep end = invoice.why[3];
    end.words = "Welcome discount";
    end.amount.minor = 12;
    end.is_end = true;
    invoice.why.insert(invoice.why.begin() + 4, end);
    invoice.why.back().amount.minor += 12;
    std::vector<std::string> told;
    for (const auto& row : why_rows(invoice, kEn)) told.push_back(row.words);
    EXPECT_EQ(told,
              (std::vector<std::string>{"Your last bill, September", "You used 42.7\u202FkWh more",
                                        "Standing charge", "Welcome discount", "Other changes",
                                        "This bill, October"}));
}

TEST(Story, APartOfAMonthIsComparedWithNothing) {
    auto invoice = samples::electricity("en");
    invoice.months.back().year_before.reset();
    invoice.months.back().month.from = LocalDate::of(2026, 10, 15);
    EXPECT_EQ(usage_story(invoice, kEn).title, "353\u202FkWh in October");
    invoice.months.back().month = month_of(LocalDate::of(2026, 10, 1));
    invoice.months.erase(invoice.months.begin());  // then it is the month before
    invoice.months[invoice.months.size() - 2].month.from = LocalDate::of(2026, 9, 15);
    EXPECT_EQ(usage_story(invoice, kEn).title, "353\u202FkWh in October");
}

TEST(Story, APriceStepSaysWhatItIsThePriceOf) {
    auto invoice = samples::electricity("en");
    invoice.why[2].unit = "m3";
    EXPECT_EQ(why_rows(invoice, kEn)[2].words, "Average price per m³");
    EXPECT_EQ(why_rows(invoice, kDe)[2].words, "Durchschnittspreis je m³");
    invoice.why[2].unit.clear();
    EXPECT_EQ(why_rows(invoice, kEn)[2].words, "Prices");
}

TEST(Story, OneStepAloneExplainsNothing) {
    auto invoice = samples::electricity("en");
    invoice.why.resize(1);
    EXPECT_TRUE(why_rows(invoice, kEn).empty());
}

TEST(Story, TheChartsTitleComparesWithTheSameMonthAYearBefore) {
    auto invoice = samples::electricity("en");
    const auto story = usage_story(invoice, kEn);
    EXPECT_EQ(story.title, "8\u202F% less than last October");  // 352.9 against 383.1
    EXPECT_EQ(story.detail, "353\u202FkWh instead of 383\u202FkWh");
    EXPECT_EQ(usage_story(invoice, kDe).title, "8\u202F% weniger als im letzten Oktober");
    EXPECT_EQ(usage_story(invoice, kIt).title, "8% in meno che in ottobre dell’anno scorso");
    EXPECT_EQ(usage_story(invoice, kEs).title, "8\u202F% menos que en octubre del año pasado");
    invoice.months.back().year_before.reset();  // from the 13 months
    EXPECT_EQ(usage_story(invoice, kEn).title, "8\u202F% less than last October");
    invoice.months.back().quantity = invoice.months.front().quantity;
    EXPECT_EQ(usage_story(invoice, kEn).title, "As much as last October");
}

TEST(Story, WithoutAYearTheChartComparesWithTheMonthBefore) {
    auto invoice = samples::electricity("en");
    for (auto& month : invoice.months) month.year_before.reset();
    invoice.months.erase(invoice.months.begin());
    const auto story = usage_story(invoice, kEn);  // 352.9 against 310.2
    EXPECT_EQ(story.title, "14\u202F% more than in September");
    EXPECT_EQ(story.detail, "353\u202FkWh instead of 310\u202FkWh");
    EXPECT_EQ(usage_story(invoice, kDe).title, "14\u202F% mehr als im September");
    invoice.months.back().quantity = invoice.months[invoice.months.size() - 2].quantity;
    EXPECT_EQ(usage_story(invoice, kEn).title, "As much as in September");
    // A month is missing in between, or there is none.
    invoice.months.erase(invoice.months.end() - 2);
    EXPECT_EQ(usage_story(invoice, kEn).title, "310\u202FkWh in October");
    EXPECT_EQ(usage_story(invoice, kEn).detail, "");
    invoice.months = {invoice.months.back()};
    invoice.months.back().year_before = Decimal(0);
    EXPECT_EQ(usage_story(invoice, kEn).title, "310\u202FkWh in October");
}

TEST(Story, WhereReadingsAreMissingNothingIsCompared) {
    auto invoice = samples::electricity("en");
    invoice.lines.pop_back();
    samples::total_up(invoice);
    invoice.lines[0].piece.breakdown.missing = 48;
    EXPECT_EQ(usage_story(invoice, kEn).title, "353\u202FkWh in October");
    EXPECT_EQ(why_rows(invoice, kEn)[1].words, "What you used");
    EXPECT_EQ(price_all_in(invoice, 0, kEn), "");
    invoice.lines[0].corrects = "A-1";  // of an earlier month
    EXPECT_EQ(usage_story(invoice, kEn).title, "8\u202F% less than last October");
}

TEST(Story, SmallMonthsKeepADecimalInEverySentence) {
    auto invoice = samples::electricity("en");
    invoice.months = {invoice.months.back()};
    invoice.months.back().quantity = *Decimal::parse("11.961");
    invoice.months.back().year_before.reset();
    invoice.months_unit = "m3";
    EXPECT_EQ(usage_story(invoice, kEn).title, "12\u202Fm³ in October");
    EXPECT_EQ(usage_value(invoice, *Decimal::parse("9.34"), kDe), "9,3\u202Fm³");
}

TEST(Story, TheReceiptGroupsWindowsOfACharge) {
    const auto rows = shown_receipt(samples::electricity("en"), kEn, 4);
    EXPECT_EQ(rows[0].name, "Energy");
    EXPECT_EQ(rows[0].detail, "352.9\u202FkWh");
    EXPECT_EQ(shown_receipt(samples::electricity("en"), kEn)[0].name, "Energy, peak");  // room for
                                                                                        // all
    EXPECT_EQ(rows[1].detail, "31\u202Fdays \u00D7 0.3122");
}

TEST(Story, ManyLinesOfSeveralServicesAreOneRowEach) {
    auto invoice = samples::electricity("en");
    invoice.supplies.push_back({"W-1", "water", {}, "Clear", {}});
    for (const char* name : {"Meter charge", "Drinking water", "Sewer"}) {
        auto line = invoice.lines[3];
        line.name = name;
        line.supply = 1;
        invoice.lines.push_back(line);
    }
    samples::total_up(invoice);
    auto rows = shown_receipt(invoice, kEn, 4);
    EXPECT_EQ(rows[0].name, "Electricity");
    EXPECT_EQ(rows[0].detail, "");
    EXPECT_EQ(rows[1].name, "Water");
    EXPECT_EQ(rows[1].amount.minor, 3 * 968);
    EXPECT_EQ(rows[2].kind, ReceiptRow::Kind::Tax);
    invoice.lines[7].name = invoice.lines[0].name;  // of both services
    EXPECT_EQ(shown_receipt(invoice, kEn, 9)[0].name, "Energy, peak, Electricity");
    EXPECT_EQ(shown_receipt(invoice, kEn, 9)[7].name, "Energy, peak, Water");
    invoice.supplies[1].kind = "electricity";  // then the plan tells them apart
    rows = shown_receipt(invoice, kEn, 4);
    EXPECT_EQ(rows[0].name, "Home Flex");
    EXPECT_EQ(rows[1].name, "Clear");
}

// 9.30 + 100.00; North 9.30 + 300.00 and 6.40 + 40.00 of water; South 9.30 + 200.00.
TEST(Story, EachPartOfABillIsOneRow) {
    const auto rows_of = [](const char* language, const Format& format) {
        std::string told;
        for (const auto& row : shown_receipt(samples::sites(language), format, 2))
            told += row.name + " " + row.amount.to_string() + "\n";
        for (const auto& row : shown_receipt(samples::sites(language), format, 8))
            told += row.name + row.detail + " " + row.amount.to_string() + "\n";
        return told;
    };
    EXPECT_EQ(rows_of("en", kEn), "General 109.30\nOther charges 565.00\nVAT 122.55\nTotal 796.85\n"
                                  "General 109.30\nShop North 355.70\nShop South 209.30\n"
                                  "VAT 122.55\nTotal 796.85\n");
    EXPECT_THAT(rows_of("de", kDe), HasSubstr("Allgemein 109.30\nLaden Nord 355.70\n"
                                              "Laden Süd 209.30\nUmsatzsteuer 122.55\n"));
}

TEST(Story, AnAdvanceIsCalledOne) {
    EXPECT_EQ(headline(samples::advance("en"), kEn).amount, "Your advance is 59.50\u00A0EUR.");
    EXPECT_EQ(headline(samples::advance("en"), kEn).what_now, "It is due on Tuesday, 1 December.");
    EXPECT_EQ(headline(samples::advance("de"), kDe).amount, "Ihr Abschlag beträgt 59,50\u00A0€.");
    EXPECT_EQ(headline(samples::advance("de"), kDe).what_now,
              "Er ist fällig am Dienstag, 1. Dezember.");
}

// Water 38.40 + 172.80 = 211.20 with 7 %, 14.78; sewer 213.30 with 19 %, 40.53; together 479.81,
// less 3 x 80.00.
TEST(Story, ASettlementIsABillAndSaysTheNextAdvance) {
    for (const auto advances : {samples::Advances::Invoiced, samples::Advances::Requested}) {
        const auto invoice = samples::settlement("en", advances);
        EXPECT_FALSE(is_advance(invoice));
        EXPECT_EQ(headline(invoice, kEn).amount, "Your bill is 239.81\u00A0EUR.");
    }
    const auto told = [](const char* language, const Format& format, samples::Advances advances) {
        return notices(samples::settlement(language, advances), format).back();
    };
    using samples::Advances;
    EXPECT_EQ(told("en", kEn, Advances::Invoiced),
              "From November 2026 on your advance is 191.00\u00A0EUR.");
    EXPECT_EQ(told("de", kDe, Advances::Invoiced),
              "Ab November 2026 beträgt Ihr Abschlag 191,00\u00A0€.");
    EXPECT_EQ(told("de", kDe, Advances::Requested),
              "Ab November 2026 beträgt Ihr Abschlag 87,00\u00A0€. Er ist am 15. jedes Monats "
              "fällig, ohne weitere Rechnung.");
    auto two = samples::settlement("en", Advances::Invoiced);
    two.next_advances[0].supply = "AW-1";
    EXPECT_EQ(notices(two, kEn).back(),
              "From November 2026 on your advance for AW-1 is 191.00\u00A0EUR.");
    EXPECT_EQ(notices(two, kDe).back(),
              "Ab November 2026 beträgt Ihr Abschlag für AW-1 191,00\u00A0€.");
}

TEST(Story, CallsAreOneRowWithTheirMinutes) {
    auto invoice = samples::first_bill("en");
    const auto model = invoice.lines[3];
    invoice.lines.clear();
    for (const char* name : {"Calls: France", "Calls: Austria, off-peak", "Calls: Japan",
                             "Calls, included in your plan", "Messages", "Data"}) {
        auto line = model;
        line.name = name;
        line.quantity = Decimal(1);
        line.unit.clear();
        line.piece.breakdown.seconds = line.name.starts_with("Calls") ? 100 : 0;
        line.net = {line.name.find("included") == std::string::npos ? 100 : 0, invoice.currency};
        invoice.lines.push_back(line);
    }
    samples::total_up(invoice);
    const auto rows = shown_receipt(invoice, kEn, 4);
    EXPECT_EQ(rows[0].name, "Calls");
    EXPECT_EQ(rows[0].amount.minor, 300);
    EXPECT_EQ(rows[0].detail, "5:00\u202Fmin");  // what is included costs nothing
    EXPECT_EQ(rows[1].name, "Messages");
    const auto all = shown_receipt(invoice, kEn, 9);
    EXPECT_EQ(std::ranges::count(all, "Calls, included in your plan", &ReceiptRow::name), 0);
}

TEST(Story, TaxInsideThePricesStandsBehindTheTotal) {
    const auto invoice = samples::gross("en", samples::GrossLines::All);
    const auto rows = shown_receipt(invoice, kEn, 9);
    ASSERT_GE(rows.size(), 3U);
    EXPECT_EQ(rows[0].amount, invoice.lines[0].amount());
    EXPECT_EQ(rows[rows.size() - 2].kind, ReceiptRow::Kind::Total);
    EXPECT_EQ(rows.back().name, "including VAT");
    EXPECT_EQ(rows.back().amount, invoice.tax);
    std::int64_t told = 0;
    for (const auto& line : invoice.lines) told += line.amount().minor;
    EXPECT_EQ(invoice.payable.minor, told);
}

TEST(Story, WhereOnlySomePricesHoldTheTaxAllIsShownWithoutIt) {
    const auto invoice = samples::gross("en", samples::GrossLines::AllButOne);
    const auto texts = line_texts(invoice, kEn);
    EXPECT_THAT(texts[1].words, HasSubstr("with 19\u202F% VAT"));
    EXPECT_FALSE(texts[1].has_price);
    EXPECT_TRUE(texts[0].has_price);
    const auto rows = shown_receipt(invoice, kEn, 9);
    EXPECT_EQ(rows[1].amount, invoice.lines[1].net);
    EXPECT_EQ(rows.back().kind, ReceiptRow::Kind::Total);
}

TEST(Story, ThePriceAllInDividesWhatASupplyCostsByWhatItUsed) {
    auto invoice = samples::electricity("en");
    EXPECT_EQ(price_all_in(invoice, 0, kEn), "");  // what is fed in is paid for
    invoice.lines.pop_back();
    samples::total_up(invoice);
    // (40.94 + 21.95 + 23.56 + 9.68 + 7.23) x 1.19 / 352.9
    EXPECT_EQ(price_all_in(invoice, 0, kEn), "0.3485\u00A0EUR per kWh, with VAT");
    EXPECT_EQ(price_all_in(invoice, 0, kDe), "0,3485\u00A0€ je kWh, mit Umsatzsteuer");
    for (auto& line : invoice.lines)
        if (line.unit == "kWh") line.unit = "m3";
    EXPECT_EQ(price_all_in(invoice, 0, kEn),
              "0.35\u00A0EUR per m³, 0.0003\u00A0EUR per litre, with VAT");
    invoice.lines[4].quantity = Decimal(300);  // a second meter, or a part of the first: who knows
    EXPECT_EQ(price_all_in(invoice, 0, kEn), "");
}

TEST(Story, ThePriceAllInCountsOnceWhatTwoSchedulesCount) {
    auto invoice = samples::electricity("en");
    invoice.lines.pop_back();
    samples::total_up(invoice);
    const Period days{LocalDate::of(2026, 9, 1), LocalDate::of(2026, 10, 1)};
    for (auto& line : invoice.lines) line.piece.days = days;
    const auto counted = std::ranges::find_if(invoice.lines.rbegin(), invoice.lines.rend(),
                                              [](const auto& line) { return line.unit == "kWh"; });
    ASSERT_NE(counted, invoice.lines.rend());
    counted->piece.charge = invoice.lines[0].piece.charge;
    counted->piece.schedule = "GRID";
    EXPECT_EQ(price_all_in(invoice, 0, kEn), "0.3485\u00A0EUR per kWh, with VAT");
    // What follows it is counted together with it, here too little.
    counted->piece.days = {days.to, days.to.plus_days(30)};
    EXPECT_EQ(price_all_in(invoice, 0, kEn), "0.1743\u00A0EUR per kWh, with VAT");
}

TEST(Story, ThePriceAllInOfACorrectedBillWouldMislead) {
    EXPECT_EQ(price_all_in(samples::corrected("en"), 0, kEn), "");
    EXPECT_EQ(price_all_in(samples::credit_note("en"), 0, kEn), "");
    EXPECT_EQ(price_all_in(samples::mobile("en"), 0, kEn), "");
    EXPECT_EQ(price_all_in(bill::Invoice{}, 0, kEn), "");
}

TEST(Story, TheReceiptAddsUpHoweverManyLines) {
    for (const auto& invoice :
         {samples::electricity("en"), samples::mobile("de"), samples::long_bill("en", 200),
          samples::corrected("en"), samples::credit_note("de"),
          samples::gross("en", samples::GrossLines::AllButOne)}) {
        std::int64_t sum = 0;
        std::size_t groups = 0;
        for (const auto& row : shown_receipt(invoice, kEn)) {
            if (row.kind == ReceiptRow::Kind::Group) ++groups;
            if (row.kind == ReceiptRow::Kind::Total) {
                EXPECT_EQ(sum, row.amount.minor);
            }
            sum += row.amount.minor;
        }
        EXPECT_LE(groups, 6U);
    }
}

}  // namespace
}  // namespace bw::compose
