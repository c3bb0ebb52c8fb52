#include "flow/bill/biller.h"

#include "flow/bill/assemble.h"
#include "flow/bill/difference.h"
#include "flow/bill/periods.h"
#include "flow/bill/snapshot.h"
#include "flow/bill/story.h"
#include "flow/rate/energy/recurring.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace bw::bill {
namespace {

using customers::BillingAccount;
using customers::Subscription;

Address address_of(const customers::Place& place) {
    return {place.street, place.postcode, place.city, place.country};
}

Correction correction_of(catalog::CorrectionPolicy policy) {
    switch (policy) {
        case catalog::CorrectionPolicy::Lines: return Correction::Lines;
        case catalog::CorrectionPolicy::CreditNote: return Correction::CreditNote;
        case catalog::CorrectionPolicy::Rebill: return Correction::Rebill;
    }
    return Correction::Lines;
}

std::string month_text(const Period& nominal) { return nominal.from.to_string().substr(0, 7); }

// How a month is corrected: as the schedules say that rate it now, else as those that it was billed
// by.
Correction policy_of(std::span<const BilledLine> standing, std::optional<Correction> rated,
                     const catalog::Catalog& catalog) {
    if (rated) return *rated;
    for (const auto& line : standing) {
        const auto versions =
            catalog.schedule_versions(line.item.piece.schedule, line.item.nominal);
        if (versions) return correction_of(versions->back()->corrections);
    }
    return Correction::Lines;
}

const BilledPeriod* find_billed(const Prior& prior, SubscriptionId subscription, Stream stream,
                                LocalDate month) {
    const auto it = std::ranges::find_if(prior.periods, [&](const BilledPeriod& p) {
        return p.subscription == subscription && p.stream == stream && p.nominal_from == month;
    });
    return it == prior.periods.end() ? nullptr : &*it;
}

// Both streams of a month fail for the same reason: it is said once.
void add_once(std::vector<Exception>& exceptions, const Error& error, const std::string& subject,
              Currency currency) {
    const auto is_same = [&](const Exception& e) {
        return e.subject == subject && e.text == error.message();
    };
    if (std::ranges::any_of(exceptions, is_same)) return;
    const Cause cause = error.code == Code::NotFound ? Cause::NoTariff : Cause::Calculation;
    exceptions.push_back({cause, error.message(), subject, Money{0, currency}, false});
}

}  // namespace

// What one month of a subscription comes to.
struct Biller::Rated {
    std::vector<Item> items;
    std::vector<rate::State> states;
    std::int64_t missing = 0, measured = 0;  // intervals
    std::map<std::string, int> unrated;      // reason -> events
    std::optional<Correction> policy;        // of the schedules that rated it
};

// What an account's subscriptions add up to before they become statements.
struct Biller::Draft {
    std::vector<Adjustment> current;
    std::map<Correction, std::vector<Adjustment>> corrections;  // each by its tariff's policy
    std::vector<BilledPeriod> periods;
    std::vector<std::pair<BilledPeriod, rate::State>> states;
    std::vector<Exception> exceptions;
};

bool Outcome::is_held() const {
    return std::ranges::any_of(exceptions, [](const Exception& e) { return !e.released; });
}

History history_of(store::Transaction& tx, const Payer& payer) {
    return {[&tx, payer](SubscriptionId s, Stream stream, LocalDate m) {
                return load_lines(tx, payer, s, stream, m);
            },
            [&tx, payer](SubscriptionId s, LocalDate m) { return load_state(tx, payer, s, m); }};
}

Biller::Biller(Tariffs& tariffs, const meter::Reader& reader, Terms terms)
    : tariffs_(tariffs), reader_(reader), terms_(std::move(terms)) {}

namespace {

// Turns pieces into items: tax by the day the supply ends (the law's tax point), names, the one
// rounding.
Result<void> add_items(std::vector<Item>& items, Tariffs& tariffs, const BillingAccount& account,
                       const Subscription& subscription, Stream stream, const Period& nominal,
                       std::span<const rate::Piece> pieces, const catalog::Plan& plan) {
    const auto issuer = tariffs.issuers().find(account.issuer);
    if (issuer == tariffs.issuers().end())
        return fail(Code::NotFound,
                    "the issuer of the account has no version valid at the issue date");
    const std::string& language = account.on(nominal.from).language;
    for (const auto& piece : pieces) {
        Item item;
        item.subscription = subscription.id;
        item.stream = stream;
        item.nominal = nominal;
        item.piece = piece;
        const LocalDate tax_point = std::max(piece.days.from, piece.days.to.plus_days(-1));
        const auto tax = TRY(tariffs.catalog().tax_on(issuer->second.taxes, piece.tax, tax_point));
        item.tax_code = catalog::tax_code_name(tax.rate->code);
        item.tax_percent = tax.rate->percent;
        item.tax_reason = tax.rate->reason;
        item.name = line_name(tariffs.catalog(), plan, piece, language);
        item.net = TRY(line_net(piece, account.currency));
        items.push_back(std::move(item));
    }
    return {};
}

}  // namespace

