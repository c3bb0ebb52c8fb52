// Streams, names and files inside the file.
#include "base/utf8.h"
#include "flow/compose/conformity/catalog.h"
#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace bw::conformity {
namespace {

constexpr std::size_t kFilesMost = 64;  // inside, that are judged themselves
constexpr std::array<std::string_view, 8> kFilters{
    "/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode",
    "/CCITTFaxDecode", "/JBIG2Decode",   "/DCTDecode",   "/JPXDecode"};

void check_filters(const Object& stream, const std::string& where, Findings& findings) {
    const auto filters = each(get(stream, "/Filter"));
    const auto parameters = each(get(stream, "/DecodeParms"));
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const std::string name = name_of(filters[i]);
        if (std::ranges::find(kFilters, name) != kFilters.end()) continue;
        const Object with = i < parameters.size() ? parameters[i] : Object::newNull();
        const std::string crypt = name_in(with, "/Name");
        if (name == "/Crypt" && (crypt.empty() || crypt == "/Identity")) continue;
        findings.a("6.1.7.2-1", where,
                   fmt::format("the filter {}", name.substr(name.empty() ? 0 : 1)));
    }
}

void check_name(const std::string& name, const std::string& where, Findings& findings) {
    if (!name.empty() && !is_utf8_text(name))
        findings.a("6.1.8-1", where, "a name of a font, colour or type that is no UTF-8");
}

bool is_media_type(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) return false;
    return std::ranges::all_of(text,
                               [](char c) {
                                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                          (c >= '0' && c <= '9') || c == '-' || c == '+' ||
                                          c == '.' || c == '_' || c == '/';
                               }) &&
           text.find('/', slash + 1) == std::string_view::npos;
}

// PDF/A-1 is taken at its word; PDF/A-2 is judged, by what it holds itself.
bool is_archival(const std::string& bytes) {
    const auto document = Document::open(bytes);
    if (!document) return false;
    const std::string part = declared_part(*document);
    if (part != "2") return part == "1";
    const auto report = check_alone(bytes, Standard{2, 'b', false});
    return report && report->conforms();
}

}  // namespace

void check_streams(const Document& document, Findings& findings) {
    each_dictionary(document, [&](const Object& object, const std::string& where) {
        Object of = object;
        if (of.isStream()) {
            check_filters(of, where, findings);
            for (const char* key : {"/F", "/FFilter", "/FDecodeParms"})
                if (!get(of, key).isNull())
                    findings.a("6.1.7.1-3", where, "the stream's data lie in another file");
        }
        for (const char* key : {"/BaseFont", "/FontName"})
            check_name(name_in(of, key), where, findings);
    });
    Object roles = get(get(document.root(), "/StructTreeRoot"), "/RoleMap");
    if (roles.isDictionary())
        for (auto& [key, value] : roles.getDictAsMap()) {
            check_name(key, "", findings);
            check_name(name_of(value), "", findings);
        }
    each_array(document, [&](const Object& array, const std::string& where) {
        const auto parts = each(array);
        if (parts.size() < 4) return;
        const std::string type = name_of(parts[0]);
        if (type == "/Separation") check_name(name_of(parts[1]), where, findings);
        if (type == "/DeviceN")
            for (const auto& name : each(parts[1])) check_name(name_of(name), where, findings);
    });
}

void check_embedded_files(const Document& document, Findings& findings) {
    std::set<QPDFObjGen> associated;
    std::vector<std::pair<Object, std::string>> files;
    each_dictionary(document, [&](const Object& object, const std::string& where) {
        const auto associate = [&](const Object& with) {
            for (const auto& file : each(with))
                if (file.isIndirect()) associated.insert(file.getObjGen());
        };
        associate(get(object, "/AF"));
        // `/AF /Name BDC` names its files in a property list.
        Object lists = get(object, "/Properties");
        if (lists.isDictionary())
            for (auto& [name, list] : lists.getDictAsMap()) associate(list);
        const std::string type = name_in(object, "/Type");
        const bool is_file = type.empty() || type == "/Filespec" || type == "/F";
        if (is_file && !get(object, "/EF").isNull()) files.emplace_back(object, where);
    });
    std::map<QPDFObjGen, bool> judged;  // files inside: several names may be of one
    for (const auto& [file, where] : files) {
        const bool has_names = !get(file, "/F").isNull() && !get(file, "/UF").isNull();
        if (!has_names) findings.a("6.8-2", where, "a file inside has not both names F and UF");
        if (text_of(get(file, "/F")).empty() || text_of(get(file, "/UF")).empty())
            findings.ua("7.11-1", where, "a file inside has not both names F and UF");
        if (get(file, "/AFRelationship").isNull())
            findings.of_part(3, "6.8-3", where, "a file inside does not say how it is related");
        if (!file.isIndirect() || !associated.contains(file.getObjGen()))
            findings.of_part(3, "6.8-4", where, "a file inside belongs to nothing");
        Object streams = get(file, "/EF");
        if (!streams.isDictionary()) continue;
        for (auto& [key, stream] : streams.getDictAsMap()) {
            const std::string subtype = name_in(stream, "/Subtype");
            if (!is_media_type(subtype.empty() ? subtype : subtype.substr(1)))
                findings.of_part(3, "6.8-1", where, "a file inside does not say its media type");
            if (findings.by().part != 2) continue;
            const auto [known, is_new] = judged.try_emplace(stream.getObjGen(), false);
            if (is_new && judged.size() <= kFilesMost) {
                const auto bytes = Document::unpacked(stream);
                known->second = bytes && is_archival(*bytes);
            }
            if (!known->second)
                findings.of_part(2, "6.8-5", where, "a file inside is no PDF/A-1 or PDF/A-2");
        }
    }
}

}  // namespace bw::conformity
