// Writes JSON (RFC 8259) into a string, piece by piece; no tree in between. Money and decimals are
// strings, because a reader's number type would round them. Nesting is checked: a value without a
// key inside an object is a programmer's mistake.
//     json.object().field("total", money).key("lines").array(); .. json.end().end(); json.take();
// Text must be UTF-8; a byte that is not becomes U+FFFD, so that the output is always valid.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/money.h"
#include "platform/json/json.h"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::json {

class Writer {
public:
    Writer& object();
    Writer& array();
    Writer& end();  // of the innermost object or array
    Writer& key(std::string_view name);

    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(const std::string& text) { return value(std::string_view(text)); }
    Writer& value(bool flag) { return raw(flag ? "true" : "false"); }
    template <std::integral T>
    Writer& value(T number) {
        return raw(std::to_string(number));
    }
    Writer& value(Decimal number) { return value(number.to_string()); }  // "12.5"
    Writer& value(LocalDate date) { return value(date.to_string()); }
    Writer& value(Instant at) { return value(at.to_string()); }
    Writer& value(const Money& money);   // {"amount":"12.34","currency":"EUR"}
    Writer& value(const Value& parsed);  // as it was read, numbers as they were written
    Writer& null() { return raw("null"); }

    template <typename T>
    Writer& field(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    // The finished text; everything must be closed. The writer is empty again.
    std::string take();
    [[nodiscard]] std::size_t size() const { return out_.size(); }

private:
    enum class Level : char { Array, Object };
    struct Frame {
        Level level;
        bool has_entries = false;
    };
    void before_value();
    Writer& raw(std::string_view text);

    std::string out_;
    std::vector<Frame> open_;
    bool after_key_ = false;
};

// `text` as a JSON string, with its quotes, appended to out.
void append_quoted(std::string& out, std::string_view text);

}  // namespace bw::json
