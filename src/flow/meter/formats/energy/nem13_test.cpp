// Records of NEM13: what the three amounts of a record say together, and what is wrong with one.
#include "flow/meter/formats/energy/nem13.h"
#include "flow/meter/formats/parts/collect_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kHead = "100,NEM13,202402030412,MDP,RETAILER\r\n";
const std::string kEnd = "900\r\n";

struct Run {
    CollectSink sink;
    Result<void> result;
};
Run run(std::string_view text, std::size_t chunk = 37) {
    Run out;
    Nem13Parser parser(out.sink);
    out.result = parse_all(parser, text, chunk);
    return out;
}

struct Record {
    std::string suffix = "11", direction = "E";
    std::string before = "00100.0", now = "00150.0", quantity = "50.0";
    std::string before_quality = "A", now_quality = "A", unit = "kWh";
    std::string before_time = "20240101080000", now_time = "20240401090000";
};
std::string text_of(const Record& r) {
    return fmt::format("250,NMI0000001,1141,01,{},11,SER1,{},{},{},{},,,{},{},{},,,{},{},20240701,"
                       "20240402000000,\r\n",
                       r.suffix, r.direction, r.before, r.before_time, r.before_quality, r.now,
                       r.now_time, r.now_quality, r.quantity, r.unit);
}
Run run_one(const Record& record) { return run(kHead + text_of(record) + kEnd); }
std::string reason(const Record& record) {
    const auto [sink, result] = run_one(record);
    EXPECT_TRUE(result) << result.error().message();
    EXPECT_TRUE(sink.reads.empty() && sink.uses.empty());
    return sink.reject_text();
}

TEST(Nem13, BothReadsAreHandedOnAsOneRecord) {
    const auto [sink, result] = run_one({.now_quality = "S62"});
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.reads.size(), 2U) << sink.reject_text();
    const auto& before = sink.reads[0];
    const auto& now = sink.reads[1];
    EXPECT_EQ(before.code, "NMI0000001");
    EXPECT_EQ(before.channel, "import");
    EXPECT_EQ(before.unit, "kWh");
    EXPECT_EQ(before.time, *Instant::parse("2023-12-31T22:00:00Z"));
    EXPECT_EQ(before.read, 1000);
    EXPECT_EQ(before.scale, 1);
    EXPECT_EQ(before.digits, 5);
    EXPECT_EQ(before.records + now.records, 1);
    EXPECT_EQ(now.read, 1500);
    EXPECT_EQ(now.quality, Quality::Substituted);
}

TEST(Nem13, ChannelsFollowDirectionAndSuffix) {
    const auto channel = [](Record record) { return run_one(record).sink.reads.at(0).channel; };
    EXPECT_EQ(channel({}), "import");
    EXPECT_EQ(channel({.suffix = "41"}), "import.41");
    EXPECT_EQ(channel({.direction = "I"}), "export");
    EXPECT_EQ(channel({.suffix = "12", .direction = "I", .quantity = "-50"}), "export.12");
}

