#include "flow/compose/layout/blocks.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <array>

namespace bw::compose {
namespace {

using pdf::Align;
using pdf::Role;

constexpr double kLabel = 105, kBaseRight = 164;  // columns of the sums
constexpr double kColumn = 76, kColumnGap = 13, kBlockGap = 7, kFactLabel = 24;

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
        const auto name = tax_name(i, sheet_.format);
        row(fill(words.total_net, {name}), {}, i.net, {});
        for (const auto& tax : i.taxes) tax_rows(tax);
        row(fill(words.total_gross, {name}), {}, i.gross, {.weight = kBold});
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
        const auto label = fill(words.tax_of, {tax_name(sheet_.invoice, sheet_.format),
                                               sheet_.format.percent(tax.percent)});
        row(label, fill(words.tax_base, {sheet_.format.amount(sheet_.shown(tax.base))}), tax.tax,
            {});
        const auto reason = tax_reason(tax, words);
        if (reason.empty()) return;
        auto tag = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::DataCell, {.columns = 3});
        y_ = sheet_.paragraph(kLabel, y_, kRight - kLabel - 25, reason, {.ink = Ink::Muted}, 2) +
             0.8;
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

// A long code is not broken to stand beside its label.
bool stands_below(Sheet& sheet, const std::string& value) {
    return value.find(' ') == std::string::npos && sheet.lines(kColumn - kFactLabel, value) > 1;
}

double height_of(Sheet& sheet, const Note& note) {
    double height = kLine + 1;
    for (const auto& [label, value] : note.facts)
        height +=
            0.8 +
            (stands_below(sheet, value)
                 ? kLeading * (1 + std::min(sheet.lines(kColumn, value), kMostFactLines))
                 : kLeading * std::min(sheet.lines(kColumn - kFactLabel, value), kMostFactLines));
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
    for (const auto& paragraph : note.paragraphs) {
        auto tag = sheet.tag(Role::Paragraph);
        y = sheet.paragraph(x, y, kColumn, paragraph, {}, kMostParagraphLines) + 1.4;
    }
    for (const auto& [label, value] : note.facts) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(x, y, label);
        if (stands_below(sheet, value))
            y = sheet.paragraph(x, y + kLeading, kColumn, value, {}, kMostFactLines) + 0.8;
        else
            y = sheet.paragraph(x + kFactLabel, y, kColumn - kFactLabel, value, {},
                                kMostFactLines) +
                0.8;
    }
    return y;
}

std::string address_of(const bill::Address& a) {
    return a.street.empty() ? std::string() : a.street + ", " + a.postcode + " " + a.city;
}

// One supply point as a list of facts.
Note supply_note(const Sheet& sheet, const bill::SupplyPoint& supply) {
    const auto& words = sheet.words;
    Note note{fill(words.supply_title, {kind_name(supply.kind, sheet.format)}), {}, {}};
    const auto fact = [&](std::string_view label, std::string value) {
        if (!value.empty()) note.facts.emplace_back(label, std::move(value));
    };
    fact(words.supply_plan, supply.plan);
    fact(words.supply_code, supply.code);
    fact(words.supply_address, address_of(supply.address));
    fact(words.supply_until, supply.plan_until);
    return note;
}

// Several supply points, each with its plan and the end of its contract; in notes of a bounded
// size.
std::vector<Note> supply_notes(const Sheet& sheet) {
    constexpr std::size_t kPerNote = 12;
    const auto& supplies = sheet.invoice.supplies;
    const auto& words = sheet.words;
    if (supplies.size() == 1) return {supply_note(sheet, supplies.front())};
    std::vector<Note> notes;
    for (std::size_t i = 0; i < supplies.size(); ++i) {
        if (i % kPerNote == 0) notes.push_back({std::string(words.supplies_title), {}, {}});
        const auto& supply = supplies[i];
        std::string text = supply.code;
        for (const auto& part : {supply.plan, address_of(supply.address)})
            if (!part.empty()) text.append(kDot).append(part);
        if (!supply.plan_until.empty())
            text.append(kDot).append(words.supply_until).append(" ").append(supply.plan_until);
        notes.back().paragraphs.push_back(std::move(text));
    }
    return notes;
}

std::vector<Note> contact_notes(const Sheet& sheet) {
    const auto& words = sheet.words;
    const auto& seller = sheet.invoice.seller;
    Note contact{std::string(words.contact_title), {}, {std::string(words.contact_ask)}};
    const auto fact = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) contact.facts.emplace_back(label, value);
    };
    fact(words.phone, seller.phone);
    fact(words.email, seller.email);
    fact(words.web, seller.web);
    return {std::move(contact),
            {std::string(words.dispute_title), {}, {std::string(words.dispute)}}};
}

double height_of(Sheet& sheet, const std::vector<Note>& notes) {
    double height = 0;
    for (const auto& note : notes) height += height_of(sheet, note) + kBlockGap;
    return height;
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
    auto left = supply_notes(sheet);
    auto right = contact_notes(sheet);
    if (!sheet.invoice.notices.empty()) {
        // the shorter column takes the notices
        auto& column = height_of(sheet, left) <= height_of(sheet, right) ? left : right;
        column.push_back({std::string(sheet.words.notices_title), {}, sheet.invoice.notices});
    }
    if (left.empty()) std::swap(left, right);
    // If a column's first block does not fit, both start on a fresh page.
    const double first = std::max(height_of(sheet, left.front()),
                                  right.empty() ? 0 : height_of(sheet, right.front()));
    if (y + first > kPageBottom) y = add_details_page(sheet);
    const int page = sheet.pages() - 1;
    draw_column(sheet, left, page, kLeft, y);
    draw_column(sheet, right, page, kLeft + kColumn + kColumnGap, y);
}

}  // namespace bw::compose
