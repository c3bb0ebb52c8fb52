#include "run/company/values.h"

#include "base/decimal.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/tables/mapping.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::company {
namespace {

std::unexpected<Error> wrong(const Column& column, std::string_view why) {
    return fail(Code::Invalid, fmt::format("'{}' {}", column.name, why));
}

// Their value in ours; one that is ours already stays. Of a column of words no other is taken, for
// a code that nobody knows must not become the name of a plan.
Result<std::string> translated(const Column& column, std::string_view text,
                               const Mapping& mapping) {
    const auto of = mapping.translations.find(column.name);
    if (of == mapping.translations.end()) return std::string(text);
    const auto& [name, values] = *of;
    if (const auto found = values.find(meter::lower_case(text)); found != values.end())
        return found->second;
    const bool is_ours =
        std::ranges::any_of(values, [&](const auto& value) { return value.second == text; });
    const bool is_word = column.form == Form::Code || column.form == Form::Text;
    if (is_ours || text.empty() || !is_word) return std::string(text);
    return wrong(column,
                 fmt::format("is '{}', which the mapping does not translate", text.substr(0, 40)));
}

// Groups of three digits, the first of one to three.
bool is_grouped(std::string_view whole, char by) {
    std::size_t group = 0;
    bool is_first = true;
    for (const char c : whole) {
        if (c != by) {
            ++group;
            continue;
        }
        if (is_first ? group < 1 || group > 3 : group != 3) return false;
        is_first = false;
        group = 0;
    }
    return is_first || group == 3;
}

Result<std::string> plain_amount(const Column& column, std::string_view text,
                                 const Mapping& mapping) {
    const bool is_negative = text.starts_with('-');
    const std::string_view digits = text.substr(is_negative ? 1 : 0);
    const auto point = digits.find(mapping.decimal_point);
    std::string whole(digits.substr(0, point));
    if (mapping.thousands != '\0') {
        if (!is_grouped(whole, mapping.thousands))
            return wrong(column, "has no groups of three digits");
        std::erase(whole, mapping.thousands);
    }
    std::string plain = (is_negative ? "-" : "") + whole;
    if (point != std::string_view::npos) plain += "." + std::string(digits.substr(point + 1));
    // A point that is not theirs would be read as ours: 1.500 is not one and a half.
    if (!std::ranges::all_of(whole, [](char c) { return c >= '0' && c <= '9'; }) ||
        !meter::parse_fixed(plain))
        return wrong(column, fmt::format("is '{}', no number with '{}' before its decimals",
                                         text.substr(0, 40), mapping.decimal_point));
    return plain;
}

// What we would take for a number must be one as they write it; all else are words.
Result<std::string> number_or_words(const Column& column, const std::string& text,
                                    const Mapping& mapping) {
    if (mapping.decimal_point == '.' && mapping.thousands == '\0') return text;
    auto number = plain_amount(column, text, mapping);
    if (!number && !Decimal::parse(text)) return text;
    return number;
}

}  // namespace

Result<std::string> value_of(const Column& column, std::string_view text, const Mapping& mapping,
                             Written written) {
    std::string value = TRY(translated(column, text, mapping));
    const auto set = mapping.constants.find(column.name);
    if (value.empty() && set != mapping.constants.end()) value = set->second;
    if (value.empty() && column.need == Need::Always) return wrong(column, "is empty");
    const std::size_t most = column.form == Form::Code ? kCodeMax : kTextMax;
    if (column.form != Form::Value && value.size() > most)
        return wrong(column, fmt::format("has more than {} characters", most));
    const bool is_ours = value != text || value.empty() || written == Written::Plain;
    if (is_ours) return value;  // as we write it
    if (column.form == Form::Amount) return plain_amount(column, value, mapping);
    if (column.form == Form::Value) return number_or_words(column, value, mapping);
    if (column.form != Form::Day) return value;
    auto day = mapping.days.read(value);
    if (!day) return wrong(column, "is wrong: " + day.error().text);
    return day;
}

}  // namespace bw::company
