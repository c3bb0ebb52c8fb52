#include "flow/compose/images/image.h"
#include "flow/compose/images/pictures_test.h"
#include "testing/property.h"

#include <gmock/gmock.h>
#include <libdeflate.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace bw::images {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

// What a PDF reader gets of packed bytes; they must be exactly that many.
std::string unpacked(std::string_view packed, std::size_t size) {
    std::string out(size, '\0');
    libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
    std::size_t used = 0;
    const auto result = libdeflate_zlib_decompress_ex(decompressor, packed.data(), packed.size(),
                                                      out.data(), out.size(), &used, nullptr);
    libdeflate_free_decompressor(decompressor);
    EXPECT_EQ(result, LIBDEFLATE_SUCCESS);
    EXPECT_EQ(used, packed.size());
    return out;
}

struct Seen {
    int colours = 0;
    std::string pixels;
    std::string alpha;
};

Seen seen(const std::string& file) {
    const auto image = read_image(file);
    EXPECT_TRUE(image) << image.error().message();
    if (!image) return {};
    EXPECT_EQ(image->packing, Image::Packing::Deflate);
    const auto count = static_cast<std::size_t>(image->width * image->height);
    Seen out{.colours = image->colours,
             .pixels = unpacked(image->bytes, count * static_cast<std::size_t>(image->colours)),
             .alpha = {}};
    if (!image->alpha.empty()) out.alpha = unpacked(image->alpha, count);
    return out;
}

void expect_refused(const std::string& file, Code code, const std::string& text) {
    const auto image = read_image(file);
    ASSERT_FALSE(image) << text;
    EXPECT_EQ(image.error().code, code) << image.error().text;
    EXPECT_THAT(image.error().text, HasSubstr(text));
}

TEST(PngFile, ColoursAreTakenAsTheyAre) {
    const auto rgb = seen(
        png({.width = 2, .height = 1, .colour = 2, .rows = bytes_of({0, 255, 0, 1, 2, 3, 4})}));
    EXPECT_EQ(rgb.colours, 3);
    EXPECT_EQ(rgb.pixels, bytes_of({255, 0, 1, 2, 3, 4}));
    EXPECT_EQ(rgb.alpha, "");
    const auto grey = seen(png({.width = 2, .height = 2, .rows = bytes_of({0, 1, 2, 0, 3, 4})}));
    EXPECT_EQ(grey.colours, 1);
    EXPECT_EQ(grey.pixels, bytes_of({1, 2, 3, 4}));
}

