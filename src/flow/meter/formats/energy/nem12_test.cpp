#include "flow/meter/formats/energy/nem12.h"
#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/formats/parts/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::meter {
namespace {

using testing::HasSubstr;

// A day of one channel with hourly values 1.000, 1.001, ..
std::string day(std::string_view date, std::string_view quality = "A", int count = 24) {
    std::string out = "300," + std::string(date);
    for (int i = 0; i < count; ++i) out += "," + std::to_string(1000 + i).insert(1, ".");
    return out + "," + std::string(quality) + ",,,20240203000000,\r\n";
}

const std::string kHead = "100,NEM12,202402030412,MDP1,RETAILER1\r\n";
const std::string kChannel = "200,NMI0000001,E1,1,E1,N1,SERIAL,kWh,60,\r\n";
const std::string kEnd = "900\r\n";

struct Run {
    CollectSink sink;
    Result<void> result;
};
Run run(std::string_view text, std::size_t chunk = 1 << 16) {
    Run out;
    Nem12Parser parser(out.sink);
    out.result = parse_all(parser, text, chunk);
    return out;
}

TEST(Nem12, DayBecomesIntervalsInMarketTime) {
    const auto [sink, result] = run(kHead + kChannel + day("20240201") + kEnd);
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 1U);
    const auto& kept = sink.runs[0];
    EXPECT_EQ(kept.code, "NMI0000001");
    EXPECT_EQ(kept.channel, "import");
    EXPECT_EQ(kept.unit, "kWh");
    EXPECT_EQ(kept.start, *Instant::parse("2024-01-31T14:00:00Z"));
    EXPECT_EQ(kept.step_seconds, 3600);
    EXPECT_EQ(kept.scale, 3);
    EXPECT_EQ(kept.values.size(), 24U);
    EXPECT_EQ(kept.values[23], 1023);
    EXPECT_EQ(kept.qualities[23], Quality::Actual);
    EXPECT_EQ(kept.line, 3);
    EXPECT_TRUE(sink.rejects.empty());
}

TEST(Nem12, ChunksOfAnySizeGiveTheSame) {
    const std::string text = kHead + kChannel + day("20240201") + day("20240202", "S14") + kEnd;
    for (std::size_t chunk = 1; chunk < 40; ++chunk) {
        const auto [sink, result] = run(text, chunk);
        ASSERT_TRUE(result) << chunk;
        ASSERT_EQ(sink.runs.size(), 2U) << chunk;
        EXPECT_EQ(sink.runs[1].values[5], 1005) << chunk;
        EXPECT_EQ(sink.runs[1].qualities[5], Quality::Substituted) << chunk;
    }
}

TEST(Nem12, VariableDayTakesItsQualityFromTheRanges) {
    const auto [sink, result] =
        run(kHead + kChannel + day("20240201", "V") +
            "400,1,2,A,,\r\n400,3,3,F14,76,meter stopped\r\n400,4,20,E52,,\r\n"
            "400,21,23,S11,4,\r\n400,24,24,N,,\r\n" +
            kEnd);
    ASSERT_TRUE(result);
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    const auto& q = sink.runs[0].qualities;
    EXPECT_EQ(q[1], Quality::Actual);
    EXPECT_EQ(q[2], Quality::Final);
    EXPECT_EQ(q[19], Quality::Estimated);
    EXPECT_EQ(q[22], Quality::Substituted);
    EXPECT_EQ(q[23], Quality::Missing);
    EXPECT_EQ(sink.runs[0].values[23], kMissing);
}

TEST(Nem12, RangesThatLeaveAGapRejectTheDay) {
    const std::string variable = kHead + kChannel + day("20240201", "V");
    const auto reason = [&](const std::string& ranges) {
        const auto [sink, result] = run(variable + ranges + day("20240202") + kEnd);
        EXPECT_TRUE(result);
        EXPECT_EQ(sink.runs.size(), 1U) << ranges;
        EXPECT_EQ(sink.rejects.size(), 1U) << ranges;
        return sink.reject_text();
    };
    EXPECT_EQ(reason(""), "3 quality: quality V, but its 400 records cover 0 of 24 intervals\n");
    EXPECT_EQ(reason("400,1,23,A,,\r\n"),
              "3 quality: quality V, but its 400 records cover 23 of 24 intervals\n");
    EXPECT_EQ(reason("400,1,3,A,,\r\n400,5,24,A,,\r\n"),
              "3 quality: 400 record in line 5 begins at interval 5, expected 4\n");
    EXPECT_EQ(reason("400,1,48,A,,\r\n400,49,96,A,,\r\n"),
              "3 quality: 400 record in line 4: not a range of intervals 1 to 24\n");
    EXPECT_EQ(reason("400,1,24,V,,\r\n"),
              "3 quality: 400 record in line 4: quality is not A, E, F, N or S\n");
}

