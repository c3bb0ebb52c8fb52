// What an operator should look at before a month is billed.
#include "flow/bill/decisions.h"
#include "flow/bill/draft.h"
#include "flow/bill/note_words.h"
#include "flow/bill/periods.h"
#include "flow/meter/checking.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bw::bill {
// A person's word, for the run or for the account, lets it be billed.
Standing Biller::standing_of(Cause cause, LocalDate month, const Draft& draft) const {
    const bool is_released =
        terms_.released.contains(cause) ||
        (draft.decisions != nullptr && releases(*draft.decisions, cause, month));
    return is_released ? Standing::Released : Standing::Held;
}

// One service point, one payer: two accounts at a time would both be billed what it used.
void Biller::check_occupants(const MonthRequest& request, const std::string& subject,
                             Draft& draft) const {
    if (request.subscription.role == customers::Role::CoPayer) return;
    for (const auto& other : request.subscription.others) {
        if (other.role == customers::Role::CoPayer) continue;
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
}

// Readings that cannot be are looked at before they are billed. A month that was billed and changed
// is asked again.
Result<void> Biller::check_readings(const MonthRequest& request, const std::string& subject,
                                    Draft& draft) const {
    const auto& point = request.subscription.service_point;
    const auto* rules = tariffs_.validations().find(point.kind);
    const Zone zone = TRY(Zone::find(point.zone));
    std::vector<Span> wanted;
    wanted.reserve(request.plans.size());
    for (const auto& [plan, days] : request.plans) wanted.push_back(zone.span_of(days));
    const Instant known_until = zone.start_of_day(terms_.issued_on.plus_days(1));
    const auto found =
        TRY(meter::check(reader_, point.id, {rules, wanted, known_until, zone, point.devices}));
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
         subject, Money{0, request.account.currency},
         standing_of(cause, request.nominal.from, draft)});
    return {};
}

namespace {

std::string missing_words(const RatedMonth& rated) {
    if (rated.gap) return gap_words(*rated.gap);
    const auto& of = rated.missing_of;
    if (rated.measured > 0)
        return fmt::format("{} of {} intervals of {} {} have no value", rated.missing,
                           rated.missing + rated.measured, of.channel, of.unit);
    std::string words = fmt::format("no readings of {} {}", of.channel, of.unit);
    if (!rated.came.empty() && !rated.came.contains(of.channel))
        words += fmt::format(", only of {}", fmt::join(rated.came, ", "));
    return words;
}

// What comes before the first read, and what an exchange hides, nobody can tell.
bool may_be_estimated(const RatedMonth& rated) {
    using enum rate::note::Gap::Kind;
    return !rated.gap || rated.gap->kind == NoTwoReads || rated.gap->kind == MoveOut;
}

}  // namespace

// What an operator should look at before the month is billed.
void Biller::add_exceptions(const MonthRequest& request, const RatedMonth& rated,
                            const std::string& subject, Draft& draft) const {
    const Currency currency = request.account.currency;
    const LocalDate month = request.nominal.from;
    if (rated.missing > 0) {
        const Cause cause = rated.measured == 0 ? Cause::NoReadings : Cause::MissingReadings;
        const Standing standing = standing_of(cause, month, draft);
        std::string text = missing_words(rated);
        if (standing == Standing::Held)  // whoever is released needs no advice
            text += fmt::format(
                ": wait for the readings, import {}, or release to bill what was measured",
                may_be_estimated(rated) ? "or estimate them" : "them");
        draft.exceptions.push_back({cause, std::move(text), subject, Money{0, currency}, standing});
    }
    if (rated.lacking) {
        draft.exceptions.push_back(
            {Cause::MissingFactors,
             unknown_words(*rated.lacking) +
                 ", nor one that could stand in for it: import it; no release bills without",
             subject, Money{0, currency}, Standing::Held});
    } else if (rated.unknown) {
        const Standing standing = standing_of(Cause::MissingFactors, month, draft);
        std::string text = unknown_words(*rated.unknown);
        if (standing == Standing::Held)
            text += ": import it, or release to bill with what stands in for it until it comes";
        draft.exceptions.push_back(
            {Cause::MissingFactors, std::move(text), subject, Money{0, currency}, standing});
    }
    for (const auto& [reason, count] : rated.unrated)
        draft.exceptions.push_back(
            {Cause::UnratedUsage,
             fmt::format("{} {}: {}", count, count == 1 ? "call or session" : "calls or sessions",
                         reason),
             subject, Money{0, currency}, standing_of(Cause::UnratedUsage, month, draft)});
    check_prices_hold(request, subject, draft);
    check_estimates(request, rated, subject, draft);
}

// Who stayed on a tariff whose prices were agreed up to a day only: nobody agreed to these.
void Biller::check_prices_hold(const MonthRequest& request, const std::string& subject,
                               Draft& draft) const {
    const Cause cause = Cause::TariffEnded;
    for (const auto& slice : slices_of(request.subscription.terms, request.nominal)) {
        const auto end = tariffs_.catalog().prices_end_in(slice.plan, slice.supplied);
        if (!end) continue;
        const Standing standing = standing_of(cause, request.nominal.from, draft);
        draft.exceptions.push_back(
            {cause,
             advised(fmt::format("the prices of plan {} were agreed until {}", slice.plan,
                                 end->plus_days(-1).to_string()),
                     "import what follows them, give the customer another plan, or release to bill "
                     "them as they were",
                     standing),
             subject, Money{0, request.account.currency}, standing});
        return;
    }
}

void Biller::check_estimates(const MonthRequest& request, const RatedMonth& rated,
                             const std::string& subject, Draft& draft) const {
    const auto& check = checks_of(request.account).estimated;
    if (!check || check->then == catalog::Reaction::Bill || rated.estimated == 0) return;
    const int128 hundredfold = int128{rated.estimated} * 100 * Decimal::kScale;
    if (hundredfold <= int128{check->percent.nano()} * rated.estimated_of) return;
    const Cause cause = Cause::EstimatedReadings;
    const Standing standing = reaction_of(check->then, cause, request.nominal.from, draft);
    draft.exceptions.push_back(
        {cause,
         advised(fmt::format("{} of {} readings are estimates, at most {} % may be",
                             rated.estimated, rated.estimated_of, check->percent.to_string()),
                 "import what was measured, or release to bill the estimates", standing),
         subject, Money{0, request.account.currency}, standing});
}

}  // namespace bw::bill
