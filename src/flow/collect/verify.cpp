#include "flow/collect/verify.h"

#include "books/ledger/entry.h"
#include "flow/collect/rules/entries.h"
#include "platform/store/findings.h"

#include <fmt/format.h>

namespace bw::collect {
namespace {

using ledger::AccountKind;
using ledger::EntryKind;
using store::Row;
using store::Transaction;

// Postings with the kind of their account (a) and of their entry (e).
constexpr std::string_view kPostings =
    "FROM posting p JOIN ledger_account a ON a.tenant_id = p.tenant_id AND a.ledger_account_id = "
    "p.ledger_account_id JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.bucket = p.bucket "
    "AND e.billing_account_id = p.billing_account_id AND e.journal_entry_id = p.journal_entry_id ";
// Payments that count: those that were reversed are gone on both sides.
constexpr std::string_view kNotReversed =
    "NOT EXISTS (SELECT 1 FROM payment_reversal r WHERE r.tenant_id = y.tenant_id AND r.bucket = "
    "y.bucket AND r.billing_account_id = y.billing_account_id AND r.payment_id = y.payment_id) ";

std::string amount_of(std::int64_t minor, std::string_view code) {
    const auto currency = Currency::parse(code);
    return currency ? fmt::format("{} {}", Money{minor, *currency}.to_string(), code)
                    : fmt::format("{} minor units of '{}'", minor, code);
}
std::string amount_of(const Row& row, int minor, int currency) {
    return amount_of(row.integer(minor), row.text(currency));
}

// Two lists of signed amounts that cancel out, account by account.
std::string differences(const std::string& one, const std::string& other) {
    return fmt::format("SELECT u.billing_account_id, u.currency, CAST(SUM(u.minor) AS BIGINT) "
                       "FROM ({} UNION ALL {}) u GROUP BY u.bucket, u.billing_account_id, "
                       "u.currency HAVING SUM(u.minor) <> 0 ORDER BY u.billing_account_id LIMIT ?2",
                       one, other);
}

void ask_documents(store::Findings& findings) {
    findings.ask(
        fmt::format("SELECT u.billing_account_id, u.currency, CAST(SUM(u.minor) AS BIGINT), "
                    "MAX(u.number) FROM (SELECT p.bucket, p.billing_account_id, p.invoice_id, "
                    "a.currency, p.amount_minor AS minor, '' AS number {}WHERE p.tenant_id = ?1 "
                    "AND a.kind = ?3 AND e.kind IN (?4, ?5) UNION ALL SELECT i.bucket, "
                    "i.billing_account_id, i.invoice_id, i.currency, CASE WHEN i.kind = 1 THEN "
                    "i.gross ELSE -i.gross END AS minor, i.number FROM invoice i WHERE "
                    "i.tenant_id = ?1) u GROUP BY u.bucket, u.billing_account_id, u.invoice_id, "
                    "u.currency HAVING SUM(u.minor) <> 0 ORDER BY u.billing_account_id, "
                    "MAX(u.number) LIMIT ?2",
                    kPostings),
        [](const Row& row) {
            return fmt::format("document '{}' of billing account {}: the books and the document "
                               "differ by {}",
                               row.text(3), row.integer(0), amount_of(row, 2, 1));
        },
        AccountKind::Receivable, EntryKind::Invoice, EntryKind::CreditNote);
    findings.ask(
        fmt::format("SELECT i.number, i.currency, CAST(SUM(p.amount_minor) AS BIGINT) "
                    "{}JOIN invoice i ON i.tenant_id = p.tenant_id AND i.bucket = p.bucket AND "
                    "i.billing_account_id = p.billing_account_id AND i.invoice_id = p.invoice_id "
                    "WHERE p.tenant_id = ?1 AND a.kind = ?3 GROUP BY i.number, i.currency, i.kind, "
                    "i.gross HAVING (i.kind = 0 AND (SUM(p.amount_minor) < 0 OR "
                    "SUM(p.amount_minor) > i.gross)) OR (i.kind = 1 AND (SUM(p.amount_minor) > 0 "
                    "OR SUM(p.amount_minor) < -i.gross)) ORDER BY i.number LIMIT ?2",
                    kPostings),
        [](const Row& row) {
            return fmt::format("document {}: {} is open on it, which is more than it says or less "
                               "than nothing",
                               row.text(0), amount_of(row, 2, 1));
        },
        AccountKind::Receivable);
}

// What was taken over, against what the books say of it.
void ask_openings(store::Findings& findings) {
    findings.ask(
        differences(fmt::format("SELECT p.bucket, p.billing_account_id, a.currency, p.amount_minor "
                                "AS minor {}WHERE p.tenant_id = ?1 AND a.kind = ?3 AND e.kind = ?4",
                                kPostings),
                    "SELECT o.bucket, o.billing_account_id, o.currency, CASE WHEN o.kind = 0 THEN "
                    "o.open_minor ELSE -o.open_minor END AS minor FROM opening_item o WHERE "
                    "o.tenant_id = ?1"),
        [](const Row& row) {
            return fmt::format("billing account {}: the books and what was taken over differ by {}",
                               row.integer(0), amount_of(row, 2, 1));
        },
        AccountKind::Opening, EntryKind::Opening);
    findings.ask(
        fmt::format("SELECT o.number, o.currency, CAST(SUM(p.amount_minor) AS BIGINT) {}JOIN "
                    "opening_item o ON o.tenant_id = p.tenant_id AND o.bucket = p.bucket AND "
                    "o.billing_account_id = p.billing_account_id AND o.item_id = p.invoice_id "
                    "WHERE p.tenant_id = ?1 AND a.kind = ?3 AND o.kind IN (0, 1) GROUP BY "
                    "o.number, o.currency, o.kind, o.open_minor HAVING (o.kind = 0 AND "
                    "(SUM(p.amount_minor) < 0 OR SUM(p.amount_minor) > o.open_minor)) OR (o.kind = "
                    "1 AND (SUM(p.amount_minor) > 0 OR SUM(p.amount_minor) < -o.open_minor)) ORDER "
                    "BY o.number LIMIT ?2",
                    kPostings),
        [](const Row& row) {
            return fmt::format("document {} that was taken over: {} is open on it, which is more "
                               "than was taken over or less than nothing",
                               row.text(0), amount_of(row, 2, 1));
        },
        AccountKind::Receivable);
    findings.ask("SELECT o.number FROM opening_item o WHERE o.tenant_id = ?1 AND o.kind IN (0, 1) "
                 "AND NOT EXISTS (SELECT 1 FROM opening_number n WHERE n.tenant_id = o.tenant_id "
                 "AND n.number = o.number AND n.item_id = o.item_id) ORDER BY o.number LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("document {} that was taken over: its number does not "
                                        "lead to it",
                                        row.text(0));
                 });
    findings.ask("SELECT n.number FROM opening_number n WHERE n.tenant_id = ?1 AND NOT EXISTS "
                 "(SELECT 1 FROM opening_item o WHERE o.tenant_id = n.tenant_id AND o.bucket = "
                 "n.bucket AND o.billing_account_id = n.billing_account_id AND o.item_id = "
                 "n.item_id) ORDER BY n.number LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("document {} was taken over and is lost", row.text(0));
                 });
}

