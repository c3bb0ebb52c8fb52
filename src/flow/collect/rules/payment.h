// A payment as it came in: a fact, never edited. Its key tells it apart; the same key twice is the
// same payment.
#pragma once

#include "base/civil.h"
#include "base/money.h"
#include "base/result.h"
#include "flow/collect/rules/match.h"

#include <string>
#include <string_view>

namespace bw::collect {

struct Payment {
    std::string key;  // given by who received it: a bank's transaction id
    Claim claim;
    Money amount;  // more than zero
    LocalDate booked_on;
};

// "12.34" in the currency, more than zero and not over the limit.
Result<Money> parse_amount(std::string_view text, Currency currency);
// Is every part within the limits and the key there?
Result<void> check_payment(const Payment& payment);

}  // namespace bw::collect
