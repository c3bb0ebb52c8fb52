#include "apps/demo/holidays.h"

#include <fmt/format.h>

namespace bw::demo {

LocalDate easter_sunday(int year) {
    const int a = year % 19, b = year / 100, c = year % 100;
    const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return LocalDate::of(year, n / 31, n % 31 + 1);
}

std::map<LocalDate, std::string> german_holidays(int year) {
    const LocalDate easter = easter_sunday(year);
    return {{LocalDate::of(year, 1, 1), "Neujahr"},
            {easter.plus_days(-2), "Karfreitag"},
            {easter.plus_days(1), "Ostermontag"},
            {LocalDate::of(year, 5, 1), "Tag der Arbeit"},
            {easter.plus_days(39), "Christi Himmelfahrt"},
            {easter.plus_days(50), "Pfingstmontag"},
            {LocalDate::of(year, 10, 3), "Tag der Deutschen Einheit"},
            {LocalDate::of(year, 12, 25), "1. Weihnachtstag"},
            {LocalDate::of(year, 12, 26), "2. Weihnachtstag"}};
}

std::string german_calendar(int first_year, int last_year) {
    std::string text =
        "# The nine public holidays that all sixteen German states keep. Tariffs name this "
        "calendar with\n"
        "# `holidays: DE`; its days count where a window says 'holidays' or 'except holidays'.\n"
        "# Some states keep more; a tariff for one of them takes a calendar of its own.\n"
        "calendar: DE\n"
        "name: {en: German public holidays, de: Gesetzliche Feiertage in Deutschland}\n"
        "holidays:\n";
    for (int year = first_year; year <= last_year; ++year)
        for (const auto& [date, name] : german_holidays(year))
            text += fmt::format("  {}: {}\n", date.to_string(), name);
    return text;
}

}  // namespace bw::demo
