// What a rate asks for beside energy and power: fixed charges, minimums, the price of fuel.
#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/urdb/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bw::tariff_sources::urdb {
namespace {

using catalog::TimeUnit;

// "$/month"
std::optional<TimeUnit> time_of(std::string_view unit) {
    if (unit == "$/day") return TimeUnit::Day;
    if (unit == "$/month") return TimeUnit::Month;
    if (unit == "$/year") return TimeUnit::Year;
    return std::nullopt;
}

// Nothing: there is no such amount, or it is zero; or it is refused.
std::optional<Decimal> amount_at(const Value& rate, std::string_view name, Notes& notes) {
    const Value* amount = rate.find(name);
    if (amount == nullptr) return std::nullopt;
    const auto price = near_number(*amount, notes);
    if (!price) notes.refuse(price.error());
    if (!price || price->is_zero()) return std::nullopt;
    return *price;
}

// Versions of the interface name it differently; a rate with both may mean one.
template <typename T>
void set_once(std::optional<T>& minimum, T said, const Value& at, Notes& notes) {
    if (minimum && *minimum != said) return notes.refuse(at, "a second minimum: it is not billed");
    minimum = std::move(said);
}

void set_minimum(const Value& at, Decimal price, TimeUnit per, Lowered& out) {
    auto& schedule = out.schedule;
    if (per == TimeUnit::Year) {
        out.notes.explain(at, "the year is settled in December");
        set_once(schedule.year_minimum,
                 catalog::YearMinimum{
                     .price = price, .settled_in = 12, .on = {}, .tax = "standard", .line = {}},
                 at, out.notes);
    } else {
        set_once(
            schedule.minimum,
            catalog::Minimum{.price = price, .per = per, .on = {}, .tax = "standard", .line = {}},
            at, out.notes);
    }
}

// By month, in $/kWh.
Read<std::vector<catalog::Season>> fuel_seasons(const Value& months, Notes& notes) {
    const auto rows = months.each();
    Timetable timetable;
    if (rows.size() != timetable.workdays.size()) return fault(months, "twelve months are needed");
    std::vector<Decimal> prices;
    prices.reserve(rows.size());
    for (std::size_t month = 0; month < rows.size(); ++month) {
        const Decimal price = TRY(near_number(*rows[month], notes));
        const auto period = std::ranges::find(prices, price) - prices.begin();
        if (period == std::ssize(prices)) prices.push_back(price);
        timetable.workdays[month].fill(static_cast<int>(period));
        timetable.weekend[month].fill(static_cast<int>(period));
    }
    if (prices.size() == 1 && prices[0].is_zero()) return std::vector<catalog::Season>{};
    return seasons_of(timetable, [&](std::size_t period) -> Read<catalog::Window> {
        return flat(prices[period]);
    });
}

}  // namespace

// Versions of the interface name it differently: the same twice is one.
void lower_fixed(const Value& rate, Lowered& out) {
    const auto add = [&](const Value& at, Decimal price, TimeUnit per) {
        auto charge = fixed_charge("fixed", price, per);
        charge.names = named("en", "Fixed charge");
        const auto* other = out.schedule.find(charge.key);
        if (other == nullptr) out.schedule.charges.push_back(std::move(charge));
        else if (other->per != charge.per || other->seasons != charge.seasons)
            out.notes.refuse(at, "a second fixed charge: it is not billed");
    };
    if (const auto price = amount_at(rate, "fixedmonthlycharge", out.notes))
        add(*rate.find("fixedmonthlycharge"), *price, TimeUnit::Month);
    const std::string unit = rate.word("fixedchargeunits");
    if (const auto price = amount_at(rate, "fixedchargefirstmeter", out.notes)) {
        const Value& at = *rate.find("fixedchargefirstmeter");
        if (const auto per = time_of(unit)) add(at, *price, *per);
        else if (unit.empty())
            out.notes.refuse(at, "a fixed charge, and no 'fixedchargeunits': it is not billed");
        else out.notes.refuse(at, fmt::format("a fixed charge per '{}': it is not billed", unit));
    }
    if (amount_at(rate, "fixedchargeeaaddl", out.notes))
        out.notes.leave_out(*rate.find("fixedchargeeaaddl"),
                            "only who has more meters than one pays it for each: it is not billed");
}

void lower_minimums(const Value& rate, Lowered& out) {
    if (const auto price = amount_at(rate, "minmonthlycharge", out.notes))
        set_minimum(*rate.find("minmonthlycharge"), *price, TimeUnit::Month, out);
    if (const auto price = amount_at(rate, "annualmincharge", out.notes))
        set_minimum(*rate.find("annualmincharge"), *price, TimeUnit::Year, out);
    const std::string unit = rate.word("minchargeunits");
    if (const auto price = amount_at(rate, "mincharge", out.notes)) {
        const Value& at = *rate.find("mincharge");
        if (const auto per = time_of(unit)) set_minimum(at, *price, *per, out);
        else if (unit.empty())
            out.notes.refuse(at, "a minimum, and no 'minchargeunits': it is not billed");
        else out.notes.refuse(at, fmt::format("a minimum per '{}': it is not billed", unit));
    }
}

void lower_fuel(const Value& rate, Lowered& out) {
    const Value* months = rate.find("fueladjustmentsmonthly");
    if (months == nullptr) return;
    auto seasons = fuel_seasons(*months, out.notes);
    if (!seasons) return out.notes.refuse(*months, seasons.error(), "fuel is not billed");
    if (seasons->empty()) return;
    catalog::Charge charge;
    charge.key = "fuel";
    charge.names = named("en", "Fuel adjustment");
    charge.of = {.channel = "import", .unit = "kWh"};
    charge.seasons = std::move(*seasons);
    out.schedule.charges.push_back(std::move(charge));
}

}  // namespace bw::tariff_sources::urdb
