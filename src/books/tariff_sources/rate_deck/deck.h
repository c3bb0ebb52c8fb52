// Price lists of calls as a table of prefixes under other people's column names (columns.h) and in
// other people's numbers (numbers.h). What a row may hold is the rule of catalog::parse_deck.
#pragma once

#include "books/tariff_sources/source.h"

namespace bw::tariff_sources::rate_deck {

bool is_deck(std::string_view text);
Result<Taken> read_deck(std::string_view text, std::string_view file, const Options& options);

}  // namespace bw::tariff_sources::rate_deck
