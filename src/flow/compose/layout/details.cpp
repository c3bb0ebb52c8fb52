#include "flow/bill/parts.h"
#include "flow/compose/layout/blocks.h"
#include "flow/compose/layout/emblem.h"
#include "flow/compose/line_text.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <span>

namespace bw::compose {
namespace {

using pdf::Align;
using pdf::Role;

// Columns: words grow, numbers stand at their decimal mark, units start at one place.
constexpr double kWhatWidth = 68, kQuantityMark = 110, kUnit = 118, kQuantityLimit = kUnit - 1.2,
                 kPriceMark = 144;
constexpr double kTaxWidth = 9, kAmountWidth = 22, kRowGap = 1.6, kGroupHead = 14, kTitleRoom = 10;
constexpr double kBefore = 3;  // clear of a quantity
constexpr int kMostNameLines = 3, kMostWordLines = 4;

// Lines of one supply point.
struct Group {
    int supply;
    std::vector<std::size_t> lines;  // indexes
};

// Of some lines, points in the order in which they first appear.
std::vector<Group> groups_of(const bill::Invoice& invoice, std::span<const std::size_t> lines) {
    std::vector<Group> groups;
    for (const auto i : lines) {
        const auto& line = invoice.lines[i];
        const int supply = bill::supply_of(invoice, line) == nullptr ? -1 : line.supply;
        auto group = std::ranges::find(groups, supply, &Group::supply);
        if (group == groups.end()) group = groups.insert(groups.end(), {supply, {}});
        group->lines.push_back(i);
    }
    return groups;
}

// A bill that is in no parts is one without a name.
std::vector<bill::Part> drawn_parts(const bill::Invoice& invoice) {
    auto parts = bill::parts_of(invoice);
    if (!parts.empty()) return parts;
    bill::Part whole;
    whole.lines.resize(invoice.lines.size());
    std::iota(whole.lines.begin(), whole.lines.end(), std::size_t{0});
    parts.push_back(std::move(whole));
    return parts;
}

class Charges {
public:
    explicit Charges(Sheet& sheet)
        : sheet_(sheet), texts_(line_texts(sheet.invoice, sheet.format)),
          is_tax_inside_(shows_tax_inside(sheet.invoice)), tax_right_(tax_right()) {}

    double draw() {
        start_page(is_tax_inside_ ? fill(sheet_.words.charges_with_tax,
                                         {tax_name(sheet_.invoice, sheet_.format, TaxName::Short)})
                                  : std::string(sheet_.words.charges),
                   {.size = kLarge, .weight = kBold});
        auto table = sheet_.tag(Role::Table);
        column_heads();
        const auto parts = drawn_parts(sheet_.invoice);
        for (const auto& part : parts) {
            if (!part.site.empty()) part_head(part, &part == &parts.front());
            draw_part(part, parts.size() > 1);
            y_ += 2;
        }
        return y_;
    }

private:
    [[nodiscard]] Money shown(const bill::InvoiceLine& line) const {
        return shown_amount(line, is_tax_inside_);
    }

    // The column of amounts is as wide as the largest sum that may stand in it.
    double tax_right() {
        std::int64_t most = 0;
        for (const auto& line : sheet_.invoice.lines) most += std::abs(shown(line).minor);
        const auto text = sheet_.format.amount({-most, sheet_.invoice.currency});
        const double width = sheet_.width(text, {.weight = kBold, .align = Align::Right});
        return kRight - std::max(kAmountWidth, width + 2);
    }

    void start_page(std::string_view title, const Style& style) {
        y_ = add_details_page(sheet_);
        auto tag = sheet_.tag(Role::Heading2, {.bookmark = title});
        sheet_.text(kLeft, y_, title, style);
        y_ += kTitleRoom;
    }

    // The table goes on: no heading may lie in it (ISO 14289-1, 7.2), a row across it may.
    void continue_page() {
        y_ = add_details_page(sheet_);
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 5});
        sheet_.text(kLeft, y_, sheet_.words.charges_continued, {.size = kTitle, .ink = Ink::Muted});
        y_ += kTitleRoom;
    }

    void head_cell(double x, std::string_view words, Align align) {
        auto cell = sheet_.tag(Role::HeadCell);
        sheet_.text(x, y_, words, {.ink = Ink::Muted, .align = align});
    }

    void column_heads() {
        const auto& words = sheet_.words;
        auto row = sheet_.tag(Role::TableRow);
        head_cell(kLeft, words.column_what, Align::Left);
        head_cell(kUnit, words.column_quantity, Align::Right);
        head_cell(kPriceMark + 9, words.column_price, Align::Right);
        head_cell(tax_right_, tax_name(sheet_.invoice, sheet_.format, TaxName::Short),
                  Align::Right);
        head_cell(kRight,
                  std::string(words.column_amount) + " " +
                      std::string(sheet_.invoice.currency.code()),
                  Align::Right);
        sheet_.rule(kLeft, y_ + 2, kWidth, sheet_.brand.muted, 0.5);
        y_ += 8;
    }