TEST(Nem12, RangesAfterADayOfOneQualityContradictIt) {
    const auto [sink, result] =
        run(kHead + kChannel + day("20240201") + "400,1,24,S14,,\r\n" + kEnd);
    ASSERT_TRUE(result);
    EXPECT_TRUE(sink.runs.empty());
    EXPECT_THAT(sink.reject_text(), HasSubstr("another quality than the day, which is not V"));
}

TEST(Nem12, RangesOfTheDaysOwnQualityTellItsReasons) {
    const auto [sink, result] =
        run(kHead + kChannel + day("20240201") + "400,1,12,A,79,\r\n400,13,24,A,,\r\n" + kEnd);
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    EXPECT_THAT(sink.runs[0].qualities, ::testing::Each(Quality::Actual));
}

TEST(Nem12, WrongNumberOfValuesRejectsTheDayOnly) {
    const auto [sink, result] =
        run(kHead + kChannel + day("20240201", "A", 48) + day("20240202", "V", 12) +
            "400,1,12,A,,\r\n" + day("20240203") + kEnd);
    ASSERT_TRUE(result);
    ASSERT_EQ(sink.runs.size(), 1U);
    ASSERT_EQ(sink.rejects.size(), 2U);
    EXPECT_EQ(sink.rejects[0].line, 3);
    EXPECT_EQ(sink.rejects[0].code, RejectCode::Structure);
    EXPECT_THAT(sink.rejects[0].reason, HasSubstr("expected 24 values of 60 minutes"));
    EXPECT_EQ(sink.rejects[1].line, 4);
    EXPECT_THAT(sink.rejects[1].reason, HasSubstr("value 13 is not a number"));
    EXPECT_EQ(sink.rejects[1].excerpt, "V");
}

TEST(Nem12, RejectedChannelRejectsItsDays) {
    const auto [sink, result] = run(kHead + "200,NMI0000001,E1,1,V1,,,,60,\r\n" + day("20240201") +
                                    kChannel + day("20240201") + kEnd);
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.runs.size(), 1U);
    EXPECT_EQ(sink.reject_text(), "2 unit: the channel has no unit of measurement\n"
                                  "3 channel: its 200 record in line 2 was rejected\n");
}

TEST(Nem12, BrokenChannelsSayWhy) {
    const auto reason = [&](const std::string& channel) {
        const auto [sink, result] = run(kHead + channel + kChannel + day("20240201") + kEnd);
        EXPECT_TRUE(result);
        EXPECT_EQ(sink.rejects.size(), 1U) << channel;
        return sink.reject_text();
    };
    EXPECT_THAT(reason("200,,E1,1,E1,N1,S,kWh,60,\r\n"), HasSubstr("2 code: no NMI"));
    EXPECT_THAT(reason("200,N,E1,1,,N1,S,kWh,60,\r\n"), HasSubstr("2 structure: no NMI suffix"));
    EXPECT_THAT(reason("200,N,E1,1,E1,N1,S,parsec,60,\r\n"), HasSubstr("unit 'parsec' is unknown"));
    EXPECT_THAT(reason("200,N,E1,1,E1,N1,S,kWh,7,\r\n"), HasSubstr("2 interval:"));
    EXPECT_THAT(reason("200,N,E1,1,E1,N1,S,kWh,0,\r\n"), HasSubstr("2 interval:"));
    EXPECT_THAT(reason("200,N,E1,1,E1,N1,S,kWh\r\n"), HasSubstr("2 interval:"));
    EXPECT_THAT(reason("200\r\n"), HasSubstr("2 code:"));
}

TEST(Nem12, UnitsBecomeOneUnitExactly) {
    const auto value = [](const std::string& unit) {
        const auto [sink, result] = run(kHead + "200,N,E1,1,E1,N1,S," + unit +
                                        ",1440\r\n300,20240201,12.5,A,,,,\r\n" + kEnd);
        EXPECT_TRUE(result);
        EXPECT_EQ(sink.runs.size(), 1U) << sink.reject_text();
        return std::to_string(sink.runs.at(0).values[0]) + "e-" +
               std::to_string(sink.runs.at(0).scale) + " " + sink.runs.at(0).unit;
    };
    EXPECT_EQ(value("WH"), "125e-4 kWh");
    EXPECT_EQ(value("KWH"), "125e-1 kWh");
    EXPECT_EQ(value("mwh"), "12500e-0 kWh");
    EXPECT_EQ(value("kVArh"), "125e-1 kvarh");
}

