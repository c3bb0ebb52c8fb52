#include "flow/compose/paper/blocks.h"
#include "flow/compose/paper/head.h"

#include <algorithm>
#include <array>

namespace bw::paper {
namespace {

using pdf::Role;

// DIN 5008 form B: the address field begins 45 mm below the edge, 17.7 mm of it for the sender.
constexpr double kSenderBaseline = 60.5, kAddressBaseline = 67, kAddressWidth = 80;
constexpr double kAddressLeading = 4.5, kDenseLeading = 4;
constexpr int kAddressLines = 5, kDenseLines = 6;
constexpr double kFactsLeft = 122, kFactsValue = 149, kLabelGap = 2;

void draw_letter_head(Sheet& sheet, const Block& head) {
    sheet.sender = head[Name::Title];
    draw_head(sheet, HeadPage::First);
    // Fold marks at 105 and 210 mm, punch mark in the middle (DIN 5008, DIN 676).
    const Sheet::InPlace in_place(sheet);
    for (const double y : {105.0, 210.0}) sheet.rule(5, y, 4);
    sheet.rule(5, 148.5, 5.5);
}

void draw_address(Sheet& sheet, const Block& window) {
    const Sheet::InPlace in_place(sheet, kLeft, kLeft + kAddressWidth);
    {
        auto tag = sheet.tag(Role::Paragraph);
        const std::array sender = {window[Name::Sender], window[Name::SenderStreet],
                                   window[Name::SenderPlace]};
        draw_packed(sheet, sender, kSenderBaseline, kAddressWidth);
        sheet.rule(kLeft, kSenderBaseline + 1.4, kAddressWidth);
    }
    auto tag = sheet.tag(Role::Paragraph);
    std::vector<std::string> last = {std::string(window[Name::Place])};
    if (const auto country = window[Name::Country]; !country.empty()) {
        last[0] += " ";
        last.emplace_back(country);
    }
    const auto name = window[Name::To], street = window[Name::Street];
    const int last_lines = static_cast<int>(last.size());
    // The field holds five lines, six of smaller type where name and street are long.
    Style style{.size = kBody};
    const bool dense = sheet.lines(kAddressWidth, name, style) +
                           sheet.lines(kAddressWidth, street, style) + last_lines >
                       kAddressLines;
    if (dense) style.size = kSmall;
    const double leading = dense ? kDenseLeading : kAddressLeading;
    const int street_lines = std::clamp(sheet.lines(kAddressWidth, street, style), 0, 2);
    double y =
        sheet.paragraph(kLeft, kAddressBaseline, kAddressWidth, name, style,
                        (dense ? kDenseLines : kAddressLines) - last_lines - street_lines, leading);
    if (street_lines > 0) y = sheet.paragraph(kLeft, y, kAddressWidth, street, style, 2, leading);
    for (const auto& line : last) {
        sheet.text_in(kLeft, y, kAddressWidth, line, style);
        y += leading;
    }
}

void draw_facts(Sheet& sheet, const Block& facts) {
    // Beside the window, and up to the margin, which is wider there on a mirrored page.
    const Sheet::InPlace in_place(sheet, kFactsLeft, sheet.is_mirrored() ? sheet.across(kLeft) : 0);
    // Of one column, whatever the language; "Factura rectificativa" is wider than most.
    double values = kFactsValue;
    for (const Block& fact : facts.children())
        values = std::max(values, kFactsLeft + sheet.width(fact[Name::Label]) + kLabelGap);
    double y = kSenderBaseline;
    for (const Block& fact : facts.children()) {
        auto tag = sheet.tag(Role::Paragraph);
        if (fact.kind == Kind::Remark) {
            y = sheet.paragraph(kFactsLeft, y, kRight - kFactsLeft, fact.text, {}, 2);
            continue;
        }
        sheet.label(kFactsLeft, y, fact[Name::Label]);
        // A number is never cut: somebody has to type it.
        constexpr int kMostLines = 3;
        y = sheet.paragraph(values, y, kRight - values, fact.text, {}, kMostLines, kLeading) -
            kLeading + kLine;
    }
}

void draw_small_print(Sheet& sheet, const Block& print) {
    std::vector<std::string_view> parts;
    for (const Block& line : print.children()) parts.push_back(line.text);
    auto tag = sheet.tag(Role::Paragraph);
    draw_packed(sheet, parts, kFooter - 5, kWidth);
}

}  // namespace

void draw_packed(Sheet& sheet, std::span<const std::string_view> parts, double y, double width) {
    const Style style{.ink = Ink::Muted};
    auto lines = sheet.packed(parts, width, style);
    while (lines.size() > 2) {
        const std::string last = std::move(lines.back());
        lines.pop_back();
        lines.back().append(kDot).append(last);
    }
    if (lines.empty()) return;
    y -= kDenseLeading * (static_cast<double>(lines.size()) - 1);
    for (const auto& line : lines) {
        sheet.text_in(kLeft, y, width, &line == &lines.back() ? line : line + " ", style);
        y += kDenseLeading;
    }
}

namespace {

// The label on a ground of its own.
void draw_tab(Sheet& sheet, double x, double y, double width, std::string_view label) {
    constexpr double kInset = 1.8, kAbove = 3.2, kHeight = 4.4, kRaised = 0.3;
    y -= kRaised;
    const Style style{.ink = Ink::OnBrand, .weight = kBold};
    const double words = std::min(sheet.width(label, style), width - 2 * kInset);
    sheet.bar({x, y - kAbove, words + 2 * kInset, kHeight}, sheet.brand.brand,
              sheet.brand.radius_mm / 4);
    sheet.text_in(x + kInset, y, width - 2 * kInset, label, style);
}

}  // namespace

double draw_heading(Sheet& sheet, double x, double y, double width, std::string_view label,
                    std::string_view sentence) {
    const bool has_tab = sheet.brand.takes(brands::Form::TabHeadings);
    double below = 0;  // the label
    if (!label.empty()) {
        auto tag = sheet.tag(Role::Paragraph);
        if (has_tab) draw_tab(sheet, x, y, width, label);
        else sheet.label(x, y, label);
        below = has_tab ? 6.2 : 5.5;
    }
    auto tag = sheet.heading(2, sentence);
    sheet.text_in(x, y + below, width, sentence, {.size = kTitle, .weight = kBold});
    constexpr double kLabelRoom = 5.5;
    return y + kHeading - (label.empty() ? kLabelRoom : 0);
}

Result<void> draw_first_page(Sheet& sheet, const Block& page) {
    sheet.add_page();
    double y = kFiguresTop;
    for (const Block& block : page.children()) {
        switch (block.kind) {
            case Kind::LetterHead: draw_letter_head(sheet, block); break;
            case Kind::AddressWindow: draw_address(sheet, block); break;
            case Kind::Facts: draw_facts(sheet, block); break;
            case Kind::KeyFigures: y = draw_figures(sheet, block); break;
            case Kind::Fill: draw_fill(sheet, block, y); break;
            case Kind::Payment: TRY_VOID(draw_payment(sheet, block)); break;
            case Kind::SmallPrint: draw_small_print(sheet, block); break;
            default: y = draw_plain(sheet, block, y + kGap);
        }
    }
    return {};
}

}  // namespace bw::paper
