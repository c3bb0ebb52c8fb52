#include "flow/rate/energy/counter.h"
#include "flow/rate/energy/reads_test.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bw::rate {
namespace {

TEST(Counter, ACounterIsTakenTimesTheFactorOfItsDevice) {
    const std::vector devices{device(day(1, 1), 40, "A")};
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    const auto use = use_of(reads_of({{day(3, 1), 99'990}, {day(4, 1), 10}}), days);
    EXPECT_EQ(use.quantity.to_string(), "800");  // over its end
    EXPECT_EQ(use.note,
              Note(note::Counters{
                  {{"A", {Decimal(99'990), day(3, 1)}, {Decimal(10), day(4, 1)}, Decimal(40)}}}));
}

TEST(Counter, AnExchangeCountsBothCountersAndNotTheStepBetween) {
    std::vector devices{device(day(1, 1), 1, "A"), device(day(3, 16), 10, "B")};
    devices[1].shown_before = Decimal(130);
    devices[1].shown = Decimal(7);
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    const auto column = reads_of({{day(3, 1), 100}, {day(4, 1), 9}});
    const auto use = use_of(column, days);
    EXPECT_EQ(use.quantity.to_string(), "50");
    EXPECT_EQ(use.gap, std::nullopt);
    devices[1].shown_before.reset();
    days.devices = devices;
    const auto hidden = use_of(column, days);
    ASSERT_TRUE(hidden.gap);
    EXPECT_EQ(*hidden.gap, (note::Gap{note::Gap::Kind::Exchange, "water", day(3, 16)}));
}

TEST(Counter, AnEstimateBeforeAnExchangeIsPutRightByTheLastRead) {
    std::vector devices{device(day(1, 1), 1, "A"), device(day(3, 21), 1, "B")};
    devices[1].shown_before = Decimal(120);
    devices[1].shown = Decimal(0);
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    const auto use =
        use_of(reads_of({{day(3, 1), 100}, {day(3, 11), 150, kEstimated}, {day(4, 1), 5}}), days);
    EXPECT_EQ(use.quantity.to_string(), "25");
    ASSERT_EQ(use.steps.size(), 4u);
    EXPECT_EQ(use.steps[0].quantity.to_string(), "10");  // 10 of 20 days of 20
}

// Times 40, from 10 April times 60, from 20 May times 80: 10, 40 and 41 days of one read to the
// next.
TEST(Counter, EveryChangeOfFactorBetweenTwoReadsCounts) {
    const std::vector devices{device(day(1, 1), 40, "A"), device(day(4, 10), 60, "A"),
                              device(day(5, 20), 80, "A")};
    auto days = RegisterDays{{day(3, 31), day(6, 30)}};
    days.devices = devices;
    const auto column = reads_of({{day(3, 31), 100}, {day(6, 30), 282}});
    const auto use = use_of(column, days);
    EXPECT_EQ(use.quantity, Decimal(20 * 40 + 80 * 60 + 82 * 80));
    EXPECT_EQ(use.gap, std::nullopt);
    const Decimal april(120), may(200);
    EXPECT_EQ(use.note,
              Note(note::Counters{
                  {{"A", {Decimal(100), day(3, 31)}, {april, day(4, 10), true}, Decimal(40)},
                   {"A", {april, day(4, 10), true}, {may, day(5, 20), true}, Decimal(60)},
                   {"A", {may, day(5, 20), true}, {Decimal(282), day(6, 30)}, Decimal(80)}}}));
    days.supplied = {day(5, 1), day(6, 1)};  // from change to change, as its ends say
    EXPECT_EQ(use_of(column, days).quantity, Decimal(80 * 60));
}

// Nobody read the counter but at its end, 59 and 61 days around the change.
TEST(Counter, AChangeOfFactorIsSharedUpToTheLastReadAtTheExchange) {
    std::vector devices{device(day(1, 1), 40, "A"), device(day(3, 1), 60, "A"),
                        device(day(5, 1), 10, "B")};
    devices[2].shown_before = Decimal(220);
    devices[2].shown = Decimal(5);
    auto days = RegisterDays{{day(1, 1), day(6, 1)}};
    days.devices = devices;
    const auto use = use_of(reads_of({{day(1, 1), 100}, {day(6, 1), 36}}), days);
    EXPECT_EQ(use.quantity, Decimal(59 * 40 + 61 * 60 + 31 * 10));
    EXPECT_EQ(use.gap, std::nullopt);
}

TEST(Counter, AnEstimateIsPutRightBeforeItTellsOfAChangeOfFactor) {
    const auto used_with_an_estimate_on = [](LocalDate estimated) {
        const std::vector devices{device(day(1, 1), 1, "A"), device(day(3, 10), 2, "A")};
        auto days = RegisterDays{{day(1, 1), day(4, 1)}};
        days.devices = devices;
        return use_of(reads_of({{day(1, 1), 300}, {estimated, 500, kEstimated}, {day(4, 1), 390}}),
                      days);
    };
    // One a day: 66 to the estimate of 8 March, which stands for the 10th; 24 after it, twice.
    EXPECT_EQ(used_with_an_estimate_on(day(3, 8)).quantity, Decimal(66 + 24 * 2));
    // 68 to 10 March by days, 22 after it.
    EXPECT_EQ(used_with_an_estimate_on(day(2, 20)).quantity, Decimal(68 + 22 * 2));
}

TEST(Counter, AReadThatStandsForAChangeOfFactorIsNoneOfAnExchange) {
    const std::vector devices{device(day(1, 1), 1, "A"), device(day(3, 9), 2, "A"),
                              device(day(3, 14), 2, "B")};
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    // 11 days before the exchange, though it stands for the 9th.
    const auto use = use_of(reads_of({{day(3, 1), 10}, {day(3, 3), 20}, {day(3, 16), 3}}), days);
    EXPECT_EQ(use.gap, (note::Gap{note::Gap::Kind::Exchange, "water", day(3, 14)}));
}

TEST(Counter, ARowThatOnlyTellsMoreLeavesTheReadsOfTheExchange) {
    std::vector devices{device(day(1, 1), 1, "A"), device(day(3, 16), 1, "B"),
                        device(day(3, 20), 1, "B")};
    devices[1].shown_before = Decimal(130);
    devices[1].shown = Decimal(7);
    devices[2].weather_area = "ROME";
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    const auto use = use_of(reads_of({{day(3, 1), 100}, {day(4, 1), 9}}), days);
    EXPECT_EQ(use.quantity, Decimal(32));
    EXPECT_EQ(use.gap, std::nullopt);
}

TEST(Counter, ItsDigitsAreTheSameUnderEachFactor) {
    std::vector devices{device(day(1, 1), 2, "A"), device(day(3, 16), 3, "A")};
    devices[0].digits = 4;
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    const auto use = use_of(reads_of({{day(3, 1), 9'990}, {day(4, 1), 21}}, 0), days);
    EXPECT_EQ(use.quantity, Decimal(15 * 2 + 16 * 3));
}

TEST(Counter, AStepBackwardsAroundAChangeOfFactorIsRefusedWhereItIsUsed) {
    const std::vector devices{device(day(1, 1), 1, "A"), device(day(3, 16), 2, "A")};
    auto days = RegisterDays{kMarch};
    days.devices = devices;
    const auto column = reads_of({{day(2, 1), 10}, {day(3, 1), 500}, {day(4, 1), 480}});
    EXPECT_NE(error_of(column, days).find("below the one before"), std::string::npos);
    days.supplied = {day(2, 1), day(3, 1)};
    EXPECT_EQ(use_of(column, days).quantity, Decimal(490));
}

// A place of half a year, whose counter is exchanged and whose factor changes on some days.
struct Life {
    meter::RegisterColumn column;
    std::vector<customers::Device> devices;
    bool is_exchange_read = false;
    std::int64_t shown = 0;  // that both counters went on by, from the first read to the last
};

std::vector<customers::Device> random_devices(LocalDate exchange) {
    std::vector<customers::Device> devices{device(day(1, 1), *testing::between(1, 9), "A")};
    LocalDate at = day(1, 1);
    while ((at = at.plus_days(*testing::between(1, 90))) < day(7, 1)) {
        const bool is_old = at < exchange;
        if (!is_old && devices.back().number == "A")
            devices.push_back(device(exchange, *testing::between(1, 9), "B"));
        if (at != exchange)
            devices.push_back(device(at, *testing::between(1, 9), is_old ? "A" : "B"));
    }
    if (devices.back().number == "A")
        devices.push_back(device(exchange, *testing::between(1, 9), "B"));
    return devices;
}

// Reads at odd distances; estimates are too high or right; the counters pass their ends or not.
Life random_life() {
    Life life;
    const LocalDate exchange = day(1, 1).plus_days(*testing::between(20, 130));
    life.devices = random_devices(exchange);
    life.is_exchange_read = *testing::between(0, 3) > 0;
    const bool has_digits = *testing::between(0, 1) == 1;
    const std::int64_t range = has_digits ? 100'000 : 1'000'000'000;
    std::int64_t value = has_digits ? 99'900 : 0;
    std::vector<ReadOn> reads;
    for (LocalDate at = day(1, 1); at < day(7, 20); at = at.plus_days(*testing::between(1, 60))) {
        const std::int64_t used = *testing::between(0, 50);
        value += used;
        life.shown += reads.empty() ? 0 : used;
        if (!reads.empty() && reads.back().date < exchange && exchange <= at) {
            auto& row = *std::ranges::find(life.devices, "B", &customers::Device::number);
            if (life.is_exchange_read) row.shown_before = Decimal(value % range);
            value = *testing::between(0, 9);
            if (life.is_exchange_read) row.shown = Decimal(value);
        }
        const bool is_estimated = !reads.empty() && *testing::between(0, 2) == 0;
        const std::int64_t off = is_estimated ? *testing::between(0, 60) : 0;
        reads.push_back(
            {at, (value + off) % range, is_estimated ? kEstimated : meter::Quality::Actual});
    }
    reads.push_back({day(7, 20), value % range});
    life.column = reads_of(reads, has_digits ? 5 : 0);
    return life;
}

Decimal used_by(const Life& life, const meter::RegisterColumn& column, const Period& days) {
    auto asked = RegisterDays{days};
    asked.devices = life.devices;
    return use_of(column, asked).quantity;
}

// Under factors f and 10 - f every unit that was shown counts ten times, wherever factors change;
// and months that touch bill it once.
PROPERTY_N(Counter, FactorsThatChangeAndAnExchangeLoseNothing, 300) {
    Life life = random_life();
    const Period all{day(1, 1), day(7, 21)};
    const Decimal whole = used_by(life, life.column, all);
    Decimal sum;
    for (int m = 1; m <= 7; ++m) {
        const Period month = m < 7 ? month_of(day(m, 1)) : Period{day(7, 1), all.to};
        sum += used_by(life, seen_from(life.column, month), month);
    }
    RC_ASSERT(sum == whole);
    for (auto& row : life.devices) row.multiplier = Decimal(10) - row.multiplier;
    const Decimal other = used_by(life, life.column, all);
    if (life.is_exchange_read) RC_ASSERT(whole + other == Decimal(10 * life.shown));
}

}  // namespace
}  // namespace bw::rate
