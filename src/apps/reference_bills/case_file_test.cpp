#include "apps/reference_bills/case_file.h"

#include <gtest/gtest.h>

namespace bw::reference_bills {
namespace {

std::string rounded(std::string_view text) {
    const auto value = rounded_decimal(text);
    return value ? value->to_string() : "error";
}

TEST(CaseFile, NumbersOfManyDecimalsAreRoundedToNine) {
    EXPECT_EQ(rounded("427.9735824422157"), "427.973582442");
    EXPECT_EQ(rounded("0.0000000005"), "0.000000001");
    EXPECT_EQ(rounded("-0.00000000149"), "-0.000000001");
    EXPECT_EQ(rounded("-0.0000000015"), "-0.000000002");
    EXPECT_EQ(rounded("12.5"), "12.5");
    EXPECT_EQ(rounded("0.1234567891e5"), "error");
    EXPECT_EQ(rounded("abc"), "error");
}

TEST(CaseFile, AnExpectedValueHasItsTolerance) {
    const auto root = json::parse(
        R"({"quantity": "cost", "value": 9238.35616438356, "abs_tol": 1e-06})", "case.json");
    ASSERT_TRUE(root) << root.error().message();
    const auto expected = read_expected(*root);
    ASSERT_TRUE(expected) << expected.error().message();
    EXPECT_EQ(expected->quantity, "cost");
    EXPECT_EQ(expected->value.to_string(), "9238.356164384");
    EXPECT_EQ(expected->tolerance.to_string(), "0.000001");
}

}  // namespace
}  // namespace bw::reference_bills
