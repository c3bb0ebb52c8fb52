#include "flow/rate/energy/carried.h"

#include <algorithm>

namespace bw::rate {

Decimal carried_in(std::span<const State> states, std::string_view charge, std::string_view name) {
    for (const auto& state : states)
        if (state.charge == charge && state.name == name) return state.value;
    return {};
}

void carry_out(std::vector<State>& states, const std::string& charge, const std::string& name,
               Decimal value) {
    std::erase_if(states,
                  [&](const State& state) { return state.charge == charge && state.name == name; });
    if (!value.is_zero()) states.push_back({charge, name, value});
}

bool is_settled_in(int month, const CompiledSchedule& schedule, const Period& supplied) {
    const LocalDate last = schedule.period.to.plus_days(-1);
    return month == last.month() && supplied.contains(last);
}

}  // namespace bw::rate
