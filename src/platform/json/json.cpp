#include "platform/json/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace bw::json {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxBytes = 256U << 20;

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::Null: return "null";
        case Kind::Bool: return "true or false";
        case Kind::Number: return "a number";
        case Kind::Text: return "a text";
        case Kind::Array: return "a list";
        case Kind::Object: return "an object";
    }
    return "?";
}

std::unexpected<Error> wrong_kind(const Value& value, std::string_view wanted) {
    return fail(Code::Invalid,
                fmt::format("{} is needed, here stands {}", wanted, kind_name(value.kind())),
                value.place());
}

// By the grammar of RFC 8259, however large.
bool is_number(std::string_view text) {
    const auto digits = [&] {
        const std::size_t all = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(all);
        return all;
    };
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool is_zero = text.starts_with('0');
    const std::size_t whole = digits();
    if (whole == 0 || (is_zero && whole > 1)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return text.empty();
}

// "25e-3" is 0.025: the point moves by the exponent, then Decimal reads plain digits.
Result<std::string> without_exponent(std::string_view number) {
    const auto mark = number.find_first_of("eE");
    if (mark == std::string_view::npos) return std::string(number);
    std::string_view power = number.substr(mark + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    int shift = 0;
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), shift);
    if (error != std::errc{} || end != power.data() + power.size() || shift < -40 || shift > 40)
        return fail(Code::Invalid, "the exponent is out of range");
    std::string digits(number.substr(0, mark));
    const bool negative = digits.starts_with('-');
    if (negative) digits.erase(0, 1);
    auto point = static_cast<int>(std::min(digits.find('.'), digits.size()));
    std::erase(digits, '.');
    point += shift;
    if (point <= 0) {
        digits.insert(0, static_cast<std::size_t>(1 - point), '0');
        point = 1;
    }
    const auto whole = static_cast<std::size_t>(point);
    if (digits.size() < whole) digits.append(whole - digits.size(), '0');
    if (digits.size() > whole) digits.insert(whole, ".");
    return (negative ? "-" : "") + digits;
}

}  // namespace

namespace od = simdjson::ondemand;

class Reader {
public:
    Result<Value> document(std::string_view text, std::string_view name) {
        if (text.size() > kMaxBytes)
            return fail(Code::Limit, fmt::format("the text has more than {} bytes", kMaxBytes),
                        std::string(name));
        text_ = text;
        const simdjson::padded_string padded(text);
        counted_to_ = padded.data();
        od::parser parser;
        od::document document;
        if (const auto error = parser.iterate(padded).get(document)) return bad(error, name);
        od::value root;
        if (const auto error = document.get_value().get(root)) {
            if (error == simdjson::SCALAR_DOCUMENT_AS_VALUE)
                return fail(Code::Invalid, "a list or an object is needed", std::string(name));
            return bad(error, name);
        }
        Value value = TRY(read(root, std::string(name), std::string(name) + ": ", 0));
        if (const char* rest = nullptr;
            document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS)
            return fail(Code::Invalid, "something follows the end of the JSON text",
                        std::string(name));
        return value;
    }

private:
    // Values come in the order of the text, so each line break is counted once.
    int line_of(const char* at) {
        line_ += static_cast<int>(std::count(counted_to_, std::max(counted_to_, at), '\n'));
        counted_to_ = std::max(counted_to_, at);
        return line_;
    }

    // Below the line of the last value that could be read; a text that is cut ends in no bracket.
    [[nodiscard]] std::unexpected<Error> bad(simdjson::error_code error,
                                             std::string_view place) const {
        constexpr std::string_view kBlanks = " \t\r\n";
        const std::size_t first = text_.find_first_of("{[");
        const bool is_begun =
            first != std::string_view::npos && text_.find_first_not_of(kBlanks) == first;
        const std::size_t last = text_.find_last_not_of(kBlanks);
        if (is_begun && text_[last] != '}' && text_[last] != ']') {
            const auto said = text_.substr(0, last);
            return fail(Code::Invalid,
                        fmt::format("not valid JSON: it ends early, in line {}",
                                    1 + std::count(said.begin(), said.end(), '\n')),
                        std::string(place));
        }
        return fail(Code::Invalid,
                    fmt::format("not valid JSON, in line {} or below: {}", line_,
                                simdjson::error_message(error)),
                    std::string(place));
    }

    // `prefix` is what a member's name is appended to: "case.json: " or "case.json: call.".
    Result<Value> read(od::value in, std::string place, const std::string& prefix, int depth) {
        if (depth > kMaxDepth)
            return fail(Code::Limit, fmt::format("more than {} levels", kMaxDepth), place);
        Value out;
        out.place_ = std::move(place);
        out.line_ = line_of(in.raw_json_token().data());
        od::json_type type{};
        if (const auto error = in.type().get(type)) return bad(error, out.place_);
        switch (type) {
            case od::json_type::array: TRY_VOID(read_array(in, out, prefix, depth)); break;
            case od::json_type::object: TRY_VOID(read_object(in, out, prefix, depth)); break;
            case od::json_type::string: TRY_VOID(read_text(in, out)); break;
            case od::json_type::number: TRY_VOID(read_number(in, out)); break;
            case od::json_type::boolean:
                out.kind_ = Kind::Bool;
                if (const auto error = in.get_bool().get(out.bool_)) return bad(error, out.place_);
                break;
            case od::json_type::null: {
                bool is_null = false;
                const auto error = in.is_null().get(is_null);
                if (error || !is_null) return bad(simdjson::N_ATOM_ERROR, out.place_);
                break;
            }
        }
        return out;
    }

