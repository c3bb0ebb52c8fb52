// JSON text to a tree of values. Numbers keep the text they were written with, so that an amount
// never passes through floating point. Errors name the member: "call.start_utc: a text is missing".
//     const auto root = TRY(json::parse(text, "case.json"));
//     const std::string id = TRY(root.text("id"));
#pragma once

#include "base/decimal.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::json {

enum class Kind : std::uint8_t { Null, Bool, Number, Text, Array, Object };

// A value and all below it; owns its texts. Thread: any, once parsed.
class Value {
public:
    using Member = std::pair<std::string, Value>;
    Value() = default;

    [[nodiscard]] Kind kind() const { return kind_; }
    // Where it stands: "case.json: tariff.rates[3]", and in which line of the text.
    [[nodiscard]] const std::string& place() const { return place_; }
    [[nodiscard]] int line() const { return line_; }
    [[nodiscard]] const std::vector<Value>& items() const { return items_; }       // of an Array
    [[nodiscard]] const std::vector<Member>& members() const { return members_; }  // in file order
    [[nodiscard]] const Value* find(std::string_view name) const;  // nullptr when absent

    // This value, read as a type; an Error when it is another.
    [[nodiscard]] Result<std::string> as_text() const;
    [[nodiscard]] Result<bool> as_bool() const;
    [[nodiscard]] Result<std::int64_t> as_integer() const;
    // Exponents are allowed ("1e-06"); beyond 9 decimals or 1e12 is an Error.
    [[nodiscard]] Result<Decimal> as_decimal() const;
    // A number as it is written, for who rounds it himself.
    [[nodiscard]] Result<std::string> as_number_text() const;
    [[nodiscard]] Result<const Value*> as_array() const;
    // A member that must be there.
    [[nodiscard]] Result<const Value*> member(std::string_view name) const;
    [[nodiscard]] Result<std::string> text(std::string_view name) const;
    [[nodiscard]] Result<const Value*> array(std::string_view name) const;

private:
    friend class Reader;
    friend class Writer;
    Kind kind_ = Kind::Null;
    bool bool_ = false;
    std::string text_;  // of a Text, unescaped; of a Number, as written
    std::string place_;
    int line_ = 1;
    std::vector<Value> items_;
    std::vector<Member> members_;
};

// `name` is how errors call the text, usually its file.
Result<Value> parse(std::string_view text, std::string_view name);

}  // namespace bw::json
