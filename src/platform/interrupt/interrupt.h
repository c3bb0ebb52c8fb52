// Ctrl-C and SIGTERM, for work that can stop in order. While an Interrupt lives, the first signal
// sets a flag that the work looks at between its steps; the same signal again ends the process at
// once, as it does where there is no Interrupt. One at a time in a process.
#pragma once

#include <atomic>
#include <csignal>

namespace bw::interrupt {

class Interrupt {
public:
    Interrupt();
    ~Interrupt();  // signals do again what they did before
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    // Has anybody asked to stop? Any thread may look; it must not outlive the Interrupt.
    [[nodiscard]] const std::atomic<bool>& asked() const;

private:
    struct sigaction before_int_ = {};
    struct sigaction before_term_ = {};
};

}  // namespace bw::interrupt
