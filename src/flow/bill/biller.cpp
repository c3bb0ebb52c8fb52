#include "flow/bill/biller.h"

#include "books/ledger/ledger.h"
#include "flow/bill/advances.h"
#include "flow/bill/assemble.h"
#include "flow/bill/difference.h"
#include "flow/bill/lost.h"
#include "flow/bill/note_words.h"
#include "flow/bill/periods.h"
#include "flow/bill/snapshot.h"
#include "flow/bill/story.h"
#include "flow/bill/supply.h"
#include "flow/meter/checking.h"

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

const MonthMark* find_billed(const Prior& prior, SubscriptionId subscription, Stream stream,
                             LocalDate month) {
    const auto it = std::ranges::find_if(prior.months, [&](const MonthMark& p) {
        return p.subscription == subscription && p.stream == stream && p.nominal_from == month;
    });
    return it == prior.months.end() ? nullptr : &*it;
}

Standing standing_of(Cause cause, const Terms& terms) {
    return terms.released.contains(cause) ? Standing::Released : Standing::Held;
}

// Both streams of a month fail for the same reason: it is said once.
void add_once(std::vector<Exception>& exceptions, const Error& error, const std::string& subject,
              Currency currency) {
    const auto is_same = [&](const Exception& e) {
        return e.subject == subject && e.text == error.message();
    };
    if (std::ranges::any_of(exceptions, is_same)) return;
    const Cause cause = error.code == Code::NotFound  ? Cause::NoTariff
                        : error.code == Code::Corrupt ? Cause::DamagedData
                                                      : Cause::Calculation;
    exceptions.push_back({cause, error.message(), subject, Money{0, currency}, Standing::Held});
}

}  // namespace

// What an account's subscriptions add up to before they become statements.
struct Biller::Draft {
    std::vector<Adjustment> current;
    std::map<Correction, std::vector<Adjustment>> corrections;  // each by its tariff's policy
    std::vector<Adjustment> deducted;                           // advances that are settled
    bool deducts_paid = false;  // settles advances that were no invoices
    Marks marks;
    std::vector<Exception> exceptions;
    using Into = std::pair<SubscriptionId, LocalDate>;  // the month that begins
    std::map<Into, std::vector<rate::State>> carried;
    std::set<Into> broken;  // where it is another than it was

    Result<std::vector<rate::State>> state_into(SubscriptionId subscription, LocalDate month,
                                                const History& history) const;
};

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
            [&tx, payer, cut](SubscriptionId s, LocalDate m) {
                return load_measured(tx, payer, s, m, cut);
            },
            [&tx, payer, cut](IssuerId issuer, Currency currency) {
                const ledger::AccountName prepaid{
                    issuer, ledger::AccountKind::Prepaid, {}, currency};
                return -ledger::balance(tx, payer.tenant, payer.account, prepaid, AsOf{cut});
            }};
}

Biller::Biller(Tariffs& tariffs, const meter::Reader& reader, Terms terms)
    : tariffs_(tariffs), reader_(reader), terms_(std::move(terms)) {}

