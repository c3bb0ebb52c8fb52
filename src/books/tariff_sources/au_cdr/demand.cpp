// Demand charges of an Australian plan. Three ways to measure and charge are settled; all others
// stand in texts that say more than the data, and are refused.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::au_cdr {
namespace {

using catalog::Peak;
using catalog::TimeUnit;

bool takes_demand_holidays_out(std::string_view text) {
    return takes_holidays_out(text) || has_word(text, {"ex public holidays", "workdays"});
}

// Measured per, charged per.
Read<void> set_periods(const Value& demand, catalog::Charge& charge) {
    const std::string measured = demand.word("measurementPeriod");
    const std::string charged = demand.word("chargePeriod");
    const bool is_daily = measured == "DAY" && charged == "DAY";
    if (!is_daily && (measured != "MONTH" || (charged != "DAY" && charged != "MONTH")))
        return fault(demand, fmt::format("measured per {} and charged per {}, which only its text "
                                         "explains",
                                         measured, charged));
    charge.per = charged == "DAY" ? TimeUnit::Day : TimeUnit::Month;
    if (is_daily) charge.peak.anew = Peak::Anew::Day;
    charge.peak.minutes = 30;
    if (const Value* least = demand.find("minDemand")) {
        if (is_daily || charged != "DAY")
            return fault(demand, "a minimum is settled only where the peak of a month is charged "
                                 "by day");
        charge.peak.at_least = catalog::Formula(TRY(number(*least)));
    }
    return {};
}

// The window with the price, and all other times for nothing.
Read<std::vector<catalog::Window>> demand_windows(const Value& demand, const Lowered& plan) {
    const bool no_holidays = takes_demand_holidays_out(demand.word("description"));
    catalog::Window window = flat(TRY(need_dollars(demand, "amount", plan)));
    window.when = TRY(windows_of({&demand}, no_holidays ? Holidays::Out : Holidays::Ordinary));
    if (window.when.always()) return std::vector{window};
    window.name = "demand";
    catalog::Window rest = flat(Decimal());
    rest.name = "rest";
    rest.names = named("en", "At other times");
    rest.when.otherwise = true;
    return std::vector{window, rest};
}

Read<catalog::Charge> charge_of(const Value& demand, const Value& row, const Lowered& plan) {
    catalog::Charge charge;
    charge.kind = catalog::ChargeKind::Demand;
    charge.of = {.channel = "import", .unit = "kW"};
    charge.names = named("en", demand.word("displayName"));
    TRY_VOID(set_periods(demand, charge));
    if (const std::string unit = demand.word("measureUnit"); !unit.empty() && unit != "KW")
        return fault(demand, "a price per " + unit);
    if (has_word(demand.word("description"), {"kva"}))
        return fault(demand, "its text counts kVA; the data name no unit");
    auto& season = charge.seasons.emplace_back();
    season.ranges = {TRY(dates_of(row))};
    season.name = season_key(season.ranges[0]);
    season.names = named("en", row.word("displayName"));
    season.windows = TRY(demand_windows(demand, plan));
    return charge;
}

bool overlap(const catalog::Season& a, const catalog::Season& b) {
    return a.ranges[0].holds(b.ranges[0].from) || b.ranges[0].holds(a.ranges[0].from);
}

// The same charge at other days of the year.
bool continues(const catalog::Charge& a, const catalog::Charge& b) {
    return a.names == b.names && a.per == b.per && a.peak == b.peak &&
           std::ranges::none_of(a.seasons,
                                [&](const auto& season) { return overlap(season, b.seasons[0]); });
}

// What the data charge and what their text says need not be the same; the data are billed.
void note_text(const Value& demand, Lowered& plan) {
    const Value* text = demand.find("description");
    if (text == nullptr) return;
    const bool is_daily = demand.word("measurementPeriod") == "DAY";
    if (is_daily && has_word(text->text, {"each relevant bill", "billing period"}))
        plan.notes.explain(*text, "billed as the data say, by the peak of each day; the text takes "
                                  "the highest of the bill");
}

void fill_year(catalog::Charge& charge) {
    if (charge.seasons.size() == 1 && covers_year(charge.seasons)) {
        charge.seasons[0].name = "";
        charge.seasons[0].names.clear();
        charge.seasons[0].ranges.clear();
        return;
    }
    if (covers_year(charge.seasons)) return;
    auto& rest = charge.seasons.emplace_back();
    rest.name = "rest";
    rest.otherwise = true;
    rest.windows = {flat(Decimal())};
}

}  // namespace

void lower_demand(const std::vector<const Value*>& rows, Lowered& plan) {
    std::vector<catalog::Charge> charges;
    std::vector<std::string> keys;
    for (const auto* row : rows) {
        const Value* demands = row->find("demandCharges");
        if (demands == nullptr) continue;
        row->mark({"startDate", "endDate"});
        for (const auto* demand : demands->each()) {
            auto charge = charge_of(*demand, *row, plan);
            if (!charge) {
                plan.notes.refuse(*demand, charge.error(), "this demand is not billed");
                continue;
            }
            note_text(*demand, plan);
            const auto same = std::ranges::find_if(
                charges, [&](const auto& other) { return continues(other, *charge); });
            if (same != charges.end()) {
                same->seasons.push_back(std::move(charge->seasons[0]));
                continue;
            }
            charge->key = free_key("demand", keys);
            charges.push_back(std::move(*charge));
        }
    }
    for (auto& charge : charges) {
        fill_year(charge);
        plan.schedule.charges.push_back(std::move(charge));
    }
}

}  // namespace bw::tariff_sources::au_cdr
