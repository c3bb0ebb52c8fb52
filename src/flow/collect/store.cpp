#include "flow/collect/store.h"

#include "books/customers/customers.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

namespace bw::collect::sql {

using store::Row;
using store::Transaction;

namespace {

Currency currency_of(std::string_view code) {
    const auto currency = Currency::parse(code);
    if (!currency)
        throw store::StoreError("a stored currency cannot be read: " + currency.error().text +
                                    "; restore the store from its backup",
                                false);
    return *currency;
}

constexpr std::string_view kPayerColumns =
    "a.billing_account_id, a.bucket, a.number, a.issuer_id, a.currency ";
constexpr std::string_view kInvoiceOfPayer =
    "FROM invoice i JOIN billing_account a ON a.tenant_id = i.tenant_id AND a.bucket = i.bucket "
    "AND a.billing_account_id = i.billing_account_id ";

Payer read_payer(const Row& row) {
    return {row.id<BillingAccountId>(0), row.small(1), row.string(2), row.id<IssuerId>(3),
            currency_of(row.text(4))};
}
Billed read_billed(const Row& row) { return {read_payer(row), row.id<InvoiceId>(5)}; }

// Documents of another system that were taken over.
constexpr std::string_view kOpeningOfPayer =
    "FROM opening_item o JOIN billing_account a ON a.tenant_id = o.tenant_id AND a.bucket = "
    "o.bucket AND a.billing_account_id = o.billing_account_id ";

std::optional<Billed> find_opening(Transaction& tx, TenantId tenant, std::string_view number) {
    return tx.find(
        fmt::format("SELECT {}, o.item_id {}JOIN opening_number n ON n.tenant_id = o.tenant_id AND "
                    "n.bucket = o.bucket AND n.billing_account_id = o.billing_account_id AND "
                    "n.item_id = o.item_id WHERE n.tenant_id = ?1 AND n.number = ?2",
                    kPayerColumns, kOpeningOfPayer),
        read_billed, tenant, number);
}

constexpr std::string_view kPaymentColumns =
    "SELECT p.bucket, p.billing_account_id, p.payment_id, p.issuer_id, p.payment_key, p.booked_on, "
    "p.currency, p.amount_minor, p.account, p.reference, p.words, p.why, p.batch, "
    "m.owner_bucket, m.owner_account_id, r.reversed_on FROM payment p "
    "LEFT JOIN payment_match m ON m.tenant_id = p.tenant_id AND m.bucket = p.bucket "
    "AND m.billing_account_id = p.billing_account_id AND m.payment_id = p.payment_id "
    "LEFT JOIN payment_reversal r ON r.tenant_id = p.tenant_id AND r.bucket = p.bucket "
    "AND r.billing_account_id = p.billing_account_id AND r.payment_id = p.payment_id ";

PaymentRow read_payment(const Row& row) {
    PaymentRow r;
    r.received = {row.small(0), row.id<BillingAccountId>(1)};
    r.id = row.integer(2);
    r.issuer = row.id<IssuerId>(3);
    r.payment.key = row.string(4);
    r.payment.booked_on = row.date(5);
    r.payment.amount = {row.integer(7), currency_of(row.text(6))};
    r.payment.claim = {row.string(8), row.string(9), row.string(10)};
    r.why = row.string(11);
    r.batch = row.id<Batch>(12);
    if (!row.is_null(13)) r.matched = Place{row.small(13), row.id<BillingAccountId>(14)};
    if (!row.is_null(15)) r.reversed_on = row.date(15);
    return r;
}

}  // namespace

std::vector<Payer> payers_with_key(Transaction& tx, TenantId tenant, std::string_view begins) {
    std::string behind(begins);
    ++behind.back();  // what begins so lies before it, in the order of bytes
    std::vector<Payer> payers;
    tx.for_each(
        fmt::format("SELECT DISTINCT {}FROM payment_key k JOIN billing_account a ON "
                    "a.tenant_id = k.tenant_id AND a.bucket = k.bucket AND "
                    "a.billing_account_id = k.billing_account_id WHERE k.tenant_id = ?1 "
                    "AND k.payment_key >= ?2 AND k.payment_key < ?3 ORDER BY a.number",
                    kPayerColumns),
        [&](const Row& row) { payers.push_back(read_payer(row)); }, tenant, begins, behind);
    return payers;
}

std::optional<Payer> find_payer(Transaction& tx, TenantId tenant, std::string_view number) {
    const auto found = customers::find_identifier(tx, tenant, customers::kAccount, number);
    if (!found) return std::nullopt;
    return load_payer(tx, tenant, found->bucket, BillingAccountId{found->id});
}

Payer load_payer(Transaction& tx, TenantId tenant, int bucket, BillingAccountId account) {
    auto payer = tx.find(fmt::format("SELECT {}FROM billing_account a WHERE a.tenant_id = ?1 AND "
                                     "a.bucket = ?2 AND a.billing_account_id = ?3",
                                     kPayerColumns),
                         read_payer, tenant, bucket, account);
    if (!payer)
        throw store::StoreError(fmt::format("billing account {} is named and not there; restore "
                                            "the store from its backup",
                                            account.value),
                                false);
    return *std::move(payer);
}

std::optional<Billed> find_invoice(Transaction& tx, TenantId tenant, std::string_view number) {
    auto ours = tx.find(
        fmt::format("SELECT {}, i.invoice_id {}JOIN invoice_number n ON n.tenant_id = i.tenant_id "
                    "AND n.bucket = i.bucket AND n.billing_account_id = i.billing_account_id AND "
                    "n.statement = i.statement WHERE n.tenant_id = ?1 AND n.number = ?2",
                    kPayerColumns, kInvoiceOfPayer),
        read_billed, tenant, number);
    return ours ? ours : find_opening(tx, tenant, number);
}

std::vector<Billed> with_reference(Transaction& tx, TenantId tenant, std::string_view reference) {
    std::vector<Billed> found;
    tx.for_each(
        fmt::format("SELECT {}, CASE WHEN COUNT(*) = 1 THEN MIN(d.document) ELSE 0 END FROM "
                    "(SELECT bucket, billing_account_id, invoice_id AS document FROM invoice WHERE "
                    "tenant_id = ?1 AND reference = ?2 UNION ALL SELECT bucket, "
                    "billing_account_id, item_id FROM opening_item WHERE tenant_id = ?1 AND "
                    "reference = ?2 AND kind IN (0, 1)) d JOIN billing_account a ON a.tenant_id = "
                    "?1 AND a.bucket = d.bucket AND a.billing_account_id = d.billing_account_id "
                    "GROUP BY {} ORDER BY a.number LIMIT 2",
                    kPayerColumns, kPayerColumns),
        [&](const Row& row) { found.push_back(read_billed(row)); }, tenant, reference);
    return found;
}

Documents load_documents(Transaction& tx, TenantId tenant, const Payer& payer) {
    Documents documents;
    tx.for_each(
        "SELECT invoice_id, number, issued_on, due_on FROM invoice WHERE tenant_id = ?1 AND "
        "bucket = ?2 AND billing_account_id = ?3 UNION ALL SELECT item_id, number, issued_on, "
        "due_on FROM opening_item WHERE tenant_id = ?1 AND bucket = ?2 AND billing_account_id = "
        "?3 AND kind IN (0, 1)",
        [&](const Row& row) {
            documents[row.id<InvoiceId>(0)] = {row.string(1), row.date(2), row.date(3)};
        },
        tenant, payer.bucket, payer.id);
    return documents;
}

std::vector<InvoiceId> corrected_by(Transaction& tx, TenantId tenant, const Payer& payer,
                                    InvoiceId note) {
    std::vector<InvoiceId> invoices;
    tx.for_each(
        "SELECT DISTINCT c.invoice_id, c.number FROM invoice i JOIN billed_line l ON "
        "l.tenant_id = i.tenant_id AND l.bucket = i.bucket AND l.billing_account_id = "
        "i.billing_account_id AND l.statement = i.statement JOIN invoice c ON c.tenant_id = "
        "i.tenant_id AND c.bucket = i.bucket AND c.billing_account_id = i.billing_account_id AND "
        "c.number = l.corrects WHERE i.tenant_id = ?1 AND i.bucket = ?2 AND i.billing_account_id "
        "= ?3 AND i.invoice_id = ?4 ORDER BY c.number",
        [&](const Row& row) { invoices.push_back(row.id<InvoiceId>(0)); }, tenant, payer.bucket,
        payer.id, note);
    return invoices;
}

std::vector<InvoiceId> correcting(Transaction& tx, TenantId tenant, const Payer& payer,
                                  InvoiceId invoice) {
    std::vector<InvoiceId> notes;
    tx.for_each(
        "SELECT DISTINCT i.invoice_id, i.number FROM invoice c JOIN billed_line l ON l.tenant_id = "
        "c.tenant_id AND l.bucket = c.bucket AND l.billing_account_id = c.billing_account_id AND "
        "l.corrects = c.number JOIN invoice i ON i.tenant_id = l.tenant_id AND i.bucket = l.bucket "
        "AND i.billing_account_id = l.billing_account_id AND i.statement = l.statement WHERE "
        "c.tenant_id = ?1 AND c.bucket = ?2 AND c.billing_account_id = ?3 AND c.invoice_id = ?4 "
        "AND i.kind = 1 ORDER BY i.number",
        [&](const Row& row) { notes.push_back(row.id<InvoiceId>(0)); }, tenant, payer.bucket,
        payer.id, invoice);
    return notes;
}

Result<IssuerId> load_issuer(Transaction& tx, TenantId tenant, std::string_view code) {
    if (!code.empty()) {
        const auto found = customers::find_identifier(tx, tenant, customers::kIssuer, code);
        if (!found)
            return fail(Code::NotFound, "there is no such issuer", fmt::format("issuer {}", code));
        return IssuerId{found->id};
    }
    std::vector<IssuerId> issuers;
    tx.for_each(
        "SELECT DISTINCT issuer_id FROM issuer WHERE tenant_id = ?1",
        [&](const Row& row) { issuers.push_back(row.id<IssuerId>(0)); }, tenant);
    if (issuers.empty()) return fail(Code::NotFound, "there is no issuer yet; import one first");
    if (issuers.size() > 1)
        return fail(Code::Invalid, "the company has several issuers; say on whose bank account the "
                                   "payments arrived: --issuer CODE");
    return issuers.front();
}

std::string issuer_code(Transaction& tx, TenantId tenant, IssuerId issuer) {
    return tx
        .find(
            "SELECT code FROM issuer WHERE tenant_id = ?1 AND issuer_id = ?2 ORDER BY valid_from",
            [](const Row& row) { return row.string(0); }, tenant, issuer)
        .value_or("?");
}

Place suspense_place() { return {bucket_of(0), {}}; }

std::optional<PaymentRow> find_payment(Transaction& tx, TenantId tenant, std::string_view key) {
    return tx.find(fmt::format("{}JOIN payment_key k ON k.tenant_id = p.tenant_id AND k.bucket = "
                               "p.bucket AND k.billing_account_id = p.billing_account_id AND "
                               "k.payment_id = p.payment_id WHERE k.tenant_id = ?1 AND "
                               "k.payment_key = ?2",
                               kPaymentColumns),
                   read_payment, tenant, key);
}

std::vector<PaymentRow> waiting_payments(Transaction& tx, TenantId tenant) {
    std::vector<PaymentRow> rows;
    tx.for_each(
        fmt::format("{}WHERE p.tenant_id = ?1 AND p.bucket = ?2 AND p.billing_account_id = "
                    "?3 AND m.payment_id IS NULL AND r.payment_id IS NULL ORDER BY "
                    "p.booked_on, p.payment_key",
                    kPaymentColumns),
        [&](const Row& row) { rows.push_back(read_payment(row)); }, tenant, suspense_place().bucket,
        suspense_place().account);
    return rows;
}

void insert_payment(Transaction& tx, TenantId tenant, const PaymentRow& row) {
    const Payment& p = row.payment;
    tx.execute("INSERT INTO payment_key (tenant_id, payment_key, payment_id, bucket, "
               "billing_account_id) VALUES (?1, ?2, ?3, ?4, ?5)",
               tenant, p.key, row.id, row.received.bucket, row.received.account);
    tx.execute("INSERT INTO payment (tenant_id, bucket, billing_account_id, payment_id, issuer_id, "
               "payment_key, booked_on, currency, amount_minor, account, reference, words, why, "
               "batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
               tenant, row.received.bucket, row.received.account, row.id, row.issuer, p.key,
               p.booked_on, p.amount.currency.code(), p.amount.minor, p.claim.account,
               p.claim.reference, p.claim.text, row.why, row.batch);
}

void insert_match(Transaction& tx, TenantId tenant, const PaymentRow& row, const Place& to,
                  LocalDate on, Batch batch) {
    tx.execute("INSERT INTO payment_match (tenant_id, bucket, billing_account_id, payment_id, "
               "owner_bucket, owner_account_id, matched_on, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
               "?7, ?8)",
               tenant, row.received.bucket, row.received.account, row.id, to.bucket, to.account, on,
               batch);
}

void insert_reversal(Transaction& tx, TenantId tenant, const PaymentRow& row, LocalDate on,
                     std::string_view reason, Batch batch) {
    tx.execute("INSERT INTO payment_reversal (tenant_id, bucket, billing_account_id, payment_id, "
               "reversed_on, reason, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
               tenant, row.received.bucket, row.received.account, row.id, on, reason, batch);
}

void insert_file(Transaction& tx, TenantId tenant, Batch batch, std::int64_t known) {
    tx.execute("INSERT INTO payment_file (tenant_id, batch, known) VALUES (?1, ?2, ?3)", tenant,
               batch, known);
}

void insert_reject(Transaction& tx, TenantId tenant, Batch batch, std::int64_t line,
                   std::string_view reason) {
    tx.execute("INSERT INTO payment_reject (tenant_id, batch, line, reason) VALUES (?1, ?2, ?3, "
               "?4)",
               tenant, batch, line, reason);
}

std::vector<LineNote> rejects_of(Transaction& tx, TenantId tenant, Batch batch, int limit) {
    std::vector<LineNote> notes;
    tx.for_each(
        "SELECT line, reason FROM payment_reject WHERE tenant_id = ?1 AND batch = ?2 ORDER BY line "
        "LIMIT ?3",
        [&](const Row& row) { notes.push_back({row.integer(0), "", row.string(1)}); }, tenant,
        batch, limit);
    return notes;
}

void mark_credit(Transaction& tx, TenantId tenant, const Place& place) {
    tx.execute("INSERT INTO credit_holder (tenant_id, bucket, billing_account_id) VALUES (?1, ?2, "
               "?3) ON CONFLICT DO NOTHING",
               tenant, place.bucket, place.account);
}

void unmark_credit(Transaction& tx, TenantId tenant, const Place& place) {
    tx.execute("DELETE FROM credit_holder WHERE tenant_id = ?1 AND bucket = ?2 AND "
               "billing_account_id = ?3",
               tenant, place.bucket, place.account);
}

std::vector<BillingAccountId> credit_holders(Transaction& tx, TenantId tenant, int bucket) {
    std::vector<BillingAccountId> accounts;
    tx.for_each(
        "SELECT billing_account_id FROM credit_holder WHERE tenant_id = ?1 AND bucket = ?2 "
        "ORDER BY billing_account_id",
        [&](const Row& row) { accounts.push_back(row.id<BillingAccountId>(0)); }, tenant, bucket);
    return accounts;
}

std::vector<int> buckets_with_credit(Transaction& tx, TenantId tenant) {
    std::vector<int> buckets;
    tx.for_each(
        "SELECT DISTINCT bucket FROM credit_holder WHERE tenant_id = ?1 ORDER BY bucket",
        [&](const Row& row) { buckets.push_back(row.small(0)); }, tenant);
    return buckets;
}

std::int64_t count_allocations(Transaction& tx, TenantId tenant, const Payer& payer) {
    return tx
        .integer("SELECT COUNT(*) FROM journal_entry WHERE tenant_id = ?1 AND bucket = ?2 AND "
                 "billing_account_id = ?3 AND kind = ?4",
                 tenant, payer.bucket, payer.id, ledger::EntryKind::Allocation)
        .value_or(0);
}

}  // namespace bw::collect::sql
