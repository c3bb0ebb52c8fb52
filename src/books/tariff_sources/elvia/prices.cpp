#include "books/tariff_sources/elvia/parts.h"
#include "books/tariff_sources/hours.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace bw::tariff_sources::elvia {
namespace {

using catalog::Charge;
using catalog::ChargeKind;
using catalog::TimeUnit;

Read<int> small_number(const Value& value, int low, int high) {
    const Decimal number = TRY(tariff_sources::number(value));
    if (number.places() > 0 || number < Decimal(low) || number > Decimal(high))
        return fault(value, fmt::format("'{}' is not from {} to {}", value.text, low, high));
    return static_cast<int>(number.nano() / Decimal::kScale);
}

// The month's mean of the highest hours of so many days.
Read<int> days_that_count(const Tariff& tariff) {
    const Value* rule = TRY(need(tariff.type, "fixedPriceConfiguration"));
    if (rule->word("basis") != "monthlymax" || rule->word("months") != "1" ||
        rule->word("monthsOffset") != "0")
        return fault(*rule, "levels of something else than a month's highest hours");
    const Value* days = TRY(need(*rule, "maxhoursPerMonth"));
    return small_number(*days, 1, 28);
}

// Prices of another money or of another time would be billed as if they were these.
Read<void> take_unit(const Value& prices, std::string_view name, std::string_view unit) {
    const std::string currency = prices.word("currency");
    if (!currency.empty() && currency != "NOK")
        return fault(prices, fmt::format("prices in {}", currency));
    const std::string said = prices.word(name);
    if (!said.empty() && said != unit)
        return fault(prices, fmt::format("a price in '{}', not in {}", said, unit));
    return {};
}

Read<void> take_level(const Value& level, std::string_view unit) {
    level.mark({"id", "nextIdDown", "nextIdUp", "levelInfo", "monetaryUnitOfMeasure",
                "valueUnitOfMeasure", "valueMin", "valueMax"});
    return take_unit(level, "monthlyUnitOfMeasure", unit);
}

Read<Charge> capacity(const std::vector<const Value*>& levels, const Tariff& tariff, Notes& notes) {
    Charge charge;
    charge.key = "capacity";
    charge.names = {{"en", "Capacity"}, {"nb", "Kapasitetsledd"}};
    charge.kind = ChargeKind::Demand;
    charge.per = TimeUnit::Month;
    charge.of = {.channel = "import", .unit = "kW"};
    charge.peak.minutes = 60;
    charge.peak.days = TRY(days_that_count(tariff));
    catalog::Window window;
    window.per = catalog::TierPeriod::Month;
    window.is_level = true;
    std::string below = "0";
    for (const auto* level : levels) {
        if (level->word("valueUnitOfMeasure") != "kWh/h")
            return fault(*level, "levels in something else than kWh/h");
        catalog::Tier tier;
        tier.price = TRY(need_number(*level, "monthlyFixedExTaxes"));
        const Decimal low = TRY(need_number(*level, "valueMin"));
        const auto before = Decimal::parse(below);
        if (!before || *before != low) return fault(*level, "levels with a gap between them");
        const Value* high = level->find("valueMax");
        if ((high == nullptr) != (level == levels.back()))
            return fault(*level, "each level but the last has an upper end");
        if (high != nullptr) {
            below = high->text;
            tier.to = catalog::Formula(TRY(number(*high)));
        }
        window.tiers.push_back(std::move(tier));
    }
    charge.seasons.emplace_back().windows = {std::move(window)};
    notes.explain(*levels.front(), "a level holds up to its upper end, which belongs to it");
    return charge;
}

Read<catalog::Season> season_at(const Value& season) {
    const Value* list = TRY(need(season, "months"));
    std::vector<int> months;
    for (const auto* month : list->each()) months.push_back(TRY(small_number(*month, 1, 12)));
    catalog::Season out = season_of(months);
    if (!out.name.empty()) out.name = key_of(season.word("name"));
    return out;
}

// Hours of a level on the days that it has for itself; holidays and weekends of another level are
// left to it.
Read<catalog::When> when_at(const Value& level, const Tariff& tariff) {
    catalog::When when;
    const std::string name = level.word("level");
    if (name == tariff.weekend_level || name == tariff.holiday_level) {
        when.otherwise = true;
        return when;
    }
    Hours hours{};
    const Value* list = TRY(need(level, "hours"));
    for (const auto* hour : list->each())
        hours[static_cast<std::size_t>(TRY(small_number(*hour, 0, 23)))] = true;
    if (list->each().empty()) return fault(level, "a level without an hour");
    auto clause = clause_of(tariff.weekend_level.empty() ? kAllDays : kWorkdays, hours);
    clause.except_holidays = !tariff.holiday_level.empty();
    if (clause != catalog::WhenClause{}) when.clauses.push_back(std::move(clause));
    return when;
}

// Each hour of a day stands in one level: the one that holds all that is left may not hide a gap.
Read<void> check_hours(const Value& list) {
    std::array<int, 24> levels{};
    for (const auto* level : list.each())
        if (const Value* hours = level->find("hours"))
            for (const auto* hour : hours->each())
                ++levels[static_cast<std::size_t>(TRY(small_number(*hour, 0, 23)))];
    for (std::size_t hour = 0; hour < levels.size(); ++hour)
        if (levels[hour] != 1)
            return fault(list, fmt::format("hour {} stands in {} levels", hour, levels[hour]));
    return {};
}

Read<std::vector<catalog::Window>> windows_at(const Value& season, const Tariff& tariff) {
    const Value* energy = TRY(need(season, "energyPrice"));
    TRY_VOID(take_unit(*energy, "monetaryUnitOfMeasure", "kr/kWh"));
    const Value* list = TRY(need(*energy, "energyPriceLevel"));
    const auto levels = list->each();
    if (tariff.weekend_level != tariff.holiday_level && !tariff.weekend_level.empty() &&
        !tariff.holiday_level.empty())
        return fault(*list, "weekends and holidays of two levels");
    if (levels.size() > 1) TRY_VOID(check_hours(*list));
    std::vector<catalog::Window> windows;
    for (const auto* level : levels) {
        catalog::Window window = flat(TRY(need_number(*level, "energyExTaxes")));
        level->mark({"id", "level", "hours"});
        if (levels.size() > 1) {
            window.name = key_of(level->word("level"));
            window.when = TRY(when_at(*level, tariff));
        }
        windows.push_back(std::move(window));
    }
    if (windows.empty() || !covers_week(windows))
        return fault(*list, "its levels do not hold each hour of the week exactly once");
    return windows;
}

}  // namespace

