// The one place that reads the system clock. Created in main, passed on as Clock&.
#pragma once

#include "base/clock.h"

namespace bw::clock {

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};

}  // namespace bw::clock
