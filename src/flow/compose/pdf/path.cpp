#include "flow/compose/pdf/canvas.h"

#include <algorithm>

namespace bw::pdf {

namespace {
// Distance of control points that makes a quarter of a circle from one curve, error below 0.03 %.
constexpr double kQuarter = 0.5522847498;
}  // namespace

Rect fit(double width, double height, const Rect& area) {
    if (!(width > 0 && height > 0 && area.width > 0 && area.height > 0))
        return {area.x, area.y, 0, 0};
    const double scale = std::min(area.width / width, area.height / height);
    const double fit_width = width * scale, fit_height = height * scale;
    return {area.x + (area.width - fit_width) / 2, area.y + (area.height - fit_height) / 2,
            fit_width, fit_height};
}

Path& Path::move_to(Point to) {
    steps_.push_back(Step::Move);
    points_.push_back(to);
    return *this;
}

Path& Path::line_to(Point to) {
    steps_.push_back(Step::Line);
    points_.push_back(to);
    return *this;
}

Path& Path::curve_to(Point control1, Point control2, Point to) {
    steps_.push_back(Step::Curve);
    points_.insert(points_.end(), {control1, control2, to});
    return *this;
}

Path& Path::close() {
    steps_.push_back(Step::Close);
    return *this;
}

Path& Path::rectangle(const Rect& r) {
    return move_to({r.x, r.y})
        .line_to({r.x + r.width, r.y})
        .line_to({r.x + r.width, r.y + r.height})
        .line_to({r.x, r.y + r.height})
        .close();
}

Path& Path::rounded_rectangle(const Rect& r, double radius) {
    const double corner = std::min({radius, r.width / 2, r.height / 2});
    if (!(corner > 0)) return rectangle(r);
    const double c = corner * (1 - kQuarter);
    const double right = r.x + r.width;
    const double bottom = r.y + r.height;
    return move_to({r.x + corner, r.y})
        .line_to({right - corner, r.y})
        .curve_to({right - c, r.y}, {right, r.y + c}, {right, r.y + corner})
        .line_to({right, bottom - corner})
        .curve_to({right, bottom - c}, {right - c, bottom}, {right - corner, bottom})
        .line_to({r.x + corner, bottom})
        .curve_to({r.x + c, bottom}, {r.x, bottom - c}, {r.x, bottom - corner})
        .line_to({r.x, r.y + corner})
        .curve_to({r.x, r.y + c}, {r.x + c, r.y}, {r.x + corner, r.y})
        .close();
}

Path& Path::rounded_above(const Rect& r, double radius) {
    const double corner = std::min({radius, r.width / 2, r.height});
    if (!(corner > 0)) return rectangle(r);
    const double c = corner * (1 - kQuarter);
    const double right = r.x + r.width;
    const double bottom = r.y + r.height;
    return move_to({r.x, bottom})
        .line_to({r.x, r.y + corner})
        .curve_to({r.x, r.y + c}, {r.x + c, r.y}, {r.x + corner, r.y})
        .line_to({right - corner, r.y})
        .curve_to({right - c, r.y}, {right, r.y + c}, {right, r.y + corner})
        .line_to({right, bottom})
        .close();
}

Path& Path::ellipse(Point center, double rx, double ry) {
    const double cx = rx * kQuarter;
    const double cy = ry * kQuarter;
    const auto [x, y] = center;
    return move_to({x + rx, y})
        .curve_to({x + rx, y + cy}, {x + cx, y + ry}, {x, y + ry})
        .curve_to({x - cx, y + ry}, {x - rx, y + cy}, {x - rx, y})
        .curve_to({x - rx, y - cy}, {x - cx, y - ry}, {x, y - ry})
        .curve_to({x + cx, y - ry}, {x + rx, y - cy}, {x + rx, y})
        .close();
}

}  // namespace bw::pdf
