// LocalTimeParameters of ESPI: an offset from UTC and the two rules of daylight saving, each 32
// bits in hexadecimal (seconds, hour, weekday, day of the month, operator, month). Readings are in
// UTC; the clock says which days have 23 or 25 hours.
#pragma once

#include "base/civil.h"

#include <optional>
#include <string_view>

namespace bw::meter {

class EspiClock {
public:
    // Nothing: one of the four is none.
    static std::optional<EspiClock> parse(std::string_view offset_seconds,
                                          std::string_view saving_seconds,
                                          std::string_view start_rule, std::string_view end_rule);
    [[nodiscard]] std::int64_t offset_seconds(Instant at) const;

private:
    struct Rule {
        int month = 0, day = 0, weekday = 0, which = 0;  // which: the operator
        std::int64_t second_of_day = 0;
        // Wall-clock seconds since 1970 of the change in a year.
        [[nodiscard]] std::int64_t in_year(int year) const;
    };
    static std::optional<Rule> parse_rule(std::string_view text);

    std::int64_t offset_ = 0, saving_ = 0;
    std::optional<Rule> start_, end_;  // none: no daylight saving
};

}  // namespace bw::meter
