// Whether a template shows what a kit wants, and whether a company gave the words that it must.
#pragma once

#include "flow/compose/kits/kit.h"
#include "flow/compose/templates/plan.h"

#include <span>
#include <string>
#include <vector>

namespace bw::kits {

struct Shortfall {
    const Requirement* requirement = nullptr;  // of the kit that was asked
    std::string text;                          // what is missing and what to do
    int line = 0;                              // of the template; 0: nowhere
};

// Looked at are the channels that show the document whole: paper and web; the window of the
// envelope is paper's own and misses nobody on the web. A field counts where
// every bill shows it that has it: a block may ask for the field itself and for what holds it
// (if="usage"), and for nothing else; of <level>s each must show it, for one of them stands.
std::vector<Shortfall> shortfalls(const templates::Plan& plan, const Kit& kit);

// Those that the company must give words for and gave none. `duties`: of which it did.
std::vector<const Requirement*> undisclosed(const Kit& kit, std::span<const std::string> duties);

}  // namespace bw::kits
