#include "flow/compose/conformity/fonts/font_program.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_CID_H
#include FT_TRUETYPE_TABLES_H

#include <array>
#include <map>

namespace bw::conformity {
namespace {

constexpr std::size_t kNameBytes = 128;
constexpr std::int64_t kThousand = 1000;

}  // namespace

struct FontProgram::State {
    std::string bytes;
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    std::map<std::uint32_t, std::uint32_t> glyphs_by_cid;

    ~State() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
    }
    [[nodiscard]] FT_CharMap find(int platform, int encoding) const {
        for (int i = 0; i < face->num_charmaps; ++i) {
            FT_CharMap map = face->charmaps[i];
            // Those that FreeType makes of names are none of the program's.
            if (map->platform_id == platform && map->encoding_id == encoding &&
                FT_Get_CMap_Format(map) >= 0)
                return map;
        }
        return nullptr;
    }
};

FontProgram::FontProgram(std::unique_ptr<State> state) : state_(std::move(state)) {}
FontProgram::~FontProgram() = default;

std::unique_ptr<FontProgram> FontProgram::open(std::string bytes) {
    auto state = std::make_unique<State>();
    state->bytes = std::move(bytes);
    if (FT_Init_FreeType(&state->library) != 0) return nullptr;
    const auto* data = reinterpret_cast<const FT_Byte*>(state->bytes.data());
    if (FT_New_Memory_Face(state->library, data, static_cast<FT_Long>(state->bytes.size()), 0,
                           &state->face) != 0)
        return nullptr;
    FT_Bool is_cid = 0;
    if (FT_Get_CID_Is_Internally_CID_Keyed(state->face, &is_cid) == 0 && is_cid != 0)
        for (FT_Long glyph = 0; glyph < state->face->num_glyphs; ++glyph) {
            FT_UInt cid = 0;
            if (FT_Get_CID_From_Glyph_Index(state->face, static_cast<FT_UInt>(glyph), &cid) == 0)
                state->glyphs_by_cid.emplace(cid, static_cast<std::uint32_t>(glyph));
        }
    return std::unique_ptr<FontProgram>(new FontProgram(std::move(state)));
}

std::optional<std::uint32_t> FontProgram::glyph_named(const std::string& name) const {
    FT_Face face = state_->face;
    if (!FT_HAS_GLYPH_NAMES(face)) return std::nullopt;
    const FT_UInt glyph = FT_Get_Name_Index(face, name.c_str());
    if (glyph == 0 && name != ".notdef") return std::nullopt;
    return glyph;
}

std::optional<std::uint32_t> FontProgram::glyph_of_builtin(std::uint32_t code) const {
    FT_Face face = state_->face;
    for (const FT_Encoding encoding : {FT_ENCODING_ADOBE_CUSTOM, FT_ENCODING_ADOBE_STANDARD,
                                       FT_ENCODING_ADOBE_LATIN_1, FT_ENCODING_ADOBE_EXPERT}) {
        if (FT_Select_Charmap(face, encoding) != 0) continue;
        const FT_UInt glyph = FT_Get_Char_Index(face, code);
        if (glyph != 0) return glyph;
        return std::nullopt;
    }
    return std::nullopt;
}

bool FontProgram::has_subtable(int platform, int encoding) const {
    return state_->find(platform, encoding) != nullptr;
}

std::optional<std::uint32_t> FontProgram::glyph_in(int platform, int encoding,
                                                   std::uint32_t code) const {
    FT_CharMap map = state_->find(platform, encoding);
    if (map == nullptr || FT_Set_Charmap(state_->face, map) != 0) return std::nullopt;
    const FT_UInt glyph = FT_Get_Char_Index(state_->face, code);
    if (glyph == 0) return std::nullopt;
    return glyph;
}

std::size_t FontProgram::subtables() const {
    std::size_t count = 0;
    for (int i = 0; i < state_->face->num_charmaps; ++i)
        if (FT_Get_CMap_Format(state_->face->charmaps[i]) >= 0) ++count;
    return count;
}

bool FontProgram::is_cid_keyed() const { return !state_->glyphs_by_cid.empty(); }

std::optional<std::uint32_t> FontProgram::glyph_of_cid(std::uint32_t cid) const {
    const auto found = state_->glyphs_by_cid.find(cid);
    if (found == state_->glyphs_by_cid.end()) return std::nullopt;
    return found->second;
}

std::uint32_t FontProgram::count() const {
    return static_cast<std::uint32_t>(state_->face->num_glyphs);
}

std::optional<std::int64_t> FontProgram::advance(std::uint32_t glyph) const {
    // Of a CID-keyed program that no TrueType file is around, FreeType loads glyphs by their CID.
    FT_UInt name = glyph;
    if (is_cid_keyed() && !FT_IS_SFNT(state_->face) &&
        FT_Get_CID_From_Glyph_Index(state_->face, glyph, &name) != 0)
        return std::nullopt;
    if (FT_Load_Glyph(state_->face, name, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING) != 0)
        return std::nullopt;
    return state_->face->glyph->metrics.horiAdvance * kThousand;
}

std::int64_t FontProgram::units() const {
    return state_->face->units_per_EM > 0 ? state_->face->units_per_EM : kThousand;
}

std::string FontProgram::name_of(std::uint32_t glyph) const {
    std::array<char, kNameBytes> name{};
    if (!FT_HAS_GLYPH_NAMES(state_->face) ||
        FT_Get_Glyph_Name(state_->face, glyph, name.data(), name.size()) != 0)
        return {};
    return name.data();
}

std::set<std::string> FontProgram::names() const {
    std::set<std::string> names;
    for (std::uint32_t glyph = 0; glyph < count(); ++glyph) names.insert(name_of(glyph));
    names.erase(".notdef");
    names.erase("");
    return names;
}

}  // namespace bw::conformity
