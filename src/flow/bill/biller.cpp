#include "flow/bill/biller.h"

#include "books/ledger/ledger.h"
#include "flow/bill/assemble.h"
#include "flow/bill/draft.h"
#include "flow/bill/former.h"
#include "flow/bill/lost.h"
#include "flow/bill/parties.h"
#include "flow/bill/snapshot.h"
#include "flow/bill/story.h"

#include <algorithm>

namespace bw::bill {
namespace {

using customers::BillingAccount;
using customers::Subscription;

// BT-113: what was paid ahead and belongs to no other document. The rest of it stays in credit.
Result<void> deduct(Invoice& invoice, const Money& credit) {
    if (invoice.kind != InvoiceKind::Invoice || credit.minor <= 0) return {};
    invoice.prepaid = {std::min(credit.minor, invoice.gross.minor), invoice.currency};
    invoice.payable = TRY(add(invoice.gross, -invoice.prepaid));
    return {};
}

}  // namespace

void put_at_stake(std::span<Exception> exceptions, const Money& total, const Prior& prior) {
    Money at_stake = total;
    // Where nothing can be computed the last bill says how much it is about.
    if (at_stake.minor == 0 && prior.last) at_stake = prior.last->gross;
    for (auto& exception : exceptions)
        if (exception.at_stake.minor == 0) exception.at_stake = at_stake;
}

bool Outcome::is_held() const {
    return std::ranges::any_of(exceptions,
                               [](const Exception& e) { return e.standing == Standing::Held; });
}

History history_of(store::Transaction& tx, const Payer& payer, Batch cut) {
    return {[&tx, payer](SubscriptionId s, Stream stream, LocalDate m) {
                return load_lines(tx, payer, s, stream, m);
            },
            [&tx, payer, cut](SubscriptionId s, LocalDate m) {
                return load_state(tx, payer, s, m, cut);
            },
            [&tx, payer, cut](SubscriptionId s, LocalDate m) -> Result<std::vector<Measured>> {
                auto months = TRY(load_measured(tx, payer, s, m, cut));
                TRY_VOID(add_former_measured(tx, payer, s, m, cut, months));
                return months;
            },
            [&tx, payer](LocalDate from) { return load_months(tx, payer, from); },
            [&tx, payer, cut](IssuerId issuer, Currency currency) {
                const ledger::AccountName prepaid{
                    issuer, ledger::AccountKind::Prepaid, {}, currency};
                return -ledger::balance(tx, payer.tenant, payer.account, prepaid, AsOf{cut});
            }};
}

Biller::Biller(Tariffs& tariffs, const meter::Reader& reader, Terms terms)
    : tariffs_(tariffs), reader_(reader), terms_(std::move(terms)) {}

Result<Invoice> Biller::head(const BillingAccount& account) const {
    const customers::Issuer& issuer = *TRY(tariffs_.issuers().on(account.issuer, terms_.issued_on));
    const customers::AccountVersion& holder = account.on(terms_.issued_on);
    Invoice invoice;
    invoice.number = "0000000000";
    invoice.issued_on = terms_.issued_on;
    invoice.due_on = terms_.issued_on.plus_days(issuer.payment_days);
    invoice.language = holder.language;
    invoice.currency = account.currency;
    invoice.account_number = account.number;
    invoice.seller = seller_of(issuer);
    invoice.buyer = buyer_of(account, holder);
    return invoice;
}

Result<Outcome> Biller::bill(const BillingAccount& account, const Prior& prior,
                             const History& history) const {
    Draft draft;
    draft.news = TRY(news_of(account, prior));
    draft.decisions = &prior.decisions;
    for (const auto& subscription : account.subscriptions)
        TRY_VOID(due(account, subscription, prior, history, draft));
    draft.nets = TRY(nets_of(draft.current));
    std::ranges::move(draft.deducted, std::back_inserter(draft.current));
    Outcome outcome;
    const Groups groups = TRY(group(std::move(draft.current), std::move(draft.corrections)));
    Money at_stake{0, account.currency};
    for (const auto& entries : groups.statements) {
        Invoice invoice = TRY(head(account));
        TRY_VOID(add_supplies(invoice, account, entries, tariffs_.catalog(), terms_.issued_on));
        add_disclosures(invoice, *TRY(tariffs_.issuers().on(account.issuer, terms_.issued_on)));
        invoice = TRY(assemble(std::move(invoice), entries));
        at_stake = TRY(add(at_stake, invoice.kind == InvoiceKind::CreditNote ? -invoice.gross
                                                                             : invoice.gross));
        outcome.statements.push_back(std::move(invoice));
    }
    TRY_VOID(check_bill(account, prior, history, at_stake, draft));
    outcome.exceptions = std::move(draft.exceptions);
    put_at_stake(outcome.exceptions, at_stake, prior);
    for (const auto& subscription : account.subscriptions)
        if (subscription.role != customers::Role::CoPayer)  // the holder's bill tells it
            std::ranges::move(find_lost({*this, tariffs_, reader_, account, subscription, prior,
                                         history, draft.asked[subscription.id]}),
                              std::back_inserter(outcome.exceptions));
    if (outcome.is_held()) {
        outcome.statements.clear();
        return outcome;
    }
    outcome.marks = std::move(draft.marks);
    if (outcome.statements.empty()) return outcome;
    Invoice& last = outcome.statements.back();
    if (draft.deducts_paid)
        TRY_VOID(deduct(last, history.credit(account.issuer, account.currency)));
    // What this run measured stands in for what earlier ones did.
    const auto measured = [&](SubscriptionId id, LocalDate from) -> Result<std::vector<Measured>> {
        auto months = TRY(history.measured(id, from));
        for (const auto& [mark, now] : outcome.marks.measured) {
            if (mark.subscription != id || mark.nominal_from < from) continue;
            std::erase_if(months, [&](const Measured& m) {
                return m.nominal_from == now.nominal_from && m.channel == now.channel &&
                       m.unit == now.unit;
            });
            months.push_back(now);
        }
        std::ranges::stable_sort(months, {}, &Measured::nominal_from);
        return months;
    };
    if (terms_.tells_story)
        TRY_VOID(tell_story(last, account, prior, tariffs_.catalog(), measured));
    for (const auto& exception : outcome.exceptions) add_notice(last, exception);
    for (const auto& advance : outcome.marks.advances) add_next_advance(last, advance, account);
    return outcome;
}

std::int64_t content_hash(const Outcome& outcome) {
    std::int64_t hash = 0;
    for (const auto& invoice : outcome.statements)
        hash = combine(hash, hash_text(snapshot(invoice)));
    for (const auto& month : outcome.marks.months) {
        hash = combine(hash, month.subscription.value);
        hash = combine(hash, month.nominal_from.days());
        hash = combine(hash, month.facts);
    }
    for (const auto& [month, state] : outcome.marks.states)
        hash = combine(hash,
                       hash_text(state.charge + ' ' + state.name + ' ' + state.value.to_string()));
    for (const auto& advance : outcome.marks.advances)
        hash = combine(combine(hash, advance.subscription.value), advance.gross.minor);
    return hash;
}

}  // namespace bw::bill
