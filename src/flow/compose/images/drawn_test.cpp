// Pictures and marks in documents, as other people's programs see them.
#include "flow/compose/images/image.h"
#include "flow/compose/images/pictures_test.h"
#include "flow/compose/images/svg.h"
#include "flow/compose/pdf/read_back_test.h"
#include "flow/compose/pdf/stamp.h"

#include <gmock/gmock.h>

#include <string>

namespace bw::images {
namespace {

using namespace testing;
using pdf::Canvas;
using pdf::Color;
using pdf::Document;
using pdf::testing::Folder;
using pdf::testing::one_page;
using pdf::testing::output_of;
using pdf::testing::render;
using ::testing::ContainsRegex;

constexpr Color kRed = {255, 0, 0}, kGreen = {0, 255, 0};

Image image_of(const std::string& file) {
    auto image = read_image(file);
    EXPECT_TRUE(image) << image.error().message();
    return image.value_or(Image{});
}

// Blue; the right half half seen through.
std::string glass() {
    return png({.width = 2, .colour = 6, .rows = bytes_of({0, 0, 0, 255, 255, 0, 0, 255, 128})});
}

TEST(DrawnPicture, StandsInItsAreaTheRightWayUp) {
    NEEDS("pdftoppm");
    const std::string quarters = png({.width = 2,
                                      .height = 2,
                                      .colour = 2,
                                      .rows = bytes_of({0, 255, 0, 0, 0, 255, 0,  //
                                                        0, 0, 0, 255, 255, 255, 0})});
    const auto picture = render(one_page([&](Document& document, Canvas& page) {
        page.image({100, 200, 80, 40}, document.add_image(image_of(quarters)));
    }));
    EXPECT_EQ(picture.color(120, 210), kRed);
    EXPECT_EQ(picture.color(160, 210), kGreen);
    EXPECT_EQ(picture.color(120, 230), (Color{0, 0, 255}));
    EXPECT_EQ(picture.color(160, 230), (Color{255, 255, 0}));
    EXPECT_EQ(picture.color(95, 210), pdf::kWhite);
    EXPECT_EQ(picture.color(185, 230), pdf::kWhite);
    EXPECT_EQ(picture.color(120, 195), pdf::kWhite);
    EXPECT_EQ(picture.color(120, 245), pdf::kWhite);
}

TEST(DrawnPicture, WhatLiesBehindShowsThroughItsAlpha) {
    NEEDS("pdftoppm");
    const auto picture = render(one_page([](Document& document, Canvas& page) {
        page.fill({100, 100, 100, 50}, kRed);
        page.image({100, 100, 100, 50}, document.add_image(image_of(glass())));
    }));
    EXPECT_EQ(picture.color(120, 125), (Color{0, 0, 255}));
    const Color mixed = picture.color(180, 125);
    EXPECT_NEAR(mixed.red, 127, 3);
    EXPECT_EQ(mixed.green, 0);
    EXPECT_NEAR(mixed.blue, 128, 3);
}

TEST(DrawnPicture, AJpegFileIsDecodedByTheViewer) {
    NEEDS("pdftoppm");
    const auto picture = render(one_page([](Document& document, Canvas& page) {
        page.image({100, 100, 40, 40}, document.add_image(image_of(jpeg({}))));
        page.image({200, 100, 40, 40}, document.add_image(image_of(jpeg({.components = 1}))));
    }));
    const Color color = picture.color(120, 120);
    EXPECT_NEAR(color.red, 255, 3);
    EXPECT_NEAR(color.green, 57, 3);
    EXPECT_NEAR(color.blue, 128, 3);
    EXPECT_NEAR(picture.at(220, 120), 128, 2);
}

TEST(DrawnPicture, IsInTheFileOnceOnHoweverManyPages) {
    NEEDS("pdfimages");
    NEEDS("qpdf");
    pdf::Press press(pdf::testing::fonts());
    const auto make = [&] {
        Document document(press, pdf::testing::some_info());
        const pdf::ImageId mark = document.add_image(image_of(glass()));
        EXPECT_EQ(mark, document.add_image(image_of(glass())));
        const pdf::ImageId photo = document.add_image(image_of(jpeg({})));
        EXPECT_NE(mark, photo);
        for (int i = 0; i < 2; ++i) {
            Canvas& page = document.add_page(pdf::kA4);
            page.image({10, 10, 20, 20}, mark);
            page.image({50, 10, 20, 20}, photo);
        }
        auto bytes = std::move(document).finish();
        EXPECT_TRUE(bytes);
        return bytes.value_or("");
    };
    const std::string bytes = make();
    EXPECT_EQ(bytes, make());
    const Folder folder;
    const std::string file = folder.write("a.pdf", bytes);
    EXPECT_THAT(output_of("qpdf --check " + file),
                ::testing::HasSubstr("No syntax or stream encoding errors"));
    const std::string list = output_of("pdfimages -list " + file);
    EXPECT_THAT(list, ContainsRegex("1 +0 image +2 +1 +rgb +3 +8 +image +no"));
    EXPECT_THAT(list, ContainsRegex("1 +1 smask +2 +1 +gray +1 +8 +image +no"));
    EXPECT_THAT(list, ContainsRegex("1 +2 image +8 +8 +rgb +3 +8 +jpeg +no"));
    std::size_t count = 0;
    for (auto at = bytes.find("/Subtype/Image"); at != std::string::npos;
         at = bytes.find("/Subtype/Image", at + 1))
        ++count;
    EXPECT_EQ(count, 3U);
}

TEST(DrawnPicture, BelongsToItsFigureOrIsDecoration) {
    NEEDS("qpdf");
    const auto content = [](bool is_figure) {
        const Folder folder;
        const std::string bytes = one_page([&](Document& document, Canvas& page) {
            const auto image = document.add_image(image_of(glass()));
            const auto tag = document.tag(is_figure ? pdf::Role::Figure : pdf::Role::Paragraph,
                                          {.alternate = "Das Zeichen von Aurora"});
            page.image({10, 10, 20, 20}, image);
            page.text({10, 50}, "Aurora", {});
        });
        const std::string objects =
            output_of("qpdf --qdf --object-streams=disable " + folder.write("a.pdf", bytes) + " -");
        const auto from = objects.find("BDC"), to = objects.find("endstream", from);
        const auto start = objects.rfind('\n', objects.rfind("stream", from));
        return from == std::string::npos ? objects.substr(0, 1000)
                                         : objects.substr(start, to - start);
    };
    const std::string drawn = "q 20 0 0 20 10 811.89 cm/X0 Do Q\n";
    EXPECT_THAT(content(true), ::testing::HasSubstr("/Figure<</MCID 0>>BDC\n" + drawn + "BT"));
    EXPECT_THAT(content(false), ::testing::HasSubstr("/Artifact BMC\n" + drawn + "EMC"));
}

TEST(DrawnMark, FillsTheMiddleOfItsArea) {
    NEEDS("pdftoppm");
    const auto mark = read_svg(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
             <rect width="10" height="10" fill="#f00"/>
             <path d="M10 0h10v10h-10z M13 3v4h4v-4z" fill="#0f0" fill-rule="evenodd"/>
             <line x1="0" y1="5" x2="10" y2="5" stroke="currentColor" stroke-width="2"/>
             <rect x="-50" y="20" width="200" height="5"/>
           </svg>)",
        {0, 0, 255});
    ASSERT_TRUE(mark) << mark.error().message();
    const auto picture = render(one_page([&](Document&, Canvas& page) {
        draw(page, *mark, {100, 100, 200, 200});  // 200 x 100 from (100, 150) on
    }));
    EXPECT_EQ(picture.color(150, 160), kRed);
    EXPECT_EQ(picture.color(150, 200), (Color{0, 0, 255}));
    EXPECT_EQ(picture.color(210, 160), kGreen);
    EXPECT_EQ(picture.color(250, 200), pdf::kWhite);  // the hole
    EXPECT_EQ(picture.color(150, 145), pdf::kWhite);
    EXPECT_EQ(picture.color(150, 255), pdf::kWhite);
    EXPECT_EQ(picture.color(150, 375), pdf::kWhite);  // beyond its edges
}

TEST(DrawnMark, MayBeDrawnOnceForAllDocuments) {
    NEEDS("pdftoppm");
    const auto mark = read_svg(R"(<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">
                                   <circle cx="5" cy="5" r="4" fill="lime"/></svg>)");
    ASSERT_TRUE(mark) << mark.error().message();
    pdf::Press press(pdf::testing::fonts());
    const auto stamp = pdf::Stamp::record(
        press, {40, 40}, [&](Canvas& canvas) { draw(canvas, *mark, {0, 0, 40, 40}); });
    ASSERT_TRUE(stamp) << stamp.error().message();
    Document document(press, pdf::testing::some_info());
    document.add_page(pdf::kA4).place(*stamp, {100, 100});
    const auto bytes = std::move(document).finish();
    ASSERT_TRUE(bytes);
    const auto picture = render(*bytes);
    EXPECT_EQ(picture.color(120, 120), kGreen);
    EXPECT_EQ(picture.color(107, 120), kGreen);
    EXPECT_EQ(picture.color(102, 120), pdf::kWhite);
    EXPECT_EQ(picture.color(106, 106), pdf::kWhite);
}

}  // namespace
}  // namespace bw::images
