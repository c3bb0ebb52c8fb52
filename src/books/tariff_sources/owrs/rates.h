// Water rates in the Open Water Rate Specification (YAML): one file per utility, one schedule and
// plan for each of its customer classes. Prices are dollars per bill and per unit of the file.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::owrs {

bool is_rates(std::string_view text);
Result<Taken> read_rates(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::owrs
