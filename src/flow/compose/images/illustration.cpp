#include "flow/compose/images/illustration.h"

#include "flow/compose/images/formats.h"

namespace bw::images {
namespace {

constexpr std::size_t kOfSegment = 12;  // bytes, packed

struct Ratio {
    double operator()(const Picture& drawing) const { return drawing.ratio(); }
    double operator()(const Pixels& pixels) const {
        return static_cast<double>(pixels.image.width) / static_cast<double>(pixels.image.height);
    }
};
struct Bytes {
    std::size_t operator()(const Picture& drawing) const {
        std::size_t segments = 0;
        for (const auto& shape : drawing.drawing().shapes) segments += shape.segments.size();
        return segments * kOfSegment;
    }
    std::size_t operator()(const Pixels& pixels) const {
        return pixels.image.bytes.size() + pixels.image.alpha.size();
    }
};

}  // namespace

double Illustration::ratio() const { return std::visit(Ratio{}, of_); }
std::size_t Illustration::bytes() const { return std::visit(Bytes{}, of_); }

Result<Illustration> read_illustration(std::string_view bytes) {
    const bool is_png = bytes.starts_with(kPngSignature);
    if (!is_png && !bytes.starts_with(kJpegSignature)) {
        const std::string_view mark = bytes.starts_with("\uFEFF") ? "\uFEFF" : "";
        const auto first = bytes.find_first_not_of(" \t\r\n", mark.size());
        if (first == std::string_view::npos || bytes[first] != '<')
            return fail(Code::Unsupported,
                        "a picture is SVG, PNG or JPEG, and this is none; save it as one of them");
        return Illustration(TRY(Picture::read(bytes)));
    }
    Pixels pixels{.image = TRY(read_image(bytes)), .file = {}, .media_type = {}};
    pixels.file = is_png ? seen_of_png(bytes) : pixels.image.bytes;
    pixels.media_type = is_png ? "image/png" : "image/jpeg";
    return Illustration(std::move(pixels));
}

}  // namespace bw::images
