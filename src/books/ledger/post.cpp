// Writing the books.
#include "books/ledger/ledger.h"
#include "books/ledger/rows.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace bw::ledger {
namespace {

constexpr std::string_view kPostingColumns[] = {
    "tenant_id",        "bucket",     "billing_account_id",
    "journal_entry_id", "line",       "ledger_account_id",
    "amount_minor",     "invoice_id", "batch"};

AccountName name_of(const Entry& entry, const Posting& posting) {
    return {entry.issuer, posting.kind, posting.detail, posting.amount.currency};
}

// Accounts appear in the chart with their first posting.
class Chart {
public:
    Chart(store::Transaction& transaction, TenantId tenant)
        : transaction_(transaction), tenant_(tenant) {}

    std::int64_t id(const AccountName& name) {
        const auto [place, is_new] = ids_.try_emplace(name.to_string(), 0);
        if (!is_new) return place->second;
        place->second = crypto::derived_id(place->first);
        transaction_.execute(
            "INSERT INTO ledger_account (tenant_id, ledger_account_id, issuer_id, kind, detail, "
            "currency) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            tenant_, place->second, name.issuer, name.kind, name.detail, name.currency.code());
        return place->second;
    }

private:
    store::Transaction& transaction_;
    TenantId tenant_;
    std::map<std::string, std::int64_t> ids_;
};

bool same_content(const Entry& a, const Entry& b) {
    return a.issuer == b.issuer && a.kind == b.kind && a.key == b.key &&
           a.booked_on == b.booked_on && a.postings == b.postings;
}

Result<void> check_all(std::span<const Entry> entries) {
    std::set<std::pair<BillingAccountId, std::string_view>> keys;
    for (const Entry& entry : entries) {
        TRY_VOID(check_entry(entry));
        if (!keys.emplace(entry.account, entry.key).second)
            return fail(
                Code::Duplicate, "the key stands twice in one call",
                fmt::format("entry '{}' of billing account {}", entry.key, entry.account.value));
    }
    return {};
}

// false: its id is taken.
bool insert_entry(store::Transaction& transaction, TenantId tenant, const Entry& entry,
                  JournalEntryId id) {
    return transaction.execute(
               "INSERT INTO journal_entry (tenant_id, bucket, billing_account_id, "
               "journal_entry_id, issuer_id, kind, entry_key, booked_on, batch, words) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
               tenant, bucket_of(entry.account.value), entry.account, id, entry.issuer, entry.kind,
               entry.key, entry.booked_on, entry.batch, entry.text) == 1;
}

}  // namespace

Result<Posted> post(store::Transaction& transaction, TenantId tenant,
                    std::span<const Entry> entries) {
    TRY_VOID(check_all(entries));
    Posted posted;
    Chart chart(transaction, tenant);
    std::vector<std::pair<const Entry*, JournalEntryId>> fresh;
    for (const Entry& entry : entries) {
        const JournalEntryId id = entry.id();
        if (insert_entry(transaction, tenant, entry, id)) {
            fresh.emplace_back(&entry, id);
            continue;
        }
        const auto stored = find_entry(transaction, tenant, entry.account, id);
        if (!stored || !same_content(*stored, entry))
            return fail(
                Code::Conflict,
                "an entry of this key is in the books with other postings; reverse that "
                "one, or use another key",
                fmt::format("entry '{}' of billing account {}", entry.key, entry.account.value));
        ++posted.known;
    }
    const auto rows = transaction.bulk("posting", kPostingColumns);
    for (const auto& [entry, id] : fresh) {
        int line = 0;
        for (const Posting& posting : entry->postings)
            rows->row(tenant, bucket_of(entry->account.value), entry->account, id, ++line,
                      chart.id(name_of(*entry, posting)), posting.amount.minor, posting.item,
                      entry->batch);
        ++posted.written;
    }
    rows->finish();
    return posted;
}

}  // namespace bw::ledger
