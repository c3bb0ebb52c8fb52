#include "flow/compose/paper/blocks.h"
#include "flow/compose/paper/looks.h"

#include <algorithm>
#include <cmath>

namespace bw::paper {
namespace {

constexpr double kWidestSlot = 12.7, kBarShare = 0.5, kOutlineShare = 1.4;

struct Bar {
    const Block* block;
    double value, behind;  // never below zero
    LocalDate month;
};

// The chart of one series: places and heights.
struct Chart {
    std::vector<Bar> bars;
    double x, bottom, slot, most, tall;
    [[nodiscard]] double middle(const Bar& bar) const {
        const auto& first = bars.front().month;
        const int months =
            (bar.month.year() - first.year()) * 12 + bar.month.month() - first.month();
        return x + slot * (months + 0.5);
    }
    [[nodiscard]] double height(double value) const { return value / most * tall; }
    [[nodiscard]] double width() const { return slot * kBarShare; }
    // Of the bar or its outline, whichever is taller.
    [[nodiscard]] double tallest(const Bar& bar) const {
        return height(std::max(bar.value, bar.behind));
    }
};

double height_from(const Block& block, Name name) {
    return std::max(real(block.number(name)), 0.0);
}

Chart make_chart(const Block& block, double x, double bottom, double width, double tall) {
    constexpr int kMostSlots = 60;
    Chart chart{{}, x, bottom, 0, 1e-9, tall};
    for (const Block& bar : block.children()) {
        const auto days = bar.number(Name::Month).nano() / Decimal::kScale;
        chart.bars.push_back({&bar, height_from(bar, Name::Value), height_from(bar, Name::Behind),
                              LocalDate(static_cast<std::int32_t>(days))});
        chart.most = std::max({chart.most, chart.bars.back().value, chart.bars.back().behind});
    }
    if (chart.bars.empty()) return chart;
    const auto& first = chart.bars.front().month;
    const auto& last = chart.bars.back().month;
    const int slots = 1 + (last.year() - first.year()) * 12 + last.month() - first.month();
    chart.slot = std::min(kWidestSlot, width / std::clamp(slots, 1, kMostSlots));
    return chart;
}

// From its foot on; what rounding left over goes to the last one.
void draw_windows(Sheet& sheet, const Chart& chart, const Bar& bar, const Box& box) {
    const auto looks = looks_of(sheet.brand, Among::Months);
    double foot = box.y + box.height;
    std::size_t i = 0;
    for (const Block& window : bar.block->children()) {
        const double tall = std::min(chart.height(height_from(window, Name::Value)), foot - box.y);
        fill_with(sheet, Box{box.x, foot - tall, box.width, tall}, looks[i++ % looks.size()]);
        foot -= tall;
    }
}

void draw_bars(Sheet& sheet, const Chart& chart) {
    const double radius = sheet.brand.radius_mm / 5;
    const bool is_outlined = sheet.brand.takes(brands::Form::OutlinedChart);
    for (const auto& bar : chart.bars) {
        const bool is_now = &bar == &chart.bars.back();
        if (bar.block->has(Name::Behind)) {
            const double wider = chart.width() * kOutlineShare, height = chart.height(bar.behind);
            sheet.outline({chart.middle(bar) - wider / 2, chart.bottom - height, wider, height},
                          sheet.brand.down, is_outlined ? Sheet::Line::Dashed : Sheet::Line::Full);
        }
        const double height = chart.height(bar.value);
        const Box box{chart.middle(bar) - chart.width() / 2, chart.bottom - height, chart.width(),
                      height};
        if (bar.block->first != nullptr) draw_windows(sheet, chart, bar, box);
        else if (bar.block->is(Name::Hatched))
            sheet.hatch(box, is_now ? sheet.brand.now : sheet.brand.down, sheet.brand.tint);
        else if (!is_now && is_outlined) sheet.outline(box, sheet.brand.muted);
        else sheet.column(box, is_now ? sheet.brand.now : sheet.brand.bar, radius);
    }
    const double width = chart.middle(chart.bars.back()) + chart.slot / 2 - chart.x;
    sheet.rule(chart.x, chart.bottom, width, sheet.brand.muted, 0.5);
}

void draw_labels(Sheet& sheet, const Chart& chart) {
    // Where names of months are wider than their bars, every second one has its name, or less.
    double widest = 0;
    for (const auto& bar : chart.bars) widest = std::max(widest, sheet.width(bar.block->text));
    const auto step = std::max<std::ptrdiff_t>(1, std::lround(std::ceil(widest / chart.slot)));
    int year = 0;
    for (const auto& bar : chart.bars) {
        const bool is_now = &bar == &chart.bars.back();
        if ((&chart.bars.back() - &bar) % step == 0)
            sheet.text(chart.middle(bar), chart.bottom + 4, bar.block->text,
                       {.ink = is_now ? Ink::Brand : Ink::Muted,
                        .weight = is_now ? kBold : pdf::Weight::Regular,
                        .align = pdf::Align::Center});
        if (bar.month.year() == year) continue;
        year = bar.month.year();
        sheet.text(chart.middle(bar), chart.bottom + 8, std::to_string(year),
                   {.ink = Ink::Muted, .align = pdf::Align::Center});
    }
}

// This month's value stands at its bar, clear of the neighbour.
void draw_value(Sheet& sheet, const Chart& chart) {
    const auto& now = chart.bars.back();
    double height = chart.tallest(now);
    if (chart.bars.size() > 1)
        height = std::max(height, chart.tallest(chart.bars[chart.bars.size() - 2]));
    sheet.text(chart.middle(now) + chart.width() / 2, chart.bottom - height - 1.5,
               (*now.block)[Name::Label],
               {.ink = Ink::Brand, .weight = kBold, .align = pdf::Align::Right});
}

void draw_legend(Sheet& sheet, const Chart& chart, double x, double y, double right) {
    constexpr double kSwatch = 2.6, kToName = 1.2, kToNext = 4;
    const auto looks = looks_of(sheet.brand, Among::Months);
    const auto split =
        std::ranges::find_if(chart.bars.rbegin(), chart.bars.rend(),
                             [](const Bar& bar) { return bar.block->first != nullptr; });
    if (split == chart.bars.rend()) return;
    std::size_t i = 0;
    for (const Block& window : split->block->children()) {
        const double name = x + kSwatch + kToName;
        const std::string words = std::string(window.text) + " ";
        if (name + sheet.width(words) > right) break;
        fill_with(sheet, Box{x, y - kSwatch + 0.2, kSwatch, kSwatch}, looks[i++ % looks.size()]);
        x = name + sheet.text_in(name, y, right - name, words, {.ink = Ink::Muted}) + kToNext;
    }
}

}  // namespace

double draw_chart(Sheet& sheet, const Block& block, double x, double y, double width, double bars) {
    // What windows look like has a line for itself, before what other signs mean.
    const auto key = block[Name::Key];
    const bool has_windows = std::ranges::any_of(
        block.children(), [](const Block& bar) { return bar.first != nullptr; });
    const double legend = has_windows && !key.empty() ? kLeading : 0;
    const Chart chart = make_chart(block, x, y + kHeading + bars + 2, width, bars - legend);
    const double first = draw_heading(sheet, x, y, width, block[Name::Label], block[Name::Title]);
    if (chart.bars.empty()) return first;
    {
        auto figure = sheet.tag(pdf::Role::Figure, {.alternate = block[Name::Alternate]});
        draw_bars(sheet, chart);
        draw_labels(sheet, chart);
        draw_value(sheet, chart);
    }
    auto tag = sheet.tag(pdf::Role::Paragraph);
    if (has_windows) draw_legend(sheet, chart, x, first - 3, x + width);
    if (!key.empty()) sheet.text_in(x, first - 3 + legend, width, key, {.ink = Ink::Muted});
    return chart.bottom + 8;
}

}  // namespace bw::paper
