// A filled document as a web page: one file, semantic, readable from 320 pixels on, in light and
// dark, printable, without a script and without anything from elsewhere.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/content/block.h"
#include "flow/compose/format.h"

#include <string>

namespace bw::html {

// Same document, same bytes.
std::string page(const content::Block& document, const brands::Brand& brand,
                 const compose::Format& format);

}  // namespace bw::html
