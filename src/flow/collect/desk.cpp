#include "flow/collect/desk.h"

#include "books/ledger/ledger.h"
#include "flow/collect/account.h"
#include "flow/collect/lookup.h"
#include "flow/collect/rules/entries.h"
#include "flow/collect/till.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::collect {

using store::Access;
using store::Transaction;

namespace {

// An act is one fact: it is received and accepted, or nothing of it is kept.
Result<Batch> record(Transaction& tx, const Desk& desk, std::string_view kind,
                     std::string_view key) {
    return store::record_batch(tx, desk.tenant,
                               {kind,
                                kind,
                                crypto::sha256(fmt::format("{} {}", kind, key)),
                                desk.clock.now(),
                                {1, 1, 0, 0}});
}

std::optional<ledger::Entry> entry_of(Transaction& tx, TenantId tenant, BillingAccountId account,
                                      const std::string& key) {
    return ledger::find_entry(tx, tenant, account, JournalEntryId{crypto::derived_id(key)});
}

Result<Money> parse_limit(const std::string& text, Currency currency, std::string_view what) {
    if (text.empty()) return Money{0, currency};
    const Money limit = TRY(parse_money(text, currency));
    if (limit.minor < 0) return fail(Code::Invalid, fmt::format("the {} is below zero", what));
    return limit;
}

Result<sql::PaymentRow> load_payment(Transaction& tx, TenantId tenant, const std::string& key) {
    auto row = sql::find_payment(tx, tenant, key);
    if (!row) return fail(Code::NotFound, "there is no payment of this key", "payment " + key);
    return *std::move(row);
}

Result<void> check_day(const sql::PaymentRow& row, LocalDate on) {
    if (on < row.payment.booked_on)
        return fail(Code::Conflict,
                    fmt::format("it was received on {}, after {}; is the year right?",
                                row.payment.booked_on.to_string(), on.to_string()),
                    "payment " + row.payment.key);
    return {};
}

// Rules of an order given by hand: what it names must be there and belong together.
Result<Billed> resolve(Transaction& tx, TenantId tenant, const PaymentOrder& order) {
    StoreDirectory directory(tx, tenant);
    const Match match = find_payer({order.account, order.reference, ""}, directory);
    if (!match.payer || !match.why.empty())
        return fail(Code::NotFound, match.why,
                    order.reference.empty() ? "account " + order.account
                                            : fmt::format("account {}, reference '{}'",
                                                          order.account, order.reference));
    return Billed{*match.payer, match.invoice};
}

}  // namespace

Result<Receipt> record_payment(const Desk& desk, const PaymentOrder& order) {
    const auto tx = desk.database.begin(Access::Write);
    const auto [payer, invoice] = TRY(resolve(*tx, desk.tenant, order));
    Payment payment{.key = order.key,
                    .claim = {order.account, order.reference, ""},
                    .amount = TRY(parse_amount(order.amount, payer.currency)),
                    .booked_on = order.on};
    if (payment.key.empty())
        payment.key = fmt::format("{}:{}:{}{}{}", payer.number, order.on.to_string(),
                                  payment.amount.to_string(), order.reference.empty() ? "" : ":",
                                  order.reference);
    TRY_VOID(check_payment(payment));
    const Money tolerance = TRY(parse_limit(order.tolerance, payer.currency, "tolerance"));
    if (const auto known = sql::find_payment(*tx, desk.tenant, payment.key)) {
        TRY_VOID(check_same(*known, payment));
        Receipt receipt = TRY(receipt_of(*tx, desk.tenant, *known));
        if (receipt.account != payer.number)
            return fail(Code::Conflict,
                        receipt.account.empty()
                            ? std::string("this payment lies in suspense; match it to the account")
                            : "this key is a payment of account " + receipt.account,
                        "payment " + payment.key);
        return receipt;
    }
    const Batch batch = TRY(record(*tx, desk, "payment", payment.key));
    Receipt receipt = TRY(Till(*tx, desk.tenant, batch).pay(payer, payment, invoice, tolerance));
    tx->commit();
    return receipt;
}

