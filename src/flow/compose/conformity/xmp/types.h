// Which properties a packet may have and of which type each is: those of the specification, and
// those that extension schemas in the packet describe (ISO 19005-2, 6.6.2.3). Internal.
#pragma once

#include "flow/compose/conformity/xmp/packet.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::conformity {

// tables.cpp
std::string_view predefined_properties();
std::string_view predefined_structures();

// A structure: its namespace, and the types of its fields.
struct XmpStructure {
    std::string space;
    std::map<std::string, std::string, std::less<>> fields;
};
// By name in small letters. A type without fields that a schema defines is a text.
using XmpStructures = std::map<std::string, XmpStructure, std::less<>>;

class XmpTypes {
public:
    XmpTypes();  // those of the specification
    // The type of a property; nothing: nobody defines it.
    [[nodiscard]] std::optional<std::string> type_of(std::string_view space,
                                                     std::string_view name) const;
    [[nodiscard]] bool fits(const XmpValue& value, std::string_view space,
                            std::string_view type) const;
    // "Closed Choice of Integer" to "integer"; nothing: it names no type that is known in `space`.
    [[nodiscard]] std::optional<std::string> known_type(std::string_view text,
                                                        std::string_view space) const;
    // Takes in the extension schemas of a packet. What is wrong with their form is told by
    // (requirement, text): "6.6.2.3.3-7", "6.6.2.3.2-1".
    using Tell = std::function<void(std::string_view clause, std::string text)>;
    void extend(const XmpPacket& packet, const Tell& tell);

private:
    struct Schema {
        std::map<std::string, std::string, std::less<>> properties;
        XmpStructures structures;
    };
    [[nodiscard]] const XmpStructure* structure(std::string_view name,
                                                std::string_view space) const;
    void add_schema(const XmpValue& schema, const Tell& tell);
    void add_type(const XmpValue& type, Schema& to, const Tell& tell) const;
    void add_property(const XmpValue& property, std::string_view space, const Tell& tell);

    Schema predefined_;                                      // properties by "NAMESPACE NAME"
    std::map<std::string, Schema, std::less<>> extensions_;  // by namespace
};

}  // namespace bw::conformity
