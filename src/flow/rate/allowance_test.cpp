#include "flow/rate/allowance.h"
#include "flow/rate/event_words.h"
#include "flow/rate/telecom_fixture.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using namespace fixture;
using catalog::AllowanceKind;
using catalog::AllowancePeriod;

constexpr const char* kNoon = "2026-03-04T12:00:00Z";

Tariff minutes(std::int64_t seconds) {
    Tariff tariff;
    tariff.destination("national", {"+49"}).destination("abroad", {"+33"});
    tariff.rate("R", "0.15", {group(0, "0.10", 60, 60), group(60, "0.05", 60, 1)});
    tariff.row("national", "R").row("abroad", "R");
    tariff.allow("minutes", AllowanceKind::Seconds, seconds);
    return tariff;
}

TEST(RateAllowance, IsUsedBeforeMoney) {
    const RatedUsage usage = rated(minutes(300), Events().call(kNoon, 200).call(kNoon, 100));
    ASSERT_EQ(usage.pieces.size(), 1U);
    EXPECT_EQ(usage.pieces[0].charge, "minutes");
    EXPECT_EQ(usage.pieces[0].part, "included");
    EXPECT_TRUE(usage.pieces[0].amount.is_zero());
    EXPECT_EQ(usage.pieces[0].breakdown.seconds, 300);
    EXPECT_EQ(usage.pieces[0].breakdown.events, 2);
    EXPECT_EQ(usage.pieces[0].breakdown.notes, std::vector<Note>{note::Left{0}});
    EXPECT_EQ(event_words(usage.events[1], text::Tongue::English), "100 s included (minutes)");
}

TEST(RateAllowance, APartlyCoveredCallIsSplitExactly) {
    const RatedUsage usage = rated(minutes(100), Events().call(kNoon, 145));
    // 100 s are free, with them the connection and the first minute; 45 s at 0.05/min remain
    EXPECT_EQ(total(usage).to_string(), "0.0375");
    EXPECT_EQ(piece_of(usage, "minutes", "included")->breakdown.seconds, 100);
    EXPECT_EQ(piece_of(usage, "voice", "national")->breakdown.seconds, 45);
    EXPECT_EQ(piece_of(usage, "minutes", "included")->breakdown.events, 1);
    EXPECT_EQ(piece_of(usage, "voice", "national")->breakdown.events, 0);
    EXPECT_EQ(event_words(usage.events[0], text::Tongue::English),
              "100 s included (minutes), 45 s x 0.05/min");
}

TEST(RateAllowance, GoesToTheEarlierCallEvenWhenItArrivesLate) {
    Events events;
    events.call("2026-03-05T12:00:00Z", 60).call("2026-03-04T12:00:00Z", 60);
    const RatedUsage usage = rated(minutes(60), events);
    ASSERT_EQ(usage.events.size(), 2U);
    for (const RatedEvent& event : usage.events)
        EXPECT_EQ(event.amount.to_string(), event.index == 1 ? "0" : "0.25");
}

TEST(RateAllowance, HoldsForItsDestinationsOnly) {
    Tariff tariff = minutes(1000);
    tariff.allowances[0].to = {"national"};
    const RatedUsage usage = rated(tariff, Events().call(kNoon, 60, "+33").call(kNoon, 60));
    EXPECT_EQ(total(usage).to_string(), "0.25");
    EXPECT_EQ(piece_of(usage, "minutes", "included")->breakdown.seconds, 60);
    tariff.allowances[0].to = {"mars"};
    EXPECT_FALSE(tariff.compile());
}

TEST(RateAllowance, AnEventWithoutAPriceUsesNothing) {
    const RatedUsage usage = rated(minutes(100), Events().call(kNoon, 60, "+1").call(kNoon, 100));
    EXPECT_EQ(usage.unrated.size(), 1U);
    EXPECT_TRUE(total(usage).is_zero());
}

