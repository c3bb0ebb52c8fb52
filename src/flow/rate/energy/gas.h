// Cubic metres that a counter counted to kWh, after DVGW G 685: the volume of each month, times the
// volume factor of the place, times the calorific value of its area in that month; their sum is
// rounded as the schedule says. Internal. Pure.
#pragma once

#include "flow/rate/energy/spread.h"

namespace bw::rate {

class Gas {
public:
    Gas(Spread& volume, const Place& place, const catalog::GasRules& rules)
        : volume_(volume), place_(place), rules_(rules) {}

    struct Energy {
        Decimal kwh;
        note::Gas note;
        std::vector<note::Unknown> unknown;    // values and weights that others stand in for
        std::optional<note::Unknown> lacking;  // no value up to its month: without its days
    };
    // Of the days after those asked for before: what is rounded off passes on, so that the parts
    // of a use sum to what it comes to as a whole. Days without use ask for nothing. Error: no
    // area.
    Result<Energy> in(const Period& days);

private:
    [[nodiscard]] Period days_from(LocalDate day, LocalDate end) const;
    [[nodiscard]] Result<std::string> area_on(LocalDate day) const;
    [[nodiscard]] std::optional<GasPart> part_of(const Period& days, Decimal volume) const;

    Spread& volume_;
    const Place& place_;
    const catalog::GasRules& rules_;
    Decimal exact_, rounded_;  // so far
};

}  // namespace bw::rate
