// How it is found out that something happened: SQL over what the program wrote, a question for each
// event, under files/evidence. They ask bills, rows and the books, and know nothing of the plan.
#pragma once

#include "apps/demo/events/plan.h"

#include <string>

namespace bw::demo {

// Its parameter ?1 is the first day of the demo. A row of the answer for each time: who
// (Happening::account) and the day, counted from 1970-01-01.
std::string question_about(Event event);

}  // namespace bw::demo
