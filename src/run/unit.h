// One unit of a run: the accounts of a bucket, or of some neighbouring ones (concerned.h), prepared
// or sealed. Computes outside of any lock and writes in one short transaction. Thread: one Worker
// per thread; what it refers to is shared.
#pragma once

#include "flow/bill/biller.h"
#include "flow/bill/store.h"
#include "run/bill_run.h"
#include "run/concerned.h"
#include "run/documents.h"
#include "run/store.h"

#include <span>
#include <string>
#include <vector>

namespace bw::run {

// What all workers of a run share.
struct Shared {
    Workspace& workspace;
    bill::Tariffs& tariffs;
    const meter::Reader& reader;
    const documents::Composer& composer;
    archive::ArchiveSecret secret;
    RunInfo run;
    Concerned concerned;       // nothing: everybody
    std::vector<int> buckets;  // that hold accounts, ascending
};

inline constexpr std::int64_t kLeaseSeconds = 300;

// Leases the first unit in this state that nobody works on; nothing when there is none.
std::optional<int> lease_next(store::Transaction& tx, const Shared& shared, UnitState state);

// Microseconds of this thread's CPU, by step.
struct Spent {
    std::int64_t load = 0, rate = 0, compose = 0, archive = 0, commit = 0;
};

class Quarantine;
struct Appraisal;

class Worker {
public:
    explicit Worker(Shared& shared);
    // Both return the unit that was leased next, in the transaction that ended this one. Doing a
    // unit again that was done by then changes nothing.
    Result<std::optional<int>> prepare(int unit);
    Result<std::optional<int>> seal(int unit);
    [[nodiscard]] const Spent& spent() const { return spent_; }

private:
    struct Preparing;
    struct Sealing;
    struct Loaded {
        std::vector<customers::BillingAccount> accounts;
        bill::Priors priors;
    };
    Result<Loaded> load(store::Transaction& tx, int bucket);
    bool is_done(store::Transaction& tx, UnitState state, int unit) const;
    Result<void> compute(store::Transaction& tx, int bucket, const Quarantine& quarantine,
                         Preparing& preparing);
    Result<void> keep(const customers::BillingAccount& account, const bill::Prior& prior,
                      Appraisal found, Preparing& preparing);
    Result<void> compute(store::Transaction& tx, int bucket, Sealing& sealing);
    // Those of its buckets that hold accounts.
    [[nodiscard]] std::span<const int> buckets_of(int unit) const;
    std::optional<int> pass(UnitState state);
    Result<void> write(store::Transaction& tx, const std::vector<archive::Segment>& segments,
                       const Sealing& sealing);
    // The documents of a statement that has its number.
    Result<void> make(const bill::Invoice& invoice, const StatementKey& key,
                      BillingAccountId account, Sealing& sealing);
    Result<void> seal_account(store::Transaction& tx, const customers::BillingAccount& account,
                              const bill::Prior& prior, const bill::PreparedRow& prepared,
                              Sealing& sealing);

    Shared& shared_;
    bill::Biller biller_;
    archive::SegmentBuilder builder_;
    Spent spent_;
};

}  // namespace bw::run
