// Rows under heads. A page ends with the sum that is carried forward and begins with it; a group
// that goes on says its title again; no title stands without a row below it.
#include "flow/compose/paper/blocks.h"

#include <algorithm>

namespace bw::paper {
namespace {

using pdf::Align;
using pdf::Role;

constexpr double kRowGap = 1.6, kGroupHead = 14;
constexpr double kCloseGap = kLine - kLeading;  // a row of one line stands on the page's baselines
constexpr double kBefore = 3;                   // clear of a number
constexpr double kHeadRoom = 8.5;               // of a head behind the decimal mark of its column
constexpr double kAfterNumber = 1.2, kLeastGrowing = 30;
constexpr int kMostNameLines = 3, kMostWordLines = 4;

struct Column {
    std::string_view head;
    double left, width;
    double decimals = 0, unit = 0;  // of a number: room behind its mark, and for its unit
    double widest = 0;              // of what lies against its right; of a number, of whole ones
    bool is_decimal = false, is_right = false, is_row_head = false, grows = false;

    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double number_right() const { return right() - unit; }
    [[nodiscard]] double mark() const { return number_right() - decimals; }
    // Where a head or a note of the column ends.
    [[nodiscard]] double edge() const {
        return is_decimal ? std::min(number_right(), mark() + kHeadRoom) : right();
    }
};

class Drawing {
public:
    Drawing(Sheet& sheet, const Block& table, double y, std::string_view title)
        : sheet_(sheet), table_(table), title_(title), y_(y),
          row_gap_(table[Name::Style] == "close" ? kCloseGap : kRowGap) {
        read_columns();
        const bool is_last_sum = find_carried(table);
        is_carried_ = is_last_sum;
    }

    double draw() {
        auto tag = sheet_.tag(Role::Table);
        draw_heads();
        draw_rows(table_);
        return y_;
    }

private:
    void read_columns() {
        double fixed = 0;
        for (const Block& block : table_.children()) {
            if (block.kind != Kind::Column) continue;
            Column column{block[Name::Head], 0, real(block.number(Name::Width))};
            column.grows = !block.has(Name::Width);
            column.decimals = real(block.number(Name::Decimals));
            column.unit = real(block.number(Name::Unit));
            column.is_decimal = block[Name::Align] == "decimal";
            column.is_right = block[Name::Align] == "right";
            column.is_row_head = block.is(Name::RowHead);
            columns_.push_back(column);
        }
        widen(table_);
        // Sums that are carried forward are no wider than all of them.
        if (sheet_.is_mirrored() && find_carried(table_) && !columns_.empty())
            fit(columns_.back(), sheet_.format.number(all_carried(table_), digits_));
        for (const auto& column : columns_) fixed += column.width;
        double left = kLeft;
        for (auto& column : columns_) {
            if (column.grows) column.width = std::max(kWidth - fixed, kLeastGrowing);
            column.left = left;
            left += column.width;
        }
    }

    // A column of amounts is as wide as the widest that stands in it.
    void fit(Column& column, std::string_view text) {
        constexpr double kAir = 2;
        const double width = sheet_.width(text, {.weight = kBold, .align = Align::Right});
        column.width = std::max(column.width, width + kAir);
        column.widest = std::max(column.widest, width);
    }

    static Decimal all_carried(const Block& block) {
        Decimal sum = block.number(Name::Carried);
        for (const Block& child : block.children()) sum += all_carried(child);
        return sum;
    }

    void widen(const Block& block) {
        for (const Block& child : block.children()) {
            if (child.kind == Kind::Sum && !columns_.empty()) fit(columns_.back(), child.text);
            if (child.kind == Kind::Group) widen(child);
            if (child.kind != Kind::Row) continue;
            std::size_t i = 0;
            for (const Block& cell : child.children()) {
                if (i == columns_.size()) break;
                Column& column = columns_[i++];
                if (column.is_right) fit(column, cell.text);
                if (column.is_decimal && sheet_.is_mirrored())
                    column.widest = std::max(
                        column.widest, sheet_.width(whole_of(cell.text), {.align = Align::Right}));
            }
        }
    }

