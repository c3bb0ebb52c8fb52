#include "flow/rate/energy/registers.h"

#include "flow/rate/energy/intervals.h"
#include "flow/rate/energy/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

namespace bw::rate {
namespace {

constexpr std::int64_t kWindow = kReadWindowDays * std::int64_t{86'400} * Instant::kSecond;
constexpr int128 kMaxNano = int128{1'000'000'000'000'000} * Decimal::kScale;

int128 power_of_ten(int exponent) {
    int128 result = 1;
    for (int i = 0; i < exponent; ++i) result *= 10;
    return result;
}

struct Read {
    Instant time;
    LocalDate day;
    int128 nano = 0;  // of the charge's unit
    bool is_firm = true;
    bool is_shared = false;  // not as read: it shares by days what lies around it
    bool is_read = true;     // else only a change of plan is there
    std::size_t index = 0;   // of a read, in its column
};

// The reads of a column in the charge's unit.
class Counter {
public:
    static Result<Counter> open(const meter::RegisterColumn& column, std::string_view unit,
                                const Zone& zone) {
        Counter counter;
        counter.zone_ = zone;
        counter.subject_ = fmt::format("register '{}'", column.channel);
        counter.is_use_ = column.is_use;
        if (column.reads.size() != column.times.size() ||
            column.qualities.size() != column.times.size() || column.scale < 0 ||
            column.scale > Decimal::kPlaces || !std::ranges::is_sorted(column.times))
            return fail(Code::Invalid, "its times, reads and qualities do not belong together",
                        counter.subject_);
        const int shift = TRY(unit_shift(column.unit, unit));
        const int exponent = Decimal::kPlaces - column.scale + shift;
        if (exponent < 0 || exponent > 15)
            return fail(Code::Unsupported,
                        fmt::format("reads at scale {} in {} do not fit 9 decimals of {}",
                                    column.scale, column.unit, unit),
                        counter.subject_);
        const int128 factor = power_of_ten(exponent);
        if (column.digits > 0 && column.digits + column.scale <= 18)
            counter.range_ = power_of_ten(column.digits + column.scale) * factor;
        for (std::size_t i = 0; i < column.times.size(); ++i)
            counter.reads_.push_back({column.times[i], zone.to_local(column.times[i]).date,
                                      column.reads[i] * factor, meter::is_firm(column.qualities[i]),
                                      false, true, i});
        return counter;
    }

    // Rule 1. An estimate stays as it is where nothing tells better; the step from it is refused.
    void put_estimates_right() {
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < reads_.size(); ++i) {
            const std::size_t all = kept.size();
            while (!kept.empty() && is_contradicted(reads_[kept.back()], reads_[i]))
                kept.pop_back();
            kept.push_back(i);
            if (kept.size() <= all) share_between(kept.size() > 1 ? kept[kept.size() - 2] : i, i);
        }
    }

    // Leaves the reads of some days: those in them and the ones that stand for their ends.
    void keep(const Period& days) {
        const auto first = near(days.from);
        const auto last = near(days.to);
        const Instant from = first ? reads_[*first].time : zone_.start_of_day(days.from);
        const Instant to = last ? reads_[*last].time : zone_.start_of_day(days.to);
        std::erase_if(reads_, [&](const Read& r) { return r.time < from || to < r.time; });
        days_ = days;
    }

    // Rule 3. Each day by the reads alone: whoever shares at one of them comes to the same.
    Result<void> share_at(std::span<const LocalDate> days) {
        std::vector<Read> shared;
        for (const LocalDate day : days) {
            const std::size_t after = count_before(zone_.start_of_day(day));
            if (near(day) || after == 0 || after == reads_.size()) continue;
            const int128 step = TRY(step_of(reads_[after - 1], reads_[after]));
            shared.push_back({zone_.start_of_day(day), day,
                              share(reads_[after - 1], reads_[after], step, day), false, true,
                              false, 0});
        }
        reads_.insert(reads_.end(), shared.begin(), shared.end());
        std::ranges::stable_sort(reads_, {}, &Read::time);
        return {};
    }

    // The read nearest to a day's beginning, within the window; of two the earlier one. The share
    // of a change of plan stands for that day only.
    [[nodiscard]] std::optional<std::size_t> near(LocalDate day) const {
        const Instant at = zone_.start_of_day(day);
        std::optional<std::size_t> found;
        std::int64_t distance = kWindow;
        for (auto i = count_before(Instant{at.us - kWindow}); i < reads_.size(); ++i) {
            const std::int64_t off = reads_[i].time.us - at.us;
            if (off > kWindow) break;
            if (std::abs(off) > distance || (!reads_[i].is_read && off != 0)) continue;
            found = i;
            distance = std::abs(off) - 1;
        }
        return found;
    }

    // Rule 4; there is at least one read.
    [[nodiscard]] std::size_t at_or_before(LocalDate day) const {
        if (const auto found = near(day)) return *found;
        const std::size_t after = count_before(zone_.start_of_day(day));
        return after > 0 ? after - 1 : 0;
    }

    Result<void> sum(std::size_t first, std::size_t last, RegisterUse& use) const {
        int128 nano = 0;
        for (std::size_t i = first; i < last; ++i) {
            nano += TRY(step_of(reads_[i], reads_[i + 1]));
            if (nano > kMaxNano)
                return fail(Code::Overflow, "the consumption is too large", subject_);
            use.reads += 1;
            use.estimated += reads_[i + 1].is_firm ? 0 : 1;
        }
        use.quantity = Decimal::from_nano(nano);
        if (is_use_) use.note = note::Used{use.days};
        else
            use.note =
                note::Reads{shown(reads_[first], use.days.from), shown(reads_[last], use.days.to)};
        return {};
    }

    // Of a use, a read is where the one before ended: uses are counted up (RegisterColumn::is_use).
    [[nodiscard]] Result<std::vector<UsedRead>> open(std::size_t first, std::size_t last,
                                                     const meter::RegisterColumn& column) const {
        std::vector<UsedRead> opened;
        for (std::size_t i = is_use_ ? first + 1 : first; i <= last; ++i) {
            const Read& read = reads_[i];
            UsedRead used{{},
                          read.time,
                          Decimal::from_nano(read.nano),
                          meter::Quality::Estimated,
                          read.is_shared,
                          {}};
            if (is_use_) {
                used.since = reads_[i - 1].time;
                used.value = Decimal::from_nano(TRY(step_of(reads_[i - 1], read)));
            }
            if (read.is_read) {
                used.quality = column.qualities[read.index];
                used.source = column.read_sources[read.index];
            }
            opened.push_back(used);
        }
        return opened;
    }

    [[nodiscard]] bool is_empty() const { return reads_.empty(); }
    // The day of a read, as far as it lies in the days that are kept.
    [[nodiscard]] LocalDate day_of(std::size_t index) const { return within(reads_[index].day); }

private:
    static CounterRead shown(const Read& read, LocalDate day) {
        return {Decimal::from_nano(read.nano), day, read.is_shared};
    }

    [[nodiscard]] LocalDate within(LocalDate day) const {
        return days_.is_empty() ? day : std::clamp(day, days_.from, days_.to);
    }

    [[nodiscard]] std::size_t count_before(Instant at) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(reads_, at, {}, &Read::time) -
                                        reads_.begin());
    }

