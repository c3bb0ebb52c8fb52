#include "apps/reference_bills/reopt_cases.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::reference_bills {
namespace {

// Does a case come to a quantity?
bool is_met(const std::string& tariff, const std::string& powers, const std::string& quantity,
            const std::string& value) {
    const testing::TempDir folder;
    std::ofstream(folder.file("case.json")) << fmt::format(
        R"({{"id": "c", "currency": "USD", "tariff": {}, "usage": {{"hourly_kw": "{}"}},
            "expected": [{{"quantity": "{}", "value": {}, "abs_tol": 0.001}}]}})",
        tariff, powers, quantity, value);
    Report report;
    run_reopt_cases(folder.path(), report);
    return report.finish();
}

constexpr const char* kFourPeaks =
    "100 kW in every hour of a 8760 h year except 200 kW in hour 22, 400 kW in hour 2403, 500 kW "
    "in one hour of June, and 300 kW in hour 8333";

// 75 % of 400 kW are 300 in each month, also before April; June has 500 by itself.
TEST(ReoptCases, APeakOfANamedMonthCountsAllYear) {
    const std::string ratchet = R"("ratchet": {"percent": 75, "lookback": "January, April, Dec"})";
    EXPECT_TRUE(is_met(R"({"flat_demand_per_kw_every_month": 1, )" + ratchet + "}", kFourPeaks,
                       "annual_demand_charge", "3900"));
    EXPECT_FALSE(is_met(R"({"flat_demand_per_kw_every_month": 1, )" + ratchet + "}", kFourPeaks,
                        "annual_demand_charge", "3899"));
    EXPECT_TRUE(is_met(R"({"monthly_demand_per_kw": [1,1,1,1,1,2,1,1,1,1,1,1], )" + ratchet + "}",
                       kFourPeaks, "annual_demand_charge", "4400"));
    EXPECT_TRUE(is_met(R"({"demand_per_kw": {"June": 2, "Jan, Feb": 1, "Mar": 1, "Apr": 1,
        "May": 1, "Jul, Aug, Sep": 1, "Oct": 1, "Nov, December": 1}, )" +
                           ratchet + "}",
                       kFourPeaks, "annual_demand_charge", "4400"));
}

// December's 400 kW count half in the six months behind it: of a year that is like the one before.
TEST(ReoptCases, ARollingPeakLooksRoundTheYear) {
    const std::string tariff = R"({"demand_per_kw_month": 1,
        "ratchet": {"percent": 50, "lookback": "previous 6 months"}})";
    EXPECT_TRUE(is_met(
        tariff, "100 kW in every hour of a 8760 h year except 400 kW in one hour of December",
        "annual_demand_charge", "2100"));
}

TEST(ReoptCases, ALookbackIsSaidInSeveralWays) {
    const std::string powers =
        "100 kW in every hour of a 8760 h year except 400 kW in one hour of December";
    for (const char* back : {R"("lookback": "6 previous months")", R"("lookback": 6)",
                             R"("lookback_months": 6)", R"("lookback": "the last 6 months")"})
        EXPECT_TRUE(is_met(R"({"demand_per_kw_month": 1, "ratchet": {"percent": 50, )" +
                               std::string(back) + "}}",
                           powers, "annual_demand_charge", "2100"))
            << back;
    const std::string named =
        R"({"demand_per_kw_month": 1, "ratchet": {"percent": 50, "lookback_months": [1, 12]}})";
    EXPECT_TRUE(is_met(named, powers, "annual_demand_charge", "2600"));  // 11 x 200 + 400
    EXPECT_FALSE(is_met(R"({"demand_per_kw_month": 1, "ratchet": {"percent": 50, "lookback": 0}})",
                        powers, "annual_demand_charge", "1500"));
}

TEST(ReoptCases, EnergyHasAPriceOfEachMonth) {
    EXPECT_TRUE(is_met(R"({"monthly_energy_per_kwh": [1,2,0,0,0,0,0,0,0,0,0,0]})",
                       "1 kW in every hour", "annual_energy_charge", "2088"));  // 744 + 2 x 672
    EXPECT_TRUE(is_met(R"({"flat_demand_tiers": [{"max_kw": 50, "per_kw": 0}, {"rate": 2}]})",
                       "60 kW in every hour", "annual_demand_charge", "240"));
    EXPECT_FALSE(is_met(R"({"demand_tiers": [{"per_kw": 0}, {"max_kw": 50, "rate": 2}]})",
                        "60 kW in every hour", "annual_demand_charge", "0"));
}

// 8,760 kWh x 0.10 are 876.00, fixed 60.00: the year asks for the higher one of 12 x 100 and 900.
TEST(ReoptCases, AMinimumIsOfTheYear) {
    const std::string rates = R"("energy_per_kwh": "0.1", "fixed_monthly_charge": 5)";
    const std::string both =
        "{" + rates + R"(, "minimum_monthly_charge": 100, "annual_min_charge": 900})";
    const std::string flat = "1 kW in every hour of a 8760 h year";
    EXPECT_TRUE(is_met(both, flat, "annual_minimum_charge", "264"));
    EXPECT_TRUE(is_met(both, flat, "annual_bill", "1200"));
    const std::string low = "{" + rates + R"(, "annual_min_charge": 936})";
    EXPECT_TRUE(is_met(low, flat, "annual_minimum_charge", "0"));
    EXPECT_TRUE(is_met(low, flat, "annual_fixed_charge", "60"));
}

TEST(ReoptCases, PowerInTheHoursOfTheGridIsApart) {
    const std::string tariff = R"({"demand_per_kw_month": 1,
        "coincident_peak": [{"hours": [10, 11], "per_kw": 5}, {"hours": [5000], "per_kw": 10}]})";
    const std::string powers = "100 kW in every hour of a 8760 h year except 150 kW in hour 11";
    EXPECT_TRUE(is_met(tariff, powers, "annual_coincident_peak_charge", "1750"));
    EXPECT_TRUE(is_met(tariff, powers, "annual_demand_charge", "1250"));
}

}  // namespace
}  // namespace bw::reference_bills
