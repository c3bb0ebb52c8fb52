// Homes whose meters tell every hour, for events that need a gap, an estimate or a wrong value. To
// keep the files small they are customers for the months around it only.
#pragma once

#include "apps/demo/events/script.h"

namespace bw::demo::events {

// A home from the first day of month `first` up to the first of month `end`; its hours come in, but
// for those of `without`.
struct Stay {
    std::string_view plan = "AURORA-HOME";
    int first = 0, end = 0;
    Period without = {};
    std::string_view issuer = "AURORA";
};
Row hourly(Script& script, const Stay& stay);

// What comes in of days that were left out.
void fill(Script& script, const Row& who, LocalDate arrives, Period days, int percent = 100,
          std::string_view quality = "actual");

}  // namespace bw::demo::events
