// Supply and usage of an Australian plan: seasons of blocks or windows.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace bw::tariff_sources::au_cdr {
namespace {

using catalog::TierPeriod;

struct PeriodWord {
    std::string_view word;
    TierPeriod per;
};
constexpr std::array kPeriods{
    PeriodWord{"P1D", TierPeriod::Day}, PeriodWord{"P1M", TierPeriod::Month},
    PeriodWord{"P3M", TierPeriod::Quarter}, PeriodWord{"P1Y", TierPeriod::Year}};

// Over which time blocks fill: the source's word, else the user's.
Read<TierPeriod> blocks_per(const Value& block, const Lowered& plan) {
    const Value* period = block.find("period");
    if (period != nullptr) {
        const auto* known = std::ranges::find(kPeriods, period->text, &PeriodWord::word);
        if (known != kPeriods.end()) return known->per;
        return fault(*period, fmt::format("blocks per '{}' are not known", period->brief(20)));
    }
    if (plan.options.blocks_per) return *plan.options.blocks_per;
    return fault(block,
                 "blocks without a period: the source does not say over which time they fill; "
                 "--blocks-per says it for the file");
}

}  // namespace

Read<catalog::Window> prices_of(const Value& block, const Lowered& plan) {
    const auto rates = TRY(need(block, "rates"))->each();
    if (rates.empty()) return fault(block, "no price");
    catalog::Window window;
    Decimal end;
    for (const auto* rate : rates) {
        const std::string unit = rate->word("measureUnit");
        if (!unit.empty() && unit != (plan.is_gas ? "MJ" : "KWH"))
            return fault(*rate, fmt::format("a price per {}", unit));
        catalog::Tier tier;
        tier.price = TRY(need_dollars(*rate, "unitPrice", plan));
        const Value* volume = rate->find("volume");
        if ((volume == nullptr) != (rate == rates.back()))
            return fault(*rate, "each block but the last has a size, the last has none");
        if (volume != nullptr) {
            const Decimal size = TRY(number(*volume));
            if (size <= Decimal()) return fault(*volume, "a block without a size");
            end += size;
            tier.to = catalog::Formula(end);
        }
        window.tiers.push_back(std::move(tier));
    }
    if (rates.size() > 1) window.per = TRY(blocks_per(block, plan));
    else block.mark({"period"});  // one price fills nothing
    return window;
}

namespace {

std::string texts_of(const std::vector<const Value*>& rates) {
    std::string all;
    for (const auto* rate : rates) all += rate->word("description") + " / ";
    return all;
}

// The text of one rate speaks for the season: what 'peak, excluding public holidays' leaves out has
// to fall into another rate of it.
Read<Holidays> holidays_of(const Value& block, const std::vector<const Value*>& rates) {
    std::vector<const Value*> uses;
    for (const auto* rate : rates)
        std::ranges::copy(TRY(need(*rate, "timeOfUse"))->each(), std::back_inserter(uses));
    return au_cdr::holidays_of(block, uses, texts_of(rates));
}

std::string rate_name(const Value& rate) {
    std::string name = rate.word("displayName");
    const std::string other = rate.word("name");
    return name.empty() ? other : name;
}

}  // namespace

Read<std::vector<catalog::Window>> windows_in(const Value& block, const Lowered& plan) {
    const auto rates = block.each();
    const Holidays holidays = TRY(holidays_of(block, rates));
    std::vector<catalog::Window> windows;
    std::vector<std::string> keys;
    for (const auto* rate : rates) {
        catalog::Window window = TRY(prices_of(*rate, plan));
        window.name = free_key(key_of(rate->word("type")), keys);
        window.names = named("en", rate_name(*rate));
        const auto uses = TRY(need(*rate, "timeOfUse"))->each();
        window.when = TRY(windows_of(uses, holidays));
        windows.push_back(std::move(window));
    }
    if (!covers_week(windows))
        return fault(block, "its windows do not hold each half hour of the week exactly once");
    return windows;
}

