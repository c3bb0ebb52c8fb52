#include "books/tariff_sources/read_test.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::tariff_sources {
namespace {

constexpr const char* kFlat =
    R"("rateBlockUType": "singleRate", "singleRate": {"rates": [{"unitPrice": "25.5"}]})";

// A plan of one price, with more members in its contract.
std::string plan(const std::string& more) {
    return fmt::format(R"({{"data": {{"planId": "T", "displayName": "T",
 "fuelType": "ELECTRICITY", "effectiveFrom": "2022-06-30T14:00:00Z",
 "geography": {{"includedPostcodes": ["3000"]}},
 "electricityContract": {{"tariffPeriod": [{{"startDate": "01-01", "endDate": "12-31",
 "dailySupplyCharges": "100.00", {}}}]{}}}}}}})",
                       kFlat, more);
}

TEST(CdrShapes, AControlledLoadMayHaveWindows) {
    const auto load = [](std::string_view days, std::string_view supply, std::string_view end) {
        const auto taken =
            read(plan(fmt::format(R"(, "controlledLoad": [{{"displayName": "Hot water", {}
 "rateBlockUType": "timeOfUseRates", "timeOfUseRates": [
 {{"type": "PEAK", "rates": [{{"unitPrice": "20"}}], {}
  "timeOfUse": [{{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "startTime": "0700",
  "endTime": "2159"}}]}},
 {{"type": "OFF_PEAK", "rates": [{{"unitPrice": "10"}}],
  "timeOfUse": [{{"days": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], "startTime": "2200",
  "endTime": "{}"}}]}}]}}])",
                                  days, supply, end)));
        if (!taken) return taken.error().message();
        const std::string text = charges_of(taken->document.schedules.at(0));
        return text.substr(std::min(text.size(), text.find("    windows:"))) +
               told(*taken, Severity::Refused);
    };
    const std::string read_so = R"(    windows:
      peak:
        when: 07:00-22:00
        price: 0.2
      off-peak:
        when: 22:00-07:00
        price: 0.1
)";
    EXPECT_EQ(load("", "", "0659"), read_so);
    EXPECT_EQ(load(R"("startDate": "2024-01-01", "endDate": "2024-12-31",)",
                   R"("dailySupplyCharge": "0.00",)", "0659"),
              read_so);
    const std::string at = "data.electricityContract.controlledLoad[0]: ";
    EXPECT_EQ(load("", "", "0559"),
              at + "its windows do not hold each half hour of the week exactly once: this "
                   "controlled load is not billed\n");
    EXPECT_EQ(load(R"("startDate": "2024-04-01", "endDate": "2024-12-31",)", "", "0659"),
              at + "prices of a part of the year: this controlled load is not billed\n");
    EXPECT_EQ(load("", R"("dailySupplyCharge": "5",)", "0659"),
              at + "a supply charge in one of several windows: this controlled load is not "
                   "billed\n");
}

TEST(CdrShapes, MoreThanNineDecimalsAreRoundedAndTold) {
    const auto taken = read(plan(R"(, "solarFeedInTariff": [{"scheme": "OTHER",
 "payerType": "RETAILER", "tariffUType": "singleTariff",
 "singleTariff": {"amount": "5.27272727272727"}}])"));
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_TRUE(charges_of(taken->document.schedules.at(0)).contains("price: -0.052727273\n"));
    const std::string said = told(*taken, Severity::Reading);
    EXPECT_TRUE(said.contains("amount: rounded to nine decimals")) << said;
    EXPECT_TRUE(said.contains("amount: in dollars rounded to nine decimals")) << said;
}

TEST(CdrShapes, APlanMayStandAloneAndNameNoDays) {
    const auto taken = read(R"({"planId": "T", "displayName": "T", "fuelType": "ELECTRICITY",
 "effectiveFrom": "2022-06-30T14:00:00Z", "geography": {"includedPostcodes": ["3000"]},
 "electricityContract": {"tariffPeriod": [{"dailySupplyCharges": "100.00", )" +
                            std::string(kFlat) + "}]}}");
    ASSERT_TRUE(taken) << taken.error().message();
    EXPECT_EQ(told(*taken, Severity::Refused), "");
    EXPECT_TRUE(told(*taken, Severity::Reading)
                    .contains("tariffPeriod[0]: it names no days: the whole year"));
    EXPECT_EQ(taken->document.schedules.at(0).charges.size(), 2U);
    const auto both = read(plan("}, \"gasContract\": {"));
    ASSERT_FALSE(both);
    EXPECT_TRUE(both.error().message().contains("a plan of two fuels"));
}

}  // namespace
}  // namespace bw::tariff_sources
