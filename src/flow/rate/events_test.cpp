#include "flow/rate/event_words.h"
#include "flow/rate/events.h"
#include "flow/rate/telecom_fixture.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace bw::rate {
namespace {

using namespace fixture;

constexpr const char* kNoon = "2026-03-04T12:00:00Z";

Tariff flat(const std::string& destination, std::vector<std::string> prefixes,
            std::string_view price) {
    Tariff tariff;
    tariff.destination(destination, std::move(prefixes));
    tariff.rate("R", "0", {group(0, price, 1, 1)}).row(destination, "R");
    return tariff;
}

TEST(RateEvents, LongestPrefixOfThePlanWins) {
    Tariff tariff = flat("germany", {"+49", "0049"}, "1");
    tariff.destination("mobile", {"+4915", "+4917"}).destination("unpriced", {"+49151"});
    tariff.rate("M", "0", {group(0, "3", 1, 1)}).row("mobile", "M");
    EXPECT_EQ(cost(tariff, kNoon, 1, "+49301"), "1");
    EXPECT_EQ(cost(tariff, kNoon, 1, "004930"), "1");
    EXPECT_EQ(cost(tariff, kNoon, 1, "+491721"), "3");
    EXPECT_EQ(cost(tariff, kNoon, 1, "+491511"), "3");  // a longer prefix of another plan's does
                                                        // not count
}

TEST(RateEvents, AnyDestinationIsTheLastChoice) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.rate("ANY", "0", {group(0, "9", 1, 1)}).row("", "ANY");
    EXPECT_EQ(cost(tariff, kNoon, 1, "+49301"), "1");
    EXPECT_EQ(cost(tariff, kNoon, 1, "+33"), "9");
    EXPECT_EQ(cost(tariff, kNoon, 1, ""), "9");
}

TEST(RateEvents, OneNumberInTwoGroupsIsRatedByTheHeavierRow) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.destination("friends", {"+49"}).rate("F", "0", {group(0, "0.1", 1, 1)});
    tariff.row("friends", "F", "always", "", 20);
    EXPECT_EQ(cost(tariff, kNoon, 1), "0.1");
}

TEST(RateEvents, AnEventWithoutAPriceIsReturnedWithItsReason) {
    const Tariff tariff = flat("germany", {"+49"}, "1");
    const RatedUsage usage = rated(tariff, Events().call(kNoon, 5, "+88216123456").call(kNoon, 5));
    ASSERT_EQ(usage.unrated.size(), 1U);
    EXPECT_EQ(usage.unrated[0].index, 0U);
    EXPECT_EQ(usage.unrated[0].reason, "rating plan 'P' has no price for destinations '+882...'");
    EXPECT_EQ(usage.events.size(), 1U);
    EXPECT_EQ(total(usage).to_string(), "5");
    EXPECT_EQ(usage.pieces[0].breakdown.events, 1);
}

TEST(RateEvents, AnEventOutsideThePeriodIsNotLost) {
    const RatedUsage usage =
        rated(flat("germany", {"+49"}, "1"), Events().call("2026-04-01T00:00:00Z", 5));
    ASSERT_EQ(usage.unrated.size(), 1U);
    EXPECT_EQ(usage.unrated[0].reason, "the event starts outside the period that is rated");
}

TEST(RateEvents, APeriodThatWasNotCompiledIsAnError) {
    const auto compiled = flat("germany", {"+49"}, "1").compile();
    const Period may{LocalDate::of(2026, 5, 1), LocalDate::of(2026, 6, 1)};
    EXPECT_FALSE(rate_events(*compiled, {}, may, {}, Detail::Totals));
}

TEST(RateEvents, SubjectsChooseTheirPlanFromAnInstantOn) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.rate("S", "0", {group(0, "2", 1, 1)}).rate("L", "0", {group(0, "3", 1, 1)});
    tariff.plan("STAFF").row("germany", "S").plan("LATER").row("germany", "L");
    tariff.subject("call", "1001", "2026-03-02T00:00:00Z", "STAFF");
    tariff.subject("call", "1001", "2026-03-04T12:00:00Z", "LATER");
    const auto price = [&](const char* subject, const char* start) {
        Caller caller;
        caller.subject = subject;
        return total(rated(tariff, Events().call(start, 1), {}, {}, caller)).to_string();
    };
    EXPECT_EQ(price("1001", "2026-03-01T12:00:00Z"), "1");  // not yet: any
    EXPECT_EQ(price("1001", "2026-03-04T11:59:59Z"), "2");
    EXPECT_EQ(price("1001", kNoon), "3");
    EXPECT_EQ(price("1002", kNoon), "1");
}

