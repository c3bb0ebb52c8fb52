#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/span_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view text) { return *Instant::parse(text); }

SpanValue value(std::string_view from, std::string_view to, std::int64_t amount = 1234,
                int scale = 3) {
    return {.code = "P1",
            .channel = "water",
            .unit = "m3",
            .span = {at(from), at(to)},
            .value = amount,
            .scale = scale,
            .line = 7};
}

TEST(SpanValue, AnIntervalThatDividesTheDayStaysOne) {
    CollectSink sink;
    EXPECT_FALSE(hand_on(value("2024-03-01T00:00Z", "2024-03-01T00:15Z"), sink));
    EXPECT_FALSE(hand_on(value("2024-03-01T05:00Z", "2024-03-02T05:00Z"), sink));
    ASSERT_EQ(sink.runs.size(), 2U);
    EXPECT_EQ(sink.runs[0].step_seconds, 900);
    EXPECT_EQ(sink.runs[1].step_seconds, 86400);
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(SpanValue, ADayOfAClockChangeIsSharedAndTheSharesMakeTheWhole) {
    for (const auto& [to, hours] :
         {std::pair("2024-03-31T22:00Z", 23U), std::pair("2024-04-01T00:00Z", 25U)}) {
        for (const std::int64_t amount : {1000, 0, -1234}) {
            CollectSink sink;
            ASSERT_FALSE(hand_on(value("2024-03-30T23:00Z", to, amount), sink));
            ASSERT_EQ(sink.runs.size(), 1U);
            const auto& run = sink.runs[0];
            EXPECT_EQ(run.step_seconds, 3600);
            ASSERT_EQ(run.values.size(), hours);
            EXPECT_EQ(std::accumulate(run.values.begin(), run.values.end(), std::int64_t{0}),
                      amount * power_of_ten(run.scale - 3));
            const auto [least, most] = std::ranges::minmax(run.values);
            EXPECT_LE(most - least, 1);
            EXPECT_THAT(sink.repairs,
                        ElementsAre("7 a day of 23 or 25 hours was shared evenly over its hours"));
        }
    }
}

TEST(SpanValue, AMonthIsAUse) {
    CollectSink sink;
    EXPECT_FALSE(hand_on(value("2024-02-29T23:00Z", "2024-03-31T22:00Z"), sink));
    EXPECT_FALSE(hand_on(value("2024-03-01T00:00Z", "2024-04-01T00:00Z", 1'500'000'000, 9), sink));
    ASSERT_EQ(sink.uses.size(), 2U);
    EXPECT_EQ(sink.uses[0].span, (Span{at("2024-02-29T23:00Z"), at("2024-03-31T22:00Z")}));
    EXPECT_EQ(sink.uses[0].value, 1234);
    EXPECT_EQ(sink.uses[1].value, 1'500'000);
    EXPECT_EQ(sink.uses[1].scale, 6);
    auto missing = value("2024-04-01T00:00Z", "2024-05-01T00:00Z");
    missing.quality = Quality::Missing;
    EXPECT_FALSE(hand_on(missing, sink));
    EXPECT_EQ(sink.uses.size(), 2U);
    EXPECT_EQ(sink.unanswered, 1);
}

TEST(SpanValue, DecimalsOfAUseThatCannotBeKeptAreCut) {
    CollectSink sink;
    EXPECT_FALSE(hand_on(value("2024-03-01T00:00Z", "2024-04-01T00:00Z", 1'234'567'899, 9), sink));
    ASSERT_EQ(sink.uses.size(), 1U);
    EXPECT_EQ(sink.uses[0].value, 1'234'567);
    EXPECT_EQ(sink.uses[0].scale, 6);
    EXPECT_THAT(sink.repairs, ElementsAre("7 uses with more than 6 decimals were cut"));
}

TEST(SpanValue, WhatCannotBeKeptSaysWhy) {
    CollectSink sink;
    const auto code = [&](const SpanValue& v) {
        const auto fault = hand_on(v, sink);
        return fault ? std::string(reject_name(fault->code)) : "taken";
    };
    EXPECT_EQ(code(value("2024-03-01T00:00Z", "2024-03-01T00:07Z")), "interval");
    EXPECT_EQ(code(value("2024-03-01T00:00Z", "2024-03-01T00:00Z")), "interval");
    EXPECT_EQ(code(value("2024-03-01T00:00Z", "2024-02-01T00:00Z")), "interval");
    EXPECT_EQ(code(value("2024-03-01T00:00Z", "2026-05-01T00:00Z")), "interval");
    EXPECT_EQ(code(value("2024-03-01T00:00:00.5Z", "2024-03-01T00:30:00.5Z")), "time");
    EXPECT_EQ(code(value("2024-03-01T00:00Z", "2024-04-01T00:00Z", -1)), "value");
    EXPECT_THAT(sink.runs, IsEmpty());
    EXPECT_THAT(sink.uses, IsEmpty());
}

}  // namespace
}  // namespace bw::meter
