#include "flow/collect/settle.h"

#include "base/check.h"
#include "flow/collect/account.h"
#include "flow/collect/till.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

namespace bw::collect {
namespace {

using store::Access;

// The accounts of the bucket in which credit stands beside something open.
std::vector<Payer> unsettled(const Desk& desk, int bucket) {
    const auto tx = desk.database.begin(Access::Read);
    const AsOf now{store::current_cut(*tx, desk.tenant)};
    std::vector<Payer> payers;
    for (const BillingAccountId account : sql::credit_holders(*tx, desk.tenant, bucket)) {
        Payer payer = sql::load_payer(*tx, desk.tenant, bucket, account);
        const Money credit = load_credit(*tx, desk.tenant, payer, now);
        if (!settle(load_open_items(*tx, desk.tenant, payer, now), credit).empty())
            payers.push_back(std::move(payer));
    }
    return payers;
}

Result<void> settle_bucket(const Desk& desk, std::span<const Payer> payers, LocalDate on,
                           Settled& settled) {
    const auto tx = desk.database.begin(Access::Write);
    const Batch next{store::current_cut(*tx, desk.tenant).value + 1};
    Till till(*tx, desk.tenant, next);
    std::int64_t entries = 0;
    std::int64_t accounts = 0;
    // Allocations of an account are counted, so what is written here was never written before.
    std::string content;
    for (const Payer& payer : payers) {
        const int count = TRY(till.settle(payer, on));
        if (count == 0) continue;  // somebody was faster
        ++accounts;
        entries += count;
        content +=
            fmt::format("{}:{} ", payer.number, sql::count_allocations(*tx, desk.tenant, payer));
    }
    if (entries == 0) return {};
    const Batch batch = TRY(store::record_batch(*tx, desk.tenant,
                                                {"allocation",
                                                 "credit of accounts",
                                                 crypto::sha256(content),
                                                 desk.clock.now(),
                                                 {entries, entries, 0, 0}}));
    CHECK(batch == next);
    tx->commit();
    settled.entries += entries;
    settled.accounts += accounts;
    return {};
}

}  // namespace

void note_credit(store::Transaction& tx, TenantId tenant, std::span<const ledger::Entry> entries) {
    for (const auto& entry : entries)
        if (entry.kind == ledger::EntryKind::CreditNote)
            sql::mark_credit(tx, tenant, {bucket_of(entry.account.value), entry.account});
}

Result<Settled> settle_accounts(const Desk& desk, LocalDate on) {
    Settled settled;
    settled.matched = TRY(match_waiting(desk, on)).matched;
    std::vector<int> buckets;
    {
        const auto tx = desk.database.begin(Access::Read);
        buckets = sql::buckets_with_credit(*tx, desk.tenant);
    }
    for (const int bucket : buckets)
        if (const auto payers = unsettled(desk, bucket); !payers.empty())
            TRY_VOID(settle_bucket(desk, payers, on, settled));
    return settled;
}

}  // namespace bw::collect
