#include "flow/compose/html/pieces.h"

#include "base/check.h"
#include "flow/compose/html/look.h"
#include "flow/compose/html/style.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace bw::html {
namespace {

constexpr std::string_view kFont = "font-family:Inter,Segoe UI,Roboto,Helvetica,Arial,sans-serif";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
}

// Lines "name html", in the order of Piece.
MailLook make_look(const brands::Brand& brand) {
    MailLook look;
    look.style = coloured(asset("mail.css"), dark(brand));
    const auto palette = light(brand);
    std::string text = coloured(asset("mail.pieces"), palette);
    const int radius = static_cast<int>(brand.radius_mm * 3);
    replace_all(text, "@font", kFont);
    replace_all(text, "@radius", fmt::format("{}px", radius));
    replace_all(text, "@round", fmt::format("{}px", std::max(4, radius)));
    replace_all(text, "@on", hex(palette.on_brand));
    std::string_view rest = text;
    for (auto& piece : look.pieces) {
        const auto end = rest.find('\n'), blank = rest.find(' ');
        CHECK(end != std::string_view::npos && blank < end);
        piece = rest.substr(blank + 1, end - blank - 1);
        rest.remove_prefix(end + 1);
    }
    CHECK(rest.empty());
    return look;
}

std::vector<MailLook> make_looks() {
    std::vector<MailLook> looks;
    for (const auto& brand : brands::all()) looks.push_back(make_look(brand));
    return looks;
}

}  // namespace

const MailLook& mail_look(const brands::Brand& brand) {
    static const std::vector<MailLook> kLooks = make_looks();
    const auto all = brands::all();
    const auto found = std::ranges::find(all, brand.key, &brands::Brand::key);
    CHECK(found != all.end());
    return kLooks[static_cast<std::size_t>(found - all.begin())];
}

}  // namespace bw::html
