#include "flow/rate/timetable.h"

#include <algorithm>
#include <set>

namespace bw::rate {
namespace {

constexpr std::int32_t kDaySeconds = 86'400;

std::uint32_t heaviest(std::span<const Timetable::Row> rows, int weekday, bool is_holiday, int minute) {
    const auto is_open = [&](const Timetable::Row& row) {
        if (!row.when->otherwise) return row.when->holds(weekday, is_holiday, minute);
        return std::ranges::none_of(rows, [&](const Timetable::Row& other) {
            return !other.when->otherwise && other.source == row.source &&
                   other.weight == row.weight && other.when->holds(weekday, is_holiday, minute);
        });
    };
    const Timetable::Row* best = nullptr;
    for (const Timetable::Row& row : rows)
        if ((best == nullptr || row.weight > best->weight) && is_open(row)) best = &row;
    return best == nullptr ? Timetable::kClosed : best->row;
}

}  // namespace

Timetable::Timetable(std::span<const Row> rows) {
    std::set<int> minutes{0};
    for (const Row& row : rows)
        for (const int minute : row.when->edges()) minutes.insert(minute);
    for (std::size_t kind = 0; kind < days_.size(); ++kind) {
        const int weekday = static_cast<int>(kind % 7) + 1;
        for (const int minute : minutes) {
            const std::uint32_t row = heaviest(rows, weekday, kind >= 7, minute);
            if (days_[kind].empty() || days_[kind].back().row != row)
                days_[kind].push_back({minute * 60, row});
        }
    }
    const std::uint32_t first = days_[0].front().row;
    is_constant_ = first != kClosed && std::ranges::all_of(days_, [&](const auto& day) {
        return day.size() == 1 && day.front().row == first;
    });
}

Timetable::Open Timetable::at(int weekday, bool is_holiday, std::int32_t second_of_day) const {
    const auto& day = days_[static_cast<std::size_t>(weekday - 1 + (is_holiday ? 7 : 0))];
    if (day.empty()) return {kClosed, kDaySeconds};
    const auto next = std::ranges::upper_bound(day, second_of_day, {}, &Slot::from_s);
    return {std::prev(next)->row, next == day.end() ? kDaySeconds : next->from_s};
}

}  // namespace bw::rate
