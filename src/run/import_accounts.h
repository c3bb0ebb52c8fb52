// The accounts file: CSV with a header, one row per subscription (docs/company-files.md,
// "Accounts").
#pragma once

#include "books/customers/customers.h"
#include "flow/meter/byte_source.h"
#include "run/import.h"

#include <functional>
#include <string>

namespace bw::run {

inline constexpr std::int64_t kRejectsShown = 20;

struct AccountsReader {
    std::function<Result<void>(const customers::AccountRow&)> add;
    std::function<void(const Reject&)> on_reject;  // each one; the result has the first ones
};
// Reads rows and hands each to `add`; a row that cannot be read or added is a reject, with its
// line. Error, with FILE:LINE as subject (`name` is the file's): the header lacks a column, the
// file is broken or cut off as CSV, no row of it can be taken, or `add` said Refused.
Result<void> read_accounts(meter::ByteSource& source, const std::string& name, ImportResult& result,
                           const AccountsReader& reader);

}  // namespace bw::run