TEST(RateEvents, FallbackSubjectsAreAskedInOrder) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.destination("france", {"+33"}).destination("spain", {"+34"});
    tariff.rate("F", "0", {group(0, "2", 1, 1)}).rate("S", "0", {group(0, "3", 1, 1)});
    tariff.plan("FR").row("france", "F").plan("ES").row("spain", "S");
    tariff.subject("call", "a", "2026-01-01T00:00:00Z", "P", {"b", "c"});
    tariff.subject("call", "b", "2026-01-01T00:00:00Z", "FR", {"a"});  // a circle ends
    tariff.subject("call", "c", "2026-01-01T00:00:00Z", "ES");
    Caller caller;
    caller.subject = "a";
    EXPECT_EQ(
        total(rated(tariff, Events().call(kNoon, 1, "+34").call(kNoon, 1, "+33"), {}, {}, caller))
            .to_string(),
        "5");
    const RatedUsage none = rated(tariff, Events().call(kNoon, 1, "+1"), {}, {}, caller);
    EXPECT_EQ(none.unrated.size(), 1U);
}

TEST(RateEvents, NoSubjectNoPlanNoPrice) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.telecom.subjects[0].subject = "1001";
    EXPECT_TRUE(
        cost(tariff, kNoon, 1).starts_with("unrated: no rating plan of category 'call' holds at"));
}

TEST(RateEvents, MessagesCostPerEvent) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    auto& any = tariff.telecom.messages.emplace_back();
    any.key = "messages";
    any.price = dec("0.19");
    auto& national = tariff.telecom.messages.emplace_back();
    national.key = "messages";
    national.destination = "germany";
    national.price = dec("0.07");
    national.tax = "reduced";
    Events events;
    events.message(kNoon).message(kNoon).message(kNoon, "+33");
    const RatedUsage usage = rated(tariff, events);
    const Piece* piece = piece_of(usage, "messages", "germany");
    ASSERT_NE(piece, nullptr);
    EXPECT_EQ(piece->quantity.to_string() + " x " + piece->price.to_string(), "2 x 0.07");
    EXPECT_EQ(piece->amount.to_string(), "0.14");
    EXPECT_EQ(piece->tax, "reduced");
    EXPECT_EQ(piece_of(usage, "messages", "any")->amount.to_string(), "0.19");
}

TEST(RateEvents, MessagesAndDataMayHaveRatingPlansOfTheirOwn) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.rate("SMS", "0", {group(0, "0.05", 1, 1)}).rate("MB", "0", {group(0, "0.002", 10, 10)});
    tariff.plan("SMS")
        .row("", "SMS")
        .plan("DATA")
        .row("", "MB", "00:00-13:00", "day")
        .row("", "MB", "otherwise");
    EXPECT_EQ(rated(tariff, Events().message(kNoon).data(kNoon, 1)).unrated.size(), 2U);
    tariff.subject("message", "any", "2026-01-01T00:00:00Z", "SMS");
    tariff.subject("data", "any", "2026-01-01T00:00:00Z", "DATA");
    // 65 bytes are 7 blocks of 10; a session belongs to the window in which it starts
    const RatedUsage usage =
        rated(tariff, Events().message(kNoon).data("2026-03-04T12:59:59Z", 65));
    EXPECT_EQ(piece_of(usage, "messages", "any")->amount.to_string(), "0.05");
    EXPECT_EQ(piece_of(usage, "data", "any/day")->amount.to_string(), "0.014");
    EXPECT_EQ(piece_of(usage, "data", "any/day")->breakdown.bytes, 70);
}

Tariff data_tariff(bool per_session) {
    Tariff tariff;
    auto& data = tariff.telecom.data.emplace_back();
    data.key = "data";
    data.price = dec("0.50");
    data.block_bytes = 1000;
    data.per_session = per_session;
    return tariff;
}

TEST(RateEvents, DataIsChargedByStartedBlocksOfASessionOrOfThePeriod) {
    Events events;
    events.data(kNoon, 1).data(kNoon, 1001).data(kNoon, 0);
    const RatedUsage sessions = rated(data_tariff(true), events);
    ASSERT_EQ(sessions.pieces.size(), 1U);
    EXPECT_EQ(sessions.pieces[0].quantity.to_string(), "3");
    EXPECT_EQ(sessions.pieces[0].amount.to_string(), "1.5");
    EXPECT_EQ(sessions.pieces[0].breakdown.events, 2);
    const RatedUsage period = rated(data_tariff(false), events);
    EXPECT_EQ(period.pieces[0].amount.to_string(), "1");
    EXPECT_EQ(period.events[0].amount.to_string(), "0.5");
    EXPECT_EQ(period.events[1].amount.to_string(), "0.5");
}

