// What not every home on a plan has: a controlled load, a solar roof, green power, incentives. Each
// is a charge with a condition: an attribute of the place says who has it.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace bw::tariff_sources::au_cdr {
namespace {

constexpr int kDaysOfWeek = 7;
constexpr int kCents = 100;

catalog::Condition is_word(std::string fact, std::string word) {
    return {std::move(fact), catalog::Condition::Op::Equal, {}, std::move(word)};
}

catalog::Charge usage_charge(std::string key, std::string_view name, catalog::Measure of,
                             std::vector<catalog::Window> windows) {
    catalog::Charge charge;
    charge.key = std::move(key);
    charge.names = named("en", name);
    charge.of = std::move(of);
    charge.seasons.emplace_back().windows = std::move(windows);
    return charge;
}

// One price per kWh: {amount} or {rates: [{unitPrice}]}.
Read<Decimal> feed_in_price(const Value& tariff, const Lowered& plan) {
    if (const Value* amount = tariff.find("amount")) return dollars(*amount, plan);
    const auto rates = TRY(need(tariff, "rates"))->each();
    if (rates.size() != 1) return fault(tariff, "several prices in one feed-in tariff");
    if (rates[0]->find("volume") != nullptr)
        return fault(*rates[0],
                     "a block without a period: over which time it fills stands nowhere");
    const std::string unit = rates[0]->word("measureUnit");
    if (!unit.empty() && unit != "KWH") return fault(*rates[0], "a price per " + unit);
    tariff.mark({"period"});  // one price fills nothing
    return need_dollars(*rates[0], "unitPrice", plan);
}

// One price, or prices by time.
Read<std::vector<catalog::Window>> feed_in_windows(const Value& entry, const Lowered& plan) {
    if (entry.word("tariffUType") != "timeVaryingTariffs") {
        const Value* tariff = TRY(need(entry, "singleTariff"));
        return std::vector{flat(-TRY(feed_in_price(*tariff, plan)))};
    }
    const Value* list = TRY(need(entry, "timeVaryingTariffs"));
    std::vector<const Value*> uses;
    for (const auto* tariff : list->each())
        std::ranges::copy(TRY(need(*tariff, "timeVariations"))->each(), std::back_inserter(uses));
    const Holidays holidays = TRY(holidays_of(*list, uses, entry.word("description")));
    std::vector<catalog::Window> windows;
    std::vector<std::string> keys;
    for (const auto* tariff : list->each()) {
        catalog::Window window = flat(-TRY(feed_in_price(*tariff, plan)));
        window.name = free_key(key_of(tariff->word("type")), keys);
        window.names = named("en", tariff->word("displayName"));
        window.when = TRY(windows_of(tariff->find("timeVariations")->each(), holidays));
        windows.push_back(std::move(window));
    }
    if (!covers_week(windows))
        return fault(*list, "its windows do not hold each half hour of the week exactly once");
    return windows;
}

// "retailer", "premium.retailer", "government": who pays it, and by which scheme.
std::string scheme_of(const Value& entry) {
    const std::string scheme = key_of(entry.word("scheme"));
    const std::string payer = key_of(entry.word("payerType"));
    return scheme == "other" ? payer : scheme + "." + payer;
}

// Dates of an entry, with a year or without: those of a whole one say nothing.
Read<void> take_dates(const Value& entry) {
    const std::string from = entry.peek_word("startDate"), to = entry.peek_word("endDate");
    if (from.empty() && to.empty()) return {};
    if (!from.ends_with("01-01") || !to.ends_with("12-31"))
        return fault(entry, "prices of a part of the year");
    entry.mark({"startDate", "endDate"});
    return {};
}

// What is asked for each day, beside usage. Windows may each name it: zero, or nobody knows how
// often it is due.
Read<Decimal> load_supply(const Value& block, const Lowered& plan) {
    Decimal supply;
    for (const auto* part : block.each()) {
        const Value* daily = part->find("dailyCharge");
        if (daily == nullptr) daily = part->find("dailySupplyCharge");
        if (daily != nullptr) supply = TRY(dollars(*daily, plan));
        if (block.is_list() && !supply.is_zero())
            return fault(*daily, "a supply charge in one of several windows");
    }
    return supply;
}

// An entry of one window is the whole day, and a text says when it holds.
Read<std::vector<catalog::Window>> load_windows(const Value& entry, const Value& block,
                                                const Lowered& plan) {
    if (!block.is_list()) return std::vector{TRY(prices_of(block, plan))};
    if (block.each().size() == 1)
        return fault(entry,
                     "windows that are the whole day in each entry; only texts tell them apart");
    return windows_in(block, plan);
}

Read<std::vector<catalog::Charge>> load_charges(const Value& entry, int number,
                                                const Lowered& plan) {
    const std::string name = fmt::format("controlled-load-{}", number);
    // The part that holds prices, in its old shape the entry itself.
    const std::string kind = entry.word("rateBlockUType");
    const Value* block = kind.empty() ? &entry : TRY(need(entry, kind));
    TRY_VOID(take_dates(entry));
    for (const auto* part : block->each()) part->mark({"displayName", "description"});
    entry.mark({"displayName", "description"});
    const catalog::Measure of{.channel = fmt::format("controlled-{}", number), .unit = "kWh"};
    std::vector<catalog::Charge> charges;
    auto windows = TRY(load_windows(entry, *block, plan));
    charges.push_back(usage_charge(name, entry.word("displayName"), of, std::move(windows)));
    const Decimal supply = TRY(load_supply(*block, plan));
    if (!supply.is_zero()) {
        charges.push_back(fixed_charge(name + "-supply", supply, catalog::TimeUnit::Day));
        charges.back().names = named("en", entry.word("displayName") + ", supply");
    }
    for (auto& charge : charges)
        charge.conditions = {is_word(fmt::format("controlled.load.{}", number), "yes")};
    return charges;
}

// 20, 100; the archive writes a tenth as "0.1" and the whole as "1", "1.0" or "100".
Read<Decimal> percent_green(const Value& entry, const Value& tier) {
    const Value* percent = TRY(need(tier, "percentGreen"));
    const Decimal written = TRY(number(*percent));
    auto said = percents_in(entry.word("description"));
    std::ranges::move(percents_in(entry.word("displayName")), std::back_inserter(said));
    const Decimal whole =
        written <= Decimal(1) ? Decimal::from_nano(written.nano() * kCents) : written;
    if (std::ranges::find(said, whole) == said.end())
        return fault(*percent, fmt::format("'{}' is not the percentage that its text names",
                                           percent->brief(20)));
    return whole;
}

// Dollars. Where the text names cents, and the amount is what they are rounded to, the cents count.
Read<Decimal> green_price(const Value& entry, const Value& tier, Notes& notes) {
    const Value* amount = TRY(need(tier, "amount"));
    const Decimal written = TRY(number(*amount));
    const auto cents = cents_per_kwh(entry.word("description"));
    if (!cents) return written;
    const Decimal said = Decimal::from_nano(cents->nano() / kCents);
    if (said == written) return written;
    const std::size_t point = amount->text.find('.');
    const int places =
        point == std::string::npos ? 0 : static_cast<int>(amount->text.size() - point - 1);
    if (said.rounded(places, Rounding::HalfUp) != written)
        return fault(*amount, "the amount and the cents of the text do not agree");
    notes.explain(*amount, fmt::format("rounded away from {} dollars, which its text names and "
                                       "which are billed",
                                       said.to_string()));
    return said;
}

Read<catalog::Charge> green_charge(const Value& entry, const Value& tier, Lowered& plan) {
    const Decimal percent = TRY(percent_green(entry, tier));
    const Decimal gross = TRY(green_price(entry, tier, plan.notes));
    const std::string text = entry.word("description");
    const NetAmount net = TRY(without_gst(entry, gross, plan.options));
    Decimal price = net.amount;
    const bool is_weekly = entry.word("type") == "FIXED_PER_WEEK";
    if (!is_weekly && entry.word("type") != "FIXED_PER_UNIT")
        return fault(entry, "green power that is neither per kWh nor per week");
    const std::string key = "green-power-" + percent.to_string();
    const std::string name = fmt::format("Green power {} %", percent.to_string());
    catalog::Charge charge;
    if (is_weekly) {
        price = Decimal::from_nano(divide_rounded(price.nano(), kDaysOfWeek, Rounding::HalfEven));
        plan.notes.explain(tier, "a price per week is a seventh of it per day, to nine decimals");
        charge = fixed_charge(key, price, catalog::TimeUnit::Day);
        charge.names = named("en", name);
    } else {
        // "$0.0495 x (10% x total usage)": the price is that of all kWh being green.
        if (has_word(text, {"% x total usage"})) {
            const int128 part = price.nano() * (percent.nano() / Decimal::kScale);
            if (part % kCents != 0) return fault(tier, "a price of more than nine decimals");
            price = Decimal::from_nano(part / kCents);
        }
        charge = usage_charge(key, name, {.channel = "import", .unit = "kWh"}, {flat(price)});
    }
    charge.tax = net.tax;
    charge.conditions = {{"green.power", catalog::Condition::Op::Equal, percent}};
    entry.mark({"scheme", "type", "displayName", "description"});
    return charge;
}

void add(std::vector<catalog::Charge> charges, Lowered& plan) {
    for (auto& charge : charges) plan.schedule.charges.push_back(std::move(charge));
}

}  // namespace

