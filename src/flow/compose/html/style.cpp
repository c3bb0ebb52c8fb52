#include "flow/compose/html/style.h"

#include "base/check.h"
#include "flow/compose/brands/keys.h"
#include "flow/compose/brands/per_brand.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bw::html {
namespace {

using brands::hex;

std::string variables(const brands::Colours& c) {
    return fmt::format("--paper:{};--tint:{};--ink:{};--muted:{};--brand:{};--on-brand:{};--bar:{};"
                       "--now:{};--up:{};--down:{};--rule:{};--accent:{}",
                       hex(c.paper), hex(c.tint), hex(c.ink), hex(c.muted), hex(c.brand),
                       hex(c.on_brand), hex(c.bar), hex(c.now), hex(c.up), hex(c.down), hex(c.rule),
                       hex(c.accent));
}

std::string style_sheet(const brands::Brand& brand) {
    constexpr int kPixelsPerMm = 4;
    auto out = fmt::format(":root{{color-scheme:light dark;--radius:{}px;{}}}\n"
                           "@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n{}",
                           static_cast<int>(brand.radius_mm * kPixelsPerMm), variables(brand),
                           variables(brand.dark), asset("page.css"));
    for (const auto form : brand.forms) out += asset_of(form);
    return out += asset("last.css");
}

const Asset* find_asset(std::string_view name) {
    const auto all = assets();
    const auto found = std::ranges::find(all, name, &Asset::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::string_view asset(std::string_view name) {
    const auto* found = find_asset(name);
    CHECK(found != nullptr);
    return found->text;
}

std::string_view asset_of(brands::Form form) {
    const auto* found = find_asset(fmt::format("forms/{}.css", brands::name_of(form)));
    return found == nullptr ? std::string_view() : found->text;
}

std::string coloured(std::string_view css, const brands::Colours& c) {
    const std::array<std::pair<std::string_view, pdf::Color>, 10> colours = {
        {{"@paper", c.paper},
         {"@tint", c.tint},
         {"@ink", c.ink},
         {"@muted", c.muted},
         {"@brand", c.brand},
         {"@on", c.on_brand},
         {"@rule", c.rule},
         {"@bar", c.bar},
         {"@now", c.now},
         {"@accent", c.accent}}};
    std::string out;
    while (!css.empty()) {
        const auto at = css.find('@');
        out += css.substr(0, at);
        if (at == std::string_view::npos) break;
        css.remove_prefix(at);
        const auto found = std::ranges::find_if(
            colours, [&](const auto& colour) { return css.starts_with(colour.first); });
        if (found == colours.end()) {  // @media
            out += '@';
            css.remove_prefix(1);
        } else {
            out += hex(found->second);
            css.remove_prefix(found->first.size());
        }
    }
    return out;
}

std::shared_ptr<const PageLook> page_look(const brands::Brand& brand) {
    static brands::PerBrand<PageLook> kept;
    return kept.of(brand, [&] {
        auto look = std::make_shared<PageLook>();
        look->style = style_sheet(brand);
        if (brand.mark)
            look->mark = inline_svg(*brand.mark, brand.mark_says_name ? brand.name : "");
        if (brand.picture)
            look->picture = "<span class=\"picture\">" + inline_svg(*brand.picture) + "</span>";
        return look;
    });
}

}  // namespace bw::html
