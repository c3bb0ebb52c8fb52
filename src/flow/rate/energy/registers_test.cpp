#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/registers.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::rate {
namespace {

Zone rome() { return *Zone::find("Europe/Rome"); }

struct Read {
    LocalDate date;
    std::int64_t value;
    meter::Quality quality = meter::Quality::Actual;
};

meter::RegisterColumn reads_of(const std::vector<Read>& reads, int digits = 5) {
    meter::RegisterColumn column;
    column.channel = "water";
    column.unit = "m3";
    column.scale = 0;
    column.digits = digits;
    for (const auto& read : reads) {
        column.times.push_back(rome().to_instant({read.date, 10 * 3600}));
        column.reads.push_back(read.value);
        column.qualities.push_back(read.quality);
    }
    return column;
}

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
const Period kMarch{day(3, 1), day(4, 1)};

TEST(RegisterReads, TakeTheReadNearestToEachEnd) {
    const auto use = register_use(
        reads_of({{day(2, 1), 100}, {day(3, 3), 130}, {day(3, 30), 170}, {day(4, 9), 190}}), kMarch,
        {}, rome());
    ASSERT_TRUE(use.has_value() && use->has_value());
    EXPECT_EQ((*use)->quantity, 40);
    EXPECT_EQ((*use)->days, (Period{day(3, 3), day(3, 30)}));
    EXPECT_EQ((*use)->words, "read 130 on 2026-03-03, 170 on 2026-03-30");
}

TEST(RegisterReads, AUseNamesItsDaysAndNoCounter) {
    auto column = reads_of({{day(3, 1), 0}, {day(4, 1), 12}}, 0);
    column.is_use = true;
    const auto use = register_use(column, kMarch, {}, rome());
    ASSERT_TRUE(use.has_value() && use->has_value());
    EXPECT_EQ((*use)->quantity, 12);
    EXPECT_EQ((*use)->words, "used from 2026-03-01 to 2026-04-01");
}

TEST(RegisterReads, WithoutANearReadTheLastOneBeforeHolds) {
    const auto use = register_use(reads_of({{day(1, 1), 100}, {day(3, 15), 150}, {day(6, 1), 200}}),
                                  kMarch, {}, rome());
    ASSERT_TRUE(use.has_value() && use->has_value());
    EXPECT_EQ((*use)->days, (Period{day(1, 1), day(3, 15)}));
    const auto none =
        register_use(reads_of({{day(1, 1), 100}, {day(6, 1), 200}}), kMarch, {}, rome());
    ASSERT_TRUE(none.has_value());
    EXPECT_FALSE(none->has_value());
}

TEST(RegisterReads, ACounterRollsOver) {
    const auto use =
        register_use(reads_of({{day(3, 1), 99'990}, {day(4, 1), 12}}), kMarch, {}, rome());
    ASSERT_TRUE(use.has_value() && use->has_value());
    EXPECT_EQ((*use)->quantity, 22);
}

TEST(RegisterReads, AnEstimateThatWasTooHighIsACredit) {
    const auto use =
        register_use(reads_of({{day(3, 1), 500, meter::Quality::Estimated}, {day(4, 1), 480}}),
                     kMarch, {}, rome());
    ASSERT_TRUE(use.has_value() && use->has_value());
    EXPECT_EQ((*use)->quantity, -20);
    const auto backwards =
        register_use(reads_of({{day(3, 1), 500}, {day(4, 1), 480}}), kMarch, {}, rome());
    ASSERT_FALSE(backwards.has_value());
    EXPECT_NE(backwards.error().text.find("below the one before"), std::string::npos);
}

TEST(RegisterReads, AChangeOfPlanBetweenThemIsSharedByDays) {
    const auto column = reads_of({{day(3, 1), 100}, {day(4, 1), 162}});
    const auto use = [&](const Period& days) {
        const auto found = register_use(column, days, kMarch, rome());
        EXPECT_TRUE(found.has_value() && found->has_value());
        return **found;
    };
    const auto first = use({day(3, 1), day(3, 11)});
    EXPECT_EQ(first.quantity, 20);  // 10 of 31 days
    EXPECT_EQ(first.days, (Period{day(3, 1), day(3, 11)}));
    EXPECT_EQ(first.estimated, 1);
    EXPECT_EQ(use({day(3, 11), day(3, 21)}).quantity, 20);
    EXPECT_EQ(use({day(3, 21), day(4, 1)}).quantity, 22);
    EXPECT_EQ(use(kMarch).quantity, 62);
}

TEST(RegisterReads, AReadNearAChangeOfPlanCountsForIt) {
    const auto column = reads_of({{day(3, 1), 100}, {day(3, 13), 150}, {day(4, 1), 162}});
    const auto use = register_use(column, {day(3, 1), day(3, 11)}, kMarch, rome());
    ASSERT_TRUE(use.has_value() && use->has_value());
    EXPECT_EQ((*use)->quantity, 50);
    EXPECT_EQ((*use)->estimated, 0);
}

TEST(RegisterReads, AChangeOfPlanIsSharedAcrossARollOver) {
    const auto column = reads_of({{day(3, 1), 99'990}, {day(4, 1), 21}});  // 31 in 31 days
    const auto first = register_use(column, {day(3, 1), day(3, 21)}, kMarch, rome());
    const auto second = register_use(column, {day(3, 21), day(4, 1)}, kMarch, rome());
    ASSERT_TRUE(first.has_value() && first->has_value());
    ASSERT_TRUE(second.has_value() && second->has_value());
    EXPECT_EQ((*first)->quantity, 20);
    EXPECT_EQ((*second)->quantity, 11);
}

Result<RatedUsage> rated(const std::string& charges, const meter::RegisterColumn& column,
                         const Period& period = kMarch) {
    const auto document = catalog::parse(
        "schedule: WATER\nsector: water\ncurrency: EUR\nprices: net\nfrom: 2025-01-01\n"
        "tax: reduced\ncharges:\n" +
            charges,
        "w.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    CompileRequest request;
    request.versions = {&document->schedules[0]};
    request.period = period;
    request.zone = rome();
    const auto schedule = compile(request);
    EXPECT_TRUE(schedule.has_value()) << (schedule ? "" : schedule.error().message());
    meter::Usage usage;
    usage.registers = {column};
    return rate(*schedule, usage, {});
}

TEST(RegisterReads, AreBilledFromReadToReadWithTiersOfTheDays) {
    const auto result =
        rated("  water: {of: water m3, tiers per month: [{to: 10, price: 1.0}, {price: 2.0}]}\n",
              reads_of({{day(3, 1), 100}, {day(4, 1), 130}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 2u);
    EXPECT_EQ(result->pieces[0].quantity.to_string(), "10");
    EXPECT_EQ(result->pieces[1].quantity.to_string(), "20");
    EXPECT_EQ(result->pieces[1].breakdown.note, "read 100 on 2026-03-01, 130 on 2026-04-01");
}

TEST(RegisterReads, AreSharedByDaysBetweenSeasonsToTheLastUnit) {
    const auto result =
        rated("  water: {of: water m3, seasons: {winter: {when: 1 Oct - 15 Mar, price: 1}, "
              "summer: {when: otherwise, price: 2}}}\n",
              reads_of({{day(3, 1), 100}, {day(4, 1), 130}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 2u);
    EXPECT_EQ(result->pieces[0].quantity.to_string(), "15");
    EXPECT_EQ(result->pieces[1].quantity.to_string(), "15");
    EXPECT_NE(result->pieces[0].breakdown.note.find("shared by days: 15 of 31"), std::string::npos);
}

TEST(RegisterReads, RefuseWindows) {
    const auto result = rated(
        "  water: {of: water m3, windows: {a: {when: 08:00-20:00, price: 1}, b: {when: otherwise, "
        "price: 2}}}\n",
        reads_of({{day(3, 1), 100}, {day(4, 1), 130}}));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::Unsupported);
}

TEST(RegisterReads, OneReadTellsNothingAndIsSaid) {
    const auto result = rated("  water: {of: water m3, price: 1}\n", reads_of({{day(3, 1), 100}}));
    ASSERT_TRUE(result.has_value());
    ASSERT_EQ(result->pieces.size(), 1u);
    EXPECT_TRUE(result->pieces[0].quantity.is_zero());
    EXPECT_NE(result->pieces[0].breakdown.note.find("no two reads"), std::string::npos);
}

// However the reads lie, periods that touch bill each difference once.
PROPERTY(RegisterReads, TouchingPeriodsSumToTheWhole) {
    std::vector<Read> reads;
    std::int64_t value = 0;
    int at = *testing::between(-20, 20);
    for (int i = 0; i < 40 && at < 200; ++i) {
        reads.push_back({day(1, 1).plus_days(at), value});
        value += *testing::between(0, 50);
        at += *testing::between(0, 60);
    }
    const auto column = reads_of(reads);
    const auto quantity = [&](const Period& days) -> std::int64_t {
        const auto use = register_use(column, days, {}, rome());
        RC_ASSERT(use.has_value());
        return *use ? (*use)->quantity : 0;
    };
    std::int64_t sum = 0;
    for (int m = 1; m <= 6; ++m) sum += quantity({day(m, 1), day(m + 1, 1)});
    RC_ASSERT(sum == quantity({day(1, 1), day(7, 1)}));
}

}  // namespace
}  // namespace bw::rate
