// Estimates of a whole company, on both stores.
#include "flow/meter/estimation.h"
#include "platform/store/batch.h"
#include "run/company_test.h"
#include "run/estimate.h"
#include "run/explain.h"
#include "run/verify.h"
#include "run/waiting.h"
#include "testing/child.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t kHourUs = 3600 * Instant::kSecond;
const LocalDate kApril = LocalDate::of(2026, 4, 1);
const LocalDate kMay = LocalDate::of(2026, 5, 1);

// Hourly kWh of a place in April, but for its tenth.
std::string without_the_tenth(std::string_view point, std::string_view kwh) {
    const Zone zone = *Zone::find("Europe/Berlin");
    const Span tenth = zone.span_of({kApril.plus_days(9), kApril.plus_days(10)});
    std::string text = "service_point,channel,unit,start,minutes,value\n";
    for (Instant at = zone.start_of_day(kApril); at < zone.start_of_day(kMay); at.us += kHourUs)
        if (!tenth.contains(at))
            text += fmt::format("{},import,kWh,{},60,{}\n", point, at.to_string(), kwh);
    return text;
}

class Estimates : public testing::OnBothStores {
protected:
    void SetUp() override {
        company_.settle();
        ASSERT_TRUE(company_.import("april.csv", without_the_tenth("SP1", "1")));
    }
    Workspace& workspace() { return *company_.workspace; }
    Batch cut() {
        return store::current_cut(*workspace().database->begin(store::Access::Read),
                                  workspace().tenant);
    }
    Result<EstimateReport> estimate(Keep keep = Keep::Estimates, std::string account = {},
                                    std::size_t spans_per_batch = 1000) {
        std::set<std::string> accounts;
        if (!account.empty()) accounts.insert(std::move(account));
        return run::estimate(workspace(), {{kApril, kMay}, kMay, accounts, keep, spans_per_batch},
                             {});
    }
    std::vector<std::string> findings() { return verify(workspace(), {})->findings; }
    void add_home(int number) {
        const std::string point = fmt::format("SP{}", number);
        std::string row(kAccountRow);
        row.replace(row.find("A-1"), 3, fmt::format("A-{}", number));
        row.replace(row.find("SP1"), 3, point);
        ASSERT_TRUE(company_.import("home.csv", std::string(kAccountsHeader) + row));
        ASSERT_TRUE(company_.import("home-april.csv", without_the_tenth(point, "2")));
    }

    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(Estimates);

}  // namespace

TEST_P(Estimates, AreKeptOnceAndSound) {
    const Batch before = cut();
    const auto report = estimate();
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->service_points, 1);
    ASSERT_THAT(report->sums, SizeIs(1));
    EXPECT_EQ(report->sums[0].method, meter::Method::LikeDays);
    EXPECT_EQ(report->sums[0].intervals, 24);
    EXPECT_EQ(report->sums[0].quantity, Decimal(24));
    EXPECT_THAT(report->batches, ElementsAre(Batch{before.value + 1}));
    const auto again = estimate();
    ASSERT_TRUE(again);
    EXPECT_THAT(again->sums, IsEmpty());
    EXPECT_THAT(again->batches, IsEmpty());
    EXPECT_EQ(cut(), Batch{before.value + 1});
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_P(Estimates, ADryRunWritesNothing) {
    const Batch before = cut();
    const auto would = estimate(Keep::Nothing);
    ASSERT_TRUE(would) << would.error().message();
    EXPECT_EQ(would->sums[0].intervals, 24);
    EXPECT_THAT(would->batches, IsEmpty());
    EXPECT_EQ(cut(), before);
}

TEST_P(Estimates, AMonthThatIsNotOverIsRefused) {
    const auto early = run::estimate(
        workspace(), {{kApril, kMay}, kMay.plus_days(-1), {}, Keep::Estimates, 1000}, {});
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, Code::Invalid);
    EXPECT_THAT(early.error().text, HasSubstr("2026-04 is not over"));
}

TEST_P(Estimates, OneAccountAlone) {
    add_home(2);
    const auto one = estimate(Keep::Estimates, "A-2");
    ASSERT_TRUE(one) << one.error().message();
    EXPECT_EQ(one->service_points, 1);
    EXPECT_EQ(one->sums[0].quantity, Decimal(48));
    EXPECT_EQ(estimate(Keep::Estimates, "A-9").error().code, Code::NotFound);
}

