// What the checker says of discounts, surcharges and the maximum: names that lead nowhere, and what
// can never count. Internal to the checker.
#pragma once

#include "books/catalog/check.h"
#include "books/catalog/model.h"

#include <functional>
#include <string>

namespace bw::catalog {

using Tell = std::function<void(Severity, SourceLine, std::string)>;

void check_discounts(const Schedule& schedule, const Tell& tell);
void check_discounts(const Plan& plan, const Tell& tell);

}  // namespace bw::catalog
