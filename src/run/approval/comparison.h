// A run beside the month before it, for whoever approves it: how much is billed by kind of service,
// tariff and charge, how many are held, and whose bill changes most. All runs of a month count, for
// a month is often billed in several. Reads what prepare wrote, so there need be no numbers yet.
#pragma once

#include "run/store.h"

#include <string>
#include <vector>

namespace bw::run {

// Side by side; `before` is nothing where the month before had none.
struct ComparedSum {
    ChargeKey of;
    ChargeSum now, before;
    [[nodiscard]] std::int64_t change() const { return now.net - before.net; }
};
struct ComparedAccount {
    std::string account;
    Money now, before;  // gross
};
struct Comparison {
    LocalDate month, month_before;
    std::vector<ComparedSum> totals;        // by currency: items are statements
    std::vector<ComparedSum> charges;       // the largest change of net first
    std::vector<ComparedAccount> accounts;  // those whose gross changed most, the largest first
    std::int64_t looked_at = 0;             // accounts of the month
    std::int64_t held = 0;  // accounts of the month that are held, and not billed since
    std::int64_t held_before = 0;
};

enum class Changes : std::uint8_t { None, ByAccount };  // ByAccount reads every bill of both months
inline constexpr int kChangedAccounts = 10;

Result<Comparison> compare(store::Transaction& tx, TenantId tenant, const RunInfo& run,
                           Changes changes);

}  // namespace bw::run
