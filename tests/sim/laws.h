// What must hold whatever happened. A law answers with what breaks it; empty is good.
#pragma once

#include "run/workspace.h"
#include "truth.h"

#include <map>
#include <set>
#include <string>

namespace bw::sim {

// After every step: entries balance, lines sum to their statement, numbers have no gap, received is
// what became of it, no day of a fixed charge is billed twice.
std::string broken_law(run::Workspace& workspace);
// After a run: of all accounts that it did not hold or leave out, what stands billed is what the
// truth says, to the cent. `until`: the day after the month that was billed.
std::string broken_truth(run::Workspace& workspace, const Truth& truth, LocalDate until);
// After a run: who is excluded got no document, what was released is not held for it, and what was
// ordered is billed anew.
std::string broken_decision(run::Workspace& workspace, const Truth& truth);
// The newest run, and whose bills it does not answer for: it held them, or they are excluded.
RunId last_run(run::Workspace& workspace, store::Transaction& tx);
std::set<std::string> left_out(run::Workspace& workspace, store::Transaction& tx,
                               const Truth& truth);
// Accounts that the last run held, with reasons; one a line.
std::string held_accounts(run::Workspace& workspace);
// Counters are kept when all reads are there: what ran through stands billed, to the litre.
std::string broken_counters(run::Workspace& workspace, const Truth& truth);

// Lines that were issued open again as of their own cut, with the same result; thirty statements
// are asked.
std::string unexplained(run::Workspace& workspace);

// Every row of every table and every file of the archive; left out is when something was done, by
// whom, and the names of files of usage.
std::map<std::string, std::string> everything(run::Workspace& workspace);
// The first difference in words.
std::string first_difference(const std::map<std::string, std::string>& expected,
                             const std::map<std::string, std::string>& found);

}  // namespace bw::sim
