#include "flow/compose/data/schema.h"

#include "flow/compose/data/members.h"

#include <algorithm>
#include <array>
#include <optional>

namespace bw::data {
namespace {

constexpr std::array<std::string_view, 5> kSchemas = {"invoice/1", "reminder/1", "advances/1",
                                                      "summary/1", "itemised/1"};
constexpr std::array<std::string_view, 13> kTypeNames = {
    "nothing", "text",  "flag", "count",  "number", "percent", "quantity",
    "price",   "money", "date", "period", "record", "list"};

}  // namespace

std::string_view type_name(Type type) { return kTypeNames[static_cast<std::size_t>(type)]; }

std::optional<Decimal> number_in(const Value& value) {
    if (const auto* count = std::get_if<std::int64_t>(&value)) return Decimal(*count);
    if (const auto* number = std::get_if<Decimal>(&value)) return *number;
    if (const auto* percent = std::get_if<Percent>(&value)) return percent->value;
    if (const auto* quantity = std::get_if<Quantity>(&value)) return quantity->value;
    if (const auto* price = std::get_if<Price>(&value)) return price->value;
    if (const auto* money = std::get_if<Money>(&value)) return money->decimal();
    return std::nullopt;
}

bool is_there(const Value& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) return !text->empty();
    if (const auto* list = std::get_if<List>(&value)) return list->count() > 0;
    if (const auto* flag = std::get_if<bool>(&value)) return *flag;
    return !std::holds_alternative<Nothing>(value);
}

const Field* find_field(const Record& record, std::string_view name) {
    const auto found = std::ranges::find(record.fields, name, &Field::name);
    return found == record.fields.end() ? nullptr : &*found;
}

std::vector<std::string> field_names(const Record& record) {
    std::vector<std::string> names;
    for (const auto& field : record.fields) names.emplace_back(field.name);
    return names;
}

const Record* find_schema(std::string_view name) {
    if (name == kSchemas[0]) return &invoice_schema();
    if (name == kSchemas[1]) return &reminder_schema();
    if (name == kSchemas[2]) return &advances_schema();
    if (name == kSchemas[3]) return &summary_schema();
    return name == kSchemas[4] ? &itemised_schema() : nullptr;
}

std::span<const std::string_view> schema_names() { return kSchemas; }

}  // namespace bw::data
