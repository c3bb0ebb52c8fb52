#include "flow/meter/estimates/fill.h"

#include "base/check.h"
#include "flow/meter/estimates/gaps.h"
#include "flow/meter/estimates/like_days.h"
#include "flow/meter/estimates/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace bw::meter {
namespace {

constexpr std::array<std::string_view, 5> kMethods = {"neighbours", "like-days", "year-ago",
                                                      "profile", "use-per-day"};

// Whole numbers for exact ones over one denominator: each is what the rounded sum grows by, so
// that no rounding adds up.
class Carry {
public:
    explicit Carry(std::int64_t denominator) : denominator_(denominator) {}
    std::int64_t next(int128 numerator) {
        exact_ += numerator;
        const int128 rounded = divide_rounded(exact_, denominator_, Rounding::HalfEven);
        const int128 value = rounded - given_;
        given_ = rounded;
        return static_cast<std::int64_t>(value);
    }

private:
    std::int64_t denominator_;
    int128 exact_ = 0, given_ = 0;
};

// A straight line between the measured values before and after a short run.
struct Line {
    Instant start;  // of the run's first interval
    std::int64_t before = 0, after = 0;
    std::int64_t count = 0;  // of its intervals

    [[nodiscard]] std::vector<std::int64_t> values() const {
        Carry carry(count + 1);
        std::vector<std::int64_t> result;
        for (std::int64_t i = 1; i <= count; ++i)
            result.push_back(
                carry.next(int128{before} * (count + 1) + (int128{after} - before) * i));
        return result;
    }
};

// The run may be longer than the gap: what was estimated or substituted is measured no more than
// what is missing.
std::optional<Line> line_over(const Timeline& line, const Grid& grid) {
    const std::int64_t most = kNeighbourSeconds / grid.step_seconds;
    const std::int64_t step = grid.step_seconds * Instant::kSecond;
    Line result{grid.whole.from, 0, 0, grid.count()};
    std::optional<std::int64_t> before, after;
    while (result.count <= most) {
        before = line.measured(Instant{result.start.us - step}, grid.step_seconds, grid.whole.from);
        if (before) break;
        result.start.us -= step;
        ++result.count;
    }
    while (before && result.count <= most) {
        after = line.measured(Instant{result.start.us + result.count * step}, grid.step_seconds,
                              grid.whole.from);
        if (after) break;
        ++result.count;
    }
    if (!before || !after || result.count > most) return std::nullopt;
    result.before = *before;
    result.after = *after;
    return result;
}

class ChannelFiller {
public:
    ChannelFiller(const FillRequest& request, const Timeline& line, Filled& filled)
        : request_(request), line_(line), filled_(filled) {}

    // `others`: the point's other channels.
    void fill(Span gap, std::span<const Timeline* const> others) {
        const Grid grid = grid_of(line_, gap);
        if (grid.step_seconds > kEstimatedStepMax || kEstimatedStepMax % grid.step_seconds != 0)
            return leave(gap, grid, OpenReason::LongIntervals);
        if (is_not_in_use(gap, others)) return leave(gap, grid, OpenReason::NotInUse);
        if (gap.from < grid.whole.from)
            leave({gap.from, std::min(grid.whole.from, gap.to)}, grid, OpenReason::OddRest);
        if (!grid.whole.is_empty()) fill_whole(grid);
        if (grid.whole.from < gap.to && grid.whole.to < gap.to)
            leave({grid.whole.to, gap.to}, grid, OpenReason::OddRest);
    }

private:
    // Before its first value or behind its last one, while the point was measured otherwise.
    [[nodiscard]] bool is_not_in_use(Span gap, std::span<const Timeline* const> others) const {
        const auto is_near = [&](const Timeline::Stretch& s) {
            return !s.span.intersect(request_.near).is_empty();
        };
        bool before = false, after = false;
        for (const auto& s : line_.stretches()) {
            before |= is_near(s) && s.span.to <= gap.from;
            after |= is_near(s) && s.span.from >= gap.to;
        }
        if (before && after) return false;
        return std::ranges::any_of(others, [&](const Timeline* other) {
            return std::ranges::any_of(other->stretches(), [&](const Timeline::Stretch& s) {
                return !s.span.intersect(gap).is_empty();
            });
        });
    }

