#include "flow/meter/formats/energy/load_profile.h"

namespace bw::meter {

namespace {

std::int64_t length_us(const SpanValue& value) { return value.span.to.us - value.span.from.us; }

}  // namespace

void LoadProfile::hand_on_or_reject(const SpanValue& value) {
    if (const auto fault = hand_on(value, sink_)) {
        sink_.reject({value.line, fault->code, fault->reason, make_excerpt(fault->field)});
    }
}

void LoadProfile::add(const SpanValue& value) {
    const bool is_same = value.code == code_ && value.channel == channel_ && value.unit == unit_;
    if (!is_same || value.span.from != end_) {
        finish();
        code_ = value.code;
        channel_ = value.channel;
        unit_ = value.unit;
    }
    SpanValue own = value;
    own.code = code_;
    own.channel = channel_;
    own.unit = unit_;
    end_ = value.span.to;
    if (step_us_ == 0) {
        if (last_length_us_ == length_us(value) && last_length_us_ > 0) step_us_ = last_length_us_;
        last_length_us_ = length_us(value);
        return hand_on_or_reject(own);
    }
    if (held_.empty() && length_us(value) == step_us_) return hand_on_or_reject(own);
    held_.push_back(own);
    const Instant start = held_.front().span.from;
    const auto count = static_cast<std::int64_t>(held_.size());
    if (end_.us - start.us == count * step_us_) {
        for (std::int64_t i = 0; i < count; ++i) {
            SpanValue& mended = held_[static_cast<std::size_t>(i)];
            mended.span = {Instant{start.us + i * step_us_},
                           Instant{start.us + (i + 1) * step_us_}};
            hand_on_or_reject(mended);
            sink_.repair(mended.line, "a wrong time inside a load profile was set to its step");
        }
        held_.clear();
    } else if (held_.size() == kHeldMax) {
        give_up();
    }
}

// The profile has another step, or its times cannot be told.
void LoadProfile::give_up() {
    for (const SpanValue& value : held_) hand_on_or_reject(value);
    held_.clear();
    step_us_ = 0;
    last_length_us_ = 0;
}

void LoadProfile::finish() {
    give_up();
    end_ = {};
}

}  // namespace bw::meter
