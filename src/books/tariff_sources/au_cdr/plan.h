// Energy plans of the Australian Consumer Data Right as a public archive keeps them: prices in
// cents without GST. How they are read is settled in docs/tariff-sources.md. A plan becomes a
// schedule and a plan of its id; what a home must have or choose has a condition on its charge.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::au_cdr {

bool is_plan(std::string_view text);
Result<Taken> read_plan(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::au_cdr
