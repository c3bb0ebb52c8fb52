#include "flow/collect/till.h"

#include "books/ledger/ledger.h"
#include "flow/collect/account.h"
#include "flow/collect/rules/entries.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::collect {

using ledger::AccountKind;
using ledger::Entry;
using ledger::Share;

namespace {

sql::Place place_of(const Payer& payer) { return {payer.bucket, payer.id}; }

std::string number_of(std::span<const OpenItem> items, InvoiceId id) {
    const auto item = std::ranges::find(items, id, &OpenItem::id);
    return item == items.end() ? std::string() : item->number;
}

std::string named(const std::string& number) {
    return number.empty() ? "what is owed without a document" : number;
}

Money rest_of(const Money& amount, std::span<const Share> shares) {
    Money rest = amount;  // shares never sum to more
    for (const Share& share : shares) rest.minor -= share.amount.minor;
    return rest;
}

}  // namespace

Result<void> Till::post(const Entry& entry) {
    TRY_VOID(ledger::post(tx_, tenant_, std::span(&entry, 1)));
    return {};
}

Result<Receipt> Till::pay(const Payer& payer, const Payment& payment, InvoiceId invoice,
                          const Money& tolerance) {
    sql::insert_payment(tx_, tenant_,
                        {.id = crypto::derived_id(payment_key(payment.key)),
                         .received = place_of(payer),
                         .payment = payment,
                         .issuer = payer.issuer,
                         .why = "",
                         .batch = batch_,
                         .matched = {},
                         .reversed_on = {}});
    return book(payer, payment, invoice, tolerance, payment.booked_on, Source::Bank);
}

Result<Receipt> Till::match(const sql::PaymentRow& row, const Payer& payer, InvoiceId invoice,
                            LocalDate on) {
    sql::insert_match(tx_, tenant_, row, place_of(payer), on, batch_);
    return book(payer, row.payment, invoice, {0, payer.currency}, on, Source::Suspense);
}

Result<Receipt> Till::book(const Payer& payer, const Payment& payment, InvoiceId invoice,
                           const Money& tolerance, LocalDate on, Source source) {
    const auto items = load_open_items(tx_, tenant_, payer, now());
    const std::span<const InvoiceId> by_name(&invoice, invoice ? 1 : 0);
    const auto shares = allocate(items, payment.amount, by_name);
    Entry entry = TRY(ledger::payment_entry({.account = payer.id,
                                             .issuer = payer.issuer,
                                             .key = payment_key(payment.key),
                                             .booked_on = on,
                                             .batch = batch_,
                                             .bank = std::string(kBankMain),
                                             .amount = payment.amount,
                                             .shares = shares}));
    entry.text = "payment " + payment.key;
    TRY_VOID(post(source == Source::Bank ? entry : from_suspense(std::move(entry))));
    Receipt receipt{.key = payment.key,
                    .is_known = false,
                    .batch = batch_,
                    .account = payer.number,
                    .why = "",
                    .amount = payment.amount,
                    .shares = {},
                    .credit = rest_of(payment.amount, shares),
                    .written_off = {0, payer.currency}};
    for (const Share& share : shares)
        receipt.shares.push_back({number_of(items, share.item), share.amount});
    if (receipt.credit.minor > 0) sql::mark_credit(tx_, tenant_, place_of(payer));
    if (const auto rest = shortfall(items, shares, tolerance)) {
        receipt.written_off = rest->amount;
        TRY_VOID(post(write_off_entry(
            {payer.id, payer.issuer, write_off_key(payment.key), on, batch_,
             "rest of " + named(number_of(items, rest->item)) + " within the tolerance"},
            *rest)));
    }
    return receipt;
}

Result<Receipt> Till::suspend(const Payment& payment, IssuerId issuer, const std::string& why) {
    sql::insert_payment(tx_, tenant_,
                        {.id = crypto::derived_id(payment_key(payment.key)),
                         .received = sql::suspense_place(),
                         .payment = payment,
                         .issuer = issuer,
                         .why = why,
                         .batch = batch_,
                         .matched = {},
                         .reversed_on = {}});
    TRY_VOID(post(suspense_entry({{},
                                  issuer,
                                  payment_key(payment.key),
                                  payment.booked_on,
                                  batch_,
                                  "payment " + payment.key + ", not matched"},
                                 payment.amount)));
    return Receipt{.key = payment.key,
                   .is_known = false,
                   .batch = batch_,
                   .account = "",
                   .why = why,
                   .amount = payment.amount,
                   .shares = {},
                   .credit = {0, payment.amount.currency},
                   .written_off = {0, payment.amount.currency}};
}

Result<bool> Till::reverse_entry(const sql::Place& place, const std::string& key, LocalDate on) {
    const auto entry =
        ledger::find_entry(tx_, tenant_, place.account, JournalEntryId{crypto::derived_id(key)});
    if (!entry) return false;
    TRY_VOID(post(ledger::reversal_of(*entry, reversal_key(key), on, batch_)));
    return true;
}

