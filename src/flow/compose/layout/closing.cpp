#include <algorithm>
#include <array>

#include "flow/compose/layout/blocks.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

namespace bw::compose {
namespace {

using pdf::Align;
using pdf::Role;

constexpr double kLabel = 105, kBaseRight = 164;  // columns of the sums
constexpr double kColumn = 76, kColumnGap = 13, kBlockGap = 9, kFactLabel = 24;

// Sums and taxes, one row each, as the law wants them and as the payer adds them up.
class Sums {
public:
    Sums(Sheet& sheet, double y) : sheet_(sheet), y_(y) {}

    double draw() {
        const auto& i = sheet_.invoice;
        const auto& words = sheet_.words;
        const double height = 28 + 12 * static_cast<double>(i.taxes.size());
        if (y_ + height > kPageBottom) y_ = add_details_page(sheet_);
        auto table = sheet_.tag(Role::Table);
        sheet_.rule(kLabel, y_ - 5, kRight - kLabel, sheet_.brand.muted, 0.5);
        row(words.total_net, {}, i.net, {});
        for (const auto& tax : i.taxes) tax_rows(tax);
        row(words.total_gross, {}, i.gross, {.weight = kBold});
        if (i.prepaid.minor != 0) row(words.total_prepaid, {}, -i.prepaid, {});
        const Money due = owed(i);
        const bool is_back = outcome_of(i) == Outcome::GetBack;
        y_ += 3;
        sheet_.rule(kLabel, y_ - 5.6, kRight - kLabel);
        const Style style{.size = kTitle, .ink = Ink::Brand, .weight = kBold};
        final_row(is_back ? words.total_credit : words.total_payable, is_back ? -due : due, style);
        return y_;
    }

private:
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

    void tax_rows(const bill::TaxSubtotal& tax) {
        const auto& words = sheet_.words;
        const auto label = fill(words.tax_of, {sheet_.format.percent(tax.percent)});
        row(label, fill(words.tax_base, {sheet_.format.amount(sheet_.shown(tax.base))}), tax.tax, {});
        if (tax.reason.empty()) return;
        auto tag = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::DataCell, {.columns = 3});
        y_ = sheet_.paragraph(kLabel, y_, kRight - kLabel - 25, tax.reason, {.ink = Ink::Muted}, 2) + 0.8;
    }

    Sheet& sheet_;
    double y_;
};

// A heading with facts (label, value) or paragraphs below it.
struct Note {
    std::string heading;
    std::vector<std::pair<std::string_view, std::string>> facts;
    std::vector<std::string> paragraphs;
};

constexpr int kMostFactLines = 3, kMostParagraphLines = 14;

double height_of(Sheet& sheet, const Note& note) {
    double height = kLine + 1;
    for (const auto& [label, value] : note.facts)
        height += kLeading * std::min(sheet.lines(kColumn - kFactLabel, value), kMostFactLines) + 0.8;
    for (const auto& paragraph : note.paragraphs)
        height += kLeading * std::min(sheet.lines(kColumn, paragraph), kMostParagraphLines) + 1.4;
    return height;
}

double draw_note(Sheet& sheet, double x, double y, const Note& note) {
    {
        auto tag = sheet.tag(Role::Heading3);
        sheet.text_in(x, y, kColumn, note.heading, {.size = kBody, .weight = kBold});
    }
    y += kLine + 1;
    for (const auto& [label, value] : note.facts) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text(x, y, label, {.ink = Ink::Muted});
        y = sheet.paragraph(x + kFactLabel, y, kColumn - kFactLabel, value, {}, kMostFactLines) + 0.8;
    }
    for (const auto& paragraph : note.paragraphs) {
        auto tag = sheet.tag(Role::Paragraph);
        y = sheet.paragraph(x, y, kColumn, paragraph, {}, kMostParagraphLines) + 1.4;
    }
    return y;
}

std::vector<Note> supply_notes(const Sheet& sheet) {
    const auto& words = sheet.words;
    std::vector<Note> notes;
    for (const auto& supply : sheet.invoice.supplies) {
        Note note{fill(words.supply_title, {kind_name(supply.kind, sheet.format)}), {}, {}};
        const auto fact = [&](std::string_view label, std::string value) {
            if (!value.empty()) note.facts.emplace_back(label, std::move(value));
        };
        const auto& a = supply.address;
        fact(words.supply_plan, supply.plan);
        fact(words.supply_code, supply.code);
        if (!a.street.empty()) fact(words.supply_address, a.street + ", " + a.postcode + " " + a.city);
        fact(words.supply_until, supply.plan_until);
        notes.push_back(std::move(note));
    }
    return notes;
}

std::vector<Note> contact_notes(const Sheet& sheet) {
    const auto& words = sheet.words;
    const auto& seller = sheet.invoice.seller;
    std::vector<Note> notes;
    if (!sheet.invoice.notices.empty())
        notes.push_back({std::string(words.notices_title), {}, sheet.invoice.notices});
    Note contact{std::string(words.contact_title), {}, {std::string(words.contact_ask)}};
    const auto fact = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) contact.facts.emplace_back(label, value);
    };
    fact(words.phone, seller.phone);
    fact(words.email, seller.email);
    fact(words.web, seller.web);
    notes.push_back(std::move(contact));
    notes.push_back({std::string(words.dispute_title), {}, {std::string(words.dispute)}});
    return notes;
}

// Fills one column from page and y on; further pages are made as needed.
void draw_column(Sheet& sheet, const std::vector<Note>& notes, int page, double x, double y) {
    sheet.go_to(page);
    for (const auto& note : notes) {
        if (y + height_of(sheet, note) > kPageBottom) {
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

}  // namespace

void draw_closing(Sheet& sheet, double y) {
    y = Sums(sheet, y + 6).draw() + kBlockGap + 2;
    const auto supplies = supply_notes(sheet);
    const auto contacts = contact_notes(sheet);
    // If not even the first block of a column fits, both columns start on a fresh page.
    const double first = std::max(supplies.empty() ? 0 : height_of(sheet, supplies.front()),
                                  height_of(sheet, contacts.front()));
    if (y + first > kPageBottom) y = add_details_page(sheet);
    const int page = sheet.pages() - 1;
    if (!supplies.empty()) draw_column(sheet, supplies, page, kLeft, y);
    draw_column(sheet, contacts, page, supplies.empty() ? kLeft : kLeft + kColumn + kColumnGap, y);
}

}  // namespace bw::compose
