#include "flow/compose/conformity/xmp/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace bw::conformity {
namespace {

constexpr std::string_view kExtension = "http://www.aiim.org/pdfa/ns/extension/";
constexpr std::string_view kSchema = "http://www.aiim.org/pdfa/ns/schema#";
constexpr std::string_view kProperty = "http://www.aiim.org/pdfa/ns/property#";
constexpr std::string_view kType = "http://www.aiim.org/pdfa/ns/type#";
constexpr std::string_view kField = "http://www.aiim.org/pdfa/ns/field#";

std::string small(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return lower;
}

// --- simple values: each reads what it takes off the front, and all must be taken ---
bool is_digit(char c) { return c >= '0' && c <= '9'; }
std::size_t take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    text.remove_prefix(count);
    return count;
}
bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}
void take_sign(std::string_view& text) {
    if (!take(text, '+')) take(text, '-');
}

bool is_integer(std::string_view text) {
    take_sign(text);
    return take_digits(text) > 0 && text.empty();
}

bool is_real(std::string_view text) {
    take_sign(text);
    std::size_t digits = take_digits(text);
    if (take(text, '.')) digits += take_digits(text);
    return digits > 0 && text.empty();
}

bool is_media_type(std::string_view text) {
    const auto take_word = [&] {
        std::size_t count = 0;
        const auto is_of_word = [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                   c == '-' || c == '+' || c == '.';
        };
        while (count < text.size() && is_of_word(text[count])) ++count;
        text.remove_prefix(count);
        return count > 0;
    };
    return take_word() && take(text, '/') && take_word() && text.empty();
}

// "43,40,53W", "43,40.8833N"
bool is_coordinate(std::string_view text) {
    const auto count_between = [&](std::size_t most) {
        const std::size_t count = take_digits(text);
        return count >= 1 && count <= most;
    };
    if (!count_between(3) || !take(text, ',') || !count_between(2)) return false;
    if (take(text, ',')) {
        if (!count_between(2)) return false;
    } else if (!take(text, '.') || take_digits(text) == 0) {
        return false;
    }
    return text.size() == 1 && std::string_view("NSEW").contains(text[0]);
}

// A year, and so much more of ISO 8601 as is known; the zone may be missing.
bool is_date(std::string_view text) {
    if (text.empty()) return true;
    take(text, '-');
    if (take_digits(text) == 0) return false;
    for (int part = 0; part < 2; ++part) {  // month, day
        if (text.empty()) return true;
        if (!take(text, '-') || take_digits(text) == 0) return false;
    }
    if (text.empty()) return true;
    if (!take(text, 'T') || take_digits(text) == 0) return false;
    if (text.empty()) return true;
    if (take(text, ':') && take_digits(text) == 0) return false;
    if (take(text, ':')) {
        if (take_digits(text) == 0) return false;
        if (take(text, '.') && take_digits(text) == 0) return false;
    }
    if (text.empty() || text == "Z") return true;
    if (!take(text, '+') && !take(text, '-')) return false;
    if (take_digits(text) == 0) return false;
    return text.empty() || (take(text, ':') && take_digits(text) > 0 && text.empty());
}

bool is_any(std::string_view) { return true; }

struct SimpleType {
    std::string_view name;
    bool (*takes)(std::string_view text);
};
constexpr std::array kSimple{
    SimpleType{"text", is_any},
    SimpleType{"propername", is_any},
    SimpleType{"agentname", is_any},
    SimpleType{"renditionclass", is_any},
    SimpleType{"rational", is_any},
    SimpleType{"locale", is_any},
    SimpleType{"uri", is_any},
    SimpleType{"url", is_any},
    SimpleType{"xpath", is_any},
    SimpleType{"integer", is_integer},
    SimpleType{"real", is_real},
    SimpleType{"mimetype", is_media_type},
    SimpleType{"gpscoordinate", is_coordinate},
    SimpleType{"date", is_date},
    SimpleType{"boolean", [](std::string_view text) { return text == "True" || text == "False"; }}};

