#include "flow/compose/pdf/face.h"

#include "base/check.h"
#include "flow/compose/pdf/text.h"

#include <fmt/format.h>
#include <hb-ot.h>

namespace bw::pdf {

namespace {

constexpr hb_tag_t kCff = HB_TAG('C', 'F', 'F', ' ');
constexpr hb_tag_t kHead = HB_TAG('h', 'e', 'a', 'd');
constexpr hb_codepoint_t kZeroWidthSpace = 0x200B;

std::string postscript_name(hb_face_t* face) {
    char buffer[128];
    unsigned size = sizeof buffer;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, hb_language_from_string("en", -1),
                        &size, buffer);
    std::string name;
    for (const char c : std::string_view(buffer, size)) {
        const bool is_plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
        if (is_plain) name += c;
    }
    return name.empty() ? "Unnamed" : name;
}

void read_box(Face& face) {
    const HbBlob blob(hb_face_reference_table(face.face.get(), kHead));
    unsigned length = 0;
    const char* data = hb_blob_get_data(blob.get(), &length);
    constexpr unsigned kBoxAt = 36;
    if (length < kBoxAt + 8) return;
    for (unsigned i = 0; i < 4; ++i) {
        const auto high = static_cast<unsigned char>(data[kBoxAt + 2 * i]);
        const auto low = static_cast<unsigned char>(data[kBoxAt + 2 * i + 1]);
        face.box[i] = face.thousandths(static_cast<std::int16_t>(high << 8 | low));
    }
}

void read_metrics(Face& face) {
    const double em = face.units_per_em;
    hb_font_extents_t extents{};
    hb_font_get_h_extents(face.font.get(), &extents);
    face.metrics.ascent = extents.ascender / em;
    face.metrics.descent = -extents.descender / em;
    hb_position_t height = 0;
    hb_ot_metrics_get_position_with_fallback(face.font.get(), HB_OT_METRICS_TAG_CAP_HEIGHT,
                                             &height);
    face.metrics.cap_height = height / em;
    hb_ot_metrics_get_position_with_fallback(face.font.get(), HB_OT_METRICS_TAG_X_HEIGHT, &height);
    face.metrics.x_height = height / em;
}

std::uint16_t blank_glyph(hb_font_t* font) {
    hb_codepoint_t glyph = 0;
    hb_glyph_extents_t extents{};
    if (hb_font_get_nominal_glyph(font, kZeroWidthSpace, &glyph) == 0) return 0;
    if (hb_font_get_glyph_h_advance(font, glyph) != 0) return 0;
    // there are none of a glyph without outline
    if (hb_font_get_glyph_extents(font, glyph, &extents) == 0) extents = {};
    return extents.width == 0 && extents.height == 0 ? static_cast<std::uint16_t>(glyph) : 0;
}

}  // namespace

int Face::thousandths(int units) const {
    const std::int64_t scaled = static_cast<std::int64_t>(units) * 1000;
    const std::int64_t half = units_per_em / 2;
    return static_cast<int>((scaled + (scaled < 0 ? -half : half)) / units_per_em);
}

int Face::advance(hb_codepoint_t glyph) const {
    return thousandths(hb_font_get_glyph_h_advance(font.get(), glyph));
}

bool Face::has(char32_t character) const {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font.get(), character, &glyph) != 0 && glyph != 0;
}

Result<Face> open_face(const std::filesystem::path& file, unsigned index) {
    const HbBlob blob(hb_blob_create_from_file_or_fail(file.c_str()));
    if (!blob) return fail(Code::NotFound, "the font file cannot be read", file.string());
    Face face;
    face.face.reset(hb_face_create(blob.get(), index));
    hb_face_make_immutable(face.face.get());
    const unsigned glyphs = hb_face_get_glyph_count(face.face.get());
    if (glyphs == 0 || glyphs > 0xFFFF) {
        return fail(Code::Invalid, "this is not a font that can be embedded", file.string());
    }
    face.font.reset(hb_font_create(face.face.get()));
    hb_ot_font_set_funcs(face.font.get());
    hb_font_make_immutable(face.font.get());
    face.units_per_em = static_cast<int>(hb_face_get_upem(face.face.get()));
    const HbBlob cff(hb_face_reference_table(face.face.get(), kCff));
    face.is_cff = hb_blob_get_length(cff.get()) > 0;
    face.name = postscript_name(face.face.get());
    face.blank = blank_glyph(face.font.get());
    read_metrics(face);
    read_box(face);
    return face;
}

std::span<const hb_feature_t> features_for(const Face& face, Figures figures,
                                           bool is_right_to_left) {
    constexpr unsigned kEnd = static_cast<unsigned>(-1);
    // Contextual alternates of Inter turn "->" into an arrow and raise signs between capitals: on a
    // bill a reference must look as it was typed. Kerns would break words that are read leftwards
    // into strings of their own, which readers take for words; they are a fortieth of the size at
    // most there.
    static constexpr hb_feature_t kFeatures[] = {
        {HB_TAG('k', 'e', 'r', 'n'), 0, 0, kEnd},
        {HB_TAG('c', 'a', 'l', 't'), 0, 0, kEnd},
        {HB_TAG('t', 'n', 'u', 'm'), 1, 0, kEnd},
    };
    const std::size_t from = is_right_to_left ? 0 : 1;
    const std::size_t to = !face.is_family ? 1 : figures == Figures::Tabular ? 3 : 2;
    return std::span(kFeatures).subspan(from, to - from);
}

}  // namespace bw::pdf
