// Which values of a line were estimated, and how. Internal to explain.
#pragma once

#include "flow/meter/series.h"
#include "platform/store/store.h"
#include "run/explain.h"

#include <span>
#include <vector>

namespace bw::run {

struct EstimateQuestion {
    store::Transaction& tx;
    TenantId tenant;
    Batch cut;
    const catalog::Catalog& catalog;
    const bill::Item& item;
    const meter::Usage& usage;  // of the item's month, as of the cut
    Zone zone;
};
// Of the days and the channel of the line, whatever its window, in order of time; values that were
// measured since are not counted, nor those that came as estimates in a file.
Result<std::vector<EstimateShare>> estimates_of(const EstimateQuestion& question);
// Of the reads and uses that a line goes by, those that we estimated.
Result<std::vector<EstimateShare>> estimated_reads_of(const EstimateQuestion& question,
                                                      std::span<const ReadShare> reads);

}  // namespace bw::run
