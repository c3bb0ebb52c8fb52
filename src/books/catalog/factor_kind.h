// What a factor is of (factors.h).
#pragma once

#include <cstdint>

namespace bw::catalog {

enum class FactorKind : std::uint8_t {
    CalorificValue,  // kWh in a standard cubic metre, of a month
    DegreeDays,      // how much was heated on a day
    Profile,         // the weight of a day beside others
    Price,           // of a unit, from a point in time on: a series of a market
    SystemPeak       // minutes that a grid's own peak lasted, from a point in time on
};

}  // namespace bw::catalog
