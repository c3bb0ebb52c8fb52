#include "apps/demo/readings.h"

#include "apps/demo/cast.h"
#include "apps/demo/streams.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

namespace bw::demo {
namespace {

constexpr std::int64_t kMarketOffset = 36'000;  // NEM12: UTC+10 without daylight saving
constexpr std::size_t kValueBytes = 6;          // "1.234,"
constexpr std::uint32_t kTabled = 10'000;
// tenths of a watt over 1/4 hour to Wh, home and season in thousandths, noise in 1024ths
constexpr std::uint64_t kDivisor = 40ULL * 1000 * 1000 * 1024;
constexpr std::size_t kMissingFromHour = 15, kMissingToHour = 18;  // of market time

Instant start_of(LocalDate market_day) {
    return Instant::from_seconds(market_day.days() * std::int64_t{86400} - kMarketOffset);
}

}  // namespace

Result<MarketDays> MarketDays::make(Period days, int step_minutes) {
    const Zone zone = TRY(Zone::find(kZone));
    MarketDays grid;
    grid.days_ = days;
    grid.step_minutes_ = step_minutes;
    grid.intervals_ = static_cast<std::size_t>(1440 / step_minutes);
    grid.cells_.reserve(static_cast<std::size_t>(days_in(days)) * grid.intervals_);
    for (LocalDate day = days.from; day < days.to; day = day.plus_days(1)) {
        for (std::size_t i = 0; i < grid.intervals_; ++i) {
            const auto seconds = static_cast<std::int64_t>(i) * step_minutes * 60;
            const LocalTime local =
                zone.to_local(Instant::from_seconds(start_of(day).seconds() + seconds));
            grid.cells_.push_back({static_cast<std::uint8_t>(local.second_of_day / 900),
                                   local.date.weekday() > 5 ? DayKind::Restday : DayKind::Workday});
        }
    }
    return grid;
}

Period market_days(const Options& options, int month) {
    // Local midnight in Germany is 08:00 or 09:00 of the market's same date.
    const LocalDate from = options.first_month.plus_months(month);
    return {month == 0 ? from : from.plus_days(1), from.plus_months(1).plus_days(1)};
}

int step_minutes_of(const Options& options, std::string_view plan) {
    if (options.step_minutes) return *options.step_minutes;
    return plan == "AURORA-FLEX" ? 15 : 30;
}

ReadingsWriter::ReadingsWriter(const Options& options)
    : options_(options), shapes_(options.seed), digits_(kTabled * kValueBytes + 2) {
    for (std::uint32_t value = 0; value < kTabled; ++value)
        fmt::format_to_n(&digits_[value * kValueBytes], kValueBytes, "{}.{:03},", value / 1000,
                         value % 1000);
}

void ReadingsWriter::begin(Output& output, LocalDate created) {
    const std::string day =
        fmt::format("{:04}{:02}{:02}", created.year(), created.month(), created.day());
    updated_ = day + "060000";
    output.append(fmt::format("100,NEM12,{}0600,AURORAMDP,AURORA\n", day));
}

void ReadingsWriter::end(Output& output) { output.append("900\n"); }

void ReadingsWriter::header(Output& output, const Point& point, int step_minutes) {
    output.append(fmt::format("200,{},E1,E1,E1,,AM{:07},KWH,{},\n", point.service_point,
                              point.position % 10'000'000, step_minutes));
}

DayState ReadingsWriter::state_of(std::int64_t position, LocalDate day) const {
    if (!options_.stories) return DayState::Measured;
    const LocalDate first = options_.first_month;
    const LocalDate third = first.plus_months(2);
    if (position == cast::kHoursMissing && day == first.plus_days(11))
        return DayState::HoursMissing;
    if (position == cast::kDayMissing && day == third.plus_days(4)) return DayState::Absent;
    if (position == cast::kSilent && day > third && day <= third.plus_months(1))
        return DayState::Absent;
    if (position == cast::kEstimated && day >= first.plus_days(19) && day < first.plus_days(22))
        return DayState::Estimated;
    return DayState::Measured;
}

void ReadingsWriter::point(Output& output, const Point& point, const MarketDays& grid) {
    bool is_begun = false;
    for (LocalDate d = grid.days().from; d < grid.days().to; d = d.plus_days(1)) {
        // The market day of a local date begins before it and ends within it.
        if (d < point.supplied.from || d > point.supplied.to) continue;
        const DayState state = state_of(point.position, d);
        if (state == DayState::Absent) continue;
        if (!is_begun) header(output, point, grid.step_minutes());
        is_begun = true;
        day(output, point, grid, d, state);
    }
}

void ReadingsWriter::corrected(Output& output, const Point& point, const MarketDays& grid) {
    header(output, point, grid.step_minutes());
    for (LocalDate d = grid.days().from; d < grid.days().to; d = d.plus_days(1))
        day(output, point, grid, d, DayState::Measured);
}

void ReadingsWriter::day(Output& output, const Point& point, const MarketDays& grid, LocalDate day,
                         DayState state) {
    const Home home = make_home(options_.seed, point.position);
    Random random = random_of(options_.seed, Stream::Day, point.position, day.days());
    const int variant = static_cast<int>(random.below(kDayVariants));
    const std::array<const LoadShapes::Day*, 2> shapes = {
        &shapes_.day(home.household, DayKind::Workday, variant),
        &shapes_.day(home.household, DayKind::Restday, variant)};
    const auto factor = static_cast<std::uint64_t>(home.permille) *
                        static_cast<std::uint64_t>(season_permille(day.month()));
    const bool is_half_hour = grid.step_minutes() == 30;
    const MarketDays::Cell* cells = grid.cells(day);

    std::array<char, kQuarters * 16 + 128> line;
    char* at =
        fmt::format_to(line.data(), "300,{:04}{:02}{:02},", day.year(), day.month(), day.day());
    const std::size_t an_hour = grid.intervals() / 24;
    const std::size_t missing_from = kMissingFromHour * an_hour,
                      missing_to = kMissingToHour * an_hour;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < grid.intervals(); ++i) {
        if (i % 4 == 0) bits = random.next();
        const auto& shape = *shapes[static_cast<std::size_t>(cells[i].kind)];
        auto tenths = static_cast<std::uint64_t>(shape[cells[i].quarter]);
        if (is_half_hour) tenths += static_cast<std::uint64_t>(shape[cells[i].quarter + 1U]);
        const std::uint64_t noise = state == DayState::Estimated ? 716 : 768 + (bits & 511);
        bits >>= 16;
        auto value = static_cast<std::uint32_t>(tenths * factor * noise / kDivisor);
        if (state == DayState::HoursMissing && i >= missing_from && i < missing_to) value = 0;
        if (value < kTabled) {
            std::memcpy(at, &digits_[value * kValueBytes], kValueBytes);
            at += kValueBytes;
        } else {
            at = fmt::format_to(at, "{}.{:03},", value / 1000, value % 1000);
        }
    }
    const std::string_view quality = state == DayState::Estimated      ? "E52"
                                     : state == DayState::HoursMissing ? "V"
                                                                       : "A";
    at = fmt::format_to(at, "{},,,{},\n", quality, updated_);
    output.append({line.data(), static_cast<std::size_t>(at - line.data())});
    if (state == DayState::HoursMissing)
        output.append(fmt::format("400,1,{0},A,,\n400,{1},{2},N,,\n400,{3},{4},A,,\n", missing_from,
                                  missing_from + 1, missing_to, missing_to + 1, grid.intervals()));
}

}  // namespace bw::demo
