// What is due for a subscription: each month rated where something changed, compared with what
// stands billed; and what its payment plan asks for meanwhile.
#include "books/customers/roles.h"
#include "flow/bill/advances.h"
#include "flow/bill/decisions.h"
#include "flow/bill/difference.h"
#include "flow/bill/draft.h"
#include "flow/bill/periods.h"
#include "flow/bill/services.h"
#include "flow/bill/shares.h"
#include "flow/bill/supply.h"
#include "flow/bill/taxed.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::bill {
namespace {

using customers::BillingAccount;
using customers::Subscription;

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

// A row that comes again in a later batch says nothing new.
std::int64_t fingerprint_of(const customers::Device& d) {
    const auto shown = [](const std::optional<Decimal>& read) {
        return read ? read->to_string() : std::string("-");
    };
    return combine(d.from.us,
                   hash_text(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", d.channel, d.number,
                                         d.multiplier.to_string(), d.on_intervals, d.digits,
                                         shown(d.shown_before), shown(d.shown), d.gas_area,
                                         d.volume_factor.to_string(), d.weather_area)));
}

}  // namespace

// Everything but usage that the price of a month depends on: who is supplied when on which plan,
// and the texts of plan, schedules and taxes. When it and the usage stand still, so does the bill,
// and nothing is rated again.
Result<std::int64_t> Biller::facts_of(const MonthRequest& request) const {
    std::int64_t facts = 0;
    if (request.subscription.role == customers::Role::CoPayer)
        for (const auto& holder : TRY(shared_months(tariffs_.catalog(), request)))
            facts = combine(facts, TRY(facts_of(holder)));
    // Counters and fees go by what was before the month and what follows it, too.
    const LocalDate reach = request.nominal.to.plus_days(meter::kReadWindowDays);
    for (const auto& term : request.subscription.terms) {
        if (reach < term.from) break;
        facts = combine(combine(facts, term.from.days()), hash_text(term.plan));
        if (!term.share.is_zero())
            facts = combine(facts, hash_text(term.share.to_string() + ' ' + term.share_of));
    }
    for (const auto& [fact, value] :
         facts_about(request.account, request.subscription, request.nominal, request.nominal.from))
        facts = combine(facts, static_cast<std::int64_t>(value.nano() / Decimal::kScale));
    bool asks = false;  // how many services there are
    for (const auto& [plan, days] : request.plans) {
        asks |= asks_for_services(*plan);
        facts = combine(facts, TRY(tariffs_.fingerprint(*plan, request.nominal)));
        facts = combine(facts, days.from.days());
        facts = combine(facts, days.to.days());
        if (const auto factors = TRY(tariffs_.fingerprint_factors(
                *plan, request.nominal, request.subscription.service_point.devices)))
            facts = combine(facts, factors);
        for (const auto& name : plan->schedules) {
            const Period priced =
                priced_around(tariffs_.catalog(), request.subscription.terms, name, days);
            facts = combine(facts, priced.from.days());
            facts = combine(facts, std::min(priced.to, reach).days());
            asks |= asks_for_services(tariffs_.facts_asked(name));
        }
    }
    if (asks)
        for (const auto& count : service_counts(request.account))
            if (count.from <= reach)
                facts = combine(combine(facts, count.from.days()), count.services);
    for (const auto& device : request.subscription.service_point.devices)
        facts = combine(facts, fingerprint_of(device));
    for (const auto& [name, from, value, batch] : request.subscription.service_point.attributes)
        if (from <= reach)
            facts = combine(combine(facts, from.days()), hash_text(name + '=' + value));
    for (const auto& sharing : request.bundle) {
        facts = combine(facts, sharing.subscription.service_point.id.value);
        for (const auto& [plan, days] : sharing.plans) {
            facts = combine(facts, TRY(tariffs_.fingerprint(*plan, request.nominal)));
            facts = combine(combine(facts, days.from.days()), days.to.days());
        }
    }
    for (const auto& version : request.account.versions)
        if (!version.tax_status.empty() && version.from <= reach)
            facts = combine(combine(facts, version.from.days()), hash_text(version.tax_status));
    for (const auto& share : customers::shares_in(request.subscription, request.nominal.from)) {
        facts = combine(facts, hash_text(share.account + ' ' + share.of));
        facts = combine(facts, hash_text(share.percent.to_string()));
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
    request.plans = TRY(plan_days(tariffs_.catalog(), slices_of(subscription, stream, nominal)));
    if (stream != Stream::Arrears) return request;
    request.state_in = TRY(history.state(subscription.id, nominal.from));
    TRY_VOID(add_bundle(request));
    for (auto& sharing : request.bundle)
        sharing.state_in = TRY(history.state(sharing.subscription.id, nominal.from));
    return request;
}

Result<MonthRequest> Biller::request_of(const BillingAccount& account,
                                        const Subscription& subscription,
                                        const DuePeriod& period) const {
    MonthRequest request{account, subscription, period.stream, period.nominal, {}, {}};
    request.plans = TRY(plan_days(tariffs_.catalog(), period.slices));
    if (period.stream == Stream::Arrears) TRY_VOID(add_bundle(request));
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
        auto plans = TRY(plan_days(tariffs_.catalog(),
                                   slices_of(subscription, Stream::Arrears, request.nominal)));
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

// State that passes between months: what this run computed stands in for what is stored, so that a
// chain is carried forward (law 3).
Result<std::vector<rate::State>> Biller::Draft::state_into(SubscriptionId subscription,
                                                           LocalDate month,
                                                           const History& history) const {
    const auto it = carried.find({subscription, month});
    return it != carried.end() ? it->second : history.state(subscription, month);
}

Result<Biller::News> Biller::news_of(const BillingAccount& account, const Prior& prior) const {
    News news;
    news.is_anything =
        terms_.settled_cut.value == 0 || prior.was_held || terms_.settled_cut < account.newest;
    if (news.is_anything) return news;
    for (const auto& subscription : account.subscriptions) {
        const auto came =
            TRY(reader_.arrived(subscription.service_point.id, terms_.settled_cut, terms_.cut));
        if (!came) continue;
        auto& all = news.arrived;
        all = all ? Span{std::min(all->from, came->from), std::max(all->to, came->to)} : *came;
    }
    return news;
}

// The billed months that must be asked again, as a period; none: all of them. A read of a counter
// touches months before and after it up to the next one that was read, so that behind the first
// untouched month nothing is touched.
Result<std::optional<Period>> Biller::months_of(const News& news,
                                                const Subscription& subscription) const {
    if (news.is_anything) return std::nullopt;
    if (!news.arrived) return Period{};
    const auto& point = subscription.service_point;
    const Zone zone = TRY(Zone::find(point.zone));
    const auto is_touched = [&](LocalDate month) {
        return reader_.is_touched(point.id, terms_.settled_cut, terms_.cut,
                                  zone.span_of(month_of(month)));
    };
    Period months{zone.to_local(news.arrived->from).date.first_of_month(),
                  zone.to_local(news.arrived->to).date.first_of_month().plus_months(1)};
    const LocalDate first = terms_.horizon;
    while (months.from > first && TRY(is_touched(months.from.plus_months(-1))))
        months.from = months.from.plus_months(-1);
    while (months.to < terms_.until && TRY(is_touched(months.to)))
        months.to = months.to.plus_months(1);
    return months;
}

Result<void> Biller::due(const BillingAccount& account, const Subscription& subscription,
                         const Prior& prior, const History& history, Draft& draft) const {
    const Advances advances(tariffs_, account, subscription, prior.advances);
    const Limits limits = limits_of(account);
    Chain chain{account, subscription, prior, history, advances, limits, false};
    const std::size_t first = draft.current.size();
    const std::string point = "service point " + subscription.service_point.code;
    const auto& asked = draft.asked[subscription.id] = TRY(months_of(draft.news, subscription));
    for (const auto& period :
         due_periods(subscription, terms_.until, limits.credits, prior.months)) {
        const MonthMark* billed =
            find_billed(prior, subscription.id, period.stream, period.nominal.from);
        if (billed == nullptr && period.nominal.from < limits.charges) continue;
        const bool is_settled = asked && !asked->contains(period.nominal.from) &&
                                draft.broken.empty() && billed != nullptr &&
                                !is_to_bill_anew(prior.decisions, *billed);
        if (is_settled) continue;
        const std::string subject = fmt::format("{}, {}", point, month_text(period.nominal));
        const auto waits = billed == nullptr ? advances.waits(period.nominal.from, terms_.until)
                                             : Result<bool>(false);
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

// Of a month behind the limit only what is given back is billed, and only when all of it is known;
// what would be to be paid is told.
Result<bool> Biller::stays_as_billed(const MonthRequest& request, const RatedMonth& rated,
                                     std::span<const BilledLine> standing,
                                     const std::string& subject, Draft& draft) const {
    TaxSums changes(request.account.currency);
    for (const auto& change : TRY(difference(standing, rated.items, Correction::Lines)))
        TRY_VOID(changes.add(change.item));
    const Money worth = TRY(changes.total()).net;
    const bool is_known =
        rated.missing == 0 && !rated.gap && !rated.unknown && rated.unrated.empty();
    if (worth.minor < 0 && is_known) return false;
    if (worth.minor != 0)
        draft.exceptions.push_back(
            {Cause::BackBillingLimit,
             fmt::format("its bill would change by {} {} net, and stays as it is: the month lies "
                         "before {}, the back-billing limit",
                         worth.to_string(), worth.currency.code(),
                         limits_of(request.account).charges.to_string()),
             subject, worth, Standing::Told});
    return true;
}

Result<void> Biller::due_month(const DuePeriod& period, const std::string& subject, Chain& chain,
                               Draft& draft) const {
    const Subscription& subscription = chain.subscription;
    const bool is_arrears = period.stream == Stream::Arrears;
    MonthRequest request = TRY(request_of(chain.account, subscription, period));
    const MonthMark* billed =
        find_billed(chain.prior, subscription.id, period.stream, period.nominal.from);
    if (billed == nullptr && !is_arrears && !has_fee_in_advance(request.plans)) return {};
    if (is_arrears) check_occupants(request, subject, draft);
    request.is_settled = is_arrears && TRY(chain.advances.settles(period.nominal.from));
    bool is_broken = is_arrears && chain.is_broken;
    for (const auto& sharing : request.bundle)
        is_broken |= draft.broken.contains({sharing.subscription.id, period.nominal.from});
    const std::int64_t facts = TRY(facts_of(request));
    const bool is_anew = billed != nullptr && is_to_bill_anew(chain.prior.decisions, *billed);
    if (billed != nullptr && !is_broken && !is_anew && TRY(is_unchanged(*billed, request, facts)))
        return {};
    const auto state_into = [&](SubscriptionId id) {
        return draft.state_into(id, period.nominal.from, chain.history);
    };
    if (is_arrears) request.state_in = TRY(state_into(subscription.id));
    for (auto& sharing : request.bundle)
        sharing.state_in = TRY(state_into(sharing.subscription.id));
    auto done = rate_month(tariffs_, reader_, request);
    if (!done) {
        // Readings that cannot be may be why.
        if (is_arrears) TRY_VOID(check_readings(request, subject, draft));
        return std::unexpected(std::move(done).error());
    }
    RatedMonth rated = *std::move(done);
    const MonthMark mark{subscription.id, period.stream, period.nominal.from, terms_.cut, facts};
    std::vector<BilledLine> standing;
    if (billed != nullptr)
        standing = TRY(chain.history.lines(subscription.id, period.stream, period.nominal.from));
    const bool is_late = period.nominal.from < chain.limits.charges;
    if (is_late && !is_anew && TRY(stays_as_billed(request, rated, standing, subject, draft))) {
        draft.marks.months.push_back(mark);  // looked at: it is told once
        return {};
    }
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
    add_exceptions(request, rated, subject, draft);
    if (is_arrears) TRY_VOID(check_readings(request, subject, draft));
    if (standing.empty()) {
        for (auto& item : rated.items) draft.current.push_back({std::move(item), false, {}});
    } else {
        const Correction policy =
            is_anew ? Correction::Rebill : policy_of(standing, rated.policy, tariffs_.catalog());
        auto changes = TRY(
            difference(standing, rated.items, policy, is_anew ? Same::IsBilledAnew : Same::Stands));
        std::ranges::move(changes, std::back_inserter(draft.corrections[policy]));
    }
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
    TaxSums sums(currency);
    for (const auto& [item, reversal, corrects] : entries)
        if (item.subscription == subscription && item.stream != Stream::Request)
            TRY_VOID(sums.add(item));
    const auto [net, tax] = TRY(sums.total());
    return add(net, tax);
}

}  // namespace

// Asks for the months that wait, takes back what was asked for those that are settled, and says
// what is asked for next. `first`: of the subscription's own entries in the draft.
Result<void> Biller::ask_and_settle(const Advances& advances, const Subscription& subscription,
                                    const Prior& prior, const History& history, std::size_t first,
                                    Draft& draft) const {
    int days = 0;  // settled now
    if (subscription.terms.empty()) return {};
    for (LocalDate month = std::max(first_day_of(subscription, Stream::Arrears),
                                    limits_of(advances.account()).credits)
                               .first_of_month();
         month < terms_.until; month = month.plus_months(1)) {
        const MonthMark* asked = find_billed(prior, subscription.id, Stream::Request, month);
        const bool is_billed =
            find_billed(prior, subscription.id, Stream::Arrears, month) != nullptr;
        const MonthMark mark{subscription.id, Stream::Request, month, terms_.cut, kAsked};
        if (!is_billed && TRY(advances.waits(month, terms_.until))) {
            const auto& elsewhere = subscription.fees_until;
            const bool is_ours = asked == nullptr && (!elsewhere || *elsewhere <= month);
            auto items = is_ours ? TRY(advances.ask(month)) : std::vector<Item>();
            if (items.empty()) continue;
            for (auto& item : items) draft.current.push_back({std::move(item), false, {}});
            draft.marks.months.push_back(mark);
            continue;
        }
        const auto* plan = is_billed ? nullptr : TRY(advances.plan_in(month));
        if (plan != nullptr) {
            for (const auto& slice : slices_of(subscription, Stream::Arrears, month_of(month)))
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
    const Money gross = TRY(gross_of(own, subscription.id,
                                     own.empty() ? Currency{} : own.front().item.amount.currency));
    if (auto next = TRY(advances.propose(terms_.until, days, gross))) {
        next->cut = terms_.cut;
        draft.marks.advances.push_back(*next);
    }
    return {};
}

}  // namespace bw::bill
