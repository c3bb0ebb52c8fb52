// Prices of one supplier in the shape of the collection open-energy-tariffs: a flat price or bands
// by the hour, a daily price, at most some seasons in which bands cost something else; circuits
// that are metered apart, and what is fed in. The shape has no word on tax.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::price_files {

bool is_price_file(std::string_view text);
Result<Taken> read_price_file(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::price_files
