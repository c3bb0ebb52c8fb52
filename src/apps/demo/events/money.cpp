// How some of the accounts without other events pay, and what is held for them.
#include "apps/demo/events/events.h"

#include <fmt/format.h>

#include <array>

namespace bw::demo::events {
namespace {

struct Habits {
    Payment payment;
    Event event;
    int first, month;
};
constexpr std::array<Habits, 5> kHabits = {{{Payment::Short, Event::PaidShort, 31, 2},
                                            {Payment::Twice, Event::PaidTwice, 37, 3},
                                            {Payment::Unknown, Event::PaidByNobodyKnown, 43, 4},
                                            {Payment::ComesBack, Event::PaymentCameBack, 49, 5},
                                            {Payment::Oldest, Event::PaidTheOldest, 55, 6}}};

}  // namespace

void money(Script& script) {
    for (const auto& [payment, event, first, month] : kHabits)
        for (int i = 0; i < kEach; ++i) {
            const std::string account = fmt::format("A-{}", 100'000 + first + i);
            script.pays(account, month, payment);
            script.happens(event, account, script.month(month + 1).plus_days(12));
        }
    for (int i = 0; i < kEach; ++i) {
        const std::string account = fmt::format("N-{}", 100'021 + i);
        const LocalDate day = script.month(3).plus_days(2 + i);
        script.act({Deed::TopUp, day, account, "90.00"});
        script.happens(Event::ToppedUp, account, day);
    }
    for (int i = 0; i < kEach; ++i) {
        const std::string account = fmt::format("N-{}", 100'011 + i);
        const LocalDate taken = script.month(1).plus_days(4), back = script.month(9).plus_days(4);
        script.act({Deed::TakeDeposit, taken, account, "50.00"});
        script.act({Deed::ReturnDeposit, back, account, "50.00"});
        script.happens(Event::DepositTaken, account, taken);
        script.happens(Event::DepositReturned, account, back);
    }
}

}  // namespace bw::demo::events
