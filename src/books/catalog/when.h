// When a window is open, in words a person would use: "Mon-Fri 07:00-08:00, 19:00-23:00; Sat
// 07:00-23:00". Shared by energy windows and telecom rating plans. Pure: the caller brings date,
// holiday and minute.
//
//   when   = "otherwise" | "always" | clause { (";" | "and") clause }
//   clause = [days] [hours] ["except holidays"]        no days: every day; no hours: the whole day
//   days   = day { ("," | "and") day }                 Mon, Mon-Fri, Sat-Mon, weekdays, weekends,
//   daily, holidays hours  = HH:MM-HH:MM { ("," | "and") HH:MM-HH:MM } end exclusive; 24:00 is
//   midnight; 22:00-06:00 crosses it
//
// A day name holds for the interval's own civil date, also after midnight: "Mon 22:00-06:00" is
// Monday 00:00-06:00 and Monday 22:00-24:00. A holiday is still the weekday it falls on unless the
// clause says 'except holidays'; 'holidays' as a day means every holiday, whatever the weekday.
#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

inline constexpr int kMinutesPerDay = 1440;

// Minutes of a day, [from, to); to <= from crosses midnight (both pieces belong to the same civil
// date).
struct MinuteRange {
    int from = 0;
    int to = kMinutesPerDay;
    [[nodiscard]] bool holds(int minute) const {
        return from < to ? from <= minute && minute < to : minute >= from || minute < to;
    }
    friend bool operator==(const MinuteRange&, const MinuteRange&) = default;
};

struct WhenClause {
    std::uint8_t weekdays = 0x7f;    // bit 0 Monday .. bit 6 Sunday
    bool holidays = false;           // also on every holiday
    bool except_holidays = false;    // never on a holiday
    std::vector<MinuteRange> hours;  // empty: the whole day

    // weekday 1 Monday .. 7 Sunday, as LocalDate::weekday().
    [[nodiscard]] bool holds_day(int weekday, bool is_holiday) const {
        if (is_holiday && (holidays || except_holidays)) return holidays;
        return ((weekdays >> (weekday - 1)) & 1) != 0;
    }
    [[nodiscard]] bool holds_minute(int minute) const;
    friend bool operator==(const WhenClause&, const WhenClause&) = default;
};

struct When {
    bool otherwise = false;           // all that no other window of the same list holds
    std::vector<WhenClause> clauses;  // any of them; empty and not otherwise: always
    [[nodiscard]] bool always() const { return !otherwise && clauses.empty(); }
    // False for 'otherwise': the list decides.
    [[nodiscard]] bool holds(int weekday, bool is_holiday, int minute) const;
    // Minutes of a day at which the answer may change, ascending, without 0 and 1440.
    [[nodiscard]] std::vector<int> edges() const;
    [[nodiscard]] bool uses_holidays() const;
    friend bool operator==(const When&, const When&) = default;
};

// Error text says which word is wrong and what can be written.
Result<When> parse_when(std::string_view text);
// The canonical form; parse_when(print_when(w)) == w.
std::string print_when(const When& when);
std::string print_minute(int minute);  // "07:30", 1440 is "24:00"
std::optional<int> parse_minute(std::string_view text);

// One list of windows over the kinds of a day: index of the window that holds a minute, or
// none/several.
class WeekGrid {
public:
    static constexpr std::int16_t kGap = -1;
    static constexpr std::int16_t kOverlap = -2;
    explicit WeekGrid(const std::vector<const When*>& windows);
    // Window index, kGap or kOverlap. weekday 1..7.
    [[nodiscard]] std::int16_t at(int weekday, bool is_holiday, int minute) const {
        return cells_[row(weekday, is_holiday)][static_cast<std::size_t>(minute)];
    }
    // First minute after `minute` of that day with another window; 1440 when none.
    [[nodiscard]] int end_of_run(int weekday, bool is_holiday, int minute) const {
        return ends_[row(weekday, is_holiday)][static_cast<std::size_t>(minute)];
    }

private:
    static std::int16_t cell_at(const std::vector<const When*>& windows, int weekday,
                                bool is_holiday, int minute);
    static std::size_t row(int weekday, bool is_holiday) {
        return static_cast<std::size_t>(weekday) - 1 + (is_holiday ? 7U : 0U);
    }
    using Day = std::vector<std::int16_t>;
    std::array<Day, 14> cells_;  // Mon..Sun, then the same on holidays
    std::array<Day, 14> ends_;
};

}  // namespace bw::catalog
