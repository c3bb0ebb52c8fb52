#include "flow/compose/html/html.h"
#include "flow/compose/html/mail.h"
#include "flow/compose/html/parts.h"

namespace bw::html {
namespace {

// Columns of plain text run to the right in every language: its amounts need no isolation.
const compose::Format kPlain{compose::Language::English};

class Text {
public:
    std::string write(const Block& document) && {
        constexpr std::size_t kUsual = 4'000;
        out_.reserve(kUsual);
        for (const Block& part : document.children()) {
            if (part.kind == Kind::Section && part.first != nullptr) heading(part[Name::Title]);
            for (const Block& block : part.children()) write_block(block);
        }
        gap();
        line(document[Name::Foot]);
        for (const auto words : small_print_) line(words);
        return std::move(out_);
    }

private:
    void line(std::string_view words) {
        if (words.empty()) return;
        append_clean(out_, words);
        out_ += '\n';
    }
    void gap() {
        if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
    }
    void heading(std::string_view words) {
        gap();
        line(words);
    }
    void row(std::string_view name, std::string_view about, std::string_view amount) {
        append_clean(out_, name);
        if (!about.empty()) {
            out_ += " (";
            append_clean(out_, about);
            out_ += ')';
        }
        if (!amount.empty()) {
            out_ += ": ";
            append_clean(out_, amount);
        }
        out_ += '\n';
    }

    void write_block(const Block& block) {
        switch (block.kind) {
            case Kind::LetterHead: return line(block[Name::Title]);
            case Kind::Facts:
                gap();
                for (const Block& fact : block.children()) row_of_fact(fact);
                return;
            case Kind::KeyFigures:
                gap();
                for (const Block& figure : block.children()) line(figure.text);
                return;
            case Kind::Fill:
            case Kind::Columns:
                for (const Block& child : block.children()) write_block(child);
                return;
            case Kind::Why:
                heading(block[Name::Title]);
                for (const auto& bar : step_bars(block))
                    row(bar.block->text, {}, step_amount(bar, kPlain));
                return;
            case Kind::Chart:
            case Kind::Image: return heading(block[Name::Alternate]);
            case Kind::Shares:
                heading(block[Name::Title]);
                for (const Block& part : block.children()) row(part.text, {}, part[Name::Label]);
                return;
            case Kind::Received:
                heading(block[Name::Title]);
                for (const Block& gain : block.children())
                    row(gain.text, gain[Name::About], gain[Name::Figure]);
                return;
            case Kind::Receipt:
                heading(block[Name::Title]);
                for (const auto* item : receipt_items(block))
                    row(item->text, (*item)[Name::About], (*item)[Name::Amount]);
                return;
            case Kind::Payment:
                heading(block[Name::Title]);
                for (const Block& detail : block.children())
                    if (detail.kind == Kind::Detail) row(detail[Name::Label], {}, detail.text);
                return line(block[Name::Hint]);
            case Kind::Table: gap(); return write_rows(block);
            case Kind::Totals:
                gap();
                for (const Block& total : block.children())
                    row(total[Name::Label], total[Name::About], total.text);
                return;
            case Kind::Notes:
                for (const auto* note : notes_of(block)) write_note(*note);
                return;
            case Kind::Part:
                heading(block[Name::Title]);
                for (const Block& child : block.children()) write_block(child);
                return;
            case Kind::Button: gap(); return row(block.text, {}, block[Name::Link]);
            case Kind::Banner: heading(block[Name::Title]); return line(block.text);
            case Kind::Paragraph: gap(); return line(block.text);
            case Kind::SmallPrint:
                for (const Block& words : block.children()) small_print_.push_back(words.text);
                return;
            default: return;
        }
    }

    // Name, what is known of it, and at the end the amount; heads of columns would say nothing
    // here.
    void write_rows(const Block& table) {
        for (const Block& child : table.children()) {
            if (child.kind == Kind::Group) write_rows(child);
            else if (child.kind == Kind::Title) row(child.text, child[Name::About], {});
            else if (child.kind == Kind::Sum) row(child[Name::Label], {}, child.text);
            else if (child.kind == Kind::Row) write_cells(child);
        }
    }
    void write_cells(const Block& row_of_cells) {
        std::vector<const Block*> cells;
        for (const Block& cell : row_of_cells.children()) cells.push_back(&cell);
        if (cells.empty()) return;
        std::string about;
        const auto add = [&](std::string_view words, std::string_view before) {
            if (!words.empty()) about.append(about.empty() ? "" : before).append(words);
        };
        for (const auto* cell : cells) {
            const bool is_between = cell != cells.front() && cell != cells.back();
            if (is_between) add(cell->text, ", ");
            if (is_between) add((*cell)[Name::Unit], " ");
            add((*cell)[Name::About], ", ");
        }
        row(cells.front()->text, about, cells.size() > 1 ? cells.back()->text : std::string_view());
    }

    void row_of_fact(const Block& fact) {
        if (fact.kind == Kind::Fact) row(fact[Name::Label], {}, fact.text);
        else line(fact.text);
    }

    void write_note(const Block& note) {
        heading(note[Name::Title]);
        for (const Block& child : note.children()) row_of_fact(child);
    }

    std::string out_;
    std::vector<std::string_view> small_print_;
};

}  // namespace

std::string plain_text(const content::Block& document) { return Text().write(document); }

}  // namespace bw::html
