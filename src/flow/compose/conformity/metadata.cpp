#include "flow/compose/conformity/metadata.h"

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/xmp/packet.h"
#include "flow/compose/conformity/xmp/types.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace bw::conformity {
namespace {

constexpr std::string_view kDublinCore = "http://purl.org/dc/elements/1.1/";
constexpr std::string_view kExtensionSpace = "http://www.aiim.org/pdfa/ns/extension/";

std::string simple_text(const XmpPacket& packet, std::string_view space, std::string_view name) {
    const auto* field = packet.find(space, name);
    return field != nullptr && field->value.kind == XmpValue::Kind::Simple ? field->value.text : "";
}

std::optional<XmpPacket> packet_of(const Object& stream) {
    const auto bytes = Document::unpacked(stream);
    if (!bytes) return std::nullopt;
    auto packet = read_packet(*bytes);
    if (!packet) return std::nullopt;
    return std::move(*packet);
}

// All metadata streams that are no document's own, by what has them.
std::vector<std::pair<std::string, Object>> other_packets(const Document& document) {
    std::vector<std::pair<std::string, Object>> packets;
    const Object own = get(document.root(), "/Metadata");
    const auto is_own = [&](const Object& stream) {
        return stream.isIndirect() && own.isIndirect() && stream.getObjGen() == own.getObjGen();
    };
    std::set<QPDFObjGen> met;  // a packet may serve many
    each_dictionary(document, [&](const Object& dictionary, const std::string& where) {
        Object stream = get(dictionary, "/Metadata");
        if (stream.isStream() && !is_own(stream) && met.insert(stream.getObjGen()).second)
            packets.emplace_back(where, stream);
    });
    return packets;
}

class PacketCheck {
public:
    PacketCheck(std::string where, const Object& stream, Findings& findings)
        : where_(std::move(where)), findings_(findings) {
        const auto bytes = Document::unpacked(stream);
        if (!bytes) {
            findings_.a("6.6.2.1-4", where_, "the metadata cannot be unpacked");
            return;
        }
        auto packet = read_packet(*bytes);
        if (packet) packet_ = std::move(*packet);
        else
            findings_.a(packet.error().code == Code::Unsupported ? "6.6.2.1-5" : "6.6.2.1-4",
                        where_, "the metadata are not as they must be: " + packet.error().text);
    }

    [[nodiscard]] const std::optional<XmpPacket>& packet() const { return packet_; }

    void extend(XmpTypes& types) {
        if (!packet_) return;
        types.extend(*packet_, [&](std::string_view clause, std::string text) {
            findings_.a(clause, where_, std::move(text));
        });
    }

