// Money in and out by hand: payments recorded, matched and reversed, deposits, refunds. Each act is
// one batch in one transaction, named by a key: done twice it adds nothing. Face of the room;
// whole files come in by import.h.
#pragma once

#include "base/clock.h"
#include "flow/collect/rules/payment.h"
#include "platform/store/migration.h"
#include "platform/store/store.h"

#include <span>
#include <string>
#include <vector>

namespace bw::collect {

std::span<const store::Migration> schema();

// Where acts are done. Thread: any.
struct Desk {
    store::Database& database;
    TenantId tenant;
    const Clock& clock;
};

struct PaidShare {
    std::string document;  // its number; empty: a debt without a document
    Money amount;
};
// What a payment did.
struct Receipt {
    std::string key;
    bool is_known = false;  // it was in the books already; nothing was added
    Batch batch;            // that brought it
    std::string account;    // empty: it waits in suspense
    std::string why;        // why it waits, or why it pays the oldest and no invoice by name
    Money amount;
    std::vector<PaidShare> shares;
    Money credit;       // what no invoice took
    Money written_off;  // a rest within the tolerance
};

struct PaymentOrder {
    std::string account;
    std::string amount;     // "12.34", in the account's currency
    LocalDate on;           // received
    std::string reference;  // creditor reference or number of the invoice; may be empty
    std::string key;        // empty: made of account, day, amount and reference
    std::string tolerance;  // a rest up to this is written off; empty: none
};
// Errors: no such account or invoice, an invoice of another account, an amount that is none,
// Conflict when the key is known with another payment.
Result<Receipt> record_payment(const Desk& desk, const PaymentOrder& order);

// Gives a payment in suspense to an account. NotFound, or Conflict: it is somebody's already, was
// reversed, is in another currency, or was received by another issuer.
Result<Receipt> match_payment(const Desk& desk, const std::string& key, const std::string& account,
                              LocalDate on);

// Tries every payment in suspense again: accounts and invoices may have come in since.
struct Retried {
    std::int64_t matched = 0;
    std::int64_t waiting = 0;  // still
};
Result<Retried> match_waiting(const Desk& desk, LocalDate on);

// A payment that the bank took back, or that was a mistake: opposite postings, its shares are open
// again. A second time, on the same day, changes nothing.
struct Reversal {
    std::string key;
    bool is_known = false;
    std::string account;  // empty: it was in suspense
    Money amount;
};
Result<Reversal> reverse_payment(const Desk& desk, const std::string& key, LocalDate on,
                                 const std::string& reason);

enum class DepositAct : std::uint8_t { Take, Return };
struct DepositOrder {
    std::string account;
    std::string amount;
    LocalDate on;
    std::string key;  // empty: made of act, account, day and amount
};
struct DepositReceipt {
    bool is_known = false;
    Batch batch;
    Money amount;
    Money held;  // afterwards
};
// Conflict: more would be returned than is held.
Result<DepositReceipt> move_deposit(const Desk& desk, DepositAct act, const DepositOrder& order);

// The whole credit of an account is ordered to be paid out, when it is above a limit.
enum class Refunding : std::uint8_t { Recorded, Told };  // Told: only what would be
struct RefundOrder {
    std::string account;
    std::string above;  // "5.00"; empty: any credit
    LocalDate on;
    std::string key;  // empty: made of account and day
    Money keep = {};  // of the credit, what stays; 0: nothing
    Refunding refunding = Refunding::Recorded;
};
struct Refund {
    bool is_known = false;
    Batch batch;
    Money amount;  // zero: nothing was refunded
    Money credit;  // that is left
};
Result<Refund> refund_credit(const Desk& desk, const RefundOrder& order);
// Numbers of the accounts that may be in credit, in their order.
std::vector<std::string> in_credit(store::Transaction& tx, TenantId tenant);

// --- payments in suspense, for people --------------------------------------------------------
struct Waiting {
    std::string key;
    LocalDate booked_on;
    Money amount;
    Claim claim;
    std::string why;
    std::string issuer;  // its code
};
std::vector<Waiting> load_waiting(store::Transaction& tx, TenantId tenant);

}  // namespace bw::collect
