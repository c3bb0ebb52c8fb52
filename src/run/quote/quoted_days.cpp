#include "run/quote/quoted_days.h"

#include "run/quote/quote.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bw::run {
namespace {

void widen(Span& all, const Span& other) {
    if (other == Span{}) return;
    all = all == Span{} ? other : Span{std::min(all.from, other.from), std::max(all.to, other.to)};
}

void widen(std::optional<Period>& all, const Period& days) {
    if (days.is_empty()) return;
    all = all ? Period{std::min(all->from, days.from), std::max(all->to, days.to)} : days;
}

Period whole_days(const Span& span, const Zone& zone) {
    const LocalTime from = zone.to_local(span.from), to = zone.to_local(span.to);
    return {from.second_of_day == 0 ? from.date : from.date.plus_days(1), to.date};
}

Period whole_months(const Span& span, const Zone& zone) {
    return {zone.to_local(span.from).date.first_of_month(),
            month_of(zone.to_local(span.to).date).to};
}

}  // namespace

std::vector<meter::Surveyed> join(std::vector<meter::Surveyed> told) {
    std::ranges::stable_sort(told, {}, &meter::Surveyed::code);
    std::vector<meter::Surveyed> points;
    for (auto& point : told) {
        if (points.empty() || points.back().code != point.code) {
            points.push_back(std::move(point));
            continue;
        }
        widen(points.back().intervals, point.intervals);
        widen(points.back().counters, point.counters);
        widen(points.back().events, point.events);
    }
    return points;
}

Result<Period> days_of(std::span<const meter::Surveyed> points, const Zone& zone) {
    std::optional<Period> days;
    for (const auto& point : points) {
        if (!point.intervals.is_empty()) widen(days, whole_days(point.intervals, zone));
        if (!point.counters.is_empty())
            widen(days, Period{zone.to_local(point.counters.from).date,
                               zone.to_local(point.counters.to).date});
        if (point.events != Span{}) widen(days, whole_months(point.events, zone));
    }
    if (days) return *days;
    return fail(Code::Invalid, "no usage tells of a whole day: say which days are quoted, with "
                               "--period, or --from and --to");
}

Result<void> check_days(const Period& days) {
    if (days.is_empty())
        return fail(Code::Invalid,
                    fmt::format("the days that are quoted end on {}, before they begin on {}",
                                days.to.plus_days(-1).to_string(), days.from.to_string()));
    if (month_of(days.to.plus_days(-1)).to.plus_months(-kQuotedMonthsMax) <=
        days.from.first_of_month())
        return {};
    return fail(Code::Limit,
                fmt::format("{} to {} are more than {} months: quote some of them, with --period, "
                            "or --from and --to",
                            days.from.to_string(), days.to.plus_days(-1).to_string(),
                            kQuotedMonthsMax));
}

}  // namespace bw::run
