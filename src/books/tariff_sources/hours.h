// Whole hours and whole months, as several sources count them, as windows and seasons.
#pragma once

#include "books/catalog/model.h"

#include <array>
#include <vector>

namespace bw::tariff_sources {

using Hours = std::array<bool, 24>;
inline constexpr unsigned kWorkdays = 0x1f;  // bit 0 Monday
inline constexpr unsigned kWeekend = 0x60;
inline constexpr unsigned kAllDays = 0x7f;

// Of the days named; no range where it is the whole day. Some hour must be in it.
catalog::WhenClause clause_of(unsigned weekdays, const Hours& hours);
// When it is one of these hours on working days, or one of those on weekends. Holidays are the
// weekday they fall on.
catalog::When when_of(const Hours& workdays, const Hours& weekend);
// The season of months 1 to 12, each once: "jun-sep". All twelve are no season: it has no name.
catalog::Season season_of(const std::vector<int>& months);

}  // namespace bw::tariff_sources
