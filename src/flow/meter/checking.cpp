#include "flow/meter/checking.h"

#include "flow/meter/estimates/limits.h"
#include "flow/meter/multiplied.h"

namespace bw::meter {

Result<std::vector<Implausible>> check(const Reader& reader, ServicePointId point,
                                       const CheckTerms& terms) {
    if (terms.wanted.empty()) return std::vector<Implausible>{};
    // A day more on both sides: local days are not those of UTC.
    constexpr std::int64_t kReachUs = Instant::kSecond * 86'400 * (kLikeDaysReach + 1);
    const Span near{Instant{terms.wanted.front().from.us - kReachUs},
                    Instant{terms.wanted.back().to.us + kReachUs}};
    Usage usage = TRY(reader.read(point, near));
    TRY_VOID(multiply_intervals(usage, terms.devices));
    return find_implausible(
        {terms.rules, usage, terms.wanted, terms.known_until, terms.zone, terms.devices});
}

}  // namespace bw::meter
