// Who pays for a service point when several accounts have to do with it. Rows say what each was
// told; here it becomes what holds. Pure.
#pragma once

#include "books/customers/customers.h"

#include <set>
#include <span>
#include <string>

namespace bw::customers {

// Cuts the terms of a subscription, and those of the others at its service point, to what holds:
//   a holder        his rows as they are;
//   while vacant    on the days on which no holder has a plan, from a holder's last day on and up
//                   to the next one's first;
//   a co-payer      the plans of the one whose bill his row shares, on that one's days. That is who
//                   pays for what is used in the month in which the row begins, the last one of
//                   them; where nobody does, who comes next. Whoever follows him shares with
//                   nobody.
void come_into_force(const std::string& account, Subscription& subscription);

// What a co-payer of the service point takes off the holder in a month.
struct Share {
    std::string account;  // of the co-payer
    Decimal percent;
    std::string of;  // key of a charge; empty: all
    friend bool operator==(const Share&, const Share&) = default;
};
// By account number; none where the subscription is no holder's.
std::vector<Share> shares_in(const Subscription& subscription, LocalDate month);
// Whose bills a co-payer shares on some day of the month.
std::set<Payer> shared_in(std::span<const Term> terms, const Period& month);

}  // namespace bw::customers
