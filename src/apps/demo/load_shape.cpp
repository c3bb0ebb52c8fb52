#include "apps/demo/load_shape.h"

#include "apps/demo/streams.h"

#include <algorithm>

namespace bw::demo {
namespace {

using Hours = std::array<int, 24>;  // watts, mean of each hour

constexpr std::array<std::array<Hours, 2>, kHouseholds> kMeanWatts = {{
    {{{90,  75,  70,  70,  70,  80,  150, 220, 170, 130, 125, 140,
       170, 150, 130, 130, 150, 220, 310, 350, 330, 270, 190, 120},
      {110, 90,  75,  70,  70,  70,  80,  130, 220, 270, 260, 280,
       300, 260, 220, 200, 210, 250, 300, 320, 300, 260, 200, 140}}},
    {{{150, 130, 120, 120, 125, 150, 290, 410, 300, 230, 220, 260,
       310, 270, 230, 230, 280, 410, 570, 630, 560, 440, 300, 200},
      {170, 150, 130, 120, 120, 130, 160, 260, 400, 460, 450, 500,
       530, 450, 380, 350, 370, 440, 530, 560, 500, 420, 320, 220}}},
    {{{210, 180, 170, 165, 170, 230, 480, 620, 420, 330, 320, 380,
       470, 400, 350, 360, 430, 640, 880, 930, 800, 620, 430, 290},
      {240, 200, 180, 170, 170, 180, 240, 400, 620, 720, 700, 780,
       850, 710, 600, 560, 590, 700, 840, 870, 760, 620, 470, 320}}},
    {{{320,  310,  310,  310,  330,  520,  1100, 2100, 2600, 2700, 2650, 2500,
       1900, 2400, 2600, 2550, 2400, 1900, 1100, 600,  420,  370,  340,  330},
      {320, 310, 310, 310, 310, 320, 340, 420, 700, 900, 880, 760,
       520, 420, 380, 360, 350, 350, 350, 340, 330, 330, 320, 320}}},
}};

// Straight lines between the middles of the hours.
std::int32_t tenths_at(const Hours& hours, int quarter) {
    const int hour = quarter / 4;
    const int eighths = (quarter % 4) * 2 + 1 - 4;  // of an hour from the middle: -3, -1, 1, 3
    const int other = (hour + (eighths < 0 ? 23 : 1)) % 24;
    const int away = std::abs(eighths);
    return (hours[static_cast<std::size_t>(hour)] * (8 - away) +
            hours[static_cast<std::size_t>(other)] * away) *
           10 / 8;
}

}  // namespace

LoadShapes::LoadShapes(std::uint64_t seed) {
    for (int household = 0; household < kHouseholds; ++household) {
        for (int kind = 0; kind < 2; ++kind) {
            const Hours& hours =
                kMeanWatts[static_cast<std::size_t>(household)][static_cast<std::size_t>(kind)];
            for (int variant = 0; variant < kDayVariants; ++variant) {
                Random random = random_of(seed, Stream::Shapes, household * 2 + kind, variant);
                Day day{};
                for (int quarter = 0; quarter < kQuarters; ++quarter) {
                    const auto mean = tenths_at(hours, quarter);
                    day[static_cast<std::size_t>(quarter)] =
                        static_cast<std::int32_t>(mean * random.between(800, 1200) / 1000);
                }
                // A washing machine, an oven, a compressor: one to three hours at 0.4 to 1.6 kW.
                const auto start = random.between(28, 80);
                const auto quarters = random.between(4, 12);
                const auto tenths = static_cast<std::int32_t>(random.between(4000, 16000));
                for (auto q = start; q < std::min<std::int64_t>(start + quarters, kQuarters); ++q)
                    day[static_cast<std::size_t>(q)] += tenths;
                days_.push_back(day);
            }
        }
    }
}

int season_permille(int month) {
    static constexpr std::array<int, 12> kPermille = {1180, 1130, 1070, 990,  930,  890,
                                                      860,  870,  930,  1000, 1080, 1170};
    return kPermille[static_cast<std::size_t>(month - 1)];
}

Home make_home(std::uint64_t seed, std::int64_t position) {
    static constexpr std::array<Household, 10> kMix = {
        Household::Single, Household::Single,  Household::Single, Household::Couple,
        Household::Couple, Household::Couple,  Household::Couple, Household::Family,
        Household::Family, Household::Workshop};
    Random random = random_of(seed, Stream::Load, position);
    const Household household = kMix[random.below(kMix.size())];
    return {household, static_cast<int>(random.between(650, 1450))};
}

}  // namespace bw::demo
