// Accounts of the demo that show something: what happens to which one. Positions count from 1
// within the company, as the account numbers do (A-100007 is Aurora's seventh). Dates are relative
// to the first month.
#pragma once

#include <cstdint>

namespace bw::demo::cast {

inline constexpr std::int64_t kAuroraNeeded = 60;
inline constexpr std::int64_t kNordlinkNeeded = 40;
inline constexpr int kMonthsNeeded = 3;
inline constexpr int kEventAccountsNeeded = 600;
inline constexpr int kEventMonths = 13;

// Aurora
inline constexpr std::int64_t kLongName = 3;      // a name that no address window likes
inline constexpr std::int64_t kCompany = 5;       // a company with a VAT id
inline constexpr std::int64_t kHoursMissing = 7;  // three hours of the 12th of month 1 are null
inline constexpr std::int64_t kAbroad = 9;        // the bill goes to another country
inline constexpr std::int64_t kDayMissing = 11;   // no reading at all on the 5th of month 3
inline constexpr std::int64_t kEstimated = 13;    // 20th to 22nd of month 1 estimated, read on the
                                                  // 20th of month 2
inline constexpr std::int64_t kMoves = 17;        // to another flat on the 16th of month 3
inline constexpr std::int64_t kSilent = 19;       // a meter that sends nothing in month 3
// Nordlink
inline constexpr std::int64_t kPlanChange = 4;  // from S to L on the 16th of month 2
inline constexpr std::int64_t kTelecomCompany = 6;
inline constexpr std::int64_t kLongCall = 8;  // four hours to Austria: the call reaches its maximum
                                              // cost
inline constexpr std::int64_t kHeavyData = 10;   // twice the data that the plan includes
inline constexpr std::int64_t kBadRecords = 12;  // four broken call records in month 2

// Readings of a service point that belongs to nobody: they wait until an accounts file names it.
inline constexpr const char* kUnknownPoint = "AE09999999";

}  // namespace bw::demo::cast
