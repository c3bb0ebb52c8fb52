// What is true of the company by what was handed in so far, kept apart from the program and
// reckoned again in the simplest way: by whole numbers, day by day. The other side of every check.
#pragma once

#include "base/civil.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace bw::sim {

// Of who pays advances: asked for by invoice or without one, settled with a month of the year.
struct PaymentPlan {
    int settled_in = 12;
    bool is_invoiced = false;
};
const std::map<std::string, PaymentPlan>& payment_plans();
inline constexpr std::int64_t kAdvanceCents = 5000;  // with tax, of every plan

// Who is supplied from a day on, by which plan; no plan: nobody is.
struct Term {
    std::string account, plan;
    std::string payment_plan{};  // empty: billed as it is used
};

struct Call {
    Instant start;
    std::int64_t seconds = 0;
};

enum class Kind { Electricity, Water, Mobile };

struct Place {
    std::string code;
    Kind kind = Kind::Electricity;
    Zone zone;
    std::map<LocalDate, Term> terms;
    std::string co_payer;                    // of a share of what its holder is billed
    std::map<LocalDate, int> shares;         // percent, from a month on
    std::map<LocalDate, int> minutes;        // of an interval, from a day on
    std::map<Instant, std::int64_t> values;  // Wh of the interval that begins there
    std::set<Instant> guessed;               // filled by the program: nobody here knows how much
    std::map<std::string, Call> calls;       // by record id
    std::int64_t counter = 0, counted = 0;   // tenths of m3: what it shows, what ran through

    [[nodiscard]] Term on(LocalDate day) const;
    // The account's, of the first day on which it is supplied in the month; none: not supplied.
    [[nodiscard]] Term first_in(const std::string& account, const Period& month) const;
    [[nodiscard]] bool has_payment_plan() const;
    [[nodiscard]] int share_in(LocalDate month) const;
    // Of whose bill, if of anybody's: who holds the place last in the month in which it begins,
    // else who is next.
    [[nodiscard]] std::string shared_in(LocalDate month) const;
    [[nodiscard]] LocalDate last_change() const { return terms.rbegin()->first; }
};

// Of a plan from a day on, in 1/10,000 EUR: per day, and per kWh, m3 or minute.
struct Prices {
    std::int64_t fixed = 0, use = 0;
};

// What must stand billed of one place, account and month. Cents; days of the fixed charge.
struct Due {
    std::int64_t wh = 0;
    std::int64_t use_cents = 0;
    std::int64_t fixed_cents = 0;
    bool is_known = true;  // false: the program has guessed some of it
};

struct Truth {
    std::map<std::string, Place> places;
    std::map<std::string, std::map<LocalDate, Prices>> prices;  // by plan and first day
    std::set<std::string> excluded;  // accounts, from the runs of the month that is billed

    [[nodiscard]] Due due(const Place& place, const std::string& account,
                          const Period& month) const;
    // Is the month paid by advances, and settled by a run after the one that bills up to `until`?
    // It is settled with the month that the plan names, with the last month of supply, or with the
    // month before the one in which the plan ends.
    static bool is_settled_later(const Place& place, const std::string& account,
                                 const Period& month, LocalDate until);
};

}  // namespace bw::sim
