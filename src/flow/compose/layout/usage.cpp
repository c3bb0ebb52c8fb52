#include "flow/compose/layout/blocks.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <span>

namespace bw::compose {
namespace {

constexpr std::size_t kMostMonths = 13;
constexpr double kWidestSlot = 12.7, kBarShare = 0.5, kOutlineShare = 1.4;

double real(Decimal value) { return static_cast<double>(std::max(value.nano(), int128{0})) / 1e9; }

int months_between(LocalDate from, LocalDate to) {
    return (to.year() - from.year()) * 12 + to.month() - from.month();
}

// The chart of one series: places and heights.
struct Chart {
    std::span<const bill::MonthValue> months;
    double x, bottom, slot, most, tall;
    [[nodiscard]] double middle(const bill::MonthValue& m) const {
        return x + slot * (months_between(months.front().month.from, m.month.from) + 0.5);
    }
    [[nodiscard]] double height(Decimal value) const { return real(value) / most * tall; }
    [[nodiscard]] double bar() const { return slot * kBarShare; }
};

Chart make_chart(const bill::Invoice& invoice, double x, double bottom, double width, double tall) {
    Chart chart{invoice.months, x, bottom, 0, 1e-9, tall};
    if (chart.months.size() > kMostMonths) chart.months = chart.months.last(kMostMonths);
    const int slots =
        1 + months_between(chart.months.front().month.from, chart.months.back().month.from);
    chart.slot = std::min(kWidestSlot, width / std::clamp(slots, 1, 60));
    for (const auto& m : chart.months) {
        chart.most = std::max(chart.most, real(m.quantity));
        if (m.year_before) chart.most = std::max(chart.most, real(*m.year_before));
    }
    return chart;
}

void draw_bars(Sheet& sheet, const Chart& chart) {
    const double radius = sheet.brand.radius_mm / 5;
    for (const auto& m : chart.months) {
        const bool is_now = &m == &chart.months.back();
        const double left = chart.middle(m) - chart.bar() / 2;
        if (m.year_before) {
            const double height = chart.height(*m.year_before);
            const double wider = chart.bar() * kOutlineShare;
            sheet.outline({chart.middle(m) - wider / 2, chart.bottom - height, wider, height},
                          sheet.brand.down);
        }
        const Box box{left, chart.bottom - chart.height(m.quantity), chart.bar(),
                      chart.height(m.quantity)};
        if (m.estimated)
            sheet.hatch(box, is_now ? sheet.brand.brand : sheet.brand.down, sheet.brand.tint);
        else sheet.column(box, is_now ? sheet.brand.brand : sheet.brand.bar, radius);
    }
    const double width = chart.middle(chart.months.back()) + chart.slot / 2 - chart.x;
    sheet.rule(chart.x, chart.bottom, width, sheet.brand.muted, 0.5);
}

void draw_labels(Sheet& sheet, const Chart& chart) {
    int year = 0;
    for (const auto& m : chart.months) {
        const bool is_now = &m == &chart.months.back();
        const LocalDate first = m.month.from;
        sheet.text(chart.middle(m), chart.bottom + 4, sheet.format.month_short(first),
                   {.ink = is_now ? Ink::Brand : Ink::Muted,
                    .weight = is_now ? kBold : pdf::Weight::Regular,
                    .align = pdf::Align::Center});
        if (first.year() == year) continue;
        year = first.year();
        sheet.text(chart.middle(m), chart.bottom + 8, std::to_string(year),
                   {.ink = Ink::Muted, .align = pdf::Align::Center});
    }
}

std::string value_text(const Sheet& sheet, Decimal value) {
    return usage_value(sheet.invoice, value, sheet.format);
}

// Height of a month's bar or outline, whichever is taller.
double tallest(const Chart& chart, const bill::MonthValue& m) {
    return std::max(chart.height(m.quantity), m.year_before ? chart.height(*m.year_before) : 0);
}

// This month's value stands at its bar, clear of the neighbour.
void draw_value(Sheet& sheet, const Chart& chart) {
    const auto& now = chart.months.back();
    double height = tallest(chart, now);
    if (chart.months.size() > 1)
        height = std::max(height, tallest(chart, chart.months[chart.months.size() - 2]));
    sheet.text(chart.middle(now) + chart.bar() / 2, chart.bottom - height - 1.5,
               value_text(sheet, now.quantity),
               {.ink = Ink::Brand, .weight = kBold, .align = pdf::Align::Right});
}

// The chart for those who do not see it.
std::string in_words(const Sheet& sheet, const Chart& chart, const std::string& title) {
    std::string out = title + ".";
    for (const auto& m : chart.months) {
        const LocalDate first = m.month.from;
        out.append(" ").append(sheet.format.month_name(first));
        out.append(" ").append(std::to_string(first.year())).append(": ");
        out.append(value_text(sheet, m.quantity));
        if (m.estimated) out.append(", ").append(sheet.words.read_estimated);
        if (m.year_before)
            out.append(", ").append(
                fill(sheet.words.usage_before, {value_text(sheet, *m.year_before)}));
        out.append(".");
    }
    return out;
}

std::string legend(const Sheet& sheet, const Chart& chart) {
    std::string out;
    const auto say = [&](bool is_there, std::string_view words) {
        if (is_there) out.append(out.empty() ? "" : " ").append(words);
    };
    say(std::ranges::any_of(chart.months, [](const auto& m) { return m.year_before.has_value(); }),
        sheet.words.legend_last_year);
    say(std::ranges::any_of(chart.months, &bill::MonthValue::estimated),
        sheet.words.legend_estimated);
    return out;
}

}  // namespace

double draw_usage(Sheet& sheet, double x, double y, double width, double bars) {
    const UsageStory story = usage_story(sheet.invoice, sheet.format);
    const std::string& title = story.title;
    const Chart chart = make_chart(sheet.invoice, x, y + kHeading + bars + 2, width, bars);
    std::string label(sheet.words.usage);
    if (!story.detail.empty()) label.append(kDot) += story.detail;
    const double first = draw_heading(sheet, x, y, width, label, title);
    {
        const std::string alternate = in_words(sheet, chart, title);
        auto figure = sheet.tag(pdf::Role::Figure, {.alternate = alternate});
        draw_bars(sheet, chart);
        draw_labels(sheet, chart);
        draw_value(sheet, chart);
    }
    const std::string key = legend(sheet, chart);
    if (key.empty()) return chart.bottom + 8;
    auto tag = sheet.tag(pdf::Role::Paragraph);
    sheet.text_in(x, first - 3, width, key, {.ink = Ink::Muted});
    return chart.bottom + 8;
}

}  // namespace bw::compose
