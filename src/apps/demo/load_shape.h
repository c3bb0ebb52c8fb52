// How a home uses electricity over a day: a few day profiles per class of household, made once from
// the seed. Integers only, so that every machine writes the same bytes.
#pragma once

#include "base/civil.h"

#include <array>
#include <cstdint>
#include <vector>

namespace bw::demo {

enum class Household : std::uint8_t { Single, Couple, Family, Workshop };
inline constexpr int kHouseholds = 4;
enum class DayKind : std::uint8_t { Workday, Restday };
inline constexpr int kDayVariants = 4;
inline constexpr int kQuarters = 96;

class LoadShapes {
public:
    explicit LoadShapes(std::uint64_t seed);
    // Tenths of a watt in each quarter hour of a local day, on average over the year.
    using Day = std::array<std::int32_t, kQuarters>;
    [[nodiscard]] const Day& day(Household household, DayKind kind, int variant) const {
        const auto row = static_cast<std::size_t>(household) * 2 + static_cast<std::size_t>(kind);
        return days_[row * kDayVariants + static_cast<std::size_t>(variant)];
    }

private:
    std::vector<Day> days_;
};

// Use in a month against the yearly average, in thousandths.
int season_permille(int month);
// A particular home within its class, in thousandths of the profile.
struct Home {
    Household household = Household::Single;
    int permille = 1000;
};
Home make_home(std::uint64_t seed, std::int64_t position);

}  // namespace bw::demo
