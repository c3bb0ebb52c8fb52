// A drawing as paths of a page.
#include "flow/compose/images/svg.h"

namespace bw::images {

void draw(pdf::Canvas& canvas, const Drawing& drawing, const pdf::Rect& area) {
    const pdf::Rect place = pdf::fit(drawing.width, drawing.height, area);
    if (!(place.width > 0)) return;
    const double scale = place.width / drawing.width;
    const auto at = [&](pdf::Point point) -> pdf::Point {
        return {place.x + point.x * scale, place.y + point.y * scale};
    };
    canvas.save();
    canvas.clip(pdf::Path().rectangle(place));
    for (const auto& shape : drawing.shapes) {
        pdf::Path path;
        for (const auto& [kind, points] : shape.segments) {
            switch (kind) {
                case Segment::Kind::Move: path.move_to(at(points[0])); break;
                case Segment::Kind::Line: path.line_to(at(points[0])); break;
                case Segment::Kind::Curve:
                    path.curve_to(at(points[0]), at(points[1]), at(points[2]));
                    break;
                case Segment::Kind::Close: path.close(); break;
            }
        }
        if (shape.fill) canvas.fill(path, *shape.fill, shape.rule);
        if (shape.stroke) {
            pdf::Stroke stroke = *shape.stroke;
            stroke.width *= scale;
            canvas.stroke(path, stroke);
        }
    }
    canvas.restore();
}

}  // namespace bw::images
