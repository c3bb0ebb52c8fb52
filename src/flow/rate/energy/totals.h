// What is reckoned on rounded lines of a schedule: what is above the maximum, the minimum's top-up,
// discounts and surcharges (discounts.h). Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

// What a minimum or maximum asks for some days; a price per day simply times the days.
Result<Decimal> asked_for(const catalog::AmountPer& price, const Period& days,
                          const Period& nominal);

// Lines that a maximum is on, by charge, days and tax: what is above it is taken off of each by its
// part.
class Limited {
public:
    // Holds pointers to the pieces.
    Result<void> add(const Piece& piece);

    struct By {
        const catalog::Header& head;  // whose maximum it is
        Decimal most;                 // not rounded yet
        std::string clause;
        std::string_view part;  // of the pieces
    };
    // Those that take it off; none where the lines stay below.
    [[nodiscard]] Result<std::vector<Piece>> take_off(const By& by) const;

private:
    struct Lines {
        const Piece* first = nullptr;
        Decimal amount;
        [[nodiscard]] bool holds(const Piece& piece) const;
    };
    [[nodiscard]] static Piece piece_of(const Lines& lines, const By& by, Decimal amount);
    std::vector<Lines> all_;
};

// What tops up lines that come to `billed`; nothing where that is enough.
struct TopUp {
    const catalog::Header& head;
    const catalog::Minimum& minimum;
    std::string clause;
    Decimal asked, billed;
    Period supplied;
};
std::optional<Piece> topped_up(const TopUp& of);
// Not counted by a minimum on all charges: what the customer is owed.
bool is_credit(const Piece& piece);
// Is a line counted by a minimum on some charges or credits (empty: all)? Not what is paid out as
// the year is settled: it is no charge, and the top-up would take it back. Nor what a credit keeps
// for later; what it pays then is.
Result<bool> is_counted(const Piece& piece, const std::vector<std::string>& on,
                        const catalog::Schedule& rules);

// Appends Maximum pieces, one a charge and its days, where the lines of the versions that have one
// are above it: each by its part of them. Credits stay as they are.
Result<void> add_maximum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces);
// Appends a Minimum piece where the charges of the versions that have one stay below it.
Result<void> add_minimum(const CompiledSchedule& schedule, const Period& supplied,
                         std::vector<Piece>& pieces);
// Those of all versions.
Result<void> add_discounts(const CompiledSchedule& schedule, const Period& supplied,
                           const std::map<std::string, Decimal>& facts, std::vector<Piece>& pieces);

}  // namespace bw::rate
