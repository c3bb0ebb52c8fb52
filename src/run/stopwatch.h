// Adds the CPU time this thread spends in a scope to a counter, in microseconds. For figures only:
// nothing that is computed depends on it.
#pragma once

#include <cstdint>

namespace bw::run {

std::int64_t thread_cpu_us();
std::int64_t wall_us();  // monotonic

class Stopwatch {
public:
    explicit Stopwatch(std::int64_t& counter) : counter_(counter), start_(thread_cpu_us()) {}
    ~Stopwatch() { counter_ += thread_cpu_us() - start_; }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    std::int64_t& counter_;
    std::int64_t start_;
};

}  // namespace bw::run
