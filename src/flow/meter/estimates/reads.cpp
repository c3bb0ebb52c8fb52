#include "flow/meter/estimates/reads.h"

#include "flow/meter/estimates/counted.h"
#include "flow/meter/formats/parts/number.h"

#include <algorithm>
#include <cstdlib>

namespace bw::meter {
namespace {

constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;
constexpr int kHistoryDays = 365;    // of use per day, and less where there is no more
constexpr int kHistoryDaysMin = 20;  // fewer tell nothing
constexpr int kInUseDays = 400;      // a counter that nobody read for longer is not in use
constexpr std::int64_t kMillionth = Decimal::kScale / 1'000'000;  // nano in one, of weights

class ReadFiller {
public:
    ReadFiller(const ReadRequest& request, const RegisterColumn& column, Filled& filled)
        : request_(request), column_(column), counted_(column, request.devices),
          standing_(counted_.standing()), filled_(filled) {
        for (std::size_t i = 0; i < column.reads.size(); ++i)
            if (is_firm(column.qualities[i])) measured_.push_back(i);
    }

    void fill(Instant end) {
        const auto last = last_read(end);
        if (!last || is_read_near(end)) return;
        if (column_.is_use && end < column_.times.back()) return;  // a longer use tells
        const LocalDate day = day_of(end);
        if (days_in({day_at(*last), day}) > kInUseDays || !is_due(*last, day)) return;
        const Span gap{column_.times[*last], end};
        const auto from = counted_.goes_on(*last, end);
        if (!from) return leave(gap, OpenReason::OtherCounter);
        const Period days{day_of(from->since), day};
        const auto found = use_in(*last, *from, days);
        if (!found) return leave(gap, OpenReason::NoReads);
        keep(gap, *from, *found);
    }

private:
    struct Use {
        Method method = Method::UsePerDay;
        Decimal used;
    };
    struct History {
        Period days;
        Decimal used;
    };

    [[nodiscard]] LocalDate day_of(Instant at) const { return request_.zone.to_local(at).date; }
    [[nodiscard]] LocalDate day_at(std::size_t read) const { return day_of(column_.times[read]); }

    [[nodiscard]] std::optional<std::size_t> last_read(Instant end) const {
        std::optional<std::size_t> last;
        for (const std::size_t i : standing_)
            if (column_.times[i] <= end) last = i;
        return last;
    }
    [[nodiscard]] bool is_read_near(Instant end) const {
        return std::ranges::any_of(column_.times, [&](Instant time) {
            return std::abs(time.us - end.us) <= kReadWindowDays * kDayUs;
        });
    }

    // Has as long a time gone by as lies between its reads otherwise? Of the times that tell a use
    // the shortest, for a read may have been missing before.
    [[nodiscard]] bool is_due(std::size_t last, LocalDate end) const {
        int shortest = 0, longest = 0;
        for (std::size_t i = 1; i < measured_.size() && measured_[i] <= last; ++i) {
            const int days = days_in({day_at(measured_[i - 1]), day_at(measured_[i])});
            longest = std::max(longest, days);
            if (days >= kHistoryDaysMin) shortest = shortest == 0 ? days : std::min(shortest, days);
        }
        const int usual = shortest > 0 ? shortest : longest;
        return days_in({day_at(last), end}) >= usual - kReadWindowDays;
    }

    [[nodiscard]] std::optional<Use> use_in(std::size_t last, const Counted::GoesOn& from,
                                            const Period& days) const {
        if (auto used = between_reads(last, from, days)) return Use{Method::Neighbours, *used};
        const auto history = history_up_to(last);
        if (history)
            if (auto used = by_profile(*history, days)) return Use{Method::Profile, *used};
        if (auto used = year_ago(days)) return Use{Method::YearAgo, *used};
        if (!history) return std::nullopt;
        if (auto used = share(history->used, days_in(days), days_in(history->days)))
            return Use{Method::UsePerDay, *used};
        return std::nullopt;
    }

    static std::optional<Decimal> share(Decimal used, std::int64_t part, std::int64_t all) {
        if (all <= 0) return std::nullopt;
        const auto result = used.times({part, all}, Rounding::HalfEven);
        return result ? std::optional(*result) : std::nullopt;
    }

    // A measured read behind the end is there: the use up to it by days.
    [[nodiscard]] std::optional<Decimal> between_reads(std::size_t last,
                                                       const Counted::GoesOn& from,
                                                       const Period& days) const {
        const auto next = std::ranges::upper_bound(measured_, last);
        if (column_.is_use || next == measured_.end() || from.since != column_.times[last])
            return std::nullopt;
        const auto used = counted_.used(last, *next);
        if (!used) return std::nullopt;
        return share(*used, days_in(days), days_in({days.from, day_at(*next)}));
    }

