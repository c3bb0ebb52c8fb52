#include "flow/compose/pdf/text.h"

#include <cstdint>

namespace bw::pdf {

namespace {

constexpr char kHex[] = "0123456789ABCDEF";

bool is_noncharacter(char32_t c) { return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE; }

// UAX #9, 2: marks, embeddings, overrides, isolates.
bool is_bidi_control(char32_t c) {
    return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void append_hex16(std::string& out, std::uint32_t value) {
    for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(value >> shift) & 0xF];
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byte(position++);
    if (lead < 0x80) return lead;
    if (lead < 0xC2 || lead > 0xF4) return kReplacement;
    const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    // The second byte's range rules out overlong forms, surrogates and values over U+10FFFF.
    unsigned low = 0x80;
    unsigned high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    char32_t value = lead & (0x3FU >> more);
    for (int i = 0; i < more; ++i) {
        const unsigned next = byte(position);
        if (next < low || next > high) return kReplacement;
        value = (value << 6) | (next & 0x3F);
        low = 0x80;
        high = 0xBF;
        ++position;
    }
    return is_noncharacter(value) ? kReplacement : value;
}

bool is_dropped(char32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    if (c == 0xAD || c == 0xFEFF || c == 0x200B || is_bidi_control(c)) return true;
    if (c >= 0x2060 && c <= 0x206F) return true;
    return c >= 0xFFF9 && c <= 0xFFFB;
}

std::u32string clean(std::string_view utf8) {
    std::u32string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const char32_t c = next_character(utf8, i);
        if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
            out += U' ';
        } else if (!is_dropped(c)) {
            out += c;
        }
    }
    return out;
}

std::string isolate(std::string_view data) {
    std::string out;
    if (data.empty()) return out;
    out.reserve(data.size() + 6);
    out += "\u2068";
    for (std::size_t i = 0; i < data.size();) {
        const std::size_t from = i;
        // bytes that are no UTF-8 stay as they are: they are replaced where they are drawn
        if (!is_bidi_control(next_character(data, i))) out += data.substr(from, i - from);
    }
    out += "\u2069";
    return out;
}

std::size_t isolate_control_at(std::string_view utf8, std::size_t at) {
    if (at >= utf8.size() || utf8[at] != '\xE2') return 0;
    const std::string_view bytes = utf8.substr(at, 3);
    return bytes == "\u2068" || bytes == "\u2069" ? 3 : 0;
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t value) { out += static_cast<char>(value); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char32_t c : text) append_utf8(out, c);
    return out;
}

void append_utf16_hex(std::string& out, std::u32string_view text) {
    for (const char32_t c : text) {
        if (c < 0x10000) {
            append_hex16(out, c);
        } else {
            append_hex16(out, 0xD800 + ((c - 0x10000) >> 10));
            append_hex16(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    }
}

void append_text_string(std::string& out, std::string_view utf8) {
    const std::u32string text = clean(utf8);
    bool is_ascii = true;
    for (const char32_t c : text) is_ascii = is_ascii && c < 0x80;
    if (is_ascii) {
        append_literal(out, to_utf8(text));
        return;
    }
    // bytes, not digits: half as long, and shorter when deflated, too
    std::string utf16 = "\xFE\xFF";
    const auto add = [&](char32_t unit) {
        utf16 += static_cast<char>(unit >> 8);
        utf16 += static_cast<char>(unit & 0xFF);
    };
    for (const char32_t c : text) {
        if (c >= 0x10000) {
            add(0xD800 + ((c - 0x10000) >> 10));
            add(0xDC00 + ((c - 0x10000) & 0x3FF));
        } else {
            add(c);
        }
    }
    append_literal(out, utf16);
}

void append_escaped(std::string& out, std::string_view bytes) {
    for (const char c : bytes) {
        // Line ends inside a literal string would be normalised by readers.
        if (c == '\r') {
            out += "\\r";
        } else if (c == '\n') {
            out += "\\n";
        } else {
            if (c == '(' || c == ')' || c == '\\') out += '\\';
            out += c;
        }
    }
}

void append_literal(std::string& out, std::string_view bytes) {
    out += '(';
    append_escaped(out, bytes);
    out += ')';
}

void append_name(std::string& out, std::string_view name) {
    out += '/';
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = byte > 0x20 && byte < 0x7F &&
                              std::string_view("()<>[]{}/%#").find(c) == std::string_view::npos;
        if (is_plain) {
            out += c;
        } else {
            out += '#';
            out += kHex[byte >> 4];
            out += kHex[byte & 0xF];
        }
    }
}

void append_xml(std::string& out, std::string_view utf8) {
    for (std::size_t i = 0; i < utf8.size();) {
        const char32_t c = next_character(utf8, i);
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: {
                const bool is_control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
                append_utf8(out, is_control ? kReplacement : c);
            }
        }
    }
}

}  // namespace bw::pdf
