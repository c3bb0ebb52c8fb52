#include "flow/bill/periods.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace bw::bill {

std::vector<Slice> slices_of(std::span<const customers::Term> terms, const Period& period) {
    std::vector<Slice> slices;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const LocalDate end =
            i + 1 < terms.size() ? terms[i + 1].from : std::max(period.to, terms[i].from);
        const Period days = period.intersect({terms[i].from, end});
        if (days.is_empty() || terms[i].plan.empty()) continue;
        // The same plan said again (a new address of its holder) is no cut.
        const bool goes_on = !slices.empty() && slices.back().plan == terms[i].plan &&
                             slices.back().supplied.to == days.from;
        if (goes_on) slices.back().supplied.to = days.to;
        else slices.push_back({days, terms[i].plan});
    }
    return slices;
}

LocalDate first_day_of(const customers::Subscription& subscription, Stream stream) {
    const LocalDate supplied = subscription.terms.front().from;
    const auto& until =
        stream == Stream::Arrears ? subscription.billed_until : subscription.fees_until;
    return until ? std::max(supplied, *until) : supplied;
}

std::vector<Slice> slices_of(const customers::Subscription& subscription, Stream stream,
                             const Period& period) {
    if (subscription.terms.empty()) return {};
    const LocalDate first = std::max(period.from, first_day_of(subscription, stream));
    if (period.to <= first) return {};
    return slices_of(subscription.terms, {first, period.to});
}

std::vector<DuePeriod> due_periods(const customers::Subscription& subscription, LocalDate until,
                                   LocalDate horizon, std::span<const MonthMark> billed) {
    std::vector<DuePeriod> due;
    if (subscription.terms.empty()) return due;
    for (const Stream stream : {Stream::Arrears, Stream::Advance}) {
        const LocalDate end = stream == Stream::Advance ? until.plus_months(1) : until;
        std::set<LocalDate> months;
        for (LocalDate m = std::max(first_day_of(subscription, stream), horizon).first_of_month();
             m < end; m = m.plus_months(1))
            if (!slices_of(subscription, stream, month_of(m)).empty()) months.insert(m);
        for (const auto& b : billed)
            if (b.subscription == subscription.id && b.stream == stream &&
                b.nominal_from >= horizon)
                months.insert(b.nominal_from);
        for (const LocalDate m : months)
            due.push_back({stream, month_of(m), slices_of(subscription, stream, month_of(m))});
    }
    return due;
}

const MonthMark* find_billed(const Prior& prior, SubscriptionId subscription, Stream stream,
                             LocalDate month) {
    const auto key = [](const MonthMark& m) {
        return std::tuple(m.subscription, m.stream, m.nominal_from);
    };
    const std::tuple wanted{subscription, stream, month};
    const auto it = std::ranges::lower_bound(prior.months, wanted, {}, key);
    return it == prior.months.end() || key(*it) != wanted ? nullptr : &*it;
}

std::string month_text(const Period& month) { return month.from.to_string().substr(0, 7); }

}  // namespace bw::bill
