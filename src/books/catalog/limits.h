// Limits of the catalog: a text from outside costs bounded time and memory.
#pragma once

#include "base/decimal.h"

#include <cstddef>

namespace bw::catalog {

inline constexpr std::size_t kDocumentsPerFile = 1'000;
inline constexpr std::size_t kHolidaysPerCalendar = 5'000;
inline constexpr std::size_t kTaxesPerCountry = 1'000;
inline constexpr std::size_t kChargesPerSchedule = 200;
inline constexpr std::size_t kSeasonsPerCharge = 24;
inline constexpr std::size_t kWindowsPerSeason = 48;  // URDB schedules have up to 36 periods
inline constexpr std::size_t kTiersPerPrice = 64;
inline constexpr std::size_t kRowsPerTable = 1'000;
inline constexpr std::size_t kFactValue = 100;  // characters, as attributes have
inline constexpr std::size_t kConditionsPerCharge = 20;
inline constexpr std::size_t kLetsPerSchedule = 100;
inline constexpr Decimal kPriceTimesMax(1'000);
inline constexpr std::size_t kClausesPerWhen = 32;
inline constexpr std::size_t kDeckRows = 500'000;
inline constexpr std::size_t kDestinationPrefixes = 500'000;
inline constexpr std::size_t kHoursPerClause = 24;
inline constexpr std::size_t kChannelsPerValidation = 100;
inline constexpr int kSpikeTimesMax = 1'000'000;
inline constexpr int kReadPercentMax = 10'000;
inline constexpr int kFarAboveTimesMax = 1'000;
inline constexpr int kHistoryMonthsMax = 24;
inline constexpr int kBackBillingMonthsMax = 120;
inline constexpr int kRatchetMonthsMax = 24;
inline constexpr int kInstalmentsMax = 600;
inline constexpr int kSameMax = 50'000;  // values in a row
inline constexpr int kZeroDaysMax = 28;  // further than that around a month nobody looks
inline constexpr std::size_t kFormulaBytes = 2'000;
inline constexpr std::size_t kFormulaSteps = 200;
inline constexpr std::size_t kFormulaStepsInAll = 2'000;  // with what its names stand for
inline constexpr int kFormulaDepth = 20;
inline constexpr std::size_t kWhenTextBytes = 16'000;  // above what the two before can print

}  // namespace bw::catalog