// Everything but usage that the price of a month depends on: who is supplied when on which plan,
// and the texts of plan, schedules and taxes. When it and the usage stand still, so does the bill,
// and nothing is rated again.
Result<std::int64_t> Biller::facts_of(const BillingAccount& account, std::span<const Slice> slices,
                                      const Period& nominal, LocalDate first_day) const {
    std::int64_t facts = first_day.days();
    for (const auto& slice : slices) {
        const catalog::Plan* plan =
            TRY(tariffs_.catalog().plan_on(slice.plan, slice.supplied.from));
        facts = combine(facts, TRY(tariffs_.fingerprint(*plan, nominal)));
        facts = combine(facts, slice.supplied.from.days());
        facts = combine(facts, slice.supplied.to.days());
    }
    const auto issuer = tariffs_.issuers().find(account.issuer);
    if (issuer == tariffs_.issuers().end())
        return fail(Code::NotFound,
                    "the issuer of the account has no version valid at the issue date");
    return combine(facts, tariffs_.fingerprint_taxes(issuer->second.taxes));
}

namespace {

// A later state of the same name stands in for the earlier one.
void carry(std::vector<rate::State>& states, std::span<const rate::State> later) {
    for (const auto& state : later) {
        const auto it = std::ranges::find_if(states, [&](const rate::State& s) {
            return s.charge == state.charge && s.name == state.name;
        });
        if (it == states.end()) states.push_back(state);
        else *it = state;
    }
}

// What conditions of discounts may ask for (docs/tariff-format.md): whole years and months since
// the contract began.
std::map<std::string, Decimal> facts_about(const Subscription& subscription,
                                           const Period& nominal) {
    const LocalDate begin = subscription.terms.front().from;
    int months = 0;
    while (begin.plus_months(months + 1) <= nominal.to) ++months;
    return {{"customer.years", Decimal(months / 12)},
            {"contract.years", Decimal(months / 12)},
            {"contract.months", Decimal(months)}};
}

}  // namespace

meter::EventColumn events_in(const meter::EventColumn& all, const Span& span) {
    if (all.size() == 0 || (span.contains(all.starts.front()) && span.contains(all.starts.back())))
        return all;
    meter::EventColumn part;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!span.contains(all.starts[i])) continue;
        part.starts.push_back(all.starts[i]);
        part.seconds.push_back(all.seconds[i]);
        part.bytes.push_back(all.bytes[i]);
        part.kinds.push_back(all.kinds[i]);
        part.destinations.push_back(all.destinations[i]);
        part.record_ids.push_back(all.record_ids[i]);
    }
    part.sources = all.sources;
    return part;
}