    // A row across the table with an amount.
    void sum_row(std::string_view label, std::int64_t minor, Ink ink) {
        auto row = sheet_.tag(Role::TableRow);
        {
            auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 4});
            sheet_.text(tax_right_, y_, label, {.ink = ink, .align = Align::Right});
        }
        auto cell = sheet_.tag(Role::DataCell);
        sheet_.text(kRight, y_,
                    sheet_.format.amount(sheet_.shown({minor, sheet_.invoice.currency})),
                    {.ink = ink, .weight = kBold, .align = Align::Right});
        y_ += kLine + kRowGap;
    }

    // Room for `height` and the row of the carried sum below it, or the next page.
    void need(double height) {
        if (y_ + height <= kPageBottom - kLine) return;
        y_ = std::max(y_, kPageBottom - 1);
        sum_row(sheet_.words.carried, carried_, Ink::Muted);
        continue_page();
        column_heads();
        sum_row(sheet_.words.brought, carried_, Ink::Muted);
        if (group_title_.empty()) return;
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 5});
        sheet_.text_in(kLeft, y_, kWidth, fill(sheet_.words.continued, {group_title_}),
                       {.ink = Ink::Brand, .weight = kBold});
        y_ += kLine + kRowGap;
    }

    // A part of the bill, a branch or a cost centre, and where it is.
    void part_head(const bill::Part& part, bool is_below_heads) {
        need(2 * kGroupHead + 2 * kLine);
        y_ += 4;
        if (!is_below_heads) sheet_.rule(kLeft, y_ - 6.5, kWidth, sheet_.brand.muted, 0.5);
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 5});
        const std::string place = part.address ? place_name(*part.address) : std::string();
        sheet_.text_in(kLeft, y_, kWidth, part.site + (place.empty() ? "" : " "),
                       {.size = kTitle, .weight = kBold});
        y_ += kLine;
        if (!place.empty()) {
            sheet_.text_in(kLeft, y_, kWidth, place, {.ink = Ink::Muted});
            y_ += kLine;
        }
        y_ += 3 * kRowGap;
    }

    void draw_part(const bill::Part& part, bool is_one_of_several) {
        const auto groups = groups_of(sheet_.invoice, part.lines);
        const bool has_heads = groups.size() > 1 || groups.front().supply >= 0;
        // The sum of a named part with one group is the group's.
        const bool has_sums = groups.size() > 1 || (is_one_of_several && part.site.empty());
        for (const auto& group : groups) {
            if (&group != &groups.front()) y_ += 2;
            if (has_heads || is_one_of_several) group_head(group, part);
            draw_lines(group, has_sums);
        }
        if (part.site.empty()) return;
        need(kLine);
        if (!has_sums) y_ += 1;
        sum_row(fill(sheet_.words.part_sum, {part.site}), shown_amount(part, is_tax_inside_).minor,
                Ink::Brand);
    }

    void group_head(const Group& group, const bill::Part& part) {
        need(kGroupHead + 2 * kLine);
        const auto& words = sheet_.words;
        std::string title(words.other_charges), second;
        if (group.supply >= 0) {
            const auto& supply = sheet_.invoice.supplies[static_cast<std::size_t>(group.supply)];
            title = kind_name(supply.kind, sheet_.format);
            if (!supply.plan.empty()) title.append(kDot).append(supply.plan);
            second = supply.code;
            // The head of a part has said where all of it is.
            if (const auto place = place_name(supply.address); !place.empty() && !part.address)
                second.append(second.empty() ? "" : kDot).append(place);
        }
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 5});
        sheet_.text_in(kLeft, y_ + 1, kWidth, title + (second.empty() ? "" : " "),
                       {.size = kBody, .ink = Ink::Brand, .weight = kBold});
        if (!second.empty()) sheet_.text_in(kLeft, y_ + 5.6, kWidth, second, {.ink = Ink::Muted});
        y_ += second.empty() ? 8 : 13;
        group_title_ = part.site;
        group_title_.append(part.site.empty() ? "" : kDot).append(title);
    }

    void draw_lines(const Group& group, bool has_sum) {
        std::int64_t sum = 0;
        std::string section;
        for (const auto i : group.lines) {
            const auto& line = sheet_.invoice.lines[i];
            if (auto its = section_of(line); its != section) {
                section_head(its.empty() ? sheet_.format.days(main_period(sheet_.invoice)) : its);
                section = std::move(its);
            }
            draw_line(line, texts_[i]);
            sum += shown(line).minor;
        }
        group_title_.clear();
        if (!has_sum) return;
        y_ += 1;
        sum_row(sheet_.words.subtotal, sum, Ink::Text);
    }

    // What a line is a correction of; empty for the charges of the bill itself. A credit note for
    // one bill says so on its first page; here it would stand above every line.
    std::string section_of(const bill::InvoiceLine& line) const {
        const auto& i = sheet_.invoice;
        const bool is_said = i.kind == bill::InvoiceKind::CreditNote &&
                             i.corrected_numbers.size() == 1 &&
                             i.corrected_numbers.front() == line.corrects;
        if (line.corrects.empty() || is_said) return {};
        if (takes_back_advance(line)) return std::string(sheet_.words.advances_deducted);
        const Period& days = line.nominal.is_empty() ? line.days : line.nominal;
        return fill(sheet_.words.correction_of, {line.corrects, sheet_.format.days(days)});
    }

    void section_head(const std::string& title) {
        need(3 * kLine);
        y_ += 1;
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = 5});
        sheet_.text_in(kLeft, y_, kWidth, title, {.weight = kBold});
        y_ += kLine + kRowGap;
    }

    void draw_line(const bill::InvoiceLine& line, const LineText& text) {
        const std::string& words = text.words;
        const int name_lines = std::min(sheet_.lines(kWhatWidth, line.name), kMostNameLines);
        // A few words stand behind the name, more below it.
        const double behind = sheet_.width(line.name + "  ");
        const bool stands_behind =
            line.words.empty() && !words.empty() && name_lines == 1 &&
            kLeft + behind + sheet_.width(words) <= quantity_left(text.number) - kBefore;
        const int word_lines =
            stands_behind ? 0 : std::min(sheet_.lines(kWhatWidth, words), kMostWordLines);
        const int left = std::max(1, name_lines + word_lines);
        const double height = kLeading * std::max(left, line.base != 1 ? 2 : 1) + kRowGap;
        need(height);
        auto row = sheet_.tag(Role::TableRow);
        {
            auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row});
            const double below =
                sheet_.paragraph(kLeft, y_, kWhatWidth, line.name, {}, kMostNameLines);
            if (stands_behind) sheet_.text(kLeft + behind, y_, words, {.ink = Ink::Muted});
            else
                sheet_.paragraph(kLeft, below, kWhatWidth, words, {.ink = Ink::Muted},
                                 kMostWordLines);
        }
        draw_numbers(line, text);
        y_ += height;
        carried_ += shown(line).minor;
    }

    // Where the decimal mark of a number stands: at `mark`, further left where many decimals would
    // reach over the limit. Without a mark, the number ends there.
    double mark_of(double mark, double limit, std::string_view text) {
        const auto at = text.find(sheet_.words.decimal_point);
        if (at == std::string_view::npos) return mark;
        return std::min(mark, limit - sheet_.width(text.substr(at), {.align = Align::Decimal}));
    }

    // Where the quantity of a line begins.
    double quantity_left(std::string_view text) {
        const auto whole = text.substr(0, text.find(sheet_.words.decimal_point));
        return mark_of(kQuantityMark, kQuantityLimit, text) -
               sheet_.width(whole, {.align = Align::Decimal});
    }

    void number(double mark, double limit, const std::string& text) {
        if (text.empty()) return;
        // ends in a space, so that neither ear nor search runs a number and its unit together
        sheet_.text(mark_of(mark, limit, text), y_, text + " ", {.align = Align::Decimal});
    }

    void draw_numbers(const bill::InvoiceLine& line, const LineText& text) {
        const auto& format = sheet_.format;
        {
            auto cell = sheet_.tag(Role::DataCell);
            number(kQuantityMark, kQuantityLimit, text.number);
            sheet_.text_in(kUnit, y_, 20, text.unit, {.ink = Ink::Muted});
        }
        {
            auto cell = sheet_.tag(Role::DataCell);
            if (text.has_price)
                number(kPriceMark, tax_right_ - kTaxWidth,
                       format.price(line.price, line.net.currency));
            if (text.has_price && line.base != 1)
                sheet_.text(
                    kPriceMark + 9, y_ + kLeading,
                    fill(sheet_.words.per_base, {format.quantity(Decimal(line.base), line.unit)}),
                    {.ink = Ink::Muted, .align = Align::Right});
        }
        {
            auto cell = sheet_.tag(Role::DataCell);
            sheet_.text(tax_right_, y_, format.percent(line.tax_percent),
                        {.ink = Ink::Muted, .align = Align::Right});
        }
        auto cell = sheet_.tag(Role::DataCell);
        sheet_.text(kRight, y_, format.amount(sheet_.shown(shown(line))), {.align = Align::Right});
    }

    Sheet& sheet_;
    const std::vector<LineText> texts_;
    const bool is_tax_inside_;
    std::string group_title_;  // of the group being drawn, for its head on the next page
    const double tax_right_;
    double y_ = 0;
    std::int64_t carried_ = 0;
};

}  // namespace

double add_details_page(Sheet& sheet) {
    sheet.add_page();
    draw_word_mark(sheet, kLeft, 18, 5.4, 11);
    return kDetailsTop;
}

double draw_charges(Sheet& sheet) {
    if (sheet.invoice.lines.empty()) return add_details_page(sheet);
    return Charges(sheet).draw();
}

}  // namespace bw::compose
