#include "truth.h"

#include "base/decimal.h"

#include <algorithm>

namespace bw::sim {
namespace {

// Days in a row at one price; rounded once, as together they are one price.
struct Stretch {
    std::string plan;
    std::int64_t price = -1;
    std::int64_t amount = 0;  // Wh, seconds or days so far
};

// The price is in 1/10,000 EUR per `unit`.
std::int64_t cents(const Stretch& s, std::int64_t unit) {
    return static_cast<std::int64_t>(divide_rounded(static_cast<int128>(s.amount) * s.price,
                                                    static_cast<int128>(unit) * 100,
                                                    Rounding::HalfUp));
}

class Sum {
public:
    explicit Sum(std::int64_t unit) : unit_(unit) {}
    void add(const std::string& plan, std::int64_t price, std::int64_t amount) {
        if (plan != stretch_.plan || price != stretch_.price) {
            cents_ += cents(stretch_, unit_);
            stretch_ = {plan, price, 0};
        }
        stretch_.amount += amount;
    }
    void interrupt() { add("", -1, 0); }
    [[nodiscard]] std::int64_t total() const { return cents_ + cents(stretch_, unit_); }

private:
    std::int64_t unit_;
    std::int64_t cents_ = 0;
    Stretch stretch_;
};

constexpr std::int64_t kWhPerKwh = 1000;
constexpr std::int64_t kSecondsPerMinute = 60;

std::int64_t used_on(const Place& place, LocalDate day, bool& is_known) {
    const Span span = place.zone.span_of({day, day.plus_days(1)});
    std::int64_t used = 0;
    for (auto v = place.values.lower_bound(span.from);
         v != place.values.end() && v->first < span.to; ++v)
        used += v->second;
    const auto guess = place.guessed.lower_bound(span.from);
    if (guess != place.guessed.end() && *guess < span.to) is_known = false;
    return used;
}

// The first minute is paid whole.
std::int64_t called_on(const Place& place, LocalDate day) {
    const Span span = place.zone.span_of({day, day.plus_days(1)});
    std::int64_t seconds = 0;
    for (const auto& [id, call] : place.calls)
        if (span.contains(call.start)) seconds += std::max(call.seconds, kSecondsPerMinute);
    return seconds;
}

}  // namespace

const std::map<std::string, PaymentPlan>& payment_plans() {
    static const std::map<std::string, PaymentPlan> kPlans = {
        {"ADVANCE-3", {3, true}},
        {"ADVANCE-8", {8, true}},
        {"REQUEST-2", {2, false}},
        {"REQUEST-10", {10, false}},
    };
    return kPlans;
}

Term Place::on(LocalDate day) const {
    auto after = terms.upper_bound(day);
    return after == terms.begin() ? Term{} : std::prev(after)->second;
}

Term Place::first_in(const std::string& account, const Period& month) const {
    for (LocalDate day = month.from; day < month.to; day = day.plus_days(1))
        if (Term term = on(day); term.account == account && !term.plan.empty()) return term;
    return {};
}

bool Place::has_payment_plan() const {
    return std::ranges::any_of(terms,
                               [](const auto& term) { return !term.second.payment_plan.empty(); });
}

int Place::share_in(LocalDate month) const {
    const auto after = shares.upper_bound(month);
    return after == shares.begin() ? 0 : std::prev(after)->second;
}

std::string Place::shared_in(LocalDate month) const {
    const auto after = shares.upper_bound(month);
    if (after == shares.begin()) return {};
    const Period first = month_of(std::prev(after)->first);
    for (LocalDate day = first.to.plus_days(-1); first.from <= day; day = day.plus_days(-1))
        if (!on(day).plan.empty()) return on(day).account;
    for (const auto& [from, term] : terms)
        if (first.to <= from && !term.plan.empty()) return term.account;
    return {};
}

Due Truth::due(const Place& place, const std::string& account, const Period& month) const {
    Due due;
    const bool is_mobile = place.kind == Kind::Mobile;
    Sum use(is_mobile ? kSecondsPerMinute : kWhPerKwh), fixed(1);
    for (LocalDate day = month.from; day < month.to; day = day.plus_days(1)) {
        const Term term = place.on(day);
        if (term.account != account || term.plan.empty()) {
            use.interrupt();
            fixed.interrupt();
            continue;
        }
        const Prices& at = std::prev(prices.at(term.plan).upper_bound(day))->second;
        const std::int64_t used =
            is_mobile ? called_on(place, day) : used_on(place, day, due.is_known);
        due.wh += used;
        use.add(term.plan, at.use, used);
        fixed.add(term.plan, at.fixed, 1);
    }
    due.use_cents = use.total();
    due.fixed_cents = fixed.total();
    return due;
}

bool Truth::is_settled_later(const Place& place, const std::string& account, const Period& month,
                             LocalDate until) {
    const std::string plan = place.first_in(account, month).payment_plan;
    if (plan.empty()) return false;
    for (Period m = month; m.from < until; m = month_of(m.to))
        if (m.from.month() == payment_plans().at(plan).settled_in) return false;
    bool is_supplied = false;
    for (LocalDate day = month.from; day < until.plus_months(1); day = day.plus_days(1)) {
        const Term term = place.on(day);
        const bool is_theirs = term.account == account && !term.plan.empty();
        if (is_supplied && !is_theirs) return day > until;  // supply ended the day before
        if (is_theirs && term.payment_plan != plan) return false;
        is_supplied = is_theirs;
    }
    return true;
}

}  // namespace bw::sim
