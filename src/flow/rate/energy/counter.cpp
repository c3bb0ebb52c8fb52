#include "flow/rate/energy/counter.h"

#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace bw::rate {
namespace {

constexpr std::int64_t kWindow = kReadWindowDays * std::int64_t{86'400} * Instant::kSecond;
constexpr int128 kMaxNano = int128{1'000'000'000'000'000} * Decimal::kScale;
constexpr Instant kAlways{std::numeric_limits<std::int64_t>::min()};

// A counter that has passed its end went on by less than half its range; else it did not roll over.
bool rolled_over(int128 step, int128 range) {
    return step < 0 && step + range >= 0 && step + range < range / 2;
}

}  // namespace

Result<Counter> Counter::open(const meter::RegisterColumn& column, std::string_view unit,
                              const Zone& zone, std::span<const customers::Device> devices,
                              bool trusts_customers) {
    Counter counter;
    counter.trusts_customers_ = trusts_customers;
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
                    fmt::format("reads at scale {} in {} do not fit 9 decimals of {}", column.scale,
                                column.unit, unit),
                    counter.subject_);
    counter.factor_ = power_of_ten(exponent);
    counter.shift_ = shift;
    const bool has_digits = column.digits > 0 && column.digits + column.scale <= 18;
    counter.find_meters(has_digits ? column.digits : 0, column.channel,
                        column.is_use ? std::span<const customers::Device>() : devices);
    TRY_VOID(counter.add_reads(column));
    TRY_VOID(counter.add_changes());
    return counter;
}

// Rows that change neither counter nor factor only tell more of the one that is there. The digits
// are the counter's, whatever its factor: those of its last row that tells any.
void Counter::find_meters(int digits, std::string_view channel,
                          std::span<const customers::Device> devices) {
    meters_.push_back({kAlways, Decimal(1), digits, {}, nullptr, 0});
    const customers::Device* before = nullptr;
    for (const auto& device : devices) {
        if (device.channel != channel) continue;
        Meter& last = meters_.back();
        // What was there before the first row may be the same counter.
        const bool is_exchanged = before == nullptr ? device.shown || device.shown_before
                                                    : customers::is_exchange(*before, device);
        before = &device;
        const int known_digits = is_exchanged ? digits : last.digits;
        const int own_digits = device.digits > 0 ? device.digits : known_digits;
        if (is_exchanged || device.multiplier != last.multiplier) {
            meters_.push_back({device.from, device.multiplier, own_digits, device.number, &device,
                               last.counter + (is_exchanged ? 1 : 0)});
            continue;
        }
        last.digits = own_digits;
        last.number = device.number;
    }
    for (std::size_t m = meters_.size() - 1; m > 0; --m)
        if (!is_exchange(m)) meters_[m - 1].digits = meters_[m].digits;
}

Result<void> Counter::add(Read read) {
    if (!multiply(Decimal::from_nano(read.shown), meters_[read.meter].multiplier))
        return fail(Code::Overflow, "the consumption is too large", subject_);
    read.day = zone_.to_local(read.time).date;
    reads_.push_back(read);
    return {};
}

Result<void> Counter::add_reads(const meter::RegisterColumn& column) {
    std::size_t meter = 0;
    for (std::size_t i = 0; i < column.times.size(); ++i) {
        while (meter + 1 < meters_.size() && meters_[meter + 1].from <= column.times[i]) ++meter;
        Read read;
        read.time = column.times[i];
        read.meter = meter;
        read.shown = column.reads[i] * factor_;
        const bool is_trusted =
            trusts_customers_ && column.qualities[i] == meter::Quality::Customer;
        read.is_firm = is_trusted || meter::is_firm(column.qualities[i]);
        read.quality = column.qualities[i];
        if (i < column.read_sources.size()) read.source = column.read_sources[i];
        TRY_VOID(add(read));
    }
    return {};
}

// In this order: what counters showed at an exchange puts estimates right, and only reads that are
// right tell what a counter showed when its factor changed.
Result<void> Counter::add_changes() {
    for (std::size_t m = 1; m < meters_.size(); ++m)
        if (is_exchange(m)) TRY_VOID(add_exchange(m));
    sort_reads();
    TRY_VOID(put_estimates_right());
    for (std::size_t m = 1; m < meters_.size(); ++m)
        if (!is_exchange(m)) TRY_VOID(add_change_of_factor(m));
    sort_reads();
    return {};
}

void Counter::sort_reads() {
    std::ranges::stable_sort(reads_, {}, [](const Read& r) { return std::pair(r.time, r.meter); });
}

// What the old counter showed last and the new one first, as the row says.
Result<void> Counter::add_exchange(std::size_t meter) {
    const auto& device = *meters_[meter].device;
    Read read;
    read.time = device.from;
    read.quality = meter::Quality::Actual;
    read.source = meter::Source{device.batch, 0};
    const auto in_unit = [&](Decimal shown) {
        return shift_ >= 0 ? shown.nano() * power_of_ten(shift_)
                           : shown.nano() / power_of_ten(-shift_);
    };
    if (device.shown_before) {
        read.meter = meter - 1;
        read.shown = in_unit(*device.shown_before);
        TRY_VOID(add(read));
    }
    if (device.shown) {
        read.meter = meter;
        read.shown = in_unit(*device.shown);
        TRY_VOID(add(read));
    }
    return {};
}

// The same counter goes on: the nearest of its reads within the window, under whatever factor,
// stands for both sides; without one what it showed is shared by days.
Result<void> Counter::add_change_of_factor(std::size_t meter) {
    const Instant from = meters_[meter].from;
    const Read* nearest = nullptr;
    const Read* before = nullptr;
    const Read* after = nullptr;
    for (const auto& r : reads_) {
        if (counter_of(r) != meters_[meter].counter || r.is_only_day) continue;
        const std::int64_t off = std::abs(r.time.us - from.us);
        if (off <= kWindow && (nearest == nullptr || off < std::abs(nearest->time.us - from.us)))
            nearest = &r;
        if (r.time < from) before = &r;
        else if (after == nullptr) after = &r;
    }
    Read read;
    if (nearest != nullptr) {
        read = *nearest;
    } else if (before != nullptr && after != nullptr) {
        const auto step = shown_step(*before, *after);
        if (!step) return {};  // refused where the step is used
        read = TRY(share(*before, *after, *step, zone_.to_local(from).date));
    } else {
        return {};
    }
    read.time = from;
    read.is_only_day = true;
    for (const std::size_t side : {meter - 1, meter}) {
        read.meter = side;
        TRY_VOID(add(read));
    }
    return {};
}

// Rule 1. An estimate stays as it is where nothing tells better; the step from it is refused.
Result<void> Counter::put_estimates_right() {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < reads_.size(); ++i) {
        const std::size_t all = kept.size();
        while (!kept.empty() && is_contradicted(reads_[kept.back()], reads_[i])) kept.pop_back();
        kept.push_back(i);
        if (kept.size() <= all)
            TRY_VOID(share_between(kept.size() > 1 ? kept[kept.size() - 2] : i, i));
    }
    return {};
}

