// A subset of a face as PDF objects (ISO 32000-1, 9.7 and 9.9).
#include "flow/compose/pdf/cff.h"
#include "flow/compose/pdf/face.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"

#include <hb-subset.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace bw::pdf {

namespace {

using HbInput = std::unique_ptr<hb_subset_input_t, Destroyer<hb_subset_input_destroy>>;
using HbPlan = std::unique_ptr<hb_subset_plan_t, Destroyer<hb_subset_plan_destroy>>;

// Of TrueType files. Layout is done when a document is written; readers need outlines and widths
// only. Without GSUB the subset also stays at the glyphs that are asked for.
constexpr const char* kDroppedTables[] = {"GSUB", "GPOS", "GDEF", "kern", "name", "OS/2",
                                          "post", "cmap", "BASE", "STAT", "meta", "DSIG"};

struct Member {
    std::uint16_t code = 0;   // its CID, too
    std::uint16_t glyph = 0;  // of the face
    const std::u32string* text = nullptr;
};

struct Program {
    std::string entries;  // of the stream that holds it
    std::string bytes;
    std::string glyph_of_cid;  // of a TrueType program, two bytes each; empty: the CID itself
};

// In order of their codes; first the glyph that stands for no character.
std::vector<Member> members_of(const GlyphTexts& glyphs, const Coding& coding) {
    static const std::u32string kNone;
    std::vector<Member> members = {{.code = 0, .glyph = 0, .text = &kNone}};
    for (const auto& [glyph, text] : glyphs) {
        if (glyph == 0) continue;
        const std::uint16_t code = coding.codes == nullptr ? glyph : (*coding.codes)[glyph];
        members.push_back({.code = code, .glyph = glyph, .text = &text});
    }
    std::ranges::sort(members, {}, &Member::code);
    return members;
}

Program outline_program(const Face& face, const std::string& name,
                        const std::vector<Member>& members) {
    std::vector<CffGlyph> glyphs;
    glyphs.reserve(members.size());
    for (const auto& member : members) glyphs.push_back({member.code, member.glyph});
    return {.entries = "/Subtype/CIDFontType0C",
            .bytes = write_cff(face, name, glyphs),
            .glyph_of_cid = {}};
}

std::string glyph_map(const std::vector<Member>& members, const hb_map_t* new_ids) {
    std::string map(std::size_t{2} * (members.back().code + 1U), '\0');
    for (const auto& member : members) {
        const hb_codepoint_t id = hb_map_get(new_ids, member.glyph);
        map[std::size_t{2} * member.code] = static_cast<char>(id >> 8);
        map[std::size_t{2} * member.code + 1] = static_cast<char>(id & 0xFF);
    }
    return map;
}

// Nothing where HarfBuzz cannot reduce the file.
std::optional<Program> truetype_program(const Face& face, const std::vector<Member>& members,
                                        const Coding& coding) {
    const HbInput input(hb_subset_input_create_or_fail());
    if (!input) return std::nullopt;
    hb_set_t* wanted = hb_subset_input_glyph_set(input.get());
    for (const auto& member : members) hb_set_add(wanted, member.glyph);
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag : kDroppedTables) hb_set_add(dropped, hb_tag_from_string(tag, 4));
    unsigned flags = HB_SUBSET_FLAGS_NO_HINTING;
    if (coding.codes == nullptr) flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_set_flags(input.get(), flags);
    const HbPlan plan(hb_subset_plan_create_or_fail(face.face.get(), input.get()));
    if (!plan) return std::nullopt;
    const HbFace reduced(hb_subset_plan_execute_or_fail(plan.get()));
    if (!reduced) return std::nullopt;
    const HbBlob blob(hb_face_reference_blob(reduced.get()));
    unsigned length = 0;
    const char* data = hb_blob_get_data(blob.get(), &length);
    if (length == 0) return std::nullopt;
    Program program{.entries = "/Length1 ", .bytes = {data, length}, .glyph_of_cid = {}};
    append_integer(program.entries, length);
    if (coding.codes != nullptr)
        program.glyph_of_cid =
            glyph_map(members, hb_subset_plan_old_to_new_glyph_mapping(plan.get()));
    return program;
}

