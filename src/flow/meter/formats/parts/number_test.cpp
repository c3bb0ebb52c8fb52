#include "flow/meter/formats/parts/number.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

std::string shown(std::string_view text, char point = '.') {
    const auto fixed = parse_fixed(text, point);
    return fixed ? fmt::format("{}e-{}", fixed->mantissa, fixed->decimals) : "none";
}

TEST(Number, FixedPointIsExact) {
    EXPECT_EQ(shown("18.023"), "18023e-3");
    EXPECT_EQ(shown(" 0 "), "0e-0");
    EXPECT_EQ(shown("-0.5"), "-5e-1");
    EXPECT_EQ(shown(".25"), "25e-2");
    EXPECT_EQ(shown("007.10"), "710e-2");
    EXPECT_EQ(shown("1,5", ','), "15e-1");
    EXPECT_EQ(shown("999999999999999999"), "999999999999999999e-0");
    for (const char* bad : {"", "-", ".", "1.", "+1", "1e3", "1 2", "0x1", "--1", "1.2.3", "NaN",
                            "9999999999999999999", "1.9999999999999999999"}) {
        EXPECT_EQ(shown(bad), "none") << bad;
    }
}

TEST(Number, WhatProgramsPrintIsRounded) {
    const auto shown = [](std::string_view text, int decimals) {
        const auto rounded = parse_rounded(text, decimals);
        return !rounded ? "none"
                        : std::to_string(rounded->value.mantissa) + "/" +
                              std::to_string(rounded->value.decimals) +
                              (rounded->is_changed ? " changed" : "");
    };
    EXPECT_EQ(shown("0.45399999999999996", 6), "454000/6 changed");
    EXPECT_EQ(shown("0.392", 6), "392000/6");
    EXPECT_EQ(shown("-0.0005", 3), "-1/3 changed");
    EXPECT_EQ(shown("0.00049999", 3), "0/3 changed");
    EXPECT_EQ(shown("9.99e-05", 5), "10/5 changed");
    EXPECT_EQ(shown("1.5E+3", 1), "15000/1");
    EXPECT_EQ(shown("5e-30", 6), "0/6 changed");
    EXPECT_EQ(shown("12", 0), "12/0");
    EXPECT_EQ(shown(".5", 0), "1/0 changed");
    for (const std::string_view bad :
         {"", "-", ".", "1.2.3", "1e", "1e1000", "1e5x", "nan", "1e18", "12345678901234567890"}) {
        EXPECT_EQ(shown(bad, 6), "none") << bad;
    }
    EXPECT_EQ(shown(std::string(65, '0'), 6), "none");
}

TEST(Number, WholeNumbersHaveNoSign) {
    EXPECT_EQ(parse_whole("0"), 0);
    EXPECT_EQ(parse_whole("00042"), 42);
    EXPECT_FALSE(parse_whole("-1"));
    EXPECT_FALSE(parse_whole("1.0"));
    EXPECT_FALSE(parse_whole(""));
}

TEST(Number, PrintedNumbersComeBack) {
    bw::testing::check_property(
        [] {
            const auto mantissa =
                *bw::testing::between<std::int64_t>(-99'999'999'999, 99'999'999'999);
            const int decimals = *bw::testing::between(0, 9);
            const std::int64_t unit = power_of_ten(decimals);
            const std::int64_t size = mantissa < 0 ? -mantissa : mantissa;
            std::string text = fmt::format("{}{}", mantissa < 0 ? "-" : "", size / unit);
            if (decimals > 0) text += fmt::format(".{:0{}}", size % unit, decimals);
            const auto fixed = parse_fixed(text);
            RC_ASSERT(fixed.has_value());
            RC_ASSERT(fixed->mantissa == mantissa);
            RC_ASSERT(fixed->decimals == decimals);
        },
        300);
}

TEST(Number, CommonScaleKeepsEveryDigit) {
    std::vector<std::int64_t> values = {1, 25, 1'500, kBlank};
    const std::vector<std::int8_t> decimals = {0, 1, 3, kBlank};
    const auto scale = to_common_scale({values, decimals, 0}, {9, 9});
    ASSERT_TRUE(scale);
    EXPECT_EQ(*scale, 3);
    EXPECT_EQ(values, (std::vector<std::int64_t>{1'000, 2'500, 1'500, kBlank}));
}

TEST(Number, ScalingIsExactOrNothing) {
    EXPECT_EQ(rescaled(15, 1, 3), 1500);
    EXPECT_EQ(rescaled(1500, 3, 1), 15);
    EXPECT_FALSE(rescaled(1501, 3, 1));
    EXPECT_FALSE(rescaled(1'000'000'000'000'000'000, 0, 9));
}

}  // namespace
}  // namespace bw::meter
