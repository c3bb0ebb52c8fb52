#include "flow/compose/html/mail.h"

#include "flow/compose/html/html.h"
#include "flow/compose/html/look.h"
#include "flow/compose/html/parts.h"
#include "flow/compose/html/style.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::html {
namespace {

constexpr std::size_t kMostItems = 8;  // of a receipt
constexpr std::string_view kFont =
    "font-family:Inter,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";

class Mail {
public:
    Mail(std::string& out, const brands::Brand& brand, const compose::Format& format)
        : w_(out), brand_(brand), format_(format), look_(light(brand)) {
        const auto color = [](pdf::Color c) { return hex(c); };
        ink_ = fmt::format("{}color:{};", kFont, color(look_.ink));
        muted_ = fmt::format("{}color:{};", kFont, color(look_.muted));
        brand_color_ = fmt::format("{}color:{};", kFont, color(look_.brand));
        rule_ = fmt::format("border-top:1px solid {};", color(look_.rule));
    }

    void write(const Block& document, std::string_view preheader) {
        w_.raw("<!DOCTYPE html>\n");
        w_.open("html", {{"lang", compose::language_tag(format_.language())}}).raw("<head>\n");
        w_.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
               "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
               "<meta name=\"supported-color-schemes\" content=\"light dark\">\n");
        w_.element("title", document[Name::Title]);
        write_dark_rules();
        w_.raw("</head>\n");
        const auto ground = fmt::format("margin:0;padding:0;background:{};", hex(look_.tint));
        w_.open("body", {{"class", "t"}, {"style", ground}});
        w_.element("div", preheader,
                   {{"style", "display:none;max-height:0;overflow:hidden;mso-hide:all;"}});
        w_.raw(table("100%", "t")).raw("<tr><td align=\"center\" style=\"padding:0 0 24px;\">\n");
        w_.raw("<!--[if mso]><table role=\"presentation\" width=\"600\"><tr><td><![endif]-->\n");
        w_.raw(R"(<table role="presentation" class="w g" width="100%" cellpadding="0" )"
               R"(cellspacing="0" border="0" style="max-width:600px;background:#ffffff;">)");
        for (const Block& part : document.children()) write_part(part);
        write_foot(document);
        w_.raw("</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n");
        w_.close("body").raw("</html>\n");
    }

private:
    static std::string table(std::string_view width, std::string_view kind) {
        return fmt::format(R"(<table role="presentation" class="{}" width="{}" cellpadding="0" )"
                           R"(cellspacing="0" border="0">)",
                           kind, width);
    }

    // Programs that know them turn the inline colours of light ground.
    void write_dark_rules() {
        w_.raw("<style>").raw(coloured(asset("mail.css"), dark(brand_))).raw("</style>\n");
    }

    // A row of the mail; `padding` above and below.
    void open_row(int padding) {
        w_.raw(fmt::format(R"(<tr><td class="p" style="padding:{0}px 36px {0}px;">)", padding));
    }
    void close_row() { w_.raw("</td></tr>\n"); }

    void paragraph(std::string_view text, std::string_view kind, const std::string& style) {
        w_.element("p", text, {{"class", kind}, {"style", style}});
    }

    void write_part(const Block& part) {
        if (part.kind == Kind::Section)
            write_section_title(part[Name::Title], part.first != nullptr);
        for (const Block& block : part.children()) write_block(block);
    }

    void write_section_title(std::string_view title, bool has_blocks) {
        if (!has_blocks) return;
        open_row(16);
        w_.element("h2", title,
                   {{"class", "i"}, {"style", ink_ + "font-size:20px;line-height:26px;margin:0;"}});
        close_row();
    }

    void write_block(const Block& block) {
        switch (block.kind) {
            case Kind::LetterHead: return write_head(block);
            case Kind::Facts: return write_facts(block);
            case Kind::KeyFigures: return write_key_figures(block);
            case Kind::Fill:
            case Kind::Columns:
                for (const Block& child : block.children()) write_block(child);
                return;
            case Kind::Why: return write_why(block);
            case Kind::Chart: return write_chart(block);
            case Kind::Receipt: return write_receipt(block);
            case Kind::Payment: return write_payment(block);
            case Kind::Totals: return write_totals(block);
            case Kind::Notes: return write_notes(block);
            case Kind::Button: return write_button(block);
            case Kind::Banner: return write_banner(block);
            case Kind::Paragraph:
                open_row(8);
                paragraph(block.text, "i", ink_ + "font-size:16px;line-height:24px;margin:0;");
                close_row();
                return;
            case Kind::SmallPrint:
                for (const Block& line : block.children()) small_print_.push_back(line.text);
                return;
            default: return;  // the letter's own; what a mail cannot show stands instead of it
        }
    }

