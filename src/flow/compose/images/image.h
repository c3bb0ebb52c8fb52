// PNG (ISO/IEC 15948) and JPEG (ITU-T T.81) files made ready for a PDF file, for logos and pictures
// of documents. Pure: no files, no clock; checked before anything is allocated by what the file
// says.
//
// Colours are taken as sRGB, which the documents declare: profiles (iCCP, ICC in APP2), gamma and
// chromaticities are not used. Text, dates, places and orientation (EXIF) are not used either, and
// none of them gets into a document.
#pragma once

#include "base/result.h"
#include "flow/compose/pdf/image.h"

#include <cstddef>
#include <string_view>

namespace bw::images {

using pdf::Image;

inline constexpr std::size_t kImageBytesMost = 8'000'000;
inline constexpr std::size_t kImagePixelsMost = 20'000'000;

// PNG: every colour type and depth, palettes and transparency become grey or sRGB of eight bits
// with an alpha plane where one is needed, packed anew. At the limit this takes some 300 MB for a
// moment. JPEG: sequential or progressive, grey or three colours; the scans pass on untouched, so
// what is wrong inside of them a viewer finds.
//
// Errors: Limit (over one of the bounds above), Unsupported (a good file of a kind that is not
// read: the text says how to save it), Invalid (broken, cut off, or not what it says it is).
Result<Image> read_image(std::string_view bytes);

}  // namespace bw::images
