#include "flow/collect/lookup.h"

#include "books/ledger/ledger.h"
#include "flow/collect/rules/entries.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

namespace bw::collect {

using ledger::AccountKind;
using store::Transaction;

namespace {

std::optional<ledger::Entry> entry_of(Transaction& tx, TenantId tenant, BillingAccountId account,
                                      const std::string& key) {
    return ledger::find_entry(tx, tenant, account, JournalEntryId{crypto::derived_id(key)});
}

}  // namespace

std::string misfit(Transaction& tx, TenantId tenant, const Payment& payment, IssuerId received_by,
                   const Payer& payer) {
    if (payment.amount.currency != payer.currency)
        return fmt::format("the account is kept in {}, the payment is in {}", payer.currency.code(),
                           payment.amount.currency.code());
    if (received_by != payer.issuer)
        return fmt::format("the account belongs to issuer {}, the money arrived at {}",
                           sql::issuer_code(tx, tenant, payer.issuer),
                           sql::issuer_code(tx, tenant, received_by));
    return {};
}

Result<Receipt> receipt_of(Transaction& tx, TenantId tenant, const sql::PaymentRow& row) {
    const Money none{0, row.payment.amount.currency};
    Receipt receipt{.key = row.payment.key,
                    .is_known = true,
                    .batch = row.batch,
                    .account = "",
                    .why = row.is_waiting() ? row.why : "",
                    .amount = row.payment.amount,
                    .shares = {},
                    .credit = none,
                    .written_off = none};
    const sql::Place owner = row.owner();
    if (!owner.account) return receipt;
    const Payer payer = sql::load_payer(tx, tenant, owner.bucket, owner.account);
    receipt.account = payer.number;
    const auto documents = sql::load_documents(tx, tenant, payer);
    if (const auto entry = entry_of(tx, tenant, payer.id, payment_key(row.payment.key)))
        for (const auto& posting : entry->postings) {
            if (posting.kind == AccountKind::Prepaid) receipt.credit = -posting.amount;
            if (posting.kind != AccountKind::Receivable) continue;
            const auto known = documents.find(posting.item);
            receipt.shares.push_back(
                {known == documents.end() ? "" : known->second.number, -posting.amount});
        }
    if (const auto entry = entry_of(tx, tenant, payer.id, write_off_key(row.payment.key)))
        receipt.written_off = entry->postings.front().amount;
    return receipt;
}

Result<void> check_same(const sql::PaymentRow& row, const Payment& payment) {
    if (row.payment.amount == payment.amount && row.payment.booked_on == payment.booked_on)
        return {};
    return fail(Code::Conflict,
                fmt::format("this key is known since batch {} with {} {} of {}; another payment "
                            "needs another key",
                            row.batch.value, row.payment.amount.to_string(),
                            row.payment.amount.currency.code(), row.payment.booked_on.to_string()),
                "payment " + payment.key);
}

}  // namespace bw::collect
