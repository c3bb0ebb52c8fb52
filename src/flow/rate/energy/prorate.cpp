#include "flow/rate/energy/prorate.h"

#include <algorithm>

namespace bw::rate {
namespace {

using catalog::Prorate;
using catalog::TimeUnit;

constexpr std::int64_t kSecondsPerHour = 3600;
constexpr int kMonthDays = 30, kMonths = 12;  // of 30/360

// Looked up once, not for every piece.
struct Units {
    Word second = "second", hour = "hour", day = "day", month = "month", quarter = "quarter",
         year = "year";
};
const Units& units() {
    static const Units kUnits;
    return kUnits;
}

std::int64_t seconds_in(const Period& days, const Zone& zone) {
    const Span span = zone.span_of(days);
    return span.to.seconds() - span.from.seconds();
}

// Whole hours wherever the clock allows.
std::vector<PaidPart> by_seconds(const TimePart& part, const Zone& zone) {
    std::int64_t quantity = seconds_in(part.days, zone), base = seconds_in(part.block, zone);
    std::int64_t before = seconds_in({part.since, part.days.from}, zone);
    const bool is_hours = quantity % kSecondsPerHour == 0 && base % kSecondsPerHour == 0 &&
                          before % kSecondsPerHour == 0;
    const std::int64_t unit = is_hours ? kSecondsPerHour : 1;
    return {{Decimal(quantity / unit), is_hours ? units().hour : units().second, base / unit,
             Decimal(before / unit)}};
}

std::vector<PaidPart> by_360(const TimePart& part) {
    const int quantity = days_of_360(part.days);
    if (quantity == 0) return {};
    return {{Decimal(quantity), units().day, days_of_360(part.block),
             Decimal(days_of_360({part.since, part.days.from}))}};
}

// Days or hours of the month up to the cap, then those beyond it.
std::vector<PaidPart> up_to_cap(const catalog::MonthCap& cap, const TimePart& part,
                                const Zone& zone) {
    const auto count = [&](const Period& days) -> std::int64_t {
        if (days.is_empty()) return 0;
        return cap.is_hours ? seconds_in(days, zone) / kSecondsPerHour : days_in(days);
    };
    std::int64_t billed = 0;
    for (const Period& days : part.billed) billed += count(days.intersect(part.block));
    const std::int64_t all = count(part.days);
    const std::int64_t paid = std::clamp(cap.most - billed, std::int64_t{0}, all);
    const std::int64_t before = std::min(count({part.since, part.days.from}), billed);
    const Word unit = cap.is_hours ? units().hour : units().day;
    std::vector<PaidPart> parts;
    if (paid > 0) parts.push_back({Decimal(paid), unit, cap.most, Decimal(before)});
    if (paid < all) parts.push_back({Decimal(all - paid), unit, 1, Decimal(), true});
    return parts;
}

std::vector<PaidPart> by_days(const TimePart& part) {
    return {{Decimal(days_in(part.days)), units().day, days_in(part.block),
             Decimal(days_in({part.since, part.days.from}))}};
}

}  // namespace

BlockUnit block_unit(TimeUnit per) {
    if (per == TimeUnit::Month) return BlockUnit::Month;
    if (per == TimeUnit::Quarter) return BlockUnit::Quarter;
    return per == TimeUnit::Year ? BlockUnit::Year : BlockUnit::Period;
}

Word unit_name(TimeUnit per) {
    if (per == TimeUnit::Month) return units().month;
    if (per == TimeUnit::Quarter) return units().quarter;
    return per == TimeUnit::Year ? units().year : units().day;
}

std::vector<PaidPart> paid_parts(const TimePrice& price, const TimePart& part, const Zone& zone) {
    if (price.per == TimeUnit::Day)
        return {{Decimal(days_in(part.days)), units().day, 1,
                 Decimal(days_in({part.since, part.days.from}))}};
    if (price.cap.most > 0) return up_to_cap(price.cap, part, zone);
    const bool is_whole = part.days == part.block || price.prorate == Prorate::None;
    if (is_whole) return {{Decimal(1), unit_name(price.per), 1, Decimal()}};
    switch (price.prorate) {
        case Prorate::BySecond: return by_seconds(part, zone);
        case Prorate::Thirty360: return by_360(part);
        case Prorate::ByDay:
        case Prorate::None: break;
    }
    return by_days(part);
}

std::optional<Note> note_of_time(const TimePrice& price, const PaidPart& part) {
    if (price.cap.most > 0)
        return note::TimeCounted{note::TimeCounted::How::UpToCap, price.cap.most, part.unit};
    if (part.base == 1) return std::nullopt;  // a whole one
    if (price.prorate == Prorate::BySecond)
        return note::TimeCounted{note::TimeCounted::How::BySecond, 0, {}};
    if (price.prorate == Prorate::Thirty360)
        return note::TimeCounted{note::TimeCounted::How::Thirty360, 0, {}};
    return std::nullopt;
}

Result<Decimal> amount_for(const catalog::AmountPer& amount, const Period& days,
                           const Period& nominal, const RoundingRule& round) {
    const auto part = [&](std::int64_t count, std::int64_t of) -> Result<Decimal> {
        return TRY(amount.value.times(Ratio{count, of}, Rounding::HalfEven))
            .rounded(round.places, round.method);
    };
    if (amount.per == TimeUnit::Day) return part(days_in(days), 1);
    Decimal sum;
    for (LocalDate day = days.from; day < days.to;) {
        const Period block = block_of(day, block_unit(amount.per), nominal);
        const LocalDate end = std::min(block.to, days.to);
        sum += TRY(part(days_in({block.from, end}), days_in(block)));
        sum += -TRY(part(days_in({block.from, day}), days_in(block)));
        day = end;
    }
    return sum;
}

int days_of_360(const Period& days) {
    const auto at = [](LocalDate day) {
        return (day.year() * kMonths + day.month()) * kMonthDays + std::min(day.day(), kMonthDays);
    };
    return at(days.to) - at(days.from);
}

}  // namespace bw::rate