// Six capital letters that differ between subsets (9.6.4).
std::string subset_tag(const Face& face, const std::vector<Member>& members) {
    std::string key = face.name;
    for (const auto& member : members) {
        append_integer(key, member.glyph);
        key += ' ';
    }
    std::uint64_t rest = digest_of(key).high;
    std::string tag;
    for (int i = 0; i < 6; ++i, rest /= 26) tag += static_cast<char>('A' + rest % 26);
    return tag;
}

// /W: runs of consecutive codes with their widths.
void append_widths(std::string& out, const Face& face, const std::vector<Member>& members) {
    out += "/W[";
    int expected = -1;
    for (const auto& member : members) {
        if (member.code != expected) {
            if (expected >= 0) out += ']';
            append_integer(out, member.code);
            out += '[';
        } else {
            out += ' ';
        }
        append_integer(out, face.advance(member.glyph));
        expected = member.code + 1;
    }
    out += expected >= 0 ? "]]" : "]";
}

// Both kinds of CMaps begin and end alike.
std::string map_head(std::string_view ordering, std::string_view name, int type) {
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo <</Registry (Adobe) /Ordering (";
    map += ordering;
    map += ") /Supplement 0>> def\n/CMapName /";
    map += name;
    map += " def\n/CMapType ";
    append_integer(map, type);
    map += " def\n1 begincodespacerange\n";
    return map;
}
constexpr std::string_view kMapEnd =
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

void append_code(std::string& out, std::uint16_t code, const Coding& coding) {
    constexpr char kHex[] = "0123456789ABCDEF";
    out += '<';
    for (int shift = coding.codes == nullptr ? 12 : 4; shift >= 0; shift -= 4)
        out += kHex[code >> shift & 0xF];
    out += '>';
}

// Codes in succession that stand for characters in succession; the last byte alone counts up
// (9.10.3).
struct Stretch {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    std::u32string text;

    [[nodiscard]] bool takes(const Member& next) const {
        if (text.size() != 1 || next.text->size() != 1 || next.code != last + 1) return false;
        const char32_t expected = text[0] + (next.code - first);
        return (*next.text)[0] == expected && expected < 0x10000 &&
               (text[0] & 0xFF) + (next.code - first) <= 0xFF && first >> 8 == next.code >> 8;
    }
};

std::string to_unicode(const std::vector<Member>& members, const Coding& coding) {
    std::vector<Stretch> stretches;
    for (const auto& member : members) {
        if (member.text->empty()) continue;
        if (!stretches.empty() && stretches.back().takes(member))
            stretches.back().last = member.code;
        else stretches.push_back({member.code, member.code, *member.text});
    }
    std::string map = map_head("UCS", "Adobe-Identity-UCS", 2);
    map += coding.codes == nullptr ? "<0000> <FFFF>" : "<00> <FF>";
    map += "\nendcodespacerange\n";
    constexpr std::size_t kMostPerBlock = 100;  // the limit of the format
    for (std::size_t from = 0; from < stretches.size(); from += kMostPerBlock) {
        const auto block =
            std::span(stretches).subspan(from, std::min(kMostPerBlock, stretches.size() - from));
        append_integer(map, static_cast<std::int64_t>(block.size()));
        map += " beginbfrange\n";
        for (const auto& stretch : block) {
            append_code(map, stretch.first, coding);
            append_code(map, stretch.last, coding);
            map += '<';
            append_utf16_hex(map, stretch.text);
            map += ">\n";
        }
        map += "endbfrange\n";
    }
    return map.append(kMapEnd);
}

void append_descriptor(std::string& out, const Face& face, const std::string& name, int program) {
    const auto entry = [&](std::string_view key, int value) {
        out += key;
        append_integer(out, value);
    };
    const auto part = [](double of_em) { return static_cast<int>(std::lround(of_em * 1000)); };
    out += "<</Type/FontDescriptor/FontName/" + name;
    entry("/FontBBox[", face.box[0]);
    for (int i = 1; i < 4; ++i) entry(" ", face.box[i]);
    entry("]/Ascent ", part(face.metrics.ascent));
    entry("/Descent ", -part(face.metrics.descent));
    entry("/CapHeight ", part(face.metrics.cap_height));
    entry("/XHeight ", part(face.metrics.x_height));
    // Symbolic: the font has its own encoding. StemV is required and unused with embedded programs.
    out += "/Flags 4/ItalicAngle 0/StemV 80";
    out += face.is_cff ? "/FontFile3 " : "/FontFile2 ";
    append_reference(out, program);
    out += ">>";
}

void append_descendant(std::string& out, const Face& face, const std::string& name,
                       const std::vector<Member>& members, int descriptor, int glyph_map) {
    out += "<</Type/Font/Subtype";
    if (face.is_cff) {
        out += "/CIDFontType0";
    } else {
        out += "/CIDFontType2/CIDToGIDMap";
        if (glyph_map == 0) out += "/Identity";
        else append_reference(out += ' ', glyph_map);
    }
    out += "/BaseFont/" + name;
    out += "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ";
    append_reference(out, descriptor);
    append_widths(out, face, members);
    out += ">>";
}

}  // namespace

