#include "flow/compose/html/page.h"

#include "flow/compose/html/html.h"
#include "flow/compose/html/parts.h"
#include "flow/compose/html/style.h"
#include "flow/compose/images/illustration.h"
#include "flow/compose/pdf/qr.h"
#include "platform/text/base64.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::html {
namespace {

std::string percent(int thousandths) {
    return fmt::format("{}.{}%", thousandths / 10, thousandths % 10);
}

// Thousandths as CSS counts with them.
std::string decimal(int thousandths) {
    return fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
}

constexpr std::size_t kShades = 6;  // of parts of a whole; then they begin again

class Page {
public:
    Page(std::string& out, const brands::Brand& brand, const compose::Format& format)
        : w_(out), brand_(brand), format_(format), look_(page_look(brand)) {}

    void write(const Block& document) {
        const auto title = document[Name::Title];
        w_.raw("<!DOCTYPE html>\n");
        w_.open("html", {{"lang", compose::language_tag(format_.language())},
                         {"dir", direction_of(format_)}})
            .raw("<head>\n");
        w_.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
               "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n");
        w_.element("title", title);
        w_.raw("<style>").raw(look_->style).raw("</style>\n</head>\n<body>\n");
        has_first_page_ = document.child(Kind::FirstPage) != nullptr;
        for (const Block& part : document.children()) {
            if (part.kind == Kind::FirstPage) write_first_page(part);
            else write_section(part);
        }
        w_.open("footer").element("p", document[Name::Foot], {{"class", "muted"}});
        for (const auto line : small_print_) w_.element("p", line, {{"class", "muted"}});
        w_.close("footer").raw("</body>\n</html>\n");
    }

private:
    void write_first_page(const Block& page) {
        const auto* head = page.child(Kind::LetterHead);
        if (head != nullptr) {
            w_.open("header", {{"class", "head"}});
            w_.raw(look_->mark);
            if (!brand_.mark_says_name)
                w_.element("span", brand_.name.empty() ? (*head)[Name::Title] : brand_.name,
                           {{"class", "name"}});
            w_.raw(look_->picture);
            w_.close("header");
        }
        w_.open("main");
        for (const Block& block : page.children()) write_block(block);
        w_.close("main");
    }

    void write_section(const Block& section) {
        // Without a first page nothing stands above it.
        w_.open("section", {{"class", "details"}});
        w_.element(has_first_page_ ? "h2" : "h1", section[Name::Title]);
        for (const Block& block : section.children()) write_block(block);
        w_.close("section");
    }

    void write_block(const Block& block) {
        switch (block.kind) {
            case Kind::Facts: return write_facts(block);
            case Kind::KeyFigures: return write_key_figures(block);
            case Kind::Fill:
                for (const Block& child : block.children()) write_block(child);
                return;
            case Kind::Columns:
                w_.open("div", {{"class", "columns"}});
                for (const Block& child : block.children()) write_block(child);
                w_.close("div");
                return;
            case Kind::Why: return write_why(block);
            case Kind::Chart: return write_chart(block);
            case Kind::Shares: return write_shares(block);
            case Kind::Received: return write_received(block);
            case Kind::Receipt: return write_receipt(block);
            case Kind::Payment: return write_payment(block);
            case Kind::Code: return write_code(block);
            case Kind::Image: return write_image(block);
            case Kind::Table: return write_table(block);
            case Kind::Totals: return write_totals(block);
            case Kind::Notes: return write_notes(block);
            case Kind::Part:
                w_.open("section", {{"class", "part"}});
                w_.element(has_first_page_ ? "h3" : "h2", block[Name::Title]);
                for (const Block& child : block.children()) write_block(child);
                w_.close("section");
                return;
            case Kind::Paragraph: w_.element("p", block.text); return;
            case Kind::Button:
                w_.open("p", {{"class", "action"}});
                w_.link(block[Name::Link], block.text, {{"class", "button"}}).close("p");
                return;
            case Kind::Banner:
                w_.open("aside", {{"class", "panel"}}).element("h3", block[Name::Title]);
                w_.element("p", block.text).close("aside");
                return;
            case Kind::SmallPrint:
                for (const Block& line : block.children()) small_print_.push_back(line.text);
                return;
            default: return;  // what belongs to a letter (content/grammar.h)
        }
    }

