// What pages and mails look like: style sheets as files (assets/), those of the forms that a brand
// takes, with its colours put in.
#pragma once

#include "flow/compose/brands/brand.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bw::html {

struct Asset {
    std::string_view name;  // "page.css", "forms/head-band.css"
    std::string_view text;
};
std::span<const Asset> assets();
std::string_view asset(std::string_view name);  // must be there
// Empty where there is none: the form is what page.css says.
std::string_view asset_of(brands::Form form);

// @paper, @tint, @ink, @muted, @brand, @on, @rule, @bar, @now, @accent become the colours.
std::string coloured(std::string_view css, const brands::Colours& colours);

// As an element of a page, decoration only, or with what it says. Colours of the place stay open
// (currentColor).
std::string inline_svg(const images::Picture& picture, std::string_view says = {});

// What every page of a brand begins with.
struct PageLook {
    std::string style;          // in light and dark
    std::string mark, picture;  // elements; empty where the brand has none
};
// Made once for each brand. Thread: any.
std::shared_ptr<const PageLook> page_look(const brands::Brand& brand);

}  // namespace bw::html