    void write_head(const Block& head) {
        w_.raw(fmt::format(R"(<tr><td class="t p" style="padding:20px 36px;background:{};">)",
                           hex(look_.tint)));
        w_.element("span", brand_.name.empty() ? head[Name::Title] : brand_.name,
                   {{"class", "b"},
                    {"style", brand_color_ + "font-size:22px;line-height:28px;font-weight:bold;"}});
        close_row();
    }

    void write_key_figures(const Block& figures) {
        open_row(24);
        for (const Block& figure : figures.children()) {
            if (figure.kind == Kind::Headline)
                w_.element(
                    "h1", figure.text,
                    {{"class", "b h"},
                     {"style", brand_color_ + "font-size:34px;line-height:40px;margin:0 0 6px;"}});
            else if (figure.kind == Kind::Lead)
                paragraph(figure.text, "i",
                          ink_ + "font-size:20px;line-height:28px;margin:0 0 6px;");
            else paragraph(figure.text, "m", muted_ + "font-size:15px;line-height:22px;margin:0;");
        }
        close_row();
    }

    void write_facts(const Block& facts) {
        open_row(8);
        for (const Block& fact : facts.children()) {
            w_.open("p", {{"class", "m"},
                          {"style", muted_ + "font-size:14px;line-height:20px;margin:0;"}});
            if (const auto label = fact[Name::Label]; !label.empty()) w_.text(label).raw(" ");
            w_.element("span", fact.text, {{"class", "i"}, {"style", ink_}});
            w_.close("p");
        }
        close_row();
    }

    void write_heading(const Block& block) {
        if (const auto label = block[Name::Label]; !label.empty())
            paragraph(label, "m", muted_ + "font-size:14px;line-height:20px;margin:0;");
        w_.element(
            "h2", block[Name::Title],
            {{"class", "i"}, {"style", ink_ + "font-size:18px;line-height:24px;margin:0 0 10px;"}});
    }

    // Name to the left, amount to the right.
    void write_row(std::string_view name, std::string_view about, std::string_view amount,
                   bool is_sum) {
        const auto& color = is_sum ? brand_color_ : ink_;
        const auto* const kind = is_sum ? "b r" : "i";
        const std::string style = fmt::format("{}font-size:15px;line-height:22px;padding:4px 0;{}",
                                              color, is_sum ? "font-weight:bold;" + rule_ : "");
        w_.open("tr").open("td", {{"class", kind}, {"style", style + "padding-right:12px;"}});
        w_.text(name);
        if (!about.empty())
            w_.raw(" ").element("span", about,
                                {{"class", "m"}, {"style", muted_ + "font-size:13px;"}});
        w_.close("td");
        w_.element("td", amount,
                   {{"class", kind},
                    {"align", "right"},
                    {"valign", "top"},
                    {"style", style + "white-space:nowrap;"}});
        w_.close("tr");
    }

    void write_why(const Block& why) {
        open_row(16);
        write_heading(why);
        w_.raw(table("100%", ""));
        const auto bars = step_bars(why);
        for (const auto& bar : bars)
            write_row(bar.block->text, {}, step_amount(bar), &bar == &bars.back());
        w_.raw("</table>");
        close_row();
    }

    void write_receipt(const Block& receipt) {
        open_row(16);
        write_heading(receipt);
        w_.raw(table("100%", ""));
        for (const auto* item : receipt_items(receipt, kMostItems))
            write_row(item->text, (*item)[Name::About], (*item)[Name::Amount],
                      item->is(Name::Total));
        w_.raw("</table>");
        close_row();
    }

    void write_totals(const Block& totals) {
        open_row(16);
        w_.raw(table("100%", ""));
        for (const Block& total : totals.children())
            write_row(total[Name::Label], total[Name::About], total.text,
                      total.is(Name::Strong) || total.is(Name::Final));
        w_.raw("</table>");
        close_row();
    }

