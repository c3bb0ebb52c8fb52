// A file of payments (docs/payments.md): one batch, one transaction. A line is accepted, rejected
// with its reason, or pending: its money is booked and lies in suspense until somebody says whose
// it is. The same file, or the same key, a second time adds nothing.
#pragma once

#include "flow/collect/desk.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bw::collect {

struct ImportOptions {
    std::string issuer;     // code: on whose bank account the payments arrived; empty: the only one
    std::string tolerance;  // a rest up to this is written off; empty: none
    bool is_rehearsal = false;  // say all and keep nothing: the report's batch is 0
};

struct LineNote {
    std::int64_t line = 0;
    std::string key;  // empty when the line could not be read
    std::string why;
};

struct ImportReport {
    Batch batch;
    std::int64_t received = 0, accepted = 0, rejected = 0, pending = 0;
    std::int64_t known = 0;         // of the accepted ones: came in before, nothing was added
    std::vector<LineNote> rejects;  // the first ones; all are in the store
    std::vector<LineNote> waiting;  // the first ones
};

// Error: the file is refused whole and nothing is kept (Refused, Limit; also when no line of it can
// be taken, so that it can come again when the cause is put right), or it was imported before
// (Duplicate), or there is no such issuer.
Result<ImportReport> import_payments(const Desk& desk, const std::filesystem::path& file,
                                     const ImportOptions& options);

// Lines of one batch that were rejected, in order, without their keys; at most `limit`.
std::vector<LineNote> rejects_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit);

}  // namespace bw::collect