void lower_controlled_load(const Value& contract, Lowered& plan) {
    const Value* load = contract.find("controlledLoad");
    if (load == nullptr) return;
    int number = 0;
    for (const auto* entry : load->each()) {
        auto charges = load_charges(*entry, ++number, plan);
        if (!charges)
            plan.notes.refuse(*entry, charges.error(), "this controlled load is not billed");
        else add(std::move(*charges), plan);
    }
}

void lower_feed_in(const Value& contract, Lowered& plan) {
    const Value* tariffs = contract.find("solarFeedInTariff");
    if (tariffs == nullptr) return;
    std::vector<std::string> schemes;
    for (const auto* entry : tariffs->each()) schemes.push_back(scheme_of(*entry));
    std::size_t at = 0;
    for (const auto* entry : tariffs->each()) {
        const std::string& scheme = schemes[at++];
        auto windows = feed_in_windows(*entry, plan);
        if (!windows || std::ranges::count(schemes, scheme) > 1) {
            plan.notes.refuse(*entry,
                              windows ? Fault{entry, "several prices of one scheme, and no time "
                                                     "over which a part fills"}
                                      : windows.error(),
                              "what is fed in is not paid");
            continue;
        }
        entry->mark({"description", "displayName"});
        auto charge = usage_charge("feed-in-" + key_of(scheme), "Feed-in",
                                   {.channel = "export", .unit = "kWh"}, std::move(*windows));
        charge.conditions = {is_word("solar." + scheme, "yes")};
        charge.tax = "feed-in";
        plan.schedule.charges.push_back(std::move(charge));
    }
}

void lower_green_power(const Value& contract, Lowered& plan) {
    const Value* charges = contract.find("greenPowerCharges");
    if (charges == nullptr) return;
    std::vector<std::string> keys;
    for (const auto* entry : charges->each()) {
        const Value* tiers = entry->find("tiers");
        const auto rows = tiers == nullptr ? std::vector<const Value*>{} : tiers->each();
        if (rows.size() != 1) {
            plan.notes.refuse(*entry, "green power of several prices: it is not billed");
            continue;
        }
        auto charge = green_charge(*entry, *rows[0], plan);
        if (!charge) {
            plan.notes.refuse(*entry, charge.error(), "this green power is not billed");
            continue;
        }
        charge->key = free_key(charge->key, keys);
        plan.schedule.charges.push_back(std::move(*charge));
    }
}

void lower_incentives(const Value& contract, Lowered& plan) {
    const Value* incentives = contract.find("incentives");
    if (incentives == nullptr) return;
    for (const auto* entry : incentives->each()) {
        if (entry->word("category") == "GIFT") plan.notes.inform(*entry, "a gift beside the bill");
        else
            plan.notes.leave_out(*entry, "an offer that only its text describes: it is not billed");
    }
}

}  // namespace bw::tariff_sources::au_cdr
