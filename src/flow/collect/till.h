// What money does to the books of an account, inside one write transaction that brings one batch.
// Acts of the desk, the import of a file and the settling after a run all go through here.
// Not for other rooms.
#pragma once

#include "books/ledger/entry.h"
#include "flow/collect/desk.h"
#include "flow/collect/store.h"

#include <span>
#include <string>

namespace bw::collect {

class Till {
public:
    // Everything is posted under `batch`, the number that the transaction records.
    Till(store::Transaction& tx, TenantId tenant, Batch batch)
        : tx_(tx), tenant_(tenant), batch_(batch) {}

    // The payment's key must be new. `invoice`: the one that it names, or 0.
    Result<Receipt> pay(const Payer& payer, const Payment& payment, InvoiceId invoice,
                        const Money& tolerance);
    Result<Receipt> suspend(const Payment& payment, IssuerId issuer, const std::string& why);
    // Out of suspense.
    Result<Receipt> match(const sql::PaymentRow& row, const Payer& payer, InvoiceId invoice,
                          LocalDate on);
    Result<void> reverse(const sql::PaymentRow& row, LocalDate on, const std::string& reason);
    // Positive: taken. Negative: returned.
    Result<void> deposit(const Payer& payer, const Money& amount, const std::string& entry_key,
                         LocalDate on);
    struct RefundLimits {
        Money above;  // nothing up to this is refunded
        Money keep;   // of the credit of payments, what stays
    };
    // What is in credit beside what stays; what was refunded.
    Result<Money> refund(const Payer& payer, const RefundLimits& limits,
                         const std::string& entry_key, LocalDate on);
    // Afterwards nothing is open beside unused credit: credit pays what is open, and spent credit
    // whose payment was reversed is taken back. How many entries that took.
    Result<int> settle(const Payer& payer, LocalDate on);

private:
    enum class Source : std::uint8_t { Bank, Suspense };

    // What this batch and those before it brought.
    [[nodiscard]] AsOf now() const { return {batch_}; }
    Result<Receipt> book(const Payer& payer, const Payment& payment, InvoiceId invoice,
                         const Money& tolerance, LocalDate on, Source source);
    Result<void> post(const ledger::Entry& entry);
    // false: there is no entry of this key.
    Result<bool> reverse_entry(const sql::Place& place, const std::string& key, LocalDate on);
    Result<void> free_notes(const Payer& payer, LocalDate on);
    Result<int> take_back(const Payer& payer, const Money& missing, LocalDate on);
    Result<int> post_back(const Payer& payer, std::span<const Move> moves, LocalDate on);

    store::Transaction& tx_;
    TenantId tenant_;
    Batch batch_;
};

}  // namespace bw::collect
