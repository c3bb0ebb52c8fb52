#include "flow/rate/event_words.h"
#include "flow/rate/telecom_fixture.h"
#include "flow/rate/voice.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using namespace fixture;

// 0.10/min by the second, whole first minute, then 0.05/min by the second after two minutes.
Tariff stepped() {
    Tariff tariff;
    tariff.destination("national", {"+49"});
    tariff.rate("R", "0.15",
                {group(0, "0.10", 60, 60), group(60, "0.10", 60, 1), group(120, "0.05", 60, 1)});
    tariff.row("national", "R");
    return tariff;
}

Tariff day_and_evening(std::string_view evening = "Mon-Fri 18:00-24:00; weekends") {
    Tariff tariff;
    tariff.destination("national", {"+49"});
    tariff.rate("D", "1", {group(0, "1", 1, 1)}).rate("E", "0", {group(0, "0.5", 1, 1)});
    tariff.row("national", "D", "otherwise", "day").row("national", "E", evening, "evening");
    return tariff;
}

TEST(RateVoice, StartedIncrementsAreChargedInFull) {
    EXPECT_EQ(cost(stepped(), "2026-03-04T10:00:00Z", 1), "0.25");  // 0.15 + a minute
    EXPECT_EQ(cost(stepped(), "2026-03-04T10:00:00Z", 60), "0.25");
    EXPECT_EQ(cost(stepped(), "2026-03-04T10:00:00Z", 90), "0.3");   // + 30 s at 0.10/min
    EXPECT_EQ(cost(stepped(), "2026-03-04T10:00:00Z", 180), "0.4");  // + 60 s at 0.10, 60 s at 0.05
}

TEST(RateVoice, AThirdOfACentStaysExactUntilThePiece) {
    Events events;
    for (int i = 0; i < 3; ++i) events.call("2026-03-04T10:00:00Z", 62);
    const RatedUsage usage = rated(stepped(), events);
    ASSERT_EQ(usage.pieces.size(), 1U);
    // 3 x (0.25 + 2 x 0.10/60) = 0.76: rounding each call would give 0.759999999
    EXPECT_EQ(usage.pieces[0].amount.to_string(), "0.76");
    EXPECT_EQ(usage.events[0].amount.to_string(), "0.253333333");
    EXPECT_EQ(usage.pieces[0].breakdown.events, 3);
    EXPECT_EQ(usage.pieces[0].breakdown.seconds, 186);
}

TEST(RateVoice, TinyIncrementsCostNoTime) {
    Tariff tariff;
    tariff.rate("R", "0", {group(0, "0.000000001", 1, 1)}).row("", "R");
    EXPECT_EQ(cost(tariff, "2026-03-01T00:00:00Z", kMaxCallSeconds), "0.0026784");
}

TEST(RateVoice, RefusesEndlessCalls) {
    EXPECT_TRUE(
        cost(stepped(), "2026-03-01T00:00:00Z", kMaxCallSeconds + 1).starts_with("unrated: "));
    EXPECT_TRUE(cost(stepped(), "2026-03-01T00:00:00Z", -5).starts_with("unrated: "));
}

TEST(RateVoice, UnansweredCallsCostNothingNotEvenTheConnection) {
    const RatedUsage usage = rated(stepped(), Events().call("2026-03-04T10:00:00Z", 0));
    EXPECT_TRUE(usage.pieces.empty());
    EXPECT_TRUE(usage.unrated.empty());
    ASSERT_EQ(usage.events.size(), 1U);
    EXPECT_EQ(event_words(usage.events[0], text::Tongue::English), "not answered");
}

