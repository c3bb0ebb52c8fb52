#include "flow/compose/message/characters.h"

#include "base/utf8.h"

namespace bw::message {

Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = utf8_sequence_length(text);
    if (length == 0) return {kReplacement, 1};
    constexpr unsigned kTail = 0x3F;
    char32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & kTail);
    return {code, length};
}

void append_utf8(std::string& out, char32_t code) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

std::string one_line(std::string_view text) {
    std::string out;
    const auto trim = [&] {
        while (out.ends_with(' ')) out.pop_back();
    };
    bool is_gap = true;  // what comes next begins the line or stands behind a control
    while (!text.empty()) {
        const auto [code, bytes] = first_character(text);
        text.remove_prefix(bytes);
        if (is_hidden(code)) continue;
        if (is_control(code) || is_separator(code)) is_gap = true;
        if (is_gap && (code == U' ' || is_control(code) || is_separator(code))) continue;
        if (is_gap) {
            trim();
            if (!out.empty()) out += ' ';
        }
        is_gap = false;
        append_utf8(out, code);
    }
    trim();
    return out;
}

std::string lines_of(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 1);
    while (!text.empty()) {
        const auto [code, bytes] = first_character(text);
        text.remove_prefix(bytes);
        if (code == U'\n' || code == U'\r') {
            if (code == U'\r' && text.starts_with('\n')) text.remove_prefix(1);
            out += '\n';
        } else if (code == U'\t' || !is_control(code)) {
            append_utf8(out, code);
        }
    }
    if (!out.empty() && out.back() != '\n') out += '\n';
    return out;
}

}  // namespace bw::message
