// Readings of a month against the `validation:` texts (flow/meter/checking.h), for every service
// point that somebody is supplied at. Only tells; what holds an account is the run's own check, by
// the same rules (flow/bill/biller.h).
#pragma once

#include "flow/meter/checks/implausible.h"
#include "flow/meter/conflicts.h"
#include "run/workspace.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bw::run {

struct CheckReadingsRequest {
    Period month;
    LocalDate today;      // what was measured after it has a wrong clock
    std::string account;  // its number; empty: all of them
};

struct ImplausibleReading {
    std::string account, service_point;  // number, code
    LocalDate day;                       // on which it begins, where it was measured
    meter::Implausible finding;
};

// Values that another measured one replaced: told only, for corrections come.
struct TwiceMeasured {
    std::string service_point;
    LocalDate day;  // of the first
    meter::Conflict conflict;
};

inline constexpr std::size_t kImplausibleListedMax = 1000;  // of each

struct CheckReadingsReport {
    std::int64_t checked = 0;  // service points
    std::int64_t without_rules = 0;
    std::map<meter::Rule, std::int64_t> counts;
    std::int64_t total = 0;
    std::vector<ImplausibleReading> findings;  // the first kImplausibleListedMax
    std::int64_t conflicts_total = 0;          // channels of service points
    std::vector<TwiceMeasured> conflicts;      // the first kImplausibleListedMax
};

using CheckReadingsProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Errors: NotFound (no such account), Corrupt.
Result<CheckReadingsReport> check_readings(Workspace& workspace,
                                           const CheckReadingsRequest& request,
                                           const CheckReadingsProgress& progress);

}  // namespace bw::run
