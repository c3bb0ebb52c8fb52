#include "apps/reference_bills/case_file.h"
#include "testing/temp_dir.h"

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
    EXPECT_EQ(rounded("0.1234567891e5"), "12345.67891");
    EXPECT_EQ(rounded("-6.25e-05"), "-0.0000625");
    EXPECT_EQ(rounded("1.5E+3"), "1500");
    EXPECT_EQ(rounded("4.9e-10"), "0");
    EXPECT_EQ(rounded("1e999"), "error");
    EXPECT_EQ(rounded("1e"), "error");
    EXPECT_EQ(rounded("abc"), "error");
}

TEST(CaseFile, AFolderIsNoFile) {
    const testing::TempDir folder;
    const auto text = read_file(folder.path());
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, Code::NotFound);
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

TEST(CaseFile, WholeNumbersAndFlagsMayBeWrittenOtherwise) {
    const auto root = json::parse(R"([12, "12", 12.0, 12.5, "x", true, 0, "1", 2])", "case.json");
    ASSERT_TRUE(root) << root.error().message();
    const auto& values = root->items();
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(whole_number(values[i]).value_or(0), 12);
    EXPECT_FALSE(whole_number(values[3]));
    EXPECT_FALSE(whole_number(values[4]));
    EXPECT_TRUE(yes_or_no(values[5]).value_or(false));
    EXPECT_FALSE(yes_or_no(values[6]).value_or(true));
    EXPECT_TRUE(yes_or_no(values[7]).value_or(false));
    EXPECT_FALSE(yes_or_no(values[8]));
}

TEST(CaseFile, AToleranceMayBeAShareOrNothing) {
    const auto tolerance = [](const std::string& more) {
        const auto root =
            json::parse(R"({"quantity": "cost", "value": "-200.0")" + more + "}", "case.json");
        const auto expected = root ? read_expected(*root) : std::unexpected(root.error());
        return expected ? expected->tolerance.to_string() : expected.error().message();
    };
    EXPECT_EQ(tolerance(R"(, "rel_tol": 0.001)"), "0.2");
    EXPECT_EQ(tolerance(R"(, "rel_tol": 1e-06, "abs_tol": 0.5)"), "0.5");
    EXPECT_EQ(tolerance(R"(, "abs_tol": null)"), "0.005");
}

std::string tolerance_of(const std::string& members) {
    const auto root = json::parse(R"({"quantity": "cost", )" + members + "}", "case.json");
    if (!root) return root.error().message();
    const auto expected = read_expected(*root);
    return expected ? expected->tolerance.to_string() : expected.error().message();
}

TEST(CaseFile, ToleranceIsAbsoluteOrRelativeOrWhatIsWritten) {
    EXPECT_EQ(tolerance_of(R"("value": "-250", "abs_tol": 0.1, "rel_tol": 1e-3)"), "0.25");
    EXPECT_EQ(tolerance_of(R"("value": 2.5e2, "abs_tol": 0.5, "rel_tol": "0.001")"), "0.5");
    EXPECT_EQ(tolerance_of(R"("value": 1, "abs_tol": 1e-12)"), "0");
    EXPECT_EQ(tolerance_of(R"("value": 12.345)"), "0.0005");
    EXPECT_EQ(tolerance_of(R"("value": 12)"), "0.005");
    EXPECT_EQ(tolerance_of(R"("value": 12.5, "abs_tol": 2.5E+1)"), "25");
}

}  // namespace
}  // namespace bw::reference_bills