    // Up to the last measured read: a year, or what there is of it.
    [[nodiscard]] std::optional<History> history_up_to(std::size_t last) const {
        const auto end = std::ranges::upper_bound(measured_, last);
        if (end == measured_.begin()) return std::nullopt;
        const std::size_t to = *std::prev(end);
        std::optional<History> history;
        for (auto it = std::prev(end); it != measured_.begin() && is_whole(*std::prev(it), *it);) {
            const std::size_t from = *--it;
            const Period days{day_at(from), day_at(to)};
            if (days_in(days) < kHistoryDaysMin) continue;
            const auto used = counted_.used(from, to);
            if (!used) break;
            history = {days, *used};
            if (days_in(days) >= kHistoryDays) break;
        }
        return history;
    }

    // Of uses, what was used between two measured ones must be measured, too.
    [[nodiscard]] bool is_whole(std::size_t from, std::size_t to) const {
        return !column_.is_use || from + 1 == to;
    }

    [[nodiscard]] std::optional<Decimal> by_profile(const History& history,
                                                    const Period& days) const {
        const auto part = weight_of(days), all = weight_of(history.days);
        return part && all ? share(history.used, *part, *all) : std::nullopt;
    }
    // In millionths; nothing where a day has none.
    [[nodiscard]] std::optional<std::int64_t> weight_of(const Period& days) const {
        if (!request_.weight) return std::nullopt;
        std::int64_t sum = 0;
        for (LocalDate day = days.from; day < days.to; day = day.plus_days(1)) {
            const auto weight = request_.weight(column_.channel, day);
            if (!weight) return std::nullopt;
            sum += static_cast<std::int64_t>(weight->nano() / kMillionth);
        }
        return sum;
    }

    [[nodiscard]] std::optional<Decimal> year_ago(const Period& days) const {
        const auto from = measured_near(days.from.plus_months(-12));
        const auto to = measured_near(days.to.plus_months(-12));
        if (!from || !to || *from >= *to) return std::nullopt;
        for (std::size_t i = *from + 1; i <= *to; ++i)
            if (column_.is_use && !is_firm(column_.qualities[i])) return std::nullopt;
        const auto used = counted_.used(*from, *to);
        if (!used) return std::nullopt;
        return share(*used, days_in(days), days_in({day_at(*from), day_at(*to)}));
    }
    [[nodiscard]] std::optional<std::size_t> measured_near(LocalDate day) const {
        std::optional<std::size_t> nearest;
        int distance = kReadWindowDays + 1;
        for (const std::size_t i : measured_) {
            const int off = std::abs(day_at(i).days() - day.days());
            if (off >= distance) continue;
            distance = off;
            nearest = i;
        }
        return nearest;
    }

    void keep(Span gap, const Counted::GoesOn& from, const Use& use) {
        EstimatedRead read{.channel = column_.channel,
                           .unit = column_.unit,
                           .method = use.method,
                           .is_use = column_.is_use,
                           .scale = column_.scale,
                           .digits = column_.digits,
                           .span = gap,
                           .used = use.used};
        const int128 step = power_of_ten(Decimal::kPlaces - column_.scale);  // nano in the last
                                                                             // digit
        const int128 advance = divide_rounded(use.used.nano() * Decimal::kScale,
                                              from.factor.nano() * step, Rounding::HalfEven);
        int128 value = advance;
        if (!column_.is_use) {
            value += from.shown.nano() / step;
            if (from.digits > 0 && from.digits + column_.scale <= 18)
                value %= power_of_ten(from.digits + column_.scale);
        }
        read.value = static_cast<std::int64_t>(value);
        filled_.reads.push_back(std::move(read));
    }

    void leave(Span gap, OpenReason reason) {
        filled_.open.push_back({column_.channel, column_.unit, gap, 1, reason});
    }

    const ReadRequest& request_;
    const RegisterColumn& column_;
    Counted counted_;
    std::vector<std::size_t> standing_, measured_;
    Filled& filled_;
};

// Uses come in runs, and a counter begins anew behind a use: does another one tell of the time
// before the end?
bool is_followed(std::span<const RegisterColumn> columns, const RegisterColumn& run, Instant end) {
    return std::ranges::any_of(columns, [&](const RegisterColumn& other) {
        return other.channel == run.channel && other.unit == run.unit &&
               run.times.back() < other.times.back() &&
               other.times.front().us < end.us - kReadWindowDays * kDayUs;
    });
}

}  // namespace

void fill_reads(const ReadRequest& request, Filled& filled) {
    for (const auto& column : request.columns) {
        const bool has_intervals =
            std::ranges::find(request.measured_otherwise, column.channel,
                              &IntervalColumn::channel) != request.measured_otherwise.end();
        if (has_intervals) continue;
        ReadFiller filler(request, column, filled);
        for (const Span& span : request.wanted)
            if (!is_followed(request.columns, column, span.to)) filler.fill(span.to);
    }
}

}  // namespace bw::meter