TEST(RateEvents, ThePeriodsDataCostsNoMoreThanItsCap) {
    Tariff tariff = data_tariff(true);
    tariff.telecom.data[0].cap = dec("0.80");
    const RatedUsage usage =
        rated(tariff, Events().data(kNoon, 900).data(kNoon, 900).data(kNoon, 900));
    EXPECT_EQ(total(usage).to_string(), "0.8");
    EXPECT_EQ(usage.events[1].amount.to_string(), "0.3");
    EXPECT_EQ(usage.events[2].amount.to_string(), "0");
    EXPECT_EQ(usage.pieces[0].quantity.to_string(), "1");
}

// Each part with its own copy of the tariff, as versions have.
RatedUsage rated_in_parts(const std::vector<std::pair<Period, Tariff>>& tariffs,
                          const Events& events) {
    std::vector<TelecomPart> parts;
    for (const auto& [days, tariff] : tariffs) parts.push_back({days, tariff.compile().value()});
    return rate_events(parts, events.column, kMarch2026, {}, Detail::Events).value();
}
const LocalDate kMiddle = LocalDate::of(2026, 3, 16);
const Period kFirstHalf{kMarch2026.from, kMiddle}, kSecondHalf{kMiddle, kMarch2026.to};

TEST(RateEvents, ANewVersionNeitherBreaksABlockNorRaisesTheCap) {
    const auto events =
        Events().data("2026-03-10T12:00:00Z", 1'300).data("2026-03-20T12:00:00Z", 1'300);
    Tariff tariff = data_tariff(false);
    const auto blocks = rated_in_parts({{kFirstHalf, tariff}, {kSecondHalf, tariff}}, events);
    ASSERT_EQ(blocks.pieces.size(), 2U);  // 2,600 bytes start three blocks
    EXPECT_EQ(blocks.pieces[0].quantity.to_string(), "2");
    EXPECT_EQ(blocks.pieces[1].quantity.to_string(), "1");
    EXPECT_EQ(blocks.pieces[1].breakdown.bytes, 1'300);
    tariff.telecom.data[0].cap = dec("0.80");
    const auto capped = rated_in_parts({{kFirstHalf, tariff}, {kSecondHalf, tariff}}, events);
    ASSERT_EQ(capped.pieces.size(), 2U);  // the second says that it was free
    EXPECT_EQ(capped.pieces[1].amount.to_string(), "0");
    EXPECT_EQ(total(capped).to_string(), "0.8");
    EXPECT_EQ(capped.events[1].amount.to_string(), "0");
}

TEST(RateEvents, OtherBlocksBeginAnewAndAPartWithoutDataIsSkipped) {
    const auto events =
        Events().data("2026-03-10T12:00:00Z", 300).data("2026-03-20T12:00:00Z", 300);
    Tariff other = data_tariff(false);
    other.telecom.data[0].block_bytes = 2'000;
    EXPECT_EQ(rated_in_parts({{kFirstHalf, data_tariff(false)}, {kSecondHalf, other}}, events)
                  .pieces.size(),
              2U);
    Tariff none = data_tariff(false);
    none.telecom.data.clear();
    const Period gap{LocalDate::of(2026, 3, 12), kMiddle};
    const auto joined = rated_in_parts({{{kMarch2026.from, gap.from}, data_tariff(false)},
                                        {gap, none},
                                        {kSecondHalf, data_tariff(false)}},
                                       events);
    ASSERT_EQ(joined.pieces.size(), 1U);
    EXPECT_EQ(joined.pieces[0].amount.to_string(), "0.5");
}

PROPERTY_N(RateEvents, PartsOfThePeriodSumToTheWhole, 60) {
    Tariff tariff = data_tariff(*testing::between(0, 1) == 1);
    if (*testing::between(0, 1) == 1) tariff.telecom.data[0].cap = dec("4.20");
    Events events;
    const int count = *testing::between(0, 12);
    for (int i = 0; i < count; ++i)
        events.data(fmt::format("2026-03-{:02}T12:00:00Z", i * 2 + 1), *testing::between(0, 3000));
    const LocalDate cut = kMarch2026.from.plus_days(*testing::between(1, 30));
    const auto parts =
        rated_in_parts({{{kMarch2026.from, cut}, tariff}, {{cut, kMarch2026.to}, tariff}}, events);
    RC_ASSERT(total(parts) == total(rated(tariff, events)));
}

TEST(RateEvents, ADeckPricesItsPrefixesByItsRows) {
    Tariff tariff = flat("special", {"+4918"}, "1");
    catalog::Deck& deck = tariff.decks.emplace_back();
    deck.name = "az.csv";
    const auto add = [&](const char* prefix, const char* name,
                         const char* price) -> catalog::DeckRow& {
        catalog::DeckRow& row = deck.rows.emplace_back();
        row.prefix = prefix;
        row.name = name;
        row.per_minute = dec(price);
        return row;
    };
    add("+49", "National", "0.08");
    add("+49180", "Service", "0.14").connect = dec("0.20");
    add("+33", "France", "0.30").increment_s = 30;
    tariff.rate("D", "0.05", {group(0, "0", 60, 60), group(60, "0", 60, 1)});
    tariff.row("", "D", "otherwise", "").row("", "D", "weekends", "off-peak");
    for (std::size_t i = 1; i < 3; ++i) {
        tariff.telecom.rating_plans[0].rows[i].deck = "az.csv";
        tariff.telecom.rating_plans[0].rows[i].factor = dec(i == 1 ? "1" : "0.8");
    }
    EXPECT_EQ(cost(tariff, kNoon, 61, "+49301"), "0.131333333");  // 0.05 + 61 s at 0.08/min
    EXPECT_EQ(cost(tariff, kNoon, 61, "+49180"), "0.342333333");  // the longer prefix beats the
                                                                  // group
    EXPECT_EQ(cost(tariff, kNoon, 61, "+49185"), "61");
    EXPECT_EQ(cost(tariff, kNoon, 31, "+33"), "0.35");
    const RatedUsage weekend = rated(tariff, Events().call("2026-03-07T12:00:00Z", 60, "+33"));
    EXPECT_EQ(weekend.pieces[0].part, "France/off-peak");
    EXPECT_EQ(weekend.pieces[0].amount.to_string(), "0.29");
    EXPECT_EQ(
        event_words(weekend.events[0], text::Tongue::English),
        "connection 0.05 (off-peak) + 60 s x 0.30/min x 0.8 (off-peak), deck az.csv, prefix +33");
}

TEST(RateEvents, APieceSaysWhereItsPriceStands) {
    Tariff tariff = flat("germany", {"+49"}, "1");
    tariff.telecom.rating_plans[0].rows[0].line.number = 14;
    const RatedUsage usage = rated(tariff, Events().call(kNoon, 7));
    ASSERT_EQ(usage.pieces.size(), 1U);
    const Piece& piece = usage.pieces[0];
    EXPECT_EQ(piece.breakdown.clause, "TEST@2026-01-01 usage.rating_plans.P, line 14");
    EXPECT_EQ(piece.charge, "voice");
    EXPECT_EQ(piece.tax, "standard");
    EXPECT_EQ(piece.quantity.to_string() + piece.unit, "1");
    EXPECT_EQ(piece.price, piece.amount);
    EXPECT_EQ(piece.days, kMarch2026);
}

TEST(CompileTelecom, NamesThatLeadNowhereAndImpossiblePricesAreErrors) {
    const auto error = [](const Tariff& tariff) {
        const auto compiled = tariff.compile();
        return compiled ? std::string("none") : compiled.error().text;
    };
    Tariff tariff = flat("germany", {"+49"}, "1");
    EXPECT_EQ(error(tariff), "none");
    Tariff other = tariff;
    EXPECT_EQ(error(other.row("germany", "X")), "there is no rate 'X'");
    other = tariff;
    EXPECT_EQ(error(other.row("mars", "R")), "there is no destination 'mars'");
    other = tariff;
    EXPECT_EQ(error(other.subject("call", "x", kNoon, "Q")), "there is no rating plan 'Q'");
    other = tariff;
    other.telecom.rates[0].groups[0].price = dec("-1");
    EXPECT_EQ(error(other), "a price is below zero");
    other = tariff;
    other.telecom.rates[0].groups[0].increment_s = 0;
    EXPECT_EQ(error(other), "a price unit and an increment must be above 0");
    other = tariff;
    other.telecom.rates[0].groups[0].from_s = 5;
    EXPECT_EQ(error(other), "rate groups must ascend and begin at 0");
    other = tariff;
    other.telecom.destinations[0].prefixes = {"+49", "+49"};
    EXPECT_EQ(error(other), "one destination or deck holds the prefix twice");
    other = tariff;
    for (const std::int64_t unit : {999'983, 999'979, 999'961})
        other.rate("U" + std::to_string(unit), "0", {group(0, "1", unit, 1)})
            .row("", "U" + std::to_string(unit));
    EXPECT_TRUE(error(other).starts_with("a price per 999961 cannot be added exactly"));
}

// A month of calls, messages and sessions around one tariff with everything in it.
Tariff rich() {
    Tariff tariff = flat("germany", {"+49"}, "0.01");
    tariff.telecom.rates[0].groups[0].per_s = 7;
    tariff.telecom.rates[0].connect = dec("0.1");
    tariff.rate("X", "0.2", {group(0, "0.3", 60, 60), group(60, "0.1", 60, 1)});
    tariff.row("", "X", "weekends", "weekend").row("", "X", "otherwise");
    tariff.telecom.data = data_tariff(false).telecom.data;
    tariff.allow("voice", catalog::AllowanceKind::Seconds, 900);
    tariff.allow("data", catalog::AllowanceKind::Bytes, 5'000);
    auto& messages = tariff.telecom.messages.emplace_back();
    messages.key = "messages";
    messages.price = dec("0.09");
    return tariff;
}

Events random_events(int count) {
    Events events;
    for (int i = 0; i < count; ++i) {
        const auto kind = *testing::between<int>(0, 2);
        const std::string start = "2026-03-01T00:00:00Z";
        if (kind == 0)
            events.call(start, *testing::between<std::int64_t>(0, 900), i % 2 == 0 ? "+49" : "+1");
        if (kind == 1) events.message(start);
        if (kind == 2) events.data(start, *testing::between<std::int64_t>(0, 3'000));
        // few different starts, so that equal ones happen
        events.column.starts.back().us +=
            *testing::between<std::int64_t>(0, 40) * 60'000 * Instant::kSecond;
    }
    return events;
}

meter::EventColumn shuffled(const meter::EventColumn& in, const std::vector<std::size_t>& order) {
    meter::EventColumn out;
    for (const std::size_t i : order) {
        out.starts.push_back(in.starts[i]);
        out.seconds.push_back(in.seconds[i]);
        out.bytes.push_back(in.bytes[i]);
        out.kinds.push_back(in.kinds[i]);
        out.destinations.push_back(in.destinations[i]);
        out.record_ids.push_back(in.record_ids[i]);
    }
    return out;
}

PROPERTY(RateEventsProperty, TheOrderOfArrivalIsIrrelevant) {
    const auto compiled = rich().compile().value();
    const Events events = random_events(*testing::between<int>(0, 30));
    std::vector<std::size_t> order(events.column.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[*testing::between<std::size_t>(0, i - 1)]);
    const auto sorted =
        rate_events(compiled, events.column, kMarch2026, {}, Detail::Totals).value();
    const auto other =
        rate_events(compiled, shuffled(events.column, order), kMarch2026, {}, Detail::Totals)
            .value();
    RC_ASSERT(sorted.pieces == other.pieces);
    RC_ASSERT(sorted.state_out == other.state_out);
}

PROPERTY(RateEventsProperty, EventsSumToThePiecesWithinTheirRounding) {
    const Events events = random_events(*testing::between<int>(0, 30));
    const RatedUsage usage = rated(rich(), events);
    RC_ASSERT(usage.events.size() == events.column.size());
    Decimal sum;
    for (const RatedEvent& event : usage.events) sum += event.amount;
    const Decimal difference = sum - total(usage);
    const auto bound = static_cast<int128>(events.column.size() + 10);
    RC_ASSERT(difference.nano() <= bound);
    RC_ASSERT(-difference.nano() <= bound);
    // So do their shares, piece by piece.
    for (const Piece& piece : usage.pieces) {
        if (!piece.unit.empty() || piece.breakdown.find<note::DataCapped>() != nullptr) continue;
        Decimal shares;
        for (const RatedEvent& event : usage.events)
            for (const auto& share : event.shares)
                if (share.charge == piece.charge && share.part == piece.part)
                    shares += share.amount;
        RC_ASSERT((shares - piece.amount).nano() <= bound);
        RC_ASSERT((piece.amount - shares).nano() <= bound);
    }
    std::int64_t counted = 0, answered = 0;
    for (const Piece& piece : usage.pieces) counted += piece.breakdown.events;
    for (std::size_t i = 0; i < events.column.size(); ++i)
        answered += events.column.kinds[i] == meter::EventKind::Message ||
                            events.column.seconds[i] > 0 || events.column.bytes[i] > 0
                        ? 1
                        : 0;
    RC_ASSERT(counted == answered);
}

}  // namespace
}  // namespace bw::rate
