// What the desk and the import of files ask of the store: the directory for matching, and what a
// payment that is known did. Not for other rooms.
#pragma once

#include "flow/collect/desk.h"
#include "flow/collect/rules/match.h"
#include "flow/collect/store.h"

#include <string>

namespace bw::collect {

class StoreDirectory final : public Directory {
public:
    StoreDirectory(store::Transaction& tx, TenantId tenant) : tx_(tx), tenant_(tenant) {}
    std::optional<Payer> account(std::string_view number) override {
        return sql::find_payer(tx_, tenant_, number);
    }
    std::optional<Billed> invoice(std::string_view number) override {
        return sql::find_invoice(tx_, tenant_, number);
    }
    std::vector<Billed> with_reference(std::string_view reference) override {
        return sql::with_reference(tx_, tenant_, reference);
    }

private:
    store::Transaction& tx_;
    TenantId tenant_;
};

// Why the money cannot be the account's although it names it; empty: it can.
std::string misfit(store::Transaction& tx, TenantId tenant, const Payment& payment,
                   IssuerId received_by, const Payer& payer);
// What a payment that is in the books did.
Result<Receipt> receipt_of(store::Transaction& tx, TenantId tenant, const sql::PaymentRow& row);
// Conflict: the key is known, and its payment is another one.
Result<void> check_same(const sql::PaymentRow& row, const Payment& payment);

}  // namespace bw::collect
