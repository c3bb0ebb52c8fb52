#include "flow/compose/pdf/image.h"

#include "base/check.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/writer.h"

#include <string_view>

namespace bw::pdf {
namespace {

// Entries of an image's dictionary (ISO 32000-1, 8.9.5). Never /Interpolate: an archived document
// shows its pixels (ISO 19005-3, 6.2.8).
std::string entries_of(int width, int height, int colours) {
    std::string out = "/Type/XObject/Subtype/Image/Width ";
    append_integer(out, width);
    out += "/Height ";
    append_integer(out, height);
    out += "/BitsPerComponent 8/ColorSpace";
    out += colours == 1 ? "/DeviceGray" : "/DeviceRGB";  // what the output intent knows
    return out;
}

}  // namespace

ImageId Document::add_image(const Image& image) {
    CHECK(image.width > 0 && image.height > 0 && (image.colours == 1 || image.colours == 3));
    std::string key = entries_of(image.width, image.height, image.colours);
    key += image.packing == Image::Packing::Jpeg ? 'J' : 'D';
    const Digest digest = digest_of(image.alpha, digest_of(image.bytes, digest_of(key)));
    if (const auto known = find_external(digest)) return static_cast<ImageId>(*known);

    const int number = file_.reserve();
    std::string entries = entries_of(image.width, image.height, image.colours);
    if (!image.alpha.empty()) {
        const int mask = file_.reserve();
        file_.put_deflated(mask, entries_of(image.width, image.height, 1), image.alpha);
        entries += "/SMask ";
        append_reference(entries, mask);
    }
    if (image.packing == Image::Packing::Deflate) {
        file_.put_deflated(number, entries, image.bytes);
    } else {
        file_.put_stream(number, entries + "/Filter/DCTDecode", image.bytes, Filter::None);
    }
    return static_cast<ImageId>(add_external(digest, number));
}

void Canvas::append_external(int index) {
    CHECK(index >= 0 && static_cast<std::size_t>(index) < document_.externals_.size());
    content_ += "cm/X";
    append_integer(content_, index);
    content_ += " Do Q\n";
}

void Canvas::image(const Rect& area, ImageId image) {
    mark_drawing();
    content_ += "q ";
    append_number(content_, area.width);
    content_ += " 0 0 ";
    append_number(content_, area.height);
    content_ += ' ';
    append_point({area.x, area.y + area.height});
    append_external(static_cast<int>(image));
}

}  // namespace bw::pdf
