#include "base/random.h"
#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/tally.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace bw::rate {
namespace {

using meter::kMissing;
using meter::Quality;

struct Values {
    std::vector<std::int64_t> values;
    std::vector<Quality> qualities;
    [[nodiscard]] bool are_plain() const {
        return is_plain(values.data(), qualities.data(), values.size());
    }
    [[nodiscard]] std::int64_t sum() const { return plain_sum(values.data(), values.size()); }
    [[nodiscard]] Tally tallied() const {
        return tally(values.data(), qualities.data(), values.size());
    }
};

TEST(Tally, TellsMissingEstimatedAndTooLarge) {
    const Values some{{5, kMissing, -2, 7},
                      {Quality::Actual, Quality::Missing, Quality::Estimated, Quality::Final}};
    EXPECT_EQ(some.tallied(), (Tally{10, 1, 1, false}));
    EXPECT_EQ((Values{{}, {}}).tallied(), Tally{});
    for (const std::int64_t far : {kValueLimit + 1, -kValueLimit - 2, kMissing + 1}) {
        const Values one{{1, far}, {Quality::Actual, Quality::Actual}};
        EXPECT_TRUE(one.tallied().is_too_large) << far;
    }
    const Values full{std::vector<std::int64_t>(kTallyMax, kValueLimit),
                      std::vector<Quality>(kTallyMax, Quality::Actual)};
    EXPECT_EQ(full.tallied().sum, kValueLimit * static_cast<std::int64_t>(kTallyMax));
    EXPECT_EQ(full.sum(), full.tallied().sum);
    EXPECT_FALSE(full.are_plain());
    const Values most{std::vector<std::int64_t>(kPlainMax, -kPlainLimit - 1),
                      std::vector<Quality>(kPlainMax, Quality::Actual)};
    EXPECT_TRUE(most.are_plain());
    EXPECT_EQ(most.sum(), (-kPlainLimit - 1) * static_cast<std::int64_t>(kPlainMax));
    const Values more{std::vector<std::int64_t>(kPlainMax + 1),
                      std::vector<Quality>(kPlainMax + 1, Quality::Actual)};
    EXPECT_FALSE(more.are_plain());
}

TEST(Tally, OfPlainValuesIsTheirSum) {
    Random random(11);
    int plain = 0;
    for (int round = 0; round < 2000; ++round) {
        Values some;
        const std::int64_t rare = random.between(1, 300);
        for (auto left = random.below(200); left > 0; --left) {
            const bool is_odd = random.below(static_cast<std::uint64_t>(rare)) == 0;
            std::int64_t value = random.between(-3'000, 3'000'000);
            if (is_odd && random.chance(1, 3)) value = kMissing;
            if (is_odd && random.chance(1, 9)) value = kPlainLimit + random.between(-1, 2);
            some.values.push_back(value);
            some.qualities.push_back(is_odd ? static_cast<Quality>(random.below(5))
                                            : Quality::Actual);
        }
        const Tally each = some.tallied();
        const bool is_clean =
            std::ranges::all_of(some.values,
                                [](std::int64_t value) {
                                    return value <= kPlainLimit && value >= -kPlainLimit - 1;
                                }) &&
            std::ranges::all_of(some.qualities,
                                [](Quality quality) { return quality == Quality::Actual; });
        EXPECT_EQ(some.are_plain(), is_clean);
        if (!is_clean) continue;
        ++plain;
        EXPECT_EQ(each, Tally{some.sum()});
    }
    EXPECT_GT(plain, 100);
}

TEST(Tally, OfDaysIsTheSumOfEachHourOverTheDays) {
    Random random(7);
    for (const std::size_t length : {1U, 15U, 16U, 23U, 46U, 48U, 50U, 96U, 100U}) {
        std::vector<std::int64_t> values(40 * length), sums(length), each(length);
        for (auto& value : values) value = random.between(-kPlainLimit - 1, kPlainLimit);
        std::vector<std::uint32_t> begins;
        for (auto days = random.below(31); days > 0; --days)
            begins.push_back(static_cast<std::uint32_t>(random.below(39 * length)));
        for (const std::uint32_t begin : begins)
            for (std::size_t i = 0; i < length; ++i) each[i] += values[begin + i];
        EXPECT_TRUE(plain_day_sums(values.data(), begins, length, sums.data()));
        EXPECT_EQ(sums, each) << length;
        if (begins.empty()) continue;
        values[begins.front() + random.below(length)] =
            random.chance(1, 2) ? kMissing : kPlainLimit + 1;
        EXPECT_FALSE(plain_day_sums(values.data(), begins, length, sums.data()));
    }
}

TEST(Tally, OfDaysWithGapsIsWhatEachHourComesTo) {
    Random random(8);
    for (int round = 0; round < 300; ++round) {
        const std::size_t length = 1 + random.below(100);
        std::vector<std::int64_t> values(20 * length);
        std::vector<Quality> qualities(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            qualities[i] = static_cast<Quality>(random.below(5));
            values[i] =
                random.chance(1, 9) ? kMissing : random.between(-kPlainLimit - 1, kPlainLimit);
        }
        std::vector<std::uint32_t> begins;
        for (auto days = random.below(20); days > 0; --days)
            begins.push_back(static_cast<std::uint32_t>(random.below(19 * length)));
        std::vector<std::int64_t> sums(length, 5), missing(length, 1), estimated(length, 2);
        const DaySums into{sums.data(), missing.data(), estimated.data()};
        EXPECT_TRUE(mixed_day_sums(values.data(), qualities.data(), begins, length, into));
        for (std::size_t i = 0; i < length; ++i) {
            Tally all{5, 1, 2};
            for (const std::uint32_t begin : begins) {
                const Tally one = tally(&values[begin + i], &qualities[begin + i], 1);
                all.sum += one.sum;
                all.missing += one.missing;
                all.estimated += one.estimated;
            }
            EXPECT_EQ((Tally{sums[i], missing[i], estimated[i]}), all) << i;
        }
        if (begins.empty()) continue;
        values[begins.front() + random.below(length)] =
            random.chance(1, 2) ? kPlainLimit + 1 : -kPlainLimit - 2;
        EXPECT_FALSE(mixed_day_sums(values.data(), qualities.data(), begins, length, into));
    }
}

TEST(Tally, OfPlainValuesAtAPriceEachIsTheSumOfTheProducts) {
    Random random(5);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::int64_t> values, prices;
        PricedSum each;
        for (auto left = random.below(120); left > 0; --left) {
            const std::int64_t value =
                random.chance(1, 4) ? 0 : random.between(-kPlainLimit - 1, kPlainLimit);
            const std::int64_t price = random.between(-1'000'000'000'000, 1'000'000'000'000);
            values.push_back(value);
            prices.push_back(price);
            each.quantity += value;
            each.amount += int128{value} * price;
            if (value == 0) continue;
            each.lowest = std::min(each.lowest, price);
            each.highest = std::max(each.highest, price);
        }
        EXPECT_TRUE(plain_priced_sum(values.data(), prices.data(), values.size()) == each);
        EXPECT_TRUE(are_known(prices.data(), prices.size()));
        if (prices.empty()) continue;
        prices[random.below(prices.size())] = kMissing;
        EXPECT_FALSE(are_known(prices.data(), prices.size()));
    }
}

}  // namespace
}  // namespace bw::rate
