#include "flow/rate/energy/tally.h"

#include "base/wide.h"
#include "flow/rate/energy/limits.h"

#include <algorithm>
#include <cstring>

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

BILLWRIGHT_WIDE bool are_actual(const meter::Quality* qualities, std::size_t count) {
    std::uint8_t marks = 0;
    for (std::size_t i = 0; i < count; ++i) marks |= static_cast<std::uint8_t>(qualities[i]);
    return marks == 0;
}

BILLWRIGHT_WIDE bool is_plain(const std::int64_t* values, const meter::Quality* qualities,
                              std::size_t count) {
    if (count > kPlainMax) return false;
    std::uint64_t seen = 0;  // a missing value is far out, too
    for (std::size_t i = 0; i < count; ++i) seen |= static_cast<std::uint64_t>(values[i]) + kBias;
    return seen < 2 * kBias && are_actual(qualities, count);
}

namespace {

// Sums that stay in registers while the days go by, and the bits that were seen, as in is_plain.
// Without a sign: what is too large must not overflow.
template <std::size_t Fours>
[[gnu::always_inline]] inline void add_days(const std::int64_t* values,
                                            std::span<const std::uint32_t> begins,
                                            std::int64_t* sums, Four& bits) {
    Four some[Fours] = {};
    for (const std::uint32_t begin : begins)
        for (std::size_t k = 0; k < Fours; ++k) {
            Four value;
            std::memcpy(&value, values + begin + 4 * k, sizeof(value));
            some[k] += value;
            bits |= value + kBias;
        }
    std::memcpy(sums, some, sizeof(some));
}

}  // namespace

// A day of half hours goes through whole, in order of memory.
BILLWRIGHT_WIDE bool plain_day_sums(const std::int64_t* values,
                                    std::span<const std::uint32_t> begins, std::size_t length,
                                    std::int64_t* sums) {
    if (begins.size() * length > kPlainMax) return false;
    Four bits = {};
    std::size_t first = 0;
    for (; first + 48 <= length; first += 48)
        add_days<12>(values + first, begins, sums + first, bits);
    for (; first + 12 <= length; first += 12)
        add_days<3>(values + first, begins, sums + first, bits);
    std::uint64_t seen = bits[0] | bits[1] | bits[2] | bits[3];
    for (; first < length; ++first) {
        std::uint64_t sum = 0;
        for (const std::uint32_t begin : begins) {
            const auto value = static_cast<std::uint64_t>(values[begin + first]);
            sum += value;
            seen |= value + kBias;
        }
        sums[first] = static_cast<std::int64_t>(sum);
    }
    return seen < 2 * kBias;
}

BILLWRIGHT_WIDE bool mixed_day_sums(const std::int64_t* values, const meter::Quality* qualities,
                                    std::span<const std::uint32_t> begins, std::size_t length,
                                    const DaySums& into) {
    std::int64_t* const sums = into.sums;
    std::int64_t* const missing = into.missing;
    std::int64_t* const estimated = into.estimated;
    std::uint64_t seen = 0;
    for (const std::uint32_t begin : begins)
        for (std::size_t i = 0; i < length; ++i) {
            const std::int64_t value = values[begin + i];
            // By masks, as below.
            const std::int64_t gone = -static_cast<std::int64_t>(value == meter::kMissing);
            const auto counted = static_cast<std::uint64_t>(value & ~gone);
            seen |= counted + kBias;
            sums[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(sums[i]) + counted);
            missing[i] -= gone;
            estimated[i] +=
                ~gone & static_cast<std::int64_t>(!meter::is_firm(qualities[begin + i]));
        }
    return seen < 2 * kBias;
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