namespace {

// Of a version, or of one of its seasons: levels of a month's highest hours, or one price.
Read<Charge> fixed_of(const Value& fixed, const Tariff& tariff, Notes& notes) {
    fixed.mark({"id"});
    const Value* list = TRY(need(fixed, "fixedPriceLevel"));
    const auto levels = list->each();
    if (levels.empty()) return fault(fixed, "no price");
    for (const auto* level : levels) TRY_VOID(take_level(*level, "kr/month"));
    if (levels.size() > 1) return capacity(levels, tariff, notes);
    Charge charge =
        fixed_charge("fixed", TRY(need_number(*levels[0], "monthlyFixedExTaxes")), TimeUnit::Month);
    charge.names = {{"en", "Fixed price"}, {"nb", "Fastledd"}};
    return charge;
}

// Seasons that cost the same are none.
Read<Charge> fixed_by_season(const Value& prices, const Tariff& tariff, Notes& notes) {
    const Value* list = TRY(need(prices, "seasons"));
    std::optional<Charge> charge;
    std::vector<catalog::Season> seasons;
    std::vector<std::string> keys;
    for (const auto* row : list->each()) {
        const Value* fixed = TRY(need(*row, "fixedPrices"));
        Charge part = TRY(fixed_of(*fixed, tariff, notes));
        if (!charge) charge = part;
        else if (charge->key != part.key)
            return fault(*fixed, "levels in one season and one price in another");
        catalog::Season season = TRY(season_at(*row));
        if (!season.name.empty()) season.name = free_key(season.name, keys);
        season.windows = std::move(part.seasons.at(0).windows);
        seasons.push_back(std::move(season));
    }
    if (!charge || !covers_year(seasons))
        return fault(*list, "the seasons do not hold each day of the year exactly once");
    const bool is_one = std::ranges::all_of(
        seasons, [&](const auto& season) { return season.windows == seasons[0].windows; });
    if (!is_one) charge->seasons = std::move(seasons);
    return std::move(*charge);
}

}  // namespace

Read<Charge> fixed_price(const Value& prices, const Tariff& tariff, Notes& notes) {
    const Value* fixed = prices.find("fixedPrices");
    if (fixed == nullptr) return fixed_by_season(prices, tariff, notes);
    return fixed_of(*fixed, tariff, notes);
}

Read<Charge> energy_price(const Value& prices, const Tariff& tariff) {
    const Value* list = TRY(need(prices, "seasons"));
    Charge charge;
    charge.key = "energy";
    charge.names = {{"en", "Energy"}, {"nb", "Energiledd"}};
    charge.of = {.channel = "import", .unit = "kWh"};
    std::vector<std::string> keys;
    for (const auto* row : list->each()) {
        catalog::Season season = TRY(season_at(*row));
        if (!season.name.empty()) season.name = free_key(season.name, keys);
        season.windows = TRY(windows_at(*row, tariff));
        charge.seasons.push_back(std::move(season));
    }
    if (!covers_year(charge.seasons))
        return fault(*list, "the seasons do not hold each day of the year exactly once");
    return charge;
}

Read<std::optional<Charge>> power_price(const Value& prices, const Tariff& tariff, Notes& notes) {
    const Value* list = TRY(need(prices, "seasons"));
    Charge charge;
    charge.key = "power";
    charge.names = {{"en", "Power"}, {"nb", "Effektledd"}};
    charge.kind = ChargeKind::Demand;
    charge.per = TimeUnit::Month;
    charge.of = {.channel = "import", .unit = "kW"};
    charge.peak.minutes = 60;
    std::vector<std::string> keys;
    for (const auto* row : list->each()) {
        const Value* power = row->find("powerPrices");
        if (power == nullptr) continue;
        const Value* rows = TRY(need(*power, "powerPriceLevel"));
        const auto levels = rows->each();
        if (levels.size() != 1) return fault(*power, "several levels of power");
        TRY_VOID(take_level(*levels[0], "kr/kW/month"));
        catalog::Season season = TRY(season_at(*row));
        if (!season.name.empty()) season.name = free_key(season.name, keys);
        season.windows = {flat(TRY(need_number(*levels[0], "monthlyActivePowerExTaxes")))};
        charge.seasons.push_back(std::move(season));
        if (const Value* reactive = levels[0]->find("monthlyReactivePowerExTaxes"))
            notes.refuse(*reactive, "reactive power above a share of the active one: it is not "
                                    "billed");
    }
    if (charge.seasons.empty()) return std::optional<Charge>();
    if (!covers_year(charge.seasons))
        return fault(tariff.type, "power has no price in a part of the year");
    return std::optional(std::move(charge));
}

}  // namespace bw::tariff_sources::elvia
