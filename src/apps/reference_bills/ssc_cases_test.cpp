#include "apps/reference_bills/ssc_cases.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::reference_bills {
namespace {

constexpr int kHours = 8760, kHoursOfJanuary = 744;

// Of each month and hour the first period.
std::string all_hours() {
    std::string row = "[1", rows;
    for (int hour = 1; hour < 24; ++hour) row += ",1";
    row += "]";
    for (int month = 0; month < 12; ++month) rows += (month > 0 ? "," : "[") + row;
    return rows + "]";
}

// A home draws 1 kW all year and makes 2 kW all January: 744 kWh are bought by the hour elsewhere,
// and sold in January, at 0.10 both.
bool is_met(const std::string& metering, const std::string& minimums, const std::string& quantity,
            const std::string& value) {
    const testing::TempDir folder;
    std::ofstream load(folder.file("load.csv")), made(folder.file("gen.csv"));
    load << "kw\n";
    made << "kw\n";
    for (int hour = 0; hour < kHours; ++hour) {
        load << "1\n";
        made << (hour < kHoursOfJanuary ? "2e+00\n" : "0\n");
    }
    load.close();
    made.close();
    std::ofstream(folder.file("case.json")) << fmt::format(
        R"({{"id": "c", "currency": "USD", "metering": {{{0}}},
            "load": {{"file": "load.csv", "interval_minutes": 60}},
            "generation": {{"file": "gen.csv", "interval_minutes": 60}},
            "tariff": {{{1} "energy": {{"weekday_schedule_month_hour": {2},
                "weekend_schedule_month_hour": {2}, "periods": [{{"period": 1, "tiers": [
                {{"max": 9.9999999999999998e+37, "unit": "kWh", "buy_per_kwh": "0.1",
                  "sell_per_kwh": 0.1}}]}}]}}}},
            "rules": ["1 January is a Monday"],
            "expected": [{{"quantity": "{3}", "value": {4}, "abs_tol": 0.000001}}]}})",
        metering, minimums, all_hours(), quantity, value);
    Report report;
    run_ssc_cases(folder.path(), report);
    return report.finish();
}

const std::string kCarried = R"("option": 3)";
const std::string kMinimumOfMonth = R"("minimum_monthly_charge": 10,)";
const std::string kMinimumOfYear = R"("minimum_annual_charge": 800,)";

// January earns 74.40: February's 67.20 are paid, and 7.20 of March's 74.40. April to December cost
// 660.00.
TEST(SscCases, AMinimumIsOfWhatACreditLeavesToPay) {
    EXPECT_TRUE(is_met(kCarried, "", "annual_bill_with_generation", "727.2"));
    EXPECT_TRUE(is_met(kCarried, kMinimumOfMonth, "annual_bill_with_generation", "747.2"));
    EXPECT_TRUE(is_met(kCarried, kMinimumOfMonth, "minimum_charge_with_generation", "20"));
    EXPECT_TRUE(is_met(kCarried, kMinimumOfYear, "annual_bill_with_generation", "800"));
    // The year counts what is charged, not what the months are topped up by.
    EXPECT_TRUE(
        is_met(kCarried, kMinimumOfMonth + kMinimumOfYear, "annual_bill_with_generation", "820"));
    EXPECT_TRUE(is_met(kCarried, kMinimumOfYear, "annual_bill_without_generation", "876"));
}

// Paid in January already: the rest of the year costs 67.20 + 74.40 + 660.00.
TEST(SscCases, WhatIsPaidOutIsBesideTheMinimum) {
    const std::string january = kCarried + R"(, "true_up_month": 1)";
    EXPECT_TRUE(is_met(january, "", "annual_bill_with_generation", "727.2"));
    EXPECT_TRUE(is_met(january, kMinimumOfMonth, "annual_bill_with_generation", "737.2"));
    EXPECT_TRUE(is_met(january, R"("minimum_annual_charge": 900,)", "annual_bill_with_generation",
                       "825.6"));
}

TEST(SscCases, ASurplusThatRollsOverPaysLaterEnergy) {
    const std::string rules =
        R"("option": 0, "true_up_month": 1, "year_end_sell_rate": 0.05, "roll_over_at_true_up": )";
    EXPECT_TRUE(is_met(rules + "false", "", "true_up_payout", "37.2"));
    EXPECT_TRUE(is_met(rules + "true", "", "true_up_payout", "0"));
    EXPECT_TRUE(is_met(rules + "true", "", "annual_bill_with_generation", "764.4"));
    EXPECT_TRUE(is_met(rules + "true", kMinimumOfMonth, "annual_bill_with_generation", "774.4"));
}

// In January 74.40 more are owed than charged.
TEST(SscCases, AMinimumOfAMonthThatIsOwedIsRefused) {
    EXPECT_FALSE(is_met(R"("option": 2)", kMinimumOfMonth, "annual_bill_with_generation", "737.2"));
    EXPECT_TRUE(is_met(R"("option": 2)", kMinimumOfMonth, "annual_bill_without_generation", "876"));
}

}  // namespace
}  // namespace bw::reference_bills
