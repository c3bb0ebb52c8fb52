#include "author.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bw::sim {
namespace {

constexpr std::array<const char*, 7> kPlans = {kPower, kLight, kGreen, kWater, kTalk, kChat, kFlex};

constexpr const char* kCity = "Europe/Berlin";

// Beside each other only where they cannot be taken for one: no two plans have one price.
Prices first_prices(std::size_t n) {
    static constexpr std::array<Prices, 7> kFirst = {{{4275, 3017},
                                                      {3000, 3333},
                                                      {5150, 2871},
                                                      {80'000, 19'200},
                                                      {100'000, 600},
                                                      {49'900, 900},
                                                      {6100, 3550}}};
    return kFirst.at(n);
}

}  // namespace

Author::Author(std::uint64_t seed, int accounts) : random_(seed), accounts_at_first_(accounts) {}

Step Author::import(LocalDate day, const std::string& name, const std::string& text) {
    return {
        .act = Act::Import, .day = day, .name = fmt::format("{}-{}", ++files_, name), .text = text};
}

void Author::found(std::vector<Step>& steps, int accounts) {
    const LocalDate start = month_.from;
    steps.push_back(import(start, "taxes.yaml", taxes_text(tax_percent_)));
    for (std::size_t i = 0; i < kPlans.size(); ++i) {
        const LocalDate from = LocalDate::of(2025, 1, 1);
        truth_.prices[kPlans.at(i)][from] = first_prices(i);
        steps.push_back(
            import(start, "prices.yaml", price_text(kPlans.at(i), from, first_prices(i))));
    }
    steps.push_back(import(start, "plans.yaml", plans_text()));
    steps.push_back(import(start, "payment-plans.yaml", payment_plans_text()));
    steps.push_back(import(start, "bounds.yaml", bounds_text()));
    steps.push_back(import(start, "issuer.yaml", issuer_text()));
    for (int i = 0; i < accounts; ++i) open(steps, random_.chance(2, 3) ? start : day_in(month_));
}

LocalDate Author::day_in(const Period& month) {
    return month.from.plus_days(static_cast<int>(random_.between(1, 26)));
}

// Sometimes it is told a month late, or early. Readings of counters hang on the day: those are
// told in time.
LocalDate Author::day_of_change(const Place& place, const Period& month) {
    LocalDate day = day_in(month);
    if (place.kind == Kind::Water) return day;
    if (random_.chance(1, 4)) day = day.plus_months(-1);
    else if (random_.chance(1, 6)) day = day.plus_months(1);
    return day;
}

// Windows need intervals that lie in them.
std::string Author::some_plan(const Place& place) {
    switch (place.kind) {
        case Kind::Electricity:
            if (place.zone.name() == kCity && random_.chance(1, 2)) return kFlex;
            return kPlans.at(random_.below(3));
        case Kind::Water: return kWater;
        case Kind::Mobile: return kPlans.at(4 + random_.below(2));
    }
    return {};
}

// None, more often than not. Who shares a bill pays it as it comes.
std::string Author::some_payment_plan(const Place& place) {
    if (place.kind != Kind::Electricity || !place.shares.empty() || !random_.chance(1, 3))
        return {};
    const auto& plans = payment_plans();
    return std::next(plans.begin(), static_cast<std::ptrdiff_t>(random_.below(plans.size())))
        ->first;
}

std::string Author::some_account() { return accounts_[random_.below(accounts_.size())]; }

// One place in five is of Berlin, with its clock changes and many intervals; the others are where
// days always have 24 hours.
void Author::open(std::vector<Step>& steps, LocalDate from) {
    const auto draw = random_.below(4);
    Place place;
    place.kind = draw < 2 ? Kind::Electricity : draw == 2 ? Kind::Water : Kind::Mobile;
    const bool is_in_city = place.kind == Kind::Mobile || random_.chance(1, 4);
    place.zone = *Zone::find(is_in_city ? kCity : "Africa/Lagos");
    place.minutes[LocalDate::of(2025, 1, 1)] = is_in_city ? 60 : 1440;
    place.code = fmt::format("{}{:04}", place.kind == Kind::Mobile ? "49170" : "P", ++files_);
    Place& kept = truth_.places[place.code] = place;
    Step step = move_in(kept, some_plan(kept), from);
    if (kept.kind == Kind::Water) {
        kept.counter = random_.between(60'000, 99'000);
        steps.push_back(deliveries_.read_at_move(kept, from));
        kept.counted = 0;
    }
    steps.push_back(std::move(step));
}

// Sometimes by somebody who has another place already: for himself, or for somebody below him.
Step Author::move_in(Place& place, const std::string& plan, LocalDate from,
                     std::vector<std::string> rows) {
    if (!residents_.empty() && rows.empty() && random_.chance(1, 5)) {
        Holder holder = residents_[random_.below(residents_.size())].holder;
        holder.customer = random_.chance(1, 2) ? holder.account + "-" + place.code : "";
        residents_.push_back({holder, place.code, plan});
    } else {
        const std::string account = fmt::format("A-{:03}", accounts_.size() + 1);
        accounts_.push_back(account);
        residents_.push_back({{account, "Holder of " + account, fmt::format("Weg {}", ++files_),
                               random_.chance(1, 2) ? "en" : "de"},
                              place.code,
                              plan});
    }
    Resident& resident = residents_.back();
    resident.payment_plan = some_payment_plan(place);
    return import(std::max(from, month_.from), "accounts.csv",
                  accounts_text(told(std::move(rows), place, resident, from)));
}

// The rows, and that the resident is supplied so from the day on.
std::vector<std::string> Author::told(std::vector<std::string> rows, Place& place,
                                      const Resident& resident, LocalDate from) {
    place.terms[from] = resident.term();
    rows.push_back(account_row(resident.holder, place, resident.term(), from));
    return rows;
}

void Author::hand_over(std::vector<Step>& steps, Place& place, Resident& resident, LocalDate day) {
    const std::string leaving = account_row(resident.holder, place, {}, day);
    if (place.kind == Kind::Water) steps.push_back(deliveries_.read_at_move(place, day));
    std::erase_if(residents_, [&](const Resident& r) { return r.place == place.code; });
    if (place.kind == Kind::Water || random_.chance(2, 3))
        return steps.push_back(move_in(place, some_plan(place), day, {leaving}));
    place.terms[day] = {};
    steps.push_back(import(std::max(day, month_.from), "accounts.csv", accounts_text({leaving})));
}

// Who pays advances may go on with them.
void Author::change_plan(std::vector<Step>& steps, Place& place, Resident& resident,
                         LocalDate day) {
    const std::string plan = some_plan(place);
    if (plan == resident.plan) return;
    resident.plan = plan;
    if (random_.chance(1, 2)) resident.payment_plan.clear();
    steps.push_back(import(std::max(day, month_.from), "accounts.csv",
                           accounts_text(told({}, place, resident, day))));
}

void Author::change_holder(std::vector<Step>& steps, Place& place, Resident& resident,
                           LocalDate day) {
    resident.holder.street = fmt::format("Neuer Weg {}", ++files_);
    if (random_.chance(1, 2)) resident.holder.name = fmt::format("New holder {}", files_);
    if (random_.chance(1, 3)) resident.payment_plan.clear();
    steps.push_back(import(std::max(day, month_.from), "accounts.csv",
                           accounts_text(told({}, place, resident, day))));
}

void Author::open_or_fill(std::vector<Step>& steps, const Period& month) {
    for (auto& [code, place] : truth_.places)
        if (place.terms.rbegin()->second.plan.empty() && place.last_change() < month.from &&
            random_.chance(1, 2))
            return steps.push_back(move_in(place, some_plan(place), day_in(month)));
    open(steps, day_in(month));
}

// One change of a place a month: what two of one month come to is said by scenarios.
void Author::change_something(std::vector<Step>& steps, const Period& month) {
    if (residents_.empty() || random_.chance(1, 5)) return open_or_fill(steps, month);
    Resident& resident = residents_[random_.below(residents_.size())];
    Place& place = truth_.places.at(resident.place);
    if (place.kind == Kind::Electricity && !place.has_payment_plan() && random_.chance(1, 4))
        return change_share(steps, place, month);
    const LocalDate day = day_of_change(place, month);
    if (day.first_of_month() <= place.last_change().first_of_month()) return;
    switch (random_.below(4)) {
        case 0: return hand_over(steps, place, resident, day);
        case 1: return change_plan(steps, place, resident, day);
        case 2: return change_holder(steps, place, resident, day);
        default:
            // Of days that no meter has told yet.
            if (place.kind == Kind::Electricity && day >= month.from)
                Deliveries::exchange(place, day);
    }
}

// Somebody else pays a part of it, from this month or the last one on: more, less, no longer.
void Author::change_share(std::vector<Step>& steps, Place& place, const Period& month) {
    const LocalDate from = random_.chance(1, 3) ? month.from.plus_months(-1) : month.from;
    if (!place.shares.empty() && from <= place.shares.rbegin()->first) return;
    Holder& co_payer = co_payers_[place.code];
    if (co_payer.account.empty()) {
        place.co_payer = fmt::format("A-{:03}", accounts_.size() + 1);
        co_payer = {place.co_payer, "Co-payer of " + place.code, fmt::format("Weg {}", ++files_),
                    random_.chance(1, 2) ? "en" : "de"};
        accounts_.push_back(place.co_payer);
    }
    const bool is_over = place.share_in(from) > 0 && random_.chance(1, 3);
    const int percent = is_over ? 0 : static_cast<int>(random_.between(1, 99));
    place.shares[from] = percent;
    steps.push_back(import(month.from, "accounts.csv",
                           accounts_text({co_payer_row(co_payer, place, percent, from)})));
}

// A new version, or another price in one that is there, perhaps of months that were billed.
void Author::change_prices(std::vector<Step>& steps, const Period& month) {
    if (!random_.chance(1, 2)) return;
    const std::string plan = kPlans.at(random_.below(kPlans.size()));
    auto& versions = truth_.prices.at(plan);
    LocalDate from = versions.rbegin()->first;
    if (random_.chance(2, 3)) {
        const LocalDate day = random_.chance(1, 2) ? month.from : day_in(month);
        from = std::max(from, random_.chance(1, 4) ? day.plus_months(-1) : day);
    }
    Prices& prices = versions[from] = versions.rbegin()->second;
    prices.use += random_.between(1, 9) * 7;
    if (random_.chance(1, 2)) prices.fixed += random_.between(1, 9) * 7;
    steps.push_back(import(month.from, "prices.yaml", price_text(plan, from, prices)));
}

// Told in time, or a month late.
void Author::change_taxes(std::vector<Step>& steps, const Period& month) {
    if (!random_.chance(1, 8)) return;
    const LocalDate from = month.from.plus_months(random_.chance(1, 3) ? -1 : 1);
    if (from <= tax_percent_.rbegin()->first) return;
    tax_percent_[from] = tax_percent_.rbegin()->second == 19 ? 16 : 19;
    steps.push_back(import(month.from, "taxes.yaml", taxes_text(tax_percent_)));
}

namespace {

void append(std::vector<Step>& steps, std::vector<Step> more) {
    std::ranges::move(more, std::back_inserter(steps));
}

}  // namespace

std::vector<Step> Author::next_chapter() {
    std::vector<Step> steps = std::exchange(comes_later_, {});
    truth_at_cut_.reset();
    if (may_bill_again_ && random_.chance(1, 4)) {
        may_bill_again_ = false;
        const LocalDate day = issued_.plus_days(3);
        append(steps, deliveries_.late(day, Deliveries::Share::Some));
        append(steps, deliveries_.corrections(day));
        add_payments(steps, day);
        add_money(steps, day.plus_days(1));
        add_second_thoughts(steps, day.plus_days(1));
        add_bill(steps, day.plus_days(2), random_.chance(1, 3));
        return steps;
    }
    if (months_ == 0) found(steps, accounts_at_first_);
    change_taxes(steps, month_);
    change_prices(steps, month_);
    for (int n = std::max(1, accounts_at_first_ / 6); n > 0; --n) change_something(steps, month_);
    const Period month = month_;
    std::vector<Step> known_late;  // after its readings
    if (random_.chance(1, 2)) open(known_late, day_in(month));
    append(steps, deliveries_.month(month));
    append(steps, deliveries_.late(month.to, Deliveries::Share::Some));
    append(steps, deliveries_.corrections(month.to));
    append(steps, std::move(known_late));
    if (months_ > 0) {
        add_payments(steps, month.to);
        add_money(steps, month.to.plus_days(1));
    }
    if (random_.chance(1, 3)) {
        deliveries_.expect_guesses(month);
        steps.push_back({.act = Act::Estimate, .day = month.to, .until = month.to});
    }
    ++months_;
    month_ = month_of(month.to);
    add_decisions(steps, month.to);
    add_bill(steps, month.to.plus_days(static_cast<int>(random_.between(1, 4))),
             random_.chance(1, 4));
    may_bill_again_ = true;
    return steps;
}

std::vector<Step> Author::last_chapter() {
    std::vector<Step> steps = std::exchange(comes_later_, {});
    truth_at_cut_.reset();
    const LocalDate day = issued_.plus_days(5);
    append(steps, deliveries_.late(day, Deliveries::Share::All));
    include(steps, day, [] { return true; });
    add_bill(steps, day.plus_days(1), false);
    return steps;
}

}  // namespace bw::sim
