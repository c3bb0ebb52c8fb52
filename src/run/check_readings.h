// Readings of a month, for every service point that somebody is supplied at: those that cannot be,
// by the `validation:` texts (flow/meter/checking.h), and the gaps of a month that is over. Only
// tells; what holds an account is the run's own check, by the same rules (flow/bill/biller.h).
#pragma once

#include "flow/meter/checks/implausible.h"
#include "flow/meter/conflicts.h"
#include "flow/meter/estimates/fill.h"
#include "run/workspace.h"

#include <functional>
#include <map>
#include <optional>
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

// Records of calls that came again: told only, each is billed once.
struct RepeatedRecords {
    std::string service_point;
    LocalDate day;  // of the first
    meter::Repeats repeats;
};

// What nobody measured or read, of a channel that was measured near the month or a year ago.
struct MissingReading {
    std::string account, service_point, channel, unit;
    Span span;
    std::int64_t intervals = 1;               // a read that is missing is one
    std::optional<meter::Method> estimate{};  // what `readings estimate` would fill it by
    meter::OpenReason reason{};               // why nothing can
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
    std::int64_t repeats_total = 0;            // service points
    std::vector<RepeatedRecords> repeats;      // the first kImplausibleListedMax
    std::int64_t gaps_total = 0;
    std::vector<MissingReading> gaps;  // the first kImplausibleListedMax
};

using CheckReadingsProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Errors: NotFound (no such account), Corrupt.
Result<CheckReadingsReport> check_readings(Workspace& workspace,
                                           const CheckReadingsRequest& request,
                                           const CheckReadingsProgress& progress);

}  // namespace bw::run
