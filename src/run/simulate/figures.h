// What a simulation comes to: sums, who pays less and who more, how the changes are spread, by
// segment. Pure.
#pragma once

#include "run/simulate/simulate.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::run {

// All of some accounts under one tariff, beside the present one.
struct TariffFigures {
    std::string tariff;
    Money net, change;
    std::int64_t pay_less = 0, pay_more = 0, unchanged = 0;
    std::int64_t best_for = 0;    // accounts of whom it is the cheapest
    std::optional<Money> margin;  // net less what the usage costs us
};

struct SegmentFigures {
    std::string segment;  // empty: of whom it is not known
    std::int64_t accounts = 0;
    std::vector<TariffFigures> tariffs;  // the present one first
};

// Accounts whose amount changes by [from, to); an end that is missing is open.
struct ChangeBin {
    std::optional<Money> from, to;
    std::int64_t accounts = 0;
};
struct Distribution {
    std::string tariff;
    Money least, tenth, median, nine_tenths, most;
    std::vector<ChangeBin> bins;  // ascending, without a gap
};

struct HeldFigures {
    bill::Cause cause = bill::Cause::Calculation;
    std::string tariff, text;  // text: of the first account
    std::int64_t accounts = 0;
    std::vector<std::string> first;  // kHeldNamed at most
};
inline constexpr std::size_t kHeldNamed = 3;

struct Figures {
    std::vector<TariffFigures> tariffs;       // the present one first
    Money best, best_change;                  // everybody on his cheapest
    std::vector<Distribution> distributions;  // of each candidate; none without accounts
    std::vector<SegmentFigures> segments;     // the largest first
    std::vector<HeldFigures> held;            // by cause and tariff
};
// Error: Overflow.
Result<Figures> figures_of(const Simulation& simulation);

// "-2.8", of an amount in another; empty where that is nothing.
std::string percent_of_text(const Money& amount, const Money& of);

}  // namespace bw::run
