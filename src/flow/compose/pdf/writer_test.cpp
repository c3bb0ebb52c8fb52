#include "flow/compose/pdf/paragraph.h"
#include "flow/compose/pdf/qr.h"
#include "flow/compose/pdf/read_back_test.h"
#include "flow/compose/pdf/writer.h"

#include <gmock/gmock.h>

#include <array>
#include <thread>

namespace bw::pdf {
namespace {

using testing::Folder;
using testing::fonts;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::one_page;
using testing::output_of;

constexpr TextStyle kBody = {.font = {.size = 10}};

std::string text_of(const std::string& bytes, const std::string& options = "") {
    const Folder folder;
    return output_of("pdftotext " + options + " " + folder.write("a.pdf", bytes) + " -");
}

// A page with everything the engine draws.
std::string sample(Press& press) {
    Document document(press, testing::some_info());
    Canvas& page = document.add_page(kA4);
    {
        const auto heading = document.tag(Role::Heading1);
        page.text({60, 80}, "Rechnung über 1.234,56 €",
                  {.font = {.size = 24, .weight = Weight::Bold}});
    }
    {
        const auto table = document.tag(Role::Table);
        for (const char* name : {"Arbeitspreis", "Grundpreis"}) {
            const auto row = document.tag(Role::TableRow);
            {
                const auto cell = document.tag(Role::HeadCell, {.scope = Scope::Row});
                page.text({60, 120}, name, kBody);
            }
            const auto cell = document.tag(Role::DataCell, {.columns = 2});
            page.text({300, 120}, "12,30", {.font = {.size = 10}, .align = Align::Decimal});
        }
    }
    {
        const auto figure = document.tag(Role::Figure, {.alternate = "Zahlcode"});
        const auto code = encode_qr("Rechnung", QrLevel::Medium);
        page.modules({60, 200}, 80, code->side, code->dark, kBlack);
        page.stroke(Path().ellipse({300, 240}, 30, 20), {.width = 1, .dash = 3, .gap = 2});
    }
    page.save();
    page.clip(Path().rounded_rectangle({60, 300, 50, 50}, 8));
    page.fill({60, 300, 25, 50}, {10, 90, 70});
    page.restore();
    page.link({60, 400, 100, 12}, "https://example.org/pay?ref=ä b", "Online bezahlen");
    Canvas& second = document.add_page({300, 400});
    second.text({20, 30}, "Ελληνικά Кириллица مرحبا 😀 \xFF", kBody);
    document.attach(
        {.name = "factur-x.xml", .description = "Rechnungsdaten", .bytes = "<Invoice/>"});
    document.attach({.name = "a.txt",
                     .media_type = "text/plain",
                     .bytes = "",
                     .relation = Relation::Supplement});
    for (int i = 0; i < document.page_count(); ++i) {
        document.page(i).text({280, 380}, "Seite", {.align = Align::Right});
    }
    auto bytes = std::move(document).finish();
    EXPECT_TRUE(bytes) << bytes.error().message();
    return *bytes;
}

TEST(PdfWriter, FilePassesQpdf) {
    NEEDS("qpdf");
    Press press(fonts());
    const Folder folder;
    const std::string report = output_of("qpdf --check " + folder.write("a.pdf", sample(press)));
    EXPECT_THAT(report, HasSubstr("PDF Version: 1.7"));
    EXPECT_THAT(report, HasSubstr("No syntax or stream encoding errors"));
    EXPECT_THAT(report, Not(HasSubstr("WARNING")));
}

TEST(PdfWriter, SameCallsGiveTheSameBytesWhateverThePressDidBefore) {
    Press used(fonts());
    const std::string first = sample(used);
    const std::string again = sample(used);
    Press fresh(fonts());
    const std::string other = sample(fresh);
    EXPECT_EQ(first, again);
    EXPECT_EQ(first, other);
    const auto book = FontBook::load({.template_text = testing::kTemplateText});
    ASSERT_TRUE(book);
    Press reloaded(*book);
    EXPECT_EQ(first, sample(reloaded));
}

TEST(PdfWriter, ThreadsShareTheFonts) {
    std::array<std::string, 4> files;
    std::vector<std::thread> threads;
    for (auto& file : files) {
        threads.emplace_back([&file] {
            Press press(fonts());
            for (int i = 0; i < 3; ++i) file = sample(press);
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& file : files) EXPECT_EQ(file, files[0]);
}

TEST(PdfWriter, OtherContentHasAnotherId) {
    const auto id_of = [](const std::string& bytes) {
        const auto at = bytes.rfind("/ID[<");
        EXPECT_NE(at, std::string::npos);
        return bytes.substr(at, 37);
    };
    const auto with = [](const char* text) {
        return one_page([&](Document&, Canvas& page) { page.text({50, 50}, text, kBody); });
    };
    EXPECT_EQ(id_of(with("12,00")), id_of(with("12,00")));
    EXPECT_NE(id_of(with("12,00")), id_of(with("12,01")));
}

TEST(PdfWriter, FontsAreEmbeddedSubsetsWithUnicode) {
    NEEDS("pdffonts");
    Press press(fonts());
    const Folder folder;
    const std::string table = output_of("pdffonts " + folder.write("a.pdf", sample(press)));
    EXPECT_THAT(table, HasSubstr("+Inter-Regular"));
    EXPECT_THAT(table, HasSubstr("+Inter-SemiBold"));
    std::istringstream lines(table);
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    int count = 0;
    while (std::getline(lines, line)) {
        EXPECT_THAT(line, HasSubstr("yes yes yes"));
        ++count;
    }
    EXPECT_GE(count, 3);  // Greek and Cyrillic came in a subset of their own
}

TEST(PdfWriter, TextIsReadBackAsItWasWritten) {
    NEEDS("pdftotext");
    const std::vector<std::string> lines = {"Grüße an Jörg Weiß: 1.234,56 €",
                                            "effizient, Waffeln, fünf Pfifferlinge, baffling",
                                            "Łódź Șoseaua Çeşme Őrült",
                                            "Ελληνικά και Кириллица",
                                            "Հայերեն ქართული",
                                            "नमस्ते ไทย",
                                            "10.000 kWh × 0,30 = 3 000",
                                            "AV. To; WAVE (A-B) -> 3x4",
                                            "Preis−Rabatt – netto … „so“ ‘a’ 5‰"};
    const std::string bytes = one_page([&](Document&, Canvas& page) {
        double y = 60;
        for (const auto& line : lines) page.text({50, y += 20}, line, kBody);
    });
    const std::string text = text_of(bytes, "-layout");
    for (const auto& line : lines) EXPECT_THAT(text, HasSubstr(line));
}

// Without the marks that pdftotext puts around what it turned round.
std::string without_marks(std::string text) {
    for (const char* mark : {"\u202A", "\u202B", "\u202C"}) {
        for (std::size_t at; (at = text.find(mark)) != std::string::npos;) text.erase(at, 3);
    }
    return text;
}

TEST(PdfWriter, RightToLeftTextIsReadBack) {
    NEEDS("pdftotext");
    const auto text_with = [](const char* text, Direction direction) {
        const std::string bytes = one_page([&](Document&, Canvas& page) {
            page.text({300, 80}, text,
                      {.font = {.size = 10}, .align = Align::Start, .direction = direction});
        });
        return without_marks(text_of(bytes));
    };
    for (const char* text : {"שלום עולם", "שלום (עולם) בע\"מ", "محمد علي", "علاء الدين السلام إلى",
                             "فاتورة (ألف) [باء]", "شركة الكهرباء"}) {
        EXPECT_THAT(text_with(text, Direction::RightToLeft), HasSubstr(text));
        EXPECT_THAT(text_with(text, Direction::Auto), HasSubstr(text));
    }
    const std::string mixed = text_with("Name: محمد علي (Berlin)", Direction::LeftToRight);
    // (pdftotext takes the bracket for one of the Arabic text)
    for (const char* part : {"Name:", "محمد علي", "Berlin)"}) EXPECT_THAT(mixed, HasSubstr(part));
}

TEST(PdfWriter, WordsComeInTheOrderOfReading) {
    NEEDS("pdftotext");
    const std::string bytes = one_page([&](Document& document, Canvas& page) {
        const auto tag = document.tag(Role::Paragraph);
        page.text(
            {300, 80}, "מספר 12 של Berlin (אב) 34.50 גד",
            {.font = {.size = 10}, .align = Align::Start, .direction = Direction::RightToLeft});
    });
    const std::string text = without_marks(text_of(bytes, "-raw"));  // as the page draws them
    std::size_t at = 0;
    for (const char* word : {"מספר", "12", "של", "Berlin", "(", "אב", ")", "34.50", "גד"}) {
        const auto found = text.find(word, at);
        ASSERT_NE(found, std::string::npos) << word << " in " << text;
        at = found;
    }
}

TEST(PdfWriter, TextIsShapedByTheLanguageOfItsTag) {
    Press press(fonts());
    const auto draw = [&](std::string language, std::string_view tag_language) {
        Document document(press, {.title = "x", .language = std::move(language)});
        Canvas& page = document.add_page(kA4);
        {
            const auto outer = document.tag(Role::Section);
            {
                const auto tag = document.tag(Role::Paragraph, {.language = tag_language});
                page.text({50, 50}, "ţară", kBody);
            }
            page.text({50, 70}, "ţară", kBody);
        }
        return *std::move(document).finish();
    };
    const auto count = [](const std::string& bytes) {  // words whose letter is not what is drawn
        const Folder folder;
        const std::string text =
            output_of("qpdf --qdf --object-streams=disable " + folder.write("a.pdf", bytes) + " -");
        int found = 0;
        for (std::size_t at = 0; (at = text.find("/ActualText", at)) != std::string::npos; ++at) {
            ++found;
        }
        return found;
    };
    NEEDS("qpdf");
    EXPECT_EQ(count(draw("de-DE", {})), 0);
    EXPECT_EQ(count(draw("ro-RO", {})), 2);
    EXPECT_EQ(count(draw("de-DE", "ro-RO")), 1);
    EXPECT_EQ(count(draw("ro-RO", "de-DE")), 1);
    // two documents by turns
    Document romanian(press, {.title = "x", .language = "ro"});
    Document german(press, {.title = "x", .language = "de"});
    for (Document* document : {&romanian, &german}) document->add_page(kA4);
    for (int i = 0; i < 2; ++i) {
        romanian.page(0).text({50, 50.0 + i}, "ţară", kBody);
        german.page(0).text({50, 50.0 + i}, "ţară", kBody);
    }
    EXPECT_EQ(count(*std::move(romanian).finish()), 2);
    EXPECT_EQ(count(*std::move(german).finish()), 0);
}

TEST(PdfWriter, LigatureCharactersKeepTheirMeaning) {
    NEEDS("pdftotext");
    const std::string text = text_of(
        one_page([](Document&, Canvas& page) { page.text({50, 80}, "ﬁnal ﬂow oﬃce", kBody); }));
    // readers may spell the ligature out
    EXPECT_TRUE(text.find("final") != std::string::npos || text.find("ﬁnal") != std::string::npos)
        << text;
}

TEST(PdfWriter, HostileTextDoesNoHarm) {
    NEEDS("qpdf");
    std::string long_name;
    for (int i = 0; i < 500; ++i) long_name += "Überlang";
    std::u32string missing;
    const std::string bytes = one_page([&](Document& document, Canvas& page) {
        double y = 40;
        for (const std::string& text :
             {std::string("nul\0inside \x01\x02\x1B[31m\x7F", 19),
              std::string("\xFF\xC3(\x80\xF0\x9F"), std::string(") Tj ET (\\"),
              std::string("\u202Egnp.exe\u202C \u2066x\u2069"),
              std::string("\u2068\u2068א\u2069 (\u2069\u2069) \u2067م١[ لا\u0651 \u202E\xE2\x81"),
              std::string("👨\u200D👩\u200D👧 🇩🇪"), std::string("\U000F1234\U0010FFFD"), long_name,
              std::string("   "), std::string("\n"), std::string()}) {
            page.text({50, y += 15}, text, kBody);
            page.text({std::nan(""), 1e300}, text, {.font = {.size = -3}, .align = Align::Decimal});
        }
        page.link({0, 0, 1, 1}, "java script:(\\)\n<\xFF>", "(\\)\xFF\u202E");
        missing = document.missing_characters();
    });
    const Folder folder;
    const std::string file = folder.write("a.pdf", bytes);
    EXPECT_THAT(output_of("qpdf --check " + file),
                HasSubstr("No syntax or stream encoding errors"));
    EXPECT_NE(missing.find(U'\U000F1234'), std::u32string::npos);
    NEEDS("pdftotext");
    EXPECT_THAT(output_of("pdftotext " + file + " -"), HasSubstr(") Tj ET (\\"));
    NEEDS("pdftoppm");
    EXPECT_EQ(output_of("pdftoppm -r 30 " + file + " " + folder.at("p")), "");
}

TEST(PdfWriter, TagsAreInReadingOrder) {
    NEEDS("pdfinfo");
    Press press(fonts());
    const Folder folder;
    const std::string file = folder.write("a.pdf", sample(press));
    const std::string info = output_of("pdfinfo " + file);
    EXPECT_THAT(info, HasSubstr("Rechnung für März"));
    EXPECT_THAT(info, ::testing::ContainsRegex("Tagged: +yes"));
    EXPECT_THAT(info, ::testing::ContainsRegex("Pages: +2"));
    const std::string tree = output_of("pdfinfo -struct-text " + file);
    const auto heading = tree.find("H1");
    const auto table = tree.find("Table");
    const auto figure = tree.find("Figure");
    EXPECT_LT(heading, table);
    EXPECT_LT(table, figure);
    EXPECT_LT(figure, tree.find("Link"));
    EXPECT_THAT(tree, HasSubstr("\"Rechnung über 1.234,56 €\""));
    EXPECT_THAT(tree, HasSubstr("/Scope /Row"));
    EXPECT_THAT(tree, Not(HasSubstr("Seite")));  // outside of tags: an artifact
}

TEST(PdfWriter, AttachmentsComeBackByteForByte) {
    NEEDS("pdfdetach");
    Press press(fonts());
    const Folder folder;
    const std::string file = folder.write("a.pdf", sample(press));
    EXPECT_THAT(output_of("pdfdetach -list " + file), HasSubstr("factur-x.xml"));
    output_of("pdfdetach -savefile factur-x.xml -o " + folder.at("x.xml") + " " + file);
    EXPECT_EQ(output_of("cat " + folder.at("x.xml")), "<Invoice/>");
}

// XMP is not compressed: it can be read in the file.
TEST(PdfWriter, AnElectronicInvoiceIsNamedInTheMetadata) {
    const auto with = [](const std::string& profile) {
        return one_page([&](Document& document, Canvas&) {
            document.attach(
                {.name = "factur-x.xml", .bytes = "<Invoice/>", .factur_x_profile = profile});
        });
    };
    const std::string invoice = with("EN 16931");
    for (const char* part :
         {"<fx:DocumentType>INVOICE</fx:DocumentType>",
          "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>", "<fx:Version>1.0</fx:Version>",
          "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
          "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"})
        EXPECT_THAT(invoice, HasSubstr(part));
    EXPECT_THAT(with(""), Not(HasSubstr("fx:")));
    EXPECT_THAT(with(""), Not(HasSubstr("factur-x:pdfa")));
}

TEST(PdfWriter, AnAttachmentIsPacked) {
    const auto with = [](std::size_t size) {
        return one_page([&](Document& document, Canvas&) {
            document.attach({.name = "a.xml", .bytes = std::string(size, 'a')});
        });
    };
    EXPECT_LT(with(100'000).size(), with(0).size() + 1000);
}

TEST(PdfWriter, FaultsOfTheCallerAreErrors) {
    Press press(fonts());
    Document empty(press, testing::some_info());
    const auto nothing = std::move(empty).finish();
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, Code::Invalid);
    Document twice(press, testing::some_info());
    twice.add_page(kA4);
    twice.attach({.name = "a.xml"});
    twice.attach({.name = "a.xml"});
    const auto refused = std::move(twice).finish();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Duplicate);
    EXPECT_EQ(refused.error().subject, "a.xml");
    Document two_invoices(press, testing::some_info());
    two_invoices.add_page(kA4);
    two_invoices.attach({.name = "a.xml", .factur_x_profile = "EN 16931"});
    two_invoices.attach({.name = "b.xml", .factur_x_profile = "BASIC"});
    const auto which = std::move(two_invoices).finish();
    ASSERT_FALSE(which);
    EXPECT_EQ(which.error().code, Code::Duplicate);
}

TEST(PdfWriter, AThousandPagesAreReadable) {
    NEEDS("qpdf");
    Press press(fonts());
    Document document(press, testing::some_info());
    for (int i = 0; i < 1000; ++i) {
        const auto tag = document.tag(Role::Paragraph);
        document.add_page(kA4).text({50, 50}, std::to_string(i), kBody);
    }
    const auto bytes = std::move(document).finish();
    ASSERT_TRUE(bytes);
    const Folder folder;
    const std::string file = folder.write("a.pdf", *bytes);
    EXPECT_THAT(output_of("qpdf --check " + file),
                HasSubstr("No syntax or stream encoding errors"));
    EXPECT_EQ(output_of("qpdf --show-npages " + file), "1000\n");
}

}  // namespace
}  // namespace bw::pdf
