// What the two AEMO formats share: fields of a record, quality flags, market time. Internal.
#pragma once

#include "base/civil.h"
#include "flow/meter/series.h"

#include <optional>
#include <string_view>

namespace bw::meter::nem {

inline constexpr std::int64_t kMarketOffsetSeconds = 10LL * 3600;  // UTC+10, no daylight saving
inline constexpr std::string_view kUnclean = "not UTF-8 text, or control characters inside";

// Cuts the first field off `fields`; the last one leaves it empty.
std::string_view next_field(std::string_view& fields);
// Nothing but commas and spaces?
bool is_blank(std::string_view line);

struct Flag {
    Quality quality = Quality::Actual;
    bool is_variable = false;
};
// "A", "N", "V", "E52": a letter and, but for those three, a method of two digits.
std::optional<Flag> parse_flag(std::string_view text);

// "20040201"; nothing when it is no date of the years we take.
std::optional<LocalDate> parse_day(std::string_view text);
// "20040201103055" in market time.
std::optional<Instant> parse_time(std::string_view text);

}  // namespace bw::meter::nem