// What lies between are estimates of the counter that the last is of.
Result<void> Counter::share_between(std::size_t first, std::size_t last) {
    const Read& from = reads_[first];
    const Read& to = reads_[last];
    const auto step = shown_step(from, to);
    if (first == last || !step) return {};
    for (std::size_t i = first + 1; i < last; ++i) {
        // Of the counter before this one nothing is told: the estimate of it is given up.
        reads_[i].shown = counter_of(from) == counter_of(to)
                              ? TRY(share(from, to, *step, reads_[i].day)).shown
                              : to.shown;
        reads_[i].is_shared = true;
    }
    return {};
}

void Counter::keep(const Period& days) {
    const auto first = near(days.from);
    const auto last = near(days.to);
    const Instant from = first ? reads_[*first].time : zone_.start_of_day(days.from);
    const Instant to = last ? reads_[*last].time : zone_.start_of_day(days.to);
    std::erase_if(reads_, [&](const Read& r) { return r.time < from || to < r.time; });
    days_ = days;
}

Result<void> Counter::share_at(std::span<const LocalDate> days) {
    std::vector<Read> shared;
    for (const LocalDate day : days) {
        const std::size_t after = count_before(zone_.start_of_day(day));
        if (near(day) || after == 0 || after == reads_.size()) continue;
        const int128 step = TRY(shown_step(reads_[after - 1], reads_[after]));
        Read read = TRY(share(reads_[after - 1], reads_[after], step, day));
        read.time = zone_.start_of_day(day);
        read.day = day;
        read.is_only_day = true;
        shared.push_back(read);
    }
    reads_.insert(reads_.end(), shared.begin(), shared.end());
    std::ranges::stable_sort(reads_, {}, &Read::time);
    return {};
}

