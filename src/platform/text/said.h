// One sentence in every language that is spoken: a pattern of fmt in each, checked by the compiler,
// and the same values in all. What has more sentences than a screenful keeps a table
// (compose/language.h).
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace bw::text {

enum class Tongue { English, German, Italian, Spanish };

// "de" and "de-AT" are German; what is none of these languages is answered in English.
inline Tongue tongue_of(std::string_view tag) {
    const auto language = tag.substr(0, tag.find_first_of("-_"));
    if (language == "de") return Tongue::German;
    if (language == "it") return Tongue::Italian;
    return language == "es" ? Tongue::Spanish : Tongue::English;
}

// "1234.5" with the language's own decimal mark: "1234,5".
inline std::string number_in(Tongue tongue, std::string number) {
    if (tongue != Tongue::English) std::ranges::replace(number, '.', ',');
    return number;
}

// text::said(tongue, "{} of {} days", "{} von {} Tagen", "{} giorni su {}", "{} de {} días", 15,
// 31)
template <typename... T>
std::string said(Tongue tongue, fmt::format_string<const T&...> english,
                 fmt::format_string<const T&...> german, fmt::format_string<const T&...> italian,
                 fmt::format_string<const T&...> spanish, const T&... values) {
    switch (tongue) {
        case Tongue::German: return fmt::format(german, values...);
        case Tongue::Italian: return fmt::format(italian, values...);
        case Tongue::Spanish: return fmt::format(spanish, values...);
        case Tongue::English: break;
    }
    return fmt::format(english, values...);
}

}  // namespace bw::text
