// What pages and mails look like: style sheets and pictures, as files (assets/) with the brand's
// colours put in.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/html/look.h"

#include <span>
#include <string>
#include <string_view>

namespace bw::html {

struct Asset {
    std::string_view name;  // "page.css"
    std::string_view text;
};
std::span<const Asset> assets();
std::string_view asset(std::string_view name);  // must be there

// @paper, @tint, @ink, @muted, @brand, @rule, @bar become the colours.
std::string coloured(std::string_view css, const Palette& palette);

// The style sheet of a page, in light and dark.
std::string style_sheet(const brands::Brand& brand);
// The small mark before a brand's name, as SVG; empty for a brand without one.
std::string_view mark(const brands::Brand& brand);

}  // namespace bw::html
