#include "flow/rate/energy/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

namespace bw::rate {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::int64_t floor_day(std::int64_t second) {
    return second / kDaySeconds - (second % kDaySeconds < 0 ? 1 : 0);
}

// Walks one clock forward; asks the zone's rules only where the offset may change.
class ClockWalk {
public:
    explicit ClockWalk(Zone zone) : zone_(std::move(zone)) {}
    struct Moment {
        LocalDate date;
        int minute = 0;
        std::int64_t second_of_day = 0;
        std::int64_t offset_end_s = 0;
    };
    Moment at(std::int64_t second) {
        const Instant instant = Instant::from_seconds(second);
        if (!span_.contains(instant)) {
            span_ = zone_.same_offset(instant);
            offset_ = zone_.offset_seconds(instant);
        }
        const std::int64_t local = second + offset_;
        const std::int64_t day = floor_day(local);
        const std::int64_t rest = local - day * kDaySeconds;
        return {LocalDate(static_cast<std::int32_t>(day)), static_cast<int>(rest / 60), rest,
                span_.to.seconds()};
    }

private:
    Zone zone_;
    Span span_;
    std::int64_t offset_ = 0;
};

// Of one version and season.
struct SeasonClock {
    catalog::WeekGrid grid;
    ClockWalk walk;
    const catalog::Calendar* calendar;
};

class StretchCutter {
public:
    StretchCutter(const CompiledSchedule& schedule,
                  const std::vector<const catalog::Calendar*>& calendars, CompiledCharge& charge)
        : schedule_(schedule), calendars_(calendars), charge_(charge) {}

    Result<void> cut() {
        for (const auto& section : charge_.sections) {
            const auto& season = season_of(section);
            const bool plain = season.windows.size() == 1 && season.windows[0].when.always();
            SeasonClock* clock = plain ? nullptr : TRY(clock_of(section));
            for (LocalDate day = section.days.from; day < section.days.to; day = day.plus_days(1)) {
                const std::int64_t from = schedule_.zone.start_of_day(day).seconds();
                const std::int64_t to = schedule_.zone.start_of_day(day.plus_days(1)).seconds();
                if (plain) push({from, to, section.bucket, day.days()});
                else TRY_VOID(cut_day(section, *clock, day, from, to));
            }
        }
        return {};
    }

private:
    const catalog::Schedule& version_of(const Section& section) const {
        return schedule_.versions[static_cast<std::size_t>(section.version)];
    }
    const catalog::Season& season_of(const Section& section) const {
        return schedule_.charge(charge_, section.version)
            ->seasons[static_cast<std::size_t>(section.season)];
    }

    Result<SeasonClock*> clock_of(const Section& section) {
        const auto key = std::pair(section.version, section.season);
        if (const auto found = clocks_.find(key); found != clocks_.end()) return &found->second;
        const auto& version = version_of(section);
        std::vector<const catalog::When*> windows;
        bool uses_holidays = false;
        for (const auto& window : season_of(section).windows) {
            windows.push_back(&window.when);
            uses_holidays = uses_holidays || window.when.uses_holidays();
        }
        const catalog::Calendar* calendar = nullptr;
        for (const auto* candidate : calendars_)
            if (candidate->name == version.head.holidays) calendar = candidate;
        if (uses_holidays && calendar == nullptr)
            return fail(
                Code::NotFound,
                version.head.holidays.empty()
                    ? "windows speak of holidays, but the schedule names no calendar: add "
                      "'holidays:'"
                    : fmt::format("calendar '{}' was not handed over", version.head.holidays),
                "schedule " + version.head.name);
        if (uses_holidays) TRY_VOID(check_years(*calendar, version.head.name));
        Zone zone = TRY(window_clock(version.clock, schedule_.zone, schedule_.period));
        SeasonClock clock{catalog::WeekGrid(windows), ClockWalk(std::move(zone)), calendar};
        return &clocks_.emplace(key, std::move(clock)).first->second;
    }

    // A year without any holiday is one that nobody has told yet: its holidays are no weekdays.
    Result<void> check_years(const catalog::Calendar& calendar, const std::string& schedule) const {
        for (int year = schedule_.period.from.year();
             year <= schedule_.period.to.plus_days(-1).year(); ++year)
            if (std::ranges::none_of(calendar.holidays, [&](const auto& holiday) {
                    return holiday.first.year() == year;
                }))
                return fail(Code::NotFound,
                            fmt::format("calendar '{}' has no holiday in {}: import it with those "
                                        "of that year",
                                        calendar.name, year),
                            "schedule " + schedule);
        return {};
    }

