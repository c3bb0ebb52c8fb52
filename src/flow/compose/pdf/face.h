// Inside of FontBook: font files as HarfBuzz sees them, and how they are embedded. Not for other
// folders: HarfBuzz types stay here.
#pragma once

#include "base/result.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/objects.h"

#include <hb.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

template <auto Destroy>
struct Destroyer {
    template <typename T>
    void operator()(T* object) const {
        Destroy(object);
    }
};
using HbFace = std::unique_ptr<hb_face_t, Destroyer<hb_face_destroy>>;
using HbFont = std::unique_ptr<hb_font_t, Destroyer<hb_font_destroy>>;
using HbBuffer = std::unique_ptr<hb_buffer_t, Destroyer<hb_buffer_destroy>>;
using HbBlob = std::unique_ptr<hb_blob_t, Destroyer<hb_blob_destroy>>;

struct Face {
    HbFace face;
    HbFont font;
    std::string name;  // PostScript name, made of plain characters
    int units_per_em = 1000;
    bool is_cff = false;
    bool is_family = false;  // one of the two weights of the family
    // A glyph that draws nothing and takes no place (that of U+200B); 0 where there is none.
    std::uint16_t blank = 0;
    Metrics metrics;
    int box[4] = {0, 0, 0, 0};  // in thousandths

    // Font units to thousandths of the size.
    [[nodiscard]] int thousandths(int units) const;
    [[nodiscard]] int advance(hb_codepoint_t glyph) const;
    [[nodiscard]] bool has(char32_t character) const;
};

// Opens one font of a file (or collection). An Error names the file.
Result<Face> open_face(const std::filesystem::path& file, unsigned index = 0);

// What a glyph stands for, to give the text back when it is selected, searched or read aloud.
using GlyphTexts = std::map<std::uint16_t, std::u32string>;

struct BaseFont {
    int face = 0;
    GlyphTexts texts;                 // by glyph of the face
    std::vector<std::uint8_t> codes;  // by glyph: its code in texts, 0 where it is not in the font
};

// How texts name the glyphs of a font. One byte: the shared subsets, whose letters have the codes
// of Latin-1; half the bytes of a page. Two: glyphs have the ids of the face, so words shaped
// before the subset is known stay valid.
struct Coding {
    const std::vector<std::uint8_t>* codes = nullptr;  // one byte, by glyph; null: two
    int map = 0;                                       // the object with the CMap of such codes
};

// The CMap of one-byte codes.
void write_byte_map(ObjectFile& file, int number);

// Writes a font with the given glyphs (Type0 font, descendant, descriptor, program, ToUnicode);
// `number` becomes the Type0 font. Error Unsupported when HarfBuzz cannot subset the file.
Result<void> embed_font(ObjectFile& file, int number, const Face& face, const GlyphTexts& glyphs,
                        const Coding& coding);

// Features asked for when shaping with the family; other faces get their defaults.
std::span<const hb_feature_t> features_for(const Face& face, Figures figures,
                                           bool is_right_to_left);

// Glyphs of a shared subset, their texts and codes. There are 253 codes: what the template needs
// beyond them comes with each document that shows it.
BaseFont make_base(const std::vector<Face>& faces, int face, std::u32string_view repertoire,
                   std::string_view template_text);

}  // namespace bw::pdf