void ask_payments(store::Findings& findings) {
    findings.ask(
        differences(
            fmt::format("SELECT p.bucket, p.billing_account_id, a.currency, p.amount_minor AS "
                        "minor {}WHERE p.tenant_id = ?1 AND a.kind = ?3 AND a.detail = ?4 AND "
                        "e.kind IN (?5, ?6)",
                        kPostings),
            fmt::format("SELECT y.bucket, y.billing_account_id, y.currency, -y.amount_minor AS "
                        "minor FROM payment y WHERE y.tenant_id = ?1 AND {}",
                        kNotReversed)),
        [](const Row& row) {
            return fmt::format("billing account {}: the books and its payments differ by {}",
                               row.integer(0), amount_of(row, 2, 1));
        },
        AccountKind::Bank, kBankMain, EntryKind::Payment, EntryKind::Reversal);
    findings.ask(
        differences(
            fmt::format("SELECT p.bucket, p.billing_account_id, a.currency, p.amount_minor AS "
                        "minor {}WHERE p.tenant_id = ?1 AND a.kind = ?3",
                        kPostings),
            fmt::format("SELECT y.bucket, y.billing_account_id, y.currency, y.amount_minor AS "
                        "minor FROM payment y WHERE y.tenant_id = ?1 AND y.billing_account_id = 0 "
                        "AND {0}UNION ALL SELECT m.owner_bucket, m.owner_account_id, y.currency, "
                        "-y.amount_minor FROM payment y JOIN payment_match m ON m.tenant_id = "
                        "y.tenant_id AND m.bucket = y.bucket AND m.billing_account_id = "
                        "y.billing_account_id AND m.payment_id = y.payment_id WHERE y.tenant_id = "
                        "?1 AND {0}",
                        kNotReversed)),
        [](const Row& row) {
            return fmt::format("billing account {} (0: nobody's): suspense and the payments out of "
                               "it differ by {}",
                               row.integer(0), amount_of(row, 2, 1));
        },
        AccountKind::Suspense);
}

