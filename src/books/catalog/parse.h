// Text to catalog: calendars, taxes, schedules and plans, one YAML document each; a file may hold
// several, separated by
// ---. The grammar with worked examples is docs/tariff-format.md. Pure: the caller reads files.
//
// The first mistake ends it, as an Error with the line and the path of the value:
//   "tariffs/home.yaml line 14: charges.energy.windows.peak.when: 'Mon-Fry' is no day; write Mon,
//   Tue .. Sun .."
// What parses can be rated as far as its own text goes; gaps, overlaps and names of other texts are
// check.h.
#pragma once

#include "base/result.h"
#include "books/catalog/model.h"

#include <string_view>

namespace bw::catalog {

// first_line: of the text in its file, for documents that are kept one by one.
Result<Document> parse(std::string_view text, std::string_view file_name, int first_line = 1);

// A rate deck as CSV with a header: prefix,name,price per minute[,connect][,increment]. A row that
// cannot be used refuses the deck; prefixes must be unique. Name of the deck: the last part of
// file_name.
Result<Deck> parse_deck(std::string_view csv, std::string_view file_name);

}  // namespace bw::catalog
