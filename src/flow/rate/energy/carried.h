// Carried states as charges read and pass them on: by charge and name. Internal. Pure.
#pragma once

#include "flow/rate/energy/energy.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

// Nothing was carried: zero.
Decimal carried_in(std::span<const State> states, std::string_view charge, std::string_view name);
// In place of one of its name. Zero passes on by not being there.
void carry_out(std::vector<State>& states, const std::string& charge, const std::string& name,
               Decimal value);
// Does the last supplied day end a year that is settled at the end of this month, 1 to 12?
bool is_settled_in(int month, const CompiledSchedule& schedule, const Period& supplied);

}  // namespace bw::rate
