#include "flow/compose/paper/blocks.h"

#include <algorithm>
#include <cmath>

namespace bw::paper {
namespace {

constexpr double kNarrowRow = 4.6, kLargeRow = 7, kAboveSum = 1.6;
constexpr double kFewestRows = 2, kMostRows = content::kMostReceiptRows;
constexpr double kDetailRight = 150;  // the column of quantities in the wide form

struct Row {
    std::string_view name, about;
    std::string amount;
    bool is_total;
};

Row row_of(const Block& item) {
    return {item.text, item[Name::About], std::string(item[Name::Amount]), item.is(Name::Total)};
}

std::vector<const Block*> items_of(const Block& block) {
    std::vector<const Block*> items;
    for (const Block& child : block.children())
        if (child.kind == Kind::Item) items.push_back(&child);
    return items;
}

// Of the levels the first with no more than `most` rows; of the last one as many as fit, and what
// is left in one.
std::vector<Row> rows_within(const Block& receipt, std::size_t most,
                             const compose::Format& format) {
    std::vector<const Block*> items;
    for (const Block& child : receipt.children()) {
        if (child.kind != Kind::Level) continue;
        items = items_of(child);
        if (items.size() <= most) break;
    }
    const std::size_t shown = items.size() <= most ? items.size() : most - 1;
    std::vector<Row> rows;
    rows.reserve(shown + 1);
    for (std::size_t i = 0; i < shown; ++i) rows.push_back(row_of(*items[i]));
    if (shown == items.size()) return rows;
    Decimal rest;
    int digits = 0;
    for (std::size_t i = shown; i < items.size(); ++i) {
        rest += items[i]->number(Name::Amount);
        if (const auto* amount = items[i]->find(Name::Amount)) digits = amount->digits;
    }
    rows.push_back({receipt[Name::Other], {}, format.number(rest, digits), false});
    return rows;
}

// How many rows find room above `bottom`, beside those that must stand.
std::size_t rows_above(const std::vector<const Block*>& sums, double first, double bottom,
                       double step) {
    const auto totals =
        std::ranges::count_if(sums, [](const Block* item) { return item->is(Name::Total); });
    const double room = bottom - first - kAboveSum * static_cast<double>(totals);
    const double rows = std::floor(room / step) + 1 - static_cast<double>(sums.size());
    return static_cast<std::size_t>(std::clamp(rows, kFewestRows, kMostRows));
}

// From the name to the amount, past what stands between them and ends at `about_right`.
void draw_leaders(Sheet& sheet, const Row& row, double about_right, double from, double to,
                  double y, double size) {
    constexpr double kClear = 1.5, kRise = 0.3;
    if (about_right > 0 && !row.about.empty()) {
        const double about =
            about_right - sheet.width(row.about, {.size = size, .align = pdf::Align::Right});
        sheet.leader(from + kClear, y - kRise, about - from - 2 * kClear);
        from = about_right;
    }
    sheet.leader(from + kClear, y - kRise, to - from - 2 * kClear);
}

}  // namespace

double draw_receipt(Sheet& sheet, const Block& receipt, const Box& box, ReceiptForm form) {
    const auto [x, top, width, tall] = box;
    double y = draw_heading(sheet, x, top, width, receipt[Name::Label], receipt[Name::Title]);
    const bool is_wide = form != ReceiptForm::Narrow;
    const bool is_large = form == ReceiptForm::Large;
    const double step = is_large ? kLargeRow : is_wide ? kLine : kNarrowRow;
    const auto sums = items_of(receipt);
    auto rows = rows_within(receipt, rows_above(sums, y, top + tall, step), sheet.format);
    for (const auto* item : sums) rows.push_back(row_of(*item));
    const double size = is_large ? kBody : kSmall;
    double widest = 0;  // is asked of a mirrored page only
    for (const auto& row : rows)
        if (sheet.is_mirrored())
            widest = std::max(
                widest, sheet.width(row.amount,
                                    {.size = size, .weight = kBold, .align = pdf::Align::Right}));
    const bool is_till = sheet.brand.takes(brands::Form::TillReceipt);
    auto table = sheet.tag(pdf::Role::Table);
    for (const auto& row : rows) {
        if (row.is_total) {
            if (is_till) sheet.rule(x, y - step + 2.6, width, sheet.brand.brand, 1.2);
            else sheet.rule(x, y - step + 2.4, width);
            y += kAboveSum;
        }
        Style style{.size = size,
                    .ink = row.is_total ? Ink::Brand : Ink::Text,
                    .weight = row.is_total ? kBold : pdf::Weight::Regular};
        auto tag = sheet.tag(pdf::Role::TableRow);
        {
            const double amount_width =
                sheet.is_mirrored() ? widest : sheet.width(row.amount, style);
            auto cell = sheet.tag(pdf::Role::HeadCell, {.scope = pdf::Scope::Row});
            const double room = is_wide ? 75 : width - amount_width - 3;
            const double end = x + sheet.text_in(x, y, room, row.name, style);
            if (is_till && !row.is_total)
                draw_leaders(sheet, row, is_wide ? kDetailRight : 0, end, x + width - amount_width,
                             y, size);
        }
        if (is_wide) {
            auto cell = sheet.tag(pdf::Role::DataCell);
            sheet.text(kDetailRight, y, row.about,
                       {.size = size, .ink = Ink::Muted, .align = pdf::Align::Right});
        }
        auto cell = sheet.tag(pdf::Role::DataCell);
        style.align = pdf::Align::Right;
        style.keeps_side = true;
        sheet.text(sheet.figures_at(x + width, widest), y, row.amount, style);
        y += step;
    }
    return y - step;
}

}  // namespace bw::paper
