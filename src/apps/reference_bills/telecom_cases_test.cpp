#include "apps/reference_bills/telecom_cases.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::reference_bills {
namespace {

// Peak 0.1 to connect and 0.6 a minute; other hours 0.3, down to the cent; 1 May 0.06. Numbers are
// written as numbers or texts, and what is 0 or empty is left out.
constexpr const char* kPlan = R"({
  "columns": {
    "Destinations": ["tag", "prefix"],
    "Timings": ["tag", "years", "months", "month_days", "week_days", "time"],
    "Rates": ["tag", "connect_fee", "rate", "rate_unit", "rate_increment", "group_interval_start"],
    "DestinationRates": ["tag", "destinations_tag", "rates_tag", "rounding_method",
      "rounding_decimals", "max_cost", "max_cost_strategy"],
    "RatingPlans": ["tag", "destination_rates_tag", "timing_tag", "weight"],
    "RatingProfiles": ["tenant", "category", "subject", "activation_time", "rating_plan_tag"]},
  "Destinations": [["NEAR", 49]],
  "Timings": [["PEAK", "*any", "*any", "*any", "*workdays", "08:00:00"],
    ["ALL", "*any", "*any", "*any", "*any", "00:00:00"],
    ["MAY_DAY", "*any", "5", "1", "*any", "*asap"], ["FAR_YEAR", "2040", "", "", "", ""]],
  "Rates": [["PEAK", 0.1, 0.6, "1m", "1s", "0s"], ["LOW", "", "0.3", "60s", "1s"],
    ["MAY", null, "0.06", "1m0s", 1], ["UNIT", "0", "0.005", "1", "1", "0"]],
  "DestinationRates": [["PEAK", "NEAR", "PEAK", "*up", 4, 0], ["LOW", "NEAR", "LOW", "*down", "2"],
    ["MAY", "NEAR", "MAY"], ["UNIT", "*any", "UNIT", "*middle", "4", "0.02", "*free"]],
  "RatingPlans": [["CALLS", "PEAK", "PEAK", "10"], ["CALLS", "LOW", "ALL", 10],
    ["CALLS", "MAY", "MAY_DAY", "20"], ["CALLS", "PEAK", "FAR_YEAR", "30"],
    ["UNITS", "UNIT", "*any"]],
  "RatingProfiles": [["here", "call", "*any", "2012-01-01", "CALLS"],
    ["here", "sms", "*any", "2012-01-01T00:00:00Z", "UNITS"],
    ["there", "*any", "*any", "2012-01-01T00:00:00Z", "UNITS"]]})";

// Does it come to these costs? `kind` and what else the call says are members of their objects.
bool costs(const std::string& value, const std::string& from, const std::string& to,
           const std::string& kind = "", const std::string& call = "") {
    const testing::TempDir folder;
    std::ofstream(folder.file("case.json")) << fmt::format(
        R"({{"id": "c", "tariff_plan": {}, {} "call": {{ {}
            "destination": "4912", "start_utc": "{}", "end_utc": "{}"}},
            "expected": [{{"quantity": "cost", "value": {}, "abs_tol": "1e-12"}}]}})",
        kPlan, kind, call.contains("tenant") ? call : R"("tenant": "here",)" + call, from, to,
        value);
    Report report;
    run_telecom_cases(folder.path(), report);
    return report.finish();
}

TEST(TelecomCases, WhatIsLeftOutIsEmptyAndNumbersMayBeTexts) {
    EXPECT_TRUE(costs("1", "2015-05-04T10:00:00Z", "2015-05-04T10:01:30Z"));
    EXPECT_TRUE(costs("1", "2015-05-04T10:00:00", "2015-05-04T10:01:30"));
    EXPECT_FALSE(costs("1.1", "2015-05-04T10:00:00Z", "2015-05-04T10:01:30Z"));
    // 11 seconds at 0.3 a minute are 0.055.
    EXPECT_TRUE(costs("\"0.05\"", "2015-05-04T01:00:00Z", "2015-05-04T01:00:11Z"));
    EXPECT_TRUE(costs("0.6", "2015-05-03T12:00:00Z", "2015-05-03T12:02:00Z"));
    // Ten seconds and a begun one.
    EXPECT_TRUE(costs("0.21", "2015-05-04T10:00:00Z", "2015-05-04T10:00:10.2Z"));
}

TEST(TelecomCases, ALighterWindowDoesNotEndADatedOne) {
    EXPECT_TRUE(costs("0.12", "2015-05-01T10:00:00Z", "2015-05-01T10:02:00Z"));
    EXPECT_TRUE(costs("0.12", "2015-05-01T07:59:00Z", "2015-05-01T08:01:00Z"));
    // It opens inside the call: not expressed.
    EXPECT_FALSE(costs("0.12", "2015-04-30T23:59:00Z", "2015-05-01T00:01:00Z"));
}

TEST(TelecomCases, AContinuedCallHasPaidItsConnection) {
    EXPECT_TRUE(costs("0.9", "2015-05-04T10:00:00Z", "2015-05-04T10:01:30Z", "",
                      R"("continuation_of_running_call": true,)"));
    EXPECT_TRUE(costs("1", "2015-05-04T10:00:00Z", "2015-05-04T10:01:30Z", "",
                      R"("continuation_of_running_call": false,)"));
}

TEST(TelecomCases, MessagesAndOtherRecordsAreCountedInUnits) {
    const std::string sms = R"("type_of_record": "sms",)";
    EXPECT_TRUE(costs("0.015", "2015-05-04T10:00:00Z", "2015-05-04T10:00:03Z", sms,
                      R"("category": "sms",)"));
    EXPECT_TRUE(costs("0.005", "2015-05-04T10:00:00Z", "2015-05-04T10:00:00Z", sms,
                      R"("category": "sms",)"));
    EXPECT_TRUE(costs("0.02", "2015-05-04T10:00:00Z", "2015-05-04T10:00:09Z",
                      R"("type_of_record": "*generic",)", R"("category": "sms",)"));
    EXPECT_TRUE(costs("0.015", "2015-05-04T10:00:00Z", "2015-05-04T10:00:03Z", sms,
                      R"("category": "mail", "tenant": "there",)"));
    EXPECT_FALSE(costs("0", "2015-05-04T10:00:00Z", "2015-05-04T10:00:03Z",
                       R"("type_of_record": "smoke",)", R"("category": "sms",)"));
}

TEST(TelecomCases, MinusOneIsACallWithoutAPrice) {
    const std::string other = R"("category": "other",)";
    EXPECT_TRUE(costs("-1", "2015-05-04T10:00:00Z", "2015-05-04T10:00:03Z", "", other));
    EXPECT_FALSE(costs("0", "2015-05-04T10:00:00Z", "2015-05-04T10:00:03Z", "", other));
    EXPECT_FALSE(costs("-1", "2015-05-04T10:00:00Z", "2015-05-04T10:00:03Z"));
}

}  // namespace
}  // namespace bw::reference_bills