const SimpleType* simple_type(std::string_view name) {
    const auto* found = std::ranges::find(kSimple, name, &SimpleType::name);
    return found == kSimple.end() ? nullptr : found;
}

// At least one item says its language.
bool is_alternative(const XmpValue& value) {
    return value.kind == XmpValue::Kind::Alt &&
           (value.items.empty() || std::ranges::any_of(value.items, &XmpValue::has_language));
}

// Calls on_line(key, value) for "key = value", on_head(text) for "@text".
template <typename Head, typename Line>
void each_line(std::string_view table, Head&& on_head, Line&& on_line) {
    while (!table.empty()) {
        const auto end = std::min(table.find('\n'), table.size());
        const auto line = table.substr(0, end);
        table.remove_prefix(std::min(end + 1, table.size()));
        const auto equals = line.find(" = ");
        if (line.starts_with('@')) on_head(line.substr(1));
        else if (equals != std::string_view::npos)
            on_line(line.substr(0, equals), line.substr(equals + 3));
    }
}

std::string property_key(std::string_view space, std::string_view name) {
    return fmt::format("{} {}", space, name);
}

// A field that a description of a schema has, and how.
struct Described {
    std::string_view name, clause;
    bool is_list = false, is_needed = true;
};

// Tells what is missing, of the wrong form, or not known. `prefix`: as the fields must be written.
void check_described(const XmpValue& value, std::string_view space, std::string_view prefix,
                     std::span<const Described> all, const XmpTypes::Tell& tell) {
    for (const auto& field : value.fields) {
        const bool is_known = field.space == space && std::ranges::any_of(all, [&](const auto& d) {
                                  return d.name == field.name;
                              });
        if (!is_known)
            tell("6.6.2.3.2-1", fmt::format("'{}:{}' is no field of a schema's description",
                                            field.prefix, field.name));
    }
    for (const auto& described : all) {
        const auto* field = value.find(space, described.name);
        if (field == nullptr) {
            if (described.is_needed)
                tell(described.clause, fmt::format("{}:{} is missing", prefix, described.name));
            continue;
        }
        using Kind = XmpValue::Kind;
        const bool fits =
            described.is_list ? field->value.kind == Kind::Seq : field->value.kind == Kind::Simple;
        if (!fits || field->prefix != prefix)
            tell(described.clause,
                 fmt::format("{}:{} is not {} under this prefix", prefix, described.name,
                             described.is_list ? "a list in order" : "a text"));
    }
}

std::string text_of(const XmpValue& value, std::string_view space, std::string_view name) {
    const auto* field = value.find(space, name);
    return field != nullptr && field->value.kind == XmpValue::Kind::Simple ? field->value.text : "";
}

std::span<const XmpValue> items_of(const XmpValue& value, std::string_view space,
                                   std::string_view name) {
    const auto* field = value.find(space, name);
    if (field == nullptr || !field->value.is_array()) return {};
    return field->value.items;
}

// Without "open choice of ", "closed choice of ", "choice".
std::string without_choice(std::string type) {
    for (std::size_t at = type.find("choice"); at != std::string::npos;
         at = type.find("choice", at)) {
        constexpr std::string_view kOpen = "open ", kClosed = "closed ", kOf = " of ";
        std::size_t begin = at, end = at + std::string_view("choice").size();
        const std::string_view before = std::string_view(type).substr(0, at);
        if (before.ends_with(kOpen)) begin -= kOpen.size();
        else if (before.ends_with(kClosed)) begin -= kClosed.size();
        const std::string_view behind = std::string_view(type).substr(end);
        if (behind.starts_with(kOf)) end += kOf.size();
        else if (behind.starts_with(' ')) ++end;
        else if (!behind.empty()) {
            ++at;
            continue;
        }
        type.erase(begin, end - begin);
        at = begin;
    }
    const auto first = type.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return type.substr(first, type.find_last_not_of(' ') - first + 1);
}

constexpr std::array<std::pair<std::string_view, XmpValue::Kind>, 3> kLists{
    std::pair{std::string_view("bag "), XmpValue::Kind::Bag},
    std::pair{std::string_view("seq "), XmpValue::Kind::Seq},
    std::pair{std::string_view("alt "), XmpValue::Kind::Alt}};

}  // namespace

