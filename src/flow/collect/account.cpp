#include "flow/collect/account.h"

#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "flow/collect/store.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::collect {
namespace {

// What is held for the customer is a credit balance: the books say it negative.
Money held(store::Transaction& tx, TenantId tenant, const Payer& payer, ledger::AccountKind kind,
           AsOf as_of) {
    return -ledger::balance(tx, tenant, payer.id, {payer.issuer, kind, "", payer.currency}, as_of);
}

}  // namespace

int days_overdue(const OpenItem& item, LocalDate on) {
    return item.open.minor > 0 ? std::max(0, on.days() - item.due_on.days()) : 0;
}

Result<Payer> load_payer(store::Transaction& tx, TenantId tenant, std::string_view number) {
    auto payer = sql::find_payer(tx, tenant, number);
    if (!payer)
        return fail(Code::NotFound, std::string(customers::kNoSuchAccount),
                    fmt::format("account {}", number));
    return *std::move(payer);
}

std::vector<OpenItem> load_open_items(store::Transaction& tx, TenantId tenant, const Payer& payer,
                                      AsOf as_of) {
    std::vector<OpenItem> items;
    Documents documents;
    for (const auto& item : ledger::open_items(tx, tenant, payer.id, as_of)) {
        if (items.empty()) documents = sql::load_documents(tx, tenant, payer);
        OpenItem open{.id = item.invoice,
                      .number = "",
                      .issued_on = item.booked_on,
                      .due_on = item.booked_on,
                      .billed = item.billed,
                      .open = item.open,
                      .corrects = {}};
        if (const auto known = documents.find(item.invoice); known != documents.end()) {
            open.number = known->second.number;
            open.issued_on = known->second.issued_on;
            open.due_on = known->second.due_on;
        }
        if (open.open.minor < 0) open.corrects = sql::corrected_by(tx, tenant, payer, open.id);
        items.push_back(std::move(open));
    }
    sort_oldest_first(items);
    return items;
}

Money load_credit(store::Transaction& tx, TenantId tenant, const Payer& payer, AsOf as_of) {
    return held(tx, tenant, payer, ledger::AccountKind::Prepaid, as_of);
}

Money load_deposits(store::Transaction& tx, TenantId tenant, const Payer& payer, AsOf as_of) {
    return held(tx, tenant, payer, ledger::AccountKind::Deposit, as_of);
}

Result<Standing> load_standing(store::Transaction& tx, TenantId tenant, const Payer& payer,
                               LocalDate on, AsOf as_of) {
    const Money none{0, payer.currency};
    Standing standing{.payer = payer,
                      .on = on,
                      .items = load_open_items(tx, tenant, payer, as_of),
                      .open = none,
                      .overdue = none,
                      .credit = load_credit(tx, tenant, payer, as_of),
                      .owed = none,
                      .deposits = load_deposits(tx, tenant, payer, as_of)};
    for (const OpenItem& item : standing.items) {
        if (item.open.minor < 0) standing.credit = TRY(add(standing.credit, -item.open));
        else standing.open = TRY(add(standing.open, item.open));
        if (days_overdue(item, on) > 0) standing.overdue = TRY(add(standing.overdue, item.open));
    }
    standing.owed = TRY(add(standing.open, -standing.credit));
    return standing;
}

Result<Statement> load_statement(store::Transaction& tx, TenantId tenant, const Payer& payer,
                                 const Period& days, AsOf as_of) {
    return make_statement(ledger::entries_of(tx, tenant, payer.id, as_of),
                          sql::load_documents(tx, tenant, payer), days, payer.currency);
}

}  // namespace bw::collect
