// Where and when an account is supplied in a month: what is looked at when readings are estimated
// or checked. Internal.
#pragma once

#include "books/customers/customers.h"

#include <map>
#include <vector>

namespace bw::run {

struct Supplied {
    const customers::ServicePoint* point = nullptr;  // of the account
    std::vector<bool> days;                          // of the month
    // In the point's zone, ascending.
    [[nodiscard]] std::vector<Span> spans(const Period& month, const Zone& zone) const;
};
// By service point. A day that two accounts claim is of the first of them, by number.
std::map<ServicePointId, Supplied> supplied_at(const customers::BillingAccount& account,
                                               const Period& month);

}  // namespace bw::run
