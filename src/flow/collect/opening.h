// What is open when accounts come from another system: old invoices and credit notes, credit,
// deposits. Each is booked against the opening account and is from then on an open item like ours:
// payments pay it, by its old number or as the oldest. Face of the room.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "books/customers/customers.h"
#include "flow/collect/rules/match.h"
#include "platform/store/store.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bw::collect {

// Numbers are stored: never renumber.
enum class OpeningKind : std::uint8_t { Invoice = 0, CreditNote = 1, Credit = 2, Deposit = 3 };
std::string_view opening_kind_name(OpeningKind kind);  // "invoice", "credit note"
std::optional<OpeningKind> find_opening_kind(std::string_view name);

struct OpeningItem {
    std::string account;
    OpeningKind kind = OpeningKind::Invoice;
    std::string number;     // of the document; of a credit or deposit, what tells it apart
    std::string reference;  // that payers quote, of one document or of several; may be empty
    LocalDate issued_on, due_on;
    LocalDate booked_on;   // of the takeover, in the books
    std::string open;      // "61.20", above zero
    std::string currency;  // empty: the account's
};

// Takes items of one batch, in the caller's transaction.
class OpeningBook {
public:
    OpeningBook(store::Transaction& tx, TenantId tenant, Batch batch)
        : tx_(tx), tenant_(tenant), batch_(batch) {}
    // An item that is known already, and the same, adds nothing. An Error is of this item: there is
    // no such account, an amount or currency that cannot be, a number of another item or one that
    // is ours or may become so, a known one with other values.
    Result<void> add(OpeningItem item);
    // At the end: in every account that something came into, credit pays what is open beside it;
    // credit that came in, and credit that was there before. On the last day of its items.
    Result<void> settle();

private:
    struct Booked;
    Result<Booked> check(const OpeningItem& item);
    Result<bool> is_known(const OpeningItem& item, const Booked& booked);
    Result<void> check_number(const OpeningItem& item);
    void write(const OpeningItem& item, const Booked& booked);
    Result<void> post(const OpeningItem& item, const Booked& booked);

    store::Transaction& tx_;
    TenantId tenant_;
    Batch batch_;
    std::optional<customers::Issuers> issuers_;  // from the first document on
    struct Touched {
        Payer payer;
        LocalDate last;  // of the days on which its items are booked
    };
    std::map<int, std::map<BillingAccountId, Touched>> touched_;  // by bucket
};

}  // namespace bw::collect
