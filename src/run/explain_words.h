// The sentences that open a line, for the operator, in his language: quantity x price or what else
// makes the amount, rounding, days, season and window, tier, what was measured, clause, tax.
#pragma once

#include "books/catalog/catalog.h"
#include "flow/bill/billed.h"
#include "platform/text/said.h"
#include "run/explain.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::run {

struct Listener {
    const catalog::Catalog& catalog;  // names of charges, seasons and windows
    std::string language = "en";      // see text::tongue_of
};

std::vector<std::string> line_sentences(const bill::Item& item, const Listener& to);
// Of a line that takes back what another invoice billed.
std::string reversal_sentence(const std::string& corrects, const Listener& to);
// Of an advance, by the name of its payment plan.
std::string advance_sentence(const std::string& payment_plan, const Listener& to);
// A credit note shows the sign of the customer.
std::string credit_sentence(const Listener& to);

// How values were estimated, and from when to when by the clock of the zone.
std::string estimate_sentence(const EstimateShare& share, const Zone& zone, const Listener& to);
// "days", "Tage", "kWh": a unit in the number that fits the value.
std::string unit_words(Decimal value, const std::string& unit, text::Tongue tongue);
// "actual", "by the customer": how a read came to be.
std::string quality_words(meter::Quality quality, text::Tongue tongue);

// A sum of calls, messages or sessions, each with a price of its own.
bool is_of_calls(const rate::Piece& piece);
// What went by between the reads of a counter, or use that came as such.
bool is_of_counter(const rate::Piece& piece);

}  // namespace bw::run
