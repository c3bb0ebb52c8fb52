#include "flow/compose/layout/blocks.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <cmath>

namespace bw::compose {
namespace {

constexpr double kNarrowRow = 4.6, kLargeRow = 7, kAboveSum = 1.6;
constexpr double kFewestGroups = 2, kMostGroups = 8;
constexpr double kDetailRight = 150;  // the column of quantities in the wide form

bool is_sum(const ReceiptRow& row) {
    return row.kind == ReceiptRow::Kind::Total || row.kind == ReceiptRow::Kind::Payable;
}

// How many groups find room above `bottom`, beside the rows that must stand.
std::size_t groups_above(const Sheet& sheet, double first, double bottom, double step) {
    const bool has_prepaid = sheet.invoice.prepaid.minor != 0;
    const double sums = has_prepaid ? 2 : 1, others = has_prepaid ? 2 : 1;  // taxes, prepaid
    const double rows = std::floor((bottom - first - kAboveSum * sums) / step) + 1;
    return static_cast<std::size_t>(std::clamp(rows - sums - others, kFewestGroups, kMostGroups));
}

}  // namespace

double draw_receipt(Sheet& sheet, const Box& box, ReceiptForm form) {
    const auto [x, top, width, tall] = box;
    double y = top;
    const bool is_wide = form != ReceiptForm::Narrow;
    const bool is_large = form == ReceiptForm::Large;
    y = draw_heading(sheet, x, y, width, sheet.words.receipt, sheet.words.receipt_title);
    const double step = is_large ? kLargeRow : is_wide ? kLine : kNarrowRow;
    const auto rows =
        receipt(sheet.invoice, sheet.format, groups_above(sheet, y, top + tall, step));
    const double size = is_large ? kBody : kSmall;
    const double right = x + width;
    auto table = sheet.tag(pdf::Role::Table);
    for (const auto& row : rows) {
        const bool sum = is_sum(row);
        if (sum) {
            sheet.rule(x, y - step + 2.4, width);
            y += kAboveSum;
        }
        const Style style{.size = size,
                          .ink = sum ? Ink::Brand : Ink::Text,
                          .weight = sum ? kBold : pdf::Weight::Regular};
        auto tag = sheet.tag(pdf::Role::TableRow);
        const std::string amount = sheet.format.amount(row.amount);
        const double amount_width = sheet.width(amount, style);
        {
            auto cell = sheet.tag(pdf::Role::HeadCell, {.scope = pdf::Scope::Row});
            const double room = is_wide ? 75 : width - amount_width - 3;
            sheet.text_in(x, y, room, row.name, style);
        }
        if (is_wide) {
            auto cell = sheet.tag(pdf::Role::DataCell);
            sheet.text(kDetailRight, y, row.detail,
                       {.size = size, .ink = Ink::Muted, .align = pdf::Align::Right});
        }
        auto cell = sheet.tag(pdf::Role::DataCell);
        Style right_style = style;
        right_style.align = pdf::Align::Right;
        sheet.text(right, y, amount, right_style);
        y += step;
    }
    return y - step;
}

}  // namespace bw::compose
