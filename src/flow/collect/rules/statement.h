// What an account owes, and how it came to it: the statement of account, built from its journal
// entries. Pure.
#pragma once

#include "base/civil.h"
#include "books/ledger/entry.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::collect {

// What bill says of a document, for people: its number and its days.
struct Document {
    std::string number;
    LocalDate issued_on;
    LocalDate due_on;
};
using Documents = std::map<InvoiceId, Document>;

// How an entry moved one document. Positive: more is owed on it.
struct StatementPart {
    std::string document;  // its number; empty: without a document
    Money amount;
};

struct StatementLine {
    LocalDate on;
    ledger::EntryKind kind = ledger::EntryKind::Invoice;
    std::string key;   // of the journal entry
    std::string text;  // what happened, for people
    std::vector<StatementPart> parts;
    Money amount;    // change of what is owed; zero for an allocation or a deposit
    Money balance;   // owed afterwards; negative: in the customer's credit
    Money deposit;   // change of the deposits held
    Money deposits;  // held afterwards
};

struct Statement {
    Period days;
    Money opening, closing;  // owed before the first line and after the last
    Money deposits_opening, deposits_closing;
    std::vector<StatementLine> lines;
};

// `entries` of one account in one currency, all from the beginning on, in any order. Lines are
// ordered by day, then by batch, then as in EntryKind; of one kind by number.
Result<Statement> make_statement(std::vector<ledger::Entry> entries, const Documents& documents,
                                 const Period& days, Currency currency);

}  // namespace bw::collect
