// What became of the records of a batch of usage, asked for later: which were rejected or mended,
// and which came before their service point was known.
#pragma once

#include "flow/meter/import.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

struct RejectedRecord {
    std::int64_t line = 0;
    std::string reason;
};
// A service point that nobody knew when the batch came in.
struct LateCode {
    std::string code;
    std::int64_t records = 0;
    Batch adopted;  // the batch that its readings came in again as; 0: they still wait
};
struct BatchReport {
    std::string format;                   // empty: the batch is none of usage
    std::vector<RejectedRecord> rejects;  // in order, at most the limit
    std::vector<Repair> repairs;
    std::vector<LateCode> late;  // those that wait first, then by code, at most the limit
    std::int64_t late_total = 0;
    std::vector<Batch> files;  // of readings that waited: the batches that had brought them
};
BatchReport report_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit);

// The batches that had brought the readings of a code that came in again as `adopted`, in order.
std::vector<Batch> brought_before(store::Transaction& tx, TenantId tenant, std::string_view code,
                                  Batch adopted);

}  // namespace bw::meter
