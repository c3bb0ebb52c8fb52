#include "base/random.h"
#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/formats/telecom/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using enum PacketKind;

constexpr std::int64_t kNoon = 1'720'000'000;
Packet packet(PacketKind kind, std::int64_t at, std::int64_t seconds, std::int64_t bytes,
              std::string session = "s@nas") {
    return {.kind = kind,
            .session = std::move(session),
            .code = "anna",
            .destination = {},
            .time = Instant::from_seconds(kNoon + at),
            .seconds = seconds,
            .bytes = bytes,
            .line = at + 1};
}

CollectSink run(const std::vector<Packet>& packets, std::size_t held_max = 100) {
    CollectSink sink;
    Sessions sessions(sink, held_max);
    for (const auto& one : packets) EXPECT_FALSE(sessions.add(one));
    sessions.finish();
    return sink;
}

TEST(Sessions, APacketEachWayIsOneSession) {
    const auto sink = run(
        {packet(Start, 0, 0, 0), packet(Interim, 300, 300, 1000), packet(Stop, 600, 600, 2500)});
    ASSERT_EQ(sink.calls.size(), 1U);
    EXPECT_EQ(sink.calls[0].kind, EventKind::Data);
    EXPECT_EQ(sink.calls[0].code, "anna");
    EXPECT_EQ(sink.calls[0].record_id, "s@nas");
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(kNoon));
    EXPECT_EQ(sink.calls[0].seconds, 600);
    EXPECT_EQ(sink.calls[0].bytes, 2500);
    EXPECT_EQ(sink.calls[0].records, 3);
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(Sessions, AnOpenSessionCountsWhatItHasUsedSoFar) {
    const auto sink = run({packet(Start, 0, 0, 0), packet(Interim, 300, 300, 1000)});
    ASSERT_EQ(sink.calls.size(), 1U);
    EXPECT_EQ(sink.calls[0].bytes, 1000);
    const auto begun = run({packet(Start, 0, 0, 0), packet(Start, 0, 0, 0)});
    ASSERT_EQ(begun.calls.size(), 1U);  // when it began, for what another file brings
    EXPECT_EQ(begun.calls[0].bytes, 0);
    EXPECT_EQ(begun.calls[0].records, 2);
    const auto unused = run({packet(Stop, 0, 0, 0)});
    EXPECT_THAT(unused.calls, IsEmpty());
    EXPECT_EQ(unused.unanswered, 1);
}

TEST(Sessions, WithoutStartItBeganAsLongBeforeAsItsTimeSays) {
    const auto sink = run({packet(Interim, 300, 250, 1000)});
    ASSERT_EQ(sink.calls.size(), 1U);
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(kNoon + 50));
    EXPECT_THAT(sink.repairs, ElementsAre(HasSubstr("301 a session without Start")));
}

TEST(Sessions, LateAndRepeatedPacketsChangeNothing) {
    const auto sink = run({packet(Stop, 600, 600, 2500), packet(Interim, 300, 300, 1000),
                           packet(Start, 0, 0, 0), packet(Stop, 600, 600, 2500)});
    ASSERT_EQ(sink.calls.size(), 1U);
    EXPECT_EQ(sink.calls[0].bytes, 2500);
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(kNoon));
    EXPECT_EQ(sink.calls[0].records, 4);
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(Sessions, ConflictsAreRecorded) {
    const auto sink = run({packet(Start, 0, 0, 0), packet(Start, 5, 0, 0),
                           packet(Interim, 300, 300, 5000), packet(Interim, 400, 400, 10),
                           packet(Stop, 600, 600, 9000), packet(Stop, 601, 601, 9100)});
    ASSERT_EQ(sink.calls.size(), 1U);
    EXPECT_EQ(sink.calls[0].bytes, 9100);
    EXPECT_EQ(sink.calls[0].seconds, 601);
    EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(kNoon));
    EXPECT_THAT(sink.repairs, ElementsAre(HasSubstr("6 a second Start"), HasSubstr("401 counters"),
                                          HasSubstr("602 a second Stop")));
}

TEST(Sessions, AnIdThatBeginsAnewIsAnotherSession) {
    const auto sink = run({packet(Start, 0, 0, 0), packet(Stop, 100, 100, 10),
                           packet(Start, 5000, 0, 0), packet(Stop, 5100, 100, 20)});
    ASSERT_EQ(sink.calls.size(), 2U);
    EXPECT_EQ(sink.calls[0].record_id, "s@nas");
    EXPECT_EQ(sink.calls[1].record_id, "s@nas#2");
    EXPECT_EQ(sink.calls[1].bytes, 20);
}

TEST(Sessions, ASessionHasOneSubscriber) {
    CollectSink sink;
    Sessions sessions(sink);
    EXPECT_FALSE(sessions.add(packet(Start, 0, 0, 0)));
    auto other = packet(Stop, 100, 100, 10);
    other.code = "bert";
    const auto fault = sessions.add(other);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->code, RejectCode::Duplicate);
    EXPECT_THAT(fault->reason, HasSubstr("the session of line 1 belongs to another subscriber"));
}

TEST(Sessions, MemoryIsBoundedAndNothingIsLost) {
    // Each session's packets stand far apart; more sessions than are held.
    std::vector<Packet> packets;
    for (int i = 0; i < 50; ++i) packets.push_back(packet(Start, i, 0, 0, "s" + std::to_string(i)));
    for (int i = 0; i < 50; ++i)
        packets.push_back(packet(Stop, 1000 + i, 1000, i + 1, "s" + std::to_string(i)));
    const auto sink = run(packets, 10);
    std::int64_t records = sink.unanswered;
    std::int64_t bytes = 0;
    for (const auto& call : sink.calls) {
        records += call.records;
        bytes += call.bytes;
    }
    EXPECT_EQ(records, 100);
    EXPECT_EQ(sink.calls.size(), 100U);  // each in two parts, of one record id
    EXPECT_EQ(bytes, 50 * 51 / 2);
}

TEST(Sessions, TheOrderOfPacketsDoesNotMatter) {
    Random random(3);
    const std::vector<Packet> ordered = {packet(Start, 0, 0, 0), packet(Interim, 300, 299, 1000),
                                         packet(Interim, 600, 600, 2000),
                                         packet(Stop, 900, 900, 3000)};
    for (int round = 0; round < 50; ++round) {
        auto packets = ordered;
        for (std::size_t i = packets.size(); i > 1; --i)
            std::swap(
                packets[i - 1],
                packets[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
        const auto sink = run(packets);
        ASSERT_EQ(sink.calls.size(), 1U);
        EXPECT_EQ(sink.calls[0].start, Instant::from_seconds(kNoon));
        EXPECT_EQ(sink.calls[0].bytes, 3000);
        EXPECT_EQ(sink.calls[0].seconds, 900);
    }
}

}  // namespace
}  // namespace bw::meter
