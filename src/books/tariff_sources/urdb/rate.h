// Rates of the Utility Rate Database of OpenEI, one JSON object each: dollars, prices as rate plus
// adjustment, twelve months by 24 hours of the local clock for working days and for weekends. Tax
// is none. A rate becomes a schedule and a plan; where it says what is paid for feeding in, a
// second plan, NAME.solar.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::urdb {

bool is_rate(std::string_view text);
Result<Taken> read_rate(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::urdb
