#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/hourly_test.h"
#include "flow/rate/energy/pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// kWh of the month by day (at noon of the first) and by night (at its midnight).
struct Energy {
    std::int64_t day = 0, night = 0;
};

meter::IntervalColumn column(const Period& period, const std::string& channel, Energy energy) {
    auto result = hourly(period, channel);
    result.values[0] = energy.night;
    result.values[12] = energy.day;
    return result;
}

const std::string kHead = "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                          "2020-01-01\ntax: standard\ncharges:\n";

// A place through the months, its states passed on.
class Place {
public:
    explicit Place(const std::string& charges)
        : document_(catalog::parse(kHead + charges, "test.yaml")) {}

    std::vector<std::string> bill(int number, Energy taken, Energy fed_in) {
        if (!document_) return {document_.error().message()};
        CompileRequest request;
        request.versions = {&document_->schedules[0]};
        request.period = month(number);
        const auto schedule = compile(request);
        if (!schedule) return {schedule.error().message()};
        meter::Usage usage;
        usage.intervals = {column(request.period, "import", taken),
                           column(request.period, "export", fed_in)};
        auto result = rate(*schedule, usage, states);
        if (!result) return {result.error().message()};
        states = result->state_out;
        pieces = result->pieces;
        std::vector<std::string> lines;
        for (const auto& piece : pieces)
            lines.push_back(piece.part + ": " + piece.quantity.to_string() + " x " +
                            piece.price.to_string() + " = " + line_amount(piece)->to_string(2));
        return lines;
    }

    std::vector<State> states;
    std::vector<Piece> pieces;

private:
    Result<catalog::Document> document_;
};

std::string energy(const std::string& surplus) {
    return "  energy:\n    of: import kWh less export\n" + surplus + R"(
    windows:
      day:   {when: 06:00-18:00, price: 0.30}
      night: {when: otherwise, price: 0.10}
)";
}

TEST(RateNetting, WhatIsFedInIsTakenOffInItsWindow) {
    Place place(energy(""));
    EXPECT_THAT(place.bill(1, {100, 50}, {40, 0}),
                ElementsAre("day: 60 x 0.3 = 18.00", "night: 50 x 0.1 = 5.00"));
    const auto* told = place.pieces[0].breakdown.find<note::Netted>();
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(*told, (note::Netted{Decimal(100), Decimal(40), {}, {}}));
    EXPECT_EQ(place.pieces[1].breakdown.find<note::Netted>(), nullptr);
}

TEST(RateNetting, ASurplusLapsesOrPassesOnToItsWindow) {
    Place lapses(energy(""));
    EXPECT_THAT(lapses.bill(1, {100, 50}, {140, 0}),
                ElementsAre("day: 0 x 0.3 = 0.00", "night: 50 x 0.1 = 5.00"));
    EXPECT_THAT(lapses.bill(2, {100, 50}, {0, 0}),
                ElementsAre("day: 100 x 0.3 = 30.00", "night: 50 x 0.1 = 5.00"));
    Place place(energy("    surplus: {carry: same window}"));
    place.bill(1, {100, 50}, {140, 0});
    EXPECT_THAT(place.states, ElementsAre(State{"energy", "net.day", Decimal(40)}));
    EXPECT_THAT(place.bill(2, {100, 50}, {0, 0}),
                ElementsAre("day: 60 x 0.3 = 18.00", "night: 50 x 0.1 = 5.00"));
}

TEST(RateNetting, WhatIsLeftIsPaidAsTheYearIsSettled) {
    Place place(energy("    surplus: {carry: same window, settled in: Feb, pay: 0.05 per kWh}"));
    place.bill(1, {100, 50}, {140, 0});
    EXPECT_THAT(place.bill(2, {10, 50}, {20, 0}),
                ElementsAre("day: 0 x 0.3 = 0.00", "night: 50 x 0.1 = 5.00",
                            "surplus: -50 x 0.05 = -2.50"));
    EXPECT_THAT(place.states, IsEmpty());
}

TEST(RateNetting, OrTheSumOfAllWindowsIsPaid) {
    Place place(energy("    surplus: {carry: same window, settled in: Feb, pay: 0.05, pay for: the "
                       "sum}"));
    place.bill(1, {100, 50}, {200, 0});           // 50 more than taken
    EXPECT_THAT(place.bill(2, {10, 50}, {0, 0}),  // 60 taken: nothing is left of the sum
                ElementsAre("day: 0 x 0.3 = 0.00", "night: 50 x 0.1 = 5.00"));
    Place other(energy("    surplus: {carry: same window, settled in: Feb, pay: 0.05, pay for: the "
                       "sum}"));
    other.bill(1, {100, 50}, {200, 0});
    EXPECT_THAT(other.bill(2, {10, 50}, {90, 0}),
                ElementsAre("day: 0 x 0.3 = 0.00", "night: 50 x 0.1 = 5.00",
                            "surplus: -80 x 0.05 = -4.00"));
}

