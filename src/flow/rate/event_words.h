// How a call, message or session came to its price, in words for the operator.
#pragma once

#include "flow/rate/rated.h"
#include "platform/text/said.h"

#include <string>

namespace bw::rate {

// "connection 0.15 + 60 s x 0.10/min + 25 s x 0.05/min, deck EUROPE, prefix +43".
std::string event_words(const RatedEvent& event, text::Tongue tongue);

// "21.43 GB", "551 MB", "12 kB": as customers read it. What must be exact is told in bytes beside
// it or stands in JSON.
std::string volume_words(std::int64_t bytes, text::Tongue tongue);

}  // namespace bw::rate
