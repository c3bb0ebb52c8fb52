// Bounds of segments: what a block, a dictionary and a build may hold.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bw::meter {

inline constexpr std::size_t kSeriesPerSegmentMax = 65'535;    // different channels, units, steps
inline constexpr std::size_t kCodesPerSegmentMax = 250'000;    // unknown service points of one file
inline constexpr std::int64_t kEventsPerMonthMax = 4'000'000;  // of one service point
// Two parts of a session may differ by this much in when it began.
inline constexpr std::int64_t kStartsApartUs = std::int64_t{86'400} * 1'000'000;
inline constexpr std::size_t kBlockBytesMax = std::size_t{1} << 30;
inline constexpr std::size_t kBuildBytes = std::size_t{64} << 20;  // memory of a build before it
                                                                   // spills
inline constexpr std::size_t kWriteBytes = std::size_t{1} << 20;   // written in pieces of
inline constexpr std::uint64_t kSegmentBytesMax = std::uint64_t{1} << 42;
inline constexpr std::int32_t kMonthFirst = 131;  // December 1980, counted from 1970-01
inline constexpr std::int32_t kMonthLast = 1561;  // February 2100

}  // namespace bw::meter
