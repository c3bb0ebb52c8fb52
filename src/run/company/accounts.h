// The accounts file: one row per subscription (docs/company-files.md, "Accounts").
#pragma once

#include "books/customers/customers.h"
#include "run/company/table.h"

#include <functional>
#include <string>

namespace bw::company {

struct AccountsSink {
    std::function<Result<void>(const customers::AccountRow&)> add;
    std::function<void(const Reject&)> on_reject;
    std::size_t shown = kRejectsShown;
    std::function<void(const customers::AccountCodes&)> expect = {};  // of the rows that come next
};
// Rows and errors as of read_table().
Result<void> read_accounts(meter::ByteSource& source, const std::string& name,
                           const Mapping& mapping, Tally& tally, const AccountsSink& sink);

}  // namespace bw::company
