// Blocks, segments, builds and merges: what goes in comes out, the later value wins, damage is
// found.
#include "base/random.h"
#include "flow/meter/segments/arrival_builder.h"
#include "flow/meter/segments/merge.h"
#include "flow/meter/segments/month.h"
#include "testing/property.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

namespace bw::meter {
namespace {

using bw::testing::TempDir;

Instant at(std::string_view text) { return *Instant::parse(text); }

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

SeriesKey half_hours() {
    return {.kind = SeriesKind::Interval, .channel = "E1", .unit = "kWh", .step_seconds = 1800};
}

struct Reading {
    Owner owner = 1;
    std::string_view channel = "E1";
    Instant start{};
    std::vector<std::int64_t> values;
    Quality quality = Quality::Actual;
    int scale = 3;
};

void add(ArrivalBuilder& builder, const Reading& r) {
    std::vector<std::int64_t> values = r.values;
    if (r.quality == Quality::Missing) std::ranges::fill(values, kMissing);
    const std::vector<Quality> qualities(values.size(), r.quality);
    ASSERT_TRUE(builder.add(r.owner, IntervalRun{.code = {},
                                                 .channel = r.channel,
                                                 .unit = "kWh",
                                                 .start = r.start,
                                                 .step_seconds = 1800,
                                                 .scale = r.scale,
                                                 .values = values,
                                                 .qualities = qualities}));
}

// (start in us) -> (value at scale 9, quality) of one owner's channel E1
using Content = std::map<std::int64_t, std::pair<std::int64_t, Quality>>;
Content content_of(const Segment& segment, Owner owner = 1) {
    Content out;
    SeriesMonth month;
    for (const auto& entry : segment.find(owner)) {
        month.reset(segment.series(entry), entry.month);
        const auto block = segment.block(entry);
        EXPECT_TRUE(block);
        EXPECT_TRUE(month.overlay(*block, {Batch{1}, entry.hash}));
        for (std::size_t slot = 0; slot < month.states().size(); ++slot) {
            if (month.states()[slot] == kAbsent) continue;
            std::int64_t value = month.values()[slot];
            for (int scale = month.scale(); value != kMissing && scale < 9; ++scale) value *= 10;
            out[month.slot_start(slot).us] = {value, static_cast<Quality>(month.states()[slot])};
        }
    }
    return out;
}

TEST(Bytes, ColumnsComeBack) {
    using V = std::vector<std::int64_t>;
    for (const V& values : {V{}, V{5}, V{7, 7, 7}, V{-3, 252}, V{0, 256}, V{-70000, 5},
                            V{1, 1LL << 40}, V{0, (1LL << 57) - 1, 3}, V{0, 1LL << 57, 3},
                            V{std::numeric_limits<std::int64_t>::min() + 1,
                              std::numeric_limits<std::int64_t>::max()}}) {
        std::string text;
        ByteWriter(text).packed(values);
        ByteReader in(bytes_of(text));
        V back;
        in.packed(values.size(), back);
        EXPECT_TRUE(in.is_done());
        EXPECT_EQ(back, values);
    }
}

TEST(Bytes, ColumnsOfEveryWidthAndLengthComeBack) {
    Random random(3);
    for (int width = 0; width <= 63; ++width)
        for (const std::size_t count : {1U, 31U, 32U, 33U, 100U}) {
            std::vector<std::int64_t> values(count), back;
            for (auto& value : values)
                value = static_cast<std::int64_t>(random.next() & ((1ULL << width) - 1)) - 40;
            std::string text;
            ByteWriter(text).packed(values);
            const std::size_t size = text.size();
            ByteWriter(text).text("what follows");
            ByteReader in(bytes_of(text));
            in.packed(count, back);
            EXPECT_EQ(back, values) << width << " bits, " << count;
            EXPECT_EQ(in.text(20), "what follows");
            ByteReader cut(bytes_of(text).first(size - 1));
            cut.packed(count, back);
            EXPECT_FALSE(cut.is_good());
        }
}

TEST(Bytes, ColumnsTellWhetherAnyNumberIsFar) {
    using V = std::vector<std::int64_t>;
    constexpr auto kFarthest = static_cast<std::int64_t>(kFar);
    const auto reach_of = [](const V& values) {
        std::string text;
        ByteWriter(text).packed(values);
        V back(values.size());
        ByteReader in(bytes_of(text));
        const auto reach = in.packed(std::span(back));
        EXPECT_TRUE(in.is_done());
        EXPECT_EQ(back, values);
        return reach;
    };
    V near(100, 7);  // chunks that are read together, and one that is not
    EXPECT_EQ(reach_of(near), ByteReader::Reach::Near);
    EXPECT_EQ(reach_of({-(1LL << 56), 0, 1LL << 55}), ByteReader::Reach::Near);
    for (const std::int64_t far : {kFarthest, -kFarthest, kMissing})
        for (const std::size_t at : {0U, 40U, 99U}) {
            V one = near;
            one[at] = far;
            EXPECT_EQ(reach_of(one), ByteReader::Reach::Any) << far << " at " << at;
            const std::size_t chunk = at / kPackedTogether * kPackedTogether;
            std::fill_n(one.begin() + static_cast<std::ptrdiff_t>(chunk),
                        std::min(kPackedTogether, one.size() - chunk), far);
            EXPECT_EQ(reach_of(one), ByteReader::Reach::Any) << far << " from " << chunk;
        }
}

TEST(Bytes, ReaderStopsAtTheEnd) {
    const std::string text = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    ByteReader in(bytes_of(text));
    EXPECT_EQ(in.varint(), 0U);
    EXPECT_FALSE(in.is_good());
    const std::string cut = "\x80";
    ByteReader short_in(bytes_of(cut));
    EXPECT_EQ(short_in.varint(), 0U);
    EXPECT_FALSE(short_in.is_good());
}

TEST(SeriesMonth, MonthOfBorders) {
    EXPECT_EQ(month_of(at("1970-01-01T00:00:00Z")), 0);
    EXPECT_EQ(month_of(at("2024-02-29T23:59:59Z")), 54 * 12 + 1);
    EXPECT_EQ(month_of(at("2024-03-01T00:00:00Z")), 54 * 12 + 2);
    EXPECT_EQ(month_start(54 * 12 + 1), at("2024-02-01T00:00:00Z"));
}

TEST(SeriesMonth, HalfHourOfAYearTakesUnderThreeBytes) {
    Random random(1);
    std::string text;
    std::int64_t values = 0;
    for (std::int32_t month = 648; month < 660; ++month) {
        SeriesMonth content;
        content.reset(half_hours(), month);
        for (std::size_t slot = 0; slot < content.states().size(); ++slot) {
            content.add_interval(content.slot_start(slot), random.between(20, 9'500), 3,
                                 Quality::Actual);
            ++values;
        }
        content.encode(Provenance::Own, text);
    }
    EXPECT_LT(text.size(), static_cast<std::size_t>(values * 3));
}

TEST(SeriesMonth, ScalesMeetExactly) {
    SeriesMonth content;
    content.reset(half_hours(), 648);
    ASSERT_TRUE(content.add_interval(month_start(648), 15, 1, Quality::Actual));
    ASSERT_TRUE(content.add_interval(content.slot_start(1), 1234, 3, Quality::Estimated));
    EXPECT_EQ(content.scale(), 3);
    EXPECT_EQ(content.values()[0], 1500);
    EXPECT_EQ(content.values()[1], 1234);
}

TEST(SeriesMonth, TimesBesideTheStepAreRefused) {
    SeriesMonth content;
    content.reset(half_hours(), 648);
    EXPECT_FALSE(
        content.add_interval(Instant{month_start(648).us + 60'000'000}, 1, 0, Quality::Actual));
    EXPECT_FALSE(content.add_interval(month_start(649), 1, 0, Quality::Actual));
    EXPECT_FALSE(
        content.add_interval(Instant{month_start(648).us - 1'800'000'000}, 1, 0, Quality::Actual));
}

TEST(SeriesMonth, DamagedBlocksDecodeToAnError) {
    SeriesMonth content;
    content.reset(half_hours(), 648);
    for (std::size_t slot = 0; slot < 100; ++slot) {
        content.add_interval(content.slot_start(slot), static_cast<std::int64_t>(slot * slot), 3,
                             slot % 7 == 0 ? Quality::Estimated : Quality::Actual);
    }
    std::string text;
    content.encode(Provenance::Own, text);
    for (std::size_t length = 0; length < text.size(); ++length) {
        SeriesMonth other;
        other.reset(half_hours(), 648);
        EXPECT_FALSE(other.overlay(bytes_of(text).first(length), {})) << length;
    }
    SeriesMonth other;
    other.reset(half_hours(), 648);
    EXPECT_FALSE(other.overlay(bytes_of(text + "x"), {}));
}

TEST(SeriesMonth, EventsAreUniqueByRecordAndSorted) {
    SeriesMonth content;
    content.reset({.kind = SeriesKind::Event}, 648);
    const std::int64_t start = month_start(648).us;
    const auto event = [&](std::int64_t us, std::string_view id, std::int64_t seconds) {
        return EventItem{
            .start_us = start + us, .seconds = seconds, .destination = "+4930", .record_id = id};
    };
    ASSERT_TRUE(content.add_event(event(5, "b", 1)));
    ASSERT_TRUE(content.add_event(event(3, "c", 2)));
    ASSERT_TRUE(content.add_event(event(5, "a", 3)));
    ASSERT_TRUE(content.add_event(event(9, "c", 4)));
    content.settle();
    std::string text;
    content.encode(Provenance::Own, text);
    SeriesMonth back;
    back.reset({.kind = SeriesKind::Event}, 648);
    ASSERT_TRUE(back.overlay(bytes_of(text), {Batch{7}, 9}));
    ASSERT_EQ(back.events().size(), 3U);
    EXPECT_EQ(back.events()[0].record_id, "a");
    EXPECT_EQ(back.events()[1].record_id, "b");
    EXPECT_EQ(back.events()[2].record_id, "c");
    EXPECT_EQ(back.events()[2].seconds, 4);
    EXPECT_EQ(content.replaced(), 1);
}

TEST(SeriesMonth, UsesComeBackAndTheLaterOneOfAStartWins) {
    const SeriesKey key{.kind = SeriesKind::Use, .channel = "water", .unit = "m3"};
    const Span january{at("2024-01-01T00:00:00Z"), at("2024-02-01T00:00:00Z")};
    const Span twenty_days{january.from, at("2024-01-21T00:00:00Z")};
    SeriesMonth month;
    month.reset(key, 648);
    EXPECT_TRUE(month.add_use(january, 105, 1, Quality::Actual));
    EXPECT_TRUE(month.add_use({at("2024-01-21T00:00:00Z"), january.to}, 5, 0, Quality::Estimated));
    EXPECT_TRUE(month.add_use(twenty_days, 4, 0, Quality::Actual));
    EXPECT_FALSE(month.add_use({january.to, at("2024-03-01T00:00:00Z")}, 1, 0, Quality::Actual));
    EXPECT_FALSE(month.add_use({january.from, january.from}, 1, 0, Quality::Actual));
    EXPECT_FALSE(month.add_use({january.from, at("2027-01-01T00:00:00Z")}, 1, 0, Quality::Actual));
    month.settle();
    EXPECT_EQ(month.replaced(), 1);
    std::string text;
    month.encode(Provenance::Own, text);
    SeriesMonth back;
    back.reset(key, 648);
    ASSERT_TRUE(back.overlay(bytes_of(text), {Batch{3}, 9}));
    back.settle();
    ASSERT_EQ(back.uses().size(), 2U);
    EXPECT_EQ(back.uses()[0].value, 40);
    EXPECT_EQ(back.uses()[0].length_s, 20 * 86400);
    EXPECT_EQ(back.uses()[1].quality, Quality::Estimated);
    EXPECT_EQ(back.span(), january);
    EXPECT_EQ(back.sources()[back.uses()[0].source].batch, Batch{3});
    for (std::size_t length = 0; length < text.size(); ++length) {
        SeriesMonth broken;
        broken.reset(key, 648);
        EXPECT_FALSE(broken.overlay(bytes_of(text.substr(0, length)), {})) << length;
    }
}

TEST(ArrivalBuilder, WritesWhatItWasGiven) {
    const TempDir folder;
    ArrivalBuilder builder({.scratch = folder.path()});
    add(builder, {.owner = 2, .start = at("2024-01-31T23:00:00Z"), .values = {1, 2, 3, 4}});
    add(builder, {.owner = 1, .start = at("2024-01-31T23:00:00Z"), .values = {5}});
    add(builder, {.owner = 1,
                  .start = at("2024-01-31T23:30:00Z"),
                  .values = {0},
                  .quality = Quality::Missing});
    const auto unknown = builder.unknown("NMI9");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(*builder.unknown("NMI9"), *unknown);
    add(builder, {.owner = *unknown, .start = at("2024-01-31T23:00:00Z"), .values = {6}});
    const auto summary = builder.finish(folder.file("a.seg"));
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->segment.blocks, 4);
    EXPECT_EQ(summary->segment.values, 7);
    const auto segment = Segment::open(folder.file("a.seg"));
    ASSERT_TRUE(segment) << segment.error().message();
    ASSERT_EQ(segment->codes().size(), 1U);
    EXPECT_EQ(segment->codes()[0], "NMI9");
    EXPECT_EQ(content_of(*segment, *unknown).size(), 1U);
    const auto two = content_of(*segment, 2);
    ASSERT_EQ(two.size(), 4U);
    EXPECT_EQ(two.begin()->second.first, 1'000'000);
    EXPECT_EQ(segment->find(2)[0].span().from, at("2024-01-31T23:00:00Z"));
    EXPECT_EQ(segment->find(2)[0].span().to, at("2024-02-01T00:00:00Z"));
    EXPECT_EQ(segment->find(2)[1].span().to, at("2024-02-01T01:00:00Z"));
    const auto one = content_of(*segment, 1);
    EXPECT_EQ(one.rbegin()->second.second, Quality::Missing);
    EXPECT_TRUE(segment->find(3).empty());
    EXPECT_EQ(std::filesystem::exists(folder.file("a.seg.index")), false);
}

TEST(ArrivalBuilder, NothingAddedLeavesNoFile) {
    const TempDir folder;
    ArrivalBuilder builder({.scratch = folder.path()});
    const auto summary = builder.finish(folder.file("a.seg"));
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->segment.blocks, 0);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ArrivalBuilder, LaterLineOfTheSameFileWinsAndIsCounted) {
    const TempDir folder;
    ArrivalBuilder builder({.scratch = folder.path(), .memory_bytes = 200});  // spills
    add(builder, {.start = at("2024-03-01T00:00:00Z"), .values = {1, 2}});
    for (int i = 0; i < 20; ++i) {
        add(builder, {.owner = 5 + i, .start = at("2024-03-01T00:00:00Z"), .values = {i}});
    }
    add(builder, {.start = at("2024-03-01T00:30:00Z"), .values = {7}, .quality = Quality::Final});
    const auto summary = builder.finish(folder.file("a.seg"));
    ASSERT_TRUE(summary);
    EXPECT_GT(summary->runs, 1);
    EXPECT_EQ(summary->replaced, 1);
    const auto segment = Segment::open(folder.file("a.seg"));
    ASSERT_TRUE(segment) << segment.error().message();
    const auto one = content_of(*segment, 1);
    ASSERT_EQ(one.size(), 2U);
    EXPECT_EQ(one.begin()->second.first, 1'000'000);
    EXPECT_EQ(one.rbegin()->second, std::pair(std::int64_t{7'000'000}, Quality::Final));
    EXPECT_EQ(std::ranges::distance(std::filesystem::directory_iterator(folder.path())), 1);
}

// The budget decides how a build works, not what it writes.
TEST(ArrivalBuilder, MemoryBudgetDoesNotChangeTheContent) {
    bw::testing::check_property(
        [] {
            const auto seed = *bw::testing::any<std::uint64_t>();
            const TempDir folder;
            std::vector<Content> contents;
            std::vector<std::int64_t> replaced;
            for (const std::size_t budget :
                 {std::size_t{1} << 26, std::size_t{1500}, std::size_t{300}}) {
                Random random(seed);
                ArrivalBuilder builder({.scratch = folder.path(), .memory_bytes = budget});
                for (int i = 0; i < 60; ++i) {
                    const auto start =
                        at("2024-01-30T00:00:00Z").us + random.between(0, 200) * 1'800'000'000;
                    add(builder, {.owner = random.between(1, 3),
                                  .channel = random.chance(1, 2) ? "E1" : "B1",
                                  .start = Instant{start},
                                  .values = std::vector<std::int64_t>(
                                      static_cast<std::size_t>(random.between(1, 50)),
                                      random.between(0, 99)),
                                  .scale = static_cast<int>(random.between(0, 4))});
                }
                const auto summary = builder.finish(folder.file("a.seg"));
                RC_ASSERT(summary.has_value());
                replaced.push_back(summary->replaced);
                const auto segment = Segment::open(folder.file("a.seg"));
                RC_ASSERT(segment.has_value());
                Content all;
                for (Owner owner = 1; owner <= 3; ++owner) {
                    for (const auto& [time, value] : content_of(*segment, owner))
                        all[time * 4 + owner] = value;
                }
                contents.push_back(all);
            }
            RC_ASSERT(contents[0] == contents[1]);
            RC_ASSERT(contents[0] == contents[2]);
            RC_ASSERT(replaced[0] == replaced[1]);
            RC_ASSERT(replaced[0] == replaced[2]);
        },
        10);
}

struct Arrival {
    std::unique_ptr<Segment> segment;
    Batch batch;
};

Arrival write_arrival(const TempDir& folder, std::int64_t batch,
                      const std::vector<Reading>& readings) {
    const auto path = folder.file("batch" + std::to_string(batch));
    ArrivalBuilder builder({.scratch = folder.path()});
    for (const auto& reading : readings) add(builder, reading);
    EXPECT_TRUE(builder.finish(path));
    return {std::make_unique<Segment>(*Segment::open(path)), Batch{batch}};
}

Segment merged(const TempDir& folder, const std::vector<MergeInput>& inputs, std::int32_t month) {
    const auto path = folder.file("merged");
    const auto series = united_series(inputs);
    SegmentWriter writer(path, series, {});
    EXPECT_TRUE(merge({inputs, Provenance::Recorded, month}, series, writer));
    writer.finish();
    return *Segment::open(path);
}

TEST(Merge, LaterBatchSupersedesAndSourcesAreKept) {
    const TempDir folder;
    const auto march = at("2024-03-05T00:00:00Z");
    const auto first = write_arrival(folder, 3, {{.start = march, .values = {1, 2, 3}}});
    const auto second = write_arrival(
        folder, 8,
        {{.start = Instant{march.us + 1'800'000'000}, .values = {9}, .quality = Quality::Final},
         {.start = at("2024-04-01T00:00:00Z"), .values = {4}}});
    const auto segment =
        merged(folder, {{first.segment.get(), first.batch}, {second.segment.get(), second.batch}},
               month_of(march));
    const auto content = content_of(segment);
    ASSERT_EQ(content.size(), 3U);  // April is not in it
    EXPECT_EQ(std::next(content.begin())->second,
              std::pair(std::int64_t{9'000'000}, Quality::Final));
    SeriesMonth month;
    const auto& entry = segment.entries()[0];
    month.reset(segment.series(entry), entry.month);
    ASSERT_TRUE(month.overlay(*segment.block(entry), {Batch{99}, 0}));
    ASSERT_EQ(month.sources().size(), 2U);
    EXPECT_EQ(month.sources()[0].batch, Batch{3});
    EXPECT_EQ(month.sources()[0].block_hash, first.segment->entries()[0].hash);
    EXPECT_EQ(month.sources()[1].batch, Batch{8});
    const auto [from, to] = month.slots();
    EXPECT_EQ(month.slot_sources()[from], 0U);
    EXPECT_EQ(month.slot_sources()[from + 1], 1U);
    EXPECT_EQ(month.slot_sources()[to - 1], 0U);
}

// Merging in steps, in whatever groups, gives what merging at once gives.
TEST(Merge, GroupingDoesNotMatter) {
    bw::testing::check_property(
        [] {
            const auto seed = *bw::testing::any<std::uint64_t>();
            Random random(seed);
            const TempDir folder;
            const auto start = at("2024-03-01T00:00:00Z");
            std::vector<Arrival> arrivals;
            for (std::int64_t batch = 1; batch <= 6; ++batch) {
                const auto from = start.us + random.between(0, 60) * 1'800'000'000;
                arrivals.push_back(
                    write_arrival(folder, batch,
                                  {{.start = Instant{from},
                                    .values = std::vector<std::int64_t>(
                                        static_cast<std::size_t>(random.between(1, 40)), batch),
                                    .scale = static_cast<int>(random.between(0, 5))}}));
            }
            std::vector<MergeInput> all;
            for (const auto& a : arrivals) all.push_back({a.segment.get(), a.batch});
            const auto at_once = content_of(merged(folder, all, month_of(start)));
            const auto cut = static_cast<std::ptrdiff_t>(random.between(1, 5));
            const Segment front = merged(folder, {all.begin(), all.begin() + cut}, month_of(start));
            std::vector<MergeInput> rest = {{&front, Batch{0}}};
            rest.insert(rest.end(), all.begin() + cut, all.end());
            const TempDir other;
            RC_ASSERT(content_of(merged(other, rest, month_of(start))) == at_once);
        },
        10);
}

// However unevenly owners are numbered, and for those that are not there.
TEST(Segment, EveryOwnerIsFound) {
    Random random(29);
    const SeriesKey key{SeriesKind::Interval, "import", "kWh", 1800, 0, 0};
    const std::int32_t month = month_of(at("2024-03-01T00:00:00Z"));
    SeriesMonth content;
    content.reset(key, month);
    ASSERT_TRUE(content.add_interval(at("2024-03-01T00:00:00Z"), 5, 3, Quality::Actual));
    for (int round = 0; round < 40; ++round) {
        std::map<Owner, std::size_t> blocks;
        const Owner widest = random.chance(1, 2) ? 300 : 1'000'000'000'000;
        for (auto left = random.below(200); left > 0; --left)
            blocks[random.between(1, random.chance(1, 3) ? widest : 50)] = 1 + random.below(3);
        const TempDir folder;
        SegmentWriter writer(folder.file("a.seg"), {key}, {});
        for (const auto& [owner, count] : blocks)
            for (std::size_t i = 0; i < count; ++i)
                writer.add({owner, 0, month + static_cast<std::int32_t>(i)}, content,
                           Provenance::Own);
        writer.finish(SegmentWriter::Sync::Scratch);
        const auto segment = Segment::open(folder.file("a.seg"));
        ASSERT_TRUE(segment) << segment.error().message();
        const auto expect = [&](Owner owner) {
            const auto found = segment->find(owner);
            const auto known = blocks.find(owner);
            EXPECT_EQ(found.size(), known == blocks.end() ? 0 : known->second) << owner;
            for (const auto& entry : found) EXPECT_EQ(entry.owner, owner);
        };
        for (const auto& [owner, count] : blocks)
            for (const Owner near : {owner - 1, owner, owner + 1}) expect(near);
        for (const Owner owner :
             {Owner{-1}, Owner{0}, Owner{301}, std::numeric_limits<Owner>::max()})
            expect(owner);
    }
}

TEST(Segment, EveryDamagedByteIsFound) {
    const TempDir folder;
    const auto arrival =
        write_arrival(folder, 1,
                      {{.start = at("2024-03-01T00:00:00Z"), .values = {1, 2, 3}},
                       {.owner = 2, .start = at("2024-03-01T00:00:00Z"), .values = {70'000}}});
    std::ifstream in(folder.file("batch1"), std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    std::vector<std::uint64_t> room(whole.size() / 8 + 1);
    const auto try_bytes = [&](const std::string& text) {
        std::memcpy(room.data(), text.data(), text.size());
        const auto segment = Segment::parse(std::as_bytes(std::span(room)).first(text.size()));
        if (!segment) return false;
        return std::ranges::all_of(segment->entries(), [&](const IndexEntry& entry) {
            return segment->block(entry).has_value();
        });
    };
    ASSERT_TRUE(try_bytes(whole));
    int harmless = 0;  // bytes that nothing is read from: reserved and padding
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
        if (try_bytes(damaged)) ++harmless;
    }
    EXPECT_LE(harmless, 5 + 7);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(try_bytes(whole.substr(0, length))) << length;
    }
}

}  // namespace
}  // namespace bw::meter
