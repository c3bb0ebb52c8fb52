#include "books/customers/fields.h"

#include "base/country.h"

#include <algorithm>

namespace bw::customers {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter_or_digit(char c) { return is_digit(c) || is_capital(c) || is_small(c); }

}  // namespace

bool is_vat_number(std::string_view text) {
    constexpr std::size_t kLongest = 30;
    if (text.size() > kLongest) return false;
    const std::string_view country = text.substr(0, 2);
    const std::string_view rest = text.substr(country.size());
    return (is_country(country) || country == "EL" || country == "XI") &&
           std::ranges::count_if(rest, is_digit) >= 2 && is_letter_or_digit(rest.back()) &&
           std::ranges::all_of(rest, [](char c) {
               return is_letter_or_digit(c) || c == ' ' || c == '.' || c == '-';
           });
}

bool is_bic(std::string_view text) {
    return (text.size() == 8 || text.size() == 11) && is_country(text.substr(4, 2)) &&
           std::ranges::all_of(text.substr(0, 4), is_capital) &&
           std::ranges::all_of(text, [](char c) { return is_capital(c) || is_digit(c); });
}

bool is_iban(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34) return false;
    int rest = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + 4) % iban.size()];
        if (is_digit(c)) rest = (rest * 10 + (c - '0')) % 97;
        else if (is_capital(c)) rest = (rest * 100 + (c - 'A' + 10)) % 97;
        else return false;
    }
    return rest == 1;
}

bool is_series(std::string_view text) {
    constexpr std::size_t kLongest = 12;
    return !text.empty() && text.size() <= kLongest && is_letter_or_digit(text.front()) &&
           is_letter_or_digit(text.back()) &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_language(std::string_view text) {
    bool is_first = true;
    while (true) {
        const auto end = std::min(text.find_first_of("-_"), text.size());
        const std::string_view part = text.substr(0, end);
        if (part.size() < 2 || part.size() > (is_first ? 3U : 8U)) return false;
        if (!std::ranges::all_of(part, is_first ? is_small : is_letter_or_digit)) return false;
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
        is_first = false;
    }
}

}  // namespace bw::customers