    // A counter that has passed its end went on by less than half its range; else it did not roll
    // over.
    [[nodiscard]] bool rolled_over(int128 step) const {
        return step < 0 && step + range_ >= 0 && step + range_ < range_ / 2;
    }

    // Would the counter have run backwards, also over its end, if the estimate held?
    [[nodiscard]] bool is_contradicted(const Read& estimate, const Read& later) const {
        const int128 step = later.nano - estimate.nano;
        if (estimate.is_firm) return false;
        return step < 0 ? !rolled_over(step) : range_ > 0 && step >= range_ / 2;
    }

    [[nodiscard]] Result<int128> step_of(const Read& before, const Read& after) const {
        const int128 step = after.nano - before.nano;
        if (step >= 0) return step;
        if (rolled_over(step)) return step + range_;
        return fail(Code::Conflict,
                    fmt::format("the read of {} is below the one before; a meter exchange or the "
                                "digits of the counter are missing",
                                after.time.to_string()),
                    subject_);
    }

    // What the counter shows on a day between two reads.
    [[nodiscard]] int128 share(const Read& before, const Read& after, int128 step,
                               LocalDate day) const {
        const Period days{within(before.day), within(after.day)};
        const int128 part =
            days.is_empty()
                ? 0
                : share_of_days(Decimal::from_nano(step), days_in({days.from, day}), days_in(days))
                      .nano();
        const int128 nano = before.nano + part;
        return range_ > 0 && nano >= range_ ? nano - range_ : nano;
    }

