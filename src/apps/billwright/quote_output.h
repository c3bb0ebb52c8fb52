// How a quote is shown: like a preview, with what was assumed; as JSON with every line explained.
#pragma once

#include "apps/billwright/app.h"
#include "run/quote/quote.h"

namespace bw::app {

enum class Sentences : std::uint8_t { Shown, Left };  // of each line, under the bill
void print_quote(const Context& context, const run::Quote& quote, Sentences sentences);

// The fields of a quote, for an object that is being written.
void write_quote(json::Writer& json, const run::Quote& quote);
std::string quote_text(const run::Quote& quote, Sentences sentences);

}  // namespace bw::app
