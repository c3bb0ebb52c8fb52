// The grid tariffs of Elvia, a Norwegian grid company: one JSON text with all its tariffs and their
// versions, and one with the public holidays. Kroner without VAT; taxes per kWh are charges of
// their own, and where one changes inside a version the version is cut.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::elvia {

bool is_tariffs(std::string_view text);
Result<Taken> read_tariffs(std::string_view text, std::string_view file, const Options& options);
bool is_holidays(std::string_view text);
Result<Taken> read_holidays(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::elvia
