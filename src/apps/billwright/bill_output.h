// How runs, invoices and outcomes are shown: tables for people, JSON for programs.
#pragma once

#include "apps/billwright/app.h"
#include "flow/bill/store.h"
#include "run/bill_run.h"
#include "run/explain.h"

#include <string>
#include <vector>

namespace bw::app {

Result<run::RunReport> carry_on_with_bars(const Context& context, run::Workspace& workspace,
                                          RunId run, int workers);
void print_run(const Context& context, store::Transaction& tx, const run::RunInfo& run);
void print_runs(const Context& context, const std::vector<run::RunInfo>& runs);
void print_exceptions(const std::vector<bill::ExceptionRow>& exceptions);
void print_outcome(const Context& context, const run::Preview& preview);
void print_invoices(const Context& context, const std::vector<bill::InvoiceRow>& invoices);
void print_statement(const Context& context, const bill::InvoiceRow& invoice,
                     const std::vector<bill::StoredLine>& lines);
void print_explanation(const Context& context, const run::Explanation& explanation);

// "-" writes to standard output. An Error names the path.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace bw::app
