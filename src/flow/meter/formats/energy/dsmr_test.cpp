#include "flow/meter/formats/energy/dsmr.h"
#include "flow/meter/formats/parts/collect_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Run {
    CollectSink sink;
    Result<void> result;
};
Run run(std::string_view text, DsmrParser::Options options = {}, std::size_t chunk = 13) {
    Run out;
    DsmrParser parser(out.sink, std::move(options));
    out.result = parse_all(parser, text, chunk);
    return out;
}

// A telegram with its checksum, counted here byte by byte from a table, unlike in the program.
std::string telegram(std::string_view body, std::string_view header = "/ABC5\\METER") {
    std::string text = fmt::format("{}\r\n\r\n{}!", header, body);
    unsigned table[256];
    for (unsigned i = 0; i < 256; ++i) {
        unsigned value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? value / 2 ^ 0xA001 : value / 2;
        table[i] = value;
    }
    unsigned crc = 0;
    for (const char c : text) crc = crc / 256 ^ table[(crc ^ static_cast<unsigned char>(c)) % 256];
    return fmt::format("{}{:04X}\r\n", text, crc);
}

const std::string kVersion = "1-3:0.2.8(50)\r\n";
const std::string kTime = "0-0:1.0.0(240704120000S)\r\n";
const std::string kMeter = "0-0:96.1.1(4530303331)\r\n";
const std::string kCounters = "1-0:1.8.1(000123.456*kWh)\r\n1-0:1.8.2(000020.000*kWh)\r\n"
                              "1-0:2.8.1(000001.000*kWh)\r\n1-0:1.7.0(00.111*kW)\r\n";
const std::string kGas = "0-1:24.1.0(003)\r\n0-1:96.1.0(47303031)\r\n"
                         "0-1:24.2.1(240704115500S)(00246.138*m3)\r\n";

TEST(Dsmr, ATelegramIsARecordOfEachMeter) {
    const auto [sink, result] = run(telegram(kVersion + kTime + kMeter + kCounters + kGas));
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.reads.size(), 4U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].code, "E0031");
    EXPECT_EQ(sink.reads[0].channel, "import.t1");
    EXPECT_EQ(sink.reads[0].unit, "kWh");
    EXPECT_EQ(sink.reads[0].read, 123'456);
    EXPECT_EQ(sink.reads[0].scale, 3);
    EXPECT_EQ(sink.reads[0].digits, 6);
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2024-07-04T10:00:00Z"));
    EXPECT_EQ(sink.reads[1].channel, "import.t2");
    EXPECT_EQ(sink.reads[2].channel, "export.t1");
    EXPECT_EQ(sink.reads[0].records + sink.reads[1].records + sink.reads[2].records, 1);
    EXPECT_EQ(sink.reads[3].code, "G001");
    EXPECT_EQ(sink.reads[3].channel, "gas");
    EXPECT_EQ(sink.reads[3].unit, "m3");
    EXPECT_EQ(sink.reads[3].digits, 5);
    EXPECT_EQ(sink.reads[3].time, *Instant::parse("2024-07-04T09:55:00Z"));
    EXPECT_EQ(sink.reads[3].records, 1);
}

TEST(Dsmr, ChecksumsAreOverBytesNotLineBreaks) {
    std::string text = telegram(kVersion + kTime + kMeter + kCounters);
    EXPECT_EQ(run(text).sink.reads.size(), 3U);
    std::string unix_text = text;
    std::erase(unix_text, '\r');
    EXPECT_EQ(run(unix_text).sink.reads.size(), 3U);
    text[text.find("123.456")] = '9';
    const auto [sink, result] = run(text);
    EXPECT_THAT(sink.reads, IsEmpty());
    EXPECT_THAT(sink.reject_text(), HasSubstr("1 structure: the checksum is wrong"));
}

TEST(Dsmr, TheFirstLineMayHoldAnyBytes) {
    EXPECT_EQ(run(telegram(kTime + kMeter + kCounters, "/ISk5\x02MIE5")).sink.reads.size(), 3U);
}

