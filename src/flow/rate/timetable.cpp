#include "flow/rate/timetable.h"

#include <algorithm>
#include <set>

namespace bw::rate {
namespace {

constexpr std::int32_t kDaySeconds = 86'400;

std::uint32_t heaviest(std::span<const Timetable::Row> rows, int weekday, bool is_holiday,
                       int minute) {
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
    for (std::size_t kind = 0; kind < kDayKinds; ++kind) {
        const int weekday = static_cast<int>(kind % 7) + 1;
        first_[kind] = static_cast<std::uint16_t>(slots_.size());
        for (const int minute : minutes) {
            const std::uint32_t row = heaviest(rows, weekday, kind >= 7, minute);
            if (slots_.size() == first_[kind] || slots_.back().row != row)
                slots_.push_back({minute * 60, row});
        }
    }
    first_[kDayKinds] = static_cast<std::uint16_t>(slots_.size());  // 14 x 1440 at most
    const std::uint32_t row = slots_.front().row;
    if (std::ranges::any_of(slots_, [&](const Slot& slot) { return slot.row != row; })) return;
    constant_row_ = row;
    slots_ = {};
}

Timetable::Open Timetable::at(int weekday, bool is_holiday, std::int32_t second_of_day) const {
    if (slots_.empty()) return {constant_row_, kDaySeconds};
    const auto kind = static_cast<std::size_t>(weekday) - 1 + (is_holiday ? 7U : 0U);
    // A day has few slots, the first of which begins at 0.
    std::int32_t until = kDaySeconds;
    std::size_t slot = first_[kind + 1] - 1U;
    for (; slots_[slot].from_s > second_of_day; --slot) until = slots_[slot].from_s;
    return {slots_[slot].row, until};
}

}  // namespace bw::rate
