#include "flow/compose/html/pieces.h"

#include "base/check.h"
#include "flow/compose/brands/keys.h"
#include "flow/compose/brands/per_brand.h"
#include "flow/compose/html/style.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace bw::html {
namespace {

constexpr std::string_view kFont = "font-family:Inter,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
}

std::string filled_in(std::string text, const brands::Brand& brand) {
    constexpr int kPixelsPerMm = 3;
    const int radius = static_cast<int>(brand.radius_mm * kPixelsPerMm);
    replace_all(text, "@font", kFont);
    replace_all(text, "@radius", fmt::format("{}px", radius));
    return coloured(text, brand);
}

// "name html" in each line; calls use(name, html).
template <typename Use>
void for_each_line(std::string_view text, Use use) {
    while (!text.empty()) {
        const auto end = text.find('\n'), blank = text.find(' ');
        CHECK(end != std::string_view::npos && blank < end);
        use(text.substr(0, blank), text.substr(blank + 1, end - blank - 1));
        text.remove_prefix(end + 1);
    }
}

// Programs that show mail know sides, not beginnings and ends: for a language that runs from right
// to left they change places.
void mirror(std::string& html) {
    replace_all(html, R"(align="right")", R"(align="left")");
    // padding:above right below left;
    constexpr std::string_view kPadding = "padding:";
    for (std::size_t at = 0; (at = html.find(kPadding, at)) != std::string::npos;) {
        at += kPadding.size();
        const auto end = html.find(';', at);
        std::vector<std::string> sides;
        for (std::size_t from = at; from < end;) {
            const auto blank = std::min(html.find(' ', from), end);
            sides.push_back(html.substr(from, blank - from));
            from = blank + 1;
        }
        if (sides.size() != 4) continue;
        html.replace(at, end - at,
                     fmt::format("{} {} {} {}", sides[0], sides[3], sides[2], sides[1]));
    }
    // Some show neither html nor body, and all show the tables.
    for (const std::string_view begin : {R"(<body )", R"(<table role="presentation" )"})
        if (html.starts_with(begin)) html.insert(begin.size(), R"(dir="rtl" )");
}

std::shared_ptr<const MailLook> make_look(const brands::Brand& brand, bool is_mirrored) {
    auto look = std::make_shared<MailLook>();
    look->style = coloured(asset("mail.css"), brand.dark);
    std::vector<std::string> names;  // in the order of Piece
    for_each_line(filled_in(std::string(asset("mail.pieces")), brand),
                  [&](std::string_view name, std::string_view html) {
                      CHECK(names.size() < kPieces);
                      look->pieces[names.size()] = html;
                      names.emplace_back(name);
                  });
    CHECK(names.size() == kPieces);
    // Lines "form piece html": where a brand takes the form, the piece is another one.
    for_each_line(filled_in(std::string(asset("mail.forms")), brand), [&](std::string_view form,
                                                                          std::string_view line) {
        const auto is_taken = std::ranges::any_of(
            brand.forms, [&](auto one) { return brands::name_of(one) == form; });
        if (!is_taken) return;
        const auto blank = line.find(' ');
        const auto piece = std::ranges::find(names, line.substr(0, blank));
        CHECK(piece != names.end());
        look->pieces[static_cast<std::size_t>(piece - names.begin())] = line.substr(blank + 1);
    });
    if (is_mirrored)
        for (auto& piece : look->pieces) mirror(piece);
    return look;
}

}  // namespace

std::shared_ptr<const MailLook> mail_look(const brands::Brand& brand,
                                          const compose::Format& format) {
    static std::array<brands::PerBrand<MailLook>, 2> kept;  // as they are, and mirrored
    const bool is_mirrored = compose::runs_right_to_left(format.language());
    return kept[is_mirrored ? 1 : 0].of(brand, [&] { return make_look(brand, is_mirrored); });
}

}  // namespace bw::html