XmpTypes::XmpTypes() {
    std::string space;
    each_line(
        predefined_properties(), [&](std::string_view head) { space = head; },
        [&](std::string_view name, std::string_view type) {
            predefined_.properties.emplace(property_key(space, name), small(type));
        });
    XmpStructure* structure = nullptr;
    each_line(
        predefined_structures(),
        [&](std::string_view head) {
            const auto blank = head.find(' ');
            structure = &predefined_.structures[small(head.substr(0, blank))];
            structure->space = head.substr(blank + 1);
        },
        [&](std::string_view name, std::string_view type) {
            structure->fields.emplace(name, small(type));
        });
}

std::optional<std::string> XmpTypes::type_of(std::string_view space, std::string_view name) const {
    if (const auto schema = extensions_.find(space); schema != extensions_.end())
        if (const auto found = schema->second.properties.find(name);
            found != schema->second.properties.end())
            return found->second;
    const auto found = predefined_.properties.find(property_key(space, name));
    if (found == predefined_.properties.end()) return std::nullopt;
    return found->second;
}

const XmpStructure* XmpTypes::structure(std::string_view name, std::string_view space) const {
    if (const auto schema = extensions_.find(space); schema != extensions_.end())
        if (const auto own = schema->second.structures.find(name);
            own != schema->second.structures.end())
            return &own->second;
    const auto found = predefined_.structures.find(name);
    return found == predefined_.structures.end() ? nullptr : &found->second;
}

bool XmpTypes::fits(const XmpValue& value, std::string_view space, std::string_view type) const {
    if (type == "any") return true;
    if (type == "lang alt") return is_alternative(value);
    for (const auto& [prefix, kind] : kLists) {
        if (!type.starts_with(prefix)) continue;
        return value.kind == kind && std::ranges::all_of(value.items, [&](const XmpValue& item) {
                   return fits(item, space, type.substr(prefix.size()));
               });
    }
    const auto* structure = this->structure(type, space);
    if (structure == nullptr || structure->fields.empty()) {
        const auto* simple = simple_type(structure == nullptr ? type : "text");
        return simple != nullptr && value.kind == XmpValue::Kind::Simple &&
               simple->takes(value.text);
    }
    return value.kind == XmpValue::Kind::Struct &&
           std::ranges::all_of(value.fields, [&](const XmpField& field) {
               const auto known = structure->fields.find(field.name);
               return field.space == structure->space && known != structure->fields.end() &&
                      fits(field.value, space, known->second);
           });
}

std::optional<std::string> XmpTypes::known_type(std::string_view text,
                                                std::string_view space) const {
    constexpr std::size_t kNameMost = 256;
    if (text.size() > kNameMost) return std::nullopt;
    std::string type = without_choice(small(text));
    if (type.empty()) return "text";
    const bool is_bare = type == "bag" || type == "seq" || type == "alt" ||
                         type.ends_with(" bag") || type.ends_with(" seq") ||
                         (type.ends_with(" alt") && !type.ends_with("lang alt"));
    if (is_bare) type += " text";
    std::string_view inner = type;
    for (bool is_list = true; is_list && inner != "lang alt";) {
        is_list = false;
        for (const auto& [prefix, kind] : kLists)
            if (inner.starts_with(prefix)) {
                inner.remove_prefix(prefix.size());
                is_list = true;
                break;
            }
    }
    const bool is_known =
        inner == "lang alt" || simple_type(inner) != nullptr || structure(inner, space) != nullptr;
    if (!is_known) return std::nullopt;
    return type;
}

void XmpTypes::extend(const XmpPacket& packet, const Tell& tell) {
    const auto* schemas = packet.find(kExtension, "schemas");
    if (schemas == nullptr) return;
    const bool is_bag = schemas->value.kind == XmpValue::Kind::Bag &&
                        std::ranges::all_of(schemas->value.items, [](const XmpValue& item) {
                            return item.kind == XmpValue::Kind::Struct;
                        });
    if (!is_bag || schemas->prefix != "pdfaExtension")
        tell("6.6.2.3.3-1", "pdfaExtension:schemas is no bag of schemas under this prefix");
    for (const auto& schema : schemas->value.items) add_schema(schema, tell);
}

