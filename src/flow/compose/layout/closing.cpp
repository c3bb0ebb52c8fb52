#include "flow/compose/layout/blocks.h"
#include "flow/compose/layout/notes.h"
#include "flow/compose/line_text.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <algorithm>

namespace bw::compose {
namespace {

using pdf::Align;
using pdf::Role;

// Columns of the sums; they begin where the right column of the notes does.
constexpr double kLabel = kLeft + kColumn + kColumnGap, kBaseRight = 164;

constexpr double kReasonWidth = kRight - kLabel - 25;
constexpr int kMostReasonLines = 2;

// Sums and taxes, one row each, as the law wants them and as the payer adds them up.
class Sums {
public:
    Sums(Sheet& sheet, double y) : sheet_(sheet), y_(y) {}

    double draw() {
        const auto& i = sheet_.invoice;
        const auto& words = sheet_.words;
        if (y_ + height() > kPageBottom) y_ = add_details_page(sheet_);
        top_ = y_;
        auto table = sheet_.tag(Role::Table);
        sheet_.rule(kLabel, y_ - 5, kRight - kLabel, sheet_.brand.muted, 0.5);
        const auto name = tax_name(i, sheet_.format);
        const bool is_tax_inside = shows_tax_inside(i);
        const auto taxes = [&](std::string_view label) {
            for (const auto& tax : i.taxes) tax_rows(tax, label);
        };
        if (!is_tax_inside) {
            row(fill(words.total_net, {name}), {}, i.net, {});
            taxes(words.tax_of);
        }
        row(fill(words.total_gross, {name}), {}, i.gross, {.weight = kBold});
        if (is_tax_inside) taxes(words.tax_inside);
        if (i.prepaid.minor != 0) row(words.total_prepaid, {}, -i.prepaid, {});
        const Money due = owed(i);
        const bool is_back = outcome_of(i) == Outcome::GetBack;
        y_ += 3;
        sheet_.rule(kLabel, y_ - 5.6, kRight - kLabel);
        const Style style{.size = kTitle, .ink = Ink::Brand, .weight = kBold};
        final_row(is_back ? words.total_credit : words.total_payable, is_back ? -due : due, style);
        return y_;
    }
    [[nodiscard]] double top() const { return top_; }  // of what was drawn

private:
    // Down to the last baseline.
    double height() {
        const auto& i = sheet_.invoice;
        double height = 2 * kLine + 3 + (i.prepaid.minor != 0 ? kLine : 0);
        if (shows_tax_inside(i)) height -= kLine;
        for (const auto& tax : i.taxes) {
            const auto reason = tax_reason(tax, sheet_.words);
            const int lines = std::min(sheet_.lines(kReasonWidth, reason), kMostReasonLines);
            height += kLine + (lines > 0 ? lines * kLeading + 0.8 : 0);
        }
        return height;
    }

    void row(std::string_view label, const std::string& base, const Money& money, Style style) {
        auto tag = sheet_.tag(Role::TableRow);
        {
            auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row});
            sheet_.text_in(kLabel, y_, kBaseRight - kLabel - 8, label, style);
        }
        {
            auto cell = sheet_.tag(Role::DataCell);
            if (!base.empty())
                sheet_.text(kBaseRight, y_, base, {.ink = Ink::Muted, .align = Align::Right});
        }
        style.align = Align::Right;
        auto cell = sheet_.tag(Role::DataCell);
        sheet_.text(kRight, y_, sheet_.format.amount(sheet_.shown(money)), style);
        y_ += kLine;
    }

