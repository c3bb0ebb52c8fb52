// What happens now and then, and is told instead of measured: events that are counted
// (`reconnection events`: 1), or an amount of money each time (`card-payment EUR`: 250.00). A row
// of them is an interval of any length that holds the moment. A time of which nothing is told is
// one in which nothing happened: no gap, nothing to estimate, and nobody's bill waits for it.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace bw::meter {

inline constexpr std::array<std::string_view, 20> kEventUnits{
    "events", "EUR", "GBP", "USD", "AUD", "CAD", "NZD", "CHF", "DKK", "NOK",
    "SEK",    "PLN", "CZK", "HUF", "RON", "BGN", "ISK", "JPY", "SGD", "ZAR"};

constexpr bool counts_events(std::string_view unit) {
    return std::ranges::find(kEventUnits, unit) != kEventUnits.end();
}

}  // namespace bw::meter
