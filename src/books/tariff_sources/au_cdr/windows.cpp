// Days, clock times and dates of an Australian plan.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace bw::tariff_sources::au_cdr {
namespace {

constexpr unsigned kSunday = 1U << 6U;
constexpr unsigned kWeek = 0x7f;
constexpr std::size_t kDaysOfWeek = 7;

struct DayWord {
    std::string_view word;
    unsigned days;
};
constexpr std::array kDayWords{
    DayWord{"MON", 1},       DayWord{"TUE", 2},          DayWord{"WED", 4},
    DayWord{"THU", 8},       DayWord{"FRI", 16},         DayWord{"SAT", 32},
    DayWord{"SUN", 64},      DayWord{"MONDAY", 1},       DayWord{"TUESDAY", 2},
    DayWord{"WEDNESDAY", 4}, DayWord{"THURSDAY", 8},     DayWord{"FRIDAY", 16},
    DayWord{"SATURDAY", 32}, DayWord{"SUNDAY", kSunday}, DayWord{"BUSINESS_DAYS", 31}};

// "659", "0930", "19:59", "19:59:59" as the minute of the day.
Read<int> minute_of(const Value& text) {
    std::string digits;
    for (const char c : text.text)
        if (c != ':') digits += c;
    const bool has_seconds = digits.size() == 6;
    if (has_seconds && (digits.ends_with("00") || digits.ends_with("5959"))) digits.resize(4);
    const auto bad = [&] {
        return fault(text, fmt::format("'{}' is no time of day such as 0930", text.brief(20)));
    };
    if (digits.size() < 3 || digits.size() > 4) return bad();
    for (const char c : digits)
        if (c < '0' || c > '9') return bad();
    const int number = std::stoi(digits);
    if (number / 100 > 23 || number % 100 > 59) return bad();
    return number / 100 * 60 + number % 100;
}

// An end on minute 59 or 29 belongs to the window; 0000 as an end is midnight.
Read<catalog::MinuteRange> hours_of(const Value& use) {
    catalog::MinuteRange hours{0, 0};
    if (const Value* start = use.find("startTime")) hours.from = TRY(minute_of(*start));
    if (const Value* end = use.find("endTime")) hours.to = TRY(minute_of(*end));
    if (hours.to % 30 == 29) ++hours.to;
    if (hours.to == 0) hours.to = catalog::kMinutesPerDay;
    if (hours.from % 30 != 0 || hours.to % 30 != 0)
        return fault(use, "a window that begins or ends inside a half hour");
    if (hours.from == hours.to)
        return fault(use, "a window that is empty or a whole day; the source does not say which");
    return hours;
}

struct Days {
    unsigned week = 0;  // bit 0 Monday
    bool holidays = false;
};
Read<Days> days_of(const Value& use) {
    Days days;
    for (const auto& name : TRY(day_names(use))) {
        const auto* known = std::ranges::find(kDayWords, name, &DayWord::word);
        if (name == "PUBLIC_HOLIDAYS") days.holidays = true;
        else if (known == kDayWords.end()) return fault(use, fmt::format("'{}' is no day", name));
        else days.week |= known->days;
    }
    return days;
}

catalog::WhenClause clause_of(Days days, Holidays holidays) {
    catalog::WhenClause clause;
    clause.weekdays = static_cast<std::uint8_t>(days.week);
    clause.holidays = days.holidays;
    if (holidays == Holidays::Out) clause.except_holidays = true;
    if (holidays == Holidays::LikeSunday && days.week != kWeek) {
        clause.holidays = clause.holidays || (days.week & kSunday) != 0;
        clause.except_holidays = !clause.holidays;
    }
    if (holidays == Holidays::Named) clause.except_holidays = days.week != kWeek && !days.holidays;
    if (days.week == kWeek) clause.holidays = false;  // they are among all days
    return clause;
}

bool is_whole_day(const catalog::MinuteRange& hours) {
    return hours.from == 0 && hours.to == catalog::kMinutesPerDay;
}

int two_digits(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : -100; };
    return digit(text[0]) * 10 + digit(text[1]);
}