// Everything but usage that the price of a month depends on: who is supplied when on which plan,
// and the texts of plan, schedules and taxes. When it and the usage stand still, so does the bill,
// and nothing is rated again.
Result<std::int64_t> Biller::facts_of(const MonthRequest& request) const {
    std::int64_t facts = 0;
    // Counters and fees go by what was before the month and what follows it, too.
    const LocalDate reach = request.nominal.to.plus_days(meter::kReadWindowDays);
    for (const auto& term : request.subscription.terms) {
        if (reach < term.from) break;
        facts = combine(combine(facts, term.from.days()), hash_text(term.plan));
    }
    for (const auto& [fact, value] :
         facts_about(request.account, request.subscription, request.nominal))
        facts = combine(facts, static_cast<std::int64_t>(value.nano() / Decimal::kScale));
    for (const auto& [plan, days] : request.plans) {
        facts = combine(facts, TRY(tariffs_.fingerprint(*plan, request.nominal)));
        facts = combine(facts, days.from.days());
        facts = combine(facts, days.to.days());
        for (const auto& name : plan->schedules) {
            const Period priced =
                priced_around(tariffs_.catalog(), request.subscription.terms, name, days);
            facts = combine(facts, priced.from.days());
            facts = combine(facts, std::min(priced.to, reach).days());
        }
    }
    for (const auto& sharing : request.bundle) {
        facts = combine(facts, sharing.subscription.service_point.id.value);
        for (const auto& [plan, days] : sharing.plans) {
            facts = combine(facts, TRY(tariffs_.fingerprint(*plan, request.nominal)));
            facts = combine(combine(facts, days.from.days()), days.to.days());
        }
    }
    // Days near the month, before it and after, lie in pieces of it: counters are read when they
    // are.
    for (const LocalDate day : {request.nominal.from, request.nominal.to}) {
        const auto* issuer = TRY(tariffs_.issuers().on(request.account.issuer, day));
        facts = combine(facts, tariffs_.fingerprint_taxes(issuer->taxes));
    }
    return facts;
}

Result<MonthRequest> Biller::month(const BillingAccount& account, const Subscription& subscription,
                                   Stream stream, const Period& nominal,
                                   const History& history) const {
    MonthRequest request{account, subscription, stream, nominal, {}, {}};
    request.plans = TRY(plan_days(tariffs_.catalog(), slices_of(subscription.terms, nominal)));
    if (stream != Stream::Arrears) return request;
    request.state_in = TRY(history.state(subscription.id, nominal.from));
    TRY_VOID(add_bundle(request));
    for (auto& sharing : request.bundle)
        sharing.state_in = TRY(history.state(sharing.subscription.id, nominal.from));
    return request;
}

// Who shares an allowance of the month, its state still to come.
Result<void> Biller::add_bundle(MonthRequest& request) const {
    const auto shares = [](const std::vector<PlanDays>& plans, std::string_view name) {
        return std::ranges::any_of(plans, [&](const PlanDays& days) {
            return std::ranges::any_of(days.plan->allowances, [&](const auto& allowance) {
                return !allowance.shared_by.empty() &&
                       (name.empty() || allowance.shared_by == name);
            });
        });
    };
    if (!shares(request.plans, "")) return {};
    for (const auto& subscription : request.account.subscriptions) {
        auto plans =
            TRY(plan_days(tariffs_.catalog(), slices_of(subscription.terms, request.nominal)));
        const bool is_member = std::ranges::any_of(request.plans, [&](const PlanDays& days) {
            return std::ranges::any_of(days.plan->allowances, [&](const auto& allowance) {
                return !allowance.shared_by.empty() && shares(plans, allowance.shared_by);
            });
        });
        if (is_member) request.bundle.push_back({subscription, std::move(plans), {}});
    }
    if (request.bundle.size() == 1) request.bundle.clear();
    return {};
}

Result<bool> Biller::is_unchanged(const MonthMark& billed, const MonthRequest& request,
                                  std::int64_t facts) const {
    if (billed.facts != facts) return false;
    if (billed.stream == Stream::Advance || !(billed.cut < terms_.cut)) return true;
    const auto is_touched = [&](const customers::ServicePoint& point) -> Result<bool> {
        const Zone zone = TRY(Zone::find(point.zone));
        return reader_.is_touched(point.id, billed.cut, terms_.cut, zone.span_of(request.nominal));
    };
    for (const auto& sharing : request.bundle)
        if (TRY(is_touched(sharing.subscription.service_point))) return false;
    return !TRY(is_touched(request.subscription.service_point));
}

// The months of a subscription in order.
struct Biller::Chain {
    const BillingAccount& account;
    const Subscription& subscription;
    const Prior& prior;
    const History& history;
    bool is_broken = false;  // the month before now carries on another state than it did
};

