#include "run/company/json_rows.h"

#include "platform/json/writer.h"
#include "run/company/values.h"

#include <fmt/format.h>

namespace bw::company {
namespace {

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// A member of the object, or of a member: "meter.id". Null when absent.
const json::Value* find(const json::Value& object, std::string_view path) {
    if (const auto* whole = object.find(path)) return whole;
    const auto dot = path.find('.');
    const auto* inner = dot == std::string_view::npos ? nullptr : object.find(path.substr(0, dot));
    return inner == nullptr ? nullptr : find(*inner, path.substr(dot + 1));
}

Result<std::string> text_of(const json::Value& value, std::string_view column) {
    switch (value.kind()) {
        case json::Kind::Null: return std::string();
        case json::Kind::Text: return value.as_text();
        case json::Kind::Bool:
        case json::Kind::Number: {
            json::Writer as_written;
            return as_written.value(value).take();
        }
        case json::Kind::Array:
        case json::Kind::Object: break;
    }
    return fail(Code::Invalid, fmt::format("'{}' is a list or an object, no value", column));
}

}  // namespace

JsonRows::JsonRows(const Mapping& mapping, RowTaker& taker)
    : mapping_(mapping), layout_(layout_of(mapping.kind)), taker_(taker) {
    for (const auto& [ours, all_theirs] : mapping.columns)
        for (const auto& theirs : all_theirs) unseen_.emplace_back(ours, theirs);
}

Result<void> JsonRows::feed(std::string_view chunk) {
    std::string_view text;
    while (TRY(splitter_.next(chunk, text))) {
        if (is_blank(text)) continue;
        TRY_VOID(take(parse(text)));
    }
    return {};
}

// An object that is whole was not cut off. A member may be missing in many rows, in all of them its
// name was mistyped: the column would be empty in silence.
Result<void> JsonRows::finish() {
    std::string_view text;
    if (splitter_.rest(text) && !is_blank(text)) {
        const auto object = parse(text);
        if (!object)
            return fail(Code::Refused,
                        "the last line is no whole object: the file may have been cut off; fetch "
                        "it again",
                        fmt::format("line {}", line()));
        TRY_VOID(take(object));
    }
    if (!is_any_object_ || unseen_.empty()) return {};
    return fail(Code::Refused,
                fmt::format("the mapping takes '{}' from '{}', and no row of the file has it; "
                            "correct the name, or leave it out of the mapping",
                            unseen_.front().first, unseen_.front().second));
}

Result<void> JsonRows::take(const Result<json::Value>& object) {
    if (!object) return taker_.row(line(), std::unexpected(object.error()));
    is_any_object_ = true;
    look_for_names(*object);
    return taker_.row(line(), row(*object));
}

// Before its values are read: a row that is rejected shows the names of the file, too.
void JsonRows::look_for_names(const json::Value& object) {
    std::erase_if(unseen_, [&](const auto& name) { return find(object, name.second) != nullptr; });
}

Result<json::Value> JsonRows::parse(std::string_view text) const {
    if (!meter::is_clean_text(text)) return fail(Code::Invalid, std::string(kNotUtf8));
    auto object = json::parse(text, fmt::format("line {}", line()));
    if (!object) return fail(Code::Invalid, "the line is no JSON: " + object.error().text);
    if (object->kind() != json::Kind::Object)
        return fail(Code::Invalid, "the line is no JSON object");
    return object;
}

Result<std::string> JsonRows::value(const json::Value& object, const Column& column) const {
    const auto mapped = mapping_.columns.find(column.name);
    std::vector<std::string> names;
    if (mapped != mapping_.columns.end()) names = mapped->second;
    else if (mapping_.is_ours) names.emplace_back(column.name);
    std::string text;
    Written written = Written::AsMapped;
    bool is_there = false;
    for (const auto& name : names) {
        const auto* member = find(object, name);
        if (member == nullptr) continue;
        is_there = true;
        const std::string part = TRY(text_of(*member, column.name));
        if (member->kind() == json::Kind::Number && names.size() == 1 &&
            (column.form == Form::Amount || column.form == Form::Value))
            written = Written::Plain;
        if (!text.empty() && !part.empty()) text += ' ';
        text += part;
    }
    if (!is_there && column.need == Need::Named && !mapping_.constants.contains(column.name))
        return fail(Code::Invalid,
                    fmt::format("'{}' is missing; null says that it is empty", column.name));
    if (!meter::is_clean_text(text))
        return fail(Code::Invalid, fmt::format("'{}' holds control characters", column.name));
    return value_of(column, text, mapping_, written);
}

Result<Row> JsonRows::row(const json::Value& object) const {
    if (mapping_.is_ours)
        for (const auto& [name, value] : object.members())
            if (!layout_.find(name))
                return fail(Code::Invalid,
                            fmt::format("{} has no column '{}'", layout_.what, name.substr(0, 40)));
    Row row{line(), {}};
    for (const auto& column : layout_.columns) row.values.push_back(TRY(value(object, column)));
    return row;
}

}  // namespace bw::company
