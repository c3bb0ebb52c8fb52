// A picture as a PDF file holds it. images/image.h makes one of a PNG or JPEG file; a document
// takes it in (Document::add_image), and its pages draw it (Canvas::image).
#pragma once

#include <cstdint>
#include <string>

namespace bw::pdf {

struct Image {
    // Deflate: rows from the top, a byte for each colour of each pixel, nothing between them.
    // Jpeg: a JPEG file as it stands.
    enum class Packing : std::uint8_t { Deflate, Jpeg };

    int width = 0;  // pixels
    int height = 0;
    int colours = 3;  // of a pixel, eight bits each: 1 is grey, 3 is sRGB
    Packing packing = Packing::Deflate;
    std::string bytes = {};  // packed
    // Packed by Deflate, a byte for each pixel: 0 is not seen, 255 covers. Empty: all cover.
    std::string alpha = {};
};

}  // namespace bw::pdf