// State that passes between months: what this run computed stands in for what is stored, so that a
// chain is carried forward (law 3).
Result<std::vector<rate::State>> Biller::Draft::state_into(SubscriptionId subscription,
                                                           LocalDate month,
                                                           const History& history) const {
    const auto it = carried.find({subscription, month});
    return it != carried.end() ? it->second : history.state(subscription, month);
}

Result<void> Biller::due(const BillingAccount& account, const Subscription& subscription,
                         const Prior& prior, const History& history, Draft& draft) const {
    Chain chain{account, subscription, prior, history, false};
    const Advances advances(tariffs_, account, subscription, prior.advances);
    const std::size_t first = draft.current.size();
    const std::string point = "service point " + subscription.service_point.code;
    for (const auto& period :
         due_periods(subscription, terms_.until, terms_.horizon, prior.months)) {
        const std::string subject = fmt::format("{}, {}", point, month_text(period.nominal));
        const bool is_new =
            find_billed(prior, subscription.id, period.stream, period.nominal.from) == nullptr;
        const auto waits =
            is_new ? advances.waits(period.nominal.from, terms_.until) : Result<bool>(false);
        if (waits && *waits) continue;
        const auto done = waits ? due_month(period, subject, chain, draft)
                                : Result<void>(std::unexpected(waits.error()));
        if (!done) add_once(draft.exceptions, done.error(), subject, account.currency);
    }
    if (const auto done = ask_and_settle(advances, subscription, prior, history, first, draft);
        !done)
        add_once(draft.exceptions, done.error(), point, account.currency);
    return {};
}

Result<void> Biller::due_month(const DuePeriod& period, const std::string& subject, Chain& chain,
                               Draft& draft) const {
    const Subscription& subscription = chain.subscription;
    const bool is_arrears = period.stream == Stream::Arrears;
    MonthRequest request{chain.account, subscription, period.stream, period.nominal, {}, {}};
    request.plans = TRY(plan_days(tariffs_.catalog(), period.slices));
    if (is_arrears) {
        check_occupants(request, subject, draft);
        TRY_VOID(add_bundle(request));
    }
    bool is_broken = is_arrears && chain.is_broken;
    for (const auto& sharing : request.bundle)
        is_broken |= draft.broken.contains({sharing.subscription.id, period.nominal.from});
    const std::int64_t facts = TRY(facts_of(request));
    const MonthMark* billed =
        find_billed(chain.prior, subscription.id, period.stream, period.nominal.from);
    if (billed != nullptr && !is_broken && TRY(is_unchanged(*billed, request, facts))) return {};
    const auto state_into = [&](SubscriptionId id) {
        return draft.state_into(id, period.nominal.from, chain.history);
    };
    if (is_arrears) request.state_in = TRY(state_into(subscription.id));
    for (auto& sharing : request.bundle)
        sharing.state_in = TRY(state_into(sharing.subscription.id));
    RatedMonth rated = TRY(rate_month(tariffs_, reader_, request));
    if (is_arrears) {
        // Whatever the next month was billed from: a month that is filled in later counts, too.
        const LocalDate next = period.nominal.to;
        const bool is_next_billed =
            find_billed(chain.prior, subscription.id, period.stream, next) != nullptr;
        chain.is_broken =
            is_next_billed && rated.states != TRY(chain.history.state(subscription.id, next));
        if (chain.is_broken) draft.broken.insert({subscription.id, next});
        draft.carried[{subscription.id, next}] = rated.states;
    }
    const bool is_empty = rated.items.empty() && period.stream == Stream::Advance;
    if (billed == nullptr && is_empty) return {};
    add_exceptions(rated, subject, chain.account.currency, draft);
    if (is_arrears) TRY_VOID(check_readings(request, subject, draft));
    std::vector<BilledLine> standing;
    if (billed != nullptr)
        standing = TRY(chain.history.lines(subscription.id, period.stream, period.nominal.from));
    if (standing.empty()) {
        for (auto& item : rated.items) draft.current.push_back({std::move(item), false, {}});
    } else {
        const Correction policy = policy_of(standing, rated.policy, tariffs_.catalog());
        auto changes = TRY(difference(standing, rated.items, policy));
        std::ranges::move(changes, std::back_inserter(draft.corrections[policy]));
    }
    const MonthMark mark{subscription.id, period.stream, period.nominal.from, terms_.cut, facts};
    draft.marks.months.push_back(mark);
    for (auto& state : rated.states) draft.marks.states.emplace_back(mark, std::move(state));
    for (auto& m : rated.quantities) draft.marks.measured.emplace_back(mark, std::move(m));
    return {};
}

