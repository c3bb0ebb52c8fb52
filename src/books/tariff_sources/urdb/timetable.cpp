#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/urdb/parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::urdb {
namespace {

Read<int> period_at(const Value& value, std::size_t periods) {
    const Decimal number = TRY(tariff_sources::number(value));
    if (number.is_negative() || number.places() > 0 ||
        number >= Decimal(static_cast<std::int64_t>(periods)))
        return fault(value, fmt::format("'{}' is none of its {} periods", value.text, periods));
    return static_cast<int>(number.nano() / Decimal::kScale);
}

Read<Year> year_of(const Value& rows, std::size_t periods) {
    Year year{};
    const auto months = rows.each();
    if (months.size() != year.size()) return fault(rows, "twelve months are needed");
    for (std::size_t month = 0; month < year.size(); ++month) {
        const auto hours = months[month]->each();
        if (hours.size() != year[month].size()) return fault(*months[month], "24 hours are needed");
        for (std::size_t hour = 0; hour < hours.size(); ++hour)
            year[month][hour] = TRY(period_at(*hours[hour], periods));
    }
    return year;
}

Hours hours_in(const std::array<int, 24>& day, int period) {
    Hours hours{};
    for (std::size_t hour = 0; hour < day.size(); ++hour) hours[hour] = day[hour] == period;
    return hours;
}

// Periods of a month in the order of their numbers.
std::vector<int> periods_in(const Timetable& timetable, std::size_t month) {
    std::vector<int> periods(timetable.workdays[month].begin(), timetable.workdays[month].end());
    periods.insert(periods.end(), timetable.weekend[month].begin(), timetable.weekend[month].end());
    std::ranges::sort(periods);
    periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
    return periods;
}

Read<std::vector<catalog::Window>> windows_in(const Timetable& timetable, std::size_t month,
                                              const PricesOf& prices) {
    std::vector<catalog::Window> windows;
    const auto periods = periods_in(timetable, month);
    for (const int period : periods) {
        catalog::Window window = TRY(prices(static_cast<std::size_t>(period)));
        if (periods.size() > 1) {
            window.name = fmt::format("period-{}", period);
            window.when = when_of(hours_in(timetable.workdays[month], period),
                                  hours_in(timetable.weekend[month], period));
        }
        windows.push_back(std::move(window));
    }
    return windows;
}

}  // namespace

Read<Timetable> timetable_of(const Value& rate, std::string_view workdays, std::string_view weekend,
                             std::size_t periods) {
    const Value* workday_rows = TRY(need(rate, workdays));
    const Value* weekend_rows = TRY(need(rate, weekend));
    Timetable timetable;
    timetable.workdays = TRY(year_of(*workday_rows, periods));
    timetable.weekend = TRY(year_of(*weekend_rows, periods));
    return timetable;
}

Read<Timetable> months_of(const Value& rate, std::string_view name, std::size_t periods) {
    const Value* rows = TRY(need(rate, name));
    const auto months = rows->each();
    Timetable timetable;
    if (months.size() != timetable.workdays.size()) return fault(*rows, "twelve months are needed");
    for (std::size_t month = 0; month < months.size(); ++month) {
        const int period = TRY(period_at(*months[month], periods));
        timetable.workdays[month].fill(period);
        timetable.weekend[month].fill(period);
    }
    return timetable;
}

Read<std::vector<catalog::Season>> seasons_of(const Timetable& timetable, const PricesOf& prices) {
    std::vector<std::vector<int>> alike;  // months from 1
    for (std::size_t month = 0; month < timetable.workdays.size(); ++month) {
        const auto same = std::ranges::find_if(alike, [&](const auto& months) {
            const auto other = static_cast<std::size_t>(months.front() - 1);
            return timetable.workdays[other] == timetable.workdays[month] &&
                   timetable.weekend[other] == timetable.weekend[month];
        });
        if (same != alike.end()) same->push_back(static_cast<int>(month) + 1);
        else alike.push_back({static_cast<int>(month) + 1});
    }
    std::vector<catalog::Season> seasons;
    for (const auto& months : alike) {
        auto& season = seasons.emplace_back(season_of(months));
        season.windows =
            TRY(windows_in(timetable, static_cast<std::size_t>(months.front() - 1), prices));
    }
    return seasons;
}

}  // namespace bw::tariff_sources::urdb
