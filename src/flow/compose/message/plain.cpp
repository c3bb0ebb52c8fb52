#include "flow/compose/message/plain.h"

#include "flow/compose/message/characters.h"

#include <algorithm>

namespace bw::message {
namespace {

std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size(); ++width) {
        const bool is_ascii = static_cast<unsigned char>(text[at]) < 0x80;
        at += is_ascii ? 1 : first_character(text.substr(at)).bytes;
    }
    return width;
}

void add_wrapped(std::string& out, std::string_view line, std::size_t columns) {
    if (line.size() <= columns || width_of(line) <= columns) {  // a character has a byte or more
        out += line;
        return;
    }
    std::string_view indent = line.substr(0, line.find_first_not_of(' '));
    line.remove_prefix(indent.size());
    if (line.empty()) return;  // of spaces only
    out += indent;
    std::size_t column = indent.size();
    if (indent.size() > columns / 2) indent = {};  // deeper ones would leave no room
    std::string_view gap;  // spaces that stand before the next word, unless the line breaks there
    while (!line.empty()) {
        const std::string_view word = line.substr(0, line.find(' '));
        line.remove_prefix(word.size());
        const std::size_t width = width_of(word);
        if (!gap.empty() && column + gap.size() + width > columns) {
            out.append("\n").append(indent);
            column = indent.size();
            gap = {};
        }
        out.append(gap).append(word);
        column += gap.size() + width;
        gap = line.substr(0, line.find_first_not_of(' '));
        line.remove_prefix(gap.size());
    }
}

}  // namespace

std::string wrapped(std::string_view text, int columns) {
    const auto most = static_cast<std::size_t>(std::max(columns, 1));
    std::string out;
    out.reserve(text.size() + text.size() / most);
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        add_wrapped(out, line, most);
        text.remove_prefix(line.size());
        if (text.empty()) break;
        out += '\n';
        text.remove_prefix(1);
    }
    return out;
}

}  // namespace bw::message
