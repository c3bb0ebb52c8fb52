// What a text means but cannot: gaps and overlaps of windows and seasons, tiers and windows that
// never count, names that lead nowhere, a missing tax category. Errors refuse the text; warnings
// are for its reviewer. Pure.
#pragma once

#include "books/catalog/catalog.h"

#include <string>
#include <vector>

namespace bw::catalog {

enum class Severity : std::uint8_t { Error, Warning };

struct Finding {
    Severity severity = Severity::Error;
    std::string where;  // "tariffs/home.yaml line 14"
    std::string text;   // "charges.energy.windows: Mon-Fri 07:00-08:00 lies in no window"
    friend bool operator==(const Finding&, const Finding&) = default;
};

// Of each document by itself.
std::vector<Finding> check(const Document& document);
// Of all texts together too: schedules, calendars, decks and tax categories that plans and
// schedules name. A name that leads nowhere is an error.
std::vector<Finding> check(const Catalog& catalog);
// Of texts that join or replace some of `company`: names lead there, too.
std::vector<Finding> check_beside(const Catalog& texts, const Catalog& company);
// Of texts by themselves: what they do not hold may stand elsewhere, so a name that leads nowhere
// is a warning.
std::vector<Finding> check_alone(const Catalog& texts);

}  // namespace bw::catalog
