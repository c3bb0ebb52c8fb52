#include "flow/rate/energy/registers.h"

#include "flow/rate/energy/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

constexpr std::int64_t kWindow = kReadWindowDays * std::int64_t{86'400} * Instant::kSecond;

// Index of the read that stands for a point in time; the column has at least one read.
std::size_t read_at(const meter::RegisterColumn& column, Instant end) {
    const auto& times = column.times;
    const auto after =
        static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), end) - times.begin());
    const bool has_before = after > 0;
    const bool has_after = after < times.size();
    const std::int64_t to_before = has_before ? end.us - times[after - 1].us : 0;
    const std::int64_t to_after = has_after ? times[after].us - end.us : 0;
    if (has_after && to_after <= kWindow && (!has_before || to_after < to_before)) return after;
    return has_before ? after - 1 : after;
}

bool is_firm(meter::Quality quality) {
    return quality == meter::Quality::Actual || quality == meter::Quality::Final;
}

// What the counter can show, at its scale; 0 when its digits are not known.
std::int64_t range_of(const meter::RegisterColumn& column) {
    std::int64_t range = column.digits > 0 && column.digits + column.scale <= 18 ? 1 : 0;
    for (int i = 0; range > 0 && i < column.digits + column.scale; ++i) range *= 10;
    return range;
}

// The step from one read to the next.
Result<std::int64_t> difference(const meter::RegisterColumn& column, std::size_t from,
                                const std::string& subject) {
    std::int64_t step = 0;
    if (__builtin_sub_overflow(column.reads[from + 1], column.reads[from], &step))
        return fail(Code::Overflow, "two reads lie too far apart", subject);
    if (step >= 0) return step;
    // A counter that has passed its end went on by less than half its range; else it did not roll
    // over.
    const std::int64_t range = range_of(column);
    if (range > 0 && step + range >= 0 && step + range < range / 2) return step + range;
    if (!is_firm(column.qualities[from]))
        return step;  // the estimate before was too high: a credit
    return fail(Code::Conflict,
                fmt::format("the read of {} is below the one before; a meter exchange or the "
                            "digits of the counter are missing",
                            column.times[from + 1].to_string()),
                subject);
}

// The read that a change of plan would have needed: what was used between the reads around the day
// is shared by days. Adds nothing where a read lies near or none lies on one of the sides.
Result<void> add_shared_read(meter::RegisterColumn& column, LocalDate day, const Zone& zone,
                             const std::string& subject) {
    auto& times = column.times;
    const Instant at = zone.start_of_day(day);
    const auto next = std::lower_bound(times.begin(), times.end(), at) - times.begin();
    const auto after = static_cast<std::size_t>(next);
    if (after == 0 || after == times.size()) return {};
    if (at.us - times[after - 1].us <= kWindow || times[after].us - at.us <= kWindow) return {};
    const LocalDate from = zone.to_local(times[after - 1]).date;
    const LocalDate to = zone.to_local(times[after]).date;
    const std::int64_t step = TRY(difference(column, after - 1, subject));
    const int128 share = divide_rounded(int128{step} * days_in(Period{from, day}),
                                        days_in(Period{from, to}), Rounding::Down);
    auto read = static_cast<std::int64_t>(column.reads[after - 1] + share);
    if (const std::int64_t range = range_of(column); range > 0 && read >= range) read -= range;
    times.insert(times.begin() + next, at);
    column.reads.insert(column.reads.begin() + next, read);
    column.qualities.insert(column.qualities.begin() + next, meter::Quality::Estimated);
    return {};
}

}  // namespace

Result<std::optional<RegisterUse>> register_use(const meter::RegisterColumn& read_column,
                                                const Period& supplied, const Period& around,
                                                const Zone& zone) {
    meter::RegisterColumn column = read_column;
    const std::string subject = fmt::format("register '{}'", column.channel);
    if (column.reads.size() != column.times.size() ||
        column.qualities.size() != column.times.size() || column.scale < 0 ||
        column.scale > Decimal::kPlaces ||
        !std::is_sorted(column.times.begin(), column.times.end()))
        return fail(Code::Invalid, "its times, reads and qualities do not belong together",
                    subject);
    const bool touches = !around.is_empty();
    if (touches && around.from < supplied.from)
        TRY_VOID(add_shared_read(column, supplied.from, zone, subject));
    if (touches && supplied.to < around.to)
        TRY_VOID(add_shared_read(column, supplied.to, zone, subject));
    if (column.times.size() < 2) return std::optional<RegisterUse>();
    const std::size_t first = read_at(column, zone.start_of_day(supplied.from));
    const std::size_t last = read_at(column, zone.start_of_day(supplied.to));
    if (last <= first) return std::optional<RegisterUse>();
    RegisterUse use;
    use.days = {zone.to_local(column.times[first]).date, zone.to_local(column.times[last]).date};
    if (use.days.is_empty()) use.days.to = use.days.from.plus_days(1);  // two reads of one day
    for (std::size_t i = first; i < last; ++i) {
        const std::int64_t step = TRY(difference(column, i, subject));
        if (__builtin_add_overflow(use.quantity, step, &use.quantity))
            return fail(Code::Overflow, "the consumption is too large", subject);
        use.reads += 1;
        use.estimated += is_firm(column.qualities[i + 1]) ? 0 : 1;
    }
    use.words =
        column.is_use
            ? fmt::format("used from {} to {}", use.days.from.to_string(), use.days.to.to_string())
            : fmt::format("read {} on {}, {} on {}",
                          Decimal::scaled(column.reads[first], column.scale).to_string(),
                          use.days.from.to_string(),
                          Decimal::scaled(column.reads[last], column.scale).to_string(),
                          use.days.to.to_string());
    return use;
}

}  // namespace bw::rate
