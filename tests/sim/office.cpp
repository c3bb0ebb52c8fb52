// What the company's office does in a chapter: it books money, decides about bills, has them made.
#include "author.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bw::sim {

void Author::add_payments(std::vector<Step>& steps, LocalDate from) {
    Step wishes{.act = Act::Wishes, .day = from};
    for (const auto& account : accounts_) {
        if (!random_.chance(1, 2)) continue;
        static constexpr Paying kHow[] = {Paying::Right,    Paying::Right, Paying::Right,
                                          Paying::Right,    Paying::Short, Paying::Twice,
                                          Paying::Nameless, Paying::Early, Paying::WrongReference};
        wishes.wishes.push_back({account, kHow[random_.below(std::size(kHow))]});
    }
    if (!wishes.wishes.empty()) steps.push_back(std::move(wishes));
}

void Author::add_money(std::vector<Step>& steps, LocalDate from) {
    const auto maybe = [&](std::uint64_t whole, Step step) {
        if (random_.chance(1, whole)) steps.push_back(std::move(step));
    };
    const auto amount = [&] { return fmt::format("{}.00", random_.between(10, 99)); };
    maybe(2, {.act = Act::Reverse, .day = from, .draw = random_.next()});
    maybe(3, {.act = Act::Match, .day = from, .account = some_account()});
    maybe(3, {.act = Act::Deposit,
              .day = from,
              .account = some_account(),
              .word = "take",
              .amount = amount()});
    maybe(5, {.act = Act::Deposit,
              .day = from,
              .account = some_account(),
              .word = "return",
              .amount = amount()});
    maybe(3, {.act = Act::TopUp, .day = from, .account = some_account(), .amount = amount()});
    maybe(3, {.act = Act::Refund, .day = from, .account = some_account()});
    if (!random_.chance(1, 4)) return;
    // Somebody comes from another system, owing or with a credit.
    const std::int64_t cents = random_.between(100, 9000) * (random_.chance(1, 2) ? 1 : -1);
    const std::string number = fmt::format("OLD-{}", ++files_);
    steps.push_back(
        import(from, "balances.csv", balances_text(some_account(), number, cents, from)));
}

// A month, of those that were billed, is to be cancelled and billed anew.
Step Author::order_anew(LocalDate day) {
    const auto back = static_cast<int>(random_.below(static_cast<std::uint64_t>(months_)));
    return {.act = Act::Order,
            .day = day,
            .account = some_account(),
            .until = month_.from.plus_months(-back)};
}

// Before the run of a month.
void Author::add_decisions(std::vector<Step>& steps, LocalDate day) {
    truth_.excluded.clear();
    if (random_.chance(1, 3)) steps.push_back(order_anew(day));
    if (!random_.chance(1, 3)) return;
    const std::string account = some_account();
    truth_.excluded.insert(account);
    steps.push_back({.act = Act::Exclude, .day = day, .account = account, .until = month_.from});
}

void Author::include(std::vector<Step>& steps, LocalDate day, const std::function<bool()>& is_so) {
    std::erase_if(truth_.excluded, [&](const std::string& account) {
        if (!is_so()) return false;
        steps.push_back(
            {.act = Act::Include, .day = day, .account = account, .until = month_.from});
        return true;
    });
}

// Before the month is billed a second time.
void Author::add_second_thoughts(std::vector<Step>& steps, LocalDate day) {
    include(steps, day, [&] { return random_.chance(2, 3); });
    for (std::int64_t n = random_.between(0, 2); n > 0; --n)
        steps.push_back({.act = Act::Release, .day = day, .draw = random_.next()});
    if (random_.chance(1, 2)) steps.push_back(order_anew(day));
}

// Perhaps one is thrown away before; perhaps it waits until somebody approves it.
void Author::add_bill(std::vector<Step>& steps, LocalDate issued, bool releases) {
    issued_ = std::max(issued, issued_);
    Step bill{.act = Act::Bill, .day = issued_, .until = month_.from};
    if (releases)
        bill.released = {bill::Cause::MissingReadings, bill::Cause::NoReadings,
                         bill::Cause::ImplausibleReadings};
    if (random_.chance(1, 6)) {
        bill.waits = true;
        steps.push_back(bill);
        steps.push_back({.act = Act::Discard, .day = issued_, .until = month_.from});
        if (random_.chance(1, 2)) steps.push_back(order_anew(issued_));
        issued_ = bill.day = issued_.plus_days(1);
    }
    bill.waits = random_.chance(1, 4);
    // What comes in while it runs is for the next one.
    if (random_.chance(1, 3)) {
        Truth as_of_now = truth_;
        comes_later_ = deliveries_.corrections(issued_);
        if (!comes_later_.empty()) {
            bill.name = comes_later_.front().name;
            bill.text = comes_later_.front().text;
            comes_later_.erase(comes_later_.begin());
            truth_at_cut_ = std::move(as_of_now);
        }
    }
    const bool waits = bill.waits;
    steps.push_back(std::move(bill));
    if (waits) steps.push_back({.act = Act::Approve, .day = issued_, .until = month_.from});
}

}  // namespace bw::sim