    void final_row(std::string_view label, const Money& money, Style style) {
        auto tag = sheet_.tag(Role::TableRow);
        {
            auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 2});
            sheet_.text(kLabel, y_, label, style);
        }
        style.align = Align::Right;
        auto cell = sheet_.tag(Role::DataCell);
        sheet_.text(kRight, y_, sheet_.format.money(money), style);
        y_ += kLine;
    }

    void tax_rows(const bill::TaxSubtotal& tax, std::string_view pattern) {
        const auto& words = sheet_.words;
        const auto label = fill(
            pattern, {tax_name(sheet_.invoice, sheet_.format), sheet_.format.percent(tax.percent)});
        row(label, fill(words.tax_base, {sheet_.format.amount(sheet_.shown(tax.base))}), tax.tax,
            {});
        const auto reason = tax_reason(tax, words);
        if (reason.empty()) return;
        auto tag = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::DataCell, {.columns = 3});
        y_ = sheet_.paragraph(kLabel, y_, kReasonWidth, reason, {.ink = Ink::Muted},
                              kMostReasonLines) +
             0.8;
    }

    Sheet& sheet_;
    double y_, top_ = 0;
};

// Fills one column from page and y on; further pages are made as needed.
void draw_column(Sheet& sheet, const std::vector<Note>& notes, int page, double x, double y) {
    sheet.go_to(page);
    for (const auto& note : notes) {
        if (y + note.height > kPageBottom) {
            ++page;
            if (page < sheet.pages()) {
                sheet.go_to(page);
                y = kDetailsTop;
            } else {
                y = add_details_page(sheet);
            }
        }
        y = draw_note(sheet, x, y, note) + kBlockGap;
    }
}

// The notes in two columns, with the places where they begin.
struct Columns {
    std::vector<Note> left, right;
    double left_y, right_y;

    [[nodiscard]] double left_end() const { return end_of(left, left_y); }
    [[nodiscard]] double right_end() const { return end_of(right, right_y); }
    [[nodiscard]] bool fits() const {
        return left_end() <= kPageBottom && right_end() <= kPageBottom;
    }

private:
    static double end_of(const std::vector<Note>& notes, double y) {
        for (const auto& note : notes) y += note.height + kBlockGap;
        return notes.empty() ? y : y - kBlockGap;
    }
};

// Supplies to the left, contacts to the right, the notices to the shorter column.
Columns arrange(std::vector<Note> supplies, std::vector<Note> contacts,
                const std::vector<Note>& notices, double left_y, double right_y) {
    Columns c{std::move(supplies), std::move(contacts), left_y, right_y};
    auto& shorter = c.left_end() <= c.right_end() ? c.left : c.right;
    shorter.insert(shorter.end(), notices.begin(), notices.end());
    if (c.fits()) return c;
    // What no longer fits below one column may fit below the other.
    const bool is_left = c.left_end() > kPageBottom;
    Columns other = c;
    auto& full = is_left ? other.left : other.right;
    if (full.size() < 2) return c;
    (is_left ? other.right : other.left).push_back(std::move(full.back()));
    full.pop_back();
    return other.fits() ? other : c;
}

}  // namespace

void draw_closing(Sheet& sheet, double y) {
    Sums sums(sheet, y + 6);
    const double below = sums.draw() + kBlockGap + 2;
    const auto supplies = measured(sheet, supply_notes(sheet, SupplyForm::Full));
    const auto contacts = measured(sheet, contact_notes(sheet));
    std::vector<Note> notices;
    if (const auto sentences = compose::notices(sheet.invoice, sheet.format); !sentences.empty())
        notices = measured(sheet, {{std::string(sheet.words.notices_title), sentences}});
    // Below the sums; beside them where the notes would not end on this page; else on a page of
    // their own, so that no single block is left over for it.
    Columns columns = arrange(supplies, contacts, notices, below, below);
    if (!columns.fits()) columns = arrange(supplies, contacts, notices, sums.top(), below);
    if (!columns.fits())
        columns = arrange(measured(sheet, supply_notes(sheet, SupplyForm::Short)), contacts,
                          notices, sums.top(), below);
    if (!columns.fits()) {
        const double top = add_details_page(sheet);
        columns = arrange(supplies, contacts, notices, top, top);
    }
    const int page = sheet.pages() - 1;
    draw_column(sheet, columns.left, page, kLeft, columns.left_y);
    draw_column(sheet, columns.right, page, kLabel, columns.right_y);
}

}  // namespace bw::compose