namespace {

// The part of a row that holds its prices; null: another kind.
const Value* block_of(const Value& row) {
    const std::string kind = row.word("rateBlockUType");
    return kind == "singleRate" || kind == "timeOfUseRates" ? row.find(kind) : nullptr;
}

Read<catalog::Season> usage_season(const Value& row, const Value& block, const Lowered& plan) {
    catalog::Season season;
    const auto dates = TRY(dates_of(row));
    season.name = season_key(dates);
    season.names = named("en", row.word("displayName"));
    season.ranges = {dates};
    if (block.is_list()) season.windows = TRY(windows_in(block, plan));
    else season.windows = {TRY(prices_of(block, plan))};
    return season;
}

// One season that lasts all year is none.
void drop_whole_year(std::vector<catalog::Season>& seasons) {
    if (seasons.size() != 1) return;
    seasons[0].name = "";
    seasons[0].names.clear();
    seasons[0].ranges.clear();
}

// How blocks are read differs from what their text says, or is the user's word.
void note_blocks(const Value& block, Lowered& plan) {
    if (block.is_list()) {
        for (const auto* rate : block.each())
            if (rate->find("rates")->each().size() > 1) note_blocks(*rate, plan);
        return;
    }
    if (block.find("rates")->each().size() < 2) return;
    if (block.find("period") == nullptr)
        plan.notes.explain(block, "the time over which its blocks fill is the one of --blocks-per");
    else if (const Value* text = block.find("description");
             text != nullptr && has_word(text->text, {" per day"}))
        plan.notes.explain(*text, "the blocks are read as the data say, whole in each period; the "
                                  "text counts them by days");
}

void take_texts(const Value& block) {
    for (const auto* rate : block.each()) rate->mark({"description", "displayName", "name"});
}

struct Supply {
    const Value* at;
    Decimal price;
};
// The first version of the standard named it dailySupplyCharges and knew no kinds of it.
Read<Supply> supply_of(const Value& row, const Lowered& plan) {
    if (row.word("dailySupplyChargeType") == "BAND")
        return fault(*TRY(need(row, "bandedDailySupplyCharges")), "a supply charge in bands");
    const Value* at = row.find("dailySupplyCharge");
    if (at == nullptr) at = TRY(need(row, "dailySupplyCharges"));
    return Supply{at, TRY(dollars(*at, plan))};
}

}  // namespace

void lower_supply(const std::vector<const Value*>& rows, Lowered& plan) {
    catalog::Charge charge = fixed_charge("supply", Decimal(), catalog::TimeUnit::Day);
    charge.names = named("en", "Supply");
    charge.seasons.clear();
    std::vector<Supply> supplies;
    supplies.reserve(rows.size());
    for (const auto* row : rows) {
        const auto supply = supply_of(*row, plan);
        const auto dates = dates_of(*row);
        if (!supply || !dates) {
            plan.notes.refuse(supply ? dates.error() : supply.error());
            return;
        }
        supplies.push_back(*supply);
        auto& season = charge.seasons.emplace_back();
        season.name = season_key(*dates);
        season.names = named("en", row->word("displayName"));
        season.ranges = {*dates};
        season.windows = {flat(supply->price)};
    }
    const bool is_one = std::ranges::all_of(
        supplies, [&](const Supply& supply) { return supply.price == supplies[0].price; });
    if (!covers_year(charge.seasons))
        return plan.notes.refuse(*supplies.front().at,
                                 "the rows do not hold each day of the year exactly once");
    if (is_one) charge.seasons.resize(1);
    drop_whole_year(charge.seasons);
    plan.schedule.charges.push_back(std::move(charge));
}

void lower_usage(const std::vector<const Value*>& rows, Lowered& plan) {
    catalog::Charge charge;
    charge.key = "usage";
    charge.names = named("en", "Usage");
    charge.of = plan.is_gas ? catalog::Measure{.channel = "gas", .unit = "MJ"}
                            : catalog::Measure{.channel = "import", .unit = "kWh"};
    std::vector<const Value*> blocks;
    bool is_whole = true;
    for (const auto* row : rows) {
        const Value* block = block_of(*row);
        if (block == nullptr) {
            plan.notes.refuse(*row, "prices of a kind that is not known");
            return;
        }
        take_texts(*block);
        auto season = usage_season(*row, *block, plan);
        if (season) charge.seasons.push_back(std::move(*season));
        else plan.notes.refuse(*block, season.error(), "usage is not billed");
        is_whole = is_whole && season.has_value();
        if (season) blocks.push_back(block);
    }
    if (is_whole && covers_year(charge.seasons)) {
        for (const auto* block : blocks) note_blocks(*block, plan);
        for (const auto* row : rows)
            if (has_no_dates(*row)) plan.notes.explain(*row, "it names no days: the whole year");
        drop_whole_year(charge.seasons);
        plan.schedule.charges.push_back(std::move(charge));
        return;
    }
    for (const auto* block : blocks)
        plan.notes.refuse(*block, is_whole ? "the seasons do not hold each day of the year exactly "
                                             "once; usage is not billed"
                                           : "usage is not billed: that of another season is "
                                             "refused");
}

}  // namespace bw::tariff_sources::au_cdr
