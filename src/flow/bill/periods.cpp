#include "flow/bill/periods.h"

#include <algorithm>
#include <limits>
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

namespace {

// Those of the stream from `horizon` on, ascending, each once.
std::vector<LocalDate> billed_months(SubscriptionId subscription, Stream stream, LocalDate horizon,
                                     std::span<const MonthMark> billed) {
    std::vector<LocalDate> months;
    for (const auto& b : billed)
        if (b.subscription == subscription && b.stream == stream && b.nominal_from >= horizon)
            months.push_back(b.nominal_from);
    std::ranges::sort(months);
    const auto twice = std::ranges::unique(months);
    months.erase(twice.begin(), twice.end());
    return months;
}

}  // namespace

std::vector<DuePeriod> due_periods(const customers::Subscription& subscription, LocalDate until,
                                   LocalDate horizon, std::span<const MonthMark> billed) {
    std::vector<DuePeriod> due;
    if (subscription.terms.empty()) return due;
    for (const Stream stream : {Stream::Arrears, Stream::Advance}) {
        const LocalDate end = stream == Stream::Advance ? until.plus_months(1) : until;
        const auto known = billed_months(subscription.id, stream, horizon, billed);
        auto next = known.begin();
        const auto add_billed = [&](LocalDate before) {
            for (; next != known.end() && *next < before; ++next) {
                const Period month = month_of(*next);
                due.push_back({stream, month, slices_of(subscription, stream, month)});
            }
        };
        Period month = month_of(std::max(first_day_of(subscription, stream), horizon));
        for (; month.from < end; month = month_of(month.to)) {
            add_billed(month.from);
            const bool is_billed = next != known.end() && *next == month.from;
            if (is_billed) ++next;
            auto slices = slices_of(subscription, stream, month);
            if (is_billed || !slices.empty()) due.push_back({stream, month, std::move(slices)});
        }
        add_billed(LocalDate(std::numeric_limits<std::int32_t>::max()));
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
