// Any bytes as a PNG or JPEG file: a picture within its limits, or an Error. What a JPEG file hands
// on reads the same again. PNG files are read once more with their check sums made right, since
// hardly any change would get past them.
#include "flow/compose/images/image.h"

#include "base/check.h"
#include "flow/compose/images/illustration.h"
#include "input.h"

#include <libdeflate.h>

#include <string>

namespace {

using namespace bw;

void read(std::string_view file) {
    const auto image = images::read_image(file);
    if (!image) {
        CHECK(!image.error().text.empty());
        return;
    }
    CHECK(image->width > 0 && image->height > 0 && !image->bytes.empty());
    CHECK(static_cast<std::size_t>(image->width) * static_cast<std::size_t>(image->height) <=
          images::kImagePixelsMost);
    CHECK(image->colours == 1 || image->colours == 3);
    // What pages on screens get of it shows the same.
    const auto shown = images::read_illustration(file);
    CHECK(shown && shown->pixels() != nullptr);
    const auto seen = images::read_image(shown->pixels()->file);
    CHECK(seen && seen->bytes == image->bytes && seen->alpha == image->alpha);
    if (image->packing != images::Image::Packing::Jpeg) return;
    CHECK(image->alpha.empty() && image->bytes.size() <= file.size());
    const auto again = images::read_image(image->bytes);
    CHECK(again && again->bytes == image->bytes && again->width == image->width &&
          again->height == image->height && again->colours == image->colours);
}

// The check sum of each part that is there as a whole.
std::string with_check_sums(std::string file) {
    constexpr std::size_t kSignature = 8, kFrame = 12;
    std::size_t at = kSignature;
    while (at < file.size() && file.size() - at >= kFrame) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i)
            length = length << 8 | static_cast<unsigned char>(file[at + i]);
        if (length > file.size() - at - kFrame) break;
        const std::uint32_t sum = libdeflate_crc32(0, file.data() + at + 4, length + 4);
        at += kFrame + length;
        for (std::size_t i = 0; i < 4; ++i)
            file[at - 4 + i] = static_cast<char>(sum >> (24 - 8 * i));
    }
    return file;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = fuzz::text(data, size);
    read(file);
    if (file.starts_with("\x89PNG")) read(with_check_sums(std::string(file)));
    return 0;
}
