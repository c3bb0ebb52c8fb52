#include "flow/bill/lost.h"

#include "flow/bill/difference.h"
#include "flow/bill/taxed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace bw::bill {
namespace {

// Usage older than this is looked for behind the limit no more.
constexpr int kYearsBehind = 10;

// Days between the end of the last plan before `day` and it; nothing when there was none.
std::optional<int> days_since_held(std::span<const customers::Term> terms, LocalDate day) {
    std::optional<int> days;
    for (std::size_t i = 0; i + 1 < terms.size(); ++i)
        if (!terms[i].plan.empty() && terms[i + 1].from <= day)
            days = day.days() - terms[i + 1].from.days();
    return days;
}

// Days from `day` to the first plan after it.
std::optional<int> days_until_held(std::span<const customers::Term> terms, LocalDate day) {
    for (const auto& term : terms)
        if (!term.plan.empty() && term.from > day) return term.from.days() - day.days();
    return std::nullopt;
}

class Lost {
public:
    explicit Lost(const LostRequest& request)
        : r_(request), terms_(request.biller.terms()),
          limits_(request.biller.limits_of(request.account)),
          point_(request.subscription.service_point) {}

    std::vector<Exception> find() {
        if (r_.subscription.terms.empty()) return {};
        tell_never_billed();
        if (const auto looked = look_at_what_came_in(); !looked)
            tell(Cause::DamagedData, looked.error().message(), "service point " + point_.code, {},
                 Standing::Held);
        return std::move(found_);
    }

private:
    void tell(Cause cause, std::string text, std::string subject, Money at_stake,
              Standing standing = Standing::Told) {
        if (at_stake.minor == 0) at_stake.currency = r_.account.currency;
        found_.push_back({cause, std::move(text), std::move(subject), at_stake, standing});
    }

    void tell_never_billed() {
        const LocalDate month = limits_.charges.plus_months(-1);
        const bool is_billed =
            find_billed(r_.prior, r_.subscription.id, Stream::Arrears, month) != nullptr;
        if (is_billed || slices_of(r_.subscription, Stream::Arrears, month_of(month)).empty())
            return;
        tell(Cause::BackBillingLimit,
             fmt::format("supplied from {}, but nothing was billed before {}: the back-billing "
                         "limit leaves it out",
                         first_day_of(r_.subscription, Stream::Arrears).to_string(),
                         limits_.charges.to_string()),
             "service point " + point_.code, {});
    }

    Result<void> look_at_what_came_in() {
        const Zone zone = TRY(Zone::find(point_.zone));
        const auto came_in = [&](Batch since, const Period& days) {
            return r_.reader.is_touched(point_.id, since, terms_.cut, zone.span_of(days));
        };
        // What a first run finds behind the limit was never billed: told above, in one sentence.
        const LocalDate fell = limits_.credits.plus_months(-1);
        const Period behind{limits_.credits.plus_months(-12 * kYearsBehind), fell};
        const bool is_first_run = terms_.previous_cut.value == 0;
        LocalDate first = is_first_run ? limits_.credits : fell;
        // What came in for days without a plan is told by the next run, whichever month it is of.
        LocalDate end = std::max(terms_.until, terms_.latest_until);
        const bool reaches_behind = !r_.asked || r_.asked->from <= limits_.credits;
        if (r_.asked && !reaches_behind) first = r_.asked->from;
        if (r_.asked) end = std::min(end, std::max(r_.asked->to, limits_.credits));
        if (r_.asked && r_.asked->is_empty()) return {};
        if (!is_first_run && reaches_behind && TRY(came_in(terms_.previous_cut, behind)))
            first = behind.from;
        for (; first < end; first = first.plus_months(1)) {
            const Period month = month_of(first);
            const auto& elsewhere = r_.subscription.billed_until;
            if (elsewhere && month.to <= *elsewhere) continue;  // another system's
            const bool is_late = is_behind(first);
            const bool is_mine = is_covered(month);
            if (is_mine && !is_late) continue;  // the ordinary case: billed, or an exception
            if (!TRY(came_in(first == fell ? cut_of(fell) : terms_.previous_cut, month))) continue;
            if (is_late) tell_late(month);
            if (!is_mine) TRY_VOID(tell_unclaimed(month, zone));
        }
        return {};
    }

