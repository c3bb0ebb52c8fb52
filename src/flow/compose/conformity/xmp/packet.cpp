#include "flow/compose/conformity/xmp/packet.h"

#include "base/utf8.h"
#include "platform/xml/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace bw::conformity {
namespace {

constexpr std::string_view kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";

struct Attribute {
    std::string space, name, prefix, value;
    [[nodiscard]] bool is(std::string_view in, std::string_view called) const {
        return space == in && name == called;
    }
};
struct Element {
    std::string space, name, prefix;
    std::vector<Attribute> attributes;
    std::vector<Element> children;
    std::string text;  // of all of it, where it has no children
    bool has_words = false;
    [[nodiscard]] bool is(std::string_view in, std::string_view called) const {
        return space == in && name == called;
    }
    [[nodiscard]] const Attribute* find(std::string_view in, std::string_view called) const {
        const auto found =
            std::ranges::find_if(attributes, [&](const Attribute& a) { return a.is(in, called); });
        return found == attributes.end() ? nullptr : &*found;
    }
};

class TreeBuilder : public xml::Events {
public:
    Result<void> start(const xml::Name& name,
                       std::span<const xml::ReadAttribute> attributes) override {
        Element element;
        element.space = name.space;
        element.name = name.local;
        element.prefix = name.prefix;
        for (const auto& [of, value] : attributes)
            element.attributes.push_back({std::string(of.space), std::string(of.local),
                                          std::string(of.prefix), std::string(value)});
        open_.push_back(std::move(element));
        return {};
    }
    Result<void> text(std::string_view piece) override {
        if (open_.empty()) return {};
        open_.back().text += piece;
        if (piece.find_first_not_of(" \t\r\n") != std::string_view::npos)
            open_.back().has_words = true;
        return {};
    }
    Result<void> end(const xml::Name&) override {
        Element done = std::move(open_.back());
        open_.pop_back();
        if (open_.empty()) root = std::move(done);
        else open_.back().children.push_back(std::move(done));
        return {};
    }
    std::optional<Element> root;

private:
    std::vector<Element> open_;
};

std::unexpected<Error> wrong(std::string text) { return fail(Code::Invalid, std::move(text)); }

const Element* find_below(const Element& from, std::string_view space, std::string_view name) {
    if (from.is(space, name)) return &from;
    for (const auto& child : from.children)
        if (const auto* found = find_below(child, space, name)) return found;
    return nullptr;
}

class RdfReader {
public:
    Result<std::vector<XmpField>> read(const Element& rdf) {
        std::vector<XmpField> properties;
        if (rdf.has_words) return wrong("text stands beside the descriptions");
        for (const auto& node : rdf.children) {
            if (node.is("http://ns.adobe.com/iX/1.0/", "changes")) continue;
            if (!node.is(kRdf, "Description"))
                return wrong(fmt::format("'{}' stands where a description should", node.name));
            TRY_VOID(check_about(node));
            TRY_VOID(read_node(node, properties));
        }
        return properties;
    }

private:
    Result<void> check_about(const Element& node) {
        const auto* about = node.find(kRdf, "about");
        if (about == nullptr) about = node.find("", "about");
        const bool has_other =
            node.find(kRdf, "ID") != nullptr || node.find(kRdf, "nodeID") != nullptr;
        if (about != nullptr && has_other) return wrong("a description names itself twice");
        if (about == nullptr || about->value.empty()) return {};
        if (!about_.empty() && about_ != about->value)
            return wrong("its descriptions are about different things");
        about_ = about->value;
        return {};
    }

    // Attributes and elements of a description.
    Result<void> read_node(const Element& node, std::vector<XmpField>& into) {
        if (node.has_words) return wrong("text stands beside the properties");
        for (const auto& attribute : node.attributes) {
            if (attribute.space == kRdf || attribute.space == kXml || attribute.is("", "about") ||
                attribute.is("", "ID"))
                continue;
            XmpField field{attribute.space, attribute.name, attribute.prefix, {}};
            field.value.text = attribute.value;
            TRY_VOID(put(std::move(field), into));
        }
        for (const auto& child : node.children) {
            if (child.space == kRdf && child.name != "value" && child.name != "type")
                return wrong(fmt::format("rdf:{} is no property", child.name));
            XmpField field{child.space, child.name, child.prefix, TRY(read_value(child))};
            TRY_VOID(put(std::move(field), into));
        }
        return {};
    }

    static Result<void> put(XmpField field, std::vector<XmpField>& into) {
        if (field.space.empty()) return wrong(fmt::format("'{}' is in no namespace", field.name));
        if (into.size() >= kFieldsMost) return wrong("it has more properties than any metadata");
        const auto same = [&](const XmpField& other) {
            return other.space == field.space && other.name == field.name;
        };
        if (std::ranges::any_of(into, same))
            return wrong(fmt::format("'{}' stands twice", field.name));
        into.push_back(std::move(field));
        return {};
    }

    // What a property, a field or an item says.
    Result<XmpValue> read_value(const Element& element) {
        XmpValue value = TRY(read_content(element));
        if (const auto* language = element.find(kXml, "lang")) {
            value.has_language = true;
            value.is_default_language = language->value == "x-default";
        }
        // A structure with rdf:value is that value, and all beside it tells about it.
        if (value.kind == XmpValue::Kind::Struct)
            if (const auto* plain = value.find(kRdf, "value")) {
                XmpValue inner = plain->value;
                inner.has_language = inner.has_language || value.has_language;
                return inner;
            }
        return value;
    }

