// What happens to a company, step by step. Only words and files: a step can be printed as a block
// of a scenario (tests/scenarios/README.md), and played as often as one likes.
#pragma once

#include "base/civil.h"
#include "flow/bill/billed.h"

#include <set>
#include <string>
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
    Estimate,  // what is missing in a month
    Bill
};

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
    std::string account{};   // Match, Deposit, Refund
    std::string word{};      // Match, Reverse: key of the payment; Deposit: "take" or "return"
    std::string amount{};    // Deposit
    std::uint64_t draw = 0;  // Reverse: which payment, of as many as there are; Payments: how many
                             // came before
    LocalDate until{};       // Bill, Estimate: the day after the month
    std::set<bill::Cause> released{};
};

// As a block of a scenario; of a long file the first lines only, unless it is wanted whole.
enum class Length { Short, Whole };
std::string to_text(const Step& step, Length length);

}  // namespace bw::sim