    // Between the limits only what was never billed is told here; the rest is looked at as it is
    // due.
    [[nodiscard]] bool is_behind(LocalDate month) const {
        return month < limits_.credits ||
               (month < limits_.charges &&
                find_billed(r_.prior, r_.subscription.id, Stream::Arrears, month) == nullptr);
    }

    // Up to where the month's bill saw what came in: the month that fell behind the limit last may
    // have waited for something while its account was held.
    [[nodiscard]] Batch cut_of(LocalDate month) const {
        const auto* mark = find_billed(r_.prior, r_.subscription.id, Stream::Arrears, month);
        return mark == nullptr ? terms_.previous_cut : std::min(mark->cut, terms_.previous_cut);
    }

    [[nodiscard]] bool is_covered(const Period& month) const {
        LocalDate day = month.from;
        for (const auto& slice : slices_of(r_.subscription.terms, month))
            if (slice.supplied.from == day) day = slice.supplied.to;
        return day == month.to;
    }

    // By how much the bill of the month would change.
    Result<Money> worth_of(const Period& month) const {
        const auto request =
            TRY(r_.biller.month(r_.account, r_.subscription, Stream::Arrears, month, r_.history));
        const auto rated = TRY(rate_month(r_.tariffs, r_.reader, request));
        const auto standing =
            TRY(r_.history.lines(r_.subscription.id, Stream::Arrears, month.from));
        TaxSums worth(r_.account.currency);
        for (const auto& change : TRY(difference(standing, rated.items, Correction::Lines)))
            TRY_VOID(worth.add(change.item));
        return TRY(worth.total()).net;
    }

    [[nodiscard]] LocalDate limit_of(const Period& month) const {
        return month.from < limits_.credits ? limits_.credits : limits_.charges;
    }

    void tell_late(const Period& month) {
        const std::string subject = subject_of(month);
        const auto worth = worth_of(month);
        if (!worth)
            return tell(Cause::BackBillingLimit,
                        fmt::format("usage came in for a month before {}, the back-billing limit, "
                                    "and is not billed; its worth is not known: {}",
                                    limit_of(month).to_string(), worth.error().message()),
                        subject, {});
        if (worth->minor == 0) return;
        tell(Cause::BackBillingLimit,
             fmt::format("usage came in for a month before {}, the back-billing limit: its bill "
                         "would change by {} {} net, and stays as it is",
                         limit_of(month).to_string(), worth->to_string(), worth->currency.code()),
             subject, *worth);
    }

    Result<void> tell_unclaimed(const Period& month, const Zone& zone) {
        const auto usage = TRY(r_.reader.read(point_.id, zone.span_of(month)));
        std::map<LocalDate, bool> is_told;  // by day
        std::int64_t count = 0;
        for (const Instant at : usage.events.starts) {
            const LocalDate day = zone.to_local(at).date;
            const auto [entry, is_new] = is_told.try_emplace(day);
            if (is_new) entry->second = is_mine_to_tell(day);
            count += entry->second ? 1 : 0;
        }
        if (count > 0)
            tell(Cause::UnclaimedUsage,
                 fmt::format("{} calls or sessions on days on which nobody has a plan here: nobody "
                             "is billed for them. Correct the days of the contract if somebody "
                             "should be",
                             count),
                 subject_of(month), {});
        return {};
    }

    [[nodiscard]] bool is_mine_to_tell(LocalDate day) const {
        const auto& terms = r_.subscription.terms;
        if (customers::holds(terms, day)) return false;
        const auto since = days_since_held(terms, day);
        const auto until = days_until_held(terms, day);
        for (const auto& other : r_.subscription.others) {
            if (other.holds(day)) return false;
            const auto its_since = days_since_held(other.terms, day);
            if (its_since && (!since || *its_since < *since)) return false;
            const auto its_until = days_until_held(other.terms, day);
            if (!since && !its_since && its_until && (!until || *its_until < *until)) return false;
        }
        return true;
    }

    [[nodiscard]] std::string subject_of(const Period& month) const {
        return fmt::format("service point {}, {}", point_.code, month_text(month));
    }

    const LostRequest& r_;
    const Terms& terms_;
    const Limits limits_;
    const customers::ServicePoint& point_;
    std::vector<Exception> found_;
};

}  // namespace

std::vector<Exception> find_lost(const LostRequest& request) { return Lost(request).find(); }

}  // namespace bw::bill
