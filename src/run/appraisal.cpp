#include "run/appraisal.h"

#include "books/customers/roles.h"
#include "flow/bill/periods.h"

#include <algorithm>
#include <map>

namespace bw::run {

using bill::Outcome;
using bill::Prior;
using customers::BillingAccount;

namespace {

// Proves the documents and drops what is held.
void settle(Outcome& outcome, const BillingAccount& account, const documents::Composer& composer,
            bool makes_documents) {
    if (makes_documents) prove(outcome, account, composer);
    if (!outcome.is_held()) return;
    outcome.statements.clear();
    outcome.marks = {};
}

// Why no statement came of an account that something was due of.
bill::NotBilled why_nothing(const bill::Marks& marks, const Prior& prior) {
    const bool is_first = std::ranges::any_of(marks.months, [&](const bill::MonthMark& mark) {
        return bill::find_billed(prior, mark.subscription, mark.stream, mark.nominal_from) ==
               nullptr;
    });
    return is_first ? bill::NotBilled::ComesToNothing : bill::NotBilled::AlreadyBilled;
}

using Holder = std::shared_ptr<const BillingAccount>;

// Whose bills the months that are billed now are a share of, by account number.
std::map<std::string, Holder> holders_of(const BillingAccount& account, const bill::Marks& marks) {
    std::map<std::string, Holder> holders;
    for (const auto& mark : marks.months) {
        const auto own = std::ranges::find(account.subscriptions, mark.subscription,
                                           &customers::Subscription::id);
        if (own == account.subscriptions.end() || own->role != customers::Role::CoPayer) continue;
        const auto shared = customers::shared_in(own->terms, month_of(mark.nominal_from));
        for (const auto& holder : own->holders)
            if (std::ranges::any_of(shared, [&](const customers::Payer& payer) {
                    return payer.account == holder->number;
                }))
                holders[holder->number] = holder;
    }
    return holders;
}

Result<Prior> prior_of(store::Transaction& tx, const bill::Terms& terms,
                       const BillingAccount& account) {
    auto priors = TRY(
        bill::load_prior(tx, terms.tenant, account.bucket, {terms.horizon, terms.cut}, account.id));
    bill::mark_held(tx, terms.tenant, account.bucket, terms.previous, priors);
    return std::move(priors[account.id]);
}

Money sum_of(const Outcome& outcome, Currency currency) {
    Money sum{0, currency};
    for (const auto& invoice : outcome.statements)
        sum.minor += (invoice.kind == bill::InvoiceKind::CreditNote ? -1 : 1) * invoice.gross.minor;
    return sum;
}

}  // namespace

Outcome bill_or_hold(const bill::Biller& biller, store::Transaction& tx,
                     const BillingAccount& account, const Prior& prior) {
    const bill::Payer payer{biller.terms().tenant, account.bucket, account.id};
    auto outcome = biller.bill(account, prior, bill::history_of(tx, payer, biller.terms().cut));
    if (outcome) return std::move(*outcome);
    Outcome held;
    const auto cause =
        outcome.error().code == Code::Corrupt ? bill::Cause::DamagedData : bill::Cause::Calculation;
    const Money nothing{0, account.currency};
    held.exceptions.push_back({cause, outcome.error().message(), "account " + account.number,
                               nothing, bill::Standing::Held});
    bill::put_at_stake(held.exceptions, nothing, prior);
    return held;
}

namespace {

Appraisal appraise_alone(const bill::Biller& biller, const documents::Composer& composer,
                         store::Transaction& tx, const BillingAccount& account,
                         const Prior& prior) {
    Appraisal found;
    found.not_billed = biller.why_not_billed(account, prior);
    if (found.not_billed == bill::NotBilled::Excluded) return found;
    // Who is not billed may still have usage that is told of.
    found.outcome = bill_or_hold(biller, tx, account, prior);
    // What can fail for a reason of its own fails here, before there are numbers (law 8).
    settle(found.outcome, account, composer, biller.terms().tells_story);
    if (found.outcome.is_held() || !found.outcome.statements.empty()) found.not_billed.reset();
    else if (!found.not_billed) found.not_billed = why_nothing(found.outcome.marks, prior);
    return found;
}

}  // namespace

// A share is billed with the whole: what holds a holder's bill holds those of its co-payers.
Appraisal appraise(const bill::Biller& biller, const documents::Composer& composer,
                   store::Transaction& tx, const BillingAccount& account, const Prior& prior) {
    Appraisal found = appraise_alone(biller, composer, tx, account, prior);
    Outcome& outcome = found.outcome;
    std::vector<bill::Exception> held;
    for (const auto& [number, holder] : holders_of(account, outcome.marks)) {
        const auto holders_prior = prior_of(tx, biller.terms(), *holder);
        const Money nothing{0, account.currency};
        if (!holders_prior) {
            held.push_back({bill::Cause::DamagedData, holders_prior.error().message(),
                            "account " + number, nothing, bill::Standing::Held});
            continue;
        }
        const auto whole = appraise_alone(biller, composer, tx, *holder, *holders_prior);
        if (whole.not_billed == bill::NotBilled::Excluded) return {bill::NotBilled::Excluded, {}};
        for (const auto& e : whole.outcome.exceptions)
            if (e.standing == bill::Standing::Held)
                held.push_back({e.cause, e.text, "account " + number + ", " + e.subject, nothing,
                                bill::Standing::Held});
    }
    if (held.empty()) return found;
    bill::put_at_stake(held, sum_of(outcome, account.currency), prior);
    std::ranges::move(held, std::back_inserter(outcome.exceptions));
    outcome.statements.clear();
    outcome.marks = {};
    found.not_billed.reset();
    return found;
}

void add_sums(ChargeSums& sums, const Outcome& outcome) {
    for (const auto& invoice : outcome.statements) {
        const int sign = invoice.kind == bill::InvoiceKind::CreditNote ? -1 : 1;
        auto& whole = sums[{"", "", "", invoice.currency}];
        ++whole.items;
        whole.net += sign * invoice.net.minor;
        whole.gross += sign * invoice.gross.minor;
        for (const auto& line : invoice.lines) {
            const bool has_supply =
                line.supply >= 0 && std::cmp_less(line.supply, invoice.supplies.size());
            const std::string service =
                has_supply ? invoice.supplies[static_cast<std::size_t>(line.supply)].kind : "";
            auto& sum = sums[{service, line.piece.schedule, line.piece.charge, invoice.currency}];
            ++sum.items;
            sum.net += sign * line.net.minor;
        }
    }
}

}  // namespace bw::run