Result<Receipt> match_payment(const Desk& desk, const std::string& key, const std::string& account,
                              LocalDate on) {
    const auto tx = desk.database.begin(Access::Write);
    const auto row = TRY(load_payment(*tx, desk.tenant, key));
    const Payer payer = TRY(load_payer(*tx, desk.tenant, account));
    const std::string subject = "payment " + key;
    if (row.owner().account == payer.id) return receipt_of(*tx, desk.tenant, row);
    if (row.reversed_on)
        return fail(Code::Conflict, "it was reversed on " + row.reversed_on->to_string(), subject);
    if (!row.is_waiting())
        return fail(Code::Conflict,
                    "it does not lie in suspense; a payment that was given to a wrong account is "
                    "reversed and recorded anew",
                    subject);
    TRY_VOID(check_day(row, on));
    if (const auto why = misfit(*tx, desk.tenant, row.payment, row.issuer, payer); !why.empty())
        return fail(Code::Conflict, why, subject);
    StoreDirectory directory(*tx, desk.tenant);
    const Match match = find_payer({account, row.payment.claim.reference, ""}, directory);
    const Batch batch = TRY(record(*tx, desk, "payment-match", key));
    Receipt receipt = TRY(Till(*tx, desk.tenant, batch)
                              .match(row, payer, match.payer ? match.invoice : InvoiceId{}, on));
    tx->commit();
    return receipt;
}

Result<Retried> match_waiting(const Desk& desk, LocalDate on) {
    Retried retried;
    std::vector<sql::PaymentRow> rows;
    {
        const auto tx = desk.database.begin(Access::Read);
        rows = sql::waiting_payments(*tx, desk.tenant);
    }
    for (const auto& row : rows) {
        std::string account;
        {
            const auto tx = desk.database.begin(Access::Read);
            StoreDirectory directory(*tx, desk.tenant);
            const Match match = find_payer(row.payment.claim, directory);
            if (match.payer &&
                misfit(*tx, desk.tenant, row.payment, row.issuer, *match.payer).empty())
                account = match.payer->number;
        }
        if (account.empty()) {
            ++retried.waiting;
            continue;
        }
        // A run may be issued on a day before the money came.
        TRY_VOID(
            match_payment(desk, row.payment.key, account, std::max(on, row.payment.booked_on)));
        ++retried.matched;
    }
    return retried;
}

Result<Reversal> reverse_payment(const Desk& desk, const std::string& key, LocalDate on,
                                 const std::string& reason) {
    const auto tx = desk.database.begin(Access::Write);
    const auto row = TRY(load_payment(*tx, desk.tenant, key));
    const sql::Place owner = row.owner();
    Reversal reversal{.key = key, .is_known = false, .account = "", .amount = row.payment.amount};
    if (owner.account)
        reversal.account = sql::load_payer(*tx, desk.tenant, owner.bucket, owner.account).number;
    if (row.reversed_on) {
        if (*row.reversed_on != on)
            return fail(Code::Conflict,
                        "it was reversed before, on " + row.reversed_on->to_string(),
                        "payment " + key);
        reversal.is_known = true;
        return reversal;
    }
    TRY_VOID(check_day(row, on));
    const Batch batch = TRY(record(*tx, desk, "payment-reversal", key));
    TRY_VOID(Till(*tx, desk.tenant, batch).reverse(row, on, reason));
    tx->commit();
    return reversal;
}

