// Which days a quote is for, where nobody said: those of the usage. Pure.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "flow/meter/survey.h"

#include <span>
#include <vector>

namespace bw::run {

// The same service points told of by several files: by code, each once.
std::vector<meter::Surveyed> join(std::vector<meter::Surveyed> told);

// The whole days of intervals, the days from the first read of a counter to the last, whole months
// of calls. Invalid: they hold no day.
Result<Period> days_of(std::span<const meter::Surveyed> points, const Zone& zone);

// Limit: more than kQuotedMonthsMax months. Invalid: no day.
Result<void> check_days(const Period& days);

}  // namespace bw::run
