#include "flow/compose/message/transfer.h"

#include "platform/text/base64.h"

#include <algorithm>

namespace bw::message {
namespace {

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
        text::append_base64(out, bytes.substr(0, kBytesALine));
        out += kLineEnd;
        bytes.remove_prefix(std::min(bytes.size(), kBytesALine));
    }
}

}  // namespace bw::message
