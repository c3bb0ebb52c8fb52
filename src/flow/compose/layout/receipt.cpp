#include "flow/compose/layout/blocks.h"
#include "flow/compose/story.h"

namespace bw::compose {
namespace {

constexpr double kNarrowRow = 4.6, kLargeRow = 7;
constexpr std::size_t kNarrowGroups = 4, kLargeGroups = 8;
constexpr double kDetailRight = 150;  // the column of quantities in the wide form

bool is_sum(const ReceiptRow& row) {
    return row.kind == ReceiptRow::Kind::Total || row.kind == ReceiptRow::Kind::Payable;
}

}  // namespace

double draw_receipt(Sheet& sheet, double x, double y, double width, ReceiptForm form) {
    const bool is_wide = form != ReceiptForm::Narrow;
    const bool is_large = form == ReceiptForm::Large;
    const auto rows = receipt(sheet.invoice, sheet.format, is_large ? kLargeGroups : kNarrowGroups);
    y = draw_heading(sheet, x, y, width, sheet.words.receipt, sheet.words.receipt_title);
    const double step = is_large ? kLargeRow : is_wide ? kLine : kNarrowRow;
    const double size = is_large ? kBody : kSmall;
    const double right = x + width;
    auto table = sheet.tag(pdf::Role::Table);
    for (const auto& row : rows) {
        const bool sum = is_sum(row);
        if (sum) {
            sheet.rule(x, y - step + 2.4, width);
            y += 1.6;
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
