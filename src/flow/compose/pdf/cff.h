// A font program made of outlines: a CFF font with CIDs of its own (Adobe technical notes 5176 and
// 5177), drawn in a thousand units to the size, as PDF counts. It holds what a page needs, outlines
// and widths, and nothing for a layout engine: no names, no hints, no rules. Points are moved by
// half a thousandth at most, which a printer of 1,200 dots an inch shows from 600 points on.
#pragma once

#include "flow/compose/pdf/face.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bw::pdf {

struct CffGlyph {
    std::uint16_t cid = 0;
    std::uint16_t glyph = 0;  // of the face
};

// `glyphs` are in order of their CIDs; the first is CID 0, which stands for no character.
// Same face and glyphs, same bytes.
std::string write_cff(const Face& face, std::string_view name, std::span<const CffGlyph> glyphs);

}  // namespace bw::pdf
