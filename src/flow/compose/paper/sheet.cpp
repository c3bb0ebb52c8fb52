#include "flow/compose/paper/sheet.h"

#include <algorithm>
#include <cmath>

namespace bw::paper {
namespace {

constexpr double kRulePoints = 0.4;
constexpr double kHatchStep = 1.1;  // millimetres between lines

}  // namespace

Sheet::Sheet(pdf::Document& document, const brands::Brand& look, const compose::Format& form,
             const pdf::Hyphenator& hyphens, const HeadStamps& stamps)
    : brand(look), format(form), words(form.words()), heads(stamps), document_(document),
      hyphens_(hyphens) {
    if (compose::runs_right_to_left(form.language())) axis_ = kPageWidth;
}

pdf::Rect Sheet::rect(const Box& box) const {
    const double left = is_mirrored() ? across(box.x + box.width) : box.x;
    return {points(left), points(box.y), points(box.width), points(box.height)};
}

void Sheet::add_page() { page_ = &document_.add_page(pdf::kA4); }

pdf::Tag Sheet::heading(int level, std::string_view bookmark) {
    last_heading_ = std::min(level, last_heading_ + 1);
    const auto role = last_heading_ == 1   ? pdf::Role::Heading1
                      : last_heading_ == 2 ? pdf::Role::Heading2
                                           : pdf::Role::Heading3;
    return tag(role, {.bookmark = bookmark});
}

pdf::Color Sheet::color(Ink ink) const {
    switch (ink) {
        case Ink::Text: return brand.ink;
        case Ink::Muted: return brand.muted;
        case Ink::Brand: return brand.brand;
        case Ink::OnBrand: return brand.on_brand;
        case Ink::OnSignal: return pdf::kWhite;
    }
    return brand.ink;
}

pdf::Align Sheet::side_of(const Style& style) const {
    if (!is_mirrored() || style.keeps_side) return style.align;
    if (style.align == pdf::Align::Left) return pdf::Align::Right;
    return style.align == pdf::Align::Right ? pdf::Align::Left : style.align;
}

pdf::TextStyle Sheet::style_of(const Style& style) const {
    const bool in_column = style.align == pdf::Align::Right || style.align == pdf::Align::Decimal;
    const auto figures = in_column ? pdf::Figures::Tabular : pdf::Figures::Proportional;
    return {.font = {.size = style.size, .weight = style.weight, .figures = figures},
            .color = color(style.ink),
            .align = side_of(style),
            .decimal_mark = words.decimal_point,
            .direction = is_mirrored() ? pdf::Direction::RightToLeft : pdf::Direction::LeftToRight};
}

double Sheet::text(double x, double y, std::string_view utf8, const Style& style) {
    return page_->text({points(across(x)), points(y)}, utf8, style_of(style)) / pdf::kMillimetre;
}

void Sheet::label(double x, double y, std::string_view utf8) {
    text(x, y, std::string(utf8) + " ", {.ink = Ink::Muted});
}

double Sheet::text_in(double x, double y, double width, std::string_view utf8, const Style& style) {
    const auto fit = pdf::fit_line(document_.shaper(), utf8, style_of(style).font, points(width));
    return text(x, y, fit, style);
}

pdf::ParagraphStyle Sheet::form_of(const Style& style) const {
    pdf::ParagraphStyle form{.text = style_of(style)};
    if (style.is_prose) {
        form.hyphens = &hyphens_;
        form.avoids_runts = true;
    }
    return form;
}

double Sheet::paragraph(double x, double y, double width, std::string_view utf8, const Style& style,
                        int most_lines, double leading) {
    return draw(broken(width, utf8, style, most_lines, leading), x, y);
}

pdf::Paragraph Sheet::broken(double width, std::string_view utf8, const Style& style,
                             int most_lines, double leading) {
    pdf::ParagraphStyle form = form_of(style);
    form.leading = points(leading);
    form.most_lines = most_lines;
    return {document_.shaper(), utf8, points(width), form};
}

double Sheet::draw(const pdf::Paragraph& paragraph, double x, double y) {
    return paragraph.draw(*page_, {points(across(x)), points(y)}, 0, paragraph.lines().size()) /
           pdf::kMillimetre;
}

std::vector<std::string> Sheet::packed(std::span<const std::string_view> parts, double width,
                                       const Style& style) {
    const auto joined = [](std::span<const std::string_view> some) {
        std::string line;
        for (const auto& part : some)
            if (!part.empty()) line.append(line.empty() ? "" : kDot).append(part);
        return line;
    };
    std::vector<std::string> out;
    std::size_t first = 0;  // of the line under construction
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (this->width(joined(parts.subspan(first, i + 1 - first)), style) <= width) continue;
        if (auto line = joined(parts.subspan(first, i - first)); !line.empty())
            out.push_back(std::move(line));
        first = i;
    }
    if (auto line = joined(parts.subspan(first)); !line.empty()) out.push_back(std::move(line));
    if (out.size() != 2) return out;
    const auto wider = [&](const std::string& a, const std::string& b) {
        return std::max(this->width(a, style), this->width(b, style));
    };
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto above = joined(parts.first(i)), below = joined(parts.subspan(i));
        if (!above.empty() && !below.empty() && wider(above, below) < wider(out[0], out[1]))
            out = {std::move(above), std::move(below)};
    }
    return out;
}