// "11-01"
Read<catalog::MonthDay> month_day(const Value& row, std::string_view name) {
    const Value* value = TRY(need(row, name));
    const std::string& text = value->text;
    if (text.size() == 5 && text[2] == '-') {
        const catalog::MonthDay day{two_digits(text), two_digits(std::string_view(text).substr(3))};
        if (LocalDate::make(2024, day.month, day.day)) return day;
    }
    return fault(*value, fmt::format("'{}' is no day of a year such as 11-01", value->brief(20)));
}

// "BUSINESS_DAYS" says nothing about holidays; these words do.
bool names_weekdays(std::string_view text) {
    return has_word(text, {"weekdays", "monday - friday", "monday-friday", "monday to friday",
                           "monday \xe2\x80\x93 friday",
                           "monday\xe2\x80\x93"
                           "friday"});
}

}  // namespace

Read<std::vector<std::string>> day_names(const Value& use) {
    const Value* days = use.find("days");
    std::vector<std::string> names;
    if (days == nullptr) return fault(use, "no days are named");
    if (!days->is_map()) {
        for (const auto* day : days->each()) names.push_back(day->text);
    } else {
        const auto is_set = [&](std::string_view flag) { return days->word(flag) == "true"; };
        if (is_set("weekdays")) names.emplace_back("BUSINESS_DAYS");
        if (is_set("saturday")) names.emplace_back("SATURDAY");
        if (is_set("sunday")) names.emplace_back("SUNDAY");
    }
    if (names.empty()) return fault(*days, "no day is set: only the text says when");
    return names;
}

Read<Holidays> holidays_of(const Value& at, const std::vector<const Value*>& uses,
                           std::string_view text) {
    bool is_asked = false;
    for (const auto* use : uses) {
        const auto names = TRY(day_names(*use));
        const auto has = [&](std::string_view day) {
            return std::ranges::find(names, day) != names.end();
        };
        const bool is_every_day = names.size() > kDaysOfWeek;
        if (has("PUBLIC_HOLIDAYS") && !is_every_day) return Holidays::Named;
        const bool has_weekend = has("SATURDAY") && has("SUNDAY");
        is_asked = is_asked || (has("BUSINESS_DAYS") && !has_weekend);
    }
    if (takes_holidays_out(text)) return Holidays::LikeSunday;
    if (is_asked && !names_weekdays(text))
        return fault(at, "BUSINESS_DAYS, and no text says whether public holidays are among them");
    return Holidays::Ordinary;
}

Read<catalog::When> windows_of(const std::vector<const Value*>& uses, Holidays holidays) {
    catalog::When when;
    for (const auto* use : uses) {
        catalog::WhenClause clause = clause_of(TRY(days_of(*use)), holidays);
        const catalog::MinuteRange hours = TRY(hours_of(*use));
        const auto same = std::ranges::find_if(when.clauses, [&](const auto& other) {
            return other.weekdays == clause.weekdays && other.holidays == clause.holidays &&
                   other.except_holidays == clause.except_holidays && !other.hours.empty();
        });
        if (!is_whole_day(hours)) clause.hours = {hours};
        if (same == when.clauses.end() || clause.hours.empty()) when.clauses.push_back(clause);
        else same->hours.push_back(hours);
    }
    for (auto& clause : when.clauses)
        std::ranges::sort(clause.hours, {}, &catalog::MinuteRange::from);
    // Every day, all day: no window at all.
    const catalog::WhenClause always;
    if (std::ranges::find(when.clauses, always) != when.clauses.end()) when.clauses.clear();
    return when;
}

bool has_no_dates(const Value& row) {
    return row.peek("startDate") == nullptr && row.peek("endDate") == nullptr;
}

Read<catalog::DateRange> dates_of(const Value& row) {
    constexpr catalog::DateRange kYear{{1, 1}, {12, 31}};
    if (has_no_dates(row)) return kYear;
    return catalog::DateRange{TRY(month_day(row, "startDate")), TRY(month_day(row, "endDate"))};
}

std::string season_key(const catalog::DateRange& dates) {
    return fmt::format("from-{:02}-{:02}", dates.from.month, dates.from.day);
}

bool takes_holidays_out(std::string_view text) {
    return has_word(text, {"excluding public holidays", "business days", "working weekdays"});
}

}  // namespace bw::tariff_sources::au_cdr
