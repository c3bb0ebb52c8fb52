// Estimates of a month, for every service point that somebody was supplied at: what nobody measured
// is filled where its own history tells (flow/meter/estimation.h), so that the month can be billed.
// Values that were measured, and estimates made before, stay; so the second time adds nothing.
#pragma once

#include "base/decimal.h"
#include "flow/meter/estimates/fill.h"
#include "run/workspace.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace bw::run {

enum class Keep : std::uint8_t { Nothing, Estimates };  // Nothing: only told what there would be

struct EstimateRequest {
    Period month;
    LocalDate today;                 // the month must be over
    std::set<std::string> accounts;  // their numbers; empty: all of them
    Keep keep = Keep::Estimates;
    std::size_t spans_per_batch = 100'000;  // what is held in memory and written at once
};

// What one method filled of one channel.
struct EstimateSum {
    meter::Method method = meter::Method::Neighbours;
    std::string channel, unit;
    std::int64_t series = 0;     // service points
    std::int64_t intervals = 0;  // values
    Decimal quantity;
};
struct OpenSeries {
    std::string service_point;  // its code
    meter::OpenGap gap;
};

inline constexpr std::size_t kOpenListedMax = 100;

struct EstimateReport {
    std::int64_t service_points = 0;  // that were looked at
    std::vector<EstimateSum> sums;    // by method, channel and unit
    std::int64_t open_gaps = 0, open_intervals = 0;
    std::vector<OpenSeries> open;  // the first kOpenListedMax
    std::vector<Batch> batches;    // none when nothing was kept
};

// Called with accounts done and accounts in all.
using EstimateProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Errors: Invalid (the month is not over), NotFound (no such account), Conflict (imports never
// pause; batches before are in, try again), Corrupt.
Result<EstimateReport> estimate(Workspace& workspace, const EstimateRequest& request,
                                const EstimateProgress& progress);

}  // namespace bw::run
