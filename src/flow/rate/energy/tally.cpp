#include "flow/rate/energy/tally.h"

#include "base/wide.h"
#include "flow/rate/energy/limits.h"

#include <algorithm>

namespace bw::rate {
namespace {

static_assert(kTallyMax <= (std::uint64_t{1} << 62) / kValueLimit);
constexpr auto kBias = static_cast<std::uint64_t>(kPlainLimit) + 1;
static_assert((kBias & (kBias - 1)) == 0, "a power of two: one 'or' tells whether all lie within");
static_assert(kPlainMax <= (std::uint64_t{1} << 62) / kBias);
static_assert(static_cast<int>(meter::Quality::Actual) == 0);
constexpr std::uint64_t kFar = std::uint64_t{1} << 62;
static_assert(kIntervalPriceMax.nano() < int128{kFar});

}  // namespace

BILLWRIGHT_WIDE bool is_plain(const std::int64_t* values, const meter::Quality* qualities,
                              std::size_t count) {
    if (count > kPlainMax) return false;
    std::uint64_t seen = 0;  // a missing value is far out, too
    for (std::size_t i = 0; i < count; ++i) seen |= static_cast<std::uint64_t>(values[i]) + kBias;
    std::uint8_t marks = 0;
    for (std::size_t i = 0; i < count; ++i) marks |= static_cast<std::uint8_t>(qualities[i]);
    return seen < 2 * kBias && marks == 0;
}

namespace {

BILLWRIGHT_WIDE void find_range(const std::int64_t* values, const std::int64_t* prices,
                                std::size_t count, PricedSum& sum) {
    std::int64_t lowest = PricedSum{}.lowest, highest = PricedSum{}.highest;
    for (std::size_t i = 0; i < count; ++i) {
        // By masks: compilers make a branch of a choice, and no vectors of a branch.
        const std::int64_t unused = -static_cast<std::int64_t>(values[i] == 0);
        const std::int64_t price = prices[i] & ~unused;
        lowest = std::min(lowest, price + (PricedSum{}.lowest & unused));
        highest = std::max(highest, price + (PricedSum{}.highest & unused));
    }
    sum.lowest = lowest;
    sum.highest = highest;
}

}  // namespace

PricedSum plain_priced_sum(const std::int64_t* values, const std::int64_t* prices,
                           std::size_t count) {
    PricedSum sum;
    for (std::size_t i = 0; i < count; ++i) {
        sum.quantity += values[i];
        sum.amount += int128{values[i]} * prices[i];
    }
    find_range(values, prices, count, sum);
    return sum;
}

BILLWRIGHT_WIDE bool are_known(const std::int64_t* prices, std::size_t count) {
    static_assert(meter::kMissing == std::numeric_limits<std::int64_t>::min());
    std::uint64_t seen = 0;  // a price is far from the least of all numbers
    for (std::size_t i = 0; i < count; ++i) seen |= static_cast<std::uint64_t>(prices[i]) + kFar;
    return seen < 2 * kFar;
}

Tally tally(const std::int64_t* values, const meter::Quality* qualities, std::size_t count) {
    Tally result;
    for (std::size_t i = 0; i < count; ++i) {
        if (values[i] == meter::kMissing) {
            ++result.missing;
            continue;
        }
        if (values[i] > kValueLimit || values[i] < -kValueLimit - 1) {
            result.is_too_large = true;
            return result;
        }
        result.sum += values[i];
        result.estimated += meter::is_firm(qualities[i]) ? 0 : 1;
    }
    return result;
}

}  // namespace bw::rate