void XmpTypes::add_schema(const XmpValue& schema, const Tell& tell) {
    static constexpr std::array kFields{
        Described{"schema", "6.6.2.3.3-2"}, Described{"namespaceURI", "6.6.2.3.3-3"},
        Described{"prefix", "6.6.2.3.3-4"}, Described{"property", "6.6.2.3.3-5", true, false},
        Described{"valueType", "6.6.2.3.3-6", true, false}};
    check_described(schema, kSchema, "pdfaSchema", kFields, tell);
    const std::string space = text_of(schema, kSchema, "namespaceURI");
    Schema& to = extensions_[space];
    for (const auto& type : items_of(schema, kSchema, "valueType")) add_type(type, to, tell);
    // Types may name each other: their fields are looked at when all are known.
    for (const auto& type : items_of(schema, kSchema, "valueType"))
        for (const auto& field : items_of(type, kType, "field")) {
            static constexpr std::array kFieldFields{Described{"name", "6.6.2.3.3-16"},
                                                     Described{"valueType", "6.6.2.3.3-17"},
                                                     Described{"description", "6.6.2.3.3-18"}};
            check_described(field, kField, "pdfaField", kFieldFields, tell);
            const std::string named = text_of(field, kField, "valueType");
            if (!known_type(named, space))
                tell("6.6.2.3.3-17", fmt::format("'{}' is no type that is known", named));
        }
    for (const auto& property : items_of(schema, kSchema, "property"))
        add_property(property, space, tell);
}

void XmpTypes::add_type(const XmpValue& type, Schema& to, const Tell& tell) const {
    static constexpr std::array kFields{
        Described{"type", "6.6.2.3.3-11"}, Described{"namespaceURI", "6.6.2.3.3-12"},
        Described{"prefix", "6.6.2.3.3-13"}, Described{"description", "6.6.2.3.3-14"},
        Described{"field", "6.6.2.3.3-15", true, false}};
    check_described(type, kType, "pdfaType", kFields, tell);
    const std::string name = text_of(type, kType, "type");
    if (name.empty() || type.find(kType, "namespaceURI") == nullptr) return;
    auto& structure = to.structures[small(name)];
    structure = {text_of(type, kType, "namespaceURI"), {}};
    for (const auto& field : items_of(type, kType, "field")) {
        const std::string field_name = text_of(field, kField, "name");
        constexpr std::size_t kNameMost = 256;
        const std::string field_type = small(text_of(field, kField, "valueType"));
        if (!field_name.empty() && !field_type.empty() && field_type.size() <= kNameMost)
            structure.fields.emplace(field_name, without_choice(field_type));
    }
}

void XmpTypes::add_property(const XmpValue& property, std::string_view space, const Tell& tell) {
    static constexpr std::array kFields{
        Described{"name", "6.6.2.3.3-7"}, Described{"valueType", "6.6.2.3.3-8"},
        Described{"category", "6.6.2.3.3-9"}, Described{"description", "6.6.2.3.3-10"}};
    check_described(property, kProperty, "pdfaProperty", kFields, tell);
    const std::string category = text_of(property, kProperty, "category");
    const bool is_stated = property.find(kProperty, "category") != nullptr;
    if (is_stated && category != "internal" && category != "external")
        tell("6.6.2.3.3-9", fmt::format("pdfaProperty:category is '{}'", category));
    const std::string name = text_of(property, kProperty, "name");
    const bool is_typed = property.find(kProperty, "valueType") != nullptr;
    const std::string text = text_of(property, kProperty, "valueType");
    const auto type = known_type(text, space);
    if (is_typed && !type) tell("6.6.2.3.3-8", fmt::format("'{}' is no type that is known", text));
    if (type && is_typed && !name.empty())
        extensions_.find(space)->second.properties.emplace(name, *type);
}

}  // namespace bw::conformity
