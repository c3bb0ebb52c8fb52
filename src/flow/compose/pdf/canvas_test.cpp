#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/read_back_test.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

namespace bw::pdf {
namespace {

using testing::Folder;
using testing::fonts;
using testing::one_page;
using testing::output_of;
using testing::Picture;
using testing::render;

struct Box {
    double left = 0;
    double right = 0;
    std::string text;
};

// Where other people's reader finds the words.
std::vector<Box> words_of(const std::string& bytes) {
    const Folder folder;
    std::istringstream html(output_of("pdftotext -bbox " + folder.write("a.pdf", bytes) + " -"));
    std::vector<Box> boxes;
    const auto number = [](const std::string& line, const std::string& key) {
        return std::stod(line.substr(line.find(key) + key.size()));
    };
    for (std::string line; std::getline(html, line);) {
        if (line.find("<word") == std::string::npos) continue;
        const auto from = line.find("\">") + 2;
        boxes.push_back({number(line, "xMin=\""), number(line, "xMax=\""),
                         line.substr(from, line.find("</word>") - from)});
    }
    return boxes;
}

TEST(PdfCanvas, TextIsAlignedAtItsPlace) {
    NEEDS("pdftotext");
    double width = 0;
    const std::string bytes = one_page([&](Document&, Canvas& page) {
        width = page.text({100, 50}, "links", {.font = {.size = 10}});
        page.text({300, 70}, "rechts", {.font = {.size = 10}, .align = Align::Right});
        page.text({300, 90}, "mitte", {.font = {.size = 10}, .align = Align::Center});
        page.text({300, 110}, "hängt   ", {.font = {.size = 10}, .align = Align::Right});
    });
    const auto words = words_of(bytes);
    ASSERT_EQ(words.size(), 4U);
    EXPECT_NEAR(words[0].left, 100, 0.1);
    EXPECT_NEAR(words[0].right, 100 + width, 0.1);
    EXPECT_NEAR(words[1].right, 300, 0.1);
    EXPECT_NEAR((words[2].left + words[2].right) / 2, 300, 0.1);
    EXPECT_NEAR(words[3].right, 300, 0.1);
}

TEST(PdfCanvas, AmountsStandWithTheirDecimalMarksInLine) {
    NEEDS("pdftotext");
    const TextStyle style{.font = {.size = 10}, .align = Align::Decimal, .decimal_mark = ','};
    const std::string bytes = one_page([&](Document&, Canvas& page) {
        double y = 50;
        for (const char* text : {"1.234,56", "9,1", "−0,005", "77", "1.200", "5,00€"})
            page.text({300, y += 20}, text, style);
    });
    Shaper shaper(fonts());
    const auto words = words_of(bytes);
    ASSERT_EQ(words.size(), 6U);
    EXPECT_NEAR(words[0].left + shaper.width("1.234", style.font), 300, 0.1);
    EXPECT_NEAR(words[1].left + shaper.width("9", style.font), 300, 0.1);
    EXPECT_NEAR(words[2].left + shaper.width("−0", style.font), 300, 0.1);
    EXPECT_NEAR(words[3].right, 300, 0.1);
    EXPECT_NEAR(words[4].right, 300, 0.1);
    EXPECT_NEAR(words[5].left + shaper.width("5", style.font), 300, 0.1);
}

constexpr TextStyle kLeftwards = {
    .font = {.size = 10}, .align = Align::Start, .direction = Direction::RightToLeft};

TEST(PdfCanvas, WordsOfALineStandInTheirDirections) {
    NEEDS("pdftotext");
    const auto words = words_of(one_page([&](Document&, Canvas& page) {
        // (words that read the same both ways, for -bbox turns none round)
        page.text({300, 50}, "one אא שש two", {.font = {.size = 10}});
        page.text({300, 90}, "אא one two שש", kLeftwards);
        page.text({300, 130}, "12,30", kLeftwards);
    }));
    ASSERT_EQ(words.size(), 9U);
    const auto left_of = [&](const char* text, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (words[i].text == text) return words[i].left;
        }
        ADD_FAILURE() << text;
        return 0.0;
    };
    EXPECT_NEAR(left_of("one", 0, 4), 300, 0.1);
    EXPECT_LT(left_of("one", 0, 4), left_of("שש", 0, 4));
    EXPECT_LT(left_of("שש", 0, 4), left_of("אא", 0, 4));
    EXPECT_LT(left_of("אא", 0, 4), left_of("two", 0, 4));
    EXPECT_LT(left_of("שש", 4, 8), left_of("one", 4, 8));
    EXPECT_LT(left_of("one", 4, 8), left_of("two", 4, 8));
    EXPECT_LT(left_of("two", 4, 8), left_of("אא", 4, 8));
    double right = 0;
    for (std::size_t i = 4; i < 8; ++i) right = std::max(right, words[i].right);
    EXPECT_NEAR(right, 300, 0.2);
    EXPECT_NEAR(words[8].right, 300, 0.1);
}

TEST(PdfCanvas, StartAndEndFollowTheDirection) {
    NEEDS("pdftotext");
    double width = 0;
    const auto words = words_of(one_page([&](Document&, Canvas& page) {
        double y = 50;
        for (const auto direction : {Direction::LeftToRight, Direction::RightToLeft}) {
            for (const Align align : {Align::Start, Align::End, Align::Left, Align::Right}) {
                width = page.text({300, y += 20}, "Saldo  ",
                                  {.font = {.size = 10}, .align = align, .direction = direction});
            }
        }
        page.text({300, y += 20}, "Saldo",
                  {.font = {.size = 10}, .align = Align::Start, .direction = Direction::Auto});
    }));
    ASSERT_EQ(words.size(), 9U);
    const double lefts[] = {300, 300 - width, 300,         300 - width, 300 - width,
                            300, 300,         300 - width, 300};
    for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(words[i].left, lefts[i], 0.1) << i;
}

TEST(PdfCanvas, AmountsInArabicDocumentsStandWithTheirMarksInLine) {
    NEEDS("pdftotext");
    TextStyle style = kLeftwards;
    style.align = Align::Decimal;
    const std::string bytes = one_page([&](Document&, Canvas& page) {
        double y = 50;
        for (const char* text : {"1.234,56", "9,1", "77"}) page.text({300, y += 20}, text, style);
        page.text({300, y += 20}, "5,00 אב", style);
    });
    Shaper shaper(fonts());
    const auto words = words_of(bytes);
    ASSERT_GE(words.size(), 5U);
    EXPECT_NEAR(words[0].left + shaper.width("1.234", style.font), 300, 0.1);
    EXPECT_NEAR(words[1].left + shaper.width("9", style.font), 300, 0.1);
    EXPECT_NEAR(words[2].right, 300, 0.1);
    const auto& last = words[3].text == "5,00" ? words[3] : words[4];
    EXPECT_NEAR(last.left + shaper.width("5", style.font), 300, 0.1);
}

TEST(PdfCanvas, IsolatesLeaveNoTraceInPlainText) {
    const auto with = [](const char* text) {
        return one_page([&](Document&, Canvas& page) { page.text({50, 50}, text, {}); });
    };
    EXPECT_EQ(with("an \u2068Ana Wal\u2069 zu \u206812,30\u2069 fällig"),
              with("an Ana Wal zu 12,30 fällig"));
}

TEST(PdfCanvas, ShapesStandWhereTheyWereDrawn) {
    NEEDS("pdftoppm");
    const Picture picture = render(one_page([](Document&, Canvas& page) {
        page.fill({100, 200, 50, 30}, kBlack);
        page.fill_rounded({200, 200, 50, 50}, 20, kBlack);
        page.line({100, 300}, {200, 300}, {.width = 4, .color = {0, 0, 0}});
        page.stroke_rect({300, 300, 40, 40}, {.width = 4});
        page.save();
        page.clip(Path().rectangle({100, 400, 10, 10}));
        page.fill({90, 390, 60, 60}, {128, 128, 128});
        page.restore();
        page.fill({300, 400, 10, 10}, kBlack);  // the colour from before the clip is back
    }));
    EXPECT_EQ(picture.at(125, 215), 0);
    EXPECT_EQ(picture.at(125, 195), 255);
    EXPECT_EQ(picture.at(125, 235), 255);
    EXPECT_EQ(picture.at(225, 225), 0);
    EXPECT_EQ(picture.at(201, 201), 255);  // the round corner
    EXPECT_EQ(picture.at(150, 299), 0);
    EXPECT_EQ(picture.at(320, 320), 255);
    EXPECT_EQ(picture.at(299, 320), 0);
    EXPECT_NEAR(picture.at(105, 405), 128, 2);
    EXPECT_EQ(picture.at(115, 405), 255);
    EXPECT_EQ(picture.at(305, 405), 0);
}

TEST(PdfCanvas, ModulesFillTheirSquare) {
    NEEDS("pdftoppm");
    const std::vector<bool> dark = {true, false, false, true};
    const Picture picture = render(
        one_page([&](Document&, Canvas& page) { page.modules({100, 100}, 40, 2, dark, kBlack); }));
    EXPECT_EQ(picture.at(110, 110), 0);
    EXPECT_EQ(picture.at(130, 110), 255);
    EXPECT_EQ(picture.at(110, 130), 255);
    EXPECT_EQ(picture.at(130, 130), 0);
    EXPECT_EQ(picture.at(145, 130), 255);
}

TEST(PdfCanvas, LinksCarryTheirAddressAndDescription) {
    NEEDS("qpdf");
    const Folder folder;
    const std::string file =
        folder.write("a.pdf", one_page([](Document& document, Canvas& page) {
                         const auto link = document.tag(Role::Link);
                         page.text({50, 100}, "Pay online", {});
                         page.link({50, 90, 60, 12}, "https://example.org/a?b=c&d=ä",
                                   "Pay online at example.org");
                     }));
    const std::string json = output_of("qpdf --json " + file);
    EXPECT_THAT(json, ::testing::HasSubstr("https://example.org/a?b=c&d=%C3%A4"));
    EXPECT_THAT(json, ::testing::HasSubstr("Pay online at example.org"));
    EXPECT_THAT(json, ::testing::HasSubstr("/OBJR"));
}

}  // namespace
}  // namespace bw::pdf
