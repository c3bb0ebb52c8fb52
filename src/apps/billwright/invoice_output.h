// How invoices, previews and explanations are shown: tables for people, JSON for programs.
#pragma once

#include "apps/billwright/app.h"
#include "flow/bill/store.h"
#include "run/explain.h"

#include <span>
#include <string>
#include <vector>

namespace bw::app {

// total: how many there are, whatever the limit.
void print_invoices(const Context& context, const std::vector<bill::InvoiceRow>& invoices,
                    std::int64_t total);
void print_statement(const Context& context, const bill::InvoiceRow& invoice,
                     const std::vector<bill::StoredLine>& lines);
void print_explanation(const Context& context, const run::Explanation& explanation);
// What an outcome holds, for people: what kept it back, and a statement's lines and totals.
std::string exceptions_text(const bill::Outcome& outcome);
std::string statement_text(const bill::Invoice& invoice);
// "statements" and "exceptions" of an object that is being written; each line with its sentences,
// when there are any, by statement and line.
void write_outcome(json::Writer& json, const bill::Outcome& outcome,
                   std::span<const std::vector<std::vector<std::string>>> sentences = {});
// pdf: where the drawn bill went; empty: nowhere. "-": the text goes to standard error.
void print_preview(const Context& context, const run::Preview& preview, const std::string& pdf);

}  // namespace bw::app