Result<void> Till::reverse(const sql::PaymentRow& row, LocalDate on, const std::string& reason) {
    const std::string& key = row.payment.key;
    bool is_whole = TRY(reverse_entry(row.received, payment_key(key), on));
    if (row.matched) is_whole = TRY(reverse_entry(*row.matched, payment_key(key), on)) && is_whole;
    if (!is_whole)
        return fail(Code::Corrupt, "the books do not hold this payment's entry; run verify",
                    "payment " + key);
    TRY_VOID(reverse_entry(row.owner(), write_off_key(key), on));
    sql::insert_reversal(tx_, tenant_, row, on, reason, batch_);
    if (!row.owner().account) return {};
    const Payer payer = sql::load_payer(tx_, tenant_, row.owner().bucket, row.owner().account);
    TRY_VOID(free_notes(payer, on));
    TRY_VOID(settle(payer, on));
    return {};
}

Result<void> Till::deposit(const Payer& payer, const Money& amount, const std::string& entry_key,
                           LocalDate on) {
    return post(deposit_entry({payer.id, payer.issuer, entry_key, on, batch_,
                               amount.minor > 0 ? "deposit taken" : "deposit returned"},
                              amount));
}

Result<Money> Till::refund(const Payer& payer, const RefundLimits& limits,
                           const std::string& entry_key, LocalDate on) {
    TRY_VOID(settle(payer, on));
    Money credit = load_credit(tx_, tenant_, payer, now());
    credit.minor -=
        std::clamp<std::int64_t>(limits.keep.minor, 0, std::max<std::int64_t>(0, credit.minor));
    std::vector<Share> notes;
    Money total = credit;
    for (const OpenItem& item : load_open_items(tx_, tenant_, payer, now())) {
        if (item.open.minor >= 0) continue;
        notes.push_back({item.id, -item.open});
        total = TRY(add(total, -item.open));
    }
    if (total.minor <= 0 || total.minor <= limits.above.minor) return Money{0, payer.currency};
    const Entry entry = TRY(refund_entry(
        {payer.id, payer.issuer, entry_key, on, batch_, "credit paid out"}, notes, credit));
    TRY_VOID(post(entry));
    if (limits.keep.minor == 0) sql::unmark_credit(tx_, tenant_, place_of(payer));
    return total;
}

Result<int> Till::settle(const Payer& payer, LocalDate on) {
    int count = 0;
    Money credit = load_credit(tx_, tenant_, payer, now());
    if (credit.minor < 0) {
        count += TRY(take_back(payer, -credit, on));
        credit.minor = 0;
    }
    const auto items = load_open_items(tx_, tenant_, payer, now());
    const auto moves = collect::settle(items, credit);
    std::int64_t unused = credit.minor;
    for (const OpenItem& item : items) unused += item.open.minor < 0 ? -item.open.minor : 0;
    std::int64_t ordinal = moves.empty() ? 0 : sql::count_allocations(tx_, tenant_, payer);
    for (const Move& move : moves) {
        const std::string source =
            move.note ? named(number_of(items, *move.note)) : std::string("credit");
        TRY_VOID(
            post(allocation_entry({payer.id, payer.issuer, allocation_key(++ordinal), on, batch_,
                                   source + " for " + named(number_of(items, move.item))},
                                  move)));
        unused -= move.amount.minor;
        ++count;
    }
    if (unused > 0) sql::mark_credit(tx_, tenant_, place_of(payer));
    else sql::unmark_credit(tx_, tenant_, place_of(payer));
    return count;
}

// An invoice that is open again pays first what takes it back: credit notes that paid others in the
// meantime, because it was paid, are free for it.
Result<void> Till::free_notes(const Payer& payer, LocalDate on) {
    for (const OpenItem& item : load_open_items(tx_, tenant_, payer, now())) {
        if (item.open.minor <= 0) continue;
        const auto notes = sql::correcting(tx_, tenant_, payer, item.id);
        if (notes.empty()) continue;
        auto used = moves_of(ledger::entries_of(tx_, tenant_, payer.id, now()));
        std::erase_if(used, [&](const Move& move) {
            return !move.note || move.item == item.id ||
                   std::ranges::find(notes, *move.note) == notes.end();
        });
        TRY_VOID(post_back(payer, collect::take_back(used, item.open), on));
    }
    return {};
}

Result<int> Till::take_back(const Payer& payer, const Money& missing, LocalDate on) {
    auto spent = moves_of(ledger::entries_of(tx_, tenant_, payer.id, now()));
    std::erase_if(spent, [](const Move& move) { return move.note.has_value(); });
    auto back = collect::take_back(spent, missing);
    Money left = missing;
    for (const Move& move : back) left.minor -= move.amount.minor;
    // Credit that was refunded is owed without a document.
    if (left.minor > 0) back.push_back({std::nullopt, InvoiceId{}, left});
    return post_back(payer, back, on);
}

Result<int> Till::post_back(const Payer& payer, std::span<const Move> moves, LocalDate on) {
    const auto documents = sql::load_documents(tx_, tenant_, payer);
    const auto number = [&](InvoiceId id) {
        const auto known = documents.find(id);
        return named(known == documents.end() ? "" : known->second.number);
    };
    std::int64_t ordinal = sql::count_allocations(tx_, tenant_, payer);
    for (const Move& move : moves) {
        const std::string source = move.note ? number(*move.note) : std::string("credit");
        TRY_VOID(post(back_entry({payer.id, payer.issuer, allocation_key(++ordinal), on, batch_,
                                  source + " taken back from " + number(move.item)},
                                 move)));
    }
    return static_cast<int>(moves.size());
}

}  // namespace bw::collect