    void write_facts(const Block& facts) {
        w_.open("dl", {{"class", "facts"}});
        for (const Block& fact : facts.children()) {
            if (fact.kind == Kind::Remark) continue;
            w_.open("div").element("dt", fact[Name::Label]);
            w_.open("dd").link(fact[Name::Link], fact.text).close("dd").close("div");
        }
        w_.close("dl");
        for (const Block& fact : facts.children())
            if (fact.kind == Kind::Remark) w_.element("p", fact.text, {{"class", "muted"}});
    }

    void write_key_figures(const Block& figures) {
        w_.open("div", {{"class", "key"}});
        for (const Block& figure : figures.children()) {
            if (figure.kind == Kind::Headline) w_.element("h1", figure.text);
            else
                w_.element("p", figure.text,
                           {{"class", figure.kind == Kind::Lead ? "lead" : "muted"}});
        }
        w_.close("div");
    }

    void write_heading(const Block& block) {
        w_.optional("p", block[Name::Label], {{"class", "label"}});
        w_.element("h2", block[Name::Title]);
    }

    void write_why(const Block& why) {
        w_.open("section", {{"class", "why"}});
        write_heading(why);
        const bool is_changes = brand_.takes(brands::Form::ChangesWhy);
        ChangeBars bars;
        if (is_changes) bars = change_bars(why);
        else bars.steps = step_bars(why);
        w_.open("table", {{"style", is_changes ? "--part:" + decimal(bars.axis) : ""}});
        for (const auto& bar : bars.steps) {
            const bool is_last = &bar == &bars.steps.back();
            const auto* kind = is_last        ? "this"
                               : bar.is_total ? "total"
                               : bar.is_more  ? "more"
                                              : "less";
            w_.open("tr", {{"class", is_last ? "sum" : bar.is_total ? "last" : ""}});
            w_.element("th", bar.block->text, {{"scope", "row"}});
            w_.open("td", {{"class", "bars"}, {"aria-hidden", "true"}});
            if (bar.width > 0)
                w_.open("span", {{"class", kind},
                                 {"style", fmt::format("margin-inline-start:{};inline-size:{}",
                                                       percent(bar.from), percent(bar.width))}})
                    .raw("</span>");
            w_.close("td");
            w_.element("td", step_amount(bar, format_), {{"class", "number"}}).close("tr");
        }
        w_.close("table").close("section");
    }

