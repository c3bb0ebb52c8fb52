#include "flow/meter/checking.h"

#include "flow/meter/estimates/limits.h"
#include "flow/meter/multiplied.h"

#include <algorithm>

namespace bw::meter {
namespace {

constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;

constexpr std::int64_t kSeldomUs = kDayUs * 45;

// Longer than what is read around the month beside it tells.
bool is_read_seldom(const RegisterColumn& column) {
    return std::ranges::adjacent_find(column.times, [](Instant read, Instant next) {
               return next.us - read.us > kSeldomUs;
           }) != column.times.end();
}

// What is compared with a time before it that is as long, and may be of years.
bool looks_back(const catalog::Bounds& bounds, const RegisterColumn& column) {
    if (bounds.channel != column.channel) return false;
    const bool has_customers =
        std::ranges::find(column.qualities, Quality::Customer) != column.qualities.end();
    return (bounds.customer_reads && has_customers) || (bounds.spike && is_read_seldom(column));
}

bool looks_back(const catalog::Validation& rules, const Usage& usage) {
    return std::ranges::any_of(usage.registers, [&](const RegisterColumn& column) {
        return std::ranges::any_of(rules.channels, [&](const catalog::Bounds& bounds) {
            return looks_back(bounds, column);
        });
    });
}

}  // namespace

Result<std::vector<Implausible>> check(const Reader& reader, ServicePointId point,
                                       const CheckTerms& terms) {
    if (terms.wanted.empty()) return std::vector<Implausible>{};
    const Span all{terms.wanted.front().from, terms.wanted.back().to};
    if (terms.rules == nullptr && !TRY(reader.is_mixed(point, all)))
        return std::vector<Implausible>{};
    const catalog::Validation nothing;
    const catalog::Validation& rules = terms.rules != nullptr ? *terms.rules : nothing;
    // A day more on both sides: local days are not those of UTC.
    constexpr std::int64_t kReachUs = kDayUs * (kLikeDaysReach + 1);
    constexpr std::int64_t kBackUs = kDayUs * 31 * kNeighbourMonths;
    const Span near{Instant{all.from.us - kReachUs}, Instant{all.to.us + kReachUs}};
    Usage usage = TRY(reader.read(point, near));
    if (looks_back(rules, usage))
        usage.registers = TRY(reader.registers(point, {Instant{near.from.us - kBackUs}, near.to}));
    TRY_VOID(multiply_intervals(usage, terms.devices));
    return find_implausible(
        {rules, usage, terms.wanted, terms.known_until, terms.zone, terms.devices});
}

Result<std::vector<Implausible>> check_future(const Reader& reader, ServicePointId point,
                                              Instant known_until) {
    const auto end = TRY(reader.end_behind(point, known_until));
    if (!end) return std::vector<Implausible>{};
    return find_future(TRY(reader.read(point, {known_until, *end})), known_until);
}

}  // namespace bw::meter
