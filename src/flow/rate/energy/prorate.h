// What a part of a month, quarter or year is of it: by days, by seconds, of months of 30 days, or
// up to a cap of the month. One rule for fixed charges and for fees. Internal. Pure.
#pragma once

#include "base/word.h"
#include "books/catalog/paid_time.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/sections.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

// What a price is per, and how a part of that is paid.
struct TimePrice {
    catalog::TimeUnit per = catalog::TimeUnit::Month;  // not Once
    catalog::Prorate prorate = catalog::Prorate::ByDay;
    catalog::MonthCap cap = {};
};

BlockUnit block_unit(catalog::TimeUnit per);
Word unit_name(catalog::TimeUnit per);  // "month"

// Days of one block. `since`: the first one of the block from which on the price is the same
// without a break; `billed`: those of the block before the part that had the charge, at whatever
// price.
struct TimePart {
    Period block, days;
    LocalDate since;
    std::vector<Period> billed = {};
};

// quantity x price / base is what the part costs; of a cap, what is beyond it follows at no price.
struct PaidPart {
    Decimal quantity;
    Word unit;
    std::int64_t base = 1;
    Decimal before;  // of the same price, in the unit: rounding goes on from it
    bool is_free = false;
};
// One, or two where a cap is reached; nothing where the part counts as no time (a 31st by 30/360).
std::vector<PaidPart> paid_parts(const TimePrice& price, const TimePart& part, const Zone& zone);

// What tells how the time of a piece was counted; nothing where days are days.
std::optional<Note> note_of_time(const TimePrice& price, const PaidPart& part);

// "60.00 per quarter" for some days, rounded so that parts that touch sum to what they are
// together.
Result<Decimal> amount_for(const catalog::AmountPer& amount, const Period& days,
                           const Period& nominal, const RoundingRule& round);

// Days by months of 30: from the 25th to the end of a February are 6.
int days_of_360(const Period& days);

}  // namespace bw::rate
