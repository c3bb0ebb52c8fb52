// A picture of the template.
#include "flow/compose/images/illustration.h"
#include "flow/compose/paper/blocks.h"

#include <algorithm>

namespace bw::paper {
namespace {

constexpr double kLeast = 10;     // tall, where a page has no room left for it
constexpr double kCaption = 5.5;  // from the picture's edge to the end of its caption

double caption_room(const Block& image) { return image[Name::Caption].empty() ? 0 : kCaption; }

// In its proportions, as wide as it says and the box allows.
Box place_in(const Block& image, const Box& box) {
    const double ratio = image.find(Name::File)->illustration->ratio();
    const double asked = real(image.number(Name::Width));
    double width = std::min(asked > 0 ? asked : box.width, box.width);
    width = std::min(width, std::max(box.height - caption_room(image), kLeast) * ratio);
    return {box.x, box.y, width, width / ratio};
}

}  // namespace

double height_of_image(const Block& image, double width, double most) {
    return place_in(image, {0, 0, width, most}).height + caption_room(image);
}

double draw_image(Sheet& sheet, const Block& image, const Box& box) {
    const auto& illustration = *image.find(Name::File)->illustration;
    const Box place = place_in(image, box);
    {
        auto figure = sheet.tag(pdf::Role::Figure, {.alternate = image[Name::Alternate]});
        if (const auto* pixels = illustration.pixels()) sheet.pixels(place, pixels->image);
        if (const auto* drawing = illustration.drawing())
            images::draw(sheet.canvas(), drawing->in(sheet.color(Ink::Text)), sheet.rect(place));
    }
    const double end = place.y + place.height;
    if (const auto caption = image[Name::Caption]; !caption.empty()) {
        auto tag = sheet.tag(pdf::Role::Caption);
        sheet.text_in(place.x, end + kCaption - 1.5, box.width, caption, {.ink = Ink::Muted});
    }
    return end + caption_room(image);
}

}  // namespace bw::paper
