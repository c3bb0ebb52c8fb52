#include "flow/meter/formats/parts/session_state.h"

#include <algorithm>

namespace bw::meter {

void SessionState::join(const SessionState& other) {
    if (has_start == other.has_start) start = std::min(start, other.start);
    else if (other.has_start) start = other.start;
    has_start = has_start || other.has_start;
    seconds = std::max(seconds, other.seconds);
    bytes = std::max(bytes, other.bytes);
    const bool is_better =
        destination.empty() || (!other.destination.empty() && other.destination < destination);
    if (is_better) destination = other.destination;
}

}  // namespace bw::meter
