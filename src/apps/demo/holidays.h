// German public holidays, computed: those of all sixteen states, nine a year.
#pragma once

#include "base/civil.h"

#include <map>
#include <string>

namespace bw::demo {

// Easter Sunday of the Gregorian calendar. Source: the anonymous algorithm printed in Nature, 20
// April 1876, as in Meeus, Astronomical Algorithms, chapter 8.
LocalDate easter_sunday(int year);
std::map<LocalDate, std::string> german_holidays(int year);
// A `calendar:` document of the years, both included.
std::string german_calendar(int first_year, int last_year);

}  // namespace bw::demo
