// The clock of facts (law 1): every commit that brings facts takes the next batch number of its
// tenant, and every fact carries it. A run reads facts with batch <= its cut. A file is known by
// its hash: the second time adds nothing.
#pragma once

#include "platform/crypto/sha256.h"
#include "platform/store/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::store {

// received = accepted + rejected + pending (law 13); anything else is refused.
struct BatchCounts {
    std::int64_t received = 0;
    std::int64_t accepted = 0;
    std::int64_t rejected = 0;
    std::int64_t pending = 0;
};

struct BatchInfo {
    std::string_view kind;    // "usage", "customers", "bill-unit"
    std::string_view source;  // file name or caller, for people
    crypto::Digest sha256;    // of the content, and of how it was told to be read if it was; with
                              // the kind the idempotency key
    Instant committed_at;
    BatchCounts counts;
};

// The next number, recorded in the caller's transaction; numbers have the order of commits.
// Code::Duplicate when this content was committed as this kind before: the text names the earlier
// batch.
Result<Batch> record_batch(Transaction& transaction, TenantId tenant, const BatchInfo& info);

// The batch that brought this content, if any: asked before the work of reading a file is done.
std::optional<Batch> find_batch(Transaction& transaction, TenantId tenant, std::string_view kind,
                                const crypto::Digest& sha256);

// Of a file that is said to hold once more, whatever came in since (a price put back to what it
// was): its hash, or another identity where that brought a batch before.
crypto::Digest identity_again(Transaction& transaction, TenantId tenant, std::string_view kind,
                              const crypto::Digest& sha256);

// A batch as it was recorded.
struct BatchRow {
    Batch batch;
    std::string kind, source;
    Instant committed_at;
    BatchCounts counts;
};
// NotFound when no such batch was committed.
Result<BatchRow> load_batch(Transaction& transaction, TenantId tenant, Batch batch);
// The newest first, at most `limit`.
std::vector<BatchRow> list_batches(Transaction& transaction, TenantId tenant, int limit);

// The newest committed batch as this transaction sees it; Batch{0} in an empty store.
Batch current_cut(Transaction& transaction, TenantId tenant);

// Sums over all batches of a kind, for the reconciliation screen.
BatchCounts counts_of(Transaction& transaction, TenantId tenant, std::string_view kind);

// Findings as sentences, empty is good: numbers are 1, 2, 3 .. up to the last one given; each is
// reconciled; no fact of any table came with a batch that is not there. Cost: reads all facts.
std::vector<std::string> verify_batches(Transaction& transaction, TenantId tenant);

}  // namespace bw::store
