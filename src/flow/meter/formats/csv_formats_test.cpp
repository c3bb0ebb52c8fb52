// Interval, register and call records from CSV, with our names, with mappings, and with real dirty
// data.
#include "flow/meter/formats/run_test.h"
#include "flow/meter/formats/tables/call_csv.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(IntervalCsv, OurColumnsInAnyOrderAndCase) {
    const auto [sink, result] =
        run(default_mapping(Format::IntervalCsv), "Value,Start,Unit,service_point,minutes,note\n"
                                                  "0.125,2024-07-01T00:00+10:00,Wh,P1,15,first\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].code, "P1");
    EXPECT_EQ(sink.runs[0].channel, "import");
    EXPECT_EQ(sink.runs[0].unit, "kWh");
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2024-06-30T14:00:00Z"));
    EXPECT_EQ(sink.runs[0].step_seconds, 900);
    EXPECT_EQ(sink.runs[0].scale, 6);
    EXPECT_THAT(sink.runs[0].values, ElementsAre(125));
    EXPECT_THAT(sink.runs[0].qualities, ElementsAre(Quality::Actual));
}

TEST(IntervalCsv, MappingReadsSomebodyElsesFile) {
    const auto [sink, result] =
        run("format: interval-csv\ndelimiter: ';'\ndecimal: ','\nzone: Europe/Berlin\n"
            "time: DD.MM.YYYY hh:mm\n"
            "columns: {service_point: Zaehlpunkt, end: Bis, value: Wert, quality: Status}\n"
            "constants: {channel: import, unit: kWh, minutes: 15}\n"
            "quality: {W: actual, V: estimated, '': missing}\n",
            "Zaehlpunkt;Bis;Wert;Status\r\nDE0001;01.07.2024 00:15;1,250;W\r\n"
            "DE0001;01.07.2024 00:30;0,5;V\r\n"
            "DE0001;01.07.2024 24:00;;\r\nDE0001;31.03.2024 02:15;1;W\r\n"
            "DE0001;01.07.2024 00:15;1;X\r\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2024-06-30T22:00:00Z"));
    EXPECT_THAT(sink.runs[0].values, ElementsAre(1250));
    EXPECT_THAT(sink.runs[1].qualities, ElementsAre(Quality::Estimated));
    EXPECT_EQ(sink.runs[2].start, *Instant::parse("2024-07-01T21:45:00Z"));
    EXPECT_THAT(sink.runs[2].values, ElementsAre(kMissing));
    EXPECT_THAT(sink.reject_text(),
                HasSubstr("5 time: 'end' does not exist in zone Europe/Berlin"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("6 quality:"));
}

TEST(IntervalCsv, HoursThatComeTwiceAreToldApartInAnyOrderOfRows) {
    const auto starts = [](std::string_view rows) {
        const auto [sink, result] = run("format: interval-csv\nzone: Europe/London\n"
                                        "columns: {service_point: service_point, channel: channel, "
                                        "start: start, value: value}\n"
                                        "constants: {unit: kWh, minutes: 30}\n",
                                        fmt::format("service_point,channel,start,value\n{}", rows));
        EXPECT_TRUE(result) << result.error().message();
        std::string out;
        for (const auto& one : sink.runs) {
            out +=
                fmt::format("{}{}:{} ", one.code, one.channel, one.start.to_string().substr(11, 5));
        }
        return out;
    };
    EXPECT_EQ(starts("A,x,2025-10-26 02:00,1\nA,x,2025-10-26 01:30,1\nA,x,2025-10-26 01:00,1\n"
                     "A,x,2025-10-26 01:30,1\nA,x,2025-10-26 01:00,1\nA,x,2025-10-26 00:30,1\n"),
              "Ax:02:00 Ax:01:30 Ax:01:00 Ax:00:30 Ax:00:00 Ax:23:30 ");
    EXPECT_EQ(starts("A,x,2025-10-26 01:30,1\nB,x,2025-10-26 01:30,1\nA,y,2025-10-26 01:30,1\n"
                     "A,x,2025-10-26 01:00,1\nB,x,2025-10-26 01:00,1\nA,y,2025-10-26 01:00,1\n"),
              "Ax:00:30 Bx:00:30 Ay:00:30 Ax:01:00 Bx:01:00 Ay:01:00 ");
}

TEST(IntervalCsv, DayAndTimeMayBeColumnsOfTheirOwn) {
    const auto [sink, result] =
        run("format: interval-csv\nzone: Europe/Lisbon\ntime: YYYY/MM/DD hh:mm\n"
            "columns: {end: [Data, Hora], value: Consumo}\n"
            "constants: {service_point: A, unit: kWh, minutes: 15}\n",
            "Data,Hora,Consumo\n2023/07/26,00:15,0.1\n2023/07/26,24:00,0.2\n2023/07/26,,1\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2023-07-25T23:00:00Z"));
    EXPECT_EQ(sink.runs[1].start, *Instant::parse("2023-07-26T22:45:00Z"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("4 time: 'end' is not a time of the expected form"));
}

