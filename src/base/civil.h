// Civil time: dates, instants, half-open periods and IANA zones (law 6). The database holds UTC
// instants and civil dates; local time appears at tariff windows and on documents only.
// Zones come from the system's IANA database. Clock-change days have 23 or 25 hours.
#pragma once

#include "base/result.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bw {

// A day of the proleptic Gregorian calendar; days since 1970-01-01. Years 1900 to 2999.
class LocalDate {
public:
    constexpr LocalDate() = default;
    constexpr explicit LocalDate(std::int32_t days) : days_(days) {}
    static LocalDate of(int year, int month, int day);            // must exist
    static Result<LocalDate> make(int year, int month, int day);  // 2023-02-29 is an Error
    static Result<LocalDate> parse(std::string_view text);        // "2013-03-01"

    [[nodiscard]] constexpr std::int32_t days() const { return days_; }
    [[nodiscard]] int year() const;
    [[nodiscard]] int month() const;    // 1..12
    [[nodiscard]] int day() const;      // 1..31
    [[nodiscard]] int weekday() const;  // 1 Monday .. 7 Sunday (ISO 8601)
    [[nodiscard]] LocalDate plus_days(int n) const { return LocalDate(days_ + n); }
    // Same day n months on; the last day of the month where that day does not exist.
    [[nodiscard]] LocalDate plus_months(int n) const;
    [[nodiscard]] LocalDate first_of_month() const;
    [[nodiscard]] std::string to_string() const;  // "2013-03-01"
    friend auto operator<=>(LocalDate, LocalDate) = default;

private:
    std::int32_t days_ = 0;
};

// A point in time, UTC, microseconds since 1970.
struct Instant {
    std::int64_t us = 0;
    static constexpr std::int64_t kSecond = 1'000'000;
    static constexpr Instant from_seconds(std::int64_t s) { return {s * kSecond}; }
    [[nodiscard]] std::int64_t seconds() const {
        return us >= 0 ? us / kSecond : -((-us + kSecond - 1) / kSecond);
    }
    // "2013-08-07T17:30:00Z", seconds and fraction optional; an offset such as +10:00 is accepted.
    static Result<Instant> parse(std::string_view text);
    [[nodiscard]] std::string to_string() const;  // "2013-08-07T17:30:00Z"
    friend auto operator<=>(Instant, Instant) = default;
};

// Half-open [from, to). Of days (a billing period) or instants.
template <typename T>
struct PeriodOf {
    T from{};
    T to{};
    [[nodiscard]] bool is_empty() const { return !(from < to); }
    [[nodiscard]] bool contains(T point) const { return !(point < from) && point < to; }
    [[nodiscard]] PeriodOf intersect(const PeriodOf& other) const {
        return {std::max(from, other.from),
                std::max(std::max(from, other.from), std::min(to, other.to))};
    }
    friend auto operator<=>(const PeriodOf&, const PeriodOf&) = default;
};
using Period = PeriodOf<LocalDate>;  // civil days
using Span = PeriodOf<Instant>;      // instants

inline int days_in(const Period& period) { return period.to.days() - period.from.days(); }
// The calendar month that holds the date.
Period month_of(LocalDate date);
Period quarter_of(LocalDate date);
Period year_of(LocalDate date);

struct LocalTime {
    LocalDate date;
    std::int32_t second_of_day = 0;
    [[nodiscard]] std::string to_string() const;  // "2013-03-01 07:30:00"
    friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

// A zone of the IANA database ("Australia/Sydney") or a fixed offset ("UTC+10:00", "UTC").
// A small value; copy it freely. Thread: any.
class Zone {
public:
    Zone() = default;  // UTC
    static Result<Zone> find(std::string_view name);
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::int32_t offset_seconds(Instant at) const;
    [[nodiscard]] LocalTime to_local(Instant at) const;
    // Wall clock to UTC. In a gap: the instant the clock jumps; when ambiguous: the earlier one.
    [[nodiscard]] Instant to_instant(LocalTime local) const;
    [[nodiscard]] Instant start_of_day(LocalDate date) const { return to_instant({date, 0}); }
    [[nodiscard]] Span span_of(const Period& days) const {
        return {start_of_day(days.from), start_of_day(days.to)};
    }
    // The span around `at` in which the offset does not change.
    [[nodiscard]] Span same_offset(Instant at) const;
    friend bool operator==(const Zone& a, const Zone& b) { return a.name_ == b.name_; }

private:
    std::string name_ = "UTC";
    std::int32_t fixed_offset_ = 0;
    const void* zone_ = nullptr;  // date::time_zone of the process-wide, immutable database
};

}  // namespace bw
