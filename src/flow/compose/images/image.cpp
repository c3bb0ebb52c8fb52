#include "flow/compose/images/image.h"

#include "flow/compose/images/formats.h"

#include <fmt/format.h>

namespace bw::images {

Result<void> check_size(std::uint32_t width, std::uint32_t height) {
    if (width == 0 || height == 0)
        return fail(Code::Invalid, "the picture has no width or no height; save it again");
    if (std::uint64_t{width} * height > kImagePixelsMost) {
        return fail(Code::Limit, fmt::format("the picture has {} x {} pixels; at most {} in all "
                                             "are read: make it smaller",
                                             width, height, kImagePixelsMost));
    }
    return {};
}

Result<Image> read_image(std::string_view bytes) {
    if (bytes.size() > kImageBytesMost) {
        return fail(Code::Limit, fmt::format("the file has {} bytes; at most {} are read: save the "
                                             "picture smaller",
                                             bytes.size(), kImageBytesMost));
    }
    if (bytes.starts_with(kPngSignature)) return read_png(bytes);
    if (bytes.starts_with(kJpegSignature)) return read_jpeg(bytes);
    return fail(Code::Unsupported,
                "neither a PNG nor a JPEG file; save the picture as one of them");
}

}  // namespace bw::images