    void write_chart(const Block& chart) {
        constexpr int kSlot = 48, kTall = 120, kBar = 26, kWider = 36, kTop = 24, kFoot = 40;
        const auto bars = month_bars(chart);
        if (bars.empty()) return;
        w_.open("section", {{"class", "chart"}});
        write_heading(chart);
        const int width = (bars.back().slot + 1) * kSlot;
        const bool is_mirrored = compose::runs_right_to_left(format_.language());
        w_.raw("<figure>\n");
        w_.open("svg", {{"viewBox", fmt::format("0 0 {} {}", width, kTop + kTall + kFoot)},
                        {"role", "img"},
                        {"aria-label", chart[Name::Alternate]}});
        w_.raw(asset("hatch.svg"));
        for (const auto& bar : bars) {
            const bool is_now = &bar == &bars.back();
            const int from_start = bar.slot * kSlot + kSlot / 2;
            const int middle = is_mirrored ? width - from_start : from_start;
            const auto rect = [&](int thousandths, int wide, std::string_view kind) {
                const int tall = thousandths * kTall / 1000;
                w_.raw(fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>)",
                                   middle - wide / 2, kTop + kTall - tall, wide, tall, kind));
            };
            if (bar.behind >= 0) rect(bar.behind, kWider, "behind");
            const bool is_hatched = bar.block->is(Name::Hatched);
            if (bar.windows.empty()) rect(bar.value, kBar, is_now ? "now" : "then");
            // The tallest first: the next ones cover its lower parts.
            for (std::size_t i = bar.windows.size(); i-- > 0;)
                rect(bar.value * (bar.windows[i].from + bar.windows[i].width) / 1000, kBar,
                     fmt::format("w{}", i % kShades));
            if (is_hatched) rect(bar.value, kBar, "hatched");
            const auto words = [&](int x, int y, std::string_view kind, std::string_view text) {
                w_.raw(fmt::format(R"(<text x="{}" y="{}" class="{}">)", x, y, kind));
                w_.text(text).raw("</text>\n");
            };
            words(middle, kTop + kTall + 16, is_now ? "now" : "", bar.block->text);
            if (bar.year > 0) words(middle, kTop + kTall + 33, "", std::to_string(bar.year));
            if (!is_now) continue;
            const int tall =
                std::max({bar.value, bar.behind,
                          bar.slot > 0 && bars.size() > 1 ? bars[bars.size() - 2].value : 0}) *
                kTall / 1000;
            words(is_mirrored ? middle - kBar / 2 : middle + kBar / 2, kTop + kTall - tall - 6,
                  is_mirrored ? "now start" : "now end", (*bar.block)[Name::Label]);
        }
        w_.raw("</svg>\n");
        write_legend(bars, chart[Name::Key]);
        w_.raw("</figure>\n").close("section");
    }

    void write_legend(const std::vector<MonthBar>& bars, std::string_view key) {
        const auto split = std::ranges::find_if(
            bars.rbegin(), bars.rend(), [](const auto& bar) { return !bar.windows.empty(); });
        if (split == bars.rend()) {
            w_.optional("figcaption", key, {{"class", "muted"}});
            return;
        }
        w_.open("figcaption", {{"class", "muted legend"}});
        for (std::size_t i = 0; i < split->windows.size(); ++i)
            w_.raw(fmt::format("<span><i class=\"w{}\"></i>", i % kShades))
                .text(split->windows[i].block->text)
                .raw("</span> ");
        w_.text(key).close("figcaption");
    }

    // Arcs are strokes of a circle, each as long as its part. The rows beside them are read out,
    // the ring is not.
    void write_shares(const Block& shares) {
        const auto parts = share_parts(shares);
        if (parts.empty()) return;
        w_.open("section", {{"class", "shares"}});
        write_heading(shares);
        w_.raw("<figure>\n<svg viewBox=\"0 0 120 120\" aria-hidden=\"true\">");
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i].width > 0)
                w_.raw(
                    fmt::format(R"(<circle cx="60" cy="60" r="44" pathLength="1000" class="s{}" )"
                                R"(stroke-dasharray="{} 1000" stroke-dashoffset="-{}"/>)",
                                i % kShades, parts[i].width, parts[i].from));
        w_.raw("</svg>\n<dl>\n");
        for (std::size_t i = 0; i < parts.size(); ++i) {
            w_.raw(fmt::format(R"(<div><dt><span class="s{}"></span>)", i % kShades));
            w_.text(parts[i].block->text).raw("</dt>");
            w_.element("dd", (*parts[i].block)[Name::Label], {{"class", "number"}}).raw("</div>");
        }
        w_.raw("</dl></figure>\n").close("section");
    }

    void write_receipt(const Block& receipt) {
        w_.open("section", {{"class", "receipt"}});
        write_heading(receipt);
        w_.open("table");
        for (const auto* item : receipt_items(receipt)) {
            w_.open("tr", {{"class", item->is(Name::Total) ? "sum" : ""}});
            w_.open("th", {{"scope", "row"}}).text(item->text);
            w_.optional("small", (*item)[Name::About]).close("th");
            w_.element("td", (*item)[Name::Amount], {{"class", "number"}}).close("tr");
        }
        w_.close("table").close("section");
    }

    void write_payment(const Block& payment) {
        w_.open("section", {{"class", "panel payment"}}).element("h2", payment[Name::Title]);
        const auto* code = payment.child(Kind::Code);
        if (payment.first != nullptr) {
            w_.open("dl");
            for (const Block& detail : payment.children()) {
                if (detail.kind != Kind::Detail) continue;
                w_.element("dt", detail[Name::Label]);
                w_.element("dd", detail.text, {{"class", detail.is(Name::Strong) ? "strong" : ""}});
            }
            w_.close("dl");
        }
        if (code != nullptr) write_code(*code);
        w_.optional("p", payment[Name::Hint], {{"class", "muted"}});
        w_.close("section");
    }

    // As one path: a row of dark squares is one stroke of it.
    void write_code(const Block& code) {
        const auto made = pdf::encode_qr(code[Name::Text], pdf::QrLevel::Medium,
                                         code.is(Name::Cross) ? pdf::kOpenMiddle : 1);
        if (!made) return;  // paper has refused it before
        constexpr int kQuiet = 4;
        const int side = made->side + 2 * kQuiet;
        w_.raw("<figure class=\"code\">\n");
        w_.open("svg", {{"viewBox", fmt::format("0 0 {0} {0}", side)},
                        {"role", "img"},
                        {"aria-label", code[Name::Alternate]},
                        {"shape-rendering", "crispEdges"}});
        std::string path;
        for (int y = 0; y < made->side; ++y) {
            for (int x = 0; x < made->side; ++x) {
                const auto dark = [&](int at) {
                    return made
                        ->dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(made->side) +
                               static_cast<std::size_t>(at)];
                };
                if (!dark(x)) continue;
                int end = x;
                while (end < made->side && dark(end)) ++end;
                path += fmt::format("M{} {}h{}v1h-{}z", x + kQuiet, y + kQuiet, end - x, end - x);
                x = end;
            }
        }
        w_.raw(fmt::format(R"(<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}"/>)", side,
                           path));
        // In the middle, of 46 parts of the code's side 7.
        if (code.is(Name::Cross))
            w_.raw(fmt::format(R"x(<g transform="translate({0} {0}) scale({1})">)x", side / 2.0,
                               made->side / 46.0))
                .raw(asset("cross.svg"))
                .raw("</g>");
        w_.raw("</svg>\n");
        w_.optional("figcaption", code[Name::Caption], {{"class", "muted"}});
        w_.raw("</figure>\n");
    }

    void write_received(const Block& received) {
        w_.open("section", {{"class", "received"}});
        write_heading(received);
        w_.raw("<dl>");
        for (const Block& gain : received.children()) {
            w_.open("div").element("dt", gain.text).open("dd").text(gain[Name::Figure]);
            w_.optional("small", gain[Name::About]).close("dd").close("div");
        }
        w_.raw("</dl>\n").close("section");
    }

    // Nothing is loaded from elsewhere: it stands in the page.
    void write_image(const Block& image) {
        const auto& illustration = *image.find(Name::File)->illustration;
        const Decimal width = image.number(Name::Width);
        const std::string style =
            width > Decimal() ? fmt::format("max-inline-size:{}mm", width.to_string()) : "";
        w_.open("figure", {{"class", "image"}, {"style", style}});
        if (const auto* drawing = illustration.drawing())
            w_.raw(inline_svg(*drawing, image[Name::Alternate]));
        if (const auto* pixels = illustration.pixels()) {
            const std::string source =
                fmt::format("data:{};base64,{}", pixels->media_type, text::base64(pixels->file));
            w_.open("img", {{"src", source}, {"alt", image[Name::Alternate]}});
        }
        w_.optional("figcaption", image[Name::Caption], {{"class", "muted"}});
        w_.close("figure");
    }

    void write_table(const Block& table) {
        std::vector<const Block*> columns;
        for (const Block& child : table.children())
            if (child.kind == Kind::Column) columns.push_back(&child);
        w_.open("table", {{"class", "rows"}}).raw("<thead><tr>");
        for (const auto* column : columns)
            w_.element("th", (*column)[Name::Head],
                       {{"scope", "col"}, {"class", is_number(*column) ? "number" : ""}});
        w_.raw("</tr></thead>\n<tbody>\n");
        write_rows(table, columns);
        w_.raw("</tbody>\n").close("table");
    }

    static bool is_number(const Block& column) {
        return column.has(Name::Align) && column[Name::Align] != "left";
    }

    void write_rows(const Block& block, const std::vector<const Block*>& columns) {
        const auto all = std::to_string(columns.size());
        const auto but_one = std::to_string(columns.size() - 1);
        for (const Block& child : block.children()) {
            if (child.kind == Kind::Group) {
                write_rows(child, columns);
            } else if (child.kind == Kind::Title) {
                const auto style = child[Name::Style];
                w_.open("tr", {{"class", style.empty() ? "group" : style}});
                w_.open("th", {{"scope", "rowgroup"}, {"colspan", all}}).text(child.text);
                w_.optional("small", child[Name::About]).close("th").close("tr");
            } else if (child.kind == Kind::Sum) {
                w_.open("tr", {{"class", "sum"}});
                w_.element("th", child[Name::Label], {{"scope", "row"}, {"colspan", but_one}});
                w_.element("td", child.text, {{"class", "number"}}).close("tr");
            } else if (child.kind == Kind::Row) {
                write_row(child, columns);
            }
        }
    }

    void write_row(const Block& row, const std::vector<const Block*>& columns) {
        w_.open("tr");
        std::size_t i = 0;
        for (const Block& cell : row.children()) {
            if (i == columns.size()) break;
            const Block& column = *columns[i++];
            const bool is_head = column.is(Name::RowHead);
            const std::string_view name = is_head ? "th" : "td";
            if (is_head) w_.open(name, {{"scope", "row"}});
            else
                w_.open(name, {{"class", is_number(column) ? "number" : ""},
                               {"data-head", cell.text.empty() ? "" : column[Name::Head]}});
            w_.text(cell.text);
            if (const auto unit = cell[Name::Unit]; !unit.empty()) w_.raw("&#8239;").text(unit);
            w_.optional("small", cell[Name::About]).close(name);
        }
        w_.close("tr");
    }

    void write_totals(const Block& totals) {
        w_.open("table", {{"class", "totals"}});
        for (const Block& total : totals.children()) {
            const bool is_final = total.is(Name::Final);
            w_.open("tr", {{"class", is_final                 ? "sum final"
                                     : total.is(Name::Strong) ? "sum"
                                                              : ""}});
            w_.open("th", {{"scope", "row"}}).text(total[Name::Label]);
            w_.optional("small", total[Name::About]).optional("small", total[Name::Hint]);
            w_.close("th").element("td", total.text, {{"class", "number"}}).close("tr");
        }
        w_.close("table");
    }

    void write_notes(const Block& notes) {
        w_.open("div", {{"class", "notes"}});
        for (const auto* note : notes_of(notes)) write_note(*note);
        w_.close("div");
    }

    void write_note(const Block& note) {
        w_.open("section", {{"class", "note"}}).element("h3", note[Name::Title]);
        bool in_list = false;
        for (const Block& child : note.children()) {
            const bool is_fact = child.kind == Kind::Fact;
            if (is_fact != in_list) w_.raw(is_fact ? "<dl>\n" : "</dl>\n");
            in_list = is_fact;
            if (is_fact) {
                w_.element("dt", child[Name::Label]);
                w_.open("dd").link(child[Name::Link], child.text).close("dd");
            } else {
                w_.element("p", child.text, {{"class", child.kind == Kind::Remark ? "muted" : ""}});
            }
        }
        if (in_list) w_.raw("</dl>\n");
        w_.close("section");
    }

    bool has_first_page_ = false;
    Writer w_;
    const brands::Brand& brand_;
    const compose::Format& format_;
    std::shared_ptr<const PageLook> look_;
    std::vector<std::string_view> small_print_;
};

}  // namespace

std::string page(const content::Block& document, const brands::Brand& brand,
                 const compose::Format& format) {
    std::string out;
    Page(out, brand, format).write(document);
    return out;
}

}  // namespace bw::html
