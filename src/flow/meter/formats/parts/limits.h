// Every bound of the readers, by name. Input beyond them is refused or rejected, never truncated.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bw::meter {

inline constexpr std::size_t kLineBytesMax = 1 << 20;      // one record, with its line breaks
inline constexpr std::size_t kColumnsMax = 4096;           // fields of one CSV record
inline constexpr std::size_t kEdifactBytesMax = 16 << 10;  // one segment of EDIFACT
inline constexpr std::size_t kEdifactPartsMax = 512;       // elements and components of a segment
inline constexpr std::size_t kEspiReadingsMax = 500'000;  // of a block, or that wait for their type
inline constexpr std::size_t kEspiEntriesMax = 100'000;   // points, readings and types of a feed
inline constexpr std::size_t kCodeBytesMax = 64;  // service point code, record id, destination
inline constexpr std::size_t kChannelBytesMax = 32;
inline constexpr std::size_t kReasonBytesMax = 240;
inline constexpr std::size_t kExcerptBytesMax = 40;
inline constexpr std::size_t kDetectBytes = 64 << 10;  // what detect() looks at
inline constexpr std::int64_t kMinutesPerDay = 1440;
inline constexpr int kYearFirst = 1981;  // readings before or after are out of range: clocks that
                                         // lost their time say 1970 or 1980
inline constexpr int kYearLast = 2099;
inline constexpr std::int64_t kEventSecondsMax = 366LL * 86400;
inline constexpr std::int64_t kEventBytesMax = 1LL << 50;

inline constexpr std::int64_t kUseSecondsMax = std::int64_t{732} * 86400;  // two years

// Magnitudes that keep every sum of scales inside 64 bits (mantissa at most 1e18).
inline constexpr int kIntervalDecimalsMax = 9;  // with values below 1e9 units
inline constexpr int kRegisterDecimalsMax = 6;  // with reads below 1e12 units

}  // namespace bw::meter
