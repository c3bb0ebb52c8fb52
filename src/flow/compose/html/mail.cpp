#include "flow/compose/html/mail.h"

#include "flow/compose/html/html.h"
#include "flow/compose/html/parts.h"
#include "flow/compose/html/pieces.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::html {
namespace {

using content::Name;

class Mail {
public:
    Mail(std::string& out, const brands::Brand& brand, const compose::Format& format)
        : w_(out), out_(out), brand_(brand), format_(format), kept_(mail_look(brand, format)),
          look_(*kept_) {}

    void write(const Block& document, std::string_view preheader) {
        out_ += "<!DOCTYPE html>\n";
        w_.open("html", {{"lang", compose::language_tag(format_.language())},
                         {"dir", direction_of(format_)}})
            .raw("<head>");
        w_.raw(look_[Piece::Head]).element("title", document[Name::Title]);
        w_.raw("<style>").raw(look_.style).raw("</style></head>\n").raw(look_[Piece::Body]);
        words(Piece::Preheader, preheader, "</div>\n");
        w_.raw(look_[Piece::Frame]);
        for (const Block& part : document.children()) write_part(part);
        w_.raw(look_[Piece::RowFoot]);
        words(Piece::Tiny, document[Name::Foot], "</p>");
        for (const auto line : small_print_) words(Piece::Tiny, line, "</p>");
        w_.raw(look_[Piece::RowEnd]).raw(look_[Piece::FrameEnd]);
    }

private:
    void words(Piece piece, std::string_view text, std::string_view end) {
        out_ += look_[piece];
        append_escaped(out_, text);
        out_ += end;
    }
    void open(Piece piece) { out_ += look_[piece]; }
    void close_row() { (out_ += look_[Piece::RowEnd]) += '\n'; }

    void write_part(const Block& part) {
        if (part.kind == Kind::Section && part.first != nullptr) {
            open(Piece::Row);
            words(Piece::Section, part[Name::Title], "</h2>");
            close_row();
        }
        for (const Block& block : part.children()) write_block(block);
    }

    void write_block(const Block& block) {
        switch (block.kind) {
            case Kind::LetterHead:
                open(Piece::RowHead);
                words(Piece::Mark, brand_.name.empty() ? block[Name::Title] : brand_.name,
                      "</span>");
                open(Piece::RowEndHead);
                return;
            case Kind::Facts: return write_facts(block);
            case Kind::KeyFigures: return write_key_figures(block);
            case Kind::Fill:
            case Kind::Columns:
                for (const Block& child : block.children()) write_block(child);
                return;
            case Kind::Why: return write_why(block);
            case Kind::Chart: return write_chart(block);
            case Kind::Shares: return write_shares(block);
            case Kind::Received: return write_received(block);
            case Kind::Receipt: return write_receipt(block);
            case Kind::Payment: return write_payment(block);
            case Kind::Totals: return write_totals(block);
            case Kind::Notes:
                for (const auto* note : notes_of(block)) write_note(*note);
                return;
            case Kind::Button: return write_button(block);
            case Kind::Banner:
                open(Piece::Panel);
                words(Piece::PanelTitle, block[Name::Title], "</h2>");
                words(Piece::BodyText, block.text, "</p>");
                return open(Piece::PanelEnd);
            case Kind::Part:
                open(Piece::RowLow);
                words(Piece::NoteTitle, block[Name::Title], "</h3>");
                close_row();
                for (const Block& child : block.children()) write_block(child);
                return;
            case Kind::Paragraph:
                open(Piece::RowLow);
                words(Piece::BodyText, block.text, "</p>");
                return close_row();
            case Kind::SmallPrint:
                for (const Block& line : block.children()) small_print_.push_back(line.text);
                return;
            default: return;  // the letter's own; what a mail cannot show stands instead of it
        }
    }

    void write_key_figures(const Block& figures) {
        open(Piece::RowHigh);
        for (const Block& figure : figures.children()) {
            if (figure.kind == Kind::Headline) words(Piece::Headline, figure.text, "</h1>");
            else
                words(figure.kind == Kind::Lead ? Piece::Lead : Piece::Second, figure.text, "</p>");
        }
        (out_ += look_[Piece::RowHighEnd]) += '\n';
    }

    void write_facts(const Block& facts) {
        open(Piece::RowLow);
        for (const Block& fact : facts.children()) {
            open(Piece::Small);
            if (const auto label = fact[Name::Label]; !label.empty()) w_.text(label).raw(" ");
            words(Piece::Value, fact.text, "</span></p>");
        }
        close_row();
    }

    void write_heading(const Block& block) {
        if (const auto label = block[Name::Label]; !label.empty())
            words(Piece::Label, label, "</p>");
        words(Piece::Title, block[Name::Title], "</h2>");
    }

    // Name to the left, amount to the right.
    void write_row(std::string_view name, std::string_view about, std::string_view amount,
                   bool is_sum) {
        words(is_sum ? Piece::NameSum : Piece::Name, name, about.empty() ? "" : " ");
        if (!about.empty()) words(Piece::About, about, "</span>");
        words(is_sum ? Piece::AmountSum : Piece::Amount, amount, "</td></tr>\n");
    }