    Result<void> read_array(od::value in, Value& out, const std::string& prefix, int depth) {
        out.kind_ = Kind::Array;
        od::array array;
        if (const auto error = in.get_array().get(array)) return bad(error, out.place_);
        for (auto item : array) {
            od::value value;
            if (const auto error = item.get(value)) return bad(error, out.place_);
            std::string base = prefix.ends_with('.') ? prefix.substr(0, prefix.size() - 1) : prefix;
            std::string place = fmt::format("{}[{}]", base, out.items_.size());
            const std::string below = place + ".";
            out.items_.push_back(TRY(read(value, std::move(place), below, depth + 1)));
        }
        return {};
    }

    Result<void> read_object(od::value in, Value& out, const std::string& prefix, int depth) {
        out.kind_ = Kind::Object;
        od::object object;
        if (const auto error = in.get_object().get(object)) return bad(error, out.place_);
        std::set<std::string> names;
        for (auto field : object) {
            std::string_view name;
            if (const auto error = field.unescaped_key().get(name)) return bad(error, out.place_);
            std::string key(name);  // the view dies with the next text that is unescaped
            if (!names.insert(key).second)
                return fail(Code::Duplicate, fmt::format("'{}' stands there twice", key),
                            out.place_);
            od::value value;
            if (const auto error = field.value().get(value)) return bad(error, out.place_);
            std::string place = prefix + key;
            const std::string below = place + ".";
            out.members_.emplace_back(std::move(key),
                                      TRY(read(value, std::move(place), below, depth + 1)));
        }
        return {};
    }

    Result<void> read_text(od::value in, Value& out) {
        out.kind_ = Kind::Text;
        std::string_view text;
        if (const auto error = in.get_string().get(text)) return bad(error, out.place_);
        out.text_ = text;
        return {};
    }

    Result<void> read_number(od::value in, Value& out) {
        out.kind_ = Kind::Number;
        const std::string_view token = in.raw_json_token();
        out.text_ = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
        od::number checked;  // refuses what is no JSON number; its value is not used
        if (const auto error = in.get_number().get(checked); error && !is_number(out.text_))
            return bad(error, out.place_);
        return {};
    }

    const char* counted_to_ = nullptr;
    int line_ = 1;
    std::string_view text_;
};

const Value* Value::find(std::string_view name) const {
    for (const Member& member : members_)
        if (member.first == name) return &member.second;
    return nullptr;
}

Result<std::string> Value::as_text() const {
    if (kind_ != Kind::Text) return wrong_kind(*this, kind_name(Kind::Text));
    return text_;
}

Result<bool> Value::as_bool() const {
    if (kind_ != Kind::Bool) return wrong_kind(*this, kind_name(Kind::Bool));
    return bool_;
}

Result<std::int64_t> Value::as_integer() const {
    if (kind_ != Kind::Number) return wrong_kind(*this, "a whole number");
    std::int64_t number = 0;
    const char* last = text_.data() + text_.size();
    const auto [end, error] = std::from_chars(text_.data(), last, number);
    if (error != std::errc{} || end != last) return wrong_kind(*this, "a whole number");
    return number;
}

Result<Decimal> Value::as_decimal() const {
    if (kind_ != Kind::Number) return wrong_kind(*this, kind_name(Kind::Number));
    const auto plain = without_exponent(text_);
    if (!plain) return fail(plain.error().code, plain.error().text, place_);
    const auto decimal = Decimal::parse(*plain);
    if (!decimal) return fail(decimal.error().code, decimal.error().text, place_);
    return *decimal;
}

Result<std::string> Value::as_number_text() const {
    if (kind_ != Kind::Number) return wrong_kind(*this, kind_name(Kind::Number));
    return text_;
}

Result<const Value*> Value::as_array() const {
    if (kind_ != Kind::Array) return wrong_kind(*this, kind_name(Kind::Array));
    return this;
}

Result<const Value*> Value::member(std::string_view name) const {
    if (kind_ != Kind::Object) return wrong_kind(*this, kind_name(Kind::Object));
    const Value* value = find(name);
    if (value == nullptr)
        return fail(Code::NotFound, fmt::format("the member '{}' is missing", name), place_);
    return value;
}

Result<std::string> Value::text(std::string_view name) const {
    return TRY(member(name))->as_text();
}

Result<const Value*> Value::array(std::string_view name) const {
    return TRY(member(name))->as_array();
}

Result<Value> parse(std::string_view text, std::string_view name) {
    return Reader().document(text, name);
}

}  // namespace bw::json