TEST(RateVoice, AContinuedLegPaysNoConnectionAndCountsOnFromTheFirst) {
    Events events;
    events.call("2026-03-04T10:00:00Z", 100).call("2026-03-04T10:01:40Z", 80);
    events.column.seconds_before = {0, 100};
    const RatedUsage usage = rated(stepped(), events);
    // first leg 0.15 + 0.10 + 40 s x 0.10/min, second 20 s x 0.10/min + 60 s x 0.05/min
    EXPECT_EQ(total(usage).to_string(), "0.4");
    EXPECT_EQ(event_words(usage.events[1], text::Tongue::English),
              "20 s x 0.10/min + 60 s x 0.05/min");
}

TEST(RateVoice, CallIsSplitAtTheBandEdge) {
    const RatedUsage usage = rated(day_and_evening(), Events().call("2026-03-04T17:30:00Z", 3600));
    ASSERT_EQ(usage.pieces.size(), 2U);
    EXPECT_EQ(piece_of(usage, "voice", "national/day")->amount.to_string(), "1801");
    EXPECT_EQ(piece_of(usage, "voice", "national/evening")->amount.to_string(), "900");
    EXPECT_EQ(piece_of(usage, "voice", "national/day")->breakdown.events, 1);
    EXPECT_EQ(piece_of(usage, "voice", "national/evening")->breakdown.events, 0);
}

TEST(RateVoice, CallOverMidnightIsSplit) {
    // Wednesday evening into Thursday: 10 minutes at 0.5, 30 minutes at 1; the connection is the
    // evening's
    EXPECT_EQ(cost(day_and_evening(), "2026-03-04T23:50:00Z", 2400), "2100");
}

TEST(RateVoice, AnIncrementBelongsToTheBandInWhichItStarts) {
    Tariff tariff;
    tariff.rate("D", "0", {group(0, "1", 60, 60)}).rate("E", "0", {group(0, "0.1", 60, 60)});
    tariff.row("", "D", "otherwise", "day").row("", "E", "18:00-24:00", "evening");
    // starts 17:59:30: the first minute is the day's although it ends in the evening
    EXPECT_EQ(cost(tariff, "2026-03-04T17:59:30Z", 61), "1.1");
}

TEST(RateVoice, AFractionOfASecondBeforeTheEdgeIsStillBefore) {
    const RatedUsage usage = rated(day_and_evening(), Events().call("2026-03-04T17:59:59.5Z", 2));
    EXPECT_EQ(piece_of(usage, "voice", "national/day")->breakdown.seconds, 1);
    EXPECT_EQ(piece_of(usage, "voice", "national/evening")->breakdown.seconds, 1);
}

TEST(RateVoice, LocalTimeDecidesTheBand) {
    // 17:30 UTC is 18:30 in Berlin in winter
    EXPECT_EQ(cost(day_and_evening(), "2026-03-04T17:30:00Z", 10, "+49301", zone("Europe/Berlin")),
              "5");
    EXPECT_EQ(cost(day_and_evening(), "2026-03-04T17:30:00Z", 10), "11");
}

TEST(RateVoice, ClockChangesMakeWindowsShorterAndLonger) {
    Tariff tariff;
    tariff.rate("N", "0", {group(0, "0.01", 1, 1)}).rate("D", "0", {group(0, "1", 1, 1)});
    tariff.row("", "N", "00:00-04:00", "night").row("", "D", "otherwise", "day");
    const Zone berlin = zone("Europe/Berlin");
    // 2026-03-29: 02:00 becomes 03:00, the night lasts 3 hours; the call 4
    EXPECT_EQ(cost(tariff, "2026-03-28T23:00:00Z", 4 * 3600, "1", berlin), "3708");
    // 2026-03-28: 4 hours of night, none of day
    EXPECT_EQ(cost(tariff, "2026-03-27T23:00:00Z", 4 * 3600, "1", berlin), "144");
    // 2026-10-25: the night lasts 5 hours
    const Period october{LocalDate::of(2026, 10, 1), LocalDate::of(2026, 11, 1)};
    const auto compiled = tariff.compile(berlin, october);
    ASSERT_TRUE(compiled);
    const auto usage =
        rate_events(*compiled, Events().call("2026-10-24T22:00:00Z", 6 * 3600).column, october, {},
                    Detail::Totals);
    ASSERT_TRUE(usage) << usage.error().message();
    EXPECT_EQ(total(*usage).to_string(), "3780");
}

