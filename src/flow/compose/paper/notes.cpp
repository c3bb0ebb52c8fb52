// Headings with sentences and facts, in two columns.
#include "flow/compose/paper/blocks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace bw::paper {
namespace {

using pdf::Role;

constexpr int kMostFactLines = 3, kMostParagraphLines = 14;
constexpr double kFactLabel = 24, kAfter = 0.8;  // above what follows the facts
constexpr double kBetween = 1.4;                 // paragraphs

// Of a long one some of its sentences, from a child up to another (null: its end).
struct Note {
    const Block* block;
    double height = 0;
    const Block* from = block->first;
    const Block* until = nullptr;
};

// A long code is not broken to stand beside its label, and a long label has its line to itself.
bool stands_below(Sheet& sheet, const Block& fact) {
    constexpr double kGap = 1.5;
    if (sheet.width(fact[Name::Label]) > kFactLabel - kGap) return true;
    return fact.text.find(' ') == std::string_view::npos &&
           sheet.lines(kColumn - kFactLabel, fact.text) > 1;
}

// A value that leads somewhere stands on one line.
void draw_link(Sheet& sheet, double x, double y, const Block& fact) {
    auto tag = sheet.tag(Role::Link);
    const double width = sheet.text_in(x, y, kColumn - kFactLabel, fact.text);
    sheet.canvas().link(sheet.rect({x, y - 3, width, kLeading}), fact[Name::Link], fact.text);
}

double height_of_fact(Sheet& sheet, const Block& fact) {
    if (fact.has(Name::Link)) return kLeading + 0.8;
    const bool is_below = stands_below(sheet, fact);
    const double width = is_below ? kColumn : kColumn - kFactLabel;
    return kLeading *
               ((is_below ? 1 : 0) + std::min(sheet.lines(width, fact.text), kMostFactLines)) +
           0.8;
}

// A rule above a heading.
double room_above(const Sheet& sheet) {
    return sheet.brand.takes(brands::Form::RuledNotes) ? 2.2 : 0;
}

double height_of_heading(const Sheet& sheet) { return kLine + 1 + room_above(sheet); }

double height_of(Sheet& sheet, const Note& note) {
    double height = height_of_heading(sheet);
    bool is_after_facts = false;
    for (const Block* at = note.from; at != note.until; at = at->next) {
        const Block& child = *at;
        if (child.kind == Kind::Fact) {
            height += height_of_fact(sheet, child);
            is_after_facts = true;
            continue;
        }
        if (child.kind == Kind::Remark && is_after_facts) height += kAfter;
        is_after_facts = false;
        height +=
            kLeading * std::min(sheet.lines(kColumn, child.text), kMostParagraphLines) + kBetween;
    }
    return height;
}

double draw_fact(Sheet& sheet, double x, double y, const Block& fact) {
    auto tag = sheet.tag(Role::Paragraph);
    sheet.label(x, y, fact[Name::Label]);
    if (fact.has(Name::Link)) {
        draw_link(sheet, x + kFactLabel, y, fact);
        y += kLeading;
    } else if (stands_below(sheet, fact)) {
        y = sheet.paragraph(x, y + kLeading, kColumn, fact.text, {}, kMostFactLines);
    } else {
        y = sheet.paragraph(x + kFactLabel, y, kColumn - kFactLabel, fact.text, {}, kMostFactLines);
    }
    return y + 0.8;
}

double draw_note(Sheet& sheet, double x, double y, const Note& note) {
    if (const double room = room_above(sheet); room > 0) {
        sheet.rule(x, y - 3.6, kColumn, sheet.brand.brand, 1.4);
        y += room;
    }
    {
        const auto title = (*note.block)[Name::Title];
        auto tag = sheet.heading(3, title);
        sheet.text_in(x, y, kColumn, title, {.size = kBody, .weight = kBold});
    }
    y += kLine + 1;
    bool is_after_facts = false;
    for (const Block* at = note.from; at != note.until; at = at->next) {
        const Block& child = *at;
        if (child.kind == Kind::Fact) {
            y = draw_fact(sheet, x, y, child);
            is_after_facts = true;
            continue;
        }
        const bool is_remark = child.kind == Kind::Remark;
        if (is_remark && is_after_facts) y += kAfter;
        is_after_facts = false;
        auto tag = sheet.tag(Role::Paragraph);
        y = sheet.paragraph(x, y, kColumn, child.text, {.ink = is_remark ? Ink::Muted : Ink::Text},
                            kMostParagraphLines) +
            kBetween;
    }
    return y;
}

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
    [[nodiscard]] double difference() const { return std::abs(left_end() - right_end()); }
    [[nodiscard]] bool fits() const {
        return left_end() <= kPageBottom && right_end() <= kPageBottom;
    }

private:
    static double end_of(const std::vector<Note>& notes, double y) {
        for (const auto& note : notes) y += note.height + kBlockGap;
        return notes.empty() ? y : y - kBlockGap;
    }
};

