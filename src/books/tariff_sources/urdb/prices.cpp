#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/urdb/parts.h"
#include "books/tariff_sources/urdb/shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bw::tariff_sources::urdb {
namespace {

constexpr std::size_t kDigitsBeyond = 13;  // of a bound that stands for none

// Nothing: there is no bound.
Read<std::optional<Decimal>> bound_of(const Value& tier) {
    const Value* max = tier.find("max");
    if (max == nullptr) return std::optional<Decimal>();
    const auto bound = number(*max);
    if (bound && bound->is_zero()) return std::optional<Decimal>();
    if (bound) return std::optional(*bound);
    const bool is_beyond =
        max->text.find_first_of("eE") != std::string::npos || max->text.size() >= kDigitsBeyond;
    const bool is_number = max->text.find_first_not_of("0123456789.eE+") == std::string::npos;
    if (is_number && is_beyond) return std::optional<Decimal>();
    return fault(*max, bound.error().why);
}

}  // namespace

Read<Decimal> price_of(const Value& tier, Notes& notes) {
    const Value* rate = tier.find("rate");
    const Value* adjustment = tier.find("adj");
    if (rate == nullptr && adjustment == nullptr) return fault(tier, "a tier without a price");
    Decimal price;
    if (rate != nullptr) price += TRY(near_number(*rate, notes));
    if (adjustment != nullptr) price += TRY(near_number(*adjustment, notes));
    return price;
}

namespace {

enum class Counted : std::uint8_t { Unit, UnitDaily, HoursOfUse };
Read<Counted> counted_in(const Value& row, const std::string& unit) {
    const std::string counted = row.word("unit");
    const auto is_said = [&](const std::string& known) {
        return in_small_letters(counted) == in_small_letters(known);
    };
    if (counted.empty() || is_said(unit)) return Counted::Unit;
    if (is_said(unit + " daily")) return Counted::UnitDaily;
    if (unit == "kWh" && is_said("kWh/kW")) return Counted::HoursOfUse;
    return fault(row, fmt::format("bounds in {}", counted));
}

std::string bound_words(Decimal bound, Counted counted) {
    switch (counted) {
        case Counted::UnitDaily: return bound.to_string() + " * days";
        case Counted::HoursOfUse: return fmt::format("{} * demand.{}", bound.to_string(), kPower);
        case Counted::Unit: break;
    }
    return bound.to_string();
}

}  // namespace

Read<catalog::Window> tiers_of(const Value& period, std::string_view unit, Notes& notes) {
    catalog::Window window;
    const auto rows = period.each();
    if (rows.empty()) return fault(period, "a period without a price");
    std::vector<Counted> counted;
    counted.reserve(rows.size());
    // A row that names no unit goes on in that of the one before, or in the one that others name.
    for (const auto* row : rows) {
        const bool goes_on = !counted.empty() && row->word("unit").empty();
        counted.push_back(goes_on ? counted.back() : TRY(counted_in(*row, std::string(unit))));
    }
    if (std::ranges::count(counted, Counted::UnitDaily) > 0)
        std::ranges::replace(counted, Counted::Unit, Counted::UnitDaily);
    std::optional<Decimal> below;  // the bound before, of the same unit
    std::string block;             // up to which the rows in it count
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Value& row = *rows[i];
        const auto bound = TRY(bound_of(row));
        const bool is_last = i + 1 == rows.size();
        if (below && bound && counted[i - 1] == counted[i] && *bound <= *below)
            return fault(row, fmt::format("a tier that ends at {}, not above {}",
                                          bound->to_string(), below->to_string()));
        below = bound;
        std::string to = bound ? bound_words(*bound, counted[i]) : "";
        if (counted[i] == Counted::HoursOfUse) {
            block = to;
            if (!is_last && counted[i + 1] != Counted::HoursOfUse) {
                row.mark({"rate", "adj"});
                continue;
            }
        } else if (!block.empty()) to = to.empty() ? block : fmt::format("min({}, {})", to, block);
        catalog::Tier tier;
        tier.price = TRY(price_of(row, notes));
        if (!is_last && to.empty()) return fault(row, "a tier that is not the last has a bound");
        if (is_last && !to.empty() && rows.size() > 1)
            notes.explain(row, "the last tier goes on above its bound");
        if (!is_last) {
            auto formula = catalog::Formula::parse(to);
            if (!formula) return fault(row, formula.error().text);
            tier.to = std::move(*formula);
        }
        window.tiers.push_back(std::move(tier));
    }
    if (rows.size() > 1) window.per = catalog::TierPeriod::Month;
    return window;
}

}  // namespace bw::tariff_sources::urdb