    // Bars are cells with a ground; a program that shows none of it reads the sentence above and
    // the values in the alternative.
    void write_chart(const Block& chart) {
        constexpr int kTall = 90;
        const auto bars = month_bars(chart);
        if (bars.empty()) return;
        open_row(16);
        write_heading(chart);
        w_.open("table", {{"role", "img"},
                          {"aria-label", chart[Name::Alternate]},
                          {"cellpadding", "0"},
                          {"cellspacing", "0"},
                          {"border", "0"}});
        w_.raw("<tr>");
        for (const auto& bar : bars) {
            const bool is_now = &bar == &bars.back();
            w_.raw(fmt::format(
                R"(<td valign="bottom" align="center" height="{}" style="padding:0 3px;">)"
                R"(<div class="{}" style="width:24px;height:{}px;background:{};font-size:1px;)"
                R"(line-height:1px;">&nbsp;</div></td>)",
                kTall, is_now ? "k1" : "k2", std::max(1, bar.value * kTall / 1000),
                hex(is_now ? look_.brand : look_.bar)));
        }
        w_.raw("</tr>\n<tr>");
        for (const auto& bar : bars)
            w_.element("td", bar.block->text,
                       {{"class", "m"},
                        {"align", "center"},
                        {"style", muted_ + "font-size:11px;line-height:18px;"}});
        w_.raw("</tr></table>\n");
        const auto& now = *bars.back().block;
        paragraph(fmt::format("{}: {}", now.text, now[Name::Label]), "b",
                  brand_color_ +
                      "font-size:14px;line-height:20px;margin:6px 0 0;font-weight:bold;");
        close_row();
    }

    void open_panel() {
        open_row(12);
        w_.raw(table("100%", "t"))
            .raw(fmt::format(
                R"(<tr><td class="t" style="padding:20px 24px;background:{};border-radius:{}px;">)",
                hex(look_.tint), static_cast<int>(brand_.radius_mm * 3)));
    }
    void close_panel() {
        w_.raw("</td></tr></table>");
        close_row();
    }

    void write_payment(const Block& payment) {
        open_panel();
        w_.element("h2", payment[Name::Title],
                   {{"class", "b"},
                    {"style", brand_color_ + "font-size:18px;line-height:24px;margin:0 0 8px;"}});
        if (payment.first != nullptr) w_.raw(table("100%", ""));
        for (const Block& detail : payment.children()) {
            if (detail.kind != Kind::Detail) continue;
            w_.open("tr");
            w_.element(
                "td", detail[Name::Label],
                {{"class", "m"},
                 {"valign", "top"},
                 {"width", "96"},
                 {"style", muted_ + "font-size:14px;line-height:22px;padding:2px 12px 2px 0;"}});
            w_.element(
                "td", detail.text,
                {{"class", "i"},
                 {"style", fmt::format("{}font-size:15px;line-height:22px;padding:2px 0;{}", ink_,
                                       detail.is(Name::Strong) ? "font-weight:bold;" : "")}});
            w_.close("tr");
        }
        if (payment.first != nullptr) w_.raw("</table>");
        if (const auto hint = payment[Name::Hint]; !hint.empty())
            paragraph(hint, "m", muted_ + "font-size:13px;line-height:20px;margin:8px 0 0;");
        close_panel();
    }

    void write_banner(const Block& banner) {
        open_panel();
        paragraph(banner[Name::Title], "b",
                  brand_color_ +
                      "font-size:16px;line-height:22px;margin:0 0 4px;font-weight:bold;");
        paragraph(banner.text, "i", ink_ + "font-size:15px;line-height:22px;margin:0;");
        close_panel();
    }

    void write_button(const Block& button) {
        open_row(12);
        w_.raw(table("auto", ""))
            .raw(fmt::format(R"(<tr><td class="k" style="background:{};border-radius:{}px;">)",
                             hex(look_.brand),
                             std::max(4, static_cast<int>(brand_.radius_mm * 3))));
        const std::string style =
            fmt::format("{}display:inline-block;padding:14px 26px;font-size:16px;line-height:20px;"
                        "font-weight:bold;color:{};text-decoration:none;",
                        kFont, hex(look_.on_brand));
        w_.link(button[Name::Link], button.text, {{"class", "k"}, {"style", style}});
        w_.raw("</td></tr></table>");
        close_row();
    }

    void write_notes(const Block& notes) {
        bool has_level = false;
        for (const Block& child : notes.children()) {
            if (child.kind == Kind::Note) write_note(child);
            if (child.kind != Kind::Level || has_level || child.first == nullptr) continue;
            has_level = true;
            for (const Block& note : child.children()) write_note(note);
        }
    }

    void write_note(const Block& note) {
        open_row(8);
        w_.element("h3", note[Name::Title],
                   {{"class", "i"}, {"style", ink_ + "font-size:15px;line-height:22px;margin:0;"}});
        for (const Block& child : note.children()) {
            w_.open("p", {{"class", "m"},
                          {"style", muted_ + "font-size:14px;line-height:20px;margin:0;"}});
            if (child.kind == Kind::Fact) {
                w_.text(child[Name::Label]).raw(" ");
                w_.link(child[Name::Link], child.text, {{"class", "b"}, {"style", brand_color_}});
            } else {
                w_.text(child.text);
            }
            w_.close("p");
        }
        close_row();
    }

    void write_foot(const Block& document) {
        w_.raw(fmt::format(R"(<tr><td class="p r" style="padding:20px 36px;{}">)", rule_));
        const std::string style = muted_ + "font-size:12px;line-height:18px;margin:0;";
        paragraph(document[Name::Foot], "m", style);
        for (const auto line : small_print_) paragraph(line, "m", style);
        close_row();
    }

    Writer w_;
    const brands::Brand& brand_;
    const compose::Format& format_;
    const Palette look_;
    std::string ink_, muted_, brand_color_, rule_;  // beginnings of styles
    std::vector<std::string_view> small_print_;
};

}  // namespace

Result<std::string> mail(const content::Block& document, std::string_view preheader,
                         const brands::Brand& brand, const compose::Format& format) {
    std::string out;
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
