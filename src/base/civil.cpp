#include "base/civil.h"

#include "base/check.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>

namespace bw {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kFar = 32'503'680'000;  // the year 3000: beyond every zone rule we keep

date::year_month_day ymd(LocalDate d) {
    return date::year_month_day{date::sys_days{date::days{d.days()}}};
}

LocalDate from_ymd(date::year_month_day d) {
    return LocalDate(static_cast<std::int32_t>(date::sys_days{d}.time_since_epoch().count()));
}

// Digits only, exactly `count` of them, removed from the front of text.
bool take_number(std::string_view& text, std::size_t count, int& value) {
    if (text.size() < count) return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + count, value);
    if (error != std::errc{} || end != text.data() + count || text[0] == '-') return false;
    text.remove_prefix(count);
    return true;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

LocalDate LocalDate::of(int year, int month, int day) {
    const auto date = make(year, month, day);
    CHECK(date.has_value());
    return *date;
}

Result<LocalDate> LocalDate::make(int year, int month, int day) {
    if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31)
        return fail(Code::Invalid, fmt::format("{}-{}-{} is no date", year, month, day));
    const auto date = date::year{year} / date::month{static_cast<unsigned>(month)} /
                      date::day{static_cast<unsigned>(day)};
    if (!date.ok())
        return fail(Code::Invalid, fmt::format("{}-{:02}-{:02} does not exist", year, month, day));
    return from_ymd(date);
}

Result<LocalDate> LocalDate::parse(std::string_view text) {
    std::string_view rest = text;
    int y = 0, m = 0, d = 0;
    if (!take_number(rest, 4, y) || !take(rest, '-') || !take_number(rest, 2, m) ||
        !take(rest, '-') || !take_number(rest, 2, d) || !rest.empty())
        return fail(Code::Invalid,
                    fmt::format("'{}' is no date: write 2026-03-31", text.substr(0, 40)));
    return make(y, m, d);
}

int LocalDate::year() const { return static_cast<int>(ymd(*this).year()); }
int LocalDate::month() const { return static_cast<int>(static_cast<unsigned>(ymd(*this).month())); }
int LocalDate::day() const { return static_cast<int>(static_cast<unsigned>(ymd(*this).day())); }

int LocalDate::weekday() const {
    // 1970-01-01 was a Thursday (4).
    const int shifted = (days_ % 7 + 7 + 3) % 7;
    return shifted + 1;
}

LocalDate LocalDate::plus_months(int n) const {
    const auto d = ymd(*this);
    auto moved = d.year() / d.month() / d.day() + date::months{n};
    if (!moved.ok()) moved = moved.year() / moved.month() / date::last;
    return from_ymd(moved);
}

LocalDate LocalDate::first_of_month() const { return plus_days(1 - day()); }

std::string LocalDate::to_string() const {
    const auto d = ymd(*this);
    const int year = static_cast<int>(d.year());
    const auto month = static_cast<unsigned>(d.month()), day = static_cast<unsigned>(d.day());
    if (year < 0 || year > 9999) return fmt::format("{:04}-{:02}-{:02}", year, month, day);
    const auto digit = [](unsigned number) { return static_cast<char>('0' + number % 10); };
    const auto y = static_cast<unsigned>(year);
    return {digit(y / 1000),   digit(y / 100), digit(y / 10), digit(y),        '-',
            digit(month / 10), digit(month),   '-',           digit(day / 10), digit(day)};
}

Period month_of(LocalDate date) {
    const LocalDate first = date.first_of_month();
    return {first, first.plus_months(1)};
}

Period quarter_of(LocalDate date) {
    const LocalDate first = LocalDate::of(date.year(), (date.month() - 1) / 3 * 3 + 1, 1);
    return {first, first.plus_months(3)};
}

Period year_of(LocalDate date) {
    return {LocalDate::of(date.year(), 1, 1), LocalDate::of(date.year() + 1, 1, 1)};
}

