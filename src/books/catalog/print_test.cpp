#include "books/catalog/parse.h"
#include "books/catalog/print.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

using testing::between;

Decimal any_price(int low, int high) {
    return Decimal::scaled(*between<std::int64_t>(low, high), *between(0, 9));
}
std::string any_word() {
    const std::string letters = "abcxyz09-_.@";
    std::string word = "k";
    for (int i = *between(0, 5); i > 0; --i)
        word += letters[static_cast<std::size_t>(*between(0, 11))];
    return word;
}
std::string any_text() {
    const std::vector<std::string> texts{"Home", "a: b", "# x",   "it's \"so\"", "Grün, Zuhause",
                                         "{x}",  "- y",  "100 %", "~",           "null"};
    return texts[static_cast<std::size_t>(*between(0, static_cast<int>(texts.size()) - 1))];
}
Names any_names() {
    Names names;
    if (*between(0, 1) == 1) names["en"] = any_text();
    if (*between(0, 1) == 1) names["de"] = any_text();
    return names;
}
When any_when() {
    const std::vector<const char*> whens{"Mon-Fri 08:00-19:00 except holidays",
                                         "22:00-06:00",
                                         "Sat, Sun, holidays",
                                         "otherwise",
                                         "Mon 00:00-07:30, 19:00-24:00; Sun",
                                         "daily except holidays"};
    return *parse_when(
        whens[static_cast<std::size_t>(*between(0, static_cast<int>(whens.size()) - 1))]);
}