    void write_why(const Block& why) {
        open(Piece::Row);
        write_heading(why);
        open(Piece::Rows);
        const auto bars = step_bars(why);
        for (const auto& bar : bars)
            write_row(bar.block->text, {}, step_amount(bar, format_), &bar == &bars.back());
        open(Piece::RowsEnd);
        close_row();
    }

    void write_shares(const Block& shares) {
        open(Piece::Row);
        write_heading(shares);
        open(Piece::Rows);
        for (const Block& part : shares.children())
            write_row(part.text, {}, part[Name::Label], false);
        open(Piece::RowsEnd);
        close_row();
    }

    void write_received(const Block& received) {
        open(Piece::Row);
        write_heading(received);
        open(Piece::Rows);
        for (const Block& gain : received.children())
            write_row(gain.text, gain[Name::About], gain[Name::Figure], false);
        open(Piece::RowsEnd);
        close_row();
    }

    void write_receipt(const Block& receipt) {
        open(Piece::Row);
        write_heading(receipt);
        open(Piece::Rows);
        for (const auto* item : receipt_items(receipt))
            write_row(item->text, (*item)[Name::About], (*item)[Name::Amount],
                      item->is(Name::Total));
        open(Piece::RowsEnd);
        close_row();
    }

    void write_totals(const Block& totals) {
        open(Piece::Row);
        open(Piece::Rows);
        for (const Block& total : totals.children())
            write_row(total[Name::Label], total[Name::About], total.text,
                      total.is(Name::Strong) || total.is(Name::Final));
        open(Piece::RowsEnd);
        close_row();
    }

    // Bars are cells with a ground; a program that shows none of it reads the sentence above and
    // the values in the alternative.
    void write_chart(const Block& chart) {
        constexpr int kTall = 90;
        const auto bars = month_bars(chart);
        if (bars.empty()) return;
        open(Piece::Row);
        write_heading(chart);
        words(Piece::Bars, chart[Name::Alternate], "\"><tr>");
        for (const auto& bar : bars) {
            open(&bar == &bars.back() ? Piece::BarNow : Piece::Bar);
            out_ += std::to_string(std::max(1, bar.value * kTall / 1000));
            open(Piece::BarEnd);
        }
        out_ += "</tr>\n<tr>";
        for (const auto& bar : bars) words(Piece::Month, bar.block->text, "</td>");
        out_ += "</tr></table>\n";
        const auto& now = *bars.back().block;
        words(Piece::StrongText, now.text, ": ");
        w_.text(now[Name::Label]).raw("</p>");
        close_row();
    }

    void write_payment(const Block& payment) {
        open(Piece::Panel);
        words(Piece::PanelTitle, payment[Name::Title], "</h2>");
        if (payment.first != nullptr) {
            open(Piece::Rows);
            for (const Block& detail : payment.children()) {
                if (detail.kind != Kind::Detail) continue;
                words(Piece::DetailLabel, detail[Name::Label], "</td>");
                words(detail.is(Name::Strong) ? Piece::DetailStrong : Piece::Detail, detail.text,
                      "</td></tr>\n");
            }
            open(Piece::RowsEnd);
        }
        if (const auto hint = payment[Name::Hint]; !hint.empty()) words(Piece::Hint, hint, "</p>");
        open(Piece::PanelEnd);
    }

    void write_button(const Block& button) {
        open(Piece::Button);
        w_.link(button[Name::Link], button.text,
                {{"class", "k"}, {"style", look_[Piece::ButtonLink]}});
        open(Piece::PanelEnd);
    }

    void write_note(const Block& note) {
        open(Piece::RowLow);
        words(Piece::NoteTitle, note[Name::Title], "</h3>");
        for (const Block& child : note.children()) {
            open(Piece::Small);
            if (child.kind == Kind::Fact) {
                w_.text(child[Name::Label]).raw(" ");
                w_.link(child[Name::Link], child.text,
                        {{"class", "b"}, {"style", look_[Piece::Link]}});
            } else {
                w_.text(child.text);
            }
            out_ += "</p>";
        }
        close_row();
    }

    Writer w_;
    std::string& out_;
    const brands::Brand& brand_;
    const compose::Format& format_;
    std::shared_ptr<const MailLook> kept_;
    const MailLook& look_;
    std::vector<std::string_view> small_print_;
};

}  // namespace

Result<std::string> mail(const content::Block& document, std::string_view preheader,
                         const brands::Brand& brand, const compose::Format& format) {
    constexpr std::size_t kUsual = 32'000;
    std::string out;
    out.reserve(kUsual);
    Mail(out, brand, format).write(document, preheader);
    if (out.size() > kMostMailBytes)
        return fail(
            Code::Limit,
            fmt::format("the mail has {} bytes; mail programs cut what is longer than {}: let "
                        "the template show less in it, by <on channel=\"email\">",
                        out.size(), kMostMailBytes));
    return out;
}

}  // namespace bw::html
