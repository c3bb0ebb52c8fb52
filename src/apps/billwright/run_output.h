// How runs are shown: tables for people, JSON for programs.
#pragma once

#include "apps/billwright/app.h"
#include "run/bill_run.h"

#include <string>
#include <vector>

namespace bw::app {

Result<run::RunReport> carry_on_with_bars(const Context& context, run::Workspace& workspace,
                                          RunId run, int workers);
struct CarryOn {
    int workers = 2;
    int limit = 100;  // of exceptions, in JSON
};
// The run to its end, or to where it waits for approval; told like print_run().
Result<void> carry_on_and_tell(Context& context, run::Workspace& workspace, RunId run,
                               const CarryOn& how);
// With the first `limit` exceptions, and how many there are.
void print_run(const Context& context, store::Transaction& tx, const run::RunInfo& run, int limit);
void print_runs(const Context& context, const std::vector<run::RunInfo>& runs);
std::string period_of(const run::RunInfo& run);  // "2026-10"

}  // namespace bw::app