TEST(Dsmr, VersionsSinceFourNeedTheirChecksum) {
    const auto without = [](const std::string& body) { return "/ABC\r\n\r\n" + body + "!\r\n"; };
    EXPECT_THAT(run(without(kVersion + kTime + kMeter + kCounters)).sink.reject_text(),
                HasSubstr("the telegram has no checksum"));
    EXPECT_EQ(run(without(kTime + kMeter + kCounters)).sink.reads.size(), 3U);
    EXPECT_THAT(run("/ABC\r\n" + kTime + "!GHIJ\r\n").sink.reject_text(),
                HasSubstr("the telegram's checksum is none"));
}

TEST(Dsmr, TheFlagSaysWhetherSummerTimeIsActive) {
    const auto time = [](const std::string& text) {
        const auto out = run(telegram(fmt::format("0-0:1.0.0({})\r\n", text) + kMeter + kCounters));
        return out.sink.reads.empty() ? out.sink.reject_text() : out.sink.reads[0].time.to_string();
    };
    EXPECT_EQ(time("241027023000S"), "2024-10-27T00:30:00Z");
    EXPECT_EQ(time("241027023000W"), "2024-10-27T01:30:00Z");
    EXPECT_EQ(time("240115120000W"), "2024-01-15T11:00:00Z");
    EXPECT_EQ(time("240715120000S"), "2024-07-15T10:00:00Z");
    EXPECT_EQ(time("240715120000W"), "2024-07-15T11:00:00Z");  // of a meter without summer time
    EXPECT_EQ(time("240115120000S"), "2024-01-15T10:00:00Z");
    EXPECT_EQ(time("240331023000W"), "2024-03-31T01:30:00Z");
    EXPECT_EQ(time("240715120000"), "2024-07-15T10:00:00Z");
    EXPECT_THAT(time("240331023000"), HasSubstr("time: the time does not exist"));
    for (const std::string clock : {"700101010000W", "000101010000W", "632525252525S"}) {
        EXPECT_THAT(time(clock), HasSubstr("a clock that was never set"));
    }
    EXPECT_THAT(time("24070412"), HasSubstr("time: the time is none"));
}

TEST(Dsmr, ZoneAndServicePointMayComeFromOutside) {
    const auto [sink, result] =
        run(telegram(kTime + kMeter + kCounters + kGas),
            {.zone = *Zone::find("Europe/Dublin"), .received = {}, .service_point = "HOME"});
    ASSERT_EQ(sink.reads.size(), 4U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2024-07-04T11:00:00Z"));
    EXPECT_EQ(sink.reads[0].code, "HOME");
    EXPECT_EQ(sink.reads[3].code, "HOME");
}

TEST(Dsmr, OldTelegramsHaveNoTimeAndTheGasOnTwoLines) {
    const std::string text =
        "/ABC5\\OLD\r\n\r\n0-0:96.1.1(00000000)\r\n1-0:1.8.1(00001.001*kWh)\r\n"
        "0-1:24.1.0(3)\r\n0-1:96.1.0(3132)\r\n"
        "0-1:24.3.0(161107190000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00002.003)\r\n"
        "0-1:24.4.0(1)\r\n!\r\n";
    const auto without = run(text);
    ASSERT_EQ(without.sink.reads.size(), 1U);
    EXPECT_EQ(without.sink.reads[0].channel, "gas");
    EXPECT_EQ(without.sink.reads[0].read, 2003);
    EXPECT_EQ(without.sink.reads[0].code, "12");
    EXPECT_EQ(without.sink.reads[0].time, *Instant::parse("2016-11-07T18:00:00Z"));
    EXPECT_THAT(without.sink.reject_text(), HasSubstr("1 time: the telegram has no time"));
    const auto with =
        run(text,
            {.zone = {}, .received = *Instant::parse("2016-11-07T18:30:00Z"), .service_point = {}});
    ASSERT_EQ(with.sink.reads.size(), 2U) << with.sink.reject_text();
    EXPECT_EQ(with.sink.reads[0].code, "00000000");  // no letters and digits in it: as written
    EXPECT_EQ(with.sink.reads[0].time, *Instant::parse("2016-11-07T18:30:00Z"));
    EXPECT_THAT(with.sink.repairs, ElementsAre("1 a time was set: the record has none of its own"));
}

TEST(Dsmr, MoreDigitsThanACounterKeepsAreCut) {
    const auto [sink, result] =
        run(telegram(kTime + kMeter + "1-0:1.8.0*255(00032549.5061669*kWh)\r\n"));
    ASSERT_EQ(sink.reads.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].channel, "import");
    EXPECT_EQ(sink.reads[0].read, 32'549'506'166);
    EXPECT_EQ(sink.reads[0].digits, 8);
    EXPECT_THAT(sink.repairs, ElementsAre("1 reads with more than 6 decimals were cut"));
}

TEST(Dsmr, HistoriesAreNotTheCounter) {
    const auto [sink, result] =
        run(telegram(kTime + kMeter +
                     "1-0:1.8.0*255(015882.6927*kWh)\r\n"
                     "1-0:1.8.0*01(00019.3)\r\n1-0:1.8.0*00(00000.0*kWh)\r\n"
                     "1-0:1.8.0*100(15882.6*kWh)\r\n"));
    ASSERT_EQ(sink.reads.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].read, 158'826'927);
    const auto only = run(telegram(kTime + kMeter + "1-0:1.8.0*01(00019.3*kWh)\r\n"));
    EXPECT_EQ(only.sink.unanswered, 1);
    EXPECT_THAT(only.sink.rejects, IsEmpty());
}