    Result<XmpValue> read_content(const Element& element) {
        XmpValue value;
        if (const auto* type = element.find(kRdf, "parseType")) {
            if (type->value != "Resource")
                return wrong(fmt::format("'{}': rdf:parseType '{}'", element.name, type->value));
            for (const auto& attribute : element.attributes)
                if (attribute.space != kXml && attribute.space != kRdf)
                    return wrong(fmt::format("'{}': a field beside rdf:parseType", element.name));
            value.kind = XmpValue::Kind::Struct;
            TRY_VOID(read_fields(element, value.fields));
            return value;
        }
        if (element.children.empty()) return simple_or_fields(element);
        if (element.children.size() != 1 || element.has_words)
            return wrong(fmt::format("'{}' holds several things", element.name));
        for (const auto& attribute : element.attributes)
            if (attribute.space != kXml && !attribute.is(kRdf, "ID"))
                return wrong(fmt::format("'{}' has content and the attribute '{}'", element.name,
                                         attribute.name));
        return read_inner(element.children.front());
    }

    // A list, or a description that is a structure.
    Result<XmpValue> read_inner(const Element& inner) {
        using Kind = XmpValue::Kind;
        constexpr std::array kArrays{std::pair{"Bag", Kind::Bag}, std::pair{"Seq", Kind::Seq},
                                     std::pair{"Alt", Kind::Alt}};
        XmpValue value;
        for (const auto& [name, kind] : kArrays) {
            if (!inner.is(kRdf, name)) continue;
            value.kind = kind;
            for (const auto& item : inner.children) {
                if (!item.is(kRdf, "li")) return wrong("a list holds something but items");
                value.items.push_back(TRY(read_value(item)));
            }
            return value;
        }
        value.kind = Kind::Struct;
        TRY_VOID(read_node(inner, value.fields));
        return value;
    }

    Result<void> read_fields(const Element& element, std::vector<XmpField>& into) {
        if (element.has_words) return wrong("text stands beside the fields");
        for (const auto& child : element.children) {
            XmpField field{child.space, child.name, child.prefix, TRY(read_value(child))};
            TRY_VOID(put(std::move(field), into));
        }
        return {};
    }

    // Text, a reference, or fields as attributes.
    static Result<XmpValue> simple_or_fields(const Element& element) {
        XmpValue value;
        const auto* resource = element.find(kRdf, "resource");
        const auto* plain = element.find(kRdf, "value");
        if (resource != nullptr && plain != nullptr)
            return wrong(fmt::format("'{}' has two values", element.name));
        if (resource != nullptr || plain != nullptr) {
            value.text = resource != nullptr ? resource->value : plain->value;
            return value;
        }
        const auto is_field = [](const Attribute& a) { return a.space != kXml && a.space != kRdf; };
        if (std::ranges::none_of(element.attributes, is_field)) {
            value.text = element.text;
            return value;
        }
        if (!element.text.empty())
            return wrong(fmt::format("'{}' has text and fields", element.name));
        value.kind = XmpValue::Kind::Struct;
        for (const auto& attribute : element.attributes) {
            if (!is_field(attribute)) continue;
            XmpField field{attribute.space, attribute.name, attribute.prefix, {}};
            field.value.text = attribute.value;
            TRY_VOID(put(std::move(field), value.fields));
        }
        return value;
    }

    std::string about_;
};

bool has_attribute(std::string_view header, std::string_view name) {
    for (std::size_t at = header.find(name); at != std::string_view::npos;
         at = header.find(name, at + 1)) {
        std::size_t end = at + name.size();
        while (end < header.size() && (header[end] == ' ' || header[end] == '\t')) ++end;
        const bool begins = at > 0 && header[at - 1] == ' ';
        if (begins && end < header.size() && header[end] == '=') return true;
    }
    return false;
}

// The header that stands last before the data.
std::string_view header_of(std::string_view bytes) {
    const auto data = std::min(bytes.find("<rdf:RDF"), bytes.size());
    const auto begin = bytes.rfind("<?xpacket", data);
    if (begin == std::string_view::npos) return {};
    return bytes.substr(begin, bytes.find("?>", begin) - begin);
}

const XmpField* find_in(const std::vector<XmpField>& fields, std::string_view space,
                        std::string_view name) {
    const auto found = std::ranges::find_if(
        fields, [&](const XmpField& f) { return f.space == space && f.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

}  // namespace

const XmpField* XmpValue::find(std::string_view space, std::string_view name) const {
    return kind == Kind::Struct ? find_in(fields, space, name) : nullptr;
}

const XmpField* XmpPacket::find(std::string_view space, std::string_view name) const {
    return find_in(properties, space, name);
}

Result<XmpPacket> read_packet(std::string_view bytes) {
    if (bytes.size() > kPacketMost) return wrong("it is longer than any metadata");
    if (!is_utf8_text(bytes)) return fail(Code::Unsupported, "it is no UTF-8");
    XmpPacket packet;
    const auto header = header_of(bytes);
    packet.has_bytes = has_attribute(header, "bytes");
    packet.has_encoding = has_attribute(header, "encoding");
    // What stands behind the last element of a packet is room to write into.
    TreeBuilder tree;
    xml::Reader reader(tree);
    TRY_VOID(reader.feed(bytes));
    TRY_VOID(reader.finish());
    if (!tree.root) return packet;
    const auto* rdf = find_below(*tree.root, kRdf, "RDF");
    if (rdf == nullptr) return packet;
    packet.properties = TRY(RdfReader().read(*rdf));
    return packet;
}

}  // namespace bw::conformity