TEST(RateVoice, HolidaysHaveTheirOwnBand) {
    Tariff tariff = day_and_evening("weekends; holidays");
    EXPECT_EQ(cost(tariff, "2026-03-04T10:00:00Z", 10), "11");
    tariff.holidays = {LocalDate::of(2026, 3, 4)};
    EXPECT_EQ(cost(tariff, "2026-03-04T10:00:00Z", 10), "5");
    // from the holiday into the ordinary Thursday
    EXPECT_EQ(cost(tariff, "2026-03-04T23:59:50Z", 20), "15");
}

TEST(RateVoice, TheHeavierRowWins) {
    Tariff tariff = day_and_evening();
    tariff.rate("FREE", "0", {group(0, "0", 1, 1)})
        .row("national", "FREE", "Wed 17:00-17:10", "happy", 20);
    EXPECT_EQ(cost(tariff, "2026-03-04T17:00:00Z", 600), "0");
    EXPECT_EQ(cost(tariff, "2026-03-04T17:09:00Z", 120), "60");  // no connection: it began in the
                                                                 // free band
}

TEST(RateVoice, MaximumCostMakesTheRestFree) {
    Tariff tariff;
    tariff.rate("R", "0.10", {group(0, "0.01", 1, 1)}).row("", "R");
    tariff.telecom.rates[0].max_cost = dec("0.62");
    EXPECT_EQ(cost(tariff, "2026-03-04T10:00:00Z", 52), "0.62");
    const RatedUsage usage = rated(tariff, Events().call("2026-03-04T10:00:00Z", 70));
    EXPECT_EQ(total(usage).to_string(), "0.62");
    EXPECT_EQ(usage.pieces[0].breakdown.notes,
              (std::vector<Note>{note::CallsCapped{1, 0, dec("0.62")}}));
    EXPECT_EQ(event_words(usage.events[0], text::Tongue::English),
              "connection 0.10 + 70 s x 0.01/s, at most 0.62");
}

TEST(RateVoice, DisconnectChargesWhatWasCalledAndSaysSo) {
    // the switch cuts at the maximum; a record that is longer was spoken, and its price is its
    // length
    Tariff tariff;
    tariff.rate("R", "0", {group(0, "1", 1, 1)}).row("", "R");
    tariff.telecom.rates[0].max_cost = dec("10");
    tariff.telecom.rates[0].cap = catalog::CapStrategy::Disconnect;
    const RatedUsage usage = rated(tariff, Events().call("2026-03-04T10:00:00Z", 1800));
    EXPECT_EQ(total(usage).to_string(), "1800");
    EXPECT_EQ(usage.pieces[0].breakdown.notes,
              (std::vector<Note>{note::CallsCapped{0, 1, dec("10")}}));
}

TEST(RateVoice, RoundingPerCallOnlyWhereTheTariffNamesIt) {
    Tariff tariff;
    tariff.rate("R", "0", {group(0, "0.10", 60, 1)}).row("", "R");
    EXPECT_EQ(cost(tariff, "2026-03-04T10:00:00Z", 25), "0.041666667");
    tariff.telecom.rates[0].round = Rounding::Up;
    tariff.telecom.rates[0].round_places = 4;
    EXPECT_EQ(cost(tariff, "2026-03-04T10:00:00Z", 25), "0.0417");
    tariff.telecom.rates[0].round = Rounding::Down;
    EXPECT_EQ(cost(tariff, "2026-03-04T10:00:00Z", 25), "0.0416");
}

