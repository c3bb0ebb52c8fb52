// How much rating hands over.
#pragma once

#include <cstdint>

namespace bw::rate {

enum class Detail : std::uint8_t {
    Totals,  // pieces and states
    Events   // also a RatedEvent for each event, with the steps that explain it
};

}  // namespace bw::rate