std::optional<std::size_t> Counter::near(LocalDate day) const {
    const Instant at = zone_.start_of_day(day);
    std::optional<std::size_t> found;
    std::int64_t distance = kWindow;
    for (auto i = count_before(Instant{at.us - kWindow}); i < reads_.size(); ++i) {
        const std::int64_t off = reads_[i].time.us - at.us;
        if (off > kWindow) break;
        if (std::abs(off) > distance || (reads_[i].is_only_day && off != 0)) continue;
        found = i;
        distance = std::abs(off) - 1;
    }
    return found;
}

std::size_t Counter::at_or_before(LocalDate day) const {
    if (const auto found = near(day)) return *found;
    const std::size_t after = count_before(zone_.start_of_day(day));
    return after > 0 ? after - 1 : 0;
}

bool Counter::goes_on_from(LocalDate day) const {
    const bool is_begun = near(day) || count_before(zone_.start_of_day(day)) > 0;
    return is_begun && at_or_before(day) + 1 < reads_.size();
}

Result<std::vector<CountedStep>> Counter::steps(std::size_t first, std::size_t last) const {
    std::vector<CountedStep> steps;
    int128 all = 0;
    for (std::size_t i = first; i < last; ++i) {
        const int128 step = TRY(step_of(reads_[i], reads_[i + 1]));
        all += step;
        if (all > kMaxNano) return fail(Code::Overflow, "the consumption is too large", subject_);
        steps.push_back({{day_of(i), day_of(i + 1)}, Decimal::from_nano(step)});
    }
    return steps;
}

std::int64_t Counter::estimated(std::size_t first, std::size_t last) const {
    return std::count_if(reads_.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                         reads_.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                         [](const Read& r) { return !r.is_firm; });
}

Note Counter::note(std::size_t first, std::size_t last, const Period& days) const {
    if (is_use_) return note::Used{days};
    const bool is_plain = reads_[first].meter == reads_[last].meter &&
                          meters_[reads_[first].meter].multiplier == Decimal(1);
    if (is_plain) return note::Reads{told(first, days.from), told(last, days.to)};
    note::Counters counters;
    for (std::size_t i = first; i <= last; ++i) {
        const Meter& meter = meters_[reads_[i].meter];
        const LocalDate day = i == first ? days.from : i == last ? days.to : day_of(i);
        if (i == first || reads_[i].meter != reads_[i - 1].meter)
            counters.parts.push_back({meter.number, told(i, day), told(i, day), meter.multiplier});
        else counters.parts.back().to = told(i, day);
    }
    // A counter that was read once, at the exchange, tells of no use.
    std::erase_if(counters.parts, [](const CounterPart& p) { return p.from == p.to; });
    return counters;
}

Result<std::vector<UsedRead>> Counter::opened(std::size_t first, std::size_t last) const {
    std::vector<UsedRead> opened;
    for (std::size_t i = is_use_ ? first + 1 : first; i <= last; ++i) {
        const Read& read = reads_[i];
        const Meter& meter = meters_[read.meter];
        UsedRead used{{},           read.time,        Decimal::from_nano(read.shown),
                      read.quality, read.is_shared,   read.source,
                      meter.number, meter.multiplier, {}};
        if (is_use_) {
            used.since = reads_[i - 1].time;
            used.value = Decimal::from_nano(TRY(step_of(reads_[i - 1], read)));
        }
        used.is_device = meter.device != nullptr && read.time == meter.from;
        opened.push_back(used);
    }
    return opened;
}