Result<DepositReceipt> move_deposit(const Desk& desk, DepositAct act, const DepositOrder& order) {
    const auto tx = desk.database.begin(Access::Write);
    const Payer payer = TRY(load_payer(*tx, desk.tenant, order.account));
    const bool is_taken = act == DepositAct::Take;
    const Money amount = TRY(parse_amount(order.amount, payer.currency));
    const std::string key =
        !order.key.empty() ? order.key
                           : fmt::format("{}:{}:{}:{}", is_taken ? "take" : "return", payer.number,
                                         order.on.to_string(), amount.to_string());
    TRY_VOID(check_payment({key, {}, amount, order.on}));
    const std::string entry_key = "deposit:" + key;
    const Money signed_amount = is_taken ? amount : -amount;
    DepositReceipt receipt{
        .is_known = false,
        .batch = {},
        .amount = amount,
        .held = load_deposits(*tx, desk.tenant, payer, AsOf{store::current_cut(*tx, desk.tenant)})};
    if (const auto known = entry_of(*tx, desk.tenant, payer.id, entry_key)) {
        if (known->postings.front().amount != signed_amount || known->booked_on != order.on)
            return fail(Code::Conflict, "this key is known with another amount, act or day",
                        "deposit " + key);
        receipt.is_known = true;
        receipt.batch = known->batch;
        return receipt;
    }
    receipt.held = TRY(add(receipt.held, signed_amount));
    if (receipt.held.minor < 0)
        return fail(
            Code::Conflict,
            fmt::format("{} cannot be returned: {} is held", amount.to_string(),
                        Money{receipt.held.minor + amount.minor, payer.currency}.to_string()),
            "account " + order.account);
    receipt.batch = TRY(record(*tx, desk, "deposit", fmt::format("{} {}", payer.number, key)));
    TRY_VOID(
        Till(*tx, desk.tenant, receipt.batch).deposit(payer, signed_amount, entry_key, order.on));
    tx->commit();
    return receipt;
}

Result<Refund> refund_credit(const Desk& desk, const RefundOrder& order) {
    const auto tx = desk.database.begin(Access::Write);
    const Payer payer = TRY(load_payer(*tx, desk.tenant, order.account));
    const Money above = TRY(parse_limit(order.above, payer.currency, "limit"));
    const std::string key =
        !order.key.empty() ? order.key : fmt::format("{}:{}", payer.number, order.on.to_string());
    const std::string entry_key = "refund:" + key;
    const AsOf now{store::current_cut(*tx, desk.tenant)};
    const auto credit = [&]() -> Result<Money> {
        return TRY(load_standing(*tx, desk.tenant, payer, order.on, now)).credit;
    };
    Refund refund{.is_known = false, .batch = {}, .amount = {0, payer.currency}, .credit = {}};
    if (const auto known = entry_of(*tx, desk.tenant, payer.id, entry_key)) {
        refund.is_known = true;
        refund.batch = known->batch;
        refund.amount = -known->postings.back().amount;
        refund.credit = TRY(credit());
        return refund;
    }
    refund.batch = TRY(record(*tx, desk, "refund", fmt::format("{} {}", payer.number, key)));
    refund.amount =
        TRY(Till(*tx, desk.tenant, refund.batch)
                .refund(payer, {above, {order.keep.minor, payer.currency}}, entry_key, order.on));
    if (refund.amount.minor == 0) {
        refund.batch = {};
        refund.credit = TRY(credit());
        return refund;  // nothing is kept
    }
    refund.credit = {order.keep.minor, payer.currency};
    if (order.refunding == Refunding::Recorded) tx->commit();
    return refund;
}

std::vector<std::string> in_credit(Transaction& tx, TenantId tenant) {
    std::vector<std::string> numbers;
    for (const int bucket : sql::buckets_with_credit(tx, tenant))
        for (const auto account : sql::credit_holders(tx, tenant, bucket))
            numbers.push_back(sql::load_payer(tx, tenant, bucket, account).number);
    std::ranges::sort(numbers);
    return numbers;
}

std::vector<Waiting> load_waiting(Transaction& tx, TenantId tenant) {
    std::vector<Waiting> waiting;
    for (auto& row : sql::waiting_payments(tx, tenant))
        waiting.push_back({std::move(row.payment.key), row.payment.booked_on, row.payment.amount,
                           std::move(row.payment.claim), std::move(row.why),
                           sql::issuer_code(tx, tenant, row.issuer)});
    return waiting;
}

}  // namespace bw::collect
