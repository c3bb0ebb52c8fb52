#include "books/catalog/asked.h"
#include "books/catalog/choice.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kHead = R"(schedule: WATER
sector: water
currency: USD
prices: net
from: 2026-01-01
tax: standard
)";
constexpr std::string_view kTariff = R"(let:
  share: {by usage.zone: {1: 0.8, otherwise: 1}}
  indoor: 2 * household.size * days
  budget: indoor * share
charges:
  service:
    by meter.size:
      5/8": 12.30 per month
      1":
        by city.limits: {inside: 20.00 per month, outside: 30.00 per month}
      otherwise:
        seasons:
          summer: {when: 1 Apr - 30 Sep, price: 40.00 per month}
          winter: {when: otherwise, price: 41.00 per month}
  green:
    of: water m3
    if: [green == yes, household.size > 1]
    price: 0.10
  water:
    of: water m3
    tiers per month: [{to: budget, price: 1}, {price: 2}]
)";

Schedule schedule_of(std::string_view body) {
    auto document = parse(std::string(kHead) + std::string(body), "t.yaml");
    if (!document) {
        ADD_FAILURE() << document.error().message();
        return {};
    }
    return document->schedules.front();
}
std::string error_of(std::string_view body) {
    const auto document = parse(std::string(kHead) + std::string(body), "t.yaml");
    return document ? "no error" : document.error().message();
}
TEST(Choice, TheCalendarOfAPlaceIsChosenByAFactOfIt) {
    const Schedule schedule = schedule_of("holidays: {by state: {BY: DE-BY, otherwise: DE}}\n"
                                          "charges:\n  water: {of: water m3, price: 1}\n");
    EXPECT_EQ(*parse(print(schedule), "t.yaml"), (Document{.calendars = {},
                                                           .taxes = {},
                                                           .schedules = {schedule},
                                                           .plans = {},
                                                           .payment_plans = {}}));
    EXPECT_THAT(facts_asked(schedule).all, ElementsAre("state"));
    const auto holidays = [&](const KnownFacts& known) {
        const auto choice = choose(schedule, known);
        return choice ? chosen(schedule, *choice).head.holidays : choice.error().message();
    };
    EXPECT_TRUE(has_choices(schedule));
    EXPECT_EQ(holidays({{"state", "BY"}}), "DE-BY");
    EXPECT_EQ(holidays({}), "DE");
    const Schedule strict = schedule_of("holidays: {by state: {BY: DE-BY}}\ncharges:\n"
                                        "  water: {of: water m3, price: 1}\n");
    EXPECT_THAT(choose(strict, {}).error().message(),
                HasSubstr("the calendar goes by 'state', which is not known of the place"));
    EXPECT_THAT(choose(strict, {{"state", "NI"}}).error().message(),
                HasSubstr("there is no calendar for state 'NI'"));
    EXPECT_THAT(error_of("holidays: {by month: {1: A, otherwise: B}}\n"),
                HasSubstr("a calendar is of a place"));
    EXPECT_THAT(error_of("holidays: {north: A}\n"), HasSubstr("name a calendar, or a table"));
}

Schedule chosen_for(const KnownFacts& known) {
    const Schedule schedule = schedule_of(kTariff);
    const auto choice = choose(schedule, known);
    if (!choice) {
        ADD_FAILURE() << choice.error().message();
        return {};
    }
    return chosen(schedule, *choice);
}
Decimal price_of(const Charge& charge) {
    return charge.seasons.front().windows.front().tiers.front().price;
}
std::vector<std::string> keys_of(const Schedule& schedule) {
    std::vector<std::string> keys;
    for (const auto& charge : schedule.charges) keys.push_back(charge.key);
    return keys;
}

TEST(Choice, RowsOfTablesByFactsOfThePlace) {
    EXPECT_EQ(price_of(chosen_for({{"meter.size", "5/8\""}}).charges[0]), *Decimal::parse("12.3"));
    const auto outside = chosen_for({{"meter.size", "1\""}, {"city.limits", "outside"}});
    EXPECT_EQ(price_of(outside.charges[0]), Decimal(30));
    EXPECT_THAT(outside.charges[0].picked,
                ElementsAre(Picked{"meter.size", "1\""}, Picked{"city.limits", "outside"}));
    EXPECT_EQ(chosen_for({{"meter.size", "12\""}}).charges[0].seasons.size(), 2);
}

