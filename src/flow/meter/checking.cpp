#include "flow/meter/checking.h"

#include "flow/meter/estimates/limits.h"
#include "flow/meter/multiplied.h"

#include <algorithm>

namespace bw::meter {
namespace {

constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;

// A customer's read is compared with a time before it that is as long, and may be of years.
bool looks_back(const catalog::Validation& rules, const Usage& usage) {
    return std::ranges::any_of(usage.registers, [&](const RegisterColumn& column) {
        return std::ranges::find(column.qualities, Quality::Customer) != column.qualities.end() &&
               std::ranges::any_of(rules.channels, [&](const catalog::Bounds& bounds) {
                   return bounds.customer_reads && bounds.channel == column.channel;
               });
    });
}

}  // namespace

Result<std::vector<Implausible>> check(const Reader& reader, ServicePointId point,
                                       const CheckTerms& terms) {
    if (terms.wanted.empty()) return std::vector<Implausible>{};
    // A day more on both sides: local days are not those of UTC.
    constexpr std::int64_t kReachUs = kDayUs * (kLikeDaysReach + 1);
    constexpr std::int64_t kBackUs = kDayUs * 31 * kNeighbourMonths;
    const Span near{Instant{terms.wanted.front().from.us - kReachUs},
                    Instant{terms.wanted.back().to.us + kReachUs}};
    Usage usage = TRY(reader.read(point, near));
    if (looks_back(terms.rules, usage))
        usage.registers = TRY(reader.registers(point, {Instant{near.from.us - kBackUs}, near.to}));
    TRY_VOID(multiply_intervals(usage, terms.devices));
    return find_implausible(
        {terms.rules, usage, terms.wanted, terms.known_until, terms.zone, terms.devices});
}

}  // namespace bw::meter
