#include "flow/collect/rules/entries.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::collect {

using ledger::AccountKind;
using ledger::Entry;
using ledger::EntryKind;
using ledger::Posting;

namespace {

Entry entry_of(const Act& act, EntryKind kind, std::vector<Posting> postings) {
    return {act.account,   act.issuer, kind,     act.key,
            act.booked_on, act.batch,  act.text, std::move(postings)};
}

}  // namespace

std::string payment_key(std::string_view payment) { return fmt::format("payment:{}", payment); }
std::string write_off_key(std::string_view payment) {
    return fmt::format("write-off:payment:{}", payment);
}
std::string reversal_key(std::string_view entry_key) {
    return fmt::format("reversal:{}", entry_key);
}
std::string allocation_key(std::int64_t ordinal) { return fmt::format("allocation:{}", ordinal); }

Entry suspense_entry(const Act& act, const Money& amount) {
    return entry_of(act, EntryKind::Payment,
                    {{AccountKind::Bank, std::string(kBankMain), amount, {}},
                     {AccountKind::Suspense, "", -amount, {}}});
}

Entry from_suspense(Entry payment) {
    for (Posting& posting : payment.postings)
        if (posting.kind == AccountKind::Bank) {
            posting.kind = AccountKind::Suspense;
            posting.detail.clear();
        }
    return payment;
}

Entry allocation_entry(const Act& act, const Move& move) {
    const Posting source = move.note ? Posting{AccountKind::Receivable, "", move.amount, *move.note}
                                     : Posting{AccountKind::Prepaid, "", move.amount, {}};
    return entry_of(act, EntryKind::Allocation,
                    {source, {AccountKind::Receivable, "", -move.amount, move.item}});
}

Entry back_entry(const Act& act, const Move& move) {
    Entry entry = allocation_entry(act, move);
    for (Posting& posting : entry.postings) posting.amount = -posting.amount;
    return entry;
}

std::vector<Move> moves_of(std::vector<Entry> entries) {
    std::erase_if(entries, [](const Entry& e) { return e.kind != EntryKind::Allocation; });
    // Their keys count.
    const auto ordinal = [](const Entry& e) { return std::pair(e.key.size(), e.key); };
    std::ranges::sort(entries, {}, ordinal);
    std::vector<Move> moves;
    for (const Entry& entry : entries) {
        if (entry.postings.size() != 2) continue;  // not made here
        const Posting& source = entry.postings.front();
        const bool is_note = source.kind == AccountKind::Receivable;
        moves.push_back({is_note ? std::optional(source.item) : std::nullopt,
                         entry.postings.back().item, source.amount});
    }
    return moves;
}

Entry deposit_entry(const Act& act, const Money& amount) {
    return entry_of(act, EntryKind::Deposit,
                    {{AccountKind::Bank, std::string(kBankMain), amount, {}},
                     {AccountKind::Deposit, "", -amount, {}}});
}

Result<Entry> refund_entry(const Act& act, std::span<const ledger::Share> notes,
                           const Money& credit) {
    std::vector<Posting> postings;
    Money total = credit;
    for (const auto& note : notes) {
        postings.push_back({AccountKind::Receivable, "", note.amount, note.item});
        total = TRY(add(total, note.amount));
    }
    if (credit.minor != 0) postings.push_back({AccountKind::Prepaid, "", credit, {}});
    postings.push_back({AccountKind::Bank, std::string(kBankRefunds), -total, {}});
    return entry_of(act, EntryKind::Refund, std::move(postings));
}

Entry write_off_entry(const Act& act, const ledger::Share& share) {
    return entry_of(act, EntryKind::WriteOff,
                    {{AccountKind::WriteOff, "", share.amount, {}},
                     {AccountKind::Receivable, "", -share.amount, share.item}});
}

}  // namespace bw::collect