    // Whether rows tell what is carried.
    bool find_carried(const Block& block) {
        for (const Block& child : block.children()) {
            if (const auto* carried = child.find(Name::Carried)) {
                digits_ = carried->digits;
                return true;
            }
            if (child.kind == Kind::Group && find_carried(child)) return true;
        }
        return false;
    }

    [[nodiscard]] int count() const { return static_cast<int>(columns_.size()); }
    [[nodiscard]] double figures_of(const Column& column) const {
        return sheet_.figures_at(column.right(), column.widest);
    }

    void draw_heads() {
        const bool is_strong = sheet_.brand.takes(brands::Form::StrongTable);
        Style style{.ink = Ink::Muted};
        if (is_strong) {
            // The words stay on the edges of the columns; the ground stands out beyond them.
            sheet_.bar({kLeft - kStandsOut, y_ - 4.7, kWidth + 2 * kStandsOut, 7.2},
                       sheet_.brand.brand);
            style = {.ink = Ink::OnBrand, .weight = kBold};
        }
        auto row = sheet_.tag(Role::TableRow);
        for (const auto& column : columns_) {
            auto cell = sheet_.tag(Role::HeadCell);
            const bool is_left = !column.is_decimal && !column.is_right;
            style.align = is_left ? Align::Left : Align::Right;
            sheet_.text(is_left ? column.left : column.edge(), y_, column.head, style);
        }
        if (!is_strong) sheet_.rule(kLeft, y_ + 2, kWidth, sheet_.brand.muted, 0.5);
        y_ += is_strong ? 9.5 : 8;
        is_below_heads_ = true;
    }

    // A row across the table with an amount; of a table of one column in one cell.
    void draw_sum(std::string_view label, std::string_view amount, Ink ink) {
        auto row = sheet_.tag(Role::TableRow);
        const Style strong{.ink = ink, .weight = kBold, .align = Align::Right, .keeps_side = true};
        const double right = figures_of(columns_.back());
        const double left =
            count() > 1 ? columns_.back().left : kRight - sheet_.width(amount, strong) - kBefore;
        const Style style{.ink = ink, .align = Align::Right};
        if (count() > 1) {
            {
                auto cell =
                    sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = count() - 1});
                sheet_.text(left, y_, label, style);
            }
            auto cell = sheet_.tag(Role::DataCell);
            sheet_.text(right, y_, amount, strong);
        } else {
            auto cell = sheet_.tag(Role::DataCell);
            sheet_.text(left, y_, std::string(label) + " ", style);
            sheet_.text(right, y_, amount, strong);
        }
        y_ += kLine + kRowGap;
    }

    void draw_carried(std::string_view label) {
        if (is_carried_) draw_sum(label, sheet_.format.number(carried_, digits_), Ink::Muted);
    }

