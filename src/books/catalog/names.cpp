#include "books/catalog/names.h"

#include <algorithm>

namespace bw::catalog {
namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter_or_digit(char c) {
    return is_small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// As tags are compared.
std::string folded(std::string_view tag) {
    std::string out(tag);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '_') c = '-';
    }
    return out;
}

}  // namespace

bool is_language_tag(std::string_view text) {
    const auto language = text.substr(0, text.find('-'));
    if (language.size() < 2 || language.size() > 3 || !std::ranges::all_of(language, is_small))
        return false;
    while (text.contains('-')) {
        text.remove_prefix(text.find('-') + 1);
        const auto part = text.substr(0, text.find('-'));
        if (part.size() < 2 || part.size() > 8 || !std::ranges::all_of(part, is_letter_or_digit))
            return false;
    }
    return true;
}

const std::string* find_name(const Names& names, std::string_view tag) {
    std::string wanted = folded(tag);
    while (!wanted.empty()) {
        for (const auto& [language, text] : names)
            if (folded(language) == wanted) return &text;
        const auto end = wanted.rfind('-');
        wanted.resize(end == std::string::npos ? 0 : end);
    }
    return nullptr;
}

std::string name_in(const Names& names, std::string_view tag, const std::string& key) {
    for (const auto wanted : {tag, std::string_view("en")})
        if (const auto* found = find_name(names, wanted)) return *found;
    return names.empty() ? key : names.begin()->second;
}

}  // namespace bw::catalog
