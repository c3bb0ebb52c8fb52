// Every kind of event, a file each: writes what happens into the plan, and the rows, reads and
// calls that tell it into the script.
#pragma once

#include "apps/demo/events/script.h"

namespace bw::demo::events {

void moves(Script& script);              // in, out, vacant between; another payer
void contracts(Script& script);          // plans that change, pause, are tried, renew, end; bundles
void payers(Script& script);             // names, addresses, tax status, one bill for many, shares
void advances(Script& script);           // payment plans
void counters(Script& script);           // what meters do
void factors(Script& script);            // degree days, profiles
void corrections(Script& script);        // what comes late or was wrong, by each policy
void takeovers(Script& script);          // from another system
void money(Script& script);              // payments and deposits
void reading_troubles(Script& script);   // exceptions of readings
void contract_troubles(Script& script);  // exceptions of plans, calls and places
void bill_troubles(Script& script);      // exceptions of whole bills
void machine_troubles(Script& script);   // exceptions of a bad disk and a program that dies

// All of them. The options are those of the demo: first month August 2026, 13 months.
Result<Script> play(const Options& options);

}  // namespace bw::demo::events
