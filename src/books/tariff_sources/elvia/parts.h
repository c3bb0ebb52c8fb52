// What the parts of a grid tariff share while it is read. Internal to the reader.
#pragma once

#include "books/tariff_sources/foreign.h"
#include "books/tariff_sources/lower.h"

namespace bw::tariff_sources::elvia {

// Of tariffs that bill a place's highest hours: the days whose highest hour counts.
struct Tariff {
    const Value& type;
    std::string weekend_level;  // price level of all hours of weekends; empty: no rule
    std::string holiday_level;
};

// Fixed price, or the level that the highest hours of a month reach.
Read<catalog::Charge> fixed_price(const Value& prices, const Tariff& tariff, Notes& notes);
Read<catalog::Charge> energy_price(const Value& prices, const Tariff& tariff);
// Null when there is none. Reactive power is noted.
Read<std::optional<catalog::Charge>> power_price(const Value& prices, const Tariff& tariff,
                                                 Notes& notes);

}  // namespace bw::tariff_sources::elvia
