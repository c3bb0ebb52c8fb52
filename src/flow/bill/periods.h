// Which periods of a subscription are due at a run: civil months, cut by what was supplied. Pure.
#pragma once

#include "base/civil.h"
#include "books/customers/customers.h"
#include "flow/bill/billed.h"

#include <span>
#include <string>
#include <vector>

namespace bw::bill {

// Days of one plan inside a month.
struct Slice {
    Period supplied;
    std::string plan;
    friend bool operator==(const Slice&, const Slice&) = default;
};

struct DuePeriod {
    Stream stream = Stream::Arrears;
    Period nominal;
    std::vector<Slice> slices;  // empty: billed once, but no longer supplied
};

// Plans in force inside `period`, in order; days without a plan are in no slice.
std::vector<Slice> slices_of(std::span<const customers::Term> terms, const Period& period);

// The same of those days that are ours: what another system billed (Subscription::billed_until, in
// advance fees_until) is in no slice.
std::vector<Slice> slices_of(const customers::Subscription& subscription, Stream stream,
                             const Period& period);
// The first day that is ours, of those supplied.
LocalDate first_day_of(const customers::Subscription& subscription, Stream stream);

// Every month from the first day that is ours on that begins before `until` (and, in advance, the
// one after), and every month that stands billed; by stream, then month. Months before `horizon`
// are left alone (the back-billing limit).
std::vector<DuePeriod> due_periods(const customers::Subscription& subscription, LocalDate until,
                                   LocalDate horizon, std::span<const MonthMark> billed);

// The latest mark of a month that stands billed; null when there is none.
const MonthMark* find_billed(const Prior& prior, SubscriptionId subscription, Stream stream,
                             LocalDate month);

// "2026-10".
std::string month_text(const Period& month);

}  // namespace bw::bill