std::optional<LocalDate> Counter::unread_exchange(std::size_t first, std::size_t last) const {
    for (std::size_t m = reads_[first].meter + 1; m <= reads_[last].meter; ++m) {
        if (!is_exchange(m)) continue;
        bool is_read_before = false, is_read_after = false;
        for (std::size_t i = first; i <= last; ++i) {
            const Read& r = reads_[i];
            if (r.is_only_day || std::abs(r.time.us - meters_[m].from.us) > kWindow) continue;
            (r.meter < m ? is_read_before : is_read_after) = true;
        }
        if (!is_read_before || !is_read_after) return zone_.to_local(meters_[m].from).date;
    }
    return std::nullopt;
}

CounterRead Counter::told(std::size_t index, LocalDate day) const {
    return {Decimal::from_nano(reads_[index].shown), day, reads_[index].is_shared};
}

LocalDate Counter::within(LocalDate day) const {
    return days_.is_empty() ? day : std::clamp(day, days_.from, days_.to);
}

std::size_t Counter::count_before(Instant at) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(reads_, at, {}, &Read::time) -
                                    reads_.begin());
}

// What the counter can show; 0 when its digits are not known.
int128 Counter::range_of(const Read& read) const {
    const int digits = meters_[read.meter].digits;
    return digits == 0 ? 0 : power_of_ten(digits + Decimal::kPlaces + shift_);
}

// Would the counter have run backwards, also over its end, if the estimate held?
bool Counter::is_contradicted(const Read& estimate, const Read& later) const {
    if (estimate.is_firm || counter_of(estimate) != counter_of(later)) return false;
    const int128 step = later.shown - estimate.shown;
    const int128 range = range_of(later);
    return step < 0 ? !rolled_over(step, range) : range > 0 && step >= range / 2;
}

// What the counter went on by, whatever its factor. Between two counters nothing is known to be
// used.
Result<int128> Counter::shown_step(const Read& before, const Read& after) const {
    if (counter_of(before) != counter_of(after)) return 0;
    const int128 step = after.shown - before.shown;
    const int128 range = range_of(after);
    if (step >= 0) return step;
    if (rolled_over(step, range)) return step + range;
    return fail(
        Code::Conflict,
        fmt::format("the read of {} is below the one before; a meter exchange or the digits "
                    "of the counter are missing: tell them with a meters file",
                    zone_.to_local(after.time).to_string()),
        subject_);
}

// What was used when the counter showed so much. Each read by itself: so neighbouring steps sum to
// what the counter went on by in all.
int128 Counter::used_at(int128 shown, std::size_t meter) const {
    return divide_rounded(shown * meters_[meter].multiplier.nano(), Decimal::kScale,
                          Rounding::HalfEven);
}

Result<int128> Counter::step_of(const Read& before, const Read& after) const {
    const int128 step = TRY(shown_step(before, after));
    if (before.meter != after.meter) {
        if (step == 0) return 0;  // both sides of a change show the same
        return fail(Code::Conflict,
                    fmt::format("what it showed when its multiplier changed before {} is not known",
                                zone_.to_local(after.time).to_string()),
                    subject_);
    }
    const int128 rolled = before.shown + step - after.shown;
    return used_at(after.shown, after.meter) - used_at(before.shown, before.meter) +
           used_at(rolled, after.meter);
}

// What the counter shows on a day between two reads.
Result<Counter::Read> Counter::share(const Read& before, const Read& after, int128 step,
                                     LocalDate day) const {
    const Period days{within(before.day), within(after.day)};
    Read read = before;
    if (!days.is_empty()) {
        const Ratio part{days_in({days.from, day}), days_in(days)};
        read.shown += TRY(Decimal::from_nano(step).times(part, Rounding::Down)).nano();
    }
    const int128 range = range_of(before);
    if (range > 0 && read.shown >= range) read.shown -= range;
    read.is_firm = false;
    read.is_shared = true;
    read.quality = meter::Quality::Estimated;
    read.source.reset();
    return read;
}

}  // namespace bw::rate
