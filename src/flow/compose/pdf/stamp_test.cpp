#include "flow/compose/pdf/read_back_test.h"
#include "flow/compose/pdf/stamp.h"

#include <gmock/gmock.h>

#include <string>

namespace bw::pdf {
namespace {

using testing::Folder;
using testing::fonts;
using testing::output_of;
using testing::render;

constexpr Color kRed = {255, 0, 0};

void decoration(Canvas& canvas) {
    canvas.fill({10, 10, 40, 20}, kBlack);
    canvas.stroke(Path().move_to({10, 60}).line_to({90, 60}), {.width = 4});
    canvas.save();
    canvas.clip(Path().rectangle({60, 10, 10, 10}));
    canvas.fill({50, 0, 50, 50}, kRed);
    canvas.restore();
    canvas.text({10, 90}, "Vorschau", {.font = {.size = 12}});
    canvas.fill({80, 70, 100, 20}, kBlack);  // beyond the edge
}

Stamp recorded(Press& press) {
    auto stamp = Stamp::record(press, {100, 100}, decoration);
    EXPECT_TRUE(stamp) << stamp.error().message();
    return *stamp;
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

TEST(PdfStamp, LooksAsIfDrawnThere) {
    NEEDS("pdftoppm");
    Press press(fonts());
    const Stamp stamp = recorded(press);
    Document document(press, testing::some_info());
    Canvas& page = document.add_page(kA4);
    // what the page has set does not reach into the stamp, nor the other way round
    page.fill({300, 300, 10, 10}, kRed);
    page.stroke_rect({320, 300, 10, 10}, {.width = 9, .color = kRed, .dash = 3, .gap = 3});
    page.place(stamp, {200, 100});
    page.fill({340, 300, 10, 10}, kRed);
    const auto bytes = std::move(document).finish();
    ASSERT_TRUE(bytes);
    const auto picture = render(*bytes);
    EXPECT_EQ(picture.color(220, 120), kBlack);
    EXPECT_EQ(picture.color(212, 159), kBlack);
    EXPECT_EQ(picture.color(250, 161), kBlack);  // the line has no gaps
    EXPECT_EQ(picture.color(250, 165), kWhite);
    EXPECT_EQ(picture.color(265, 115), kRed);
    EXPECT_EQ(picture.color(275, 115), kWhite);  // clipped
    EXPECT_EQ(picture.color(290, 180), kBlack);
    EXPECT_EQ(picture.color(305, 180), kWhite);  // cut off at its edge
    EXPECT_EQ(picture.color(345, 305), kRed);
}

TEST(PdfStamp, IsInTheFileOnceHoweverOftenItIsPlaced) {
    NEEDS("qpdf");
    Press press(fonts());
    const Stamp stamp = recorded(press);
    const Stamp same = recorded(press);
    const auto other = Stamp::record(press, {100, 100},
                                     [](Canvas& canvas) { canvas.fill({0, 0, 100, 100}, kRed); });
    ASSERT_TRUE(other);
    const auto make = [&] {
        Document document(press, testing::some_info());
        for (int i = 0; i < 3; ++i) {
            Canvas& page = document.add_page(kA4);
            page.place(stamp, {0, 0});
            page.place(same, {200, 0});
            page.place(*other, {400, 0});
        }
        auto bytes = std::move(document).finish();
        EXPECT_TRUE(bytes);
        return bytes.value_or("");
    };
    const std::string bytes = make();
    EXPECT_EQ(count_of(bytes, "/Subtype/Form"), 2U);
    EXPECT_EQ(bytes, make());
    const Folder folder;
    EXPECT_THAT(output_of("qpdf --check " + folder.write("a.pdf", bytes)),
                ::testing::HasSubstr("No syntax or stream encoding errors"));
}

TEST(PdfStamp, ItsTextIsAnArtifactOrBelongsToTheFigure) {
    NEEDS("pdfinfo");
    NEEDS("pdftotext");
    Press press(fonts());
    const Stamp stamp = recorded(press);
    Document document(press, testing::some_info());
    Canvas& page = document.add_page(kA4);
    page.place(stamp, {0, 0});
    {
        const auto tag = document.tag(Role::Paragraph);
        page.text({60, 300}, "Text", {});
        page.place(stamp, {0, 400});  // decoration between the lines of a paragraph
    }
    {
        const auto tag = document.tag(Role::Figure, {.alternate = "Zeichen"});
        page.place(stamp, {200, 400});
    }
    const auto bytes = std::move(document).finish();
    ASSERT_TRUE(bytes);
    const Folder folder;
    const std::string file = folder.write("a.pdf", *bytes);
    const std::string tree = output_of("pdfinfo -struct-text " + file);
    EXPECT_EQ(count_of(tree, "Vorschau"), 1U) << tree;
    EXPECT_EQ(count_of(output_of("pdftotext " + file + " -"), "Vorschau"), 3U);
}

TEST(PdfStamp, CharactersThatNotAllDocumentsShareAreRefused) {
    Press press(fonts());
    for (const char* text : {"Ελλάδα", "\U000F1234"}) {
        const auto stamp = Stamp::record(press, {100, 100},
                                         [&](Canvas& canvas) { canvas.text({10, 20}, text, {}); });
        ASSERT_FALSE(stamp) << text;
        EXPECT_EQ(stamp.error().code, Code::Unsupported);
        EXPECT_THAT(stamp.error().text, ::testing::ContainsRegex("character U\\+[0-9A-F]+"));
    }
}

}  // namespace
}  // namespace bw::pdf