    // The table goes on: no heading may lie in it (ISO 14289-1, 7.2), a row across it may.
    void draw_across(std::string_view words, const Style& style) {
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = count()});
        sheet_.text_in(kLeft, y_, kWidth, words, style);
    }

    // Room for `height` and the row of the carried sum below it, or the next page.
    void need(double height) {
        if (y_ + height <= kPageBottom - kLine) return;
        y_ = std::max(y_, kPageBottom - 1);
        draw_carried(sheet_.words.carried);
        y_ = add_details_page(sheet_);
        draw_across(compose::fill(sheet_.words.continued, {title_}),
                    {.size = kTitle, .ink = Ink::Muted});
        y_ += kTitleRoom;
        draw_heads();
        draw_carried(sheet_.words.brought);
        if (again_.empty()) return;
        draw_across(compose::fill(sheet_.words.continued, {again_}),
                    {.ink = Ink::Brand, .weight = kBold});
        y_ += kLine + kRowGap;
    }

    void draw_rows(const Block& block) {
        bool is_first = true;
        for (const Block& child : block.children()) {
            switch (child.kind) {
                case Kind::Group: draw_group(child, is_first); break;
                case Kind::Row: draw_row(child); break;
                case Kind::Sum: draw_sum(child); break;
                default: continue;  // columns
            }
            is_first = false;
        }
    }

    void draw_group(const Block& group, bool is_first) {
        const auto* title = group.child(Kind::Title);
        const auto style = title == nullptr ? std::string_view() : (*title)[Name::Style];
        if (title != nullptr && style != "section" && !is_first) y_ += 2;
        if (title != nullptr) draw_title(*title, style);
        draw_rows(group);
        if (style == "part") y_ += 2;
    }

    void draw_title(const Block& title, std::string_view style) {
        if (style == "part") return draw_part(title);
        if (style == "section") {
            need(3 * kLine);
            y_ += 1;
            draw_across(title.text, {.weight = kBold});
            y_ += kLine + kRowGap;
            return;
        }
        again_ = {};
        need(kGroupHead + 2 * kLine);
        const auto about = title[Name::About];
        if (sheet_.brand.takes(brands::Form::StrongTable))
            sheet_.bar({kLeft - kStandsOut, y_ - 1.6, 1.4, 2.7}, sheet_.brand.accent);
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = count()});
        sheet_.text_in(kLeft, y_ + 1, kWidth, std::string(title.text) + (about.empty() ? "" : " "),
                       {.size = kBody, .ink = Ink::Brand, .weight = kBold});
        if (!about.empty()) sheet_.text_in(kLeft, y_ + 5.6, kWidth, about, {.ink = Ink::Muted});
        y_ += about.empty() ? 8 : 13;
        again_ = title.has(Name::Again) ? title[Name::Again] : title.text;
    }

    // A part of the bill, a branch or a cost centre, and where it is.
    void draw_part(const Block& title) {
        again_ = {};
        need(2 * kGroupHead + 2 * kLine);
        y_ += 4;
        if (!is_below_heads_) sheet_.rule(kLeft, y_ - 6.5, kWidth, sheet_.brand.muted, 0.5);
        const auto about = title[Name::About];
        auto row = sheet_.tag(Role::TableRow);
        auto cell = sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row, .columns = count()});
        sheet_.text_in(kLeft, y_, kWidth, std::string(title.text) + (about.empty() ? "" : " "),
                       {.size = kTitle, .weight = kBold});
        y_ += kLine;
        if (!about.empty()) {
            sheet_.text_in(kLeft, y_, kWidth, about, {.ink = Ink::Muted});
            y_ += kLine;
        }
        y_ += 3 * kRowGap;
    }

    void draw_sum(const Block& sum) {
        again_ = {};
        const bool is_strong = sum.is(Name::Strong);
        if (is_strong) need(kLine);
        if (!is_below_sum_) y_ += 1;
        draw_sum(sum[Name::Label], sum.text, is_strong ? Ink::Brand : Ink::Text);
        is_below_sum_ = true;
    }

    // What a row needs, measured before it is drawn.
    struct Measure {
        bool stands_behind = false;  // what is of second rank, behind the name
        double behind = 0;
        double height = 0;
        // Of cells that grow, in their order: the name, and what stands below it.
        std::vector<pdf::Paragraph> names, words;
    };

    [[nodiscard]] double room_in(const Column& column) const {
        const bool is_first = &column == columns_.data();
        return column.width - (is_first ? 0 : kBefore);
    }

    Measure measure(const Block& row) {
        Measure m;
        int most = 1;
        std::size_t i = 0;
        for (const Block& cell : row.children()) {
            if (i == columns_.size()) break;
            const Column& column = columns_[i++];
            const auto about = cell[Name::About];
            if (!column.grows) {
                most = std::max(most, about.empty() ? 1 : 2);
                continue;
            }
            const double width = room_in(column);
            m.names.push_back(sheet_.broken(width, cell.text, {}, kMostNameLines));
            const std::size_t names = m.names.back().lines().size();
            // A few words stand behind the name, more below it.
            m.stands_behind = cell.is(Name::Short) && !about.empty() && names == 1;
            if (m.stands_behind) {
                m.behind = sheet_.width(std::string(cell.text) + "  ");
                m.stands_behind =
                    column.left + m.behind + sheet_.width(about) <= left_of_next(row, i) - kBefore;
            }
            m.words.push_back(sheet_.broken(width, m.stands_behind ? std::string_view() : about,
                                            {.ink = Ink::Muted}, kMostWordLines));
            most = std::max(most, static_cast<int>(names + m.words.back().lines().size()));
        }
        m.height = kLeading * most + row_gap_;
        return m;
    }

    // Where what the cell at `index` holds begins.
    double left_of_next(const Block& row, std::size_t index) {
        if (index >= columns_.size()) return kRight;
        const Column& column = columns_[index];
        if (!column.is_decimal || sheet_.is_mirrored()) return column.left;
        std::size_t i = 0;
        for (const Block& cell : row.children())
            if (i++ == index) return number_left(column, cell.text);
        return column.left;
    }

    // Where the decimal mark of a number stands: further left where many decimals would reach over
    // the edge. Without a mark, the number ends there.
    double mark_of(const Column& column, std::string_view text) {
        // Digits run to the right on a mirrored page, too: the room behind the mark is at its other
        // end.
        if (sheet_.is_mirrored()) return column.number_right() - kAfterNumber - column.widest;
        const auto at = text.find(sheet_.words.decimal_point);
        if (at == std::string_view::npos) return column.mark();
        const double limit = column.number_right() - (column.unit > 0 ? kAfterNumber : 0);
        return std::min(column.mark(),
                        limit - sheet_.width(text.substr(at), {.align = Align::Decimal}));
    }

    // Before its decimal mark.
    [[nodiscard]] std::string_view whole_of(std::string_view number) const {
        return number.substr(0, number.find(sheet_.words.decimal_point));
    }

    double number_left(const Column& column, std::string_view text) {
        return mark_of(column, text) - sheet_.width(whole_of(text), {.align = Align::Decimal});
    }

    void draw_row(const Block& row) {
        const Measure m = measure(row);
        need(m.height);
        {
            auto row_tag = sheet_.tag(Role::TableRow);
            std::size_t i = 0, growing = 0;
            for (const Block& cell : row.children()) {
                if (i == columns_.size()) break;
                const Column& column = columns_[i++];
                auto tag = column.is_row_head
                               ? sheet_.tag(Role::HeadCell, {.scope = pdf::Scope::Row})
                               : sheet_.tag(Role::DataCell);
                if (column.grows) draw_growing(column, cell, m, growing++);
                else draw_cell(column, cell);
            }
        }
        y_ += m.height;
        carried_ += row.number(Name::Carried);
        is_below_heads_ = is_below_sum_ = false;
    }

    void draw_growing(const Column& column, const Block& cell, const Measure& m,
                      std::size_t index) {
        const double below = sheet_.draw(m.names[index], column.left, y_);
        if (m.stands_behind)
            sheet_.text(column.left + m.behind, y_, cell[Name::About], {.ink = Ink::Muted});
        else sheet_.draw(m.words[index], column.left, below);
    }

    void draw_cell(const Column& column, const Block& cell) {
        const auto about = cell[Name::About];
        if (column.is_decimal) {
            draw_number(column, cell);
        } else if (column.is_right) {
            const bool is_last = &column == &columns_.back();
            sheet_.text(figures_of(column), y_, cell.text,
                        {.ink = is_last ? Ink::Text : Ink::Muted,
                         .align = Align::Right,
                         .keeps_side = true});
        } else {
            sheet_.text_in(column.left, y_, room_in(column), cell.text);
        }
        if (!about.empty())
            sheet_.text(column.edge(), y_ + kLeading, about,
                        {.ink = Ink::Muted, .align = Align::Right});
    }

    void draw_number(const Column& column, const Block& cell) {
        if (cell.text.empty()) return;
        // ends in a space, so that neither ear nor search runs a number and its unit together
        sheet_.text(mark_of(column, cell.text), y_, std::string(cell.text) + " ",
                    {.align = Align::Decimal});
        if (const auto unit = cell[Name::Unit]; !unit.empty())
            sheet_.text_in(column.number_right(), y_, column.unit + kBefore, unit,
                           {.ink = Ink::Muted});
    }

    Sheet& sheet_;
    const Block& table_;
    std::string_view title_;
    std::string_view again_;  // over the rows of the group where they go on
    std::vector<Column> columns_;
    double y_;
    double row_gap_;  // below the last line of a row
    Decimal carried_;
    int digits_ = 2;
    bool is_carried_ = false, is_below_heads_ = false, is_below_sum_ = false;
};

}  // namespace

double draw_table(Sheet& sheet, const Block& table, double y, std::string_view title) {
    return Drawing(sheet, table, y, title).draw();
}

}  // namespace bw::paper
