#include "apps/reference_bills/water_tariff.h"

#include <gtest/gtest.h>

#include <string>

namespace bw::reference_bills {
namespace {

Result<catalog::Schedule> tariff_of(const std::string& tariff, const std::string& usage) {
    const auto root = json::parse(R"({"id": "case", "currency": "USD", "unit": "CCF", "tariff": )" +
                                      tariff + R"(, "usage": )" + usage + "}",
                                  "case.json");
    if (!root) return std::unexpected(root.error());
    return read_water_tariff(*root);
}

TEST(WaterTariff, RowsAreChosenAsTheUsageSays) {
    const auto schedule = tariff_of(
        R"({"service_charge_by_meter_size": {"5/8\"": 11, "3\"": 33},
            "tier_starts_for_3_inch": [0, 611], "tier_prices_potable": [4.07, 10.03],
            "sewer": "2 per CCF for the first 10 CCF (a budget), 0 above"})",
        R"({"meter_size": "3\"", "water_type": "POTABLE"})");
    ASSERT_TRUE(schedule) << schedule.error().message();
    ASSERT_EQ(schedule->charges.size(), 3U);
    EXPECT_EQ(schedule->charges[0].seasons[0].windows[0].tiers[0].price, Decimal(33));
    const auto& tiers = schedule->charges[1].seasons[0].windows[0].tiers;
    ASSERT_EQ(tiers.size(), 2U);
    EXPECT_EQ(tiers[0].to->constant(), Decimal(610));  // the unit before the next tier's first
    const auto& sewer = schedule->charges[2].seasons[0].windows[0].tiers;
    EXPECT_EQ(sewer[0].to->constant(), Decimal(10));
    EXPECT_TRUE(sewer[1].price.is_zero());
}

// 0.7 x 4.8 x 4500 x 0.62 / 748 is 12.53: the first 12 units; the sewer's budget is one of its own.
TEST(WaterTariff, ATierMayBeginAtABudget) {
    const auto schedule = tariff_of(
        R"j({"bill": "commodity_charge + service_charge + sewer_charge",
            "service_charge": {"depends_on": "meter_size", "values": {"5/8\"": 11, "1\"": 22}},
            "et_factor": 0.7, "outdoor": "et_factor * irrigable_area * et_amount * 0.62 * (1/748)",
            "tier_starts": [0, "outdoor", "150%"], "budget": "outdoor",
            "tier_prices": {"depends_on": "water_type",
                "values": {"POTABLE": [4, 10, 11], "RECYCLED": [3.66, 6.33, 7]}},
            "commodity_charge": "Budget", "sewer_charge": "Budget",
            "sewer_budget": 10, "sewer_tier_starts": [0, "101%"], "sewer_tier_prices": [2, 0]})j",
        R"({"meter_size": "1\"", "water_type": "RECYCLED", "et_amount": 4.8,
            "irrigable_area": 4500})");
    ASSERT_TRUE(schedule) << schedule.error().message();
    ASSERT_EQ(schedule->charges.size(), 3U);
    EXPECT_EQ(schedule->charges[0].seasons[0].windows[0].tiers[0].price, Decimal(22));
    const auto& tiers = schedule->charges[1].seasons[0].windows[0].tiers;
    EXPECT_EQ(tiers[0].price.to_string(), "3.66");
    EXPECT_EQ(tiers[0].to->constant(), Decimal(12));
    EXPECT_EQ(tiers[1].to->constant(), Decimal(18));  // 18.80
    EXPECT_EQ(schedule->charges[2].seasons[0].windows[0].tiers[0].to->constant(), Decimal(10));
}

TEST(WaterTariff, WhatIsNotKnownIsRefused) {
    const std::string usage = R"({"meter_size": "1\""})";
    const auto rows = tariff_of(R"({"tier_starts": [0, 15], "tier_prices": [1]})", usage);
    ASSERT_FALSE(rows);
    EXPECT_NE(rows.error().text.find("as many prices as tiers"), std::string::npos);
    const auto sum = tariff_of(R"({"bill": "commodity + drought"})", usage);
    ASSERT_FALSE(sum);
    EXPECT_NE(sum.error().text.find("commodity + drought"), std::string::npos);
    EXPECT_FALSE(tariff_of(R"({"drought": 1})", usage));
    EXPECT_FALSE(tariff_of(R"({"tier_starts": [0, "50%"], "tier_prices": [1, 2]})", usage));
    EXPECT_FALSE(tariff_of(R"({"tier_prices": [1, 2]})", usage));
    EXPECT_TRUE(tariff_of(R"({"tier_prices": [1], "budget_ccf": 12.5})", usage));
    EXPECT_FALSE(tariff_of(R"({"flat_rate": "a", "a": "b", "b": "a"})", usage));
}

}  // namespace
}  // namespace bw::reference_bills
