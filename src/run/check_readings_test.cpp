#include "run/check_readings.h"
#include "run/company_test.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const LocalDate kApril = LocalDate::of(2026, 4, 1);
const LocalDate kMay = LocalDate::of(2026, 5, 1);
const LocalDate kTenth = LocalDate::of(2026, 4, 10);

class CheckReadings : public testing::OnBothStores {
protected:
    void SetUp() override {
        company_.settle();
        ASSERT_TRUE(company_.import("april.csv", readings_of(kApril, kMay, "1")));
        ASSERT_TRUE(company_.import("tenth.csv", readings_of(kTenth, kTenth.plus_days(1), "30")));
    }
    Result<CheckReadingsReport> check(std::string account = {}) {
        return check_readings(*company_.workspace,
                              {{kApril, kMay}, kMay.plus_days(2), std::move(account)}, {});
    }
    void import_bounds(std::string_view kind) {
        ASSERT_TRUE(company_.import("bounds.yaml",
                                    fmt::format("validation: {}\nchannels:\n"
                                                "  - {{of: import kWh, most: 25 per hour}}\n",
                                                kind)));
    }
    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(CheckReadings);

}  // namespace

TEST_P(CheckReadings, WithoutBoundsNothingIsAsked) {
    import_bounds("water");
    const auto report = check();
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->checked, 0);
    EXPECT_EQ(report->without_rules, 1);
    EXPECT_THAT(report->findings, IsEmpty());
}

TEST_P(CheckReadings, FindingsNameWhereAndWhen) {
    import_bounds("electricity");
    const auto report = check("A-1");
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_THAT(report->counts, ElementsAre(Pair(meter::Rule::Range, 1)));
    ASSERT_THAT(report->findings, SizeIs(1));
    const auto& found = report->findings[0];
    EXPECT_EQ(found.account, "A-1");
    EXPECT_EQ(found.service_point, "SP1");
    EXPECT_EQ(found.day, kTenth);
    EXPECT_EQ(found.finding.intervals, 24);
    // The tenth was measured twice.
    ASSERT_THAT(report->conflicts, SizeIs(1));
    EXPECT_EQ(report->conflicts[0].conflict.intervals, 24);
    EXPECT_EQ(report->conflicts[0].day, kTenth);
    EXPECT_EQ(check("A-9").error().code, Code::NotFound);
}

}  // namespace bw::run
