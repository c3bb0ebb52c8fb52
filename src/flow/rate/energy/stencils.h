// What all pieces of one place in a tariff have in common (names, tax, unit, rounding, where it
// stands), put together once for all meters. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <string>

namespace bw::rate {

// A piece with all but days, quantity and price: of a section, whichever its window.
Piece blank_piece(const CompiledSchedule& schedule, const CompiledCharge& charge,
                  const Section& section, PieceKind kind);

// "HOME-TOU@2026-01-01 charges.energy.windows.peak, line 14"
std::string clause_of(const CompiledSchedule& schedule, const CompiledCharge& charge,
                      const Section& section, const catalog::Window& window,
                      catalog::SourceLine line);

// Names a part of the charge, after those that are named.
void name_part(Piece& piece, const std::string& name);

// Fills charge.stencils.
void cut_stencils(const CompiledSchedule& schedule, CompiledCharge& charge);

}  // namespace bw::rate