TEST(Dsmr, OtherMetersByTheirMedium) {
    const auto channel = [](std::string_view medium, std::string_view unit) {
        const auto out = run(telegram(fmt::format("0-2:24.1.0({})\r\n0-2:96.1.0(3132)\r\n"
                                                  "0-2:24.2.1(240704115500S)(00246.138*{})\r\n",
                                                  medium, unit)));
        return out.sink.reads.empty() ? out.sink.reject_text() : out.sink.reads[0].channel;
    };
    EXPECT_EQ(channel("007", "m3"), "water");
    EXPECT_EQ(channel("006", "m3"), "warm-water");
    EXPECT_EQ(channel("004", "GJ"), "heat");
    EXPECT_THAT(channel("099", "m3"), HasSubstr("an M-Bus meter of medium 99"));
    EXPECT_THAT(channel("003", "kW"), HasSubstr("unit: line 5"));
}

TEST(Dsmr, TheEanOfAConnectionIsNotTheMeter) {
    for (const std::string_view ean : {"", "000000000000000000", "3534"}) {
        const auto [sink, result] =
            run(telegram(fmt::format("0-1:24.1.0(003)\r\n0-1:96.1.1(47303031)\r\n0-1:96.1.2({})\r\n"
                                     "0-1:24.2.3(240704115500S)(00246.138*m3)\r\n",
                                     ean)));
        ASSERT_EQ(sink.reads.size(), 1U) << sink.reject_text();
        EXPECT_EQ(sink.reads[0].code, "G001");
    }
}

TEST(Dsmr, AChannelNothingHangsOnIsNoUsage) {
    const auto channel = [](std::string_view reading) {
        return run(
            telegram(fmt::format("0-2:24.1.0(003)\r\n0-2:96.1.0()\r\n0-2:24.2.1{}\r\n", reading)));
    };
    for (const std::string_view empty :
         {"(700101010000W)(00000000)", "(632525252525S)(00000.000)", "(000101010000W)(0*m3)"}) {
        const auto [sink, result] = channel(empty);
        ASSERT_TRUE(result) << result.error().message();
        EXPECT_EQ(sink.unanswered, 1) << empty;
        EXPECT_THAT(sink.rejects, IsEmpty()) << sink.reject_text();
    }
    EXPECT_THAT(channel("(632525252525S)(00001.000*m3)").sink.reject_text(),
                HasSubstr("5 code: the M-Bus meter has no number"));
}