void ask_counts(store::Findings& findings) {
    findings.ask("SELECT k.payment_key FROM payment_key k WHERE k.tenant_id = ?1 AND NOT EXISTS "
                 "(SELECT 1 FROM payment p WHERE p.tenant_id = k.tenant_id AND p.bucket = "
                 "k.bucket AND p.billing_account_id = k.billing_account_id AND p.payment_id = "
                 "k.payment_id AND p.payment_key = k.payment_key) ORDER BY k.payment_key LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("payment '{}' is known by its key and lost", row.text(0));
                 });
    findings.ask("SELECT p.payment_key FROM payment p WHERE p.tenant_id = ?1 AND NOT EXISTS "
                 "(SELECT 1 FROM payment_key k WHERE k.tenant_id = p.tenant_id AND k.payment_key "
                 "= p.payment_key AND k.payment_id = p.payment_id) ORDER BY p.payment_key LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("payment '{}' is not known by its key", row.text(0));
                 });
    findings.ask("SELECT b.batch FROM batch b LEFT JOIN payment_file f ON f.tenant_id = "
                 "b.tenant_id AND f.batch = b.batch WHERE b.tenant_id = ?1 AND b.kind = 'payments' "
                 "AND (b.rejected <> (SELECT COUNT(*) FROM payment_reject j WHERE j.tenant_id = "
                 "b.tenant_id AND j.batch = b.batch) OR b.pending <> (SELECT COUNT(*) FROM payment "
                 "p WHERE p.tenant_id = b.tenant_id AND p.batch = b.batch AND "
                 "p.billing_account_id = 0) OR b.accepted <> COALESCE(f.known, -1) + (SELECT "
                 "COUNT(*) FROM payment p WHERE p.tenant_id = b.tenant_id AND p.batch = b.batch "
                 "AND p.billing_account_id <> 0)) ORDER BY b.batch LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("batch {}: its payments are not as many as it counted",
                                        row.integer(0));
                 });
}

void ask_credit(store::Findings& findings) {
    findings.ask(
        fmt::format("SELECT p.billing_account_id, a.kind, a.currency, CAST(SUM(p.amount_minor) AS "
                    "BIGINT) {}WHERE p.tenant_id = ?1 AND a.kind IN (?3, ?4) GROUP BY p.bucket, "
                    "p.billing_account_id, a.kind, a.currency HAVING SUM(p.amount_minor) > 0 "
                    "ORDER BY p.billing_account_id LIMIT ?2",
                    kPostings),
        [](const Row& row) {
            return fmt::format("billing account {}: its {} is overdrawn by {}", row.integer(0),
                               ledger::kind_name(static_cast<AccountKind>(row.integer(1))),
                               amount_of(row, 3, 2));
        },
        AccountKind::Prepaid, AccountKind::Deposit);
    findings.ask(
        fmt::format("SELECT DISTINCT u.billing_account_id FROM (SELECT p.tenant_id, p.bucket, "
                    "p.billing_account_id {}WHERE p.tenant_id = ?1 AND a.kind IN (?3, ?4) GROUP BY "
                    "p.tenant_id, p.bucket, p.billing_account_id, p.invoice_id, a.kind HAVING "
                    "SUM(p.amount_minor) < 0) u WHERE NOT EXISTS (SELECT 1 FROM credit_holder c "
                    "WHERE c.tenant_id = u.tenant_id AND c.bucket = u.bucket AND "
                    "c.billing_account_id = u.billing_account_id) ORDER BY u.billing_account_id "
                    "LIMIT ?2",
                    kPostings),
        [](const Row& row) {
            return fmt::format("billing account {} is in credit and no run would know it",
                               row.integer(0));
        },
        AccountKind::Receivable, AccountKind::Prepaid);
    findings.ask(
        fmt::format("SELECT DISTINCT p.billing_account_id, e.entry_key {}WHERE p.tenant_id = ?1 "
                    "AND e.kind = ?3 AND a.kind NOT IN (?4, ?5) ORDER BY p.billing_account_id, "
                    "e.entry_key LIMIT ?2",
                    kPostings),
        [](const Row& row) {
            return fmt::format("entry '{}' of billing account {} is an allocation and moves more "
                               "than what is owed",
                               row.text(1), row.integer(0));
        },
        EntryKind::Allocation, AccountKind::Receivable, AccountKind::Prepaid);
}

}  // namespace

std::vector<std::string> verify(Transaction& tx, TenantId tenant) {
    store::Findings findings(tx, tenant);
    ask_documents(findings);
    ask_openings(findings);
    ask_payments(findings);
    ask_counts(findings);
    ask_credit(findings);
    return findings.take();
}

}  // namespace bw::collect
