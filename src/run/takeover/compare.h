// Our bill of a month beside the one of the system before us: equal, or different and why. Pure.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/money.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace bw::takeover {

enum class Difference : std::uint8_t {
    Equal,
    Rounding,         // no more than the tolerance
    MissingWithUs,    // they billed, we would not
    Held,             // they billed, ours is held
    MissingWithThem,  // we would bill, they did not
    Period,           // other days
    Consumption,
    Price,  // the same was used, and it costs something else
    Fee,
    Tax  // net is the same
};
std::string_view difference_name(Difference difference);  // "missing-with-us"
// Whether it is within what was asked for.
bool is_good(Difference difference);

// What was measured, by subscription, channel and unit.
using Quantities = std::map<std::tuple<std::int64_t, std::string, std::string>, Decimal>;

struct Side {
    Period days;
    Money net, tax, gross;
    Quantities quantities;     // empty: not told
    std::optional<Money> fee;  // net, of what does not depend on use; nothing: not told
};

// The net difference, shared out; ours less theirs.
struct Shares {
    Money consumption, price, fee, tax;
};

struct Compared {
    Difference difference = Difference::Equal;
    Money amount;  // gross, ours less theirs
    Shares shares;
};

// One of them may be missing, not both; both in one currency. What more was used is reckoned at
// their average price, the rest of the use is price. Error (Overflow).
Result<Compared> compare(const std::optional<Side>& ours, const std::optional<Side>& theirs,
                         const Money& tolerance);

}  // namespace bw::takeover
