#include "platform/json/writer.h"

#include "base/check.h"

#include <utility>

namespace bw::json {
namespace {

constexpr std::size_t kDepthMax = 64;

// Length of the well-formed UTF-8 sequence at text[at] (Unicode 15, table 3-7); 0: there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto in = [&](std::size_t i, unsigned low, unsigned high) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned lead = byte(at);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return in(at + 1, 0x80, 0xBF) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : 0xBF;
        return in(at + 1, low, high) && in(at + 2, 0x80, 0xBF) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
        return in(at + 1, low, high) && in(at + 2, 0x80, 0xBF) && in(at + 3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

void append_escape(std::string& out, unsigned char c) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default:
            out += "\\u00";
            out += kDigits[c >> 4];
            out += kDigits[c & 15];
    }
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // start of what can be copied as it is
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::size_t length = sequence_length(text, i);
        if (length > 0 && c >= 0x20 && c != '"' && c != '\\') {
            i += length;
            continue;
        }
        out.append(text, plain, i - plain);
        if (length == 0) out += "\xEF\xBF\xBD";  // U+FFFD
        else append_escape(out, c);
        plain = ++i;
    }
    out.append(text, plain);
    out += '"';
}

void Writer::before_value() {
    if (open_.empty()) {
        CHECK(out_.empty());  // one value only
        return;
    }
    Frame& frame = open_.back();
    if (frame.level == Level::Object) {
        CHECK(after_key_);
        after_key_ = false;
        return;
    }
    if (frame.has_entries) out_ += ',';
    frame.has_entries = true;
}

Writer& Writer::object() {
    before_value();
    CHECK(open_.size() < kDepthMax);
    open_.push_back({Level::Object});
    out_ += '{';
    return *this;
}

Writer& Writer::array() {
    before_value();
    CHECK(open_.size() < kDepthMax);
    open_.push_back({Level::Array});
    out_ += '[';
    return *this;
}

Writer& Writer::end() {
    CHECK(!open_.empty() && !after_key_);
    out_ += open_.back().level == Level::Object ? '}' : ']';
    open_.pop_back();
    return *this;
}

Writer& Writer::key(std::string_view name) {
    CHECK(!open_.empty() && open_.back().level == Level::Object && !after_key_);
    if (open_.back().has_entries) out_ += ',';
    open_.back().has_entries = true;
    append_quoted(out_, name);
    out_ += ':';
    after_key_ = true;
    return *this;
}

Writer& Writer::value(std::string_view text) {
    before_value();
    append_quoted(out_, text);
    return *this;
}

Writer& Writer::value(const Money& money) {
    return object()
        .field("amount", money.to_string())
        .field("currency", money.currency.code())
        .end();
}

Writer& Writer::value(const Value& parsed) {
    switch (parsed.kind_) {
        case Kind::Null: return null();
        case Kind::Bool: return value(parsed.bool_);
        case Kind::Number: return raw(parsed.text_);
        case Kind::Text: return value(parsed.text_);
        case Kind::Array:
            array();
            for (const auto& item : parsed.items_) value(item);
            return end();
        case Kind::Object:
            object();
            for (const auto& [name, member] : parsed.members_) key(name).value(member);
            return end();
    }
    return *this;
}

Writer& Writer::raw(std::string_view text) {
    before_value();
    out_ += text;
    return *this;
}

std::string Writer::take() {
    CHECK(open_.empty() && !out_.empty());
    return std::exchange(out_, {});
}

}  // namespace bw::json
