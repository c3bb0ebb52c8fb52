// How invoices, previews and explanations are shown: tables for people, JSON for programs.
#pragma once

#include "apps/billwright/app.h"
#include "flow/bill/store.h"
#include "run/explain.h"

#include <string>
#include <vector>

namespace bw::app {

// total: how many there are, whatever the limit.
void print_invoices(const Context& context, const std::vector<bill::InvoiceRow>& invoices,
                    std::int64_t total);
void print_statement(const Context& context, const bill::InvoiceRow& invoice,
                     const std::vector<bill::StoredLine>& lines);
void print_explanation(const Context& context, const run::Explanation& explanation);
// pdf: where the drawn bill went; empty: nowhere. "-": the text goes to standard error.
void print_preview(const Context& context, const run::Preview& preview, const std::string& pdf);

}  // namespace bw::app
