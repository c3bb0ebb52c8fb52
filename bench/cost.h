// What work takes: seconds on the wall, CPU of all threads of this process, and its peak memory.
#pragma once

#include "base/result.h"
#include "run/stopwatch.h"

#include <sys/resource.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace bw::bench {

inline std::int64_t process_cpu_us() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    const auto us = [](const timeval& t) {
        return static_cast<std::int64_t>(t.tv_sec) * 1'000'000 + t.tv_usec;
    };
    return us(use.ru_utime) + us(use.ru_stime);
}

struct Cost {
    double wall_s = 0;
    double cpu_us = 0;
};
// Of some work, whose Error is handed on.
template <typename F>
Result<Cost> cost_of(F&& work) {
    const auto wall = run::wall_us();
    const auto cpu = process_cpu_us();
    TRY_VOID(work());
    return Cost{static_cast<double>(run::wall_us() - wall) / 1e6,
                static_cast<double>(process_cpu_us() - cpu)};
}

// The most memory held since the last call (VmHWM of /proc/self/status, which the kernel starts
// anew on request).
inline std::int64_t peak_kib() {
    std::ifstream status("/proc/self/status");
    std::int64_t peak = 0;
    for (std::string word; status >> word;)
        if (word == "VmHWM:") status >> peak;
    std::ofstream("/proc/self/clear_refs") << "5";
    return peak;
}

}  // namespace bw::bench
