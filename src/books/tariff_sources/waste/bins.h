// Waste collection of a Californian city: dollars a month by year, container size and what is
// collected. Each size and stream is a schedule with a version for every year.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::waste {

bool is_bins(std::string_view text);
Result<Taken> read_bins(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::waste
