#include "flow/compose/payment_text.h"

#include <algorithm>
#include <cctype>

namespace bw::compose {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string without_spaces(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != ' ') out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return !is_continuation(c); }));
}

std::string cut_to(std::string_view utf8, std::size_t n) {
    std::string out;
    std::size_t count = 0;
    for (const char c : utf8) {
        if (!is_continuation(c) && ++count > n) break;
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace bw::compose
