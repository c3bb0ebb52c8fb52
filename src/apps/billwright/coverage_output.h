// How much of foreign tariffs is held, as tables and as JSON.
#pragma once

#include "books/tariff_sources/coverage.h"
#include "platform/json/writer.h"

#include <string>
#include <vector>

namespace bw::app {

// A member "other_files" of the open object: what no source wrote.
void write_others(json::Writer& json, const std::vector<std::string>& others);
// The whole document of the command.
void write_coverage(const tariff_sources::Coverage& coverage,
                    const std::vector<std::string>& others);
void print_coverage(const tariff_sources::Coverage& coverage);

}  // namespace bw::app