    void share_between(std::size_t first, std::size_t last) {
        const auto step = step_of(reads_[first], reads_[last]);
        if (first == last || !step) return;
        for (std::size_t i = first + 1; i < last; ++i) {
            reads_[i].nano = share(reads_[first], reads_[last], *step, reads_[i].day);
            reads_[i].is_shared = true;
        }
    }

    Zone zone_;
    std::string subject_;
    bool is_use_ = false;
    int128 range_ = 0;  // what the counter can show; 0 when its digits are not known
    Period days_;       // kept; empty: all
    std::vector<Read> reads_;
};

}  // namespace

Decimal share_of_days(Decimal whole, int days, int of) {
    return Decimal::from_nano(divide_rounded(whole.nano() * days, of, Rounding::Down));
}

namespace {

// A counter with the reads that stand for the ends of the supplied days; none between them where
// last <= first.
struct Bounds {
    Counter counter;
    std::size_t first = 0, last = 0;
    Period days;                   // from read to read
    std::optional<note::Gap> gap;  // of RegisterUse
};

Result<Bounds> find_bounds(const meter::RegisterColumn& column, std::string_view unit,
                           const RegisterDays& days, const Zone& zone) {
    Bounds bounds{TRY(Counter::open(column, unit, zone)), 0, 0, {}, {}};
    Counter& counter = bounds.counter;
    counter.put_estimates_right();
    const auto& [supplied, priced, supply] = days;
    if (!supply.is_empty()) counter.keep(supply);
    if (!priced.is_empty()) {
        std::vector<LocalDate> changes;
        if (supply.from < priced.from) changes.push_back(priced.from);
        if (priced.to < supply.to) changes.push_back(priced.to);
        TRY_VOID(counter.share_at(changes));
        counter.keep(priced);
    }
    const auto from = counter.near(supplied.from);
    const auto to = counter.near(supplied.to);
    const bool moves_in = supplied.from == supply.from;
    const bool moves_out = supplied.to == supply.to;
    using enum note::Gap::Kind;
    if (moves_in && !from) bounds.gap = {MoveIn, column.channel, supplied.from};
    else if (moves_out && !to) bounds.gap = {MoveOut, column.channel, supplied.to};
    if (!counter.is_empty()) {
        bounds.first = counter.at_or_before(supplied.from);
        bounds.last = counter.at_or_before(supplied.to);
    }
    if (bounds.last <= bounds.first) {
        // One read that stands for both ends says that nothing was used.
        if (!bounds.gap && (!from || !to)) bounds.gap = {NoTwoReads, column.channel, {}};
        return bounds;
    }
    Period& told = bounds.days;
    told = {moves_in && from ? supplied.from : counter.day_of(bounds.first),
            moves_out && to ? supplied.to : counter.day_of(bounds.last)};
    if (told.is_empty())  // two reads of one day
        (told.from == supply.to ? told.from : told.to) =
            told.from.plus_days(told.from == supply.to ? -1 : 1);
    return bounds;
}

}  // namespace

Result<RegisterUse> register_use(const meter::RegisterColumn& column, std::string_view unit,
                                 const RegisterDays& days, const Zone& zone) {
    const Bounds bounds = TRY(find_bounds(column, unit, days, zone));
    RegisterUse use;
    use.gap = bounds.gap;
    if (bounds.last <= bounds.first) return use;
    use.days = bounds.days;
    TRY_VOID(bounds.counter.sum(bounds.first, bounds.last, use));
    return use;
}

Result<CountedReads> counted_reads(const meter::RegisterColumn& column, std::string_view unit,
                                   const RegisterDays& days, const Zone& zone) {
    const Bounds bounds = TRY(find_bounds(column, unit, days, zone));
    if (bounds.last <= bounds.first) return CountedReads{};
    return CountedReads{bounds.days, TRY(bounds.counter.open(bounds.first, bounds.last, column))};
}

}  // namespace bw::rate
