// Electricity readings as NEM12: one row of values a day and home, days in the format's market time
// (UTC+10), the use itself at the home's local time of day.
#pragma once

#include "apps/demo/book.h"
#include "apps/demo/load_shape.h"
#include "apps/demo/output.h"
#include "base/civil.h"

#include <cstdint>
#include <vector>

namespace bw::demo {

enum class DayState : std::uint8_t { Measured, HoursMissing, Absent, Estimated };

// The market days of a file and, for each of their intervals, which quarter of a local day it is.
class MarketDays {
public:
    // Error: the zone is not on this machine.
    static Result<MarketDays> make(Period days, int step_minutes);
    struct Cell {
        std::uint8_t quarter = 0;  // of the local day, where the interval begins
        DayKind kind = DayKind::Workday;
    };
    [[nodiscard]] const Period& days() const { return days_; }
    [[nodiscard]] int step_minutes() const { return step_minutes_; }
    [[nodiscard]] std::size_t intervals() const { return intervals_; }
    [[nodiscard]] const Cell* cells(LocalDate day) const {
        return &cells_[static_cast<std::size_t>(day.days() - days_.from.days()) * intervals_];
    }

private:
    Period days_;
    int step_minutes_ = 30;
    std::size_t intervals_ = 48;
    std::vector<Cell> cells_;
};

// The market days of local month n (from 0): they end with the month's last hours, and only the
// first file begins with the day before, so that no day is in two files.
Period market_days(const Options& options, int month);

class ReadingsWriter {
public:
    explicit ReadingsWriter(const Options& options);
    // created: stands in the header and as the time of each update.
    void begin(Output& output, LocalDate created);
    struct Point {
        std::string_view service_point;
        std::int64_t position = 0;  // seeds the home
        Period supplied;            // local days; market days outside are left out
    };
    void point(Output& output, const Point& point, const MarketDays& grid);
    // Days read after all: the same values that measuring gives, with quality A.
    void corrected(Output& output, const Point& point, const MarketDays& grid);
    void end(Output& output);

private:
    void header(Output& output, const Point& point, int step_minutes);
    void day(Output& output, const Point& point, const MarketDays& grid, LocalDate day,
             DayState state);
    [[nodiscard]] DayState state_of(std::int64_t position, LocalDate day) const;

    const Options& options_;
    LoadShapes shapes_;
    std::vector<char> digits_;  // "0.000," .. "9.999,"
    std::string updated_;       // "20260901060000"
};

// 15 or 30.
int step_minutes_of(const Options& options, std::string_view plan);

}  // namespace bw::demo
