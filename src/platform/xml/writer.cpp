#include "platform/xml/writer.h"

#include "base/check.h"

namespace bw::xml {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_plain(unsigned char c) {
    return c >= 0x20 && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"';
}

// Bytes of the well-formed UTF-8 sequence at the front of text (Unicode table 3-7), 0 if there is
// none or XML cannot hold it (U+FFFE, U+FFFF).
std::size_t sequence_length(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto follows = [&](std::size_t i) { return i < text.size() && (at(i) & 0xC0) == 0x80; };
    const unsigned char lead = at(0);
    if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!follows(1) || !follows(2)) return 0;
        if ((lead == 0xE0 && at(1) < 0xA0) || (lead == 0xED && at(1) > 0x9F)) return 0;
        return lead == 0xEF && at(1) == 0xBF && at(2) >= 0xBE ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!follows(1) || !follows(2) || !follows(3)) return 0;
        return (lead == 0xF0 && at(1) < 0x90) || (lead == 0xF4 && at(1) > 0x8F) ? 0 : 4;
    }
    return 0;
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        std::size_t run = i;
        while (run < text.size() && is_plain(static_cast<unsigned char>(text[run]))) ++run;
        out.append(text.substr(i, run - i));
        i = run;
        if (i == text.size()) return;
        std::size_t length = 1;
        switch (text[i]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\r': out += "&#13;"; break;  // a parser would turn a bare one into a line feed
            case '\t':
            case '\n':
            case '\x7F': out += text[i]; break;
            default:
                length = sequence_length(text.substr(i));
                out.append(length > 0 ? text.substr(i, length) : kReplacement);
                if (length == 0) length = 1;
        }
        i += length;
    }
}

Writer::Writer(std::string& out) : out_(out) {
    out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
}

void Writer::start(std::string_view name, Attributes attributes) {
    out_ += '<';
    out_ += name;
    for (const auto& attribute : attributes) {
        out_ += ' ';
        out_ += attribute.name;
        out_ += "=\"";
        append_escaped(out_, attribute.value);
        out_ += '"';
    }
    out_ += '>';
}

void Writer::end(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += '>';
}

void Writer::open(std::string_view name, Attributes attributes) {
    CHECK(depth_ < kMaxDepth);
    open_[depth_++] = name;
    start(name, attributes);
}

void Writer::close() {
    CHECK(depth_ > 0);
    end(open_[--depth_]);
}

void Writer::element(std::string_view name, std::string_view value, Attributes attributes) {
    start(name, attributes);
    append_escaped(out_, value);
    end(name);
}

void Writer::optional(std::string_view name, std::string_view value, Attributes attributes) {
    if (!value.empty()) element(name, value, attributes);
}

void Writer::finish() const { CHECK(depth_ == 0); }

}  // namespace bw::xml
