#include "flow/meter/formats/parts/units.h"

#include "flow/meter/event_unit.h"

#include <algorithm>
#include <array>
#include <string>

namespace bw::meter {

namespace {

struct Entry {
    std::string_view lower;
    Unit unit;
};

// AEMO Meter Data File Format NEM12 & NEM13, appendix "Units of measurement" (upper block), and
// what water, gas and heat meters report (lower block).
constexpr std::array kUnits = {
    Entry{"kwh", {"kWh", 0, true}},
    Entry{"wh", {"kWh", -3, true}},
    Entry{"mwh", {"kWh", 3, true}},
    Entry{"kvarh", {"kvarh", 0, true}},
    Entry{"varh", {"kvarh", -3, true}},
    Entry{"mvarh", {"kvarh", 3, true}},
    Entry{"kvah", {"kVAh", 0, true}},
    Entry{"vah", {"kVAh", -3, true}},
    Entry{"mvah", {"kVAh", 3, true}},
    Entry{"kw", {"kW", 0, false}},
    Entry{"w", {"kW", -3, false}},
    Entry{"mw", {"kW", 3, false}},
    Entry{"kvar", {"kvar", 0, false}},
    Entry{"var", {"kvar", -3, false}},
    Entry{"mvar", {"kvar", 3, false}},
    Entry{"kva", {"kVA", 0, false}},
    Entry{"va", {"kVA", -3, false}},
    Entry{"mva", {"kVA", 3, false}},
    Entry{"v", {"V", 0, false}},
    Entry{"kv", {"V", 3, false}},
    Entry{"a", {"A", 0, false}},
    Entry{"ka", {"A", 3, false}},
    Entry{"pf", {"pf", 0, false}},
    Entry{"m3", {"m3", 0, true}},
    Entry{"m\xC2\xB3", {"m3", 0, true}},
    Entry{"l", {"m3", -3, true}},
    Entry{"kl", {"m3", 0, true}},
    Entry{"mj", {"MJ", 0, true}},
    Entry{"gj", {"MJ", 3, true}},
    Entry{"ft3", {"ft3", 0, true}},
    Entry{"ccf", {"ccf", 0, true}},
    Entry{"gal", {"gal", 0, true}},
    Entry{"therm", {"therm", 0, true}},
    Entry{"hca", {"hca", 0, true}},
    Entry{"kg", {"kg", 0, true}},
    Entry{"pcs", {"pcs", 0, true}},
    Entry{"mbit", {"Mbit", 0, true}},
    Entry{"kbit", {"Mbit", -3, true}},
    Entry{"gbit", {"Mbit", 3, true}},
    // Prices of a market that come as a series; tariffs take theirs from files of prices.
    Entry{"eur/kwh", {"EUR/kWh"}},
    Entry{"eur/mwh", {"EUR/kWh", -3}},
    Entry{"gbp/kwh", {"GBP/kWh"}},
    Entry{"gbp/mwh", {"GBP/kWh", -3}},
    Entry{"usd/kwh", {"USD/kWh"}},
    Entry{"usd/mwh", {"USD/kWh", -3}},
    Entry{"aud/kwh", {"AUD/kWh"}},
    Entry{"aud/mwh", {"AUD/kWh", -3}},
    Entry{"chf/kwh", {"CHF/kWh"}},
    Entry{"chf/mwh", {"CHF/kWh", -3}},
    Entry{"dkk/kwh", {"DKK/kWh"}},
    Entry{"dkk/mwh", {"DKK/kWh", -3}},
    Entry{"nok/kwh", {"NOK/kWh"}},
    Entry{"nok/mwh", {"NOK/kWh", -3}},
    Entry{"sek/kwh", {"SEK/kWh"}},
    Entry{"sek/mwh", {"SEK/kWh", -3}},
    Entry{"pln/kwh", {"PLN/kWh"}},
    Entry{"pln/mwh", {"PLN/kWh", -3}},
};

std::string small(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return lower;
}

}  // namespace

std::optional<Unit> find_unit(std::string_view text) {
    if (text.size() > 8) return std::nullopt;
    const std::string lower = small(text);
    const auto* const found = std::ranges::find(kUnits, std::string_view(lower), &Entry::lower);
    if (found != kUnits.end()) return found->unit;
    for (const std::string_view unit : kEventUnits)
        if (lower == small(unit)) return Unit{unit};
    return std::nullopt;
}

}  // namespace bw::meter
