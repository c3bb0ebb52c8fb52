// Times as files write them, and what instant they are. A label without offset needs a zone; a
// label that the clock change skips is an error, one that it repeats is told apart by the order of
// the file.
#pragma once

#include "base/civil.h"

#include <optional>
#include <string>
#include <string_view>

namespace bw::meter {

// "iso": 2024-07-01T00:30[:00[.000000]][Z|+10:00], date and time also apart by a space;
// "epoch": seconds since 1970; "epoch-ms": milliseconds;
// or a pattern of YYYY MM DD hh mm ss and the characters between them: "DD.MM.YYYY hh:mm"; D, M and
// h take one or two digits, YY a year of 1981 to 2080, MMM a month as Jan, AM is AM or PM; without
// day the first.
class TimeFormat {
public:
    TimeFormat() = default;
    static Result<TimeFormat> parse(std::string_view text);

    struct Reading {
        LocalTime local;
        std::int32_t microseconds = 0;
        std::optional<std::int32_t> offset_seconds;  // nothing: local.date and .second_of_day are
                                                     // wall clock
    };
    // Nothing: not a time of this format, or of a year outside kYearFirst..kYearLast. 24:00 is the
    // next 00:00.
    [[nodiscard]] std::optional<Reading> read(std::string_view text) const;

private:
    enum class Kind { Iso, Epoch, EpochMs, Pattern };
    [[nodiscard]] std::optional<Reading> read_pattern(std::string_view text) const;
    Kind kind_ = Kind::Iso;
    std::string pattern_;
};

// "Z", "+07", "-0330" or "+05:30" in seconds; nothing: no offset.
std::optional<std::int32_t> parse_offset(std::string_view text);

// Wall clock to instant in one zone. Thread: one owner.
class WallClock {
public:
    explicit WallClock(Zone zone) : zone_(std::move(zone)) {}
    // Nothing: the clock skips this time. Where it comes twice, the first one that is after
    // `previous`; where times go back (the newest row first) the last one that is before it.
    std::optional<Instant> to_instant(LocalTime local, std::optional<Instant> previous,
                                      bool is_descending = false);
    [[nodiscard]] const Zone& zone() const { return zone_; }

private:
    Zone zone_;
    Span steady_{};  // hours away from any change of offset
    std::int32_t steady_offset_ = 0;
};

}  // namespace bw::meter
