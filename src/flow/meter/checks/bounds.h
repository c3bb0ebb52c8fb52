// Bounds as the checks need them. Internal to the room. Pure.
#pragma once

#include "base/decimal.h"
#include "books/catalog/validation.h"
#include "flow/meter/series.h"

#include <cstdint>

namespace bw::meter {

// The bound of an hour for a time.
Decimal share_of_hour(Decimal per_hour, std::int64_t seconds);
// In the unit that series of such a quantity are kept in: a bound in Wh is one of kWh.
catalog::Bounds as_kept(catalog::Bounds bounds);
// Of some intervals of a column.
Span span_of(const IntervalColumn& column, std::size_t first, std::size_t count);

}  // namespace bw::meter