// Some readers know CMaps by their names only, and this one by this.
void write_byte_map(ObjectFile& file, int number) {
    std::string map = map_head("Identity", "OneByteIdentityH", 1);
    map += "<00> <FF>\nendcodespacerange\n1 begincidrange\n<00> <FF> 0\nendcidrange\n";
    map += kMapEnd;
    file.put_stream(number,
                    "/Type/CMap/CMapName/OneByteIdentityH"
                    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
                    map, Filter::Deflate);
}

Result<void> embed_font(ObjectFile& file, int number, const Face& face, const GlyphTexts& glyphs,
                        const Coding& coding) {
    if (!glyphs.empty() && glyphs.rbegin()->first >= hb_face_get_glyph_count(face.face.get()))
        return fail(Code::Unsupported,
                    "the font names glyphs that it does not have; install another version of it",
                    face.name);
    const auto members = members_of(glyphs, coding);
    const std::string name = subset_tag(face, members) + "+" + face.name;
    const auto program = face.is_cff ? outline_program(face, name, members)
                                     : truetype_program(face, members, coding);
    if (!program) {
        return fail(
            Code::Unsupported,
            "the font cannot be reduced to the glyphs in use; install another version of it",
            face.name);
    }
    const int descendant = file.reserve();
    const int descriptor = file.reserve();
    const int program_number = file.reserve();
    const int map = file.reserve();
    const int glyph_map = program->glyph_of_cid.empty() ? 0 : file.reserve();
    file.put_stream(program_number, program->entries, program->bytes, Filter::Deflate);
    file.put_stream(map, {}, to_unicode(members, coding), Filter::Deflate);
    if (glyph_map != 0) file.put_stream(glyph_map, {}, program->glyph_of_cid, Filter::Deflate);

    std::string& type0 = file.open(number);
    type0 += "<</Type/Font/Subtype/Type0/Encoding";
    if (coding.codes == nullptr) type0 += "/Identity-H";
    else append_reference(type0 += ' ', coding.map);
    type0 += "/BaseFont/" + name;
    if (face.is_cff) type0 += coding.codes == nullptr ? "-Identity-H" : "-OneByteIdentityH";
    type0 += "/DescendantFonts[";  // 9.7.6.2 has the name
    append_reference(type0, descendant);
    type0 += "]/ToUnicode ";
    append_reference(type0, map);
    type0 += ">>";
    append_descendant(file.open(descendant), face, name, members, descriptor, glyph_map);
    append_descriptor(file.open(descriptor), face, name, program_number);
    return {};
}

}  // namespace bw::pdf
