// What work takes: seconds on the wall, CPU seconds of all threads of this process, and memory.
#pragma once

#include "base/result.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::bench {

inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
inline double wall_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Cost {
    double wall_s = 0, cpu_s = 0;
};
// Of some work, whose Error is handed on.
template <typename F>
Result<Cost> cost_of(F&& work) {
    const double wall = wall_seconds(), cpu = cpu_seconds();
    TRY_VOID(work());
    return Cost{wall_seconds() - wall, cpu_seconds() - cpu};
}

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// A line of /proc/self/status, in MB.
inline double memory_mb(std::string_view line) {
    std::ifstream status("/proc/self/status");
    double kib = 0;
    for (std::string word; status >> word;)
        if (word == line) status >> kib;
    return kib / 1024;
}
// Held now.
inline double held_mb() { return memory_mb("VmRSS:"); }
// The most held since the last call, from which on the kernel counts anew.
inline double peak_mb() {
    const double peak = memory_mb("VmHWM:");
    std::ofstream("/proc/self/clear_refs") << "5";
    return peak;
}

// Long work is told of at once, wherever the output goes.
template <typename... Values>
void say(fmt::format_string<Values...> text, Values&&... values) {
    fmt::print(text, std::forward<Values>(values)...);
    std::fflush(stdout);
}

}  // namespace bw::bench
