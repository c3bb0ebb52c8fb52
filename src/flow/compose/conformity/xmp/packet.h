// An XMP packet (XMP Specification, September 2005; ISO 16684-1) as values: RDF in all its ways of
// writing becomes the one thing that each says. Internal.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::conformity {

inline constexpr std::size_t kPacketMost = 2 << 20;
inline constexpr std::size_t kFieldsMost = 20'000;  // beside each other

struct XmpField;
struct XmpValue {
    enum class Kind : std::uint8_t { Simple, Struct, Bag, Seq, Alt };
    Kind kind = Kind::Simple;
    std::string text;                  // Simple
    std::vector<XmpField> fields;      // Struct
    std::vector<XmpValue> items;       // Bag, Seq, Alt
    bool has_language = false;         // xml:lang
    bool is_default_language = false;  // of it: x-default
    [[nodiscard]] bool is_array() const { return kind >= Kind::Bag; }
    // Null: no struct, or without it.
    [[nodiscard]] const XmpField* find(std::string_view space, std::string_view name) const;
};
struct XmpField {
    std::string space, name, prefix;
    XmpValue value;
};

struct XmpPacket {
    std::vector<XmpField> properties;
    bool has_bytes = false, has_encoding = false;  // attributes of its header
    [[nodiscard]] const XmpField* find(std::string_view space, std::string_view name) const;
};

// Errors: Unsupported: no UTF-8; others: no XML, or no RDF as XMP writes it. Without an rdf:RDF it
// is empty.
Result<XmpPacket> read_packet(std::string_view bytes);

inline constexpr std::string_view kPdfaId = "http://www.aiim.org/pdfa/ns/id/";
inline constexpr std::string_view kPdfuaId = "http://www.aiim.org/pdfua/ns/id/";

}  // namespace bw::conformity
