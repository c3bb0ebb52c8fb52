#include "books/tariff_sources/owrs/lookup.h"

#include "books/tariff_sources/hours.h"
#include "books/tariff_sources/lower.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::tariff_sources::owrs {
namespace {

struct Name {
    std::string_view theirs, ours;
};
constexpr std::array kNames{
    Name{"meter_size", "meter.size"}, Name{"connection_size", "connection.size"},
    Name{"lateral_size", "lateral.size"}, Name{"city_limits", "city.limits"},
    Name{"pressure_zone", "pressure.zone"}, Name{"elevation_zone", "elevation.zone"},
    Name{"usage_zone", "weather.zone"}, Name{"water_type", "water.type"},
    Name{"lot_size_group", "lot.group"}, Name{"with_residence", "residence"},
    Name{"hhsize", "household.size"}, Name{"irr_area", "area.irrigated"},
    Name{"irrigable_area", "area.irrigated"}, Name{"et_amount", "evapotranspiration"},
    Name{"ET", "evapotranspiration"}, Name{"number_dwelling_units", "dwellings"},
    Name{"dwelling_units", "dwellings"}, Name{"land_area", "land.area"},
    // No member says which months are summer: an attribute with dates does.
    Name{"season", "season"}};

constexpr std::size_t kAttributeMost = 64;  // characters of a name

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// 1/2"
bool is_fraction(std::string_view text) {
    const std::size_t slash = text.find('/');
    return slash != std::string_view::npos && text.ends_with('"') &&
           are_digits(text.substr(0, slash)) &&
           are_digits(text.substr(slash + 1, text.size() - slash - 2));
}

std::string trimmed(std::string part) {
    while (part.starts_with(' ')) part.erase(0, 1);
    while (part.ends_with(' ')) part.pop_back();
    return part;
}

// 1_1/2" is 1 1/2".
std::string plain_size(std::string part) {
    const std::size_t at = part.find('_');
    if (at != std::string::npos && are_digits(std::string_view(part).substr(0, at)) &&
        is_fraction(std::string_view(part).substr(at + 1)))
        part[at] = ' ';
    return part;
}

// Files write the size 1 1/2" as `1|1/2"`, too, with the sign that parts attributes: where a key
// has more parts than attributes, such a size is one of them.
std::vector<std::string> parts_of(const std::string& key, std::size_t attributes) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= key.size();) {
        const std::size_t end = std::min(key.find('|', at), key.size());
        parts.push_back(plain_size(trimmed(key.substr(at, end - at))));
        at = end + 1;
    }
    for (std::size_t i = 0; i + 1 < parts.size() && parts.size() > attributes; ++i) {
        if (!are_digits(parts[i]) || !is_fraction(parts[i + 1])) continue;
        parts[i] += ' ' + parts[i + 1];
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    return parts;
}

class Pricer {
public:
    Pricer(const Value& at, const std::vector<const Lookup*>& lookups, const PriceAt& price_at)
        : at_(at), lookups_(lookups), price_at_(price_at) {
        for (const auto* lookup : lookups)
            for (const auto& name : lookup->attributes()) {
                if (name == kMonth) by_month_ = true;
                else if (std::ranges::find(attributes_, name) == attributes_.end())
                    attributes_.push_back(name);
            }
    }

    Read<Priced> all() { return below(0); }

private:
    Read<Priced> below(std::size_t depth) {
        if (depth == attributes_.size()) return seasons();
        const std::string& name = attributes_[depth];
        Priced priced;
        priced.by = TRY(attribute_of(at_, name));
        for (const auto& value : values_of(name)) {
            binding_[name] = value;
            Priced one = TRY(below(depth + 1));
            if (one.is_empty()) continue;
            priced.rows.push_back({value,
                                   std::move(one.seasons),
                                   one.rows.empty() ? "" : one.by,
                                   std::move(one.rows),
                                   {}});
        }
        binding_.erase(name);
        return priced;
    }

    [[nodiscard]] std::vector<std::string> values_of(const std::string& name) const {
        std::vector<std::string> all;
        for (const auto* lookup : lookups_)
            for (const auto& value : lookup->values_of(name))
                if (std::ranges::find(all, value) == all.end()) all.push_back(value);
        return all;
    }