Result<Instant> Instant::parse(std::string_view text) {
    const auto bad = [&] {
        return fail(Code::Invalid,
                    fmt::format("'{}' is no instant: write 2026-03-31T14:05:00Z or with an offset",
                                text.substr(0, 40)));
    };
    std::string_view rest = text;
    if (rest.size() < 16) return bad();
    const auto date = LocalDate::parse(rest.substr(0, 10));
    if (!date) return bad();
    rest.remove_prefix(10);
    int h = 0, m = 0, s = 0;
    if (!(take(rest, 'T') || take(rest, ' ')) || !take_number(rest, 2, h) || !take(rest, ':') ||
        !take_number(rest, 2, m))
        return bad();
    std::int64_t micro = 0;
    if (take(rest, ':')) {
        if (!take_number(rest, 2, s)) return bad();
        if (take(rest, '.')) {
            std::int64_t unit = 100'000;
            if (rest.empty() || rest[0] < '0' || rest[0] > '9') return bad();
            while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
                micro += (rest[0] - '0') * unit;
                unit /= 10;
                rest.remove_prefix(1);
            }
        }
    }
    int offset_minutes = 0;
    if (!take(rest, 'Z')) {
        const int sign = take(rest, '-') ? -1 : (take(rest, '+') ? 1 : 0);
        int oh = 0, om = 0;
        if (sign == 0 || !take_number(rest, 2, oh)) return bad();
        take(rest, ':');
        if (!take_number(rest, 2, om) || oh > 18 || om > 59) return bad();
        offset_minutes = sign * (oh * 60 + om);
    }
    if (!rest.empty() || h > 23 || m > 59 || s > 59) return bad();
    const std::int64_t seconds =
        date->days() * kDaySeconds + std::int64_t{h * 60 + m - offset_minutes} * 60 + s;
    return Instant{seconds * kSecond + micro};
}

std::string Instant::to_string() const {
    const std::int64_t s = seconds();
    const std::int64_t day = floor_div(s, kDaySeconds);
    const auto rest = static_cast<int>(s - day * kDaySeconds);
    return fmt::format("{}T{:02}:{:02}:{:02}Z",
                       LocalDate(static_cast<std::int32_t>(day)).to_string(), rest / 3600,
                       rest / 60 % 60, rest % 60);
}

std::string LocalTime::to_string() const {
    return fmt::format("{} {:02}:{:02}:{:02}", date.to_string(), second_of_day / 3600,
                       second_of_day / 60 % 60, second_of_day % 60);
}

Result<Zone> Zone::find(std::string_view name) {
    Zone zone;
    zone.name_ = name;
    if (name.starts_with("UTC")) {
        std::string_view rest = name.substr(3);
        if (rest.empty()) return zone;
        const int sign = take(rest, '-') ? -1 : (take(rest, '+') ? 1 : 0);
        int h = 0, m = 0;
        if (sign != 0 && take_number(rest, 2, h) && take(rest, ':') && take_number(rest, 2, m) &&
            rest.empty() && h <= 14 && m <= 59) {
            zone.fixed_offset_ = sign * (h * 3600 + m * 60);
            return zone;
        }
        return fail(Code::Invalid, fmt::format("'{}' is no offset: write UTC+10:00", name));
    }
    try {
        zone.zone_ = date::locate_zone(std::string(name));
    } catch (const std::runtime_error&) {
        // The library reports an unknown name by throwing; here it is an expected outcome.
        return fail(Code::NotFound,
                    fmt::format("time zone '{}' is not in the IANA database of this system",
                                name.substr(0, 60)));
    }
    return zone;
}

std::int32_t Zone::offset_seconds(Instant at) const {
    if (zone_ == nullptr) return fixed_offset_;
    const auto* zone = static_cast<const date::time_zone*>(zone_);
    const auto info = zone->get_info(date::sys_seconds{std::chrono::seconds{at.seconds()}});
    return static_cast<std::int32_t>(info.offset.count());
}

LocalTime Zone::to_local(Instant at) const {
    const std::int64_t local = at.seconds() + offset_seconds(at);
    const std::int64_t day = floor_div(local, kDaySeconds);
    return {LocalDate(static_cast<std::int32_t>(day)),
            static_cast<std::int32_t>(local - day * kDaySeconds)};
}

Instant Zone::to_instant(LocalTime local) const {
    const std::int64_t wall = local.date.days() * kDaySeconds + local.second_of_day;
    if (zone_ == nullptr) return Instant::from_seconds(wall - fixed_offset_);
    const auto* zone = static_cast<const date::time_zone*>(zone_);
    const auto info = zone->get_info(date::local_seconds{std::chrono::seconds{wall}});
    if (info.result == date::local_info::nonexistent)
        return Instant::from_seconds(info.first.end.time_since_epoch().count());
    return Instant::from_seconds(wall - info.first.offset.count());
}

Span Zone::same_offset(Instant at) const {
    if (zone_ == nullptr) return {Instant::from_seconds(-kFar), Instant::from_seconds(kFar)};
    const auto* zone = static_cast<const date::time_zone*>(zone_);
    const auto info = zone->get_info(date::sys_seconds{std::chrono::seconds{at.seconds()}});
    const auto clip = [](std::int64_t s) { return std::clamp(s, -kFar, kFar); };
    return {Instant::from_seconds(clip(info.begin.time_since_epoch().count())),
            Instant::from_seconds(clip(info.end.time_since_epoch().count()))};
}

}  // namespace bw
