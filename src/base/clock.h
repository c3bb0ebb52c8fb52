// Where 'now' comes from. Nobody calls the system clock: a Clock& comes in from main.
#pragma once

#include "base/civil.h"

namespace bw {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

// Stands still until told; for tests and for replaying a run.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant now) : now_(now) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }

private:
    Instant now_;
};

}  // namespace bw
