#include "flow/compose/format.h"

#include <array>
#include <cctype>
#include <charconv>

namespace bw::compose {
namespace {

std::string text_of(int value) {
    std::array<char, 12> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

// "€" where the language writes signs; elsewhere the code, which nobody can mistake.
std::string_view currency_sign(Language language, const Currency& currency) {
    const bool writes_signs = language != Language::English && language != Language::Arabic;
    if (writes_signs && currency.code() == "EUR") return "€";
    return currency.code();
}

}  // namespace

std::int64_t counted(Decimal value) {
    if (value.nano() % Decimal::kScale != 0) return 0;
    const auto whole = value.nano() / Decimal::kScale;
    const auto count = whole < 0 ? -whole : whole;
    constexpr int kTelling = 1'000;  // of more the last two digits tell
    return static_cast<std::int64_t>(count < kTelling ? count : kTelling + count % 100);
}

std::string Format::number(Decimal value, int min_places) const {
    const std::string plain = value.to_string(min_places);
    std::string_view rest = plain;
    std::string out;
    // Among words that run leftwards a sign stays before its number.
    const bool is_apart = rest.starts_with('-') && runs_right_to_left(language_);
    if (is_apart) out += kIsolate;
    if (rest.starts_with('-')) {
        out += kMinus;
        rest.remove_prefix(1);
    }
    const auto point = rest.find('.');
    const std::string_view whole = rest.substr(0, point);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % 3 == 0) out += words_.thousands;
        out += whole[i];
    }
    if (point != std::string_view::npos) {
        out += words_.decimal_point;
        out += rest.substr(point + 1);
    }
    if (is_apart) out += kEndIsolate;
    return out;
}

std::string Format::about(Decimal value, int max_places) const {
    return number(value.rounded(max_places, Rounding::HalfUp));
}

std::string Format::amount(Money money) const {
    return number(money.decimal(), money.currency.digits());
}

std::string Format::money(Money money) const {
    return fill(words_.money, {amount(money), currency_sign(language_, money.currency)});
}

std::string Format::money(Decimal value, Currency currency) const {
    return fill(words_.money, {price(value, currency), currency_sign(language_, currency)});
}

std::string Format::change(Money money) const {
    return money.minor > 0 ? more(this->money(money)) : this->money(money);
}

std::string Format::more(std::string_view amount) const {
    if (!runs_right_to_left(language_)) return std::string("+").append(amount);
    const auto digits = amount.substr(0, amount.find("\u00A0"));
    std::string out(kIsolate);
    out.append("+").append(digits).append(kEndIsolate).append(amount.substr(digits.size()));
    return out;
}

std::string Format::price(Decimal value, Currency currency) const {
    return number(value, currency.digits());
}

std::string_view Format::unit(Decimal value, std::string_view unit) const {
    for (const auto& entry : words_.units)
        if (entry.unit == unit) return entry.words.of(counted(value));
    return unit;
}

std::string Format::quantity(Decimal value, std::string_view unit) const {
    std::string out = number(value);
    if (unit.empty()) return out;
    out += kNarrowSpace;
    out += this->unit(value, unit);
    return out;
}

std::string Format::percent(Decimal value) const { return fill(words_.percent, {number(value)}); }

std::string Format::date_by(std::string_view pattern, LocalDate date, bool short_month) const {
    const std::string day = text_of(date.day());
    const std::string year = text_of(date.year());
    const auto weekday = words_.weekdays[static_cast<std::size_t>(date.weekday() - 1)];
    return fill(pattern, {day, short_month ? month_short(date) : month_name(date), year, weekday});
}

std::string Format::date(LocalDate date) const { return date_by(words_.date, date, false); }

std::string Format::date_short(LocalDate date) const {
    return date_by(words_.date_short, date, true);
}

std::string Format::date_weekday(LocalDate date) const {
    return date_by(words_.date_weekday, date, false);
}

std::string Format::days(const Period& period) const {
    const LocalDate first = period.from;
    const LocalDate last = period.is_empty() ? first : period.to.plus_days(-1);
    if (first == last) return date(first);
    const bool one_year = first.year() == last.year();
    const bool one_month = one_year && first.month() == last.month();
    const auto pattern = one_month  ? words_.days_one_month
                         : one_year ? words_.days_one_year
                                    : words_.days_two_years;
    const std::string from = fill(words_.from_day.of(first.day()), {text_of(first.day())});
    const std::string to = fill(words_.to_day.of(last.day()), {text_of(last.day())});
    return fill(pattern, {from, month_name(first), text_of(first.year()), to, month_name(last),
                          text_of(last.year())});
}

std::string_view Format::month_name(LocalDate date) const {
    return words_.months[static_cast<std::size_t>(date.month() - 1)];
}

std::string_view Format::month_short(LocalDate date) const {
    return words_.months_short[static_cast<std::size_t>(date.month() - 1)];
}

std::string groups_of_four(std::string_view code) {
    std::string out;
    std::size_t count = 0;
    for (const char c : code) {
        if (c == ' ') continue;
        if (count > 0 && count % 4 == 0) out += ' ';
        out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        ++count;
    }
    return out;
}

}  // namespace bw::compose