TEST(Dsmr, WhatLiesBetweenTelegramsIsNoiseUnlessItHoldsReadings) {
    const std::string good = telegram(kTime + kMeter + kCounters);
    const auto noisy = run("noise\r\n" + good + "  25803103\r\n\xFF\xFF\r\n" + good);
    EXPECT_EQ(noisy.sink.reads.size(), 6U);
    EXPECT_THAT(noisy.sink.rejects, IsEmpty());
    const auto torn = run(kCounters + "!ABCD\r\n" + good + "/ABC\r\n" + kCounters + good);
    EXPECT_EQ(torn.sink.reads.size(), 6U);
    EXPECT_THAT(torn.sink.reject_text(), HasSubstr("1 structure: readings outside a telegram"));
    EXPECT_THAT(torn.sink.reject_text(),
                HasSubstr("15 structure: the telegram has no end; another begins in line 20"));
}

TEST(Dsmr, NoiseBeforeTheFirstLineIsSkipped) {
    const std::string good = telegram(kTime + kMeter + kCounters);
    const auto [sink, result] = run("p" + good + "\xFF\x01" + good);
    EXPECT_EQ(sink.reads.size(), 6U) << sink.reject_text();
    EXPECT_EQ(noise_before_telegram("p/ABC5\\METER"), 1U);
    EXPECT_EQ(noise_before_telegram("/ABC5\\METER"), 0U);
    EXPECT_EQ(noise_before_telegram("4/7/2024 12:00"), 0U);
    EXPECT_EQ(noise_before_telegram("one/two"), 0U);
    EXPECT_EQ(noise_before_telegram(std::string(17, 'p') + "/ABC5\\METER"), 0U);
}

TEST(Dsmr, TheNumberOfAMeterMayStandInOtherPlaces) {
    const auto code = [](const std::string& body) {
        const auto out = run(telegram(kTime + body + kCounters));
        return out.sink.reads.empty() ? out.sink.reject_text() : out.sink.reads[0].code;
    };
    EXPECT_EQ(code("0-0:0.0.0(9912)\r\n"), "9912");
    EXPECT_EQ(code("1-0:96.1.0*255(001ABC65)\r\n"), "001ABC65");
    EXPECT_EQ(code("1-0:96.1.0*255(001ABC65)\r\n" + kMeter + "0-0:0.0.0(9912)\r\n"), "E0031");
}

TEST(Dsmr, ReadoutsOfAnOpticalPortAreTelegrams) {
    const std::string body = "F.F(00)\r\n1-1:0.0.0(001LGZ58134272)\r\n1-1:0.9.1(162655)\r\n"
                             "1-1:0.9.2(260815)\r\n1-1:1.6.0(00.641*kW)(2608091845)\r\n"
                             "1-1:1.8.0(0018788.9*kWh)\r\n1-1:1.8.0*62(0018750.0)\r\n"
                             "1-1:16.7.0(-007.66*kW)\r\n!\r\n\x03\x11\r\n";
    const auto [sink, result] = run("/LGZ5\\2ZMD3104107.B40\r\n\x02" + body);
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.reads.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].code, "001LGZ58134272");
    EXPECT_EQ(sink.reads[0].channel, "import");
    EXPECT_EQ(sink.reads[0].read, 187'889);
    EXPECT_EQ(sink.reads[0].scale, 1);
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2026-08-15T14:26:55Z"));
    EXPECT_THAT(sink.rejects, IsEmpty());
}

TEST(Dsmr, LoadProfilesOfAReadoutAreRejectedByName) {
    const auto reason = [](std::string_view counters) {
        const auto [sink, result] =
            run(fmt::format("/ISK5MT174-0001\n0.0.0(9912)\n0.9.1(162655)\n0.9.2(260815)\n{}"
                            "P.01(2608140000)(00)(15)(1)(1.5)(kW)\n(0.120)\n(0.240)\n!\n",
                            counters));
        EXPECT_TRUE(result) << result.error().message();
        EXPECT_EQ(sink.reads.size(), counters.empty() ? 0U : 1U);
        EXPECT_EQ(sink.unanswered, 0);
        return sink.reject_text();
    };
    EXPECT_THAT(reason(""), HasSubstr("5 structure: a load profile of the meter"));
    EXPECT_THAT(reason("1.8.1(1*kWh)\n"), HasSubstr("6 structure: a load profile of the meter"));
}

