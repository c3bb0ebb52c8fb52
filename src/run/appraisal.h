// What a run finds of one account: whether it bills it at all, and what. The same when a run
// prepares, when it seals, in a test run and in a preview; writes nothing.
#pragma once

#include "flow/bill/biller.h"
#include "run/documents.h"
#include "run/store.h"

#include <optional>

namespace bw::run {

// An account's trouble is the account's alone: it becomes an exception, never the end of the run.
bill::Outcome bill_or_hold(const bill::Biller& biller, store::Transaction& tx,
                           const customers::BillingAccount& account, const bill::Prior& prior);

struct Appraisal {
    std::optional<bill::NotBilled> not_billed;  // nothing: it gets a statement, or is held
    bill::Outcome outcome;                      // nothing of it when the account is held
};
Appraisal appraise(const bill::Biller& biller, const documents::Composer& composer,
                   store::Transaction& tx, const customers::BillingAccount& account,
                   const bill::Prior& prior);

// Adds what statements come to, by charge and as a whole; credit notes count negative.
void add_sums(ChargeSums& sums, const bill::Outcome& outcome);

}  // namespace bw::run