TEST(Choice, ChargesOnlyWhereTheirConditionsHold) {
    const KnownFacts plain{{"meter.size", "5/8\""}};
    EXPECT_THAT(keys_of(chosen_for(plain)), ElementsAre("service", "water"));
    auto green = plain;
    green["green"] = "yes";
    green["household.size"] = "2";
    const auto with = chosen_for(green);
    EXPECT_THAT(keys_of(with), ElementsAre("service", "green", "water"));
    EXPECT_THAT(with.charges[1].picked, ElementsAre(Picked{"green", "yes"}));
    green["household.size"] = "1";
    EXPECT_THAT(keys_of(chosen_for(green)), ElementsAre("service", "water"));
}

// Attributes decide when prices are chosen; contract facts are asked when a month is rated.
TEST(Choice, DiscountsOnlyWhereTheirConditionsHold) {
    const Schedule schedule =
        schedule_of("charges:\n  water: {of: water m3, price: 1}\ndiscounts:\n"
                    "  debit: {on: water, percent: 1, if: [pay.by == debit, customer.years >= 2]}\n"
                    "  loyal: {on: water, percent: 2, if: customer.years >= 5}\n");
    const auto chosen_by = [&](const KnownFacts& known) {
        std::vector<std::string> told;
        for (const auto& discount : chosen(schedule, choose(schedule, known).value()).discounts) {
            told.push_back(discount.key);
            for (const auto& condition : discount.conditions)
                told.back() += " " + print_condition(condition);
        }
        return told;
    };
    EXPECT_TRUE(has_choices(schedule));
    EXPECT_THAT(chosen_by({{"pay.by", "debit"}}),
                ElementsAre("debit customer.years >= 2", "loyal customer.years >= 5"));
    EXPECT_THAT(chosen_by({{"pay.by", "cash"}}), ElementsAre("loyal customer.years >= 5"));
    EXPECT_THAT(chosen_by({}), ElementsAre("loyal customer.years >= 5"));
    EXPECT_THAT(facts_asked(schedule).all, ElementsAre("customer.years", "pay.by"));
    EXPECT_THAT(
        error_of("charges:\n  water: {of: water m3, price: 1}\ndiscounts:\n  d: {on: water, "
                 "percent: 1, if: customer.yeers >= 2}\n"),
        HasSubstr("'customer.yeers' is no fact that is known: customer.years, "));
}

TEST(Choice, NumbersAreComparedAsNumbers) {
    EXPECT_EQ(chosen_for({{"meter.size", "x"}, {"usage.zone", "1.0"}})
                  .charges.back()
                  .seasons[0]
                  .windows[0]
                  .tiers[0]
                  .to->print(),
              "2 * household.size * days * 0.8");
}

TEST(Choice, NamedNumbersArePutIntoFormulas) {
    const auto schedule = chosen_for({{"meter.size", "x"}});
    EXPECT_TRUE(schedule.lets.empty());
    EXPECT_EQ(schedule.charges.back().seasons[0].windows[0].tiers[0].to->print(),
              "2 * household.size * days * 1");
}

TEST(Choice, PlacesThatAreBilledAlikeShareOne) {
    const Schedule schedule = schedule_of(kTariff);
    const auto of_size = [&](const char* size) {
        return *choose(schedule, {{"meter.size", size}});
    };
    EXPECT_EQ(of_size("14\""), of_size("16\""));
    EXPECT_NE(of_size("5/8\""), of_size("16\""));
    EXPECT_TRUE(has_choices(schedule));
    EXPECT_FALSE(has_choices(chosen_for({{"meter.size", "x"}})));
}

