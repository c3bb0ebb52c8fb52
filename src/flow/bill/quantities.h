// How much was measured in a month, as its bill tells it: each kilowatt-hour once, however many
// charges count it, of one schedule or of several (a grid's and a supplier's). Pure.
#pragma once

#include "flow/bill/billed.h"
#include "flow/rate/energy/energy.h"

#include <span>
#include <string>
#include <vector>

namespace bw::bill {

class Quantities {
public:
    explicit Quantities(LocalDate month) : month_(month) {}

    // What a schedule rated for some days. Of charges that count the same the first one stands for
    // them; of schedules that price the same days, the one that came first.
    void add(std::span<const rate::Piece> pieces, const rate::CompiledSchedule& schedule,
             const std::string& name, const Period& days);
    // One a channel and unit, and window of that charge.
    [[nodiscard]] std::vector<Measured> take() { return std::move(measured_); }

private:
    struct CountedBy {
        std::string schedule;
        Period days;
        std::string channel, unit;
    };
    [[nodiscard]] bool is_counted(const catalog::Measure& of, const std::string& schedule,
                                  const Period& days) const;
    void add(const std::string& channel, const std::string& unit, Decimal quantity,
             bool is_estimated);

    LocalDate month_;
    std::vector<CountedBy> counted_;
    std::vector<Measured> measured_;
};

// The charge of a piece, in its version of the schedule; null: none has it.
const catalog::Charge* charge_of(const rate::CompiledSchedule& schedule, const rate::Piece& piece);

}  // namespace bw::bill
