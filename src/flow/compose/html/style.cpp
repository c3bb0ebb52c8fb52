#include "flow/compose/html/style.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bw::html {
namespace {

std::string variables(const Palette& p) {
    return fmt::format("--paper:{};--tint:{};--ink:{};--muted:{};--brand:{};--on-brand:{};--bar:{};"
                       "--up:{};--down:{};--rule:{}",
                       hex(p.paper), hex(p.tint), hex(p.ink), hex(p.muted), hex(p.brand),
                       hex(p.on_brand), hex(p.bar), hex(p.up), hex(p.down), hex(p.rule));
}

}  // namespace

std::string_view asset(std::string_view name) {
    const auto all = assets();
    const auto found = std::ranges::find(all, name, &Asset::name);
    CHECK(found != all.end());
    return found->text;
}

std::string coloured(std::string_view css, const Palette& p) {
    const std::array<std::pair<std::string_view, std::string>, 7> colours = {
        {{"@paper", hex(p.paper)},
         {"@tint", hex(p.tint)},
         {"@ink", hex(p.ink)},
         {"@muted", hex(p.muted)},
         {"@brand", hex(p.brand)},
         {"@rule", hex(p.rule)},
         {"@bar", hex(p.bar)}}};
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
            out += found->second;
            css.remove_prefix(found->first.size());
        }
    }
    return out;
}

std::string style_sheet(const brands::Brand& brand) {
    return fmt::format(":root{{color-scheme:light dark;--radius:{}px;{}}}\n"
                       "@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n{}",
                       static_cast<int>(brand.radius_mm * 4), variables(light(brand)),
                       variables(dark(brand)), asset("page.css"));
}

std::string_view mark(const brands::Brand& brand) {
    switch (brand.emblem) {
        case brands::Emblem::None: return {};
        case brands::Emblem::SunAndWater: return asset("aurora.svg");
        case brands::Emblem::Network: return asset("nordlink.svg");
    }
    return {};
}

}  // namespace bw::html
