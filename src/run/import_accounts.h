// The accounts file: CSV with a header, one row per subscription (docs/import-formats.md,
// "Accounts").
#pragma once

#include "books/customers/customers.h"
#include "run/import.h"

#include <functional>
#include <istream>

namespace bw::run {

inline constexpr std::int64_t kRejectsShown = 20;

// Reads rows and hands each to `add`; a row that cannot be read or added is a reject of the result,
// with its line. Error: the header lacks a column, or the file is broken as CSV.
Result<void> read_accounts(std::istream& in, ImportResult& result,
                           const std::function<Result<void>(const customers::AccountRow&)>& add,
                           const std::function<void(const Reject&)>& reject);

}  // namespace bw::run
