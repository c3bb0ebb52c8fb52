// The tables of blocks and of fields as Markdown: docs/template-blocks.md and docs/template-data.md
// are what these print (tested).
#pragma once

#include <string>

namespace bw::templates {

std::string blocks_reference();
std::string fields_reference();

}  // namespace bw::templates
