// Every bound on payments from outside, by name. What is beyond is rejected, never cut.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bw::collect {

inline constexpr std::size_t kKeyBytesMax = 128;
inline constexpr std::size_t kReferenceBytesMax = 140;  // of an account or reference field
inline constexpr std::size_t kTextBytesMax = 1000;
// So that the sum of millions of payments fits 64 bits of minor units.
inline constexpr std::int64_t kAmountMinorMax = 1'000'000'000'000;
inline constexpr std::int64_t kLinesMax = 1'000'000;  // of one file, which is one transaction
inline constexpr std::size_t kNotesShown = 20;  // rejected and waiting lines in a report; all are
                                                // in the store

}  // namespace bw::collect
