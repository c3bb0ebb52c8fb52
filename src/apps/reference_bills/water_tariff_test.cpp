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

TEST(WaterTariff, WhatIsNotKnownIsRefused) {
    const std::string usage = R"({"meter_size": "1\""})";
    const auto rows = tariff_of(R"({"tier_starts": [0, 15], "tier_prices": [1]})", usage);
    ASSERT_FALSE(rows);
    EXPECT_NE(rows.error().text.find("as many prices as tiers"), std::string::npos);
    const auto sum = tariff_of(R"({"bill": "commodity + drought"})", usage);
    ASSERT_FALSE(sum);
    EXPECT_NE(sum.error().text.find("commodity + drought"), std::string::npos);
    EXPECT_FALSE(tariff_of(R"({"drought": 1})", usage));
}

}  // namespace
}  // namespace bw::reference_bills
