// What became of a batch, asked for later: how many records came and were taken, each that was
// rejected and why, what was mended, what waits or waited for its service point.
#pragma once

#include "flow/meter/batch_report.h"
#include "platform/store/batch.h"
#include "run/import.h"

#include <string>
#include <vector>

namespace bw::run {

struct BatchView {
    store::BatchRow batch;
    std::string format;           // of usage; else empty
    std::vector<Reject> rejects;  // in order, at most the limit. Line 0 stands for those of a batch
                                  // of an older version, which did not keep them
    std::vector<meter::Repair> repairs;
    std::vector<meter::LateCode> late;  // at most the limit
    std::int64_t late_total = 0;
    std::vector<store::BatchRow> files;  // of readings that waited: the files that had brought them
};
// NotFound when there is no such batch.
Result<BatchView> view_batch(store::Transaction& tx, TenantId tenant, Batch batch, int limit);

}  // namespace bw::run
