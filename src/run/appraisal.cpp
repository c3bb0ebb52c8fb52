#include "run/appraisal.h"

namespace bw::run {

using bill::Outcome;
using bill::Prior;
using customers::BillingAccount;

namespace {

// Proves the documents and drops what is held.
void settle(Outcome& outcome, const BillingAccount& account, const compose::Engine& engine,
            bool makes_documents) {
    if (makes_documents) prove(outcome, account, engine);
    if (!outcome.is_held()) return;
    outcome.statements.clear();
    outcome.marks = {};
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

Appraisal appraise(const bill::Biller& biller, const compose::Engine& engine,
                   store::Transaction& tx, const BillingAccount& account, const Prior& prior) {
    Appraisal found;
    found.not_billed = biller.why_not_billed(account, prior);
    if (found.not_billed == bill::NotBilled::Excluded) return found;
    // Who is not billed may still have usage that is told of.
    found.outcome = bill_or_hold(biller, tx, account, prior);
    // What can fail for a reason of its own fails here, before there are numbers (law 8).
    settle(found.outcome, account, engine, biller.terms().tells_story);
    if (found.outcome.is_held() || !found.outcome.marks.months.empty()) found.not_billed.reset();
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