Result<Biller::Rated> Biller::rate_due(const BillingAccount& account,
                                       const Subscription& subscription, Stream stream,
                                       const Period& nominal, const History& history) const {
    Rated rated;
    const Zone zone = TRY(Zone::find(subscription.service_point.zone));
    const auto slices = slices_of(subscription.terms, nominal);
    std::optional<meter::Usage> usage;
    std::vector<rate::State> state_in;
    if (stream == Stream::Arrears && !slices.empty()) {
        usage = TRY(reader_.read(subscription.service_point.id, zone.span_of(nominal)));
        state_in = TRY(history.state(subscription.id, nominal.from));
    }
    for (const auto& slice : slices) {
        const catalog::Plan* plan =
            TRY(tariffs_.catalog().plan_on(slice.plan, slice.supplied.from));
        if (plan->head.prices == catalog::PriceBasis::Gross)
            return fail(Code::Unsupported, "gross prices are not billed yet; write net prices",
                        "plan " + plan->head.name);
        const bool advance = stream == Stream::Advance;
        for (const auto& fee : plan->recurring)
            if ((fee.billed == catalog::Billed::Advance) == advance) {
                const auto pieces = TRY(rate::recurring_pieces(*plan, fee, nominal, slice.supplied,
                                                               subscription.terms.front().from));
                TRY_VOID(add_items(rated.items, tariffs_, account, subscription, stream, nominal,
                                   pieces, *plan));
            }
        if (advance) continue;
        for (const auto& name : plan->schedules) {
            const auto tariff = TRY(tariffs_.energy(name, nominal, zone));
            if (tariff->is_gross)
                return fail(Code::Unsupported, "gross prices are not billed yet; write net prices",
                            "schedule " + name);
            rated.policy = correction_of(tariff->corrections);
            const rate::Circumstances circumstances{slice.supplied,
                                                    facts_about(subscription, nominal)};
            const auto result = TRY(rate::rate(tariff->schedule, *usage, state_in, circumstances));
            std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;
            for (const auto& piece : result.pieces) {  // by charge: missing, measured
                counts[piece.charge].first += piece.breakdown.missing;
                counts[piece.charge].second += piece.breakdown.intervals;
            }
            // Several charges look at the same intervals: what is missing is missing once.
            for (const auto& [charge, count] : counts)
                if (count.first > rated.missing) std::tie(rated.missing, rated.measured) = count;
            TRY_VOID(add_items(rated.items, tariffs_, account, subscription, stream, nominal,
                               result.pieces, *plan));
            carry(rated.states, result.state_out);
        }
        if (const auto telecom = TRY(tariffs_.telecom(*plan, slice.supplied, zone))) {
            const auto events = events_in(usage->events, zone.span_of(slice.supplied));
            const auto result = TRY(rate::rate_events(*telecom, events, slice.supplied, state_in,
                                                      rate::Detail::Totals));
            TRY_VOID(add_items(rated.items, tariffs_, account, subscription, stream, nominal,
                               result.pieces, *plan));
            carry(rated.states, result.state_out);
            for (const auto& u : result.unrated) ++rated.unrated[u.reason];
        }
        // The next slice starts from where this one ended (law 3).
        carry(state_in, rated.states);
    }
    std::erase_if(rated.items, [](const Item& item) { return item.piece.quantity.is_zero(); });
    return rated;
}

Result<std::vector<Item>> Biller::rate_period(const BillingAccount& account,
                                              const Subscription& subscription, Stream stream,
                                              const Period& nominal, const History& history) const {
    return std::move(TRY(rate_due(account, subscription, stream, nominal, history)).items);
}

Result<bool> Biller::is_unchanged(const BilledPeriod& billed, const Subscription& subscription,
                                  const Period& nominal, std::int64_t facts) const {
    if (billed.facts != facts) return false;
    if (billed.stream == Stream::Advance || !(billed.cut < terms_.cut)) return true;
    const Zone zone = TRY(Zone::find(subscription.service_point.zone));
    return !TRY(reader_.is_touched(subscription.service_point.id, billed.cut, terms_.cut,
                                   zone.span_of(nominal)));
}

Result<void> Biller::due(const BillingAccount& account, const Subscription& subscription,
                         const Prior& prior, const History& history, Draft& draft) const {
    // State computed in this run stands in for what is stored, so that a chain of months is carried
    // forward (law 3).
    std::map<LocalDate, std::vector<rate::State>> carried;
    History chained = history;
    chained.state = [&](SubscriptionId id, LocalDate month) -> Result<std::vector<rate::State>> {
        const auto it = carried.find(month.plus_months(-1));
        if (it != carried.end()) return it->second;
        return history.state(id, month);
    };
    bool state_changed = false;
    for (const auto& period :
         due_periods(subscription, terms_.until, terms_.horizon, prior.periods)) {
        const BilledPeriod* billed =
            find_billed(prior, subscription.id, period.stream, period.nominal.from);
        const std::string subject = fmt::format(
            "service point {}, {}", subscription.service_point.code, month_text(period.nominal));
        const auto hold = [&](const Error& error) {
            add_once(draft.exceptions, error, subject, account.currency);
        };
        const auto facts =
            facts_of(account, period.slices, period.nominal, subscription.terms.front().from);
        if (!facts) {
            hold(facts.error());
            continue;
        }
        if (billed != nullptr && !state_changed &&
            TRY(is_unchanged(*billed, subscription, period.nominal, *facts)))
            continue;
        auto rated = rate_due(account, subscription, period.stream, period.nominal, chained);
        if (!rated) {
            hold(rated.error());
            continue;
        }
        state_changed = !rated->states.empty();
        if (period.stream == Stream::Arrears) carried[period.nominal.from] = rated->states;
        const BilledPeriod mark{subscription.id, period.stream, period.nominal.from, 0,
                                terms_.cut,      *facts};
        if (billed == nullptr && rated->items.empty() && period.stream == Stream::Advance) continue;
        if (rated->missing > 0) {
            const Cause cause = rated->measured == 0 ? Cause::NoReadings : Cause::MissingReadings;
            draft.exceptions.push_back(
                {cause,
                 fmt::format("{} of {} intervals have no value: wait for the readings, import "
                             "them, or release to bill what was measured",
                             rated->missing, rated->missing + rated->measured),
                 subject, Money{0, account.currency}, terms_.released.contains(cause)});
        }
        for (const auto& [reason, count] : rated->unrated)
            draft.exceptions.push_back({Cause::UnratedUsage,
                                        fmt::format("{} calls or sessions: {}", count, reason),
                                        subject, Money{0, account.currency},
                                        terms_.released.contains(Cause::UnratedUsage)});
        if (billed == nullptr) {
            for (auto& item : rated->items) draft.current.push_back({std::move(item), false, {}});
        } else {
            const auto standing =
                TRY(history.lines(subscription.id, period.stream, period.nominal.from));
            const Correction policy = policy_of(standing, rated->policy, tariffs_.catalog());
            auto changes = TRY(difference(standing, rated->items, policy));
            std::ranges::move(changes, std::back_inserter(draft.corrections[policy]));
        }
        draft.periods.push_back(mark);
        for (auto& state : rated->states) draft.states.emplace_back(mark, std::move(state));
    }
    return {};
}