Window any_prices() {
    Window window;
    const int tiers = *between(1, 3);
    window.per = tiers == 1 ? TierPeriod::None : static_cast<TierPeriod>(*between(1, 5));
    Decimal to;
    for (int i = 0; i < tiers; ++i) {
        Tier tier;
        tier.price = any_price(-100'000, 100'000);
        to = to + any_price(1, 100'000);
        if (i + 1 < tiers) tier.to = Formula(to);
        if (*between(0, 1) == 1 && tiers > 1) tier.name = any_word();
        window.tiers.push_back(tier);
    }
    if (tiers == 2 && *between(0, 1) == 1) {
        window.tiers[0] = {window.tiers[0].to, Decimal(), "", true, any_text(), {}};
        window.tiers[1].name.clear();
    }
    return window;
}

std::vector<Window> any_windows() {
    if (*between(0, 1) == 1) return {any_prices()};
    std::vector<Window> windows;
    for (int i = *between(1, 3); i > 0; --i) {
        windows.push_back(any_prices());
        windows.back().name = "w" + std::to_string(i);
        windows.back().names = any_names();
        windows.back().when = any_when();
    }
    return windows;
}

Peak any_peak(bool is_daily) {
    Peak peak;
    if (*between(0, 1) == 1) peak.minutes = 30;
    if (*between(0, 1) == 1) peak.at_least = *Formula::parse("2 * (power - 1) / 3");
    if (is_daily) {
        peak.anew = Peak::Anew::Day;
        return peak;
    }
    if (*between(0, 2) == 0) peak.percentile = Decimal(*between(1, 99));
    else peak.days = *between(1, 3);
    if (peak.percentile.is_zero() && *between(0, 1) == 1) peak.at = any_word();
    if (*between(0, 2) == 0) peak.own = {{Decimal(60), {}}, {Decimal(100), {6, 7}}};
    for (int i = *between(0, 2); i > 0; --i)
        peak.ratchets.push_back({Decimal(*between(1, 100)),
                                 *between(0, 1) == 1 ? std::vector{6, 12} : std::vector<int>{},
                                 *between(1, 24)});
    return peak;
}

// Of a charge of use: its tiers are those of a peak, too, which are counted per month or day.
void make_peak(Charge& charge) {
    charge.kind = ChargeKind::Demand;
    charge.per = *between(0, 1) == 1 ? TimeUnit::Day : TimeUnit::Month;
    charge.of = {any_word(), "kW"};
    charge.surplus = {};
    charge.peak = any_peak(charge.per == TimeUnit::Day && *between(0, 1) == 1);
    for (auto& season : charge.seasons)
        for (auto& window : season.windows) {
            for (auto& tier : window.tiers) {
                tier.free = false;
                tier.reason.clear();
            }
            if (window.per != TierPeriod::None)
                window.per = charge.per == TimeUnit::Day ? TierPeriod::Day : TierPeriod::Month;
        }
}

void make_net(Charge& charge) {
    using Carry = Surplus::Carry;
    charge.of.less = any_word();
    auto& surplus = charge.surplus;
    surplus.carry = static_cast<Carry>(*between(0, 2));
    if (surplus.carry == Carry::TimeOfDay) surplus.minutes = {0, 330, 720};
    if (*between(0, 1) == 1) surplus.settled_in = *between(1, 12);
    if (surplus.settled_in > 0 && *between(0, 1) == 1) surplus.pay = any_price(1, 1'000);
    surplus.pays_sum = *between(0, 1) == 1;
}

Charge any_charge(int number) {
    Charge charge;
    charge.key = "c" + std::to_string(number) + any_word();
    charge.names = any_names();
    charge.tax = "t" + any_word();
    const bool fixed = *between(0, 3) == 0;
    if (fixed) {
        charge.kind = ChargeKind::Fixed;
        charge.per = static_cast<TimeUnit>(*between(0, 3));
    } else {
        charge.of = {any_word(), "kWh", *between(0, 1) == 1 ? "m3" : "", ""};
        if (charge.of.from.empty() && *between(0, 2) == 0) make_net(charge);
    }
    const int seasons = *between(0, 2);
    for (int i = 0; i < std::max(seasons, 1); ++i) {
        Season season;
        if (seasons > 0) {
            season.name = "s" + std::to_string(i);
            season.names = any_names();
            season.otherwise = *between(0, 1) == 1;
            if (!season.otherwise)
                season.ranges = {
                    {{*between(1, 12), *between(1, 28)}, {*between(1, 12), *between(1, 28)}}};
        }
        season.windows = any_windows();
        if (fixed) {
            Window window;
            window.tiers = {{std::nullopt, any_price(-1000, 1000), "", false, "", {}}};
            season.windows = {window};
        }
        charge.seasons.push_back(season);
    }
    if (!fixed && *between(0, 3) == 0) make_peak(charge);
    else if (!fixed) charge.fill = static_cast<Fill>(*between(0, 2));
    return charge;
}

void make_dynamic(Charge& charge) {
    charge.fill = Fill::EachWindow;
    for (auto& season : charge.seasons)
        for (auto& window : season.windows) {
            window.per = TierPeriod::None;
            window.tiers = {{std::nullopt, Decimal(), "", false, "", {}}};
            window.per_interval = {any_word(), any_price(1, 9), any_price(-5, 5)};
        }
}

// Puts its prices into a table, of one attribute or two.
void make_table(Charge& charge) {
    const auto row = [&](const char* value) { return PriceRow{value, charge.seasons, {}, {}, {}}; };
    charge.by = "meter.size";
    charge.rows = {row("5/8\""), row("a: b")};
    if (*between(0, 1) == 1)
        charge.rows.push_back({"", {}, "city.limits", {row("inside"), row("")}, {}});
    charge.seasons.clear();
}

// Asked for by some only, and named numbers.
void make_choices(Schedule& schedule) {
    if (*between(0, 1) == 1)
        schedule.lets = {
            {"zone", {}, "month", {{"1", *Formula::parse("a * 2")}, {"", Formula(Decimal(1))}}, {}},
            {"budget", *Formula::parse("zone * (a - b)"), {}, {}, {}}};
    for (auto& charge : schedule.charges) {
        if (charge.kind == ChargeKind::Usage && *between(0, 4) == 0) make_dynamic(charge);
        if (*between(0, 2) == 0) make_table(charge);
        if (*between(0, 2) == 0)
            charge.conditions = {
                {"green", Condition::Op::Unequal, {}, any_text()},
                {"persons", static_cast<Condition::Op>(*between(0, 5)), any_price(-5, 5)}};
        if (charge.kind == ChargeKind::Fixed && *between(0, 1) == 1)
            charge.times = *Formula::parse("dwellings - 1");
    }
}

Schedule any_schedule() {
    Schedule schedule;
    schedule.head.name = any_word();
    schedule.head.names = any_names();
    schedule.head.sector = "water";
    schedule.head.currency = *Currency::parse(*between(0, 1) == 1 ? "EUR" : "JPY");
    schedule.head.prices = static_cast<PriceBasis>(*between(0, 1));
    schedule.head.from = LocalDate(*between(0, 30'000));
    if (*between(0, 1) == 1) schedule.head.until = schedule.head.from.plus_days(*between(0, 1'000));
    if (*between(0, 1) == 1) schedule.head.zone = "Europe/Rome";
    if (*between(0, 1) == 1) schedule.head.holidays = any_word();
    if (*between(0, 2) == 0)
        schedule.credits = {{"k",
                             any_names(),
                             {"c0"},
                             {"c1", "c2"},
                             *between(0, 1) == 1,
                             *between(1, 12),
                             *between(0, 1) == 1,
                             "t",
                             {}}};
    if (*between(0, 2) == 0)
        schedule.year_minimum = {any_price(1, 1'000), *between(1, 12), {"c0"}, "t", {}};
    schedule.head.round = {static_cast<Rounding>(*between(0, 3)), *between(0, 9)};
    if (*between(0, 1) == 1) schedule.head.tax = any_word();
    schedule.clock.kind = static_cast<WindowClock::Kind>(*between(0, 2));
    if (schedule.clock.kind == WindowClock::Kind::Offset) schedule.clock.offset = "UTC-03:30";
    for (int i = *between(1, 4); i > 0; --i) schedule.charges.push_back(any_charge(i));
    make_choices(schedule);
    if (*between(0, 1) == 1) {
        Discount discount;
        discount.key = "d" + any_word();
        if (*between(0, 2) > 0) discount.percent = any_price(1, 100);
        else
            discount.amount =
                Discount::Amount{{any_price(1, 100), static_cast<TimeUnit>(*between(0, 3))}, {}};
        if (discount.amount && *between(0, 1) == 1)
            discount.amount = Discount::Amount{{any_price(1, 100), TimeUnit::Month}, "m3"};
        if (*between(0, 1) == 1) discount.at_most = AmountPer{any_price(1, 100), TimeUnit::Year};
        if (*between(0, 1) == 1) {
            discount.from = LocalDate(19'000);
            discount.grows = Growth{any_price(1, 9), TimeUnit::Quarter, Decimal(100)};
        }
        if (*between(0, 1) == 1) discount.on = {any_word(), "other"};
        if (*between(0, 1) == 1)
            discount.conditions = {
                {"customer.years", static_cast<Condition::Op>(*between(0, 4)), Decimal(2)},
                {"pay.by", Condition::Op::Equal, {}, "debit"}};
        if (*between(0, 1) == 1) discount.until = LocalDate(20'000);
        schedule.discounts.push_back(discount);
    }
    if (*between(0, 2) == 0)
        schedule.maximum = Maximum{{any_price(1, 1000), TimeUnit::Month}, {"c0"}, {}};
    if (*between(0, 1) == 1)
        schedule.minimum =
            Minimum{any_price(1, 1000), static_cast<TimeUnit>(*between(0, 3)), {}, "t", {}};
    schedule.corrections = static_cast<CorrectionPolicy>(*between(0, 2));
    schedule.sharing.by = static_cast<SharedBy>(*between(0, 2));
    if (schedule.sharing.by != SharedBy::Days) schedule.sharing.name = any_word();
    schedule.gas = {*between(0, 6), *between(0, 6)};
    schedule.bills_unknown = *between(0, 1) == 1;
    schedule.trusts_customers = *between(0, 1) == 1;
    return schedule;
}

PROPERTY_N(CatalogPrint, WhatIsPrintedReadsBackTheSame, 300) {
    Document document;
    document.schedules.push_back(any_schedule());
    PaymentPlan plan;
    plan.head.name = "advances";
    plan.head.from = LocalDate::of(2026, 1, 1);
    plan.document = static_cast<AdvanceDocument>(*between(0, 1));
    plan.every_months = *between(1, 3);
    plan.settled_in = *between(1, 12);
    plan.taxes = {{"t", Decimal(100)}};
    if (*between(0, 1) == 1)
        plan.taxes = {{"t", Decimal::scaled(375, 1)}, {"u", Decimal::scaled(625, 1)}};
    plan.round_up_to = any_price(1, 1000);
    document.payment_plans.push_back(plan);
    const std::string text = print(document);
    const auto again = parse(text, "printed");
    if (!again) RC_FAIL(again.error().message() + "\n" + text);
    RC_ASSERT(*again == document);
    RC_ASSERT(print(*again) == text);
}

const char* const kFlex = R"(schedule: FLEX
name: {en: Home Flex}
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Rome
holidays: IT
tax: standard
charges:
  standing: {price: 0.3122 per day}
  energy:
    of: import kWh
    windows:
      peak: {when: Mon-Fri 08:00-19:00 except holidays, price: 0.2871}
      night: {when: otherwise, price: 0.1933}
  excise: {of: import kWh, price: 0.0227, free: first 150 per month because domestic use}
minimum: 12.00 per month
discounts:
  loyal: {on: energy, percent: 3, if: customer.years >= 2}
)";

TEST(CatalogDescribe, SaysAScheduleInPlainWords) {
    const auto document = parse(kFlex, "flex.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    EXPECT_EQ(describe(document->schedules[0], "en", Colour::None), R"(FLEX  Home Flex
electricity, net prices in EUR, from 2026-01-01, Europe/Rome, holidays of IT
windows on the local clock; each line rounded half-up to 2 decimals

standing (fixed, tax standard)
    0.3122 per day

energy (import kWh, tax standard)
    A peak         0.2871 per kWh: Mon-Fri 08:00-19:00 except holidays
    B night        0.1933 per kWh: otherwise
                 0     3     6     9     12    15    18    21
    Mon-Fri      BBBBBBBBBBBBBBBBAAAAAAAAAAAAAAAAAAAAAABBBBBBBBBB
    Sat-Sun      BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    holidays     BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB

excise (import kWh, tax standard)
    free up to 150 kWh per month because domestic use; 0.0227 per kWh above 150

at least 12.00 per month for all charges, before discounts

loyal: 3 % off energy if customer.years >= 2
)");
}

TEST(CatalogDescribe, SaysAPlanInPlainWords) {
    const auto document = parse(R"(plan: DUO
name: {en: Duo}
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
tax: standard
recurring:
  line: {price: 39.90 per month, billed: in advance, prorate: none}
  activation: {price: 29.00 once}
allowances:
  data:  {include: 20 GB per month, shared by: bundle, rollover: up to 20 GB for 1 month}
  voice: {include: unlimited, fair use: 3000 minutes, to: [domestic]}
usage:
  voice:
    deck: nordlink-2026.csv
    connect: 0.15
    increments: 60/1
    windows: {off-peak: {when: 19:00-07:00 and weekends, price factor: 0.5}}
    cap: 5.00 per call
  messages: {price: 0.09 per message}
  data: {price: 2.00 per started 500 MB, cap: 20.00 per billing period}
commitment: 24 months
)",
                                "duo.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    EXPECT_EQ(describe(document->plans[0], "en"), R"(DUO  Duo
telecom, net prices in EUR, from 2026-01-01
each line rounded half-up to 2 decimals

line (tax standard)
    39.90 per month, billed in advance, a part of it like a whole one

activation (tax standard)
    29.00 once

included, before money is asked for
    data: 20 GB per month, unused up to 20 GB for 1 more period, shared by the
      bundle
    voice: unlimited calls, fair use up to 3000 minutes, to domestic

voice, tax standard
    off-peak, 19:00-07:00; Sat-Sun: prices of the deck nordlink-2026.csv times
      0.5, 0.15 to connect, the first minute whole, then by second, at most 5.00
      per call
    prices of the deck nordlink-2026.csv, 0.15 to connect, the first minute
      whole, then by second, at most 5.00 per call

messages, tax standard
    0.09 per message

data, tax standard
    2.00 per started 500 MB of a session, at most 20.00 per billing period

commitment: 24 months
)");
}

TEST(CatalogDescribe, SaysWhatAPlanReckonsTogether) {
    const auto document = parse(R"(plan: TALK
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
tax: standard
usage:
  voice: {price: 0.10 per minute}
together:
  maximum: {price: 90.00 per month, on: [voice, data]}
  minimum: 10.00 per month
  discounts:
    loyal: {on: [voice, messages], percent: 5, if: contract.years >= 2}
)",
                                "talk.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    const auto again = parse(print(document->plans[0]), "talk.yaml");
    ASSERT_TRUE(again.has_value()) << again.error().message();
    EXPECT_EQ(again->plans[0], document->plans[0]);
    const std::string told = describe(document->plans[0], "en");
    EXPECT_EQ(told.substr(told.find("\nof all")), R"(
of all that is billed after use, together

at most 90.00 per month for voice, data, before the minimum and discounts

at least 10.00 per month for all charges, before discounts

loyal: 5 % off voice, messages if contract.years >= 2
)");
    EXPECT_FALSE(parse("plan: T\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\n"
                       "usage: {voice: {price: 1 per minute}}\ntogether: {}\n",
                       "t.yaml"));
}

TEST(CatalogDescribe, ColoursTheWeekOfATerminal) {
    const auto document = parse(kFlex, "flex.yaml");
    ASSERT_TRUE(document.has_value());
    const auto grid =
        week_grid(document->schedules[0].charges[1].seasons[0].windows, Colour::Terminal);
    EXPECT_NE(grid.find("\x1b[30;48;5;209mA"), std::string::npos);
    EXPECT_NE(grid.find("\x1b[0m\n"), std::string::npos);
}

}  // namespace
}  // namespace bw::catalog
