#include "run/stopwatch.h"

#include <ctime>

namespace bw::run {
namespace {

std::int64_t read(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

}  // namespace

std::int64_t thread_cpu_us() { return read(CLOCK_THREAD_CPUTIME_ID); }
std::int64_t wall_us() { return read(CLOCK_MONOTONIC); }

}  // namespace bw::run
