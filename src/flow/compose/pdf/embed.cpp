// A subset of a face as PDF objects (ISO 32000-1, 9.7 and 9.9).
#include "flow/compose/pdf/face.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"

#include <hb-subset.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace bw::pdf {

namespace {

using HbInput = std::unique_ptr<hb_subset_input_t, Destroyer<hb_subset_input_destroy>>;
using HbPlan = std::unique_ptr<hb_subset_plan_t, Destroyer<hb_subset_plan_destroy>>;

// Layout is done when a document is written; readers need outlines and widths only. Without GSUB
// the subset also stays at the glyphs that are asked for.
constexpr const char* kDroppedTables[] = {"GSUB", "GPOS", "GDEF", "kern", "name", "OS/2",
                                          "post", "cmap", "BASE", "STAT", "meta", "DSIG"};

struct Member {
    std::uint16_t id = 0;     // in the subset
    std::uint16_t glyph = 0;  // of the face
    const std::u32string* text = nullptr;
};

struct Subset {
    HbBlob program;
    std::vector<Member> members;  // in order of ids
};

Subset make_subset(const Face& face, const GlyphTexts& glyphs, GlyphIds ids) {
    Subset subset;
    const HbInput input(hb_subset_input_create_or_fail());
    if (!input) return subset;
    hb_set_t* wanted = hb_subset_input_glyph_set(input.get());
    for (const auto& [glyph, text] : glyphs) hb_set_add(wanted, glyph);
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag : kDroppedTables) hb_set_add(dropped, hb_tag_from_string(tag, 4));
    // Outlines without shared subroutines are longer, but a tenth shorter when deflated.
    unsigned flags = HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE;
    if (ids == GlyphIds::Kept) flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_set_flags(input.get(), flags);
    const HbPlan plan(hb_subset_plan_create_or_fail(face.face.get(), input.get()));
    if (!plan) return subset;
    const HbFace reduced(hb_subset_plan_execute_or_fail(plan.get()));
    if (!reduced) return subset;
    HbBlob program(face.is_cff ? hb_face_reference_table(reduced.get(), HB_TAG('C', 'F', 'F', ' '))
                               : hb_face_reference_blob(reduced.get()));
    if (hb_blob_get_length(program.get()) == 0) return subset;
    const hb_map_t* new_ids = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
    for (const auto& [glyph, text] : glyphs) {
        const auto id = static_cast<std::uint16_t>(hb_map_get(new_ids, glyph));
        subset.members.push_back({.id = id, .glyph = glyph, .text = &text});
    }
    std::ranges::sort(subset.members, {}, &Member::id);
    subset.program = std::move(program);
    return subset;
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

// /W: runs of consecutive ids with their widths.
void append_widths(std::string& out, const Face& face, const std::vector<Member>& members) {
    out += "/W[";
    int expected = -1;
    for (const auto& member : members) {
        if (member.id != expected) {
            if (expected >= 0) out += ']';
            append_integer(out, member.id);
            out += '[';
        } else {
            out += ' ';
        }
        append_integer(out, face.advance(member.glyph));
        expected = member.id + 1;
    }
    out += expected >= 0 ? "]]" : "]";
}

std::string to_unicode(const std::vector<Member>& members) {
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr int kMostPerBlock = 100;  // the limit of the format
    std::string block;
    int count = 0;
    const auto end_block = [&] {
        if (count == 0) return;
        append_integer(map, count);
        map += " beginbfchar\n" + block + "endbfchar\n";
        block.clear();
        count = 0;
    };
    for (const auto& member : members) {
        if (member.text->empty()) continue;
        block += '<';
        append_utf16_hex(block, std::u32string(1, member.id));
        block += "> <";
        append_utf16_hex(block, *member.text);
        block += ">\n";
        if (++count == kMostPerBlock) end_block();
    }
    end_block();
    map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    return map;
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
                       const std::vector<Member>& members, int descriptor) {
    out += "<</Type/Font/Subtype";
    // Without CIDs of its own a CFF program takes CIDs as glyph ids (9.7.4.2).
    out += face.is_cff ? "/CIDFontType0" : "/CIDFontType2/CIDToGIDMap/Identity";
    out += "/BaseFont/" + name;
    out += "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ";
    append_reference(out, descriptor);
    append_widths(out, face, members);
    out += ">>";
}

}  // namespace

Result<std::vector<std::uint16_t>> embed_font(ObjectFile& file, int number, const Face& face,
                                              const GlyphTexts& glyphs, GlyphIds ids) {
    const unsigned count = hb_face_get_glyph_count(face.face.get());
    if (!glyphs.empty() && glyphs.rbegin()->first >= count)
        return fail(Code::Unsupported,
                    "the font names glyphs that it does not have; install another version of it",
                    face.name);
    const Subset subset = make_subset(face, glyphs, ids);
    if (!subset.program) {
        return fail(
            Code::Unsupported,
            "the font cannot be reduced to the glyphs in use; install another version of it",
            face.name);
    }
    const std::string name = subset_tag(face, subset.members) + "+" + face.name;
    const int descendant = file.reserve();
    const int descriptor = file.reserve();
    const int program_number = file.reserve();
    const int map = file.reserve();

    unsigned length = 0;
    const char* data = hb_blob_get_data(subset.program.get(), &length);
    std::string entries = "/Subtype/CIDFontType0C";
    if (!face.is_cff) {
        entries = "/Length1 ";
        append_integer(entries, length);
    }
    file.put_stream(program_number, entries, {data, length}, Filter::Deflate);
    file.put_stream(map, {}, to_unicode(subset.members), Filter::Deflate);

    std::string& type0 = file.open(number);
    type0 += "<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont/" + name;
    if (face.is_cff) type0 += "-Identity-H";  // 9.7.6.2
    type0 += "/DescendantFonts[";
    append_reference(type0, descendant);
    type0 += "]/ToUnicode ";
    append_reference(type0, map);
    type0 += ">>";
    append_descendant(file.open(descendant), face, name, subset.members, descriptor);
    append_descriptor(file.open(descriptor), face, name, program_number);
    std::vector<std::uint16_t> codes(count);
    for (const auto& member : subset.members) codes[member.glyph] = member.id;
    return codes;
}

}  // namespace bw::pdf