    Result<void> cut_day(const Section& section, SeasonClock& clock, LocalDate day,
                         std::int64_t from, std::int64_t to) {
        for (std::int64_t at = from; at < to;) {
            const auto moment = clock.walk.at(at);
            const bool holiday =
                clock.calendar != nullptr && clock.calendar->is_holiday(moment.date);
            const int weekday = moment.date.weekday();
            const int window = clock.grid.at(weekday, holiday, moment.minute);
            if (window < 0)
                return fail(
                    Code::Invalid,
                    fmt::format(
                        "{} {}{} lies in {}; it must lie in one", kDays[weekday - 1],
                        catalog::print_minute(moment.minute), holiday ? " on a holiday" : "",
                        window == catalog::WeekGrid::kGap ? "no window" : "several windows"),
                    fmt::format("schedule {} line {} charges.{}", version_of(section).head.name,
                                season_of(section).line.number, charge_.key));
            const int end_minute = clock.grid.end_of_run(weekday, holiday, moment.minute);
            const std::int64_t run_end = at + std::int64_t{end_minute} * 60 - moment.second_of_day;
            const std::int64_t end = std::min({run_end, to, moment.offset_end_s});
            push({at, end, section.bucket + static_cast<std::uint32_t>(window), day.days()});
            at = end;
        }
        return {};
    }

    void push(const Stretch& next) {
        if (!charge_.stretches.empty()) {
            auto& last = charge_.stretches.back();
            if (last.to_s == next.from_s && last.bucket == next.bucket &&
                (!charge_.per_day || last.day == next.day)) {
                last.to_s = next.to_s;
                return;
            }
        }
        charge_.stretches.push_back(next);
    }

    const CompiledSchedule& schedule_;
    const std::vector<const catalog::Calendar*>& calendars_;
    CompiledCharge& charge_;
    std::map<std::pair<int, int>, SeasonClock> clocks_;
};

}  // namespace

Result<Zone> window_clock(const catalog::WindowClock& clock, const Zone& zone,
                          const Period& period) {
    if (clock.kind == catalog::WindowClock::Kind::Local) return zone;
    if (clock.kind == catalog::WindowClock::Kind::Offset) return Zone::find(clock.offset);
    const int year = period.from.year();
    const auto offset_on = [&](int month) {
        return zone.offset_seconds(zone.start_of_day(LocalDate::of(year, month, 1)));
    };
    const int minutes = std::min(offset_on(1), offset_on(7)) / 60;
    return Zone::find(fmt::format("UTC{}{:02}:{:02}", minutes < 0 ? '-' : '+',
                                  std::abs(minutes) / 60, std::abs(minutes) % 60));
}

Result<void> cut_stretches(const CompiledSchedule& schedule,
                           const std::vector<const catalog::Calendar*>& calendars,
                           CompiledCharge& charge) {
    return StretchCutter(schedule, calendars, charge).cut();
}

Result<std::vector<Run>> runs_on_grid(const CompiledSchedule& schedule,
                                      const CompiledCharge& charge, std::int64_t step) {
    if (step <= 0) return fail(Code::Invalid, fmt::format("intervals of {} seconds", step));
    const std::int64_t start = schedule.span.from.seconds();
    std::vector<Run> runs;
    runs.reserve(charge.stretches.size());
    for (const auto& stretch : charge.stretches) {
        if ((stretch.from_s - start) % step != 0 || (stretch.to_s - start) % step != 0) {
            const std::int64_t edge =
                (stretch.from_s - start) % step != 0 ? stretch.from_s : stretch.to_s;
            const auto local = schedule.zone.to_local(Instant::from_seconds(edge));
            return fail(
                Code::Unsupported,
                fmt::format(
                    "a window, season or day ends at {}, inside an interval of {} s: use shorter "
                    "intervals for this charge",
                    local.to_string(), step),
                fmt::format("schedule {} charges.{}", schedule.versions[0].head.name, charge.key));
        }
        runs.push_back({static_cast<std::uint32_t>((stretch.from_s - start) / step),
                        static_cast<std::uint32_t>((stretch.to_s - start) / step), stretch.bucket,
                        stretch.day});
    }
    return runs;
}

std::vector<DayStack> stack_days(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                 std::span<const Run> runs, std::int64_t step) {
    std::vector<DayStack> stacks;
    const auto days = static_cast<std::size_t>(days_in(schedule.period));
    if (charge.per_day || runs.size() < 2 * days) return stacks;
    const std::int64_t start = schedule.span.from.seconds();
    auto run = runs.begin();
    for (LocalDate day = schedule.period.from; day < schedule.period.to; day = day.plus_days(1)) {
        const std::int64_t from_s = schedule.zone.start_of_day(day).seconds() - start;
        const std::int64_t to_s = schedule.zone.start_of_day(day.plus_days(1)).seconds() - start;
        if (from_s % step != 0 || to_s % step != 0 ||
            to_s - from_s > step * static_cast<std::int64_t>(kStackedMax))
            return {};
        const auto begin = static_cast<std::uint32_t>(from_s / step);
        const auto end = static_cast<std::uint32_t>(to_s / step);
        std::vector<Run> own;
        while (run != runs.end() && run->end <= begin) ++run;
        for (auto it = run; it != runs.end() && it->begin < end; ++it)
            own.push_back({std::max(it->begin, begin) - begin, std::min(it->end, end) - begin,
                           it->bucket, 0});
        if (own.empty()) continue;
        const auto same = std::ranges::find_if(stacks, [&](const DayStack& stack) {
            return stack.length == end - begin && stack.runs == own;
        });
        if (same == stacks.end()) stacks.push_back({{begin}, end - begin, std::move(own)});
        else same->begins.push_back(begin);
    }
    return stacks;
}

}  // namespace bw::rate
