#include "flow/rate/allowance.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

// "allowance" is what is left of the running window; "allowance.2" was granted two windows before
// it.
std::string state_name(std::size_t bucket) {
    return bucket == 0 ? "allowance" : fmt::format("allowance.{}", bucket);
}

Result<std::int64_t> units_of(const State& state) {
    const int128 nano = state.value.nano();
    if (nano < 0 || nano % Decimal::kScale != 0 || nano / Decimal::kScale > kMaxAllowanceUnits)
        return fail(Code::Corrupt,
                    fmt::format("the carried state '{}' is {}, no number of units", state.name,
                                state.value.to_string()),
                    state.charge);
    return static_cast<std::int64_t>(nano / Decimal::kScale);
}

// Fair use is the end of an unlimited allowance: beyond it usage is charged.
std::int64_t grant_of(const catalog::Allowance& allowance) {
    return allowance.amount.value_or(allowance.fair_use.value_or(Balance::kUnlimited));
}

// The running window and those that may still be used up.
std::size_t buckets_of(const catalog::Allowance& allowance) {
    return allowance.rollover_cap ? static_cast<std::size_t>(allowance.rollover_periods) + 1 : 1;
}

}  // namespace

Result<Balance> Balance::open(const catalog::Allowance& allowance, const Period& billing_period,
                              const std::vector<State>& state_in) {
    Balance balance;
    balance.allowance_ = &allowance;
    balance.billing_ = billing_period;
    balance.grant_ = grant_of(allowance);
    balance.buckets_.assign(buckets_of(allowance), 0);
    balance.window_ = balance.window_of(billing_period.from);
    bool is_known = false;
    for (std::size_t i = 0; i < balance.buckets_.size(); ++i)
        for (const State& state : state_in)
            if (state.charge == allowance.key && state.name == state_name(i)) {
                balance.buckets_[i] = TRY(units_of(state));
                is_known = true;
            }
    if (!is_known || balance.window_.from == billing_period.from)
        balance.buckets_[0] = balance.grant_;
    return balance;
}

Period Balance::window_of(LocalDate day) const {
    switch (allowance_->period) {
        case catalog::AllowancePeriod::Day: return {day, day.plus_days(1)};
        case catalog::AllowancePeriod::Month: return month_of(day);
        case catalog::AllowancePeriod::Year: return year_of(day);
        case catalog::AllowancePeriod::BillingPeriod: break;
    }
    return billing_;
}

bool Balance::carries() const {
    if (grant_ == kUnlimited) return false;
    return allowance_->rollover_cap.has_value() || window_.to != billing_.to;
}

// Every bucket grows a window older; the oldest lapses, and so does what is over the cap, oldest
// first.
void Balance::roll_over() {
    if (grant_ == kUnlimited) return;
    for (std::size_t i = buckets_.size() - 1; i > 0; --i) buckets_[i] = buckets_[i - 1];
    buckets_[0] = 0;
    std::int64_t room = allowance_->rollover_cap.value_or(0);
    for (std::size_t i = 1; i < buckets_.size(); ++i) {
        buckets_[i] = std::min(buckets_[i], room);
        room -= buckets_[i];
    }
}

void Balance::change_to(const catalog::Allowance& next) {
    if (&next == allowance_) return;
    const std::int64_t before = grant_;
    grant_ = grant_of(next);
    const bool is_same_window = next.period == allowance_->period;
    allowance_ = &next;
    buckets_.resize(buckets_of(next));
    if (!is_same_window) window_ = window_of(window_.from);
    // Of an allowance without end only what was used is known.
    const bool had_end = is_same_window && before != kUnlimited;
    buckets_[0] =
        std::max<std::int64_t>(0, had_end ? buckets_[0] + (grant_ - before) : grant_ - used_);
}

void Balance::advance_to(LocalDate day) {
    while (day >= window_.to && window_.to < billing_.to) {
        roll_over();
        buckets_[0] = grant_;
        window_ = window_of(window_.to);
    }
}

std::int64_t Balance::left() const {
    if (grant_ == kUnlimited) return kUnlimited;
    std::int64_t sum = 0;
    for (const std::int64_t bucket : buckets_) sum += bucket;
    return sum;
}

void Balance::take(std::int64_t units) {
    CHECK(units >= 0 && units <= left());
    used_ += units;
    if (grant_ == kUnlimited) return;
    for (std::size_t i = buckets_.size(); i-- > 0 && units > 0;) {
        const std::int64_t part = std::min(units, buckets_[i]);
        buckets_[i] -= part;
        units -= part;
    }
}

std::vector<State> Balance::close() {
    advance_to(billing_.to.plus_days(-1));
    if (!carries()) return {};
    if (window_.to == billing_.to) roll_over();
    std::vector<State> states;
    states.reserve(buckets_.size());
    for (std::size_t i = 0; i < buckets_.size(); ++i)
        states.push_back({allowance_->key, state_name(i), Decimal(buckets_[i])});
    return states;
}

}  // namespace bw::rate
