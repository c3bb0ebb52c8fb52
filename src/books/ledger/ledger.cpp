// Reading the books as of a cut.
#include "books/ledger/ledger.h"

#include "books/ledger/rows.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

namespace bw::ledger {
namespace {

using store::Row;

[[noreturn]] void damaged(const std::string& what) {
    throw store::StoreError("the books hold " + what + "; restore the store from its backup",
                            false);
}

constexpr std::string_view kEntryColumns =
    "SELECT e.billing_account_id, e.journal_entry_id, e.issuer_id, e.kind, e.entry_key, "
    "e.booked_on, e.batch, e.words, a.kind, a.detail, a.currency, p.amount_minor, p.invoice_id "
    "FROM journal_entry e JOIN posting p ON p.tenant_id = e.tenant_id AND p.bucket = e.bucket "
    "AND p.billing_account_id = e.billing_account_id AND p.journal_entry_id = e.journal_entry_id "
    "JOIN ledger_account a ON a.tenant_id = p.tenant_id "
    "AND a.ledger_account_id = p.ledger_account_id "
    "WHERE e.tenant_id = ?1 AND e.bucket = ?2 AND e.billing_account_id = ?3 ";

// One row per posting; rows of one entry follow each other.
class EntryReader {
public:
    void add(const Row& row) {
        if (entries_.empty() || row.integer(1) != last_) {
            last_ = row.integer(1);
            entries_.push_back({.account = row.id<BillingAccountId>(0),
                                .issuer = row.id<IssuerId>(2),
                                .kind = entry_kind(row.integer(3)),
                                .key = row.string(4),
                                .booked_on = row.date(5),
                                .batch = row.id<Batch>(6),
                                .text = row.string(7),
                                .postings = {}});
        }
        entries_.back().postings.push_back({account_kind(row.integer(8)),
                                            row.string(9),
                                            {row.integer(11), currency(row.text(10))},
                                            row.id<InvoiceId>(12)});
    }
    std::vector<Entry> take() { return std::move(entries_); }

private:
    std::vector<Entry> entries_;
    std::int64_t last_ = 0;
};

}  // namespace

AccountKind account_kind(std::int64_t stored) {
    const auto kind = static_cast<AccountKind>(stored);
    if (stored < 1 || stored > 255 || kind_name(kind) == kUnknown)
        damaged(fmt::format("account kind {}", stored));
    return kind;
}

EntryKind entry_kind(std::int64_t stored) {
    const auto kind = static_cast<EntryKind>(stored);
    if (stored < 1 || stored > 255 || entry_kind_name(kind) == kUnknown)
        damaged(fmt::format("entry kind {}", stored));
    return kind;
}

Currency currency(std::string_view stored) {
    const auto parsed = Currency::parse(stored);
    if (!parsed) damaged(fmt::format("currency '{}'", stored));
    return *parsed;
}

std::optional<Entry> find_entry(store::Transaction& transaction, TenantId tenant,
                                BillingAccountId account, JournalEntryId id) {
    EntryReader reader;
    transaction.for_each(
        std::string(kEntryColumns) + "AND e.journal_entry_id = ?4 ORDER BY p.line",
        [&](const Row& row) { reader.add(row); }, tenant, bucket_of(account.value), account, id);
    auto entries = reader.take();
    if (entries.empty()) return std::nullopt;
    return std::move(entries.front());
}

std::vector<Entry> entries_of(store::Transaction& transaction, TenantId tenant,
                              BillingAccountId account, AsOf as_of) {
    EntryReader reader;
    transaction.for_each(
        std::string(kEntryColumns) +
            "AND e.batch <= ?4 ORDER BY e.booked_on, e.batch, e.journal_entry_id, p.line",
        [&](const Row& row) { reader.add(row); }, tenant, bucket_of(account.value), account,
        as_of.cut);
    return reader.take();
}

Money balance(store::Transaction& transaction, TenantId tenant, const AccountName& name,
              AsOf as_of) {
    const auto sum =
        transaction.integer("SELECT CAST(coalesce(sum(amount_minor), 0) AS BIGINT) FROM posting "
                            "WHERE tenant_id = ?1 AND ledger_account_id = ?2 AND batch <= ?3",
                            tenant, crypto::derived_id(name.to_string()), as_of.cut);
    return {sum.value_or(0), name.currency};
}

Money balance(store::Transaction& transaction, TenantId tenant, BillingAccountId account,
              const AccountName& name, AsOf as_of) {
    const auto sum = transaction.integer(
        "SELECT CAST(coalesce(sum(amount_minor), 0) AS BIGINT) FROM posting WHERE tenant_id = ?1 "
        "AND bucket = ?2 AND billing_account_id = ?3 AND ledger_account_id = ?4 AND batch <= ?5",
        tenant, bucket_of(account.value), account, crypto::derived_id(name.to_string()), as_of.cut);
    return {sum.value_or(0), name.currency};
}

std::map<std::string, Money> balances(store::Transaction& transaction, TenantId tenant,
                                      BillingAccountId account, IssuerId issuer, AccountKind kind,
                                      Currency currency, AsOf as_of) {
    std::map<std::string, Money> sums;
    transaction.for_each(
        "SELECT a.detail, CAST(sum(p.amount_minor) AS BIGINT) FROM posting p JOIN ledger_account a "
        "ON a.tenant_id = p.tenant_id AND a.ledger_account_id = p.ledger_account_id WHERE "
        "p.tenant_id = ?1 AND p.bucket = ?2 AND p.billing_account_id = ?3 AND p.batch <= ?4 AND "
        "a.issuer_id = ?5 AND a.kind = ?6 AND a.currency = ?7 GROUP BY a.detail HAVING "
        "sum(p.amount_minor) <> 0",
        [&](const Row& row) { sums.emplace(row.string(0), Money{row.integer(1), currency}); },
        tenant, bucket_of(account.value), account, as_of.cut, issuer, kind, currency.code());
    return sums;
}

std::vector<OpenItem> open_items(store::Transaction& transaction, TenantId tenant,
                                 BillingAccountId account, AsOf as_of) {
    std::vector<OpenItem> items;
    transaction.for_each(
        "SELECT p.invoice_id, a.issuer_id, a.currency, min(e.booked_on), "
        "CAST(sum(CASE WHEN e.kind IN (?6, ?7, ?8) THEN p.amount_minor ELSE 0 END) AS BIGINT), "
        "CAST(sum(p.amount_minor) AS BIGINT) FROM posting p "
        "JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.bucket = p.bucket "
        "AND e.billing_account_id = p.billing_account_id "
        "AND e.journal_entry_id = p.journal_entry_id "
        "JOIN ledger_account a ON a.tenant_id = p.tenant_id "
        "AND a.ledger_account_id = p.ledger_account_id "
        "WHERE p.tenant_id = ?1 AND p.bucket = ?2 AND p.billing_account_id = ?3 "
        "AND a.kind = ?4 AND p.batch <= ?5 GROUP BY p.invoice_id, a.issuer_id, a.currency "
        "HAVING sum(p.amount_minor) <> 0 ORDER BY min(e.booked_on), p.invoice_id",
        [&](const Row& row) {
            const Currency of = currency(row.text(2));
            items.push_back({row.id<InvoiceId>(0),
                             row.id<IssuerId>(1),
                             row.date(3),
                             {row.integer(4), of},
                             {row.integer(5), of}});
        },
        tenant, bucket_of(account.value), account, AccountKind::Receivable, as_of.cut,
        EntryKind::Invoice, EntryKind::CreditNote, EntryKind::Opening);
    return items;
}

std::vector<TrialRow> trial_balance(store::Transaction& transaction, TenantId tenant, AsOf as_of) {
    std::vector<TrialRow> rows;
    transaction.for_each(
        "SELECT a.issuer_id, a.kind, a.detail, a.currency, "
        "CAST(sum(CASE WHEN p.amount_minor > 0 THEN p.amount_minor ELSE 0 END) AS BIGINT), "
        "CAST(sum(CASE WHEN p.amount_minor < 0 THEN -p.amount_minor ELSE 0 END) AS BIGINT), "
        "count(*) FROM posting p JOIN ledger_account a ON a.tenant_id = p.tenant_id "
        "AND a.ledger_account_id = p.ledger_account_id "
        "WHERE p.tenant_id = ?1 AND p.batch <= ?2 "
        "GROUP BY a.issuer_id, a.kind, a.detail, a.currency "
        "ORDER BY a.issuer_id, a.kind, a.detail, a.currency",
        [&](const Row& row) {
            const Currency of = currency(row.text(3));
            rows.push_back({{row.id<IssuerId>(0), account_kind(row.integer(1)), row.string(2), of},
                            {row.integer(4), of},
                            {row.integer(5), of},
                            row.integer(6)});
        },
        tenant, as_of.cut);
    return rows;
}

}  // namespace bw::ledger
