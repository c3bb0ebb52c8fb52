// What a bill as a whole is asked before it gets a number, by the checks of its issuer
// (books/catalog/billing_checks.h).
#include "flow/bill/draft.h"
#include "flow/bill/periods.h"
#include "flow/bill/taxed.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::bill {
namespace {

using catalog::Reaction;
using customers::BillingAccount;

constexpr int kHistoryMonths = 13;  // as many as the bill's chart shows

// Is somebody supplied in the run's own month whose use is billed now for the first time?
bool bills_month(const BillingAccount& account, const Prior& prior, const Marks& marks,
                 LocalDate month) {
    return std::ranges::any_of(marks.months, [&](const MonthMark& mark) {
        if (mark.stream != Stream::Arrears || mark.nominal_from != month) return false;
        // A month that was only asked again stands as it was billed.
        if (find_billed(prior, mark.subscription, mark.stream, month) != nullptr) return false;
        const auto own = std::ranges::find(account.subscriptions, mark.subscription,
                                           &customers::Subscription::id);
        return own != account.subscriptions.end() &&
               !slices_of(own->terms, month_of(month)).empty();
    });
}

Money median(std::vector<BilledMonth> months) {
    const auto middle = months.begin() + static_cast<std::ptrdiff_t>(months.size() / 2);
    std::ranges::nth_element(months, middle, {}, [](const BilledMonth& m) { return m.net.minor; });
    return middle->net;
}

bool is_deliverable(const customers::AccountVersion& holder, catalog::Reach by) {
    const auto& at = holder.address;
    const bool by_email = holder.email.find('@') != std::string::npos;
    const bool by_post = !holder.name.empty() && !at.city.empty() && !at.country.empty() &&
                         (!at.street.empty() || !at.postcode.empty());
    switch (by) {
        case catalog::Reach::Any: return by_email || by_post;
        case catalog::Reach::Post: return by_post;
        case catalog::Reach::Email: return by_email;
    }
    return true;
}

std::string_view missing_words(catalog::Reach by) {
    switch (by) {
        case catalog::Reach::Any: return "neither an email address nor a whole postal address";
        case catalog::Reach::Post: return "no whole postal address";
        case catalog::Reach::Email: return "no email address";
    }
    return "no address";
}

}  // namespace

std::string advised(std::string text, std::string_view advice, Standing standing) {
    // Whoever is released needs no advice.
    return standing == Standing::Released ? std::move(text) : fmt::format("{}: {}", text, advice);
}

Result<std::map<LocalDate, Money>> nets_of(std::span<const Adjustment> current) {
    std::map<LocalDate, TaxSums> sums;
    for (const auto& [item, reversal, corrects] : current) {
        if (item.stream != Stream::Arrears) continue;
        const auto month = sums.try_emplace(item.nominal.from, item.amount.currency).first;
        TRY_VOID(month->second.add(item));
    }
    std::map<LocalDate, Money> nets;
    for (const auto& [month, sum] : sums) nets.emplace(month, TRY(sum.total()).net);
    return nets;
}

const catalog::BillingChecks& Biller::checks_of(const BillingAccount& account) const {
    const auto issuer = tariffs_.issuers().on(account.issuer, terms_.issued_on);
    return tariffs_.checks(issuer ? (*issuer)->code : std::string_view());
}

LocalDate horizon_of(const catalog::AllBillingChecks& checks, LocalDate until) {
    return until.plus_months(-checks.months_back()).first_of_month();
}

Limits Biller::limits_of(const BillingAccount& account) const {
    const auto& back = checks_of(account).back_billing;
    const auto limit = [&](int months) {
        return std::max(terms_.until.plus_months(-months).first_of_month(), terms_.horizon);
    };
    return {limit(back.charges), limit(back.credits)};
}

Standing Biller::reaction_of(Reaction then, Cause cause, LocalDate month,
                             const Draft& draft) const {
    return then == Reaction::Hold ? standing_of(cause, month, draft) : Standing::Told;
}

