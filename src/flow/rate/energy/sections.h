// Cuts the days of a period into sections: stretches of days with one version, season and block of
// time. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

namespace bw::rate {

// What time a charge's prices or tiers count in: its fixed price's unit, or the period of its
// tiers.
enum class BlockUnit { Period, Month, Quarter, Year };

// The block of a day. Months are the nominal period's own when it is a whole number of months from
// its first day (15 March to 15 April), calendar months else.
Period block_of(LocalDate day, BlockUnit unit, const Period& nominal);
// Of the season's windows or the fixed price; two windows that count tiers over different times are
// an Error.
Result<BlockUnit> block_unit(const catalog::Charge& charge, const catalog::Season& season,
                             const catalog::Header& head);

// Does a list of charges (of a discount, a minimum) name this one? An empty list names all.
bool is_on(const std::vector<std::string>& on, const std::string& charge);

// Sections of `days`. Blocks (by_block) and the dates of discounts on the charge cut too; days on
// which the charge does not exist are left out. by_block is false for register reads, whose
// consumption cannot be told apart by months; of their days the kReadWindowDays before the first
// version count as that version's. Other days before it are an Error.
Result<std::vector<Section>> cut_sections(const CompiledSchedule& schedule,
                                          const CompiledCharge& charge, const Period& days,
                                          bool by_block);

// Those of what a counter tells, cut where the tax changes, too. What they were joined to stays:
// tiers fill over such a cut, and amounts are rounded over it.
Result<std::vector<Section>> cut_of_counter(const CompiledSchedule& schedule,
                                            const CompiledCharge& charge, const Period& days,
                                            const TaxChanges& taxes);

// The shares of blocks that some days have, for scaling bounds.
std::vector<BlockShare> block_shares(const Period& days, BlockUnit unit, const Period& nominal);

}  // namespace bw::rate
