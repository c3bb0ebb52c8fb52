// What an account's subscriptions add up to before they become statements. Internal to the Biller.
#pragma once

#include "flow/bill/biller.h"
#include "flow/bill/difference.h"

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace bw::bill {

// What may have changed for an account since the run before.
struct Biller::News {
    bool is_anything = true;      // facts of its own, or texts; or it was held then
    std::optional<Span> arrived;  // else only usage: the time it spans, at any of its service
                                  // points
};

// What an account's subscriptions add up to before they become statements.
struct Biller::Draft {
    News news;
    std::vector<Adjustment> current;
    std::map<Correction, std::vector<Adjustment>> corrections;  // each by its tariff's policy
    std::vector<Adjustment> deducted;                           // advances that are settled
    bool deducts_paid = false;  // settles advances that were no invoices
    Marks marks;
    std::vector<Exception> exceptions;
    const Decisions* decisions = nullptr;
    std::map<LocalDate, Money> nets;  // of what is billed for the first time, after use, by month
    std::map<SubscriptionId, std::optional<Period>> asked;  // months_of()
    using Into = std::pair<SubscriptionId, LocalDate>;      // the month that begins
    std::map<Into, std::vector<rate::State>> carried;
    std::set<Into> broken;  // where it is another than it was

    Result<std::vector<rate::State>> state_into(SubscriptionId subscription, LocalDate month,
                                                const History& history) const;
};

// The text of an exception with what to do about it.
std::string advised(std::string text, std::string_view advice, Standing standing);

// What first bills of months come to, by month: what follows use, without advances.
Result<std::map<LocalDate, Money>> nets_of(std::span<const Adjustment> current);

// The months of a subscription in order.
struct Biller::Chain {
    const customers::BillingAccount& account;
    const customers::Subscription& subscription;
    const Prior& prior;
    const History& history;
    const Advances& advances;
    Limits limits;
    bool is_broken = false;  // the month before now carries on another state than it did
};

}  // namespace bw::bill
