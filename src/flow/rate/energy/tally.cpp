#include "flow/rate/energy/tally.h"

#include "base/wide.h"
#include "flow/rate/energy/limits.h"

namespace bw::rate {
namespace {

static_assert(kTallyMax <= (std::uint64_t{1} << 62) / kValueLimit);
constexpr auto kBias = static_cast<std::uint64_t>(kPlainLimit) + 1;
static_assert((kBias & (kBias - 1)) == 0, "a power of two: one 'or' tells whether all lie within");
static_assert(kPlainMax <= (std::uint64_t{1} << 62) / kBias);
static_assert(static_cast<int>(meter::Quality::Actual) == 0);

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
