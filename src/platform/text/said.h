// One sentence in two languages: a pattern of fmt in each, checked by the compiler, and the same
// values in both. What has more sentences than a screenful keeps a table (compose/language.h).
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace bw::text {

enum class Tongue { English, German };

// "de" and "de-AT" are German; whatever else is answered in English.
inline Tongue tongue_of(std::string_view tag) {
    return tag.substr(0, tag.find_first_of("-_")) == "de" ? Tongue::German : Tongue::English;
}

// text::said(tongue, "{} of {} days", "{} von {} Tagen", 15, 31)
template <typename... T>
std::string said(Tongue tongue, fmt::format_string<const T&...> english,
                 fmt::format_string<const T&...> german, const T&... values) {
    return fmt::format(tongue == Tongue::German ? german : english, values...);
}

}  // namespace bw::text
