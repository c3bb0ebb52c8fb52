#include "flow/meter/formats/energy/load_profile.h"
#include "flow/meter/formats/parts/collect_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Values whose times stand in minutes of a day: 0 15 30 are two.
CollectSink profile(const std::vector<int>& minutes) {
    CollectSink sink;
    LoadProfile lines(sink);
    const auto at = [](int minute) { return Instant::from_seconds(1'700'006'400 + minute * 60); };
    for (std::size_t i = 0; i + 1 < minutes.size(); ++i) {
        lines.add({.code = "P1",
                   .channel = "import",
                   .unit = "kWh",
                   .span = {at(minutes[i]), at(minutes[i + 1])},
                   .value = static_cast<std::int64_t>(i),
                   .line = static_cast<std::int64_t>(i) + 1});
    }
    lines.finish();
    return sink;
}

std::vector<int> starts(const CollectSink& sink) {
    std::vector<int> out;
    for (const auto& run : sink.runs) {
        EXPECT_EQ(run.step_seconds, 900);
        out.push_back(static_cast<int>((run.start.seconds() - 1'700'006'400) / 60));
    }
    return out;
}

TEST(LoadProfile, EvenValuesPassAtOnce) {
    const auto sink = profile({0, 15, 30, 45, 60});
    EXPECT_EQ(starts(sink), (std::vector{0, 15, 30, 45}));
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(LoadProfile, AWrongTimeBetweenRightOnesIsMended) {
    const auto sink = profile({0, 15, 30, 46, 60, 75, 90});
    EXPECT_EQ(starts(sink), (std::vector{0, 15, 30, 45, 60, 75}));
    EXPECT_THAT(sink.repairs, SizeIs(2));
    EXPECT_THAT(sink.rejects, IsEmpty());
}

TEST(LoadProfile, SoAreSeveralInARow) {
    // 45 to 120 as if an hour later
    const auto sink = profile({0, 15, 30, 105, 120, 135, 150, 165, 120, 135});
    EXPECT_EQ(starts(sink), (std::vector{0, 15, 30, 45, 60, 75, 90, 105, 120}));
    EXPECT_THAT(sink.repairs, SizeIs(6));
}

TEST(LoadProfile, WhatDoesNotFitIsHandedOnAsItCame) {
    const auto gap = profile({0, 15, 30, 75, 90});
    EXPECT_THAT(gap.repairs, IsEmpty());
    EXPECT_THAT(gap.runs, SizeIs(4));  // 45 minutes divide a day
    EXPECT_EQ(gap.runs[2].step_seconds, 2700);
    const auto bad = profile({0, 15, 30, 37, 90});
    EXPECT_EQ(bad.reject_text().substr(0, 11), "3 interval:");
}

TEST(LoadProfile, AnotherStepIsLearned) {
    std::vector<int> minutes{0, 15, 30};
    for (int hour = 1; hour <= 300; ++hour) minutes.push_back(30 + hour * 60);
    const auto sink = profile(minutes);
    EXPECT_THAT(sink.runs, SizeIs(302));
    EXPECT_THAT(sink.repairs, IsEmpty());
    EXPECT_EQ(sink.runs.back().step_seconds, 3600);
}

}  // namespace
}  // namespace bw::meter
