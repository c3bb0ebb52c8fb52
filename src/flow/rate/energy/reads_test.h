// For tests: reads of a counter of 2026 in Rome, and what was used by them.
#pragma once

#include "flow/rate/energy/registers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bw::rate {

inline Zone rome() { return *Zone::find("Europe/Rome"); }

struct ReadOn {
    LocalDate date;
    std::int64_t value;
    meter::Quality quality = meter::Quality::Actual;
};

inline meter::RegisterColumn reads_of(const std::vector<ReadOn>& reads, int digits = 5) {
    meter::RegisterColumn column;
    column.channel = "water";
    column.unit = "m3";
    column.scale = 0;
    column.digits = digits;
    for (const auto& read : reads) {
        column.times.push_back(rome().to_instant({read.date, 10 * 3600}));
        column.reads.push_back(read.value);
        column.qualities.push_back(read.quality);
    }
    return column;
}

inline LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
inline const Period kMarch{day(3, 1), day(4, 1)};

inline RegisterUse use_of(const meter::RegisterColumn& column, const RegisterDays& days) {
    const auto use = register_use(column, "m3", days, rome());
    EXPECT_TRUE(use.has_value()) << (use ? "" : use.error().message());
    return use ? *use : RegisterUse{};
}

inline std::string error_of(const meter::RegisterColumn& column, const RegisterDays& days) {
    const auto use = register_use(column, "m3", days, rome());
    return use ? "" : use.error().message();
}

inline constexpr auto kEstimated = meter::Quality::Estimated;
inline const Period kAlways{LocalDate::of(2020, 1, 1), LocalDate::of(2030, 1, 1)};

inline customers::Device device(LocalDate from, std::int64_t multiplier,
                                const std::string& number) {
    customers::Device d;
    d.channel = "water";
    d.from = rome().start_of_day(from);
    d.multiplier = Decimal(multiplier);
    d.number = number;
    return d;
}

// What the reader hands over for a period.
inline meter::RegisterColumn seen_from(const meter::RegisterColumn& all, const Period& days) {
    const Span window{rome().start_of_day(days.from.plus_days(-7)),
                      rome().start_of_day(days.to.plus_days(7))};
    std::size_t first = 0, last = all.times.size();
    while (first < last && all.times[first] < window.from) ++first;
    while (last > first && window.to < all.times[last - 1]) --last;
    while (first > 0)
        if (is_firm(all.qualities[--first])) break;
    while (last < all.times.size())
        if (is_firm(all.qualities[last++])) break;
    auto seen = all;
    const auto cut = [&](auto& list) {
        list = {list.begin() + static_cast<std::ptrdiff_t>(first),
                list.begin() + static_cast<std::ptrdiff_t>(last)};
    };
    cut(seen.times), cut(seen.reads), cut(seen.qualities);
    return seen;
}

}  // namespace bw::rate