// In February the windows are others: noon is 'sun' then.
TEST(RateNetting, ASurplusPassesToWhatIsOpenAtTheSameTime) {
    const std::string text = R"(  energy:
    of: import kWh less export
    surplus: {carry: at 00:00 12:00}
    seasons:
      winter:
        when: 1 Jan - 31 Jan
        windows:
          day:   {when: 06:00-18:00, price: 0.30}
          night: {when: otherwise, price: 0.10}
      summer:
        when: otherwise
        windows:
          sun:  {when: 10:00-16:00, price: 0.20}
          rest: {when: otherwise, price: 0.25}
)";
    Place place(text);
    EXPECT_THAT(place.bill(1, {100, 50}, {130, 57}),
                ElementsAre("winter/day: 0 x 0.3 = 0.00", "winter/night: 0 x 0.1 = 0.00"));
    EXPECT_THAT(place.states, UnorderedElementsAre(State{"energy", "net.summer/sun", Decimal(30)},
                                                   State{"energy", "net.summer/rest", Decimal(7)},
                                                   State{"energy", "net.sum", Decimal(37)}));
    EXPECT_THAT(place.bill(2, {100, 50}, {0, 0}),
                ElementsAre("summer/sun: 70 x 0.2 = 14.00", "summer/rest: 43 x 0.25 = 10.75"));
}

TEST(RateNetting, TiersFillWithWhatIsLeftOfAllWindows) {
    Place place(R"(  energy:
    of: import kWh less export
    tiers fill: pro rata
    windows:
      day:   {when: 06:00-18:00, tiers per month: [{to: 60, price: 0.30}, {price: 0.40}]}
      night: {when: otherwise, tiers per month: [{to: 60, price: 0.10}, {price: 0.20}]}
)");
    EXPECT_THAT(place.bill(1, {100, 30}, {10, 0}),  // 90 and 30: half of the 120 in each tier
                ElementsAre("day/tier-1: 45 x 0.3 = 13.50", "day/tier-2: 45 x 0.4 = 18.00",
                            "night/tier-1: 15 x 0.1 = 1.50", "night/tier-2: 15 x 0.2 = 3.00"));
}

TEST(RateNetting, AGapOfWhatIsFedInIsToldLikeOneOfWhatIsTaken) {
    const auto document = catalog::parse(kHead + energy(""), "test.yaml");
    ASSERT_TRUE(document);
    CompileRequest request;
    request.versions = {&document->schedules[0]};
    request.period = month(1);
    const auto schedule = compile(request);
    ASSERT_TRUE(schedule);
    meter::Usage usage;
    usage.intervals = {column(request.period, "import", {100, 50}),
                       column(request.period, "export", {40, 0})};
    usage.intervals[1].values[13] = meter::kMissing;
    const auto rated = rate(*schedule, usage, {});
    ASSERT_TRUE(rated);
    EXPECT_EQ(rated->pieces[0].breakdown.missing, 1);
}

TEST(RateNetting, NoEnergyIsLostOrMade) {
    Place place(energy("    surplus: {carry: same window, settled in: Apr, pay: 0.01}"));
    const std::vector<std::pair<Energy, Energy>> year{
        {{100, 50}, {140, 10}}, {{90, 20}, {10, 60}}, {{5, 5}, {100, 0}}, {{50, 0}, {70, 30}}};
    std::int64_t taken = 0, fed = 0;
    Decimal billed, paid;
    for (int number = 1; number <= 4; ++number) {
        const auto& [in, out] = year[static_cast<std::size_t>(number - 1)];
        taken += in.day + in.night;
        fed += out.day + out.night;
        place.bill(number, in, out);
        for (const auto& piece : place.pieces)
            (piece.part == "surplus" ? paid : billed) += piece.quantity;
    }
    EXPECT_EQ(billed + paid, Decimal(taken - fed));
}

TEST(RateNetting, TheTextIsCheckedForWhatCannotBe) {
    const auto findings = [](const std::string& charge) {
        const auto document = catalog::parse(kHead + charge, "s.yaml");
        if (!document) return document.error().message();
        const auto found = catalog::check(*document);
        return found.empty() ? std::string() : found[0].text;
    };
    EXPECT_THAT(findings("  e: {of: import kWh less export, tiers per day: [{to: 5, price: 1}, "
                         "{price: 2}]}\n"),
                HasSubstr("no tiers per day"));
    EXPECT_THAT(findings("  e: {of: import kWh less export, tiers fill: in time order, tiers per "
                         "month: [{to: 5, price: 1}, {price: 2}]}\n"),
                HasSubstr("in order of time"));
    EXPECT_THAT(findings("  e: {of: import kWh less export, price: 1, surplus: {pay: 0.1}}\n"),
                HasSubstr("'settled in:'"));
    EXPECT_THAT(
        findings("  e: {of: import kWh less export, price: 1, surplus: {carry: at 25:00}}\n"),
        HasSubstr("no time of day"));
    EXPECT_THAT(findings("  e: {of: import kWh, price: 1, surplus: {carry: nothing}}\n"),
                HasSubstr("'surplus' is not known here"));
}

}  // namespace
}  // namespace bw::rate
