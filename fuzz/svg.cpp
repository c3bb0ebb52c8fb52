// Any bytes as an SVG file: a drawing whose every point a page can place, or an Error.
#include "flow/compose/images/svg.h"

#include "base/check.h"
#include "input.h"

#include <cmath>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    const auto drawing = images::read_svg(fuzz::text(data, size));
    if (!drawing) {
        CHECK(!drawing.error().text.empty());
        return 0;
    }
    CHECK(drawing->width > 0 && drawing->height > 0);
    for (const auto& shape : drawing->shapes) {
        CHECK(!shape.segments.empty() && (shape.fill || shape.stroke));
        CHECK(shape.segments.front().kind == images::Segment::Kind::Move);
        for (const auto& segment : shape.segments) {
            for (const auto& point : segment.points)
                CHECK(std::abs(point.x) <= images::kCoordinateMost &&
                      std::abs(point.y) <= images::kCoordinateMost);
        }
        if (shape.stroke) {
            CHECK(shape.stroke->width >= 0 && shape.stroke->width <= images::kCoordinateMost &&
                  shape.stroke->miter_limit >= 1);
        }
    }
    return 0;
}