TEST_P(Estimates, MuchIsKeptInSeveralBatches) {
    add_home(2);
    const auto report = estimate(Keep::Estimates, {}, 1);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->sums[0].series, 2);
    EXPECT_EQ(report->sums[0].quantity, Decimal(72));
    EXPECT_THAT(report->batches, SizeIs(2));
    EXPECT_THAT(findings(), IsEmpty());
}

// What came in after the gaps were found may be what was missing.
TEST_P(Estimates, GapsOfAnOlderCutAreNotFilled) {
    KnownPoints points(workspace());
    auto context = usage_context(workspace(), points);
    meter::EstimateBatch batch(context, cut());
    ASSERT_TRUE(batch.add(ServicePointId{1}, {.channel = "import",
                                              .unit = "kWh",
                                              .start = *Instant::parse("2026-04-10T06:00:00Z"),
                                              .step_seconds = 3600,
                                              .values = {1000}}));
    const LocalDate tenth = kApril.plus_days(9);
    ASSERT_TRUE(company_.import("tenth.csv", readings_of(tenth, tenth.plus_days(1), "3")));
    const Batch after = cut();
    const auto kept = batch.commit("too late");
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, Code::Conflict);
    EXPECT_EQ(cut(), after);
    EXPECT_THAT(findings(), IsEmpty());
}

// What the next one finds is all or nothing, and it ends with the same.
TEST_P(Estimates, KilledAnywhereTheyAreAllOrNothing) {
    int round = 0;
    for (const char* point : {"meter.segment.durable", "meter.estimate.before_commit",
                              "store.commit.before", "store.commit.after"}) {
        add_home(++round + 1);
        company_.workspace.reset();
        const auto ended = testing::in_child([&] {
            faults::Faults faults;
            faults.kill_at(point, 1);
            auto mine =
                open_workspace(company_.root, {&company_.clock, &company_.secrets, &faults});
            const auto done = run::estimate(*mine, {{kApril, kMay}, kMay, {}}, {});
            return done ? 0 : 1;
        });
        EXPECT_TRUE(ended.is_killed()) << point;
        company_.workspace.emplace(*open_workspace(company_.root, company_.around));
        const auto rest = estimate();
        ASSERT_TRUE(rest) << point << ": " << rest.error().message();
        EXPECT_THAT(findings(), IsEmpty()) << point;
        const auto none = estimate();
        EXPECT_THAT(none->sums, IsEmpty()) << point;
        int files = 0;
        for (const auto& file : std::filesystem::directory_iterator(workspace().usage()))
            files += file.exists() ? 1 : 0;
        // One of readings and one of estimates a round, and the first home's readings: no claim.
        EXPECT_EQ(files, 1 + 2 * round) << point;
    }
}

TEST_P(Estimates, AreExplainedWithTheirMethod) {
    ASSERT_TRUE(estimate());
    const LocalDate tenth = kApril.plus_days(9);
    const auto noon = readings_of(tenth, tenth.plus_days(1), "3");
    // Half of the day is measured after all.
    std::string half;
    std::istringstream lines(noon);
    int count = 0;
    for (std::string line; count < 13 && std::getline(lines, line); ++count) half += line + "\n";
    ASSERT_TRUE(company_.import("half.csv", half));
    company_.bill(kMay);
    const auto explained = explain(workspace(), {"T-2026-000001"});
    ASSERT_TRUE(explained) << explained.error().message();
    const auto& line = explained->lines.back();
    EXPECT_TRUE(line.agrees);
    ASSERT_THAT(line.estimates, SizeIs(1));
    EXPECT_EQ(line.estimates[0].readings, 12);
    EXPECT_EQ(line.line.line.item.piece.breakdown.estimated, 12);
    EXPECT_THAT(line.sentences,
                Contains("estimated: 12 values from 2026-04-10 12:00 to 2026-04-11 00:00, by "
                         "like-days (the mean of the same time on up to four like days)"));
    const auto german = explain(workspace(), {"T-2026-000001", 0, "de"});
    EXPECT_THAT(german->lines.back().sentences,
                Contains("geschätzt: 12 Werte von 2026-04-10 12:00 bis 2026-04-11 00:00, nach "
                         "like-days (der Mittelwert derselben Uhrzeit an bis zu vier "
                         "gleichartigen Tagen)"));
}

}  // namespace bw::run
