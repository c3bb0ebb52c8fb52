// What goes wrong in a step: the process dies at a point of its work, a file cannot be written,
// synced or read, a connection breaks, the clock jumps.
#pragma once

#include "base/random.h"
#include "platform/blob/faults.h"

#include <array>
#include <map>
#include <string>

namespace bw::sim {

// What a step does when nothing goes wrong: how often each point is reached, each operation asked.
struct Work {
    std::map<std::string, int, std::less<>> reached;
    std::array<int, faults::kOperations> asked{};

    static Work so_far(const faults::Faults& faults);
    [[nodiscard]] Work since(const Work& before) const;
    [[nodiscard]] bool is_none() const;
};

struct Trouble {
    std::string point;  // the process is killed there; empty: an operation fails
    faults::Operation operation = faults::Operation::Write;
    int nth = 1;
    int error = 0;
    int clock_back_hours = 0;  // negative: forward

    // Somewhere in the work, which must not be none.
    static Trouble draw(Random& random, const Work& work);
    void arm(faults::Faults& faults) const;
    [[nodiscard]] std::string text() const;
};

}  // namespace bw::sim
