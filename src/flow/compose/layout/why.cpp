#include "flow/compose/layout/blocks.h"
#include "flow/compose/story.h"

#include <algorithm>

namespace bw::compose {
namespace {

constexpr double kBars = 102, kBarsWidth = 62, kBarHeight = 2.8;
constexpr double kThinnest = 0.5;  // a change of a cent is still seen

struct Span {
    std::int64_t from, to;  // minor units, from <= to
};

// Where each bar stands: totals from zero, changes from where the one before ended.
std::vector<Span> spans(const std::vector<WhyRow>& rows) {
    std::vector<Span> out;
    std::int64_t level = 0;
    for (const auto& row : rows) {
        const std::int64_t from = row.is_total ? 0 : level;
        const std::int64_t to = row.is_total ? row.amount.minor : level + row.amount.minor;
        out.push_back({std::min(from, to), std::max(from, to)});
        level = to;
    }
    return out;
}

pdf::Color color_of(const Sheet& sheet, const WhyRow& row, bool is_last) {
    if (row.is_total) return is_last ? sheet.brand.brand : sheet.brand.bar;
    return row.amount.minor > 0 ? sheet.brand.up : sheet.brand.down;
}

}  // namespace

double draw_why(Sheet& sheet, double y) {
    const auto rows = why_rows(sheet.invoice, sheet.format);
    y = draw_heading(sheet, kLeft, y, kWidth, sheet.words.why,
                     why_title(sheet.invoice, sheet.format));
    const auto bars = spans(rows);
    std::int64_t low = 0, high = 1;
    for (const auto& bar : bars) {
        low = std::min(low, bar.from);
        high = std::max(high, bar.to);
    }
    const double scale = kBarsWidth / static_cast<double>(high - low);
    const auto place = [&](std::int64_t minor) {
        return kBars + static_cast<double>(minor - low) * scale;
    };

    // A thread from where a bar ends to where the next one begins.
    std::int64_t level = 0;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        level = rows[i].is_total ? rows[i].amount.minor : level + rows[i].amount.minor;
        const double from = y + kLine * static_cast<double>(i) + 0.35;
        sheet.canvas().line({points(place(level)), points(from)},
                            {points(place(level)), points(from + kLine - kBarHeight)},
                            {.width = 0.4, .color = sheet.brand.muted});
    }
    auto table = sheet.tag(pdf::Role::Table);
    for (std::size_t i = 0; i < rows.size(); ++i, y += kLine) {
        const bool is_last = i + 1 == rows.size();
        const Style style{.ink = is_last ? Ink::Brand : Ink::Text,
                          .weight = is_last ? kBold : pdf::Weight::Regular};
        auto tag = sheet.tag(pdf::Role::TableRow);
        {
            auto cell = sheet.tag(pdf::Role::HeadCell, {.scope = pdf::Scope::Row});
            sheet.text_in(kLeft, y, kBars - kLeft - 4, rows[i].words, style);
        }
        const double width = std::max(place(bars[i].to) - place(bars[i].from), kThinnest);
        const double top = y - kBarHeight + 0.35;
        sheet.bar({place(bars[i].from), top, width, kBarHeight}, color_of(sheet, rows[i], is_last),
                  sheet.brand.radius_mm / 5);
        Style amount = style;
        amount.align = pdf::Align::Right;
        auto cell = sheet.tag(pdf::Role::DataCell);
        sheet.text(kRight, y,
                   rows[i].is_total ? sheet.format.money(rows[i].amount)
                                    : sheet.format.change(rows[i].amount),
                   amount);
    }
    const double zero = place(0);
    sheet.canvas().line({points(zero), points(y - kLine * static_cast<double>(rows.size()) - 3.5)},
                        {points(zero), points(y - 3.6)},
                        {.width = 0.5, .color = sheet.brand.muted});
    return y - kLine;
}

}  // namespace bw::compose