TEST(IntervalCsv, ColumnsByNumberWithoutHeader) {
    const auto [sink, result] = run("format: interval-csv\nheader: false\n"
                                    "columns: {service_point: '#2', start: '#1', value: '#3'}\n"
                                    "constants: {unit: m3, minutes: 60}\n",
                                    "2024-07-01T00:00Z,W1,3\n2024-07-01T01:00Z,W1,4\n");
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(sink.runs.size(), 2U);
    EXPECT_EQ(sink.runs[1].line, 2);
}

TEST(IntervalCsv, BadRowsSayWhy) {
    const auto reason = [](std::string_view row) {
        const auto [sink, result] =
            run(default_mapping(Format::IntervalCsv),
                fmt::format("service_point,channel,unit,start,minutes,value,quality\n"
                            "{}\n",
                            row));
        EXPECT_TRUE(result);
        EXPECT_TRUE(sink.runs.empty()) << row;
        return sink.reject_text();
    };
    EXPECT_THAT(reason(",e,kWh,2024-07-01T00:00Z,30,1,A"), HasSubstr("2 code:"));
    EXPECT_THAT(reason("p,,kWh,2024-07-01T00:00Z,30,1,A"), HasSubstr("2 structure: channel"));
    EXPECT_THAT(reason("p,e,,2024-07-01T00:00Z,30,1,A"), HasSubstr("2 unit:"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00,30,1,A"), HasSubstr("no offset and no zone"));
    EXPECT_THAT(reason("p,e,kWh,1970-07-01T00:00Z,30,1,A"), HasSubstr("of the years 1981 to 2099"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00Z,7,1,A"), HasSubstr("does not divide the day"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00Z,0,1,A"), HasSubstr("does not divide the day"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00:00.5Z,30,1,A"), HasSubstr("whole second"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00Z,30,,A"), HasSubstr("value: not a number"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00Z,30,1,"), HasSubstr("quality is missing"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00Z,30,0.12345678901,A"), HasSubstr("9 decimals"));
    EXPECT_THAT(reason("p,e,kWh,2024-07-01T00:00Z,30,1"), HasSubstr("6 fields, expected 7"));
}

TEST(CsvFile, BlankLinesBeforeTheHeaderCountAsLines) {
    for (const std::string_view skip : {"3", "4"}) {
        const auto [sink, result] = run(
            fmt::format("format: interval-csv\nskip: {}\ncolumns: {{start: when, value: usage}}\n"
                        "constants: {{service_point: A, unit: kWh, minutes: 60}}\n",
                        skip),
            "Name,JANE\nAddress,\"1 MAIN ST, X\"\nService,1\n\nwhen,usage\n2024-07-01T00:00Z,3\n");
        ASSERT_TRUE(result) << skip << ": " << result.error().message();
        EXPECT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    }
}

TEST(CsvFile, BrokenFilesAreRefusedWhole) {
    const auto reason = [](std::string_view text) {
        const auto [sink, result] = run(default_mapping(Format::IntervalCsv), text);
        return result ? "taken" : result.error().message();
    };
    const std::string head = "service_point,unit,start,minutes,value\n";
    EXPECT_THAT(reason(""), HasSubstr("the file is empty"));
    EXPECT_THAT(reason(head), HasSubstr("holds no records"));
    EXPECT_THAT(reason("a,b,c\n1,2,3\n"),
                HasSubstr("need the columns service_point, unit and value"));
    EXPECT_THAT(reason(head + "p,kWh,2024-07-01T00:00Z,30"), HasSubstr("was cut off"));
    EXPECT_THAT(reason(head + "p,kWh,2024-07-01T00:00Z,30,\"1"),
                HasSubstr("inside a quoted field"));
    EXPECT_THAT(reason("service_point,unit,start,minutes,value,value\n"),
                HasSubstr("'value' twice"));
    EXPECT_THAT(reason("service_point,unit,start,value\nx,y,z,1\n"),
                HasSubstr("one of them and minutes"));
}

TEST(RegisterCsv, ReadsAreChecked) {
    const auto [sink, result] = run(default_mapping(Format::RegisterCsv),
                                    "service_point,channel,unit,time,read,quality,digits\n"
                                    "W1,water,m3,2024-01-01T00:00Z,00123.4,customer,5\n"
                                    "W1,water,m3,2024-02-01T00:00Z,123456,actual,5\n"
                                    "W1,water,m3,2024-03-01T00:00Z,-1,actual,5\n"
                                    "W1,water,m3,2024-03-01T00:00Z,1,missing,5\n"
                                    "W1,water,m3,2024-03-01T00:00Z,1,actual,0\n");
    ASSERT_TRUE(result);
    ASSERT_EQ(sink.reads.size(), 1U);
    EXPECT_EQ(sink.reads[0].read, 1234);
    EXPECT_EQ(sink.reads[0].scale, 1);
    EXPECT_EQ(sink.reads[0].digits, 5);
    EXPECT_EQ(sink.reads[0].quality, Quality::Customer);
    EXPECT_EQ(sink.rejects.size(), 4U);
}

TEST(CallCsv, RecordsAndTheirFaults) {
    const auto [sink, result] =
        run(default_mapping(Format::CallCsv),
            "record_id,service_point,kind,start,end,seconds,bytes,destination\n"
            "r1,+4930111,voice,2024-07-01T10:00:00Z,,60.2,,0049 (89) 123-45\n"
            "r2,+4930111,sms,2024-07-01T10:00:00Z,,,,+4915\n"
            "r3,+4930111,data,2024-07-01T10:00:00Z,2024-07-01T11:00:00Z,3600,5000,\n"
            "r4,+4930111,voice,2024-07-01T10:00:00Z,,sixty,,1\n"
            "r5,+4930111,fax,2024-07-01T10:00:00Z,,1,,1\n"
            "r6,+4930111,voice,2024-07-01T10:00:00Z,2024-07-01T09:00:00Z,1,,1\n"
            "r7,+4930111,voice,2024-07-01T10:00:00Z,2024-07-01T10:00:09Z,60,,1\n"
            "r8,+4930111,voice,2024-07-01T10:00:00Z,,60,,anna\n"
            ",+4930111,voice,2024-07-01T10:00:00Z,,60,,1\n"
            "r9,+4930111,data,2024-07-01T10:00:00Z,,1,-5,\n");
    ASSERT_TRUE(result);
    ASSERT_EQ(sink.calls.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].seconds, 61);  // a started second counts
    EXPECT_EQ(sink.calls[0].destination, "00498912345");
    EXPECT_EQ(sink.calls[1].kind, EventKind::Message);
    EXPECT_EQ(sink.calls[2].bytes, 5000);
    EXPECT_EQ(sink.reject_text(), "5 value: seconds is not a number from zero\n"
                                  "6 structure: kind is not voice, message or data\n"
                                  "7 time: the record ends before it starts\n"
                                  "8 value: 60 seconds do not fit between start and end (9 s)\n"
                                  "9 value: destination is not a number\n"
                                  "10 structure: record_id is not 1 to 64 characters\n"
                                  "11 value: bytes is not a whole number up to 2^50\n");
    for (const auto& reject : sink.rejects)
        EXPECT_EQ(reject.excerpt.find("4930111"), std::string::npos);
}

TEST(CallCsv, DestinationsBecomeNumbers) {
    EXPECT_EQ(normalise_destination("+49 (30) 123-45"), "+493012345");
    EXPECT_EQ(normalise_destination("sip:5029@192.168.1.243"), "5029");
    EXPECT_EQ(normalise_destination("*100#"), "*100#");
    EXPECT_FALSE(normalise_destination(""));
    EXPECT_FALSE(normalise_destination("+"));
    EXPECT_FALSE(normalise_destination("12+34"));
    EXPECT_FALSE(normalise_destination("anna"));
}

constexpr std::string_view kAsteriskRows =
    "format: call-csv\nzone: UTC\n"
    "columns: {service_point: src, start: start, end: end, seconds: billsec, record_id: uniqueid, "
    "answered: disposition}\n"
    "constants: {kind: voice, destination: '1'}\nanswered: [ANSWERED]\n";

TEST(CallCsv, SharedDirtyRowsAreToldApart) {
    const auto shared = shared_data();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto [sink, result] =
        run(kAsteriskRows, read_whole(*shared / "usage/asterisk/database-rows.csv"));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(sink.unanswered, 3);
    EXPECT_EQ(sink.calls.size(), 3U);
    EXPECT_EQ(sink.reject_text(), "6 time: the record ends before it starts\n"
                                  "9 value: 214 seconds do not fit between start and end (19 s)\n");
}

TEST(CallCsv, SharedSwitchesAreReadByPosition) {
    const auto shared = shared_data();
    if (!shared) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto asterisk =
        run("format: call-csv\nheader: false\nzone: UTC\n"
            "columns: {service_point: '#2', destination: '#3', start: '#10', end: '#12', "
            "seconds: '#14', answered: '#15', record_id: '#17'}\n"
            "constants: {kind: voice}\nanswered: [ANSWERED]\n",
            read_whole(*shared / "usage/asterisk/Master.csv"));
    ASSERT_TRUE(asterisk.result) << asterisk.result.error().message();
    EXPECT_EQ(asterisk.sink.calls.size(), 4U) << asterisk.sink.reject_text();
    EXPECT_EQ(asterisk.sink.unanswered, 1);
    EXPECT_EQ(asterisk.sink.calls[1].seconds, 654);
    const auto freeswitch =
        run("format: call-csv\nheader: false\nzone: UTC\n"
            "columns: {service_point: '#2', destination: '#3', start: '#6', end: '#7', "
            "seconds: '#9', record_id: '#11'}\nconstants: {kind: voice}\n",
            read_whole(*shared / "usage/freeswitch/Master.csv"));
    ASSERT_TRUE(freeswitch.result);
    EXPECT_EQ(freeswitch.sink.calls.size(), 2U) << freeswitch.sink.reject_text();
}

}  // namespace
}  // namespace bw::meter