// By the side that they ask for; those of neither go to the shorter column.
struct Sides {
    std::vector<Note> start, end, either;

    void add(Sheet& sheet, const Block& block) {
        const auto side = block[Name::Side];
        auto& notes = side == "end" ? end : side == "either" ? either : start;
        Note note{&block};
        note.height = height_of(sheet, note);
        notes.push_back(note);
    }
};

// Those of neither side to the shorter column, one by one.
Columns shared_out(const Sides& sides, const std::vector<Note>& either, double left_y,
                   double right_y) {
    Columns c{sides.start, sides.end, left_y, right_y};
    for (const auto& note : either)
        (c.left_end() <= c.right_end() ? c.left : c.right).push_back(note);
    return c;
}

// The longest of either side goes on in the other column, under its heading again, where all fits
// then and the columns are most alike; nothing: it does not fit.
std::optional<Columns> with_one_divided(Sheet& sheet, const Sides& sides, double left_y,
                                        double right_y) {
    if (sides.either.empty()) return std::nullopt;
    auto others = sides.either;
    const auto longest = std::ranges::max_element(others, {}, &Note::height);
    Note first = *longest, second = *longest;
    others.erase(longest);
    first.height = height_of_heading(sheet);
    std::optional<Columns> best;
    for (const Block* cut = second.from; cut != nullptr && cut->next != nullptr; cut = cut->next) {
        const double moved =
            height_of(sheet, {second.block, 0, cut, cut->next}) - height_of_heading(sheet);
        first.height += moved;
        second.height -= moved;
        first.until = second.from = cut->next;
        Columns c{sides.start, sides.end, left_y, right_y};
        c.left.push_back(first);
        c.right.push_back(second);
        for (const auto& note : others)
            (c.left_end() <= c.right_end() ? c.left : c.right).push_back(note);
        if (c.fits() && (!best || c.difference() < best->difference())) best = std::move(c);
    }
    return best;
}

Columns arrange(Sheet& sheet, const Sides& sides, double left_y, double right_y) {
    Columns c = shared_out(sides, sides.either, left_y, right_y);
    if (c.fits()) return c;
    // The longest first: columns become more alike.
    auto either = sides.either;
    std::ranges::stable_sort(either, std::ranges::greater(), &Note::height);
    if (Columns other = shared_out(sides, either, left_y, right_y); other.fits()) return other;
    if (auto divided = with_one_divided(sheet, sides, left_y, right_y)) return *std::move(divided);
    // What no longer fits below one column may fit below the other.
    const bool is_left = c.left_end() > kPageBottom;
    Columns other = c;
    auto& full = is_left ? other.left : other.right;
    if (full.size() < 2) return c;
    (is_left ? other.right : other.left).push_back(full.back());
    full.pop_back();
    return other.fits() ? other : c;
}

// The notes as each level says them: of the first level, of the second, and so on.
std::vector<Sides> levels_of(Sheet& sheet, const Block& notes) {
    std::size_t count = 0;
    for (const Block& child : notes.children())
        if (child.kind == Kind::Level && child.first != nullptr) ++count;
    std::vector<Sides> levels(std::max<std::size_t>(count, 1));
    std::size_t level = 0;
    for (const Block& child : notes.children()) {
        if (child.kind == Kind::Note)
            for (auto& sides : levels) sides.add(sheet, child);
        if (child.kind != Kind::Level || child.first == nullptr) continue;
        for (const Block& note : child.children()) levels[level].add(sheet, note);
        ++level;
    }
    return levels;
}

}  // namespace

void draw_notes(Sheet& sheet, const Block& notes, double below, double beside) {
    const auto levels = levels_of(sheet, notes);
    // Below the sums; beside them where the notes would not end on this page; else on a page of
    // their own, so that no single block is left over for it.
    Columns columns = arrange(sheet, levels.front(), below, below);
    for (const auto& sides : levels)
        if (!columns.fits()) columns = arrange(sheet, sides, beside, below);
    if (!columns.fits()) {
        const double top = add_details_page(sheet);
        columns = arrange(sheet, levels.front(), top, top);
    }
    const int page = sheet.pages() - 1;
    draw_column(sheet, columns.left, page, kLeft, columns.left_y);
    draw_column(sheet, columns.right, page, kSecondColumn, columns.right_y);
}

}  // namespace bw::paper
