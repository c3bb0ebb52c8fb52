// What a company's documents look like: the brands of the program, and those that it released. A
// brand is released as a template is, under the name "brand:KEY".
#pragma once

#include "books/releases/releases.h"
#include "flow/compose/brands/set.h"

#include <string>
#include <string_view>

namespace bw::run {

inline constexpr std::string_view kBrandRelease = "brand:";

// The files are a brand's, not a template's.
bool is_brand(const releases::Files& files);
// The brand, or an Error with the first finding; `called` is how it calls the folder.
Result<brands::Brand> usable_brand(const releases::Files& files, const std::string& called);

// For documents issued on the day, by what was released up to the cut; so a run that goes on, and
// an issued bill that is said again, look as they did. Error: this program cannot use one of them
// any more.
Result<brands::Set> brands_on(store::Transaction& tx, TenantId tenant, LocalDate issued_on,
                              AsOf as_of);

}  // namespace bw::run