Result<Invoice> Biller::head(const BillingAccount& account) const {
    const auto found = tariffs_.issuers().find(account.issuer);
    if (found == tariffs_.issuers().end())
        return fail(Code::NotFound,
                    "the issuer of the account has no version valid at the issue date");
    const customers::Issuer& issuer = found->second;
    const customers::AccountVersion& holder = account.on(terms_.issued_on);
    Invoice invoice;
    invoice.number = "0000000000";
    invoice.issued_on = terms_.issued_on;
    invoice.due_on = terms_.issued_on.plus_days(issuer.payment_days);
    invoice.language = holder.language;
    invoice.currency = account.currency;
    invoice.account_number = account.number;
    invoice.seller = {issuer.name,
                      issuer.vat_id,
                      issuer.registration,
                      issuer.email,
                      issuer.phone,
                      issuer.web,
                      address_of(issuer.address),
                      issuer.iban,
                      issuer.bic,
                      issuer.bank_account_name,
                      issuer.brand};
    invoice.buyer = {holder.name, account.customer_number, holder.vat_id, holder.email,
                     address_of(holder.address)};
    return invoice;
}

Result<Outcome> Biller::bill(const BillingAccount& account, const Prior& prior,
                             const History& history) const {
    Draft draft;
    for (const auto& subscription : account.subscriptions)
        TRY_VOID(due(account, subscription, prior, history, draft));
    Outcome outcome;
    outcome.exceptions = std::move(draft.exceptions);
    const Groups groups = TRY(group(std::move(draft.current), std::move(draft.corrections)));
    Money at_stake{0, account.currency};
    for (const auto& entries : groups.statements) {
        Invoice invoice = TRY(head(account));
        TRY_VOID(add_supplies(invoice, account, entries, tariffs_.catalog(), terms_.issued_on));
        invoice = TRY(assemble(std::move(invoice), entries));
        at_stake = TRY(add(at_stake, invoice.kind == InvoiceKind::CreditNote ? -invoice.gross
                                                                             : invoice.gross));
        outcome.statements.push_back({std::move(invoice), {}, {}});
    }
    // The account's money is at stake once, however many reasons hold it.
    if (!outcome.exceptions.empty()) outcome.exceptions.front().at_stake = at_stake;
    if (outcome.is_held()) outcome.statements.clear();
    if (outcome.statements.empty()) return outcome;
    Statement& bill = outcome.statements.back();
    TRY_VOID(tell_story(bill.invoice, account, prior, tariffs_.catalog(), reader_));
    for (const auto& exception : outcome.exceptions) add_notice(bill.invoice, exception);
    // What was looked at is marked on the last statement of the account.
    bill.periods = std::move(draft.periods);
    bill.states = std::move(draft.states);
    return outcome;
}

std::int64_t content_hash(std::span<const Statement> statements) {
    std::int64_t hash = 0;
    for (const auto& statement : statements)
        hash = combine(hash, hash_text(snapshot(statement.invoice)));
    return hash;
}

}  // namespace bw::bill
