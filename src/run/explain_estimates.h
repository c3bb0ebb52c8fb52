// Which values of a line were estimated, and how. Internal to explain.
#pragma once

#include "flow/meter/series.h"
#include "platform/store/store.h"
#include "run/explain.h"

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

}  // namespace bw::run
