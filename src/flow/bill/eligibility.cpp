#include "flow/bill/eligibility.h"

#include "flow/bill/advances.h"
#include "flow/bill/decisions.h"
#include "flow/bill/draft.h"

#include <algorithm>

namespace bw::bill {
namespace {

using customers::BillingAccount;
using customers::Subscription;

struct Named {
    NotBilled why;
    std::string_view name, words;
};
constexpr std::array kReasons = {
    Named{NotBilled::Excluded, "excluded", "a person excluded it for the month"},
    Named{NotBilled::NoSubscription, "no-subscription", "has no plan"},
    Named{NotBilled::BeginsLater, "begins-later", "its plan begins later"},
    Named{NotBilled::Ended, "ended", "its plan has ended, and all of it is billed"},
    Named{NotBilled::SettledLater, "settled-later", "pays advances and is settled later"},
    Named{NotBilled::AlreadyBilled, "already-billed", "is billed already, and nothing changed"},
    Named{NotBilled::NoNews, "no-news", "nothing came in about it since the run before"},
    Named{NotBilled::AdvanceAskedFor, "advance-asked-for",
          "is asked for an advance without an invoice, and settled later"},
    Named{NotBilled::ComesToNothing, "comes-to-nothing", "its bill comes to nothing"},
};

const Named& named(NotBilled why) { return *std::ranges::find(kReasons, why, &Named::why); }

// Why nothing is due of an account whose months all stand, or that has none.
NotBilled reason_of(const BillingAccount& account, const Period& month, bool waits) {
    bool had_plan = false, begins_later = false;
    for (const auto& subscription : account.subscriptions) {
        if (!slices_of(subscription.terms, month).empty())
            return waits ? NotBilled::SettledLater : NotBilled::AlreadyBilled;
        for (const auto& term : subscription.terms) {
            had_plan |= !term.plan.empty() && term.from < month.to;
            begins_later |= !term.plan.empty() && !(term.from < month.to);
        }
    }
    if (begins_later) return NotBilled::BeginsLater;
    return had_plan ? NotBilled::Ended : NotBilled::NoSubscription;
}

}  // namespace

struct Biller::Question {
    const BillingAccount& account;
    const Subscription& subscription;
    const Prior& prior;
    const News& news;
};

std::string_view not_billed_name(NotBilled why) { return named(why).name; }
std::string_view not_billed_words(NotBilled why) { return named(why).words; }

std::optional<NotBilled> parse_not_billed(std::string_view name) {
    const auto found = std::ranges::find(kReasons, name, &Named::name);
    return found == kReasons.end() ? std::nullopt : std::optional(found->why);
}

std::optional<NotBilled> Biller::why_not_billed(const BillingAccount& account,
                                                const Prior& prior) const {
    if (excludes(prior.decisions, run_month())) return NotBilled::Excluded;
    const auto news = news_of(account, prior);
    if (!news) return std::nullopt;
    bool waits = false;
    for (const auto& subscription : account.subscriptions) {
        const auto due = is_due({account, subscription, prior, *news}, waits);
        if (!due || *due) return std::nullopt;  // what went wrong is told when it is rated
    }
    const NotBilled reason = reason_of(account, month_of(run_month()), waits);
    if (reason != NotBilled::SettledLater) return reason;
    for (const auto& subscription : account.subscriptions) {
        const Advances advances(tariffs_, account, subscription, prior.advances);
        const auto asked = advances.asked(month_of(run_month()));
        if (!asked) return std::nullopt;  // as above
        if (std::ranges::any_of(*asked, [](const auto& one) { return one.due_on.has_value(); }))
            return NotBilled::AdvanceAskedFor;
    }
    return reason;
}

// Is any month of it to be rated, or an advance to be asked for? `waits`: some are settled later.
// New months are looked at first: for most accounts they answer it without a hash of any text.
Result<bool> Biller::is_due(const Question& of, bool& waits) const {
    const auto& [account, subscription, prior, news] = of;
    const Limits limits = limits_of(account);
    const auto periods = due_periods(subscription, terms_.until, limits.credits, prior.months);
    const Advances advances(tariffs_, account, subscription, prior.advances);
    for (const auto& period : periods) {
        const LocalDate month = period.nominal.from;
        if (find_billed(prior, subscription.id, period.stream, month) != nullptr) continue;
        if (month < limits.charges) continue;
        if (TRY(advances.waits(month, terms_.until))) {
            waits = true;
            // By us, or by the system before.
            const bool is_asked =
                find_billed(prior, subscription.id, Stream::Request, month) != nullptr ||
                (subscription.fees_until && month < *subscription.fees_until);
            if (month < terms_.until && !is_asked && !TRY(advances.ask(month)).empty()) return true;
        } else if (period.stream == Stream::Arrears ||
                   has_fee_in_advance(TRY(plan_days(tariffs_.catalog(), period.slices)))) {
            return true;
        }
    }
    const auto asked = TRY(months_of(news, subscription));
    for (const auto& period : periods) {
        const LocalDate month = period.nominal.from;
        const auto* billed = find_billed(prior, subscription.id, period.stream, month);
        if (billed == nullptr) continue;
        if (is_to_bill_anew(prior.decisions, *billed)) return true;
        if (asked && !asked->contains(month)) continue;  // known to stand
        const MonthRequest request = TRY(request_of(account, subscription, period));
        const std::int64_t facts = TRY(facts_of(request));
        if (!TRY(is_unchanged(*billed, request, facts))) return true;
    }
    return false;
}

}  // namespace bw::bill
