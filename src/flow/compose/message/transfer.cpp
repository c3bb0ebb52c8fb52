#include "flow/compose/message/transfer.h"

#include <algorithm>
#include <cstdint>

namespace bw::message {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Groups of three bytes, of which the last may be of one or two, as four letters each.
void add_groups(std::string& out, std::string_view bytes) {
    constexpr std::uint32_t kSix = 0x3F;
    std::size_t at = out.size();
    out.resize(at + (bytes.size() + 2) / 3 * 4, '=');
    while (!bytes.empty()) {
        const std::size_t count = std::min<std::size_t>(bytes.size(), 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[i]) : 0U);
        for (std::size_t i = 0; i <= count; ++i) out[at + i] = kBase64[bits >> (18 - 6 * i) & kSix];
        at += 4;
        bytes.remove_prefix(count);
    }
}

// Does the byte stand as it is? `rest` begins with it.
bool is_plain(std::string_view rest, bool begins_line) {
    const char c = rest.front();
    if (c == ' ' || c == '\t') return rest.size() > 1 && rest[1] != '\n';
    if (c <= ' ' || c > '~' || c == '=') return false;
    return !begins_line || (c != '.' && !rest.starts_with("From "));
}

}  // namespace

char hex_digit(unsigned value) { return "0123456789ABCDEF"[value & 0xF]; }

void add_quoted_printable(std::string& out, std::string_view lines) {
    out.reserve(out.size() + lines.size() + lines.size() / 16);
    std::size_t column = 0;
    for (; !lines.empty(); lines.remove_prefix(1)) {
        const char c = lines.front();
        if (c == '\n') {
            out += kLineEnd;
            column = 0;
            continue;
        }
        std::size_t width = is_plain(lines, column == 0) ? 1 : 3;
        if (column + width >= kMailColumns) {  // the last column is that of the '=' of a soft end
            out.append("=").append(kLineEnd);
            column = 0;
            width = is_plain(lines, true) ? 1 : 3;
        }
        column += width;
        if (width == 1) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '=';
        out += hex_digit(byte >> 4);
        out += hex_digit(byte);
    }
}

void add_base64(std::string& out, std::string_view bytes) {
    constexpr std::size_t kBytesALine = kMailColumns / 4 * 3;
    out.reserve(out.size() + (bytes.size() / kBytesALine + 1) * (kMailColumns + kLineEnd.size()));
    while (!bytes.empty()) {
        add_groups(out, bytes.substr(0, kBytesALine));
        out += kLineEnd;
        bytes.remove_prefix(std::min(bytes.size(), kBytesALine));
    }
}

std::string base64(std::string_view bytes) {
    std::string out;
    add_groups(out, bytes);
    return out;
}

}  // namespace bw::message
