#include "flow/compose/pdf/cff.h"

#include "flow/compose/pdf/charstring.h"

#include <algorithm>
#include <vector>

namespace bw::pdf {

namespace {

constexpr int kNominalWidth = 600;    // near most widths, which are then one byte
constexpr int kFirstOwnString = 391;  // those before it every reader has

void append_big_endian(std::string& out, std::size_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

// A list of byte strings (5176, 5).
std::string index_of(const std::vector<std::string>& items) {
    std::string out;
    append_big_endian(out, items.size(), 2);
    if (items.empty()) return out;
    std::size_t size = 1;
    for (const auto& item : items) size += item.size();
    const int width = size < 0x100 ? 1 : size < 0x10000 ? 2 : size < 0x1000000 ? 3 : 4;
    append_big_endian(out, static_cast<std::size_t>(width), 1);
    std::size_t end = 1;
    append_big_endian(out, end, width);
    for (const auto& item : items) append_big_endian(out, end += item.size(), width);
    for (const auto& item : items) out += item;
    return out;
}

// Operators of dictionaries (5176, 9).
enum Entry : int {
    FontBox = 5,
    Charset = 15,
    CharStrings = 17,
    Private = 18,
    NominalWidth = 21,
    Ros = 12 << 8 | 30,
    CidCount = 12 << 8 | 34,
    FontDictionaries = 12 << 8 | 36,
    FontSelection = 12 << 8 | 37
};

void append_operator(std::string& out, Entry entry) {
    if (entry > 0xFF) out += static_cast<char>(entry >> 8);
    out += static_cast<char>(entry & 0xFF);
}

// An offset always takes five bytes, so that sizes are known before what it points to.
void append_offset(std::string& out, std::size_t value, Entry entry) {
    out += static_cast<char>(29);
    append_big_endian(out, value, 4);
    append_operator(out, entry);
}

// Which CID each glyph has, behind the first: as ranges or one by one.
std::string charset_of(std::span<const CffGlyph> glyphs) {
    struct Range {
        std::uint16_t first;
        std::uint16_t more;
    };
    std::vector<Range> ranges;
    for (const auto& [cid, glyph] : glyphs.subspan(1)) {
        if (!ranges.empty() && ranges.back().first + ranges.back().more + 1 == cid)
            ++ranges.back().more;
        else ranges.push_back({cid, 0});
    }
    std::string out;
    if (ranges.size() * 4 > (glyphs.size() - 1) * 2) {
        out += '\0';
        for (const auto& [cid, glyph] : glyphs.subspan(1)) append_big_endian(out, cid, 2);
        return out;
    }
    out += '\2';
    for (const auto& [first, more] : ranges) {
        append_big_endian(out, first, 2);
        append_big_endian(out, more, 2);
    }
    return out;
}

struct Offsets {
    std::size_t charset = 0;
    std::size_t selection = 0;
    std::size_t charstrings = 0;
    std::size_t fonts = 0;
};

std::string top_dictionary(const Face& face, int cids, const Offsets& at) {
    std::string out;
    append_cff_number(out, kFirstOwnString);
    append_cff_number(out, kFirstOwnString + 1);
    append_cff_number(out, 0);
    append_operator(out, Ros);
    for (const int edge : face.box) append_cff_number(out, std::clamp(edge, -0x7FFF, 0x7FFF));
    append_operator(out, FontBox);
    append_offset(out, static_cast<std::size_t>(cids), CidCount);
    append_offset(out, at.charset, Charset);
    append_offset(out, at.selection, FontSelection);
    append_offset(out, at.charstrings, CharStrings);
    append_offset(out, at.fonts, FontDictionaries);
    return out;
}

}  // namespace

std::string write_cff(const Face& face, std::string_view name, std::span<const CffGlyph> glyphs) {
    std::vector<std::string> charstrings;
    charstrings.reserve(glyphs.size());
    for (const auto& glyph : glyphs)
        charstrings.push_back(charstring(face, glyph.glyph, kNominalWidth));
    const std::string outlines = index_of(charstrings);
    const std::string charset = charset_of(glyphs);
    const std::string strings = index_of({"Adobe", "Identity"}) + index_of({});  // no subroutines
    std::string selection(1, '\3');  // all glyphs are of the first font dictionary
    for (const std::size_t part : {std::size_t{1}, std::size_t{0}})
        append_big_endian(selection, part, 2);
    append_big_endian(selection, 0, 1);
    append_big_endian(selection, glyphs.size(), 2);
    std::string widths;
    append_cff_number(widths, kNominalWidth);
    append_operator(widths, NominalWidth);

    std::string start{1, 0, 4, 4};  // version 1.0, length of this, size of offsets
    start += index_of({std::string(name)});
    const int cids = glyphs.back().cid + 1;
    Offsets at;
    at.charset = start.size() + index_of({top_dictionary(face, cids, at)}).size() + strings.size();
    at.selection = at.charset + charset.size();
    at.charstrings = at.selection + selection.size();
    const std::size_t private_at = at.charstrings + outlines.size();
    at.fonts = private_at + widths.size();
    std::string font;
    append_cff_number(font, static_cast<int>(widths.size()));
    append_offset(font, private_at, Private);
    return start + index_of({top_dictionary(face, cids, at)}) + strings + charset + selection +
           outlines + widths + index_of({font});
}

}  // namespace bw::pdf
