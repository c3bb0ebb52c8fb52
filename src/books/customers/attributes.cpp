#include "books/customers/attributes.h"

#include "base/utf8.h"
#include "books/customers/customers.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::customers {
namespace {

using store::Row;
using store::Transaction;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// C0, DEL, and C1, which UTF-8 writes in two bytes.
bool is_control(std::string_view character) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) return at(0) < 0x20 || at(0) == 0x7F;
    return character.size() == 2 && at(0) == 0xC2 && at(1) < 0xA0;
}

std::unexpected<Error> wrong(std::string text) { return fail(Code::Invalid, std::move(text)); }

Result<void> check_value(std::string_view value) {
    std::size_t characters = 0;
    for (std::string_view rest = value; !rest.empty(); ++characters) {
        const std::size_t length = utf8_sequence_length(rest);
        if (length == 0) return wrong("'value' is not clean UTF-8 text");
        if (is_control(rest.substr(0, length)))
            return wrong("'value' holds a control character, such as a tab or a line break");
        rest.remove_prefix(length);
    }
    if (characters > kAttributeValueMax)
        return wrong(fmt::format("'value' has {} characters; at most {} are taken", characters,
                                 kAttributeValueMax));
    if (value.starts_with(' ') || value.ends_with(' '))
        return wrong("'value' begins or ends with a space");
    return {};
}

}  // namespace

bool is_attribute_name(std::string_view text) {
    return !text.empty() && text.size() <= kAttributeNameMax && is_letter(text.front()) &&
           std::ranges::all_of(
               text, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; });
}

Result<void> check_attribute(const Attribute& attribute) {
    if (!is_attribute_name(attribute.name))
        return wrong(fmt::format("'attribute' is a name such as household.size: letters (A to Z, a "
                                 "to z), digits, '_' and '.', a letter first, at most {}",
                                 kAttributeNameMax));
    return check_value(attribute.value);
}

const Attribute* attribute_on(std::span<const Attribute> attributes, std::string_view name,
                              LocalDate day) {
    const auto of_name = std::ranges::equal_range(attributes, name, {}, &Attribute::name);
    const auto after = std::ranges::upper_bound(of_name, day, {}, &Attribute::from);
    if (after == of_name.begin() || std::prev(after)->value.empty()) return nullptr;
    return &*std::prev(after);
}

std::vector<Attribute> load_attributes(Transaction& tx, TenantId tenant, ServicePointId point,
                                       AsOf as_of) {
    std::vector<Attribute> attributes;
    tx.for_each(
        "SELECT name, from_day, value, batch FROM attribute WHERE tenant_id = ?1 AND bucket = ?2 "
        "AND service_point_id = ?3 AND batch <= ?4 ORDER BY name, from_day, batch",
        [&](const Row& row) {
            Attribute attribute{row.string(0), row.date(1), row.string(2), row.id<Batch>(3)};
            const bool is_said_anew = !attributes.empty() &&
                                      attributes.back().name == attribute.name &&
                                      attributes.back().from == attribute.from;
            if (is_said_anew) attributes.back() = std::move(attribute);
            else attributes.push_back(std::move(attribute));
        },
        tenant, bucket_of(point.value), point, as_of.cut);
    return attributes;
}

Result<void> save_attribute(Transaction& tx, TenantId tenant, Batch batch,
                            const AttributeRow& row) {
    const auto point = find_identifier(tx, tenant, kServicePoint, row.service_point);
    if (!point)
        return fail(Code::NotFound, "it is not known; import its account first",
                    "service point " + row.service_point);
    const Attribute& attribute = row.attribute;
    TRY_VOID(check_attribute(attribute));
    const auto said = tx.find(
        "SELECT value FROM attribute WHERE tenant_id = ?1 AND bucket = ?2 AND service_point_id = "
        "?3 AND name = ?4 AND from_day = ?5 AND batch = ?6",
        [](const Row& r) { return r.string(0); }, tenant, point->bucket, point->id, attribute.name,
        attribute.from, batch);
    if (said && *said == attribute.value) return {};
    if (said)
        return fail(Code::Conflict,
                    fmt::format("an earlier row of this file says something else of '{}' from {}",
                                attribute.name, attribute.from.to_string()),
                    "service point " + row.service_point);
    tx.execute(
        "INSERT INTO attribute (tenant_id, bucket, service_point_id, name, from_day, batch, value) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        tenant, point->bucket, point->id, attribute.name, attribute.from, batch, attribute.value);
    return {};
}

}  // namespace bw::customers
