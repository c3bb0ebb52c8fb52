#include "platform/text/wrap.h"

#include <algorithm>

namespace bw::text {
namespace {

void wrap_line(std::string_view line, const Margins& margins, std::string& out) {
    const std::size_t indent = out.empty() ? margins.first : margins.rest;
    out.append(indent, ' ');
    std::size_t at = indent;
    bool is_begun = false;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        const std::size_t width = columns_of(word);
        if (is_begun && at + 1 + width > margins.width) {
            out.erase(out.find_last_not_of(' ') + 1);
            out.append("\n").append(margins.rest, ' ');
            at = margins.rest;
            is_begun = false;
            if (word.empty()) continue;
        }
        if (is_begun) out += ' ';
        out += word;
        at += width + (is_begun ? 1 : 0);
        is_begun = true;
    }
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    // Bytes of UTF-8 that continue a character are not counted.
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string wrap(std::string_view text, Margins margins) {
    std::string out;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        wrap_line(text.substr(0, end), margins, out);
        if (end == text.size()) return out;
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace bw::text