int Sheet::lines(double width, std::string_view utf8, const Style& style) {
    if (utf8.empty()) return 0;
    const pdf::Paragraph paragraph(document_.shaper(), utf8, points(width), form_of(style));
    return static_cast<int>(paragraph.lines().size());
}

double Sheet::width(std::string_view utf8, const Style& style) {
    return document_.shaper().width(utf8, style_of(style).font) / pdf::kMillimetre;
}

void Sheet::rule(double x, double y, double width) { rule(x, y, width, brand.rule, kRulePoints); }

void Sheet::rule(double x, double y, double width, pdf::Color ink, double thickness) {
    page_->line({points(across(x)), points(y)}, {points(across(x + width)), points(y)},
                {.width = thickness, .color = ink});
}

void Sheet::upright(double x, double from, double to, double thickness) {
    page_->line({points(across(x)), points(from)}, {points(across(x)), points(to)},
                {.width = thickness, .color = brand.muted});
}

void Sheet::panel(const Box& box, pdf::Color fill) { bar(box, fill, brand.radius_mm); }

void Sheet::bar(const Box& box, pdf::Color fill, double radius_mm) {
    const double radius = std::min({radius_mm, box.width / 2, box.height / 2});
    if (radius > 0) page_->fill_rounded(rect(box), points(radius), fill);
    else page_->fill(rect(box), fill);
}

void Sheet::column(const Box& box, pdf::Color fill, double radius_mm) {
    page_->fill(pdf::Path().rounded_above(rect(box), points(radius_mm)), fill);
}

void Sheet::outline(const Box& box, pdf::Color ink, Line line) {
    pdf::Stroke stroke{.width = 0.6, .color = ink};
    if (line == Line::Dashed) stroke.dash = stroke.gap = 1.8;
    page_->stroke_rect(rect(box), stroke);
}

void Sheet::leader(double x, double y, double width) {
    constexpr double kLeast = 3;
    if (width < kLeast) return;
    page_->line({points(across(x)), points(y)}, {points(across(x + width)), points(y)},
                {.width = 0.7, .color = brand.muted, .dash = 0.7, .gap = 2.3});
}

void Sheet::dashes(double x, double y, double width, pdf::Color ink) {
    page_->line({points(across(x)), points(y)}, {points(across(x + width)), points(y)},
                {.width = 0.7, .color = ink, .dash = 4.5, .gap = 3});
}

void Sheet::pixels(const Box& box, const pdf::Image& image) {
    page_->image(rect(box), document_.add_image(image));
}

void Sheet::hatch(const Box& box, pdf::Color ink, pdf::Color ground) {
    bar(box, ground);
    const auto place = rect(box);
    page_->save();
    page_->clip(pdf::Path().rectangle(place));
    pdf::Path lines;
    const int count = static_cast<int>(std::ceil((box.width + box.height) / kHatchStep));
    for (int n = 0; n < count; ++n) {
        const double x = place.x - place.height + n * points(kHatchStep);
        lines.move_to({x, place.y + place.height}).line_to({x + place.height, place.y});
    }
    page_->stroke(lines, {.width = 0.5, .color = ink});
    page_->restore();
}

}  // namespace bw::paper