    Read<Priced> seasons() {
        Priced priced;
        if (!by_month_) {
            if (auto window = TRY(price_at_(binding_)))
                priced.seasons.emplace_back().windows = {std::move(*window)};
            return priced;
        }
        std::vector<std::pair<catalog::Window, std::vector<int>>> alike;
        for (int month = 1; month <= 12; ++month) {
            binding_[std::string(kMonth)] = std::to_string(month);
            const auto window = TRY(price_at_(binding_));
            if (!window) continue;
            const auto same = std::ranges::find(
                alike, *window, [](const auto& e) -> const auto& { return e.first; });
            if (same != alike.end()) same->second.push_back(month);
            else alike.push_back({*window, {month}});
        }
        binding_.erase(std::string(kMonth));
        for (auto& [window, months] : alike) {
            auto& season = priced.seasons.emplace_back(season_of(months));
            season.windows = {std::move(window)};
        }
        if (!priced.seasons.empty() && !covers_year(priced.seasons))
            return fault(at_, "some months have no row");
        return priced;
    }

    const Value& at_;
    const std::vector<const Lookup*>& lookups_;
    const PriceAt& price_at_;
    std::vector<std::string> attributes_;
    bool by_month_ = false;
    Binding binding_;
};

}  // namespace

bool is_known_column(std::string_view name) {
    return std::ranges::find(kNames, name, &Name::theirs) != kNames.end();
}

Read<std::string> attribute_of(const Value& at, std::string_view name) {
    const auto* known = std::ranges::find(kNames, name, &Name::theirs);
    if (known != kNames.end()) return std::string(known->ours);
    std::string ours(name);
    std::ranges::replace(ours, '_', '.');
    // What tariffs know by themselves: such a column keeps its underscores.
    if (ours.starts_with("usage.") || ours.starts_with("demand.") ||
        catalog::is_contract_fact(ours))
        ours = name;
    if (!catalog::is_fact_name(ours) || ours.size() > kAttributeMost || ours == "days" ||
        ours == kMonth)
        return fault(at, fmt::format("'{}' is no name that an attribute can have", name));
    return ours;
}

Read<Lookup> Lookup::of(const Value& value) {
    Lookup lookup;
    const Value* names = value.is_map() ? value.find("depends_on") : nullptr;
    if (names == nullptr) {
        if (value.is_map()) return fault(value, "neither a value nor depends_on with values");
        lookup.same_ = &value;
        return lookup;
    }
    for (const auto* name : names->each())
        lookup.attributes_.push_back(name->text == "usage_month" ? std::string(kMonth)
                                                                 : name->text);
    for (const auto& name : lookup.attributes_)
        if (name != kMonth) TRY_VOID(attribute_of(*names, name));
    const Value* values = TRY(need(value, "values"));
    for (const auto& [key, is] : values->members()) {
        auto parts = parts_of(key, lookup.attributes_.size());
        if (parts.size() != lookup.attributes_.size())
            return fault(is, fmt::format("'{}' does not name {} attributes", key,
                                         lookup.attributes_.size()));
        lookup.rows_.push_back({std::move(parts), &is});
    }
    value.mark();
    return lookup;
}

const Value* Lookup::at(const Binding& binding) const {
    if (same_ != nullptr) return same_;
    for (const auto& row : rows_) {
        bool is_it = true;
        for (std::size_t i = 0; i < attributes_.size() && is_it; ++i) {
            const auto found = binding.find(attributes_[i]);
            is_it = found != binding.end() && found->second == row.values[i];
        }
        if (is_it) return row.is;
    }
    return nullptr;
}

std::vector<std::string> Lookup::values_of(const std::string& attribute) const {
    std::vector<std::string> all;
    const auto at = std::ranges::find(attributes_, attribute);
    if (at == attributes_.end()) return all;
    for (const auto& row : rows_) {
        const auto& value = row.values[static_cast<std::size_t>(at - attributes_.begin())];
        if (std::ranges::find(all, value) == all.end()) all.push_back(value);
    }
    return all;
}

Read<Decimal> scalar(const Value& value) {
    const auto all = value.each();
    if (all.size() != 1) return fault(value, "one number is needed");
    return number(*all[0]);
}

Read<Priced> price(const Value& at, const std::vector<const Lookup*>& lookups,
                   const PriceAt& price_at) {
    Priced priced = TRY(Pricer(at, lookups, price_at).all());
    if (priced.is_empty()) return fault(at, "no row has all that the price needs");
    return priced;
}

}  // namespace bw::tariff_sources::owrs
