// One month of one subscription as the facts say now: the plans in force on its days, priced, with
// tax and name. What biller.h compares with what stands billed, and what explain opens again.
// Reads facts as of the cut; writes nothing.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/billed.h"
#include "flow/bill/difference.h"
#include "flow/bill/periods.h"
#include "flow/bill/tariffs.h"
#include "flow/meter/reader.h"
#include "flow/rate/detail.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace bw::bill {

// Days of a month on which one version of a plan is in force.
struct PlanDays {
    const catalog::Plan* plan = nullptr;
    Period days;
};
// What conditions of discounts may ask for (docs/tariff-format.md): whole years and months since
// the contract began up to the end of the month, and how many services of the account are supplied
// on the day.
std::map<std::string, Decimal> facts_about(const customers::BillingAccount& account,
                                           const customers::Subscription& subscription,
                                           const Period& nominal, LocalDate day);

// How a correction appears, by the policy of a schedule.
Correction correction_of(catalog::CorrectionPolicy policy);

// The slices of a subscription, cut where a new version of their plan begins.
Result<std::vector<PlanDays>> plan_days(const catalog::Catalog& catalog,
                                        std::span<const Slice> slices);
// Without one nothing is billed of the month in Stream::Advance.
bool has_fee_in_advance(std::span<const PlanDays> plans);

// A subscription of the account that shares an allowance.
struct Sharing {
    const customers::Subscription& subscription;
    std::vector<PlanDays> plans;
    std::vector<rate::State> state_in;
};

struct MonthRequest {
    const customers::BillingAccount& account;
    const customers::Subscription& subscription;
    Stream stream = Stream::Arrears;
    Period nominal;                     // the civil month
    std::vector<PlanDays> plans;        // ascending; days without a plan are in none
    std::vector<rate::State> state_in;  // carried out of the month before
    // All that share an allowance with this one, itself among them, by id; empty: nobody does. What
    // is left of it passes on with the first of them.
    std::vector<Sharing> bundle = {};
    bool is_settled = false;  // with all that waited before it: what counters tell later comes late
    // usage_at() of its service point and month, where it was read before: who rates a month by
    // several tariffs reads it once. Null: it is read.
    const meter::Usage* usage = nullptr;
};

struct RatedMonth {
    std::vector<Item> items;
    std::vector<rate::State> states;               // carried into the next month
    std::vector<Measured> quantities;              // one a channel and unit, and window
    std::int64_t missing = 0, measured = 0;        // intervals
    std::int64_t estimated = 0, estimated_of = 0;  // of the charge that rests on estimates most
    std::optional<rate::note::Gap> gap;            // of a counter: what it does not tell
    catalog::Measure missing_of;                   // what they would have measured
    std::set<std::string> came;                    // channels of the point that tell something
    std::optional<rate::note::Unknown> unknown;    // a factor that holds until it is known
    std::optional<rate::note::Unknown> lacking;    // the same, whoever releases: nothing stands in
    std::map<std::string, int> unrated;            // reason -> events
    std::optional<Correction> policy;              // of the schedules that rated it
};

// What was measured at a service point in a month or several, its intervals times the factors of
// its devices; counters show what they showed.
Result<meter::Usage> usage_at(const meter::Reader& reader, const customers::ServicePoint& point,
                              const Period& days);

// NotFound: plan, schedule, calendar or tax is not in force; other Errors are of the data.
Result<RatedMonth> rate_month(Tariffs& tariffs, const meter::Reader& reader,
                              const MonthRequest& request);

// A schedule of the month's plans as it prices a day for the place, and the numbers it reckons with
// then.
struct TariffOfDay {
    std::shared_ptr<const CompiledTariff> tariff;
    std::map<std::string, Decimal> facts;
};
Result<TariffOfDay> tariff_on(Tariffs& tariffs, const MonthRequest& request,
                              const std::string& schedule, LocalDate day);

// The reads behind a piece of the month that is of a counter, in order of time.
Result<std::vector<rate::UsedRead>> used_reads(Tariffs& tariffs, const meter::Usage& usage,
                                               const MonthRequest& request,
                                               const rate::Piece& piece);

// The calls, messages and sessions of a month, as rate_month() sums them; indexes go into
// `usage.events`. What starts on days without a plan is somebody else's and left alone. With a
// bundle the events of all its members use up the shared allowances in the order of time.
Result<rate::RatedUsage> rate_calls(Tariffs& tariffs, const meter::Reader& reader,
                                    const meter::Usage& usage, const MonthRequest& request,
                                    rate::Detail detail);

}  // namespace bw::bill