TEST(Dsmr, CodesOfAReadoutMayBeShort) {
    const auto read = [](std::string_view clock) {
        DsmrParser::Options options;
        options.received = *Instant::parse("2026-01-01T00:00:00Z");
        return run(fmt::format("/ISK5MT174-0001\n0.0.0(9912)\n{}1.8.1(0000012.345*kWh)"
                               "1.8.2(0000002.001*kWh)\n2.8.0(0000001.5*kWh)\n!\n",
                               clock),
                   std::move(options));
    };
    const auto [sink, result] = read("0.9.1(0162655)\n0.9.2(26-08-15)\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.reads.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.reads[0].code, "9912");
    EXPECT_EQ(sink.reads[0].channel, "import.t1");
    EXPECT_EQ(sink.reads[1].channel, "import.t2");
    EXPECT_EQ(sink.reads[1].read, 2'001);
    EXPECT_EQ(sink.reads[2].channel, "export");
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2026-08-15T15:26:55Z"));  // no summer time
    // Without a clock, or with one that was never set, the setting says when.
    for (const std::string_view clock : {"", "0.9.1(162655)\n", "0.9.1(000000)\n0.9.2(000101)\n"}) {
        const auto received = read(clock);
        ASSERT_EQ(received.sink.reads.size(), 3U) << received.sink.reject_text();
        EXPECT_EQ(received.sink.reads[0].time, *Instant::parse("2026-01-01T00:00:00Z"));
        EXPECT_EQ(received.sink.repairs.size(), 1U);
    }
}

TEST(Dsmr, BadTelegramsSayWhy) {
    const auto reason = [](const std::string& body) {
        const auto [sink, result] = run(telegram(body));
        EXPECT_THAT(sink.reads, IsEmpty());
        return sink.reject_text();
    };
    EXPECT_THAT(reason(kTime + kCounters),
                HasSubstr("1 code: the telegram does not name its meter: name the service point"));
    EXPECT_THAT(reason(kTime + kMeter + "1-0:1.8.1(x*kWh)\r\n"), HasSubstr("1 value: line 5"));
    EXPECT_THAT(reason(kTime + kMeter + "1-0:1.8.1(1*kWh)\r\n1-0:1.8.2(1)\r\n"),
                HasSubstr("1 unit: line 6"));
    EXPECT_THAT(reason(kTime + kMeter + "1-0:1.8.1(9999999999999*kWh)\r\n"),
                HasSubstr("1 value: line 5"));
    EXPECT_THAT(reason(kTime + kMeter + kCounters + "0-0:96.13.0(\xFF)\r\n"),
                HasSubstr("1 encoding:"));
    EXPECT_THAT(reason("0-1:24.1.0(003)\r\n0-1:24.2.1(240704115500S)(00246.138*m3)\r\n"),
                HasSubstr("4 code: the M-Bus meter has no number"));
}

TEST(Dsmr, BrokenFilesAreRefusedWhole) {
    const auto message = [](std::string_view text) {
        const auto [sink, result] = run(text);
        return result ? "taken" : result.error().message();
    };
    EXPECT_EQ(message(""), "line 0: the file is empty");
    EXPECT_THAT(message("hello\r\n"), HasSubstr("the file holds no readings"));
    const std::string whole = telegram(kTime + kMeter + kCounters);
    for (std::size_t length = 1; length + 7 < whole.size(); ++length) {
        EXPECT_THAT(message(std::string_view(whole).substr(0, length)), HasSubstr("line 1"));
    }
    EXPECT_THAT(message("/ABC\r\n" + std::string(70'000, 'x') + "\r\n"),
                HasSubstr("a telegram is longer than 65536 bytes"));
}

}  // namespace
}  // namespace bw::meter