TEST(Choice, WhatIsNotKnownIsNotGuessed) {
    const Schedule schedule = schedule_of(kTariff);
    EXPECT_THAT(choose(schedule, {{"meter.size", "1\""}}).error().message(),
                HasSubstr("schedule WATER charges.service: the price goes by 'city.limits', which "
                          "is not known of the place"));
    EXPECT_THAT(
        choose(schedule, {{"meter.size", "1\""}, {"city.limits", "abroad"}}).error().message(),
        HasSubstr("there is no price for city.limits 'abroad'"));
    EXPECT_THAT(choose(schedule, {{"meter.size", "x"}, {"green", "yes"}}).error().message(),
                HasSubstr("it is asked for where household.size > 1, which is not known"));
    EXPECT_THAT(
        choose(schedule, {{"meter.size", "x"}, {"green", "yes"}, {"household.size", "many"}})
            .error()
            .message(),
        HasSubstr("and it is 'many': import a number"));
}

TEST(Choice, WhatIsAskedFor) {
    const auto asked = facts_asked(schedule_of(kTariff));
    EXPECT_THAT(asked.all,
                ElementsAre("city.limits", "green", "household.size", "meter.size", "usage.zone"));
    EXPECT_THAT(asked.numbers, ElementsAre("household.size"));
}

TEST(Choice, SeasonsAreFoundAgainByWhatWasPicked) {
    const Schedule schedule = schedule_of(kTariff);
    const Charge& service = schedule.charges[0];
    const std::vector<Picked> picked{{"meter.size", "1\""}, {"city.limits", "inside"}};
    const auto* seasons = seasons_of(service, picked);
    ASSERT_NE(seasons, nullptr);
    EXPECT_EQ(seasons->front().windows.front().tiers.front().price, Decimal(20));
    EXPECT_EQ(seasons_of(service, {}), nullptr);
    EXPECT_EQ(all_seasons(service).size(), 4);
    EXPECT_EQ(seasons_of(schedule.charges[2], picked), &schedule.charges[2].seasons);
}

TEST(Choice, ATextPrintsAsItReads) {
    const Schedule schedule = schedule_of(kTariff);
    auto again = parse(print(schedule), "t.yaml");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(print(again->schedules.front()), print(schedule));
    EXPECT_THAT(print(schedule), HasSubstr("by city.limits:\n          inside: 20 per month\n"));
}

TEST(Choice, MistakesAreNamedWithTheirPlace) {
    EXPECT_THAT(error_of("charges:\n  a: {by meter.size: {1: 2.00 per month, 2: 3.00 per day}}\n"),
                HasSubstr("all rows of a table are priced per the same unit of time"));
    EXPECT_THAT(error_of("charges:\n  a: {by x: {1: 2.00 per day}, price: 3.00 per day}\n"),
                HasSubstr("with a table, what is priced stands inside each row"));
    EXPECT_THAT(error_of("charges:\n  a: {by x: {1: 2.00 per day}, by y: {1: 3.00 per day}}\n"),
                HasSubstr("one table at a time: put this one into each row"));
    EXPECT_THAT(error_of("charges:\n  a: {by 5x: {1: 2.00 per day}}\n"),
                HasSubstr("'5x' is no name of an attribute"));
    EXPECT_THAT(error_of("charges:\n  a: {price: 2.00 per day, if: green}\n"),
                HasSubstr("write a comparison"));
    EXPECT_THAT(error_of("charges:\n  a: {price: 2.00 per day, if: green > yes}\n"),
                HasSubstr("t.yaml line 8"));
    EXPECT_THAT(error_of("charges:\n  a: {of: water m3, price: 2, times: 3}\n"),
                HasSubstr("a price times a number is of a fixed charge"));
    EXPECT_THAT(error_of("let: {days: 3}\ncharges:\n  a: {price: 2.00 per day}\n"),
                HasSubstr("'days' is no name for a number"));
}

TEST(Choice, NamedNumbersDoNotGrowWithoutBounds) {
    std::string lets = "let:\n  n0: a + a\n";
    for (int i = 1; i < 30; ++i) lets += fmt::format("  n{0}: n{1} + n{1}\n", i, i - 1);
    EXPECT_THAT(error_of(lets + "charges:\n  a: {price: 2.00 per day}\n"),
                HasSubstr("with what its names stand for, the formula is too long"));
}

}  // namespace
}  // namespace bw::catalog