Result<void> Biller::check_bill(const BillingAccount& account, const Prior& prior,
                                const History& history, const Money& total, Draft& draft) const {
    check_amount(account, prior, total, draft);
    TRY_VOID(check_history(account, history, draft));
    if (!draft.nets.empty() || total.minor != 0) check_address(account, draft);
    return {};
}

void Biller::check_amount(const BillingAccount& account, const Prior& prior, const Money& total,
                          Draft& draft) const {
    const auto& checks = checks_of(account);
    const std::string subject = "account " + account.number;
    const auto tell = [&](Cause cause, Reaction then, std::string text, std::string_view advice) {
        const Standing standing = reaction_of(then, cause, run_month(), draft);
        draft.exceptions.push_back({cause, advised(std::move(text), advice, standing), subject,
                                    Money{0, account.currency}, standing});
    };
    const bool was_above =
        prior.last && prior.last->kind == InvoiceKind::Invoice && prior.last->gross.minor > 0;
    if (checks.zero != Reaction::Bill && total.minor == 0 && was_above &&
        bills_month(account, prior, draft.marks, run_month()))
        tell(Cause::ZeroBill, checks.zero,
             fmt::format("nothing is to be paid, and {} came to {} {}", prior.last->number,
                         prior.last->gross.to_string(), prior.last->gross.currency.code()),
             "look whether the meter still counts and the plan is right, or release");
    const Decimal back = -total.decimal();
    if (checks.negative != Reaction::Bill && total.minor < 0 && back > checks.negative_above)
        tell(Cause::NegativeBill, checks.negative,
             fmt::format("it gives back {} {}", (-total).to_string(), total.currency.code()),
             "look at what it corrects, or release");
}

// A month that is billed for the first time, against the months before it: corrections and
// advances are none of its business.
Result<void> Biller::check_history(const BillingAccount& account, const History& history,
                                   Draft& draft) const {
    const auto& far = checks_of(account).far_above;
    if (!far || far->then == Reaction::Bill) return {};
    const Cause cause = Cause::FarAboveHistory;
    for (const auto& [month, net] : draft.nets) {
        if (net.decimal() <= far->above) continue;  // cheap, and most end here
        auto before = TRY(history.months(month.plus_months(-kHistoryMonths)));
        std::erase_if(before, [&](const BilledMonth& m) {
            return !(m.nominal_from < month) || m.net.currency != net.currency || m.net.minor <= 0;
        });
        if (static_cast<int>(before.size()) < far->months) continue;
        const Money usual = median(std::move(before));
        const Decimal more = net.decimal() - usual.decimal();
        const int128 bound = int128{usual.minor} * far->times.nano();
        if (int128{net.minor} * Decimal::kScale <= bound || more <= far->above) continue;
        const Standing standing = reaction_of(far->then, cause, month, draft);
        draft.exceptions.push_back(
            {cause,
             advised(fmt::format("{} {} net for {}, where {} is usual for the account",
                                 net.to_string(), net.currency.code(), month_text(month_of(month)),
                                 usual.to_string()),
                     "look at its readings and plan, or release", standing),
             "account " + account.number, Money{0, account.currency}, standing});
        return {};
    }
    return {};
}

void Biller::check_address(const BillingAccount& account, Draft& draft) const {
    const auto& checks = checks_of(account);
    if (checks.unreachable == Reaction::Bill) return;
    if (is_deliverable(account.on(terms_.issued_on), checks.reach)) return;
    const Cause cause = Cause::Address;
    const Standing standing = reaction_of(checks.unreachable, cause, run_month(), draft);
    draft.exceptions.push_back(
        {cause,
         advised(fmt::format("the holder has {} on the day of issue", missing_words(checks.reach)),
                 "import a row of the account with it, or release", standing),
         "account " + account.number, Money{0, account.currency}, standing});
}

}  // namespace bw::bill
