#include "flow/compose/paper/looks.h"

#include <cmath>

namespace bw::paper {

std::array<Look, 6> looks_of(const brands::Brand& brand, Among among) {
    const Ground lines = among == Among::Parts ? Ground::Hatched : Ground::Ruled;
    return {{{brand.now},
             {brand.down, lines},
             {brand.bar},
             {brand.muted},
             {brand.muted, lines},
             {brand.rule}}};
}

void fill_with(Sheet& sheet, const pdf::Path& shape, const pdf::Rect& box, const Look& look) {
    constexpr double kStep = points(1.3);
    auto& canvas = sheet.canvas();
    if (look.ground == Ground::Full) return canvas.fill(shape, look.color);
    canvas.fill(shape, sheet.brand.tint);
    canvas.save();
    canvas.clip(shape);
    pdf::Path lines;
    const double reach = look.ground == Ground::Ruled ? 0 : box.height;  // of a line, upwards
    const int count = static_cast<int>(std::ceil((box.width + box.height) / kStep));
    for (int n = 0; n < count; ++n) {
        const double at = n * kStep;
        if (reach == 0) lines.move_to({box.x, box.y + at}).line_to({box.x + box.width, box.y + at});
        else lines.move_to({box.x - reach + at, box.y + reach}).line_to({box.x + at, box.y});
    }
    canvas.stroke(lines, {.width = 0.7, .color = look.color});
    canvas.restore();
}

void fill_with(Sheet& sheet, const Box& box, const Look& look) {
    const pdf::Rect rect = sheet.rect(box);
    fill_with(sheet, pdf::Path().rectangle(rect), rect, look);
}

}  // namespace bw::paper
