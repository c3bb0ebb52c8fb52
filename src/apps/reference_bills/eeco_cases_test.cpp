#include "apps/reference_bills/eeco_cases.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::reference_bills {
namespace {

// Does usage under rows of a table come to a quantity?
bool is_met(const std::string& rows, const std::string& usage, const std::string& quantity,
            const std::string& value) {
    const testing::TempDir folder;
    std::ofstream(folder.file("rows.csv"))
        << "utility,type,name,basic_charge_limit,assessed,month_start,month_end,hour_start,"
           "hour_end,weekday_start,weekday_end,charge,units\r\n"
        << rows;
    std::ofstream(folder.file("case.json")) << fmt::format(
        R"({{"id": "c", "currency": "USD", "tariff_file": "rows.csv", "usage": {{{}}},
            "expected": [{{"quantity": "{}", "value": {}, "abs_tol": 0.000001}}]}})",
        usage, quantity, value);
    Report report;
    run_eeco_cases(folder.path(), report);
    return report.finish();
}

// From Friday on.
const std::string kTwoDays = R"("start_local": "2024-07-12", "days": 2, "kw": )";

// 24 kWh on each day: 10 x 0.05 + 14 x 0.10 on Friday, 24 x 0.03 on Saturday.
TEST(EecoCases, ALimitCountsWhatAllHoursUse) {
    const std::string rows = "electric,energy,,0,,0,12,0,24,0,4,0.05,$/kWh\n"
                             "electric,energy,,10,,0,12,0,24,0,4,0.1,$/kWh\n"
                             "electric,energy,,0,,0,12,0,24,5,6,0.02,$/kWh\n"
                             "electric,energy,,10,,0,12,0,24,5,6,0.03,$/kWh\n";
    EXPECT_TRUE(is_met(rows, kTwoDays + R"("1 in every quarter hour")", "energy_charge", "2.62"));
    EXPECT_TRUE(is_met(rows, kTwoDays + "1", "total_charge", "2.62"));
    // Below the first limit nothing is asked for.
    EXPECT_TRUE(is_met("electric,energy,,10,,1,12,0,24,0,6,0.1,$/kWh\n", kTwoDays + "1",
                       "energy_charge", "3.8"));
}

// Rows that hold at one hour are both asked for.
TEST(EecoCases, RowsOfOneHourAddUp) {
    EXPECT_TRUE(is_met("electric,energy,base,0,,1,12,0,24,0,6,0.05,$/kWh\n"
                       "electric,energy,on-peak,0,,5,10,16,18,0,4,0.2,$/kWh\n"
                       "electric,customer,,,,,,,,,,12,$/month\n",
                       kTwoDays + "1", "total_charge", "14.8"));
}

// 0.5 x 5 + 0.5 x 10, and 20 for each of two days.
TEST(EecoCases, APeakHasTiersAndMayBeOfEachDay) {
    EXPECT_TRUE(is_met("electric,demand,all-day,0,,1,12,0,24,0,6,5,$/kW\n"
                       "electric,demand,all-day,0.5,monthly,1,12,0,24,0,6,10,$/kW\n"
                       "electric,demand,on-peak,0,daily,1,12,16,21,0,6,20,$/kW\n",
                       kTwoDays + "1", "demand_charge", "47.5"));
    EXPECT_TRUE(is_met("electric,demand,,0,,1,12,0,12,0,6,1,$/kW\n"
                       "electric,demand,,0,,1,12,12,24,0,6,1,$/kW\n",
                       kTwoDays + R"("0,1,2,...,191")", "demand_charge", "334"));
}

TEST(EecoCases, WhatIsFedInIsNegative) {
    const std::string rows = "electric,energy,,0,,1,12,0,24,0,6,0.05,$/kWh\n"
                             "electric,export,,0,,1,12,0,24,0,6,0.025,$/kWh\n"
                             "gas,energy,,0,,1,12,0,24,0,6,0,$/therm\n"
                             "gas,energy,,5,,1,12,0,24,0,6,0.5,$/therm\n";
    const std::string usage =
        R"("start_local": "2024-07-12", "interval_minutes": 60, "kw": [1, "3", -2])";
    EXPECT_TRUE(is_met(rows, usage, "energy_charge", "0.2"));
    EXPECT_TRUE(is_met(rows, usage, "export_revenue", "0.05"));
    EXPECT_TRUE(is_met(rows, usage, "total_charge", "0.15"));
    EXPECT_TRUE(is_met(rows, usage + R"(, "therm": 6)", "energy_charge", "0.7"));
    EXPECT_TRUE(is_met(rows, R"("therm": 7)", "energy_charge", "1"));
}

TEST(EecoCases, WhatWouldBeLostIsRefused) {
    const std::string row = "electric,energy,,0,,1,12,0,24,0,6,0.05,$/kWh\n";
    EXPECT_FALSE(is_met(row, kTwoDays + R"(1, "previous_kw": 3)", "energy_charge", "2.4"));
    EXPECT_FALSE(
        is_met(row, R"("start_local": "2024-07-31", "days": 2, "kw": 1)", "energy_charge", "2.4"));
    EXPECT_FALSE(is_met(row + "electric,energy,,0,,1,12,0,24,0,6,0.06,$/kWh\n", kTwoDays + "1",
                        "energy_charge", "2.4"));
}

}  // namespace
}  // namespace bw::reference_bills
