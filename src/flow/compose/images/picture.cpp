#include "flow/compose/images/picture.h"

#include "base/check.h"

#include <fmt/format.h>

namespace bw::images {

Result<Picture> Picture::read(std::string_view svg) {
    Picture made;
    // What differs between two colours of the place is drawn in the colour of the place.
    made.drawing_ = TRY(read_svg(svg, pdf::kBlack));
    const auto other = TRY(read_svg(svg, pdf::kWhite));
    CHECK(other.shapes.size() == made.drawing_.shapes.size());
    std::size_t segments = 0;
    for (std::size_t i = 0; i < other.shapes.size(); ++i) {
        const auto& a = made.drawing_.shapes[i];
        const auto& b = other.shapes[i];
        segments += a.segments.size();
        made.inherited_.push_back(
            {a.fill != b.fill, a.stroke && b.stroke && a.stroke->color != b.stroke->color});
    }
    if (segments > kMostSegments)
        return fail(Code::Limit, fmt::format("the drawing has {} lines and curves, more than {}: "
                                             "every page holds it; simplify its paths",
                                             segments, kMostSegments));
    return made;
}

Drawing Picture::in(pdf::Color current) const {
    auto made = drawing_;
    for (std::size_t i = 0; i < made.shapes.size(); ++i) {
        if (inherited_[i].fill) made.shapes[i].fill = current;
        auto& stroke = made.shapes[i].stroke;
        if (stroke && inherited_[i].stroke) stroke->color = current;
    }
    return made;
}

}  // namespace bw::images