namespace {

// What a mark of Stream::Request says in its `facts`.
constexpr std::int64_t kAsked = 1;
constexpr std::int64_t kTakenBack = 2;

// What items of a subscription come to with tax.
Result<Money> gross_of(std::span<const Adjustment> entries, SubscriptionId subscription,
                       Currency currency) {
    std::map<Decimal, Money> nets;  // by percent
    for (const auto& [item, reversal, corrects] : entries) {
        if (item.subscription != subscription || item.stream == Stream::Request) continue;
        const auto [net, is_new] = nets.try_emplace(item.tax_percent, Money{0, currency});
        net->second = TRY(add(net->second, item.net));
    }
    Money gross{0, currency};
    for (const auto& [percent, net] : nets) {
        gross = TRY(add(gross, net));
        const Money tax = TRY(percent_of(net, percent, Rounding::HalfUp));
        gross = TRY(add(gross, tax));
    }
    return gross;
}

}  // namespace

// Asks for the months that wait, takes back what was asked for those that are settled, and says
// what is asked for next. `first`: of the subscription's own entries in the draft.
Result<void> Biller::ask_and_settle(const Advances& advances, const Subscription& subscription,
                                    const Prior& prior, const History& history, std::size_t first,
                                    Draft& draft) const {
    int days = 0;  // settled now
    if (subscription.terms.empty()) return {};
    for (LocalDate month =
             std::max(subscription.terms.front().from, terms_.horizon).first_of_month();
         month < terms_.until; month = month.plus_months(1)) {
        const MonthMark* asked = find_billed(prior, subscription.id, Stream::Request, month);
        const bool is_billed =
            find_billed(prior, subscription.id, Stream::Arrears, month) != nullptr;
        const MonthMark mark{subscription.id, Stream::Request, month, terms_.cut, kAsked};
        if (!is_billed && TRY(advances.waits(month, terms_.until))) {
            auto item = asked == nullptr ? TRY(advances.ask(month)) : std::nullopt;
            if (!item) continue;
            draft.current.push_back({std::move(*item), false, {}});
            draft.marks.months.push_back(mark);
            continue;
        }
        const auto* plan = is_billed ? nullptr : TRY(advances.plan_in(month));
        if (plan != nullptr) {
            for (const auto& slice : slices_of(subscription.terms, month_of(month)))
                days += days_in(slice.supplied);
            draft.deducts_paid |= plan->document == catalog::AdvanceDocument::Request;
        }
        if (asked == nullptr || asked->facts != kAsked) continue;
        const auto lines = TRY(history.lines(subscription.id, Stream::Request, month));
        std::ranges::move(TRY(difference(lines, {}, Correction::Lines)),
                          std::back_inserter(draft.deducted));
        draft.marks.months.push_back(mark);
        draft.marks.months.back().facts = kTakenBack;
    }
    if (days == 0) return {};
    const auto own = std::span(draft.current).subspan(first);
    const Money gross = TRY(
        gross_of(own, subscription.id, own.empty() ? Currency{} : own.front().item.net.currency));
    if (auto next = TRY(advances.propose(terms_.until, days, gross))) {
        next->cut = terms_.cut;
        draft.marks.advances.push_back(*next);
    }
    return {};
}

namespace {

// BT-113: what was paid ahead and belongs to no other document. The rest of it stays in credit.
Result<void> deduct(Invoice& invoice, const Money& credit) {
    if (invoice.kind != InvoiceKind::Invoice || credit.minor <= 0) return {};
    invoice.prepaid = {std::min(credit.minor, invoice.gross.minor), invoice.currency};
    invoice.payable = TRY(add(invoice.gross, -invoice.prepaid));
    return {};
}

}  // namespace

