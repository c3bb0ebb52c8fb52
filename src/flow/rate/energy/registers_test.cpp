#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/reads_test.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::rate {
namespace {

TEST(RegisterReads, TakeTheReadNearestToEachEnd) {
    const auto use =
        use_of(reads_of({{day(2, 1), 100}, {day(3, 3), 130}, {day(3, 30), 170}, {day(4, 9), 190}}),
               {kMarch});
    EXPECT_EQ(use.quantity.to_string(), "40");
    EXPECT_EQ(use.days, (Period{day(3, 3), day(3, 30)}));
    EXPECT_EQ(use.note, Note(note::Reads{{Decimal(130), day(3, 3)}, {Decimal(170), day(3, 30)}}));
    EXPECT_EQ(use.gap, std::nullopt);
}

std::vector<UsedRead> opened(meter::RegisterColumn column, const RegisterDays& days) {
    for (std::size_t i = 0; i < column.reads.size(); ++i)
        column.read_sources.push_back({Batch{static_cast<std::int64_t>(i) + 1}, 7});
    const auto counted = counted_reads(column, "m3", days, rome());
    EXPECT_TRUE(counted.has_value()) << (counted ? "" : counted.error().message());
    return counted ? counted->reads : std::vector<UsedRead>{};
}

TEST(RegisterReads, OpenToEveryReadBetweenTheEnds) {
    const auto reads = opened(reads_of({{day(2, 1), 100},
                                        {day(3, 1), 120},
                                        {day(3, 20), 200, kEstimated},
                                        {day(4, 1), 175},
                                        {day(4, 30), 190}}),
                              {kMarch});
    ASSERT_EQ(reads.size(), 3u);
    EXPECT_EQ(reads[0].at, rome().to_instant({day(3, 1), 10 * 3600}));
    EXPECT_EQ(reads[0].value, Decimal(120));
    EXPECT_EQ(reads[0].source->batch, Batch{2});
    EXPECT_TRUE(reads[1].is_shared);  // the next one contradicts it: 19 of 31 days of 55
    EXPECT_EQ(reads[1].value.to_string(), "153.709677419");
    EXPECT_EQ(reads[1].quality, kEstimated);
    EXPECT_EQ(reads[2].value, Decimal(175));
    EXPECT_EQ(reads[2].quality, meter::Quality::Actual);
    EXPECT_FALSE(reads[2].since);
}

TEST(RegisterReads, OpenToTheShareOfAChangeOfPlan) {
    const Period supplied{day(3, 1), day(3, 16)};
    const auto reads = opened(reads_of({{day(3, 1), 100}, {day(4, 1), 131}}),
                              {supplied, {kAlways.from, supplied.to}, kAlways});
    ASSERT_EQ(reads.size(), 2u);
    EXPECT_TRUE(reads[0].source);
    EXPECT_FALSE(reads[1].source);
    EXPECT_TRUE(reads[1].is_shared);
    EXPECT_EQ(reads[1].value, Decimal(115));
}

TEST(RegisterReads, OpenToTheUsesWithoutACounter) {
    auto column = reads_of({{day(3, 1), 0}, {day(3, 20), 12}, {day(4, 1), 30}}, 0);
    column.is_use = true;
    const auto reads = opened(column, {kMarch});
    ASSERT_EQ(reads.size(), 2u);
    EXPECT_EQ(reads[1].since, rome().to_instant({day(3, 20), 10 * 3600}));
    EXPECT_EQ(reads[1].value, Decimal(18));
    EXPECT_EQ(reads[1].source->batch, Batch{3});
}

TEST(RegisterReads, AUseNamesItsDaysAndNoCounter) {
    auto column = reads_of({{day(3, 1), 0}, {day(4, 1), 12}}, 0);
    column.is_use = true;
    const auto use = use_of(column, {kMarch});
    EXPECT_EQ(use.quantity.to_string(), "12");
    EXPECT_EQ(use.note, Note(note::Used{kMarch}));
}

TEST(RegisterReads, WithoutANearReadTheLastOneBeforeHolds) {
    const auto use =
        use_of(reads_of({{day(1, 1), 100}, {day(3, 15), 150}, {day(6, 1), 200}}), {kMarch});
    EXPECT_EQ(use.days, (Period{day(1, 1), day(3, 15)}));
    const auto none = use_of(reads_of({{day(1, 1), 100}, {day(6, 1), 200}}), {kMarch});
    EXPECT_EQ(none.reads, 0);
    EXPECT_EQ(none.gap, std::nullopt);  // June has it
}

TEST(RegisterReads, DaysWithoutALaterReadOrWithoutOneBeforeAreAGap) {
    const note::Gap gap{note::Gap::Kind::NoTwoReads, "water", {}};
    EXPECT_EQ(use_of(reads_of({{day(1, 1), 100}}), {kMarch}).gap, gap);
    EXPECT_EQ(use_of(reads_of({{day(3, 1), 100}}), {kMarch}).gap, gap);
    EXPECT_EQ(use_of(reads_of({{day(4, 20), 100}, {day(6, 1), 120}}), {kMarch}).gap, gap);
}

TEST(RegisterReads, DaysThatNeedAReadOfTheirOwnAreAGapWithoutIt) {
    RegisterDays days{kMarch};
    days.needs_read = true;
    const auto column = reads_of({{day(1, 1), 100}, {day(6, 1), 200}});
    EXPECT_EQ(use_of(column, days).gap, (note::Gap{note::Gap::Kind::NoTwoReads, "water", {}}));
}

TEST(RegisterReads, NoLaterReadMakesUpForThatOfAMove) {
    const auto column = reads_of({{day(1, 1), 100}, {day(6, 1), 200}});
    const Period leaver{kAlways.from, day(4, 1)}, comer{day(4, 1), kAlways.to};
    EXPECT_EQ(use_of(column, {{day(2, 1), day(3, 1)}, leaver, leaver}).gap,
              (note::Gap{note::Gap::Kind::NoTwoReads, "water", {}}));
    EXPECT_EQ(use_of(column, {kMarch, leaver, leaver}).gap,
              (note::Gap{note::Gap::Kind::MoveOut, "water", day(4, 1)}));
    EXPECT_EQ(use_of(column, {{day(4, 1), day(5, 1)}, comer, comer}).gap,
              (note::Gap{note::Gap::Kind::MoveIn, "water", day(4, 1)}));
}

TEST(RegisterReads, OneReadThatStandsForBothEndsIsNoUseAndNoGap) {
    const auto use = use_of(reads_of({{day(3, 1), 100}, {day(4, 1), 131}}),
                            {{day(3, 1), day(3, 4)}, {day(3, 1), day(3, 4)}, kAlways});
    EXPECT_EQ(use.reads, 0);
    EXPECT_EQ(use.gap, std::nullopt);
}

TEST(RegisterReads, ACounterRollsOver) {
    const auto use = use_of(reads_of({{day(3, 1), 99'990}, {day(4, 1), 12}}), {kMarch});
    EXPECT_EQ(use.quantity.to_string(), "22");
}

TEST(RegisterReads, ACounterThatRunsBackwardsIsRefused) {
    const std::string below = "below the one before";
    EXPECT_NE(error_of(reads_of({{day(3, 1), 500}, {day(4, 1), 480}}), {kMarch}).find(below),
              std::string::npos);
    // Nor is an estimate below what was measured made good, nor a new counter after one.
    EXPECT_NE(
        error_of(reads_of({{day(3, 1), 500}, {day(4, 1), 480, kEstimated}}), {kMarch}).find(below),
        std::string::npos);
    const auto exchanged =
        reads_of({{day(3, 1), 12'000}, {day(4, 1), 12'010, kEstimated}, {day(5, 1), 15}});
    EXPECT_NE(error_of(exchanged, {{day(4, 1), day(5, 1)}}).find(below), std::string::npos);
    EXPECT_EQ(use_of(exchanged, {kMarch}).quantity.to_string(), "10");  // what stood, stands
    EXPECT_NE(
        error_of(reads_of({{day(3, 1), 500, kEstimated}, {day(4, 1), 480}}), {kMarch}).find(below),
        std::string::npos);
}

TEST(RegisterReads, AnEstimateThatALaterReadContradictsIsPutRight) {
    const auto column =
        reads_of({{day(3, 1), 1000}, {day(4, 1), 1040, kEstimated}, {day(5, 1), 1020}});
    const auto march = use_of(column, {kMarch});
    EXPECT_EQ(march.quantity.to_string(), "10.163934426");  // 31 of 61 days
    EXPECT_EQ(march.estimated, 1);
    EXPECT_EQ(march.note,
              Note(note::Reads{{Decimal(1000), day(3, 1)},
                               {Decimal::from_nano(1'010'163'934'426), day(4, 1), true}}));
    EXPECT_EQ(use_of(column, {{day(4, 1), day(5, 1)}}).quantity.to_string(), "9.836065574");
}

TEST(RegisterReads, OnlyTheEstimatesThatAreContradictedArePutRight) {
    const auto column = reads_of({{day(3, 1), 1000},
                                  {day(4, 1), 1010, kEstimated},
                                  {day(5, 1), 1040, kEstimated},
                                  {day(5, 31), 1020}});
    EXPECT_EQ(use_of(column, {kMarch}).quantity.to_string(), "10");
    EXPECT_EQ(use_of(column, {{day(4, 1), day(5, 1)}}).quantity.to_string(), "5");
}

TEST(RegisterReads, AnEstimateOverTheEndOfTheCounterIsPutRight) {
    const auto column =
        reads_of({{day(3, 1), 99'980}, {day(4, 1), 30, kEstimated}, {day(5, 1), 99'990}});
    EXPECT_EQ(use_of(column, {kMarch}).quantity.to_string(), "5.081967213");
    EXPECT_EQ(use_of(column, {{day(3, 1), day(5, 1)}}).quantity.to_string(), "10");
}

TEST(RegisterReads, AChangeOfPlanBetweenThemIsSharedByDays) {
    const auto column = reads_of({{day(3, 1), 100}, {day(4, 1), 162}});
    const auto use = [&](const Period& days) { return use_of(column, {days, days, kAlways}); };
    const auto first = use({day(3, 1), day(3, 11)});
    EXPECT_EQ(first.quantity.to_string(), "20");  // 10 of 31 days
    EXPECT_EQ(first.days, (Period{day(3, 1), day(3, 11)}));
    EXPECT_EQ(first.estimated, 1);
    EXPECT_EQ(use({day(3, 11), day(3, 21)}).quantity.to_string(), "20");
    EXPECT_EQ(use({day(3, 21), day(4, 1)}).quantity.to_string(), "22");
    EXPECT_EQ(use_of(column, {kMarch}).quantity.to_string(), "62");
}

TEST(RegisterReads, AChangeOfPlanAtTheEndOfAMonthIsSharedByDays) {
    const auto column = reads_of({{day(3, 1), 100}, {day(5, 1), 161}});
    const Period before{kAlways.from, day(4, 1)}, after{day(4, 1), kAlways.to};
    EXPECT_EQ(use_of(column, {kMarch, before, kAlways}).quantity.to_string(), "31");
    EXPECT_EQ(use_of(column, {{day(4, 1), day(5, 1)}, after, kAlways}).quantity.to_string(), "30");
}

TEST(RegisterReads, MonthsAfterAChangeOfPlanGoOnFromItsShare) {
    const auto column = reads_of({{day(3, 1), 100}, {day(6, 9), 200}});  // 100 in 100 days
    const Period after{day(3, 11), kAlways.to};
    EXPECT_EQ(use_of(column, {{day(3, 11), day(4, 1)}, after, kAlways}).reads, 0);
    const auto june = use_of(column, {{day(6, 1), day(7, 1)}, after, kAlways});
    EXPECT_EQ(june.quantity.to_string(), "90");
    EXPECT_EQ(june.days, (Period{day(3, 11), day(6, 9)}));
    const auto whole = use_of(column, {{day(3, 11), day(7, 1)}, after, kAlways});
    EXPECT_EQ(whole.quantity.to_string(), "90");
    EXPECT_EQ(whole.days, (Period{day(3, 11), day(6, 9)}));
}

TEST(RegisterReads, AReadNearAChangeOfPlanCountsForIt) {
    const auto column = reads_of({{day(3, 1), 100}, {day(3, 13), 150}, {day(4, 1), 162}});
    const Period days{day(3, 1), day(3, 11)};
    const auto use = use_of(column, {days, days, kAlways});
    EXPECT_EQ(use.quantity.to_string(), "50");
    EXPECT_EQ(use.estimated, 0);
}

TEST(RegisterReads, AChangeOfPlanIsSharedAcrossARollOver) {
    const auto column = reads_of({{day(3, 1), 99'990}, {day(4, 1), 21}});  // 31 in 31 days
    const Period first{day(3, 1), day(3, 21)}, second{day(3, 21), day(4, 1)};
    EXPECT_EQ(use_of(column, {first, first, kAlways}).quantity.to_string(), "20");
    EXPECT_EQ(use_of(column, {second, second, kAlways}).quantity.to_string(), "11");
}

TEST(RegisterReads, AMoveTakesTheReadNearItAsThatOfTheDay) {
    const auto column = reads_of({{day(2, 27), 90}, {day(3, 18), 100}, {day(4, 1), 113}});
    const Period leaver{kAlways.from, day(3, 16)}, comer{day(3, 16), kAlways.to};
    const auto out = use_of(column, {{day(3, 1), day(3, 16)}, leaver, leaver});
    EXPECT_EQ(out.quantity.to_string(), "10");
    EXPECT_EQ(out.days, (Period{day(2, 27), day(3, 16)}));
    const auto in = use_of(column, {{day(3, 16), day(4, 1)}, comer, comer});
    EXPECT_EQ(in.quantity.to_string(), "13");
    EXPECT_EQ(in.days, (Period{day(3, 16), day(4, 1)}));
}

TEST(RegisterReads, AMoveWithoutAReadIsAGapAndNeverSomebodyElsesUse) {
    const auto column = reads_of({{day(3, 1), 100}, {day(4, 1), 162}, {day(5, 1), 200}});
    const Period leaver{kAlways.from, day(3, 16)}, comer{day(3, 16), kAlways.to};
    const auto out = use_of(column, {{day(3, 1), day(3, 16)}, leaver, leaver});
    EXPECT_EQ(out.reads, 0);
    EXPECT_EQ(out.gap, (note::Gap{note::Gap::Kind::MoveOut, "water", day(3, 16)}));
    const auto in = use_of(column, {{day(3, 16), day(4, 1)}, comer, comer});
    EXPECT_EQ(in.reads, 0);
    EXPECT_EQ(in.gap, (note::Gap{note::Gap::Kind::MoveIn, "water", day(3, 16)}));
    // Later months are the newcomer's, from the first read on.
    const auto april = use_of(column, {{day(4, 1), day(5, 1)}, comer, comer});
    EXPECT_EQ(april.quantity.to_string(), "38");
    EXPECT_EQ(april.gap, std::nullopt);
}

TEST(RegisterReads, AfterALateFirstReadTheRestIsToldWithItsGap) {
    const auto column = reads_of({{day(1, 10), 50}, {day(3, 11), 100}, {day(4, 1), 121}});
    const Period comer{day(3, 1), kAlways.to};
    const auto use = use_of(column, {kMarch, comer, comer});
    EXPECT_EQ(use.quantity.to_string(), "21");
    EXPECT_EQ(use.days, (Period{day(3, 11), day(4, 1)}));
    EXPECT_EQ(use.gap, (note::Gap{note::Gap::Kind::MoveIn, "water", day(3, 1)}));
}

TEST(RegisterReads, ComeInOtherUnits) {
    auto column = reads_of({{day(3, 1), 1'000}, {day(4, 1), 3'500}});
    column.unit = "l";
    EXPECT_EQ(use_of(column, {kMarch}).quantity.to_string(), "2.5");
    EXPECT_NE(register_use(column, "kWh", {kMarch}, rome()).has_value(), true);
}

std::string version_of(const std::string& from, const std::string& rest) {
    return "schedule: WATER\nsector: water\ncurrency: EUR\nprices: net\nfrom: " + from +
           "\ntax: reduced\n" + rest;
}

Result<RatedUsage> rated_by(const std::string& versions, const meter::RegisterColumn& column,
                            const Period& period = kMarch, const TaxChanges& taxes = {}) {
    const auto document = catalog::parse(versions, "w.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    CompileRequest request;
    for (const auto& version : document->schedules) request.versions.push_back(&version);
    request.period = period;
    request.zone = rome();
    const auto schedule = compile(request);
    EXPECT_TRUE(schedule.has_value()) << (schedule ? "" : schedule.error().message());
    meter::Usage usage;
    usage.registers = {column};
    Circumstances circumstances;
    circumstances.taxes = taxes;
    return rate(*schedule, usage, {}, circumstances);
}
Result<RatedUsage> rated(const std::string& charges, const meter::RegisterColumn& column,
                         const Period& period = kMarch) {
    return rated_by(version_of("2025-01-01", "charges:\n" + charges), column, period);
}

TEST(RegisterReads, AreBilledFromReadToReadWithTiersOfTheDays) {
    const auto result =
        rated("  water: {of: water m3, tiers per month: [{to: 10, price: 1.0}, {price: 2.0}]}\n",
              reads_of({{day(3, 1), 100}, {day(4, 1), 130}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 2u);
    EXPECT_EQ(result->pieces[0].quantity.to_string(), "10");
    EXPECT_EQ(result->pieces[1].quantity.to_string(), "20");
    EXPECT_EQ(
        result->pieces[1].breakdown.notes,
        (std::vector<Note>{note::Reads{{Decimal(100), day(3, 1)}, {Decimal(130), day(4, 1)}}}));
}

TEST(RegisterReads, AreSharedByDaysBetweenSeasonsBelowTheirUnit) {
    const auto result =
        rated("  water: {of: water m3, seasons: {winter: {when: 1 Oct - 15 Mar, price: 1}, "
              "summer: {when: otherwise, price: 2}}}\n",
              reads_of({{day(3, 1), 100}, {day(4, 1), 130}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 2u);
    EXPECT_EQ(result->pieces[0].quantity.to_string(), "14.516129032");
    EXPECT_EQ(result->pieces[1].quantity.to_string(), "15.483870968");
    ASSERT_NE(result->pieces[0].breakdown.find<note::SharedByDays>(), nullptr);
    EXPECT_EQ(*result->pieces[0].breakdown.find<note::SharedByDays>(),
              (note::SharedByDays{15, 31}));
}

TEST(RegisterReads, AReadOnTheDayOfAChangeStandsBeforeAnySharing) {
    const auto result =
        rated("  water: {of: water m3, seasons: {winter: {when: 1 Oct - 15 Mar, price: 1}, "
              "summer: {when: otherwise, price: 2}}}\n",
              reads_of({{day(3, 1), 100}, {day(3, 16), 102}, {day(4, 1), 130}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 2u);
    EXPECT_EQ(result->pieces[0].quantity.to_string(), "2");
    EXPECT_EQ(result->pieces[1].quantity.to_string(), "28");
    EXPECT_EQ(result->pieces[0].breakdown.find<note::SharedByDays>(), nullptr);
}

TEST(RegisterReads, OnlyTheReadsAroundAChangeShareTheirUse) {
    const auto result =
        rated("  water: {of: water m3, seasons: {winter: {when: 1 Oct - 15 Mar, price: 1}, "
              "summer: {when: otherwise, price: 2}}}\n",
              reads_of({{day(3, 1), 100}, {day(3, 10), 103}, {day(3, 20), 113}, {day(4, 1), 130}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 2u);
    EXPECT_EQ(result->pieces[0].quantity.to_string(), "9");  // 3, and 6 of 10 days of 10
    EXPECT_EQ(result->pieces[1].quantity.to_string(), "21");
    ASSERT_NE(result->pieces[1].breakdown.find<note::SharedByDays>(), nullptr);
    EXPECT_EQ(*result->pieces[1].breakdown.find<note::SharedByDays>(), (note::SharedByDays{4, 10}));
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
    const std::vector<note::Gap> gaps{{note::Gap::Kind::NoTwoReads, "water", {}}};
    EXPECT_EQ(result->pieces[0].breakdown.notes, std::vector<Note>{gaps.front()});
    EXPECT_EQ(result->gaps, gaps);
}

TEST(RegisterReads, EachDayIsPricedDiscountedAndCountedByItsOwnVersion) {
    const std::string rest =
        "discounts: {d: {on: water, percent: 10}}\nminimum: 250 per month\ncharges:\n"
        "  water: {of: water m3, price: ";
    const auto result = rated_by(version_of("2025-01-01", rest + "2}\n") + "---\n" +
                                     version_of("2026-03-01", rest + "3}\n") + "---\n" +
                                     version_of("2026-04-03", rest + "4}\n"),
                                 reads_of({{day(1, 1), 100}, {day(4, 5), 194}}));  // 94 in 94 days
    ASSERT_TRUE(result.has_value()) << result.error().message();
    std::vector<std::string> amounts;
    for (const auto& piece : result->pieces) amounts.push_back(line_amount(piece)->to_string(2));
    // 59 x 2, 33 x 3, 2 x 4 = 225.00 for a minimum of 250.00; 10 % of each
    EXPECT_EQ(amounts, (std::vector<std::string>{"118.00", "99.00", "8.00", "25.00", "-11.80",
                                                 "-9.90", "-0.80"}));
    EXPECT_EQ(result->pieces[0].days, (Period{day(1, 1), day(3, 1)}));
    EXPECT_EQ(result->pieces[4].days, result->pieces[0].days);
}

// 1 January to 1 April 90 in 90 days; the tax changes on 1 March.
TEST(RegisterReads, AChangeOfTheTaxCutsUseTiersAndDiscounts) {
    const auto result = rated_by(
        version_of("2025-01-01",
                   "discounts: {d: {on: water, percent: 10}}\ncharges:\n"
                   "  water: {of: water m3, tiers per billing period: [{to: 70, price: 1}, "
                   "{price: 2}]}\n"),
        reads_of({{day(1, 1), 100}, {day(4, 1), 190}}), kMarch,
        {day(3, 31), {{"reduced", {day(3, 1)}}}});
    ASSERT_TRUE(result.has_value()) << result.error().message();
    std::vector<std::string> told;
    for (const auto& piece : result->pieces) {
        const auto* taxed = piece.breakdown.find<note::TaxedAsOf>();
        told.push_back(line_amount(piece)->to_string(2) + " " + piece.days.from.to_string() +
                       (taxed == nullptr ? "" : " as of " + taxed->day.to_string()));
    }
    EXPECT_EQ(told,
              (std::vector<std::string>{"59.00 2026-01-01 as of 2026-02-28", "11.00 2026-03-01",
                                        "40.00 2026-03-01", "-5.10 2026-03-01",
                                        "-5.90 2026-01-01 as of "
                                        "2026-02-28"}));
}

TEST(RegisterReads, AChangeOfTheTaxAfterTheReadsLeavesThemThatOfTheirDays) {
    const auto result =
        rated_by(version_of("2025-01-01", "charges:\n  water: {of: water m3, price: 2}\n"),
                 reads_of({{day(2, 1), 100}, {day(3, 10), 130}}), kMarch,
                 {day(3, 31), {{"reduced", {day(3, 16)}}, {"standard", {day(2, 10)}}}});
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 1u);
    ASSERT_NE(result->pieces[0].breakdown.find<note::TaxedAsOf>(), nullptr);
    EXPECT_EQ(result->pieces[0].breakdown.find<note::TaxedAsOf>()->day, day(3, 15));
}

TEST(RegisterReads, AChargeThatEndedBeforeThePeriodIsBilledForItsDays) {
    const auto result = rated_by(
        version_of("2025-01-01", "charges:\n  water: {of: water m3, price: 2}\n"
                                 "  levy: {of: water m3, price: 0.1}\n") +
            "---\n" + version_of("2026-03-01", "charges:\n  water: {of: water m3, price: 2}\n"),
        reads_of({{day(1, 1), 100}, {day(4, 1), 190}}));
    ASSERT_TRUE(result.has_value()) << result.error().message();
    ASSERT_EQ(result->pieces.size(), 3u);
    EXPECT_EQ(result->pieces[2].charge, "levy");
    EXPECT_EQ(result->pieces[2].quantity.to_string(), "59");
}

TEST(RegisterReads, AUseBeforeTheFirstVersionIsRefused) {
    const auto result = rated("  water: {of: water m3, price: 1}\n",
                              reads_of({{LocalDate::of(2024, 12, 1), 100}, {day(3, 15), 130}}));
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::NotFound);
    EXPECT_NE(result.error().text.find("2024-12-01 must be priced"), std::string::npos);
}

// Random reads: some estimated, too high or too low, some rolled over, at odd times and distances.
meter::RegisterColumn random_column(bool may_estimate) {
    auto column = reads_of({}, *testing::between(0, 1) == 1 ? 5 : 0);
    std::int64_t value = column.digits > 0 ? 99'900 : 0;  // a known counter passes its end
    int at = *testing::between(-60, 20);
    for (int i = 0; i < 40 && at < 260; ++i) {
        const bool is_firm = !may_estimate || *testing::between(0, 2) > 0;
        const std::int64_t off = is_firm ? 0 : *testing::between(-10, 60);
        const std::int64_t shown = std::max<std::int64_t>(value + off, 0);
        column.times.push_back(
            rome().to_instant({day(1, 1).plus_days(at), *testing::between(0, 86'399)}));
        column.reads.push_back(column.digits > 0 ? shown % 100'000 : shown);
        column.qualities.push_back(is_firm ? meter::Quality::Actual : kEstimated);
        value += *testing::between(0, 50);
        at += *testing::between(1, 60);
    }
    return column;
}

// However the reads lie, periods that touch bill each difference once.
PROPERTY(RegisterReads, TouchingPeriodsSumToTheWhole) {
    const auto column = random_column(false);
    const auto quantity = [&](const Period& days) {
        return use_of(seen_from(column, days), {days}).quantity;
    };
    Decimal sum;
    for (int m = 1; m <= 6; ++m) sum += quantity({day(m, 1), day(m + 1, 1)});
    RC_ASSERT(sum == quantity({day(1, 1), day(7, 1)}));
}

// Whatever months have reads: between the first and the last none waits for a person, and together
// they are billed what the counter went on by.
PROPERTY(RegisterReads, MonthsBetweenTheFirstAndTheLastReadHaveNoGap) {
    std::vector<ReadOn> reads{{day(1, 1), *testing::between(0, 500)}};
    for (int m = 2; m <= 12; ++m)
        if (*testing::between(0, 2) == 0)
            reads.push_back(
                {day(m, *testing::between(1, 28)), reads.back().value + *testing::between(0, 50)});
    reads.push_back({LocalDate::of(2027, 1, 1), reads.back().value + 7});
    const auto column = reads_of(reads);
    Decimal sum;
    for (LocalDate month = day(1, 1); month.year() == 2026; month = month.plus_months(1)) {
        const auto use = use_of(seen_from(column, month_of(month)), {month_of(month)});
        RC_ASSERT(!use.gap);
        sum += use.quantity;
    }
    RC_ASSERT(sum == Decimal(reads.back().value - reads.front().value));
}

// A life at one counter: moves and changes of plan cut it, months cut it further. What all are
// billed is what the counter shows between the reads that stand for the moves.
PROPERTY(RegisterReads, MovesPlansMonthsAndEstimatesSumToTheWhole) {
    const auto column = random_column(true);
    std::vector<LocalDate> moves{day(1, 1)};
    while (moves.back() < day(7, 1))
        moves.push_back(std::min(moves.back().plus_days(*testing::between(1, 120)), day(7, 1)));
    for (std::size_t m = 0; m + 1 < moves.size(); ++m) {
        const Period supply{moves[m], moves[m + 1]};
        const auto whole = register_use(column, "m3", {supply, supply, supply}, rome());
        if (!whole) continue;  // an estimate below what was measured
        Decimal sum;
        bool is_told = true;
        for (LocalDate from = supply.from; from < supply.to;) {
            const LocalDate to = std::min(from.plus_days(*testing::between(1, 100)), supply.to);
            const Period plan{from, to};
            for (LocalDate at = from; at < to; at = month_of(at).to) {
                const Period part = plan.intersect({at, month_of(at).to});
                const auto use = register_use(seen_from(column, month_of(at)), "m3",
                                              {part, plan, supply}, rome());
                if (!use) is_told = false;
                if (!use) continue;
                sum += use->quantity;
                if (use->reads == 0) continue;
                RC_ASSERT(supply.from <= use->days.from);
                RC_ASSERT(use->days.to <= supply.to);
            }
            from = to;
        }
        if (is_told) RC_ASSERT(sum == whole->quantity);
    }
}

PROPERTY(RegisterReads, SectionsSumToTheUse) {
    const auto column = random_column(false);
    const auto use = use_of(column, {kMarch});
    const auto result = rated("  water: {of: water m3, seasons: {winter: {when: 1 Oct - 15 Mar, "
                              "price: 1}, summer: {when: otherwise, price: 2}}}\n",
                              column);
    RC_ASSERT(result.has_value());
    Decimal sum;
    for (const auto& piece : result->pieces) sum += piece.quantity;
    RC_ASSERT(sum == use.quantity);
}

}  // namespace
}  // namespace bw::rate
