// The accounts files: one row per subscription and date, as docs/company-files.md says.
#pragma once

#include "apps/demo/book.h"
#include "apps/demo/output.h"

namespace bw::demo {

void accounts_header(Output& output);
// The rows of an account whose terms begin on `from` or later and before `to`.
void accounts_rows(Output& output, const Account& account, Period terms);

}  // namespace bw::demo
