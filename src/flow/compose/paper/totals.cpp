#include "flow/compose/paper/blocks.h"

#include <algorithm>

namespace bw::paper {
namespace {

using pdf::Align;
using pdf::Role;

// Columns of the sums; they begin where the right column of the notes does.
constexpr double kBaseRight = 164, kReasonWidth = kRight - kSecondColumn - 25;
constexpr double kSums = kRight - kSecondColumn, kPanelOut = 4.5;
constexpr int kMostReasonLines = 2;
constexpr double kAboveFinal = 3, kBelowReason = 0.8;

// Down to the last baseline.
double height_of(Sheet& sheet, const Block& totals) {
    double height = -kLine;
    for (const Block& total : totals.children()) {
        height += kLine + (total.is(Name::Final) ? kAboveFinal : 0);
        const int lines = std::min(sheet.lines(kReasonWidth, total[Name::Hint]), kMostReasonLines);
        if (lines > 0) height += lines * kLeading + kBelowReason;
    }
    return height;
}

// Where amounts end, and the bases before them.
struct Ends {
    double amounts, bases;
    double widest;  // of the amounts
};

Ends ends_of(Sheet& sheet, const Block& totals) {
    constexpr double kBetween = 4;
    double widest = 0;
    for (const Block& total : totals.children())
        widest = std::max(widest,
                          sheet.width(total.text, {.size = total.is(Name::Final) ? kTitle : kSmall,
                                                   .weight = kBold,
                                                   .align = Align::Right}));
    return {sheet.figures_at(kRight, widest),
            sheet.is_mirrored() ? std::min(kBaseRight, kRight - widest - kBetween) : kBaseRight,
            widest};
}

double draw_final(Sheet& sheet, const Block& total, const Ends& ends, double y) {
    y += kAboveFinal;
    const bool is_strong = sheet.brand.takes(brands::Form::StrongTotals);
    if (is_strong)
        sheet.bar({kSecondColumn - kStandsOut, y - 5.6, kSums + 2 * kStandsOut, 8.4},
                  sheet.brand.brand);
    else sheet.rule(kSecondColumn, y - 5.6, kSums);
    Style style{.size = kTitle, .ink = is_strong ? Ink::OnBrand : Ink::Brand, .weight = kBold};
    auto tag = sheet.tag(Role::TableRow);
    {
        auto cell = sheet.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 2});
        sheet.text(kSecondColumn, y, total[Name::Label], style);
    }
    style.align = Align::Right;
    style.keeps_side = true;
    auto cell = sheet.tag(Role::DataCell);
    sheet.text(ends.amounts, y, total.text, style);
    return y + kLine;
}

double draw_total(Sheet& sheet, const Block& total, const Ends& ends, double y) {
    Style style{.weight = total.is(Name::Strong) ? kBold : pdf::Weight::Regular};
    {
        auto tag = sheet.tag(Role::TableRow);
        {
            auto cell = sheet.tag(Role::HeadCell, {.scope = pdf::Scope::Row});
            constexpr double kClear = 2;
            const auto base = total[Name::About];
            const double amount =
                sheet.is_mirrored()
                    ? ends.widest
                    : sheet.width(total.text, {.weight = style.weight, .align = Align::Right});
            const double end = base.empty() ? kRight - amount : ends.bases - sheet.width(base);
            const double room = std::min(kBaseRight - 8, end - kClear) - kSecondColumn;
            sheet.text_in(kSecondColumn, y, room, total[Name::Label], style);
        }
        {
            auto cell = sheet.tag(Role::DataCell);
            if (const auto base = total[Name::About]; !base.empty())
                sheet.text(ends.bases, y, base, {.ink = Ink::Muted, .align = Align::Right});
        }
        style.align = Align::Right;
        style.keeps_side = true;
        auto cell = sheet.tag(Role::DataCell);
        sheet.text(ends.amounts, y, total.text, style);
    }
    y += kLine;
    const auto reason = total[Name::Hint];
    if (reason.empty()) return y;
    auto tag = sheet.tag(Role::TableRow);
    auto cell = sheet.tag(Role::DataCell, {.columns = 3});
    return sheet.paragraph(kSecondColumn, y, kReasonWidth, reason, {.ink = Ink::Muted},
                           kMostReasonLines) +
           kBelowReason;
}

}  // namespace

// One row each, as the law wants them and as the payer adds them up.
Extent draw_totals(Sheet& sheet, const Block& totals, double y) {
    if (y + height_of(sheet, totals) > kPageBottom) y = add_details_page(sheet);
    const double top = y;
    const Ends ends = ends_of(sheet, totals);
    auto table = sheet.tag(Role::Table);
    if (sheet.brand.takes(brands::Form::PanelTotals))
        sheet.panel({kSecondColumn - kPanelOut, y - 7.2, kSums + 2 * kPanelOut,
                     height_of(sheet, totals) + 11.2},
                    sheet.brand.tint);
    else sheet.rule(kSecondColumn, y - 5, kSums, sheet.brand.muted, 0.5);
    for (const Block& total : totals.children())
        y = total.is(Name::Final) ? draw_final(sheet, total, ends, y)
                                  : draw_total(sheet, total, ends, y);
    return {top, y};
}

}  // namespace bw::paper