TEST(RateAllowance, SeveralAreUsedInTheirOrder) {
    Tariff tariff = minutes(50);
    tariff.allow("more", AllowanceKind::Seconds, 500);
    const RatedUsage usage = rated(tariff, Events().call(kNoon, 120));
    EXPECT_EQ(piece_of(usage, "minutes", "included")->breakdown.seconds, 50);
    EXPECT_EQ(piece_of(usage, "more", "included")->breakdown.seconds, 70);
    EXPECT_EQ(event_words(usage.events[0], text::Tongue::English),
              "50 s included (minutes), 70 s included (more)");
    tariff.allow("more", AllowanceKind::Seconds, 5);
    EXPECT_FALSE(tariff.compile());
}

TEST(RateAllowance, UnlimitedEndsAtFairUse) {
    Tariff tariff = minutes(0);
    tariff.allowances[0].amount.reset();
    EXPECT_TRUE(total(rated(tariff, Events().call(kNoon, 90'000))).is_zero());
    tariff.allowances[0].fair_use = 90'000;
    EXPECT_EQ(total(rated(tariff, Events().call(kNoon, 90'000).call(kNoon, 60))).to_string(),
              "0.25");
}

TEST(RateAllowance, MessagesAndBytesHaveTheirOwn) {
    Tariff tariff = minutes(60);
    auto& message = tariff.telecom.messages.emplace_back();
    message.key = "messages";
    message.price = dec("0.09");
    auto& data = tariff.telecom.data.emplace_back();
    data.key = "data";
    data.price = dec("1");
    data.block_bytes = 1000;
    tariff.allow("texts", AllowanceKind::Messages, 1);
    tariff.allow("volume", AllowanceKind::Bytes, 1500);
    Events events;
    events.message(kNoon).message(kNoon).data(kNoon, 1000).data(kNoon, 1000);
    const RatedUsage usage = rated(tariff, events);
    EXPECT_EQ(piece_of(usage, "messages", "any")->amount.to_string(), "0.09");
    EXPECT_EQ(piece_of(usage, "data", "")->amount.to_string(), "1");  // 500 bytes: one started
                                                                      // block
    EXPECT_EQ(piece_of(usage, "volume", "included")->breakdown.bytes, 1500);
    EXPECT_EQ(event_words(usage.events[3], text::Tongue::English),
              "500 B included (volume), 1 x 1.00 per kB");
}

TEST(RateAllowance, ADailyOneIsFreshEachLocalDay) {
    Tariff tariff = minutes(60);
    tariff.allowances[0].period = AllowancePeriod::Day;
    Events events;
    events.call("2026-03-04T22:30:00Z", 60).call("2026-03-04T23:30:00Z", 60);  // in Berlin the
                                                                               // second is of the
                                                                               // 5th
    EXPECT_EQ(total(rated(tariff, events)).to_string(), "0.25");
    EXPECT_TRUE(total(rated(tariff, events, zone("Europe/Berlin"))).is_zero());
}

TEST(RateAllowance, UnusedUnitsRollOverUpToTheCap) {
    Tariff tariff = minutes(300);
    tariff.allowances[0].rollover_cap = 200;
    const RatedUsage first = rated(tariff, Events().call(kNoon, 20));
    const std::vector<State> expected{{"minutes", "allowance", Decimal(0)},
                                      {"minutes", "allowance.1", Decimal(200)}};
    EXPECT_EQ(first.state_out, expected);
    const RatedUsage second = rated(tariff, Events().call(kNoon, 450), {}, first.state_out);
    EXPECT_TRUE(total(second).is_zero());
    // the carried ones went first; of the fresh 300 there are 50 left
    EXPECT_EQ(second.state_out[1].value.to_string(), "50");
}

TEST(RateAllowance, RolledOverUnitsLapseAfterTheirPeriods) {
    Tariff tariff = minutes(100);
    tariff.allowances[0].rollover_cap = 1000;
    tariff.allowances[0].rollover_periods = 2;
    std::vector<State> states;
    std::vector<std::string> sums;
    for (int month = 0; month < 4; ++month) {
        states = rated(tariff, Events(), {}, states).state_out;
        Decimal sum;
        for (const State& state : states) sum += state.value;
        sums.push_back(sum.to_string());
    }
    EXPECT_EQ(sums, (std::vector<std::string>{"100", "200", "200", "200"}));
}

TEST(RateAllowance, ItsPeriodNeedNotBeTheBills) {
    // a bill from the 15th to the 15th, an allowance of the calendar month
    Tariff tariff = minutes(100);
    tariff.allowances[0].period = AllowancePeriod::Month;
    const Period march{LocalDate::of(2026, 3, 15), LocalDate::of(2026, 4, 15)};
    const Period april{LocalDate::of(2026, 4, 15), LocalDate::of(2026, 5, 15)};
    const auto compiled = tariff.compile({}, {march.from, april.to}).value();
    Events events;
    events.call("2026-03-20T12:00:00Z", 90).call("2026-04-02T12:00:00Z", 70);
    const auto first = rate_events(compiled, events.column, march, {}, Detail::Totals).value();
    EXPECT_TRUE(total(first).is_zero());
    EXPECT_EQ(first.state_out, (std::vector<State>{{"minutes", "allowance", Decimal(30)}}));
    const auto second = rate_events(compiled, Events().call("2026-04-20T12:00:00Z", 90).column,
                                    april, first.state_out, Detail::Totals)
                            .value();
    EXPECT_EQ(piece_of(second, "minutes", "included")->breakdown.seconds, 30);
}

TEST(RateAllowance, ABrokenStateIsAnErrorOfTheAccount) {
    const auto compiled = minutes(100).compile().value();
    for (const char* value : {"-1", "0.5", "999999999999"}) {
        const std::vector<State> states{{"minutes", "allowance", dec(value)}};
        const auto result = rate_events(compiled, {}, kMarch2026, states, Detail::Totals);
        if (std::string_view(value) == "999999999999") EXPECT_TRUE(result);
        else EXPECT_EQ(result.error().code, Code::Corrupt);
    }
}

TEST(RateAllowance, ABundleSharesOneBalanceInOrderOfTime) {
    Tariff tariff = minutes(100);
    tariff.allowances[0].shared_by = "family";
    tariff.allowances[0].rollover_cap = 1000;
    const auto compiled = tariff.compile().value();
    const Events a = Events().call("2026-03-04T12:00:00Z", 60).call("2026-03-06T12:00:00Z", 60);
    const Events b = Events().call("2026-03-05T12:00:00Z", 60);
    const std::vector<State> no_state;
    const std::vector<PoolMember> members{{{{kMarch2026, &compiled}}, a.column, no_state},
                                          {{{kMarch2026, &compiled}}, b.column, no_state}};
    const auto usage = rate_pool(members, kMarch2026, Detail::Totals).value();
    ASSERT_EQ(usage.size(), 2U);
    EXPECT_EQ(piece_of(usage[0], "minutes", "included")->breakdown.seconds, 60);
    EXPECT_EQ(piece_of(usage[1], "minutes", "included")->breakdown.seconds, 40);
    EXPECT_EQ(total(usage[0]).to_string(), "0.25");
    EXPECT_EQ(usage[0].state_out.size(), 2U);
    EXPECT_TRUE(usage[1].state_out.empty());
}

PROPERTY(RateAllowanceProperty, CoveredAndChargedSecondsSumToTheCalls) {
    Tariff tariff = minutes(*testing::between<std::int64_t>(0, 3000));
    for (auto& step : tariff.telecom.rates[0].groups) step.increment_s = 1;
    Events events;
    std::int64_t seconds = 0;
    for (int i = *testing::between<int>(0, 20); i > 0; --i) {
        events.call(kNoon, *testing::between<std::int64_t>(0, 600));
        seconds += events.column.seconds.back();
    }
    std::int64_t counted = 0;
    for (const Piece& piece : rated(tariff, events).pieces) counted += piece.breakdown.seconds;
    RC_ASSERT(counted == seconds);
}

}  // namespace
}  // namespace bw::rate
