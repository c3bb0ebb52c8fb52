#include "flow/collect/rules/statement.h"

#include <algorithm>
#include <tuple>

namespace bw::collect {

using ledger::AccountKind;
using ledger::Entry;

namespace {

std::string number_of(InvoiceId id, const Documents& documents) {
    const auto found = documents.find(id);
    return found == documents.end() ? std::string() : found->second.number;
}

void sort_for_people(std::vector<Entry>& entries, const Documents& documents) {
    // Keys that count ("allocation:10") stand in the order of their counts.
    const auto place = [&](const Entry& e) {
        const bool is_document =
            e.kind == ledger::EntryKind::Invoice || e.kind == ledger::EntryKind::CreditNote;
        const std::string key = is_document ? number_of(e.postings.front().item, documents) : e.key;
        // What was taken over was there before anything was paid of it.
        const bool is_later = e.kind != ledger::EntryKind::Opening;
        return std::tuple(e.booked_on, e.batch, is_later, e.kind, key.size(), key);
    };
    std::ranges::sort(entries, [&](const Entry& a, const Entry& b) { return place(a) < place(b); });
}

Result<StatementLine> line_of(const Entry& entry, const Documents& documents, Currency currency) {
    StatementLine line{.on = entry.booked_on,
                       .kind = entry.kind,
                       .key = entry.key,
                       .text = entry.text,
                       .parts = {},
                       .amount = {0, currency},
                       .balance = {0, currency},
                       .deposit = {0, currency},
                       .deposits = {0, currency}};
    for (const auto& posting : entry.postings) {
        if (posting.kind == AccountKind::Deposit)
            line.deposit = TRY(add(line.deposit, -posting.amount));
        if (posting.kind != AccountKind::Receivable && posting.kind != AccountKind::Prepaid)
            continue;
        line.amount = TRY(add(line.amount, posting.amount));
        if (posting.kind == AccountKind::Receivable)
            line.parts.push_back({number_of(posting.item, documents), posting.amount});
    }
    return line;
}

}  // namespace

Result<Statement> make_statement(std::vector<Entry> entries, const Documents& documents,
                                 const Period& days, Currency currency) {
    sort_for_people(entries, documents);
    Statement statement{.days = days,
                        .opening = {0, currency},
                        .closing = {0, currency},
                        .deposits_opening = {0, currency},
                        .deposits_closing = {0, currency},
                        .lines = {}};
    Money balance{0, currency};
    Money deposits{0, currency};
    for (const Entry& entry : entries) {
        if (entry.booked_on >= days.to) break;
        if (entry.kind == ledger::EntryKind::AdvanceTax) continue;  // the company's own
        StatementLine line = TRY(line_of(entry, documents, currency));
        balance = TRY(add(balance, line.amount));
        deposits = TRY(add(deposits, line.deposit));
        if (entry.booked_on < days.from) {
            statement.opening = balance;
            statement.deposits_opening = deposits;
            continue;
        }
        line.balance = balance;
        line.deposits = deposits;
        statement.lines.push_back(std::move(line));
    }
    statement.closing = balance;
    statement.deposits_closing = deposits;
    return statement;
}

}  // namespace bw::collect
