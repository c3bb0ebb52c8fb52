// One unit of a run: the accounts of one bucket, prepared or sealed. Computes outside of any lock
// and writes in one short transaction. Thread: one Worker per thread; what it refers to is shared.
#pragma once

#include "flow/bill/biller.h"
#include "run/bill_run.h"
#include "run/documents.h"
#include "run/store.h"

#include <string>

namespace bw::run {

// What all workers of a run share.
struct Shared {
    Workspace& workspace;
    bill::Tariffs& tariffs;
    const meter::Reader& reader;
    const compose::Engine& engine;
    archive::ArchiveSecret secret;
    RunInfo run;
};

// Microseconds of this thread's CPU, by step.
struct Spent {
    std::int64_t load = 0, rate = 0, compose = 0, archive = 0, commit = 0;
};

class Worker {
public:
    explicit Worker(Shared& shared);
    Result<void> prepare(int bucket);
    Result<void> seal(int bucket);
    [[nodiscard]] const Spent& spent() const { return spent_; }

private:
    struct Sealing;
    bill::Outcome bill(store::Transaction& tx, const customers::BillingAccount& account,
                       const bill::Prior& prior);
    Result<void> seal_account(store::Transaction& tx, const customers::BillingAccount& account,
                              const bill::Prior& prior, const bill::PreparedRow& prepared,
                              Sealing& sealing);

    Shared& shared_;
    bill::Biller biller_;
    archive::SegmentBuilder builder_;
    Spent spent_;
};

}  // namespace bw::run
