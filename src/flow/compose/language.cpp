#include "flow/compose/language.h"

namespace bw::compose {

Language language_of(std::string_view tag) {
    const auto language = tag.substr(0, tag.find_first_of("-_"));
    for (const auto known : kLanguages)
        if (language == language_tag(known)) return known;
    return Language::English;
}

std::string_view language_tag(Language language) {
    switch (language) {
        case Language::German: return "de";
        case Language::Italian: return "it";
        case Language::Spanish: return "es";
        case Language::Arabic: return "ar";
        case Language::English: break;
    }
    return "en";
}

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values) {
    std::string out;
    std::size_t i = 0;
    while (i < pattern.size()) {
        const auto at = pattern.find('{', i);
        if (at == std::string_view::npos || at + 2 >= pattern.size()) break;
        out += pattern.substr(i, at - i);
        const auto index = static_cast<std::size_t>(pattern[at + 1] - '1');
        if (pattern[at + 2] == '}' && index < values.size()) {
            out += values.begin()[index];
            i = at + 3;
        } else {
            out += '{';
            i = at + 1;
        }
    }
    out += pattern.substr(i);
    return out;
}

const Strings& strings(Language language) {
    switch (language) {
        case Language::German: return strings_de();
        case Language::Italian: return strings_it();
        case Language::Spanish: return strings_es();
        case Language::Arabic: return strings_ar();
        case Language::English: break;
    }
    return strings_en();
}

}  // namespace bw::compose
