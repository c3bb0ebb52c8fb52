// Sessions whose packets come in several files: whatever the order, the same usage.
#include "base/random.h"
#include "flow/meter/world_test.h"
#include "testing/property.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SessionFiles : public ::testing::TestWithParam<testing::StoreKind> {};
ON_BOTH_STORES(SessionFiles);

const Span kJanuary{at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z")};
const Span kFebruary{kJanuary.to, at("2026-03-01T00:00:00Z")};

std::string packet(std::string_view kind, std::string_view time, std::int64_t seconds,
                   std::int64_t bytes, std::string_view session = "S1",
                   std::string_view subscriber = "P1") {
    return fmt::format("\tAcct-Status-Type = {}\n\tAcct-Session-Id = \"{}\"\n"
                       "\tUser-Name = \"{}\"\n\tNAS-IP-Address = 192.0.2.1\n"
                       "\tEvent-Timestamp = \"{}\"\n\tAcct-Session-Time = {}\n"
                       "\tAcct-Output-Octets = {}\n\n",
                       kind, session, subscriber, time, seconds, bytes);
}

std::string told(const Usage& usage) {
    std::string out;
    const auto& events = usage.events;
    for (std::size_t i = 0; i < events.size(); ++i)
        out += fmt::format("{} {} {} s {} B\n", events.record_ids[i], events.starts[i].to_string(),
                           events.seconds[i], events.bytes[i]);
    return out;
}

// Each order of the files in a store of its own.
void expect_in_any_order(testing::StoreKind kind, std::vector<std::string> files,
                         const std::string& january, const std::string& february) {
    std::ranges::sort(files);
    do {
        World w(kind);
        for (const auto& file : files) {
            const auto report = w.import(file);
            ASSERT_TRUE(report) << report.error().message();
        }
        EXPECT_EQ(told(w.read(1, kJanuary)), january);
        EXPECT_EQ(told(w.read(1, kFebruary)), february);
        EXPECT_EQ(told(w.read(1, {kJanuary.from, kFebruary.to})), january + february);
    } while (std::ranges::next_permutation(files).found);
}

TEST_P(SessionFiles, TheLargestCountersStand) {
    expect_in_any_order(GetParam(),
                        {packet("Start", "2026-01-10T10:00:00Z", 0, 0),
                         packet("Stop", "2026-01-10T12:00:00Z", 7200, 2'000'000'000),
                         packet("Interim-Update", "2026-01-10T11:00:00Z", 3590, 1'000'000'000)},
                        "S1@192.0.2.1 2026-01-10T10:00:00Z 7200 s 2000000000 B\n", "");
}

TEST_P(SessionFiles, OneOverTheEndOfAMonthIsBilledWhereItBegan) {
    const std::string once = "S1@192.0.2.1 2026-01-31T23:59:59Z 7200 s 2000000000 B\n";
    const std::string begun = packet("Start", "2026-01-31T23:59:59Z", 0, 0);
    const std::string used = packet("Interim-Update", "2026-02-01T00:59:59Z", 3600, 1'000'000'000);
    const std::string stopped = packet("Stop", "2026-02-01T02:00:00Z", 7200, 2'000'000'000);
    expect_in_any_order(GetParam(), {begun + used, stopped}, once, "");
    expect_in_any_order(GetParam(), {begun, stopped}, once, "");
    expect_in_any_order(GetParam(), {begun, used, stopped}, once, "");
}

TEST_P(SessionFiles, AStartBehindTheEndOfAMonthHolds) {
    expect_in_any_order(GetParam(),
                        {packet("Start", "2026-02-01T00:00:00Z", 0, 0),
                         packet("Interim-Update", "2026-02-01T01:00:00Z", 3605, 500),
                         packet("Stop", "2026-02-01T02:00:00Z", 7201, 900)},
                        "", "S1@192.0.2.1 2026-02-01T00:00:00Z 7201 s 900 B\n");
}

TEST_P(SessionFiles, AnIdOfAnotherMonthIsAnotherSession) {
    expect_in_any_order(GetParam(),
                        {packet("Stop", "2026-01-30T02:00:00Z", 7200, 10),
                         packet("Stop", "2026-02-01T03:00:00Z", 7200, 20)},
                        "S1@192.0.2.1 2026-01-30T00:00:00Z 7200 s 10 B\n",
                        "S1@192.0.2.1 2026-02-01T01:00:00Z 7200 s 20 B\n");
}

TEST_P(SessionFiles, OlderCutsAndClosedMonthsReadTheSame) {
    World w(GetParam());
    ASSERT_TRUE(w.import(packet("Stop", "2026-02-01T02:00:00Z", 7200, 900)));
    ASSERT_TRUE(w.import(packet("Start", "2026-01-31T23:59:59Z", 0, 0)));
    ASSERT_TRUE(w.import(packet("Interim-Update", "2026-02-01T01:00:00Z", 3600, 400)));
    const std::string counted_back = "S1@192.0.2.1 2026-02-01T00:00:00Z 7200 s 900 B\n";
    const std::string from_start = "S1@192.0.2.1 2026-01-31T23:59:59Z 7200 s 900 B\n";
    const auto expect_all = [&] {
        EXPECT_EQ(told(w.read(1, kJanuary, Batch{1})), "");
        EXPECT_EQ(told(w.read(1, kFebruary, Batch{1})), counted_back);
        EXPECT_EQ(told(w.read(1, kJanuary)), from_start);
        EXPECT_EQ(told(w.read(1, kFebruary)), "");
        const auto sources = w.read(1, kJanuary).events.sources;
        ASSERT_EQ(sources.size(), 1U);
        EXPECT_EQ(sources[0].batch, Batch{1});  // who told the counters
    };
    expect_all();
    ASSERT_TRUE(close_period(w.context, LocalDate::of(2026, 2, 1), Batch{1}));
    expect_all();
    ASSERT_TRUE(close_period(w.context, LocalDate::of(2026, 1, 1), Batch{3}));
    ASSERT_TRUE(close_period(w.context, LocalDate::of(2026, 2, 1), Batch{3}));
    expect_all();
}

TEST_P(SessionFiles, WhatMovesASessionTouchesBothMonths) {
    World w(GetParam());
    const auto one = ElementsAre(ServicePointId{1});
    ASSERT_TRUE(w.import(packet("Stop", "2026-02-01T02:00:00Z", 7200, 900)));
    EXPECT_THAT(w.touched(Batch{0}, Batch{1}, kJanuary), IsEmpty());
    ASSERT_TRUE(w.import(packet("Start", "2026-01-31T23:59:59Z", 0, 0)));
    EXPECT_THAT(w.touched(Batch{1}, Batch{2}, kJanuary), one);
    EXPECT_THAT(w.touched(Batch{1}, Batch{2}, kFebruary), one);
    ASSERT_TRUE(w.import(packet("Stop", "2026-02-01T02:00:10Z", 7210, 950)));
    EXPECT_THAT(w.touched(Batch{2}, Batch{3}, kJanuary), one);
    EXPECT_THAT(*w.reader().arrived_at(Batch{2}, Batch{3}, kJanuary.to), one);
    ASSERT_TRUE(w.import(packet("Stop", "2026-02-01T02:00:10Z", 60, 10, "S2")));
    EXPECT_THAT(w.touched(Batch{3}, Batch{4}, kJanuary), IsEmpty());
    EXPECT_THAT(w.touched(Batch{3}, Batch{4}, kFebruary), one);
}

TEST_P(SessionFiles, PartsThatWaitedForTheirServicePointAreJoined) {
    World w(GetParam());
    ASSERT_TRUE(w.import(packet("Stop", "2026-02-01T02:00:00Z", 7200, 900, "S1", "P3")));
    ASSERT_TRUE(w.import(packet("Start", "2026-01-31T23:59:59Z", 0, 0, "S1", "P3")));
    w.points.known["P3"] = ServicePointId{3};
    ASSERT_TRUE(w.import(packet("Interim-Update", "2026-02-01T01:00:00Z", 3600, 400, "S1", "P3")));
    ASSERT_TRUE(adopt_pending(w.context));
    EXPECT_EQ(told(w.read(3, kJanuary)), "S1@192.0.2.1 2026-01-31T23:59:59Z 7200 s 900 B\n");
    EXPECT_EQ(told(w.read(3, kFebruary)), "");
}

TEST_P(SessionFiles, CallsAndSessionsComeInOneOrder) {
    World w(GetParam());
    ASSERT_TRUE(w.import("record_id,service_point,kind,start,seconds,bytes,destination\n"
                         "a,P1,data,2026-01-05T10:00:00Z,600,7,web\n"
                         "b,P1,data,2026-01-20T10:00:00Z,600,8,web\n"));
    ASSERT_TRUE(w.import(packet("Stop", "2026-01-10T02:00:00Z", 7200, 900)));
    EXPECT_THAT(w.read(1, kJanuary).events.bytes, ElementsAre(7, 900, 8));
}

// Packets of some sessions around the end of a month, dealt to files, in any order, months closed
// in between: what is read is what one file with all of them gives.
TEST_P(SessionFiles, NoOrderOfFilesChangesWhatIsRead) {
    bw::testing::check_property(
        [] {
            Random random(*bw::testing::any<std::uint64_t>());
            std::vector<std::string> packets;
            for (int session = 0; session < 4; ++session) {
                const std::string id = fmt::format("S{}", session);
                const std::int64_t start = kJanuary.to.seconds() - 3'600 + random.below(7'200);
                const auto add = [&](std::string_view kind, std::int64_t seconds) {
                    const Instant time = Instant::from_seconds(start + seconds +
                                                               random.below(seconds == 0 ? 1 : 60));
                    packets.push_back(packet(kind, time.to_string(), seconds, seconds * 1000, id));
                };
                if (random.below(4) > 0) add("Start", 0);
                for (int i = 0; i < 3; ++i) add("Interim-Update", random.below(5'000) + 1);
                if (random.below(2) > 0) add("Stop", 5'001);
            }
            World whole(GetParam());
            std::string all;
            for (const auto& one : packets) all += one;
            RC_ASSERT(whole.import(all).has_value());
            World w(GetParam());
            while (!packets.empty()) {
                std::string file;
                for (auto count = random.below(6) + 1; count > 0 && !packets.empty(); --count) {
                    const auto at = static_cast<std::ptrdiff_t>(
                        random.below(static_cast<std::int64_t>(packets.size())));
                    file += packets[static_cast<std::size_t>(at)];
                    packets.erase(packets.begin() + at);
                }
                RC_ASSERT(w.import(file).has_value());
                const auto month = LocalDate::of(2026, static_cast<int>(random.below(2)) + 1, 1);
                if (random.below(3) > 0) continue;
                const auto closed = close_period(w.context, month, w.cut());
                const bool is_fine = closed || closed.error().code == Code::NotFound ||
                                     closed.error().code == Code::Duplicate;
                RC_ASSERT(is_fine);
            }
            RC_ASSERT(told(w.read(1, kJanuary)) == told(whole.read(1, kJanuary)));
            RC_ASSERT(told(w.read(1, kFebruary)) == told(whole.read(1, kFebruary)));
        },
        8);
}

}  // namespace
}  // namespace bw::meter
