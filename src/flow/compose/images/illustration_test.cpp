#include "flow/compose/images/illustration.h"
#include "flow/compose/images/pictures_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::images {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Illustration, IsADrawingOrPixelsByItsFirstBytes) {
    const auto drawing =
        read_illustration("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\">"
                          "<rect width=\"20\" height=\"10\" fill=\"currentColor\"/></svg>");
    ASSERT_TRUE(drawing.has_value()) << drawing.error().message();
    EXPECT_NE(drawing->drawing(), nullptr);
    EXPECT_EQ(drawing->ratio(), 2);
    EXPECT_LT(drawing->bytes(), 100U);

    const auto pixels = read_illustration(
        testing::png({.width = 2, .height = 4, .rows = std::string(4 * 3, '\0')}));
    ASSERT_TRUE(pixels.has_value()) << pixels.error().message();
    EXPECT_EQ(pixels->pixels()->media_type, "image/png");
    EXPECT_EQ(pixels->ratio(), 0.5);

    const auto photo = read_illustration(testing::jpeg({}));
    ASSERT_TRUE(photo.has_value()) << photo.error().message();
    EXPECT_EQ(photo->pixels()->media_type, "image/jpeg");
    EXPECT_GT(photo->bytes(), 100U);

    EXPECT_FALSE(read_illustration("GIF89a").has_value());
    EXPECT_FALSE(read_illustration("").has_value());
}

// Where a picture was taken, and by whom, is nobody's business who gets a bill.
TEST(Illustration, GivesPagesOnlyWhatIsSeen) {
    const auto made = read_illustration(
        testing::png({.rows = std::string("\0\x7F", 2),
                      .before_data = testing::chunk("tEXt", std::string("Author\0Ada", 10))}));
    ASSERT_TRUE(made.has_value()) << made.error().message();
    EXPECT_THAT(made->pixels()->file, Not(HasSubstr("Ada")));
    const auto again = read_illustration(made->pixels()->file);
    ASSERT_TRUE(again.has_value()) << again.error().message();
    EXPECT_EQ(again->pixels()->image.bytes, made->pixels()->image.bytes);

    const auto photo =
        read_illustration(testing::jpeg({.before_frame = testing::segment(0xE1, "Exif Ada")}));
    ASSERT_TRUE(photo.has_value()) << photo.error().message();
    EXPECT_THAT(photo->pixels()->file, Not(HasSubstr("Ada")));
}

}  // namespace
}  // namespace bw::images
