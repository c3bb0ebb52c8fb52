// What the first page tells besides the amount: which services, why this amount, the last months,
// notices. Data only; compose says it in the document's language.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"
#include "flow/bill/billed.h"
#include "flow/bill/difference.h"

#include <functional>
#include <span>
#include <string>

namespace bw::bill {

// The service points behind the entries, their plan and the end of their contract, and the period
// the entries span.
Result<void> add_supplies(Invoice& invoice, const customers::BillingAccount& account,
                          std::span<const Adjustment> entries, const catalog::Catalog& catalog,
                          LocalDate on);

// Why this amount: the last bill, what changed (per unit how much was used and what it cost on
// average, each fixed charge and discount, calls and data, corrections, tax), this bill; the steps
// sum. Empty where there is nothing to compare: a credit note, or nothing but corrections.
Result<std::vector<WhyStep>> why_steps(const Invoice& invoice, const LastInvoice& last,
                                       const catalog::Catalog& catalog);

// What was measured for a subscription from a month on, at most one value a month, channel, unit.
using MeasuredSince =
    std::function<Result<std::vector<Measured>>(SubscriptionId subscription, LocalDate from)>;

// The steps above, and the months: what was measured in the last 13 months of what the bill
// measures first, by all meters of the account that measure it (who moved has two), and a year
// before each.
Result<void> tell_story(Invoice& invoice, const customers::BillingAccount& account,
                        const Prior& prior, const catalog::Catalog& catalog,
                        const MeasuredSince& measured);

// What the issuer discloses on bills of these supplies, in the language of the document.
void add_disclosures(Invoice& invoice, const customers::Issuer& issuer);
void add_notice(Invoice& invoice, const Exception& exception);
void add_next_advance(Invoice& invoice, const ProposedAdvance& advance,
                      const customers::BillingAccount& account);

}  // namespace bw::bill
