// What happens to a company, step by step. Only words and files: a step can be printed as a block
// of a scenario (tests/scenarios/README.md), and played as often as one likes.
#pragma once

#include "base/civil.h"
#include "flow/bill/billed.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::sim {

enum class Act {
    Import,    // a file
    Wishes,    // who pays how: becomes Payments when it is played, for it depends on what is open
    Payments,  // a file of payments
    Match,     // the first payment that waits goes to an account
    Reverse,   // one of the payments
    Deposit,
    Refund,
    TopUp,
    Estimate,  // what is missing in a month
    Bill,
    Release,  // of one account that the last run holds, which of them when it is played
    Exclude,  // an account from the runs of a month
    Include,
    Order,    // an account's month is to be cancelled and billed anew
    Approve,  // a bill that waits for it
    Discard
};
std::string_view act_name(Act act);

enum class Paying { Right, Short, Twice, Early, Nameless, WrongReference };
struct Wish {
    std::string account;
    Paying how = Paying::Right;
};

struct Step {
    Act act = Act::Import;
    LocalDate day{};     // on which it happens
    std::string name{};  // of the file; Bill: of one that comes in while it runs, if any
    std::string text{};  // the file
    std::vector<Wish> wishes{};
    std::string account{};   // Match, Deposit, TopUp, Refund, Release, Exclude, Include, Order
    std::string word{};      // Match, Reverse: key of the payment; Deposit: "take" or "return";
                             // Release: the cause
    std::string amount{};    // Deposit, TopUp
    std::uint64_t draw = 0;  // Reverse, Release: which, of as many as there are; Payments: how many
                             // came before
    LocalDate until{};       // Bill, Approve, Discard, Estimate, Exclude, Include, Order: the day
                             // after the month
    std::set<bill::Cause> released{};
    bool waits = false;  // Bill: for somebody who approves it
    Batch batch{};       // Release, Exclude, Include: that it becomes. Decided twice it were two
};

// As a block of a scenario; of a long file the first lines only, unless it is wanted whole.
enum class Length { Short, Whole };
std::string to_text(const Step& step, Length length);

}  // namespace bw::sim