TEST(Nem13, ACounterMayPassItsEnd) {
    const auto [sink, result] = run_one({.before = "99990", .now = "00015", .quantity = "25"});
    ASSERT_EQ(sink.reads.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.reads[1].read, 15);
    EXPECT_EQ(sink.reads[1].digits, 5);
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(Nem13, AnEstimateMayBeFinerThanTheDial) {
    EXPECT_EQ(run_one({.before = "100", .now = "150", .quantity = "50.294"}).sink.reads.size(), 2U);
    const auto off = run_one({.before = "100", .now = "150", .quantity = "51"});
    EXPECT_TRUE(off.sink.reads.empty());
    ASSERT_EQ(off.sink.uses.size(), 1U);
    EXPECT_EQ(off.sink.uses[0].value, 51);
    EXPECT_THAT(off.sink.repairs, ElementsAre(HasSubstr("2 the quantity is not the difference")));
}

TEST(Nem13, AMultipliersQuantityIsAUse) {
    const auto [sink, result] = run_one({.quantity = "2000"});
    ASSERT_EQ(sink.uses.size(), 1U) << sink.reject_text();
    EXPECT_THAT(sink.reads, IsEmpty());
    EXPECT_EQ(sink.uses[0].value, 20000);
    EXPECT_EQ(sink.uses[0].scale, 1);
    EXPECT_EQ(sink.uses[0].span.from, *Instant::parse("2023-12-31T22:00:00Z"));
    EXPECT_EQ(sink.uses[0].span.to, *Instant::parse("2024-03-31T23:00:00Z"));
}

TEST(Nem13, ACounterThatRanBackwardsIsTakenByItsQuantity) {
    for (const auto& record :
         {Record{.direction = "I", .before = "00280.0", .now = "00270.0", .quantity = "-10"},
          Record{.direction = "I", .before = "00005.0", .now = "99995.0", .quantity = "10"}}) {
        const auto [sink, result] = run_one(record);
        ASSERT_EQ(sink.uses.size(), 1U) << sink.reject_text();
        EXPECT_EQ(sink.uses[0].channel, "export");
        EXPECT_EQ(sink.uses[0].value, 100);
        EXPECT_THAT(sink.repairs, ElementsAre(HasSubstr("2 the counter ran backwards")));
    }
}

TEST(Nem13, UnitsBecomeOneAndTheDialWithThem) {
    const auto [sink, result] =
        run_one({.before = "0100000", .now = "0150000", .quantity = "50000", .unit = "WH"});
    ASSERT_EQ(sink.reads.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.reads[1].read, 150'000);
    EXPECT_EQ(sink.reads[1].scale, 3);
    EXPECT_EQ(sink.reads[1].digits, 4);
}

TEST(Nem13, BadRecordsSayWhy) {
    EXPECT_THAT(reason({.direction = "X"}), HasSubstr("2 structure: the direction is not E or I"));
    EXPECT_THAT(reason({.suffix = ""}), HasSubstr("2 structure: no NMI suffix"));
    EXPECT_THAT(reason({.before = "-5"}), HasSubstr("2 value: the previous read"));
    EXPECT_THAT(reason({.now = "x"}), HasSubstr("2 value: the current read"));
    EXPECT_THAT(reason({.now_time = "20240230090000"}), HasSubstr("2 time: the current read"));
    EXPECT_THAT(reason({.now_time = "20240101080000"}),
                HasSubstr("2 time: the current read is not"));
    EXPECT_THAT(reason({.before_time = "20240101248000"}), HasSubstr("2 time: the previous read"));
    EXPECT_THAT(reason({.now_quality = "V"}), HasSubstr("2 quality: the current read"));
    EXPECT_THAT(reason({.before_quality = "N"}), HasSubstr("2 quality: the previous read"));
    EXPECT_THAT(reason({.quantity = ""}), HasSubstr("2 value: the quantity is not a number"));
    EXPECT_THAT(reason({.quantity = "-50"}), HasSubstr("2 value: the quantity is below zero"));
    EXPECT_THAT(reason({.unit = "kW"}), HasSubstr("2 unit: a register of demand"));
    EXPECT_THAT(reason({.unit = "bushel"}), HasSubstr("2 unit: the unit is missing or unknown"));
    EXPECT_THAT(reason({.unit = "kWh,1,2,3,4"}), HasSubstr("2 structure: the record goes on"));
    EXPECT_THAT(reason({.before = "1234567890123456", .now = "99.123"}),
                HasSubstr("2 value: the reads have too many digits"));
}

TEST(Nem13, OtherRecordsAreRejectedAndCounted) {
    const auto [sink, result] =
        run(kHead + "200,X\r\n550,N,,E,\r\n" + text_of({}) + "777\r\n" + "250,caf\xE9\r\n" + kEnd);
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.reads.size(), 2U);
    EXPECT_EQ(sink.reject_text(), "2 structure: interval record of NEM12 in a NEM13 file\n"
                                  "5 structure: unknown record type: expected 250, 550 or 900\n"
                                  "6 encoding: not UTF-8 text, or control characters inside\n");
}

TEST(Nem13, BrokenFilesAreRefusedWhole) {
    const auto message = [](const std::string& text) {
        const auto [sink, result] = run(text);
        return result ? "taken" : result.error().message();
    };
    EXPECT_EQ(message(""), "line 0: the file is empty");
    EXPECT_THAT(message("100,NEM12,1,A,B\r\n" + kEnd), HasSubstr("not a header 100 of NEM13"));
    EXPECT_THAT(message(kHead + kEnd), HasSubstr("holds no readings"));
    EXPECT_THAT(message(kHead + text_of({})), HasSubstr("no end record 900"));
    EXPECT_THAT(message(kHead + text_of({}) + kEnd + text_of({})), HasSubstr("text after the end"));
    EXPECT_THAT(message(kHead + kHead + kEnd), HasSubstr("second header"));
    const std::string whole = kHead + text_of({}) + text_of({.suffix = "41"}) + "900";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(run(std::string_view(whole).substr(0, length)).result) << length;
    }
    EXPECT_EQ(message(whole), "taken");
}

}  // namespace
}  // namespace bw::meter
