#include "run/supplied.h"

#include "flow/bill/periods.h"

#include <algorithm>

namespace bw::run {

using customers::BillingAccount;

namespace {

bool is_of_another(const BillingAccount& account, const customers::Subscription& subscription,
                   LocalDate day) {
    return std::ranges::any_of(subscription.others, [&](const customers::Occupant& other) {
        return other.account < account.number && other.holds(day);
    });
}

}  // namespace

std::vector<Span> Supplied::spans(const Period& month, const Zone& zone) const {
    std::vector<Span> result;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!days[i]) continue;
        const LocalDate day = month.from.plus_days(static_cast<int>(i));
        const Span span = zone.span_of({day, day.plus_days(1)});
        if (!result.empty() && result.back().to == span.from) result.back().to = span.to;
        else result.push_back(span);
    }
    return result;
}

std::map<ServicePointId, Supplied> supplied_at(const BillingAccount& account, const Period& month) {
    std::map<ServicePointId, Supplied> places;
    for (const auto& subscription : account.subscriptions) {
        if (subscription.role == customers::Role::CoPayer) continue;  // the holder is asked
        for (const auto& slice : bill::slices_of(subscription, bill::Stream::Arrears, month)) {
            auto& place = places[subscription.service_point.id];
            place.point = &subscription.service_point;
            place.days.resize(static_cast<std::size_t>(days_in(month)));
            for (LocalDate day = slice.supplied.from; day < slice.supplied.to;
                 day = day.plus_days(1))
                if (!is_of_another(account, subscription, day))
                    place.days[static_cast<std::size_t>(day.days() - month.from.days())] = true;
        }
    }
    return places;
}

}  // namespace bw::run
