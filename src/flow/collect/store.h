// All SQL of collect: payments as facts, and the questions that matching and allocating ask of
// accounts and issued documents. Not for other rooms.
#pragma once

#include "flow/collect/import.h"
#include "flow/collect/rules/allocate.h"
#include "flow/collect/rules/payment.h"
#include "flow/collect/rules/statement.h"
#include "platform/store/store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::collect::sql {

// --- accounts and documents ------------------------------------------------------------------
std::optional<Payer> find_payer(store::Transaction& tx, TenantId tenant, std::string_view number);
Payer load_payer(store::Transaction& tx, TenantId tenant, int bucket, BillingAccountId account);
// By its number, ours or one that was taken over.
std::optional<Billed> find_invoice(store::Transaction& tx, TenantId tenant,
                                   std::string_view number);
// Of at most two accounts, one each; 0 as the invoice of an account where several have it.
std::vector<Billed> with_reference(store::Transaction& tx, TenantId tenant,
                                   std::string_view reference);
// Every document of the account.
Documents load_documents(store::Transaction& tx, TenantId tenant, const Payer& payer);
// The invoices that a credit note's lines take back, by number.
std::vector<InvoiceId> corrected_by(store::Transaction& tx, TenantId tenant, const Payer& payer,
                                    InvoiceId note);
// The credit notes whose lines take the invoice back, by number.
std::vector<InvoiceId> correcting(store::Transaction& tx, TenantId tenant, const Payer& payer,
                                  InvoiceId invoice);
// The issuer of this code, or of the whole company when the code is empty and it has one only.
Result<IssuerId> load_issuer(store::Transaction& tx, TenantId tenant, std::string_view code);
std::string issuer_code(store::Transaction& tx, TenantId tenant, IssuerId issuer);

// --- payments --------------------------------------------------------------------------------
// Account 0: in suspense.
struct Place {
    int bucket = 0;
    BillingAccountId account;
    friend bool operator==(const Place&, const Place&) = default;
};
Place suspense_place();

struct PaymentRow {
    std::int64_t id = 0;
    Place received;  // where its row lies
    Payment payment;
    IssuerId issuer;
    std::string why;  // it waits, or waited
    Batch batch;
    std::optional<Place> matched;  // from suspense
    std::optional<LocalDate> reversed_on;

    [[nodiscard]] bool is_waiting() const { return !received.account && !matched && !reversed_on; }
    // Whose it is; account 0 while it waits.
    [[nodiscard]] Place owner() const { return matched ? *matched : received; }
};
std::optional<PaymentRow> find_payment(store::Transaction& tx, TenantId tenant,
                                       std::string_view key);
// Of payments whose key begins so (not empty), by number of the account; each once.
std::vector<Payer> payers_with_key(store::Transaction& tx, TenantId tenant,
                                   std::string_view begins);
// By day and key.
std::vector<PaymentRow> waiting_payments(store::Transaction& tx, TenantId tenant);

// The key must be new.
void insert_payment(store::Transaction& tx, TenantId tenant, const PaymentRow& row);
void insert_match(store::Transaction& tx, TenantId tenant, const PaymentRow& row, const Place& to,
                  LocalDate on, Batch batch);
void insert_reversal(store::Transaction& tx, TenantId tenant, const PaymentRow& row, LocalDate on,
                     std::string_view reason, Batch batch);
void insert_file(store::Transaction& tx, TenantId tenant, Batch batch, std::int64_t known);
void insert_reject(store::Transaction& tx, TenantId tenant, Batch batch, std::int64_t line,
                   std::string_view reason);
std::vector<LineNote> rejects_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit);

// --- credit ----------------------------------------------------------------------------------
void mark_credit(store::Transaction& tx, TenantId tenant, const Place& place);
void unmark_credit(store::Transaction& tx, TenantId tenant, const Place& place);
// By id.
std::vector<BillingAccountId> credit_holders(store::Transaction& tx, TenantId tenant, int bucket);
std::vector<int> buckets_with_credit(store::Transaction& tx, TenantId tenant);
// How often something was allocated or taken back in this account.
std::int64_t count_allocations(store::Transaction& tx, TenantId tenant, const Payer& payer);

}  // namespace bw::collect::sql
