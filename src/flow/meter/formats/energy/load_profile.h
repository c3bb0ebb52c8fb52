// Values of a load profile that follow each other, on their way to the sink. Where the time between
// two of them is wrong (typed, or damaged on the way) and the ones around it are right, the times
// in between are those of the profile's even step: as many values as steps fit, so nobody need
// guess. Each value that was mended is a repair. What does not fit is handed on as it came.
#pragma once

#include "flow/meter/formats/parts/span_value.h"

#include <cstddef>
#include <string>
#include <vector>

namespace bw::meter {

class LoadProfile {
public:
    static constexpr std::size_t kHeldMax = 96;  // values between two times that are right

    explicit LoadProfile(RecordSink& sink) : sink_(sink) {}
    // The next value in the order of the file. A fault of one that was held is its reject.
    void add(const SpanValue& value);
    // No value of this series follows.
    void finish();

private:
    void hand_on_or_reject(const SpanValue& value);
    void give_up();

    RecordSink& sink_;
    std::string code_, channel_, unit_;
    std::int64_t step_us_ = 0;         // 0: not known yet
    std::int64_t last_length_us_ = 0;  // of the value before, while the step is not known
    Instant end_;                      // of the value before
    std::vector<SpanValue> held_;      // from the last time that is right
};

}  // namespace bw::meter
