// A value that holds for a span of time goes where it can be kept: as an interval when its length
// divides the day; a day of 23 or 25 hours (the clock changed) as that many hours with even shares,
// which is recorded as a repair; anything longer, up to two years, as a use, whose decimals beyond
// the sixth are cut (a repair). Files that are read value by value hand on through here.
#pragma once

#include "flow/meter/formats/parts/record.h"

namespace bw::meter {

struct SpanValue {
    std::string_view code, channel, unit;
    Span span;
    std::int64_t value = kMissing;  // kMissing where quality is Missing
    int scale = 0;                  // 0..9, the value below 10^9 units
    Quality quality = Quality::Actual;
    std::int64_t line = 0;
    std::int64_t records = 1;
};

// What is wrong with it; nothing: it can be handed on.
Outcome check(const SpanValue& value);
// Nothing: handed on. A missing value of a long span is a record without usage.
Outcome hand_on(const SpanValue& value, RecordSink& sink);

}  // namespace bw::meter