// One service point, one payer: two accounts at a time would both be billed what it used.
void Biller::check_occupants(const MonthRequest& request, const std::string& subject,
                             Draft& draft) const {
    for (const auto& other : request.subscription.others)
        for (const auto& [plan, days] : request.plans)
            for (const auto& shared : slices_of(other.terms, days)) {
                draft.exceptions.push_back(
                    {Cause::DuplicateService,
                     fmt::format("account {} holds it too from {}: end one of them the day the "
                                 "other begins",
                                 other.account, shared.supplied.from.to_string()),
                     subject, Money{0, request.account.currency}, Standing::Held});
                return;
            }
}

// Readings that cannot be are looked at before they are billed. A month that was billed and changed
// is asked again.
Result<void> Biller::check_readings(const MonthRequest& request, const std::string& subject,
                                    Draft& draft) const {
    const auto& point = request.subscription.service_point;
    const auto* rules = tariffs_.validations().find(point.kind);
    if (rules == nullptr) return {};
    const Zone zone = TRY(Zone::find(point.zone));
    std::vector<Span> wanted;
    wanted.reserve(request.plans.size());
    for (const auto& [plan, days] : request.plans) wanted.push_back(zone.span_of(days));
    const Instant known_until = zone.start_of_day(terms_.issued_on.plus_days(1));
    const auto found = TRY(meter::check(reader_, point.id, {*rules, wanted, known_until, zone}));
    if (found.empty()) return {};
    const auto& first = found.front();
    std::string text = fmt::format("{} of {} on {}: {}", meter::rule_name(first.rule),
                                   first.channel, zone.to_local(first.span.from).date.to_string(),
                                   meter::implausible_words(first));
    if (found.size() > 1) text += fmt::format(", and {} more", found.size() - 1);
    const Cause cause = Cause::ImplausibleReadings;
    draft.exceptions.push_back(
        {cause,
         text + ": see `readings check`, import what is right, or release to bill them as they are",
         subject, Money{0, request.account.currency}, standing_of(cause, terms_)});
    return {};
}

// What an operator should look at before the month is billed.
void Biller::add_exceptions(const RatedMonth& rated, const std::string& subject, Currency currency,
                            Draft& draft) const {
    if (rated.missing > 0) {
        const Cause cause = rated.measured == 0 ? Cause::NoReadings : Cause::MissingReadings;
        const Standing standing = standing_of(cause, terms_);
        std::string text = rated.gap ? gap_words(*rated.gap)
                                     : fmt::format("{} of {} intervals of {} {} have no value",
                                                   rated.missing, rated.missing + rated.measured,
                                                   rated.missing_of.channel, rated.missing_of.unit);
        if (standing == Standing::Held)  // whoever is released needs no advice
            text += fmt::format(
                ": wait for the readings, import {}, or release to bill what was measured",
                rated.gap ? "them" : "or estimate them");
        draft.exceptions.push_back({cause, std::move(text), subject, Money{0, currency}, standing});
    }
    for (const auto& [reason, count] : rated.unrated)
        draft.exceptions.push_back(
            {Cause::UnratedUsage,
             fmt::format("{} {}: {}", count, count == 1 ? "call or session" : "calls or sessions",
                         reason),
             subject, Money{0, currency}, standing_of(Cause::UnratedUsage, terms_)});
}

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
    std::ranges::move(draft.deducted, std::back_inserter(draft.current));
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
        outcome.statements.push_back(std::move(invoice));
    }
    // The account's money is at stake once, however many reasons hold it.
    if (!outcome.exceptions.empty()) outcome.exceptions.front().at_stake = at_stake;
    for (const auto& subscription : account.subscriptions)
        std::ranges::move(
            find_lost({*this, tariffs_, reader_, account, subscription, prior, history}),
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
