// How numbers, money and dates look in a language: 1,234.56 EUR on 1 December 2026, in German
// 1.234,56 € am 1. Dezember 2026, in Italian dal 1 al 31 ottobre, in Spanish del 1 al 31 de
// octubre. Minus is a real minus (U+2212), a narrow space that does not break stands between a
// number and its unit. Digits only: nothing is rounded here except where a function says so.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/money.h"
#include "flow/compose/language.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bw::compose {

inline constexpr std::string_view kMinus = "\u2212";
inline constexpr std::string_view kNarrowSpace = "\u202F";  // does not break
// Between parts of a line; a line breaks after it.
inline constexpr std::string_view kDot = "\u00A0\u00B7 ";

// U+2068 and U+2069: what stands between has a direction of its own (UAX #9).
inline constexpr std::string_view kIsolate = "\u2068", kEndIsolate = "\u2069";

// The number that decides the plural of what is counted; 0 of one with decimals, which is none.
std::int64_t counted(Decimal value);

// A value; copy it freely. Thread: any.
class Format {
public:
    explicit Format(Language language) : words_(strings(language)), language_(language) {}

    [[nodiscard]] const Strings& words() const { return words_; }
    [[nodiscard]] Language language() const { return language_; }

    // Exact, with at least min_places decimals and groups of three: "1,234.5".
    [[nodiscard]] std::string number(Decimal value, int min_places = 0) const;
    // Rounded half-up to at most max_places, for charts and sentences; never for a line of a table.
    [[nodiscard]] std::string about(Decimal value, int max_places) const;
    // "1,234.56": for columns whose head names the currency.
    [[nodiscard]] std::string amount(Money money) const;
    // "1,234.56 EUR", "1.234,56 €".
    [[nodiscard]] std::string money(Money money) const;
    // The same of an amount that no rounding made whole cents: at least the currency's decimals.
    [[nodiscard]] std::string money(Decimal value, Currency currency) const;
    // "+4.20 EUR", "−2.10 EUR", "0.00 EUR": a change.
    [[nodiscard]] std::string change(Money money) const;
    // An amount or a sum of money as it is said, with its plus sign.
    [[nodiscard]] std::string more(std::string_view amount) const;
    // A price with at least the currency's decimals: "0.2871".
    [[nodiscard]] std::string price(Decimal value, Currency currency) const;
    // "412.6 kWh", "1 day", "31 days"; a unit without words is printed as it is.
    [[nodiscard]] std::string quantity(Decimal value, std::string_view unit) const;
    // The unit alone, in the number that fits the value: "days", "m³".
    [[nodiscard]] std::string_view unit(Decimal value, std::string_view unit) const;
    [[nodiscard]] std::string percent(Decimal value) const;  // "19 %", "8.1 %"

    [[nodiscard]] std::string date(LocalDate date) const;          // "1 December 2026"
    [[nodiscard]] std::string date_short(LocalDate date) const;    // "1 Dec 2026"
    [[nodiscard]] std::string date_weekday(LocalDate date) const;  // "Tuesday, 1 December"
    // The days of a half-open period, last one included: "1 to 31 October 2026".
    [[nodiscard]] std::string days(const Period& period) const;
    [[nodiscard]] std::string_view month_name(LocalDate date) const;   // "October"
    [[nodiscard]] std::string_view month_short(LocalDate date) const;  // "Oct"

private:
    [[nodiscard]] std::string date_by(std::string_view pattern, LocalDate date,
                                      bool short_month) const;

    const Strings& words_;
    Language language_;
};

// "DE89 3704 0044 0532 0130 00": groups of four; letters made capital, spaces dropped.
std::string groups_of_four(std::string_view code);

}  // namespace bw::compose
