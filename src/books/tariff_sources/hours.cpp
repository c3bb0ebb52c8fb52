#include "books/tariff_sources/hours.h"

#include "books/tariff_sources/lower.h"

#include <algorithm>

namespace bw::tariff_sources {
namespace {

constexpr int kMonthsOfYear = 12;
constexpr std::array kLastDay{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool any(const Hours& hours) { return std::ranges::count(hours, true) > 0; }

int next_month(int month) { return month % kMonthsOfYear + 1; }
int month_before(int month) { return (month + kMonthsOfYear - 2) % kMonthsOfYear + 1; }

std::string month_key(int month) {
    return key_of(catalog::kMonths[static_cast<std::size_t>(month - 1)]);
}

}  // namespace

catalog::WhenClause clause_of(unsigned weekdays, const Hours& hours) {
    catalog::WhenClause clause;
    clause.weekdays = static_cast<std::uint8_t>(weekdays);
    if (std::ranges::count(hours, false) == 0) return clause;
    for (std::size_t hour = 0; hour < hours.size(); ++hour) {
        if (!hours[hour]) continue;
        const int from = static_cast<int>(hour) * 60;
        if (!clause.hours.empty() && clause.hours.back().to == from) clause.hours.back().to += 60;
        else clause.hours.push_back({from, from + 60});
    }
    return clause;
}

catalog::When when_of(const Hours& workdays, const Hours& weekend) {
    catalog::When when;
    if (workdays == weekend) {
        when.clauses.push_back(clause_of(kAllDays, workdays));
        if (when.clauses[0] == catalog::WhenClause{}) when.clauses.clear();  // always
        return when;
    }
    if (any(workdays)) when.clauses.push_back(clause_of(kWorkdays, workdays));
    if (any(weekend)) when.clauses.push_back(clause_of(kWeekend, weekend));
    return when;
}

catalog::Season season_of(const std::vector<int>& months) {
    catalog::Season season;
    if (months.size() == kMonthsOfYear) return season;
    const auto has = [&](int month) { return std::ranges::find(months, month) != months.end(); };
    for (const int month : months) {
        if (has(month_before(month))) continue;  // it belongs to a range that begins before
        int last = month;
        while (has(next_month(last))) last = next_month(last);
        season.ranges.push_back({{month, 1}, {last, kLastDay[static_cast<std::size_t>(last - 1)]}});
        season.name += (season.name.empty() ? "" : "_") + month_key(month);
        if (last != month) season.name += "-" + month_key(last);
    }
    return season;
}

}  // namespace bw::tariff_sources