TEST(Nem12, ValuesOutsideTheRulesAreRejected) {
    const auto reason = [](const std::string& value) {
        const auto [sink, result] = run(kHead + "200,N,E1,1,E1,N1,S,kWh,1440\r\n300,20240201," +
                                        value + ",A,,,,\r\n" + kEnd);
        EXPECT_TRUE(result);
        EXPECT_TRUE(sink.runs.empty()) << value;
        return sink.reject_text();
    };
    EXPECT_THAT(reason("-1"), HasSubstr("value: interval 1 is below zero"));
    EXPECT_THAT(reason("1e3"), HasSubstr("not a number"));
    EXPECT_THAT(reason("1.2.3"), HasSubstr("not a number"));
    EXPECT_THAT(reason("0x10"), HasSubstr("not a number"));
    EXPECT_THAT(reason("1234567890"), HasSubstr("over 10^9"));
    EXPECT_THAT(reason("999999999999999999"), HasSubstr("over 10^9"));
    EXPECT_THAT(reason("9999999999999999999999"), HasSubstr("not a number"));
    EXPECT_THAT(reason("0.1234567891"), HasSubstr("more than 9 decimals"));
    EXPECT_THAT(reason(""), HasSubstr("interval 1 has no value"));
    EXPECT_THAT(reason("1."), HasSubstr("not a number"));
}

TEST(Nem12, DatesOutOfRangeAreRejected) {
    for (const char* date :
         {"20240230", "19000101", "21000101", "2024020", "202402011", "2024-2-1", ""}) {
        const auto [sink, result] = run(kHead + kChannel + day(date) + kEnd);
        ASSERT_TRUE(result) << date;
        ASSERT_EQ(sink.rejects.size(), 1U) << date;
        EXPECT_EQ(sink.rejects[0].code, RejectCode::Time) << date;
    }
}

TEST(Nem12, DirtyBytesRejectTheirRecordOnly) {
    std::string nul = day("20240201");
    nul[20] = '\0';
    std::string latin = day("20240202");
    latin[20] = '\xE9';
    const auto [sink, result] = run(kHead + kChannel + nul + latin + day("20240203", "V") +
                                    "400,1,24,S14,4,caf\xE9\r\n" + day("20240204") + kEnd);
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.runs.size(), 1U);
    ASSERT_EQ(sink.rejects.size(), 3U) << sink.reject_text();
    for (const auto& reject : sink.rejects) EXPECT_EQ(reject.code, RejectCode::Encoding);
    EXPECT_EQ(sink.rejects[2].line, 5);
}

TEST(Nem12, EveryPrefixOfAValidFileIsRefused) {
    const std::string text = kHead + kChannel + day("20240201", "V") + "400,1,24,A,,\r\n" +
                             day("20240202") + "500,N,,20240203000000,1.0\r\n" + kEnd;
    const std::size_t end = text.find("900\r\n");
    for (std::size_t length = 0; length < end + 3; ++length) {
        const auto [sink, result] = run(std::string_view(text).substr(0, length));
        ASSERT_FALSE(result) << length;
        EXPECT_EQ(result.error().code, Code::Refused);
        EXPECT_THAT(result.error().subject, HasSubstr("line "));
    }
    EXPECT_TRUE(run(std::string_view(text).substr(0, end + 3)).result);
}

TEST(Nem12, BrokenFilesAreRefusedWhole) {
    const auto reason = [](const std::string& text) {
        const auto [sink, result] = run(text);
        return result ? "taken" : result.error().message();
    };
    EXPECT_EQ(reason(""), "line 0: the file is empty");
    EXPECT_EQ(reason("\r\n\r\n"), "line 2: no header record 100: not a NEM12 file");
    EXPECT_THAT(reason(kChannel + day("20240201") + kEnd), HasSubstr("not the header 100"));
    EXPECT_THAT(reason(kHead + kEnd), HasSubstr("holds no readings"));
    EXPECT_THAT(reason(kHead + kChannel + kEnd), HasSubstr("holds no readings"));
    EXPECT_THAT(reason(kHead + kChannel + day("20240201")), HasSubstr("no end record 900"));
    EXPECT_THAT(reason(kHead + kChannel + day("20240201") + kEnd + kChannel),
                HasSubstr("text after the end record"));
    EXPECT_THAT(reason(kHead + kChannel + kHead + kEnd), HasSubstr("second header"));
    EXPECT_EQ(reason("100,NEM13,202402030412,A,B\r\n250,X\r\n900\r\n"),
              "line 1: this is a register file: read it as nem13");
    EXPECT_THAT(reason("100,NEM14,202402030412,A,B\r\n900\r\n"), HasSubstr("version 'NEM14'"));
}

