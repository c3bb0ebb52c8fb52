// The accounts file: one row per subscription (docs/company-files.md, "Accounts").
#pragma once

#include "books/customers/customers.h"
#include "run/company/table.h"

#include <functional>
#include <string>

namespace bw::company {

// Told what rows name before they are added.
using ExpectCodes = std::function<void(const customers::AccountCodes&)>;
// Rows and errors as of read_table().
Result<void> read_accounts(meter::ByteSource& source, const std::string& name,
                           const Mapping& mapping, Tally& tally,
                           const Sink<customers::AccountRow>& sink, const ExpectCodes& expect = {});

}  // namespace bw::company
