// Checking the books: what posting promised must hold in the store (law 13).
#include "books/ledger/ledger.h"
#include "books/ledger/rows.h"

#include <fmt/format.h>

#include <map>

namespace bw::ledger {
namespace {

using store::Row;

constexpr int kFindingsMax = 100;  // per question: more of the same kind help nobody

// Sums and what they belong to: (issuer, currency) -> minor units.
using Totals = std::map<std::pair<std::int64_t, std::string>, std::int64_t>;

class Findings {
public:
    template <typename... T>
    void add(fmt::format_string<T...> text, T&&... values) {
        list_.push_back(fmt::format(text, std::forward<T>(values)...));
    }
    std::vector<std::string> take() { return std::move(list_); }

private:
    std::vector<std::string> list_;
};

void find_lost_postings(store::Transaction& transaction, TenantId tenant, Findings& findings) {
    transaction.for_each(
        "SELECT p.billing_account_id, p.journal_entry_id, p.line FROM posting p "
        "LEFT JOIN ledger_account a ON a.tenant_id = p.tenant_id "
        "AND a.ledger_account_id = p.ledger_account_id "
        "WHERE p.tenant_id = ?1 AND a.tenant_id IS NULL LIMIT ?2",
        [&](const Row& row) {
            findings.add("posting {} of entry {} of billing account {} is on no account of the "
                         "chart",
                         row.integer(2), row.integer(1), row.integer(0));
        },
        tenant, kFindingsMax);
    transaction.for_each(
        "SELECT e.billing_account_id, e.entry_key FROM journal_entry e WHERE e.tenant_id = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.tenant_id = e.tenant_id "
        "AND p.bucket = e.bucket AND p.billing_account_id = e.billing_account_id "
        "AND p.journal_entry_id = e.journal_entry_id) LIMIT ?2",
        [&](const Row& row) {
            findings.add("entry '{}' of billing account {} has no postings", row.text(1),
                         row.integer(0));
        },
        tenant, kFindingsMax);
}

void find_imbalance(store::Transaction& transaction, TenantId tenant, AsOf as_of,
                    Findings& findings) {
    transaction.for_each(
        "SELECT a.currency, CAST(sum(p.amount_minor) AS BIGINT) FROM posting p "
        "JOIN ledger_account a ON a.tenant_id = p.tenant_id "
        "AND a.ledger_account_id = p.ledger_account_id "
        "WHERE p.tenant_id = ?1 AND p.batch <= ?2 GROUP BY a.currency "
        "HAVING sum(p.amount_minor) <> 0 ORDER BY a.currency",
        [&](const Row& row) {
            findings.add("all postings in {} sum to {} instead of zero", row.text(0),
                         Money{row.integer(1), currency(row.text(0))}.to_string());
        },
        tenant, as_of.cut);
    transaction.for_each(
        "SELECT p.billing_account_id, p.journal_entry_id, a.currency, "
        "CAST(sum(p.amount_minor) AS BIGINT) FROM posting p "
        "JOIN ledger_account a ON a.tenant_id = p.tenant_id "
        "AND a.ledger_account_id = p.ledger_account_id "
        "WHERE p.tenant_id = ?1 AND p.batch <= ?2 "
        "GROUP BY p.bucket, p.billing_account_id, p.journal_entry_id, a.currency "
        "HAVING sum(p.amount_minor) <> 0 LIMIT ?3",
        [&](const Row& row) {
            const Money sum{row.integer(3), currency(row.text(2))};
            findings.add("entry {} of billing account {} is out of balance by {} {}",
                         row.integer(1), row.integer(0), sum.to_string(), row.text(2));
        },
        tenant, as_of.cut, kFindingsMax);
}

// Receivables raised by documents, against what the documents say.
void compare_documents(store::Transaction& transaction, TenantId tenant, AsOf as_of,
                       std::span<const DocumentTotal> documents, Findings& findings) {
    Totals posted, issued;
    transaction.for_each(
        "SELECT a.issuer_id, a.currency, CAST(sum(p.amount_minor) AS BIGINT) FROM posting p "
        "JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.bucket = p.bucket "
        "AND e.billing_account_id = p.billing_account_id "
        "AND e.journal_entry_id = p.journal_entry_id "
        "JOIN ledger_account a ON a.tenant_id = p.tenant_id "
        "AND a.ledger_account_id = p.ledger_account_id "
        "WHERE p.tenant_id = ?1 AND p.batch <= ?2 AND a.kind = ?3 AND e.kind IN (?4, ?5) "
        "GROUP BY a.issuer_id, a.currency",
        [&](const Row& row) { posted[{row.integer(0), row.string(1)}] = row.integer(2); }, tenant,
        as_of.cut, AccountKind::Receivable, EntryKind::Invoice, EntryKind::CreditNote);
    for (const DocumentTotal& total : documents) {
        std::int64_t& sum = issued[{total.issuer.value, std::string(total.gross.currency.code())}];
        if (__builtin_add_overflow(sum, total.gross.minor, &sum))
            findings.add("the documents' totals of issuer {} do not fit", total.issuer.value);
    }
    for (const auto& [key, sum] : issued) posted.try_emplace(key, 0);
    for (const auto& [key, sum] : posted) {
        const std::int64_t expected = issued[key];
        if (sum == expected) continue;
        const Currency of = currency(key.second);
        findings.add("issuer {}: receivables of invoices are {} {}, the documents say {}",
                     key.first, Money{sum, of}.to_string(), key.second,
                     Money{expected, of}.to_string());
    }
}

}  // namespace

std::vector<std::string> verify(store::Transaction& transaction, TenantId tenant, AsOf as_of,
                                std::span<const DocumentTotal> documents) {
    Findings findings;
    find_lost_postings(transaction, tenant, findings);
    find_imbalance(transaction, tenant, as_of, findings);
    compare_documents(transaction, tenant, as_of, documents, findings);
    return findings.take();
}

}  // namespace bw::ledger