TEST(PngFile, AlphaBecomesAPlaneOfItsOwn) {
    const auto rgba = seen(png(
        {.width = 2, .height = 1, .colour = 6, .rows = bytes_of({0, 1, 2, 3, 0, 4, 5, 6, 255})}));
    EXPECT_EQ(rgba.pixels, bytes_of({1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(rgba.alpha, bytes_of({0, 255}));
    const auto grey =
        seen(png({.width = 2, .height = 1, .colour = 4, .rows = bytes_of({0, 9, 128, 8, 127})}));
    EXPECT_EQ(grey.colours, 1);
    EXPECT_EQ(grey.pixels, bytes_of({9, 8}));
    EXPECT_EQ(grey.alpha, bytes_of({128, 127}));
    const auto opaque = seen(png({.colour = 6, .rows = bytes_of({0, 1, 2, 3, 255})}));
    EXPECT_EQ(opaque.alpha, "");  // nothing is seen through: no plane
}

TEST(PngFile, FewBitsAreSpreadOverAByte) {
    const auto bits = [](int depth, int row) {
        return seen(png({.width = static_cast<std::uint32_t>(8 / depth),
                         .depth = depth,
                         .rows = bytes_of({0, row})}))
            .pixels;
    };
    EXPECT_EQ(bits(1, 0b10110000), bytes_of({255, 0, 255, 255, 0, 0, 0, 0}));
    EXPECT_EQ(bits(2, 0b00011011), bytes_of({0, 85, 170, 255}));
    EXPECT_EQ(bits(4, 0x1F), bytes_of({17, 255}));
    // a row ends at a byte; what is left of it is no pixel
    const auto odd = seen(png(
        {.width = 3, .height = 2, .depth = 4, .rows = bytes_of({0, 0x12, 0x3F, 0, 0x45, 0x6F})}));
    EXPECT_EQ(odd.pixels, bytes_of({17, 34, 51, 68, 85, 102}));
}

TEST(PngFile, SixteenBitsAreRoundedToEight) {
    const auto grey =
        seen(png({.width = 4,
                  .depth = 16,
                  .rows = bytes_of({0, 0x00, 0x80, 0x00, 0x81, 0x80, 0x80, 0xFF, 0xFF})}));
    EXPECT_EQ(grey.pixels, bytes_of({0, 1, 128, 255}));  // in 257ths
    const auto rgba =
        seen(png({.depth = 16, .colour = 6, .rows = bytes_of({0, 1, 1, 2, 2, 3, 3, 4, 4})}));
    EXPECT_EQ(rgba.pixels, bytes_of({1, 2, 3}));
    EXPECT_EQ(rgba.alpha, bytes_of({4}));
}

TEST(PngFile, PalettesBecomeColours) {
    const std::string palette = bytes_of({255, 0, 0, 0, 255, 0, 0, 0, 255});
    for (const auto& [depth, row] :
         std::vector<std::pair<int, std::string>>{{2, bytes_of({0, 0b00011000})},
                                                  {4, bytes_of({0, 0x01, 0x20})},
                                                  {8, bytes_of({0, 0, 1, 2})}}) {
        const auto three =
            seen(png({.width = 3, .depth = depth, .colour = 3, .rows = row, .palette = palette}));
        EXPECT_EQ(three.pixels, palette) << depth;
        EXPECT_EQ(three.alpha, "");
    }
    const auto two = seen(png({.width = 8,
                               .depth = 1,
                               .colour = 3,
                               .rows = bytes_of({0, 0b01000000}),
                               .palette = palette.substr(0, 6)}));
    EXPECT_EQ(two.pixels.substr(0, 9), bytes_of({255, 0, 0, 0, 255, 0, 255, 0, 0}));
    // colours that tRNS does not name cover
    const auto clear = seen(png({.width = 3,
                                 .colour = 3,
                                 .rows = bytes_of({0, 0, 1, 2}),
                                 .palette = palette,
                                 .transparency = bytes_of({0, 100})}));
    EXPECT_EQ(clear.alpha, bytes_of({0, 100, 255}));
}

TEST(PngFile, OneColourMayBeTheTransparentOne) {
    const auto grey = seen(png(
        {.width = 2, .depth = 4, .rows = bytes_of({0, 0x73}), .transparency = bytes_of({0, 7})}));
    EXPECT_EQ(grey.alpha, bytes_of({0, 255}));
    const auto rgb = seen(png({.width = 2,
                               .colour = 2,
                               .rows = bytes_of({0, 1, 2, 3, 1, 2, 4}),
                               .transparency = bytes_of({0, 1, 0, 2, 0, 4})}));
    EXPECT_EQ(rgb.alpha, bytes_of({255, 0}));
    // all sixteen bits count, before they are reduced
    const auto deep = seen(png({.width = 2,
                                .depth = 16,
                                .rows = bytes_of({0, 7, 1, 7, 2}),
                                .transparency = bytes_of({7, 2})}));
    EXPECT_EQ(deep.alpha, bytes_of({255, 0}));
}

TEST(PngFile, PartsThatAPageDoesNotNeedAreLeftOut) {
    Png of{.rows = bytes_of({0, 7})};
    const auto plain = read_image(png(of));
    of.before_data = chunk("gAMA", big_endian(45455, 4)) + chunk("tEXt", "Author\0Erika") +
                     chunk("iCCP", "x") + chunk("eXIf", "II*");
    const auto with = read_image(png(of) + "and more behind the end");
    ASSERT_TRUE(plain);
    ASSERT_TRUE(with) << with.error().message();
    EXPECT_EQ(plain->bytes, with->bytes);
}

// The filter of one row, as an encoder does it (ISO/IEC 15948, 9).
std::string filtered(int filter, const std::string& row, const std::string& above,
                     std::size_t distance) {
    std::string out = bytes_of({filter});
    const auto at = [](const std::string& of, std::size_t i) {
        return i < of.size() ? static_cast<int>(static_cast<unsigned char>(of[i])) : 0;
    };
    for (std::size_t i = 0; i < row.size(); ++i) {
        const int left = i >= distance ? at(row, i - distance) : 0;
        const int up = at(above, i);
        const int corner = i >= distance ? at(above, i - distance) : 0;
        const int guess = left + up - corner;
        int paeth = corner;
        if (std::abs(guess - up) <= std::abs(guess - corner)) paeth = up;
        if (std::abs(guess - left) <= std::abs(guess - up) &&
            std::abs(guess - left) <= std::abs(guess - corner))
            paeth = left;
        const int guesses[] = {0, left, up, (left + up) / 2, paeth};
        out += static_cast<char>(at(row, i) - guesses[filter]);
    }
    return out;
}

PROPERTY(PngFile, EveryFilterGivesThePixelsBack) {
    struct Kind {
        int colour, depth;
        std::size_t bytes;  // of a pixel
    };
    const std::vector<Kind> kinds = {{0, 8, 1}, {2, 8, 3}};
    const Kind kind = kinds[*bw::testing::between<std::size_t>(0, kinds.size() - 1)];
    const auto width = *bw::testing::between<std::size_t>(1, 9);
    const auto height = *bw::testing::between<std::size_t>(1, 6);
    std::string rows, pixels, above(width * kind.bytes, '\0');
    for (std::size_t y = 0; y < height; ++y) {
        std::string row;
        for (std::size_t i = 0; i < width * kind.bytes; ++i)
            row += static_cast<char>(*bw::testing::between(0, 255));
        rows += filtered(*bw::testing::between(0, 4), row, above, kind.bytes);
        pixels += row;
        above = row;
    }
    const auto image = seen(png({.width = static_cast<std::uint32_t>(width),
                                 .height = static_cast<std::uint32_t>(height),
                                 .depth = kind.depth,
                                 .colour = kind.colour,
                                 .rows = rows}));
    RC_ASSERT(image.pixels == pixels);
}

TEST(PngFile, FiltersCompareWholePixels) {
    // RGBA of 16 bits: eight bytes to the pixel on the left
    const std::string first = bytes_of({1, 0, 2, 0, 3, 0, 255, 255}),
                      second = bytes_of({9, 0, 8, 0, 7, 0, 255, 255});
    const std::string row = first + second;
    const auto image = seen(png({.width = 2,
                                 .depth = 16,
                                 .colour = 6,
                                 .rows = filtered(1, row, std::string(16, '\0'), 8)}));
    EXPECT_EQ(image.pixels, bytes_of({1, 2, 3, 9, 8, 7}));
}

TEST(PngFile, WhatIsNotSaidTrulyIsRefused) {
    const Png good{.width = 2, .height = 2, .rows = bytes_of({0, 1, 2, 0, 3, 4})};
    auto with = [&](auto change) {
        Png of = good;
        change(of);
        return png(of);
    };
    const auto rows = [&](std::string bytes) { return with([&](Png& of) { of.rows = bytes; }); };
    expect_refused(rows(bytes_of({0, 1, 2, 0, 3})), Code::Invalid, "fewer pixels");
    expect_refused(rows(bytes_of({0, 1, 2, 0, 3, 4, 5})), Code::Invalid, "more pixels");
    expect_refused(rows(bytes_of({0, 1, 2, 5, 3, 4})), Code::Invalid, "row 2 has a filter 5");
    expect_refused(with([](Png& of) { of.width = 0; }), Code::Invalid, "no width");
    expect_refused(with([](Png& of) { of.interlace = 1; }), Code::Unsupported,
                   "save it without interlacing");
    expect_refused(with([](Png& of) { of.interlace = 2; }), Code::Invalid, "order");
    expect_refused(with([](Png& of) { of.depth = 3; }), Code::Invalid, "colour type 0 with 3");
    expect_refused(with([](Png& of) { of.colour = 5; }), Code::Invalid, "colour type 5");
    expect_refused(with([](Png& of) { of.colour = 3; }), Code::Invalid, "palette is missing");
    expect_refused(with([](Png& of) { of.palette = "abc"; }), Code::Invalid, "has a palette");
    expect_refused(with([](Png& of) {
                       of.colour = 3;
                       of.palette = "abcabc";
                   }),
                   Code::Invalid, "not in its palette");
    expect_refused(with([](Png& of) {
                       of.colour = 3;
                       of.palette = "abcd";
                   }),
                   Code::Invalid, "palette has a wrong length");
    expect_refused(with([](Png& of) { of.transparency = "abc"; }), Code::Invalid, "tRNS");
    expect_refused(with([](Png& of) { of.before_data = chunk("NEED", "x"); }), Code::Unsupported,
                   "a part 'NEED'");
    expect_refused(with([](Png& of) { of.before_data = chunk("a\x01gA", "x"); }), Code::Invalid,
                   "no name");
}

TEST(PngFile, PartsInAWrongOrderAreRefused) {
    const std::string head(kPngHead), header = header_chunk({.rows = ""}), end = chunk("IEND", "");
    const std::string packed = deflated(bytes_of({0, 7}));
    const std::string data = chunk("IDAT", packed);
    EXPECT_TRUE(read_image(head + header + data + end));
    EXPECT_TRUE(read_image(head + header + chunk("IDAT", packed.substr(0, 3)) +
                           chunk("IDAT", packed.substr(3)) + end));
    expect_refused(head + data + header + end, Code::Invalid, "begin with its header");
    expect_refused(head + header + end, Code::Invalid, "no pixels");
    expect_refused(head + header + header + data + end, Code::Unsupported, "IHDR");
    expect_refused(head + header + data + chunk("tIME", "x") + data + end, Code::Invalid,
                   "within its pixels");
    expect_refused(head + header + data + chunk("tRNS", "xx") + end, Code::Invalid, "after");
    expect_refused(head + header + chunk("IDAT", packed + "x") + end, Code::Invalid,
                   "follows its last pixel");
    expect_refused(head + header + chunk("IDAT", "xyz") + end, Code::Invalid, "cannot be unpacked");
}

TEST(PngFile, EveryBytePlaysItsPart) {
    const std::string good = png({.width = 2,
                                  .height = 2,
                                  .colour = 3,
                                  .rows = bytes_of({0, 0, 1, 2, 1, 0}),
                                  .palette = "abcdef",
                                  .transparency = "x"});
    ASSERT_TRUE(read_image(good)) << read_image(good).error().message();
    for (std::size_t i = 0; i < good.size(); ++i) {
        EXPECT_FALSE(read_image(good.substr(0, i))) << "cut off after " << i;
        std::string spoilt = good;
        spoilt[i] = static_cast<char>(spoilt[i] ^ 0x10);
        EXPECT_FALSE(read_image(spoilt)) << "byte " << i;
    }
}

TEST(PngFile, LimitsComeBeforeWork) {
    expect_refused(png({.width = 5000, .height = 4001}), Code::Limit, "5000 x 4001 pixels");
    expect_refused(png({.width = 0x7FFFFFFF, .height = 0x7FFFFFFF}), Code::Limit,
                   "make it smaller");
    // twenty megapixels of which there is nothing
    expect_refused(png({.width = 5000, .height = 4000, .depth = 16, .colour = 6}), Code::Invalid,
                   "fewer pixels");
    expect_refused(std::string(kImageBytesMost + 1, 'x'), Code::Limit, "8000001 bytes");
}

TEST(JpegFile, PassesOnAsItIs) {
    for (const int components : {1, 3}) {
        for (const int frame : {0xC0, 0xC1, 0xC2}) {
            const std::string file =
                jpeg({.frame = frame, .width = 7, .height = 5, .components = components});
            const auto image = read_image(file);
            ASSERT_TRUE(image) << image.error().message();
            EXPECT_EQ(image->packing, Image::Packing::Jpeg);
            EXPECT_EQ(image->width, 7);
            EXPECT_EQ(image->height, 5);
            EXPECT_EQ(image->colours, components);
            EXPECT_EQ(image->bytes, file);
            EXPECT_EQ(image->alpha, "");
        }
    }
}

TEST(JpegFile, WhatTheCameraWroteStaysBehind) {
    const std::string camera = segment(0xE1, "Exif: Erika's kitchen, 52.52 N 13.40 E") +
                               segment(0xE2, "ICC_PROFILE") + segment(0xFE, "by Erika");
    const std::string adobe = segment(0xEE, std::string("Adobe\0\x64\0\0\0\0\1", 12));  // tells of
                                                                                        // colours:
                                                                                        // it stays
    const auto image = read_image(jpeg({.before_frame = camera + adobe}) + "behind the end");
    ASSERT_TRUE(image) << image.error().message();
    EXPECT_EQ(image->bytes, jpeg({.before_frame = adobe}));
    EXPECT_THAT(image->bytes, Not(HasSubstr("Erika")));
}

TEST(JpegFile, OtherKindsAreRefusedByName) {
    expect_refused(jpeg({.components = 4}), Code::Unsupported, "CMYK");
    expect_refused(jpeg({.components = 2}), Code::Unsupported, "has 2 colours");
    expect_refused(jpeg({.bits = 12}), Code::Unsupported, "12 bits");
    expect_refused(jpeg({.frame = 0xC3}), Code::Unsupported, "lossless");
    expect_refused(jpeg({.frame = 0xC9}), Code::Unsupported, "arithmetic");
    expect_refused(jpeg({.before_frame = segment(0xCC, "x")}), Code::Unsupported, "arithmetic");
    expect_refused(jpeg({.before_frame = segment(0xDC, "xx")}), Code::Unsupported, "DNL");
    expect_refused(jpeg({.height = 0}), Code::Invalid, "no height");
    expect_refused(jpeg({.width = 0}), Code::Invalid, "no width");
    expect_refused(jpeg({.width = 5000, .height = 4001}), Code::Limit, "5000 x 4001");
}

TEST(JpegFile, BrokenOnesAreRefused) {
    const std::string good = jpeg({});
    for (std::size_t i = 0; i < good.size(); ++i)
        EXPECT_FALSE(read_image(good.substr(0, i))) << "cut off after " << i;
    const auto frame = good.find("\xFF\xC0"), scan = good.find("\xFF\xDA");
    const auto scan_bytes = good.substr(scan);
    expect_refused(good.substr(0, frame) + scan_bytes, Code::Invalid, "before its size");
    expect_refused(good.substr(0, scan) + bytes_of({0xFF, 0xD9}), Code::Invalid, "no pixels");
    expect_refused(bytes_of({0xFF, 0xD8, 0xFF, 0xD9}), Code::Invalid, "how large it is");
    std::string twice = good;
    twice.insert(scan, good.substr(frame, good.find("\xFF\xC4") - frame));
    expect_refused(twice, Code::Invalid, "twice");
    std::string longer = good;
    longer[frame + 3] = static_cast<char>(longer[frame + 3] + 3);
    expect_refused(longer, Code::Invalid, "wrong length");
    std::string stray = good;
    stray.insert(frame, "\xFF\xD8");
    expect_refused(stray, Code::Invalid, "where it may not");
    std::string sampled = good;
    sampled[frame + 11] = 0x51;
    expect_refused(sampled, Code::Invalid, "sampled");
}

TEST(JpegFile, AnyByteMayBeSpoiltWithoutHarm) {
    const std::string good = jpeg({.before_frame = segment(0xDD, bytes_of({0, 1}))});
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const int change : {0x01, 0x80, 0xFF}) {
            std::string spoilt = good;
            spoilt[i] = static_cast<char>(spoilt[i] ^ change);
            const auto image = read_image(spoilt);
            if (!image) continue;
            // what is handed on reads the same again
            const auto again = read_image(image->bytes);
            ASSERT_TRUE(again) << i << ": " << again.error().message();
            EXPECT_EQ(again->bytes, image->bytes) << i;
            EXPECT_EQ(again->width, image->width) << i;
        }
    }
}

TEST(Pictures, OtherFilesAreRefused) {
    for (const char* file : {"", "GIF89a", "\xFF\xD8", "<svg/>", "\x89PNG"})
        expect_refused(file, Code::Unsupported, "save the picture as one of them");
}

}  // namespace
}  // namespace bw::images