    void check_properties(const XmpTypes& types) {
        if (!packet_) return;
        if (packet_->has_bytes)
            findings_.a("6.6.2.1-2", where_, "the packet's header has the attribute bytes");
        if (packet_->has_encoding)
            findings_.a("6.6.2.1-3", where_, "the packet's header has the attribute encoding");
        for (const auto& property : packet_->properties) {
            if (property.space == kExtensionSpace && property.name == "schemas") continue;
            const auto type = types.type_of(property.space, property.name);
            if (!type)
                findings_.a(
                    "6.6.2.3.1-1", where_,
                    fmt::format("no schema defines '{}:{}'", property.prefix, property.name));
            else if (!types.fits(property.value, property.space, *type))
                findings_.a("6.6.2.3.1-2", where_,
                            fmt::format("'{}:{}' is no {}", property.prefix, property.name, *type));
        }
    }

private:
    std::string where_;
    Findings& findings_;
    std::optional<XmpPacket> packet_;
};

void check_prefix(const XmpPacket& packet, std::string_view space, std::string_view prefix,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> clauses,
                  const std::function<void(std::string_view, std::string)>& tell) {
    for (const auto& [name, clause] : clauses) {
        const auto* field = packet.find(space, name);
        if (field != nullptr && field->prefix != prefix)
            tell(clause,
                 fmt::format("{} has the prefix '{}' instead of {}", name, field->prefix, prefix));
    }
}

bool has_space(const XmpPacket& packet, std::string_view space) {
    return std::ranges::any_of(packet.properties,
                               [&](const XmpField& field) { return field.space == space; });
}

// ISO 19005-2, 6.6.4
void check_pdfa_id(const XmpPacket& packet, Findings& findings) {
    const auto tell = [&](std::string_view clause, std::string text) {
        findings.a(clause, "", std::move(text));
    };
    if (!has_space(packet, kPdfaId)) {
        tell("6.6.4-1", "the metadata do not say that the file is PDF/A");
        return;
    }
    const std::string part = simple_text(packet, kPdfaId, "part");
    if (part != std::to_string(findings.by().part))
        tell("6.6.4-2", fmt::format("pdfaid:part is '{}'", part));
    const std::string level = simple_text(packet, kPdfaId, "conformance");
    const bool is_level = level == "A" || (level == "U" && findings.by().level != 'a') ||
                          (level == "B" && findings.by().level == 'b');
    if (!is_level) tell("6.6.4-3", fmt::format("pdfaid:conformance is '{}'", level));
    check_prefix(
        packet, kPdfaId, "pdfaid",
        {{"part", "6.6.4-4"}, {"conformance", "6.6.4-5"}, {"amd", "6.6.4-6"}, {"corr", "6.6.4-7"}},
        tell);
}

// ISO 14289-1, 5 and 7.1
void check_ua(const XmpPacket& packet, const Document& document, Findings& findings) {
    const auto tell = [&](std::string_view clause, std::string text) {
        findings.ua(clause, "", std::move(text));
    };
    if (!has_space(packet, kPdfuaId)) {
        tell("5-1", "the metadata do not say that the file is PDF/UA");
    } else {
        if (simple_text(packet, kPdfuaId, "part") != "1") tell("5-2", "pdfuaid:part is not 1");
        check_prefix(packet, kPdfuaId, "pdfuaid",
                     {{"part", "5-3"}, {"amd", "5-4"}, {"corr", "5-5"}}, tell);
    }
    const auto* title = packet.find(kDublinCore, "title");
    if (title == nullptr || title->prefix != "dc") tell("7.1-9", "there is no dc:title");
    const bool has_language = !text_of(get(document.root(), "/Lang")).empty();
    for (const auto& property : packet.properties)
        if (property.value.kind == XmpValue::Kind::Alt && property.value.items.size() == 1 &&
            property.value.items[0].is_default_language && !has_language)
            tell("7.2-33", fmt::format("'{}' is in no language that is known", property.name));
}

bool is_metadata(const Object& stream) {
    Object of = stream;
    return of.isStream() && name_in(of, "/Type") == "/Metadata" &&
           name_in(of, "/Subtype") == "/XML";
}

}  // namespace

std::string declared_part(const Document& document) {
    const auto packet = packet_of(get(document.root(), "/Metadata"));
    return packet ? simple_text(*packet, kPdfaId, "part") : "";
}

Standard declared_by(const Document& document) {
    Standard standard;
    const auto packet = packet_of(get(document.root(), "/Metadata"));
    if (!packet) return standard;
    const std::string part = simple_text(*packet, kPdfaId, "part");
    const std::string level = simple_text(*packet, kPdfaId, "conformance");
    if (part == "2" || part == "3") {
        standard.part = part[0] - '0';
        standard.level = level == "A" || level == "a"   ? 'a'
                         : level == "U" || level == "u" ? 'u'
                                                        : 'b';
    }
    standard.is_ua = has_space(*packet, kPdfuaId);
    return standard;
}

void check_metadata(const Document& document, Findings& findings) {
    const Object own = get(document.root(), "/Metadata");
    XmpTypes types;
    std::optional<PacketCheck> main;
    if (is_metadata(own)) {
        main.emplace("", own, findings);
    } else {
        findings.a("6.6.2.1-1", "", "the file has no XMP metadata");
        findings.ua("7.1-8", "", "the file has no XMP metadata");
        findings.ua("5-1", "", "the metadata do not say that the file is PDF/UA");
    }
    if (main) {
        main->extend(types);
        main->check_properties(types);
        if (const auto& packet = main->packet()) {
            check_pdfa_id(*packet, findings);
            check_ua(*packet, document, findings);
        }
    }
    if (findings.by().part == 0) return;
    for (const auto& [where, stream] : other_packets(document)) {
        PacketCheck packet(where, stream, findings);
        XmpTypes with_own = types;
        packet.extend(with_own);
        packet.check_properties(with_own);
    }
}

}  // namespace bw::conformity
