// A filled document as XSL-FO, for an engine that we are measured against: the same words, bars,
// code and rows as paper shows, at the same places, tagged and described in words. Only what the
// template of this folder holds; as easy for the other engine as we could make it (no XSLT, the
// code's modules counted by us, every width given).
#pragma once

#include "base/result.h"
#include "flow/compose/brands/brand.h"
#include "flow/compose/content/block.h"
#include "flow/compose/format.h"

#include <string>

namespace bw::bench {

// UTF-8. Error: the text of a code does not fit into one.
Result<std::string> xsl_fo(const content::Block& document, const brands::Brand& brand,
                           const compose::Format& format);

}  // namespace bw::bench