TEST(RateVoice, ARoundedSplitCallStillSumsToItsTotal) {
    Tariff tariff = day_and_evening();
    for (auto& rate : tariff.telecom.rates) {
        rate.groups[0].price = dec("0.07");
        rate.groups[0].per_s = 60;
        rate.round = Rounding::Up;
        rate.round_places = 2;
    }
    const RatedUsage usage = rated(tariff, Events().call("2026-03-04T17:59:00Z", 95));
    EXPECT_EQ(total(usage), usage.events[0].amount);
    EXPECT_EQ(total(usage).to_string(), "1.12");  // 1 + 95 s x 0.07/min = 1.1108...
}

TEST(RateVoice, AGapInTheWindowsIsNoPriceOfZero) {
    Tariff tariff;
    tariff.rate("R", "0", {group(0, "1", 1, 1)}).row("", "R", "08:00-18:00", "day");
    EXPECT_EQ(cost(tariff, "2026-03-04T17:59:59Z", 1), "1");
    EXPECT_EQ(cost(tariff, "2026-03-04T17:59:59Z", 2),
              "unrated: no window of the rating plan is open at 2026-03-04 18:00:00");
}

TEST(RateVoice, WordsExplainTheCall) {
    const RatedUsage usage = rated(stepped(), Events().call("2026-03-04T10:00:00Z", 145));
    ASSERT_EQ(usage.events.size(), 1U);
    EXPECT_EQ(event_words(usage.events[0], text::Tongue::English),
              "connection 0.15 + 120 s x 0.10/min + 25 s x 0.05/min");
    EXPECT_EQ(usage.events[0].band, "national");
    EXPECT_EQ(usage.events[0].billed, 145);
}

TEST(RateVoice, AnAmountThatDoesNotFitIsAnExceptionOfTheEvent) {
    Tariff tariff;
    tariff.rate("R", "0", {group(0, "999999999999", 1, 1)})
        .rate("Q", "0", {group(0, "1", 86399, 1)});
    tariff.row("", "R").row("", "Q", "Sun 00:00-00:01");
    const std::string result = cost(tariff, "2026-03-04T10:00:00Z", kMaxCallSeconds);
    EXPECT_TRUE(result.starts_with("unrated: the amount of one event does not fit")) << result;
}

// Increment by increment, the slow way: what the closed form must equal.
Decimal slow_cost(std::int64_t start_s, std::int64_t seconds) {
    Decimal sum(1);  // day_and_evening's connection, when the call starts by day
    const auto is_evening = [](std::int64_t s) { return s % 86'400 >= 18 * 3600; };
    if (is_evening(start_s)) sum = Decimal();
    for (std::int64_t i = 0; i < seconds; ++i)
        sum += is_evening(start_s + i) ? dec("0.5") : Decimal(1);
    return sum;
}

PROPERTY_N(RateVoiceProperty, ClosedFormEqualsIncrementByIncrement, 50) {
    const auto second = *testing::between<std::int64_t>(0, 86'399);
    const auto seconds = *testing::between<std::int64_t>(1, 90'000);
    const Tariff tariff = day_and_evening("18:00-24:00");
    Events events;
    events.call("2026-03-04T00:00:00Z", seconds);
    events.column.starts[0].us += second * Instant::kSecond;
    const RatedUsage usage = rated(tariff, events);
    RC_ASSERT(usage.unrated.empty());
    RC_ASSERT(total(usage) == slow_cost(second, seconds));
}

PROPERTY(RateVoiceProperty, SplittingACallIntoLegsChangesNothingButIncrements) {
    const auto first = *testing::between<std::int64_t>(1, 5'000);
    const auto second = *testing::between<std::int64_t>(1, 5'000);
    const Tariff tariff = day_and_evening();
    Events whole, legs;
    whole.call("2026-03-04T17:00:00Z", first + second);
    legs.call("2026-03-04T17:00:00Z", first).call("2026-03-04T17:00:00Z", second);
    legs.column.starts[1].us += first * Instant::kSecond;
    legs.column.seconds_before = {0, first};
    RC_ASSERT(total(rated(tariff, whole)) == total(rated(tariff, legs)));
}

}  // namespace
}  // namespace bw::rate