    void fill_whole(const Grid& grid) {
        if (const auto line = line_over(line_, grid)) {
            const auto values = line->values();
            const auto skip = static_cast<std::ptrdiff_t>((grid.whole.from.us - line->start.us) /
                                                          (grid.step_seconds * Instant::kSecond));
            auto& estimate = begin(Method::Neighbours, grid, 0);
            estimate.values.assign(values.begin() + skip, values.begin() + skip + grid.count());
            return;
        }
        fill_from_other_days(grid);
    }

    void fill_from_other_days(const Grid& grid) {
        std::int64_t run_from = 0;
        std::optional<Method> running;
        Carry carry(kMeanDenominator);
        for (std::int64_t i = 0; i < grid.count(); ++i) {
            const LocalTime time = request_.zone.to_local(grid.at(i));
            const Donors donors = donors_of(time, grid.step_seconds);
            if (i == 0 || donors.method != running) {
                if (!running) leave_whole(grid, run_from, i);
                if (donors.method) begin(*donors.method, grid, i);
                carry = Carry(kMeanDenominator);
                running = donors.method;
                run_from = i;
            }
            if (running)
                filled_.estimates.back().values.push_back(
                    carry.next(donors.values.sum() * (kMeanDenominator / donors.values.count)));
        }
        if (!running) leave_whole(grid, run_from, grid.count());
    }

    struct Donors {
        std::optional<Method> method;  // nothing: nobody gives
        Measured values;
    };
    [[nodiscard]] Donors donors_of(LocalTime time, std::int32_t step) const {
        const Measured like = like_days(line_, request_.zone, time, step);
        if (like.count > 0) return {Method::LikeDays, like};
        const LocalTime then{time.date.plus_days(-kYearDays), time.second_of_day};
        const auto year_ago =
            measured_at(line_, request_.zone, then, step, request_.zone.to_instant(time));
        if (year_ago) return {Method::YearAgo, {{*year_ago}, 1}};
        return {};
    }

    Estimate& begin(Method method, const Grid& grid, std::int64_t i) {
        return filled_.estimates.emplace_back(Estimate{line_.first().channel,
                                                       line_.first().unit,
                                                       method,
                                                       line_.scale(),
                                                       grid.at(i),
                                                       grid.step_seconds,
                                                       {}});
    }

    void leave_whole(const Grid& grid, std::int64_t from, std::int64_t to) {
        if (from == to) return;
        leave({grid.at(from), grid.at(to)}, grid, OpenReason::NoHistory);
    }
    void leave(Span span, const Grid& grid, OpenReason reason) {
        const std::int64_t step = grid.step_seconds * Instant::kSecond;
        filled_.open.push_back({line_.first().channel, line_.first().unit, span,
                                (span.to.us - span.from.us + step - 1) / step, reason});
    }

    static constexpr std::int64_t kMeanDenominator = 12;  // of means of 1, 2, 3 and 4
    static_assert(kLikeDays == 4);

    const FillRequest& request_;
    const Timeline& line_;
    Filled& filled_;
};

}  // namespace

std::string_view method_name(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

Result<Method> parse_method(std::string_view name) {
    const auto it = std::ranges::find(kMethods, name);
    if (it != kMethods.end()) return static_cast<Method>(it - kMethods.begin());
    return fail(Code::Corrupt, fmt::format("'{}' is no method of estimation", name));
}

std::string_view reason_words(OpenReason reason) {
    switch (reason) {
        case OpenReason::NoHistory:
            return "nothing was measured at this time on like days within 28 days, nor a year ago";
        case OpenReason::NotInUse:
            return "other channels were measured then, so this one had not begun or has ended";
        case OpenReason::LongIntervals: return "only intervals that divide an hour are estimated";
        case OpenReason::OddRest: return "it is shorter than an interval of the channel";
        case OpenReason::NoReads:
            return "too few measured reads or uses before it tell what is used in a day";
        case OpenReason::OtherCounter: break;
    }
    return "another counter, or another factor, came since the last read";
}

Filled fill_gaps(const FillRequest& request) {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const IntervalColumn*>>
        channels;
    for (const auto& column : request.columns)
        channels[{column.channel, column.unit}].push_back(&column);
    std::vector<Timeline> lines;
    lines.reserve(channels.size());
    for (auto& [channel, columns] : channels)
        lines.emplace_back(std::move(columns), request.devices);
    Filled filled;
    for (const auto& line : lines) {
        std::vector<const Timeline*> others;
        for (const auto& other : lines)
            if (&other != &line) others.push_back(&other);
        ChannelFiller filler(request, line, filled);
        for (const Span& gap : gaps_of(line, request.wanted)) filler.fill(gap, others);
    }
    return filled;
}

}  // namespace bw::meter
