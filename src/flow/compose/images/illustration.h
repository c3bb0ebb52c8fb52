// A picture that a template places: a drawing (SVG), or pixels (PNG, JPEG).
#pragma once

#include "base/result.h"
#include "flow/compose/images/image.h"
#include "flow/compose/images/picture.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bw::images {

struct Pixels {
    Image image;
    // As a file for pages on screens; of what came, only what is seen.
    std::string file;
    std::string_view media_type;  // of the file: "image/png"
};

class Illustration {
public:
    explicit Illustration(Picture drawing) : of_(std::move(drawing)) {}
    explicit Illustration(Pixels pixels) : of_(std::move(pixels)) {}

    [[nodiscard]] const Picture* drawing() const { return std::get_if<Picture>(&of_); }
    [[nodiscard]] const Pixels* pixels() const { return std::get_if<Pixels>(&of_); }
    [[nodiscard]] double ratio() const;       // width by height
    [[nodiscard]] std::size_t bytes() const;  // about so many in each document

private:
    std::variant<Picture, Pixels> of_;
};

// Which it is, its first bytes tell. Errors: those of Picture::read and read_image.
Result<Illustration> read_illustration(std::string_view bytes);

}  // namespace bw::images
