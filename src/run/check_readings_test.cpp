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

// Also without bounds: a quarter of an hour was laid over an hour, and May 2027 is not here. Half
// hours that tell the whole of one are a correction.
TEST_P(CheckReadings, OverlapsAndTheFutureAreAlwaysFound) {
    ASSERT_TRUE(company_.import("quarters.csv",
                                "service_point,channel,unit,start,minutes,value,quality\n"
                                "SP1,import,kWh,2026-04-20T10:00:00Z,15,3,actual\n"
                                "SP1,import,kWh,2026-04-20T12:00:00Z,30,3,actual\n"
                                "SP1,import,kWh,2026-04-20T12:30:00Z,30,3,actual\n"
                                "SP1,import,kWh,2027-05-20T10:00:00Z,15,3,actual\n"));
    const auto report = check();
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_THAT(report->counts,
                ElementsAre(Pair(meter::Rule::Future, 1), Pair(meter::Rule::Overlap, 1)));
    ASSERT_THAT(report->findings, SizeIs(2));
    EXPECT_EQ(report->findings[0].day, LocalDate::of(2026, 4, 20));
    EXPECT_EQ(meter::implausible_words(report->findings[0].finding),
              "1 interval of 1 kWh in all under others of another length or beginning, of 3");
    ASSERT_THAT(report->conflicts, SizeIs(2));  // the tenth was measured twice, too
    EXPECT_EQ(report->conflicts[1].conflict.intervals, 1);
    EXPECT_EQ(report->findings[1].day, LocalDate::of(2027, 5, 20));
    EXPECT_EQ(meter::implausible_words(report->findings[1].finding),
              "1 interval of a time that has not come yet");
}

// Once the month is over: a day of May is missing, and like days tell it.
TEST_P(CheckReadings, GapsAreToldWithWhatCanBeDone) {
    EXPECT_THAT(check()->gaps, IsEmpty());
    const LocalDate june = LocalDate::of(2026, 6, 1), fifth = LocalDate::of(2026, 5, 5);
    ASSERT_TRUE(company_.import("first.csv", readings_of(kMay, fifth, "1")));
    ASSERT_TRUE(company_.import("rest.csv", readings_of(fifth.plus_days(1), june, "1")));
    const auto check_may = [&](LocalDate today) {
        return check_readings(*company_.workspace, {{kMay, june}, today, {}}, {}).value();
    };
    EXPECT_THAT(check_may(june.plus_days(-1)).gaps, IsEmpty());
    const auto report = check_may(june);
    EXPECT_EQ(report.gaps_total, 1);
    ASSERT_THAT(report.gaps, SizeIs(1));
    const auto& gap = report.gaps[0];
    EXPECT_EQ(gap.account, "A-1");
    EXPECT_EQ(gap.service_point, "SP1");
    EXPECT_EQ(gap.intervals, 24);
    EXPECT_EQ(gap.estimate, meter::Method::LikeDays);
    EXPECT_EQ(gap.span.from, Zone::find("Europe/Berlin")->start_of_day(fifth));
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

TEST_P(CheckReadings, RecordsOfCallsThatCameAgainAreCounted) {
    const std::string head = "record_id,service_point,kind,start,seconds,destination\n";
    ASSERT_TRUE(company_.import("one.csv", head +
                                               "a,SP1,voice,2026-04-12T10:00:00Z,60,+4930111\n"
                                               "b,SP1,voice,2026-04-12T11:00:00Z,60,+4930111\n"
                                               "c,SP1,voice,2026-04-13T11:00:00Z,60,+4930111\n"));
    ASSERT_TRUE(company_.import("two.csv", head +
                                               "b,SP1,voice,2026-04-12T11:00:00Z,60,+4930111\n"
                                               "c,SP1,voice,2026-04-13T11:00:00Z,90,+4930111\n"
                                               "d,SP1,voice,2026-04-13T12:00:00Z,60,+4930111\n"));
    const auto report = check();
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->repeats_total, 1);
    ASSERT_THAT(report->repeats, SizeIs(1));
    EXPECT_EQ(report->repeats[0].service_point, "SP1");
    EXPECT_EQ(report->repeats[0].day, LocalDate::of(2026, 4, 12));
    EXPECT_EQ(report->repeats[0].repeats.same, 1);
    EXPECT_EQ(report->repeats[0].repeats.different, 1);
}

}  // namespace bw::run