TEST(Nem12, LineOfAGigabyteIsRefusedInBoundedMemory) {
    CollectSink sink;
    Nem12Parser parser(sink);
    ASSERT_TRUE(parser.feed(kHead));
    const std::string chunk(256 << 10, '7');
    Result<void> result;
    int fed = 0;
    while (result && fed < 4096) {
        result = parser.feed(chunk);
        ++fed;
    }
    ASSERT_FALSE(result);
    EXPECT_LE(static_cast<std::size_t>(fed) * chunk.size(), kLineBytesMax + 2 * chunk.size());
    EXPECT_EQ(result.error().code, Code::Refused);
    EXPECT_EQ(result.error().subject, "line 2");
}

TEST(Nem12, UnknownRecordsAreRejectedByLine) {
    const auto [sink, result] = run(kHead + kChannel + "11,33,21\r\n400,1,24,A,,\r\n" +
                                    day("20240201") + "250,X\r\n" + kEnd);
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.runs.size(), 1U);
    EXPECT_EQ(sink.rejects.size(), 2U);
    EXPECT_THAT(sink.reject_text(), HasSubstr("3 structure: unknown record type"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("6 structure: register record"));
}

// Files that hold a record or a channel that must be rejected; all others are taken whole.
TEST(Nem12, SharedFilesAreTakenButForTheirKnownFaults) {
    const auto shared = shared_data();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    int files = 0;
    int days = 0;
    std::string rejects;
    for (const auto& folder :
         {*shared / "meters/nem12", *shared / "meters/nem12/aemo-test-cases"}) {
        std::vector<std::filesystem::path> paths;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".csv") paths.push_back(entry.path());
        }
        std::ranges::sort(paths);
        for (const auto& path : paths) {
            const auto name = path.filename().string();
            const auto [sink, result] = run(read_whole(path), 1000);
            if (name.find("NEM13") != std::string::npos) {
                ASSERT_FALSE(result) << name;
                EXPECT_EQ(result.error().text, "this is a register file: read it as nem13");
                continue;
            }
            ASSERT_TRUE(result) << name << ": " << result.error().message();
            ++files;
            days += static_cast<int>(sink.runs.size());
            if (!sink.rejects.empty()) rejects += name + "\n" + sink.reject_text();
        }
    }
    EXPECT_EQ(files, 70);
    EXPECT_EQ(days, 449);
    EXPECT_EQ(
        rejects,
        "Example_NEM12_different_interval_length.csv\n"
        "6 unit: the channel has no unit of measurement\n"
        "7 channel: its 200 record in line 6 was rejected\n"
        "NEM12_Scenario10_ETSAMDP_NEMMCO.csv\n"
        "27 structure: expected 48 values of 30 minutes and a quality flag; value 1 is where the "
        "record "
        "ends\n"
        "28 structure: unknown record type: expected 200, 300, 400, 500 or 900\n"
        "29 structure: unknown record type: expected 200, 300, 400, 500 or 900\n");
}

TEST(Nem12, SharedInvalidFilesAreRefusedOrRejected) {
    const auto shared = shared_data();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto outcome = [&](const std::string& name) {
        const auto path = *shared / "meters/nem12/invalid" / name;
        EXPECT_TRUE(std::filesystem::exists(path)) << name;
        const auto [sink, result] = run(read_whole(path));
        return result ? sink.reject_text() : "refused " + result.error().message();
    };
    EXPECT_THAT(outcome("Example_NEM12_15min_200_30min_300.csv"),
                HasSubstr("3 structure: expected 96"));
    EXPECT_THAT(outcome("Example_NEM12_15min_200_30min_400.csv"), HasSubstr("cover 48 of 96"));
    EXPECT_THAT(outcome("Example_NEM12_30min_200_15min_300.csv"),
                HasSubstr("3 structure: expected 48"));
    EXPECT_THAT(outcome("Example_NEM12_30min_200_15min_400.csv"),
                HasSubstr("3 structure: expected 48"));
    EXPECT_THAT(outcome("Example_NEM12_empty.csv"), HasSubstr("refused line 2: the file holds no"));
    EXPECT_THAT(outcome("Example_NEM12_incomplete_interval.csv"),
                HasSubstr("3 structure: expected 48"));
    EXPECT_THAT(outcome("Example_NEM12_missing_header.csv"),
                HasSubstr("refused line 2: the first rec"));
    EXPECT_THAT(outcome("Example_NEM12_powercor.csv"),
                HasSubstr("refused line 2: the first record"));
    EXPECT_THAT(outcome("Example_NEM12_powercor_missing_fields.csv"),
                HasSubstr("refused line 2: the"));
    EXPECT_THAT(outcome("Example_empty_file.csv"), HasSubstr("refused line 0: the file is empty"));
}

}  // namespace
}  // namespace bw::meter
