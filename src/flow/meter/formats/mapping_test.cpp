// Mapping files: what they say, what is wrong with them, and those that come with the program, over
// rows made up in the shape of the files they are for.
#include "flow/meter/formats/run_test.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Mapping, ErrorsNameFileAndLine) {
    const auto reason = [](std::string_view yaml) {
        const auto mapping = parse_mapping(yaml, "m.yaml");
        return mapping ? "taken" : mapping.error().message();
    };
    EXPECT_THAT(reason("zone: UTC\n"), HasSubstr("m.yaml line 1: a mapping begins with 'format'"));
    EXPECT_THAT(reason("format: telex\n"), HasSubstr("m.yaml line 1: format 'telex' is unknown"));
    EXPECT_THAT(reason("format: nem12\ndelimiter: ';'\n"), HasSubstr("m.yaml line 2: this format"));
    EXPECT_THAT(reason("format: interval-csv\nskip: many\n"),
                HasSubstr("'skip' is a whole number"));
    EXPECT_THAT(reason("format: interval-csv\ndecimals: 10\n"), HasSubstr("up to 9"));
    EXPECT_THAT(reason("format: interval-csv\nseries: {first: a}\n"),
                HasSubstr("the entries first and count"));
    EXPECT_THAT(reason("format: interval-csv\nvalues: {a: {colour: red}}\n"),
                HasSubstr("'channel' and 'unit'"));
    EXPECT_THAT(reason("format: interval-csv\nvalues: {a: ''}\n"), HasSubstr("1 to 32 characters"));
    EXPECT_THAT(reason("format: interval-csv\nvalues: {a: b}\nseries: {first: a, count: 2}\n"),
                HasSubstr("not both"));
    EXPECT_THAT(reason("format: call-csv\nanswered: yes\n"), HasSubstr("or 'filled'"));
    EXPECT_THAT(reason("format: call-csv\nunanswered: filled\n"), HasSubstr("a list of values"));
    EXPECT_THAT(reason("format: call-csv\ncolumns: {record_id: {uniqueid: a}}\n"),
                HasSubstr("the entries uniqueid, else and perhaps sequence"));
    EXPECT_THAT(reason("format: nem12\nreceived: today\n"), HasSubstr("m.yaml line 2"));
    EXPECT_EQ(reason("format: nem12\nzone: UTC\nreceived: 2024-03-01T00:00:00Z\n"
                     "constants: {service_point: P1}\n"),
              "taken");
    EXPECT_THAT(reason("format: call-csv\nzone: Mars/Base\n"), HasSubstr("m.yaml line 2"));
    EXPECT_THAT(reason("format: call-csv\ncolumns: {colour: x}\n"),
                HasSubstr("'colour' is no column"));
    EXPECT_THAT(reason("format: call-csv\ncolumns: {seconds: [a, b]}\n"),
                HasSubstr("takes one column"));
    EXPECT_THAT(reason("format: call-csv\ndelimiter: ','\ndecimal: ','\n"),
                HasSubstr("same character"));
    EXPECT_THAT(reason("format: call-csv\nquality: {A: superb}\n"), HasSubstr("a quality is"));
    EXPECT_THAT(reason("format: call-csv\nsmell: strong\n"), HasSubstr("'smell' is no entry"));
    EXPECT_EQ(reason("format: call-csv\ndelimiter: tab\n"), "taken");
}

TEST(Mapping, SeveralValuesOfARowAreSeveralChannels) {
    const auto [sink, result] =
        run("format: interval-csv\nzone: UTC\ncolumns: {start: t}\n"
            "values: {used: import, made: {channel: generation, unit: Wh}}\n"
            "constants: {service_point: P1, unit: kWh, minutes: 30}\n",
            "t,used,made\n2024-07-01T00:00,0.5,1500\n2024-07-01T00:30,,20\n"
            "2024-07-01T01:00,,\n2024-07-01T01:30,1,x\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].channel, "import");
    EXPECT_EQ(sink.runs[1].channel, "generation");
    EXPECT_EQ(sink.runs[1].unit, "kWh");
    EXPECT_THAT(sink.runs[1].values, ElementsAre(1500));
    EXPECT_EQ(sink.runs[1].scale, 3);
    EXPECT_EQ(sink.runs[0].records + sink.runs[1].records, 1);
    EXPECT_EQ(sink.runs[2].records, 1);
    EXPECT_EQ(sink.reject_text(), "4 value: none of the columns has a value\n"
                                  "5 value: value: not a number\n");
}

TEST(Mapping, ValuesSideBySideAreOneRun) {
    constexpr std::string_view kMapping =
        "format: interval-csv\nzone: Europe/Berlin\ntime: D.M.YY\n"
        "columns: {service_point: p, start: day, channel: kind}\nchannels: {b: import}\n"
        "series: {first: h1, count: 4}\nconstants: {unit: kWh, minutes: 360}\n";
    const auto [sink, result] = run(kMapping, "p,kind,day,h1,h2,h3,h4\nP1,B,1.7.24,1,2.5,,4\n"
                                              "P1,X,1.7.24,1,2,3,4\nP1,B,31.3.24,1,2,3,4\n"
                                              "P1,B,2.7.24,1,2,3,four\nP1,B,2.13.24,1,2,3,4\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2024-06-30T22:00:00Z"));
    EXPECT_EQ(sink.runs[0].step_seconds, 6 * 3600);
    EXPECT_THAT(sink.runs[0].values, ElementsAre(10, 25, kMissing, 40));
    EXPECT_THAT(sink.runs[0].qualities,
                ElementsAre(Quality::Actual, Quality::Actual, Quality::Missing, Quality::Actual));
    EXPECT_THAT(sink.reject_text(), HasSubstr("3 structure: the mapping lists no such channel"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("4 interval: a day of 23 or 25 hours"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("5 value:"));
    EXPECT_THAT(sink.reject_text(), HasSubstr("6 time:"));
    EXPECT_THAT(run(kMapping, "p,kind,day,h1,h2\n").result.error().text,
                HasSubstr("4 columns from 'h1' on are not there"));
}

TEST(Mapping, ColumnsForADayOf25HoursCountItsPeriods) {
    std::string head = "p,day";
    for (int i = 1; i <= 25; ++i) head += fmt::format(",h{}", i);
    const auto row = [](std::string_view day, int filled) {
        std::string out = fmt::format("\nP1,{}", day);
        for (int i = 1; i <= 25; ++i) out += i <= filled ? fmt::format(",{}", i) : ",";
        return out;
    };
    constexpr std::string_view kMapping =
        "format: interval-csv\nzone: Europe/London\ncolumns: {service_point: p, start: day}\n"
        "series: {first: h1, count: 25}\nconstants: {unit: kWh, minutes: 60}\n";
    const auto [sink, result] =
        run(kMapping, head + row("2025-10-25", 24) + row("2025-10-26", 25) + row("2026-03-29", 23) +
                          row("2025-10-27", 25) + row("2026-03-29", 24) + "\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].values.size(), 24U);
    EXPECT_EQ(sink.runs[1].values.size(), 25U);
    EXPECT_EQ(sink.runs[1].start, *Instant::parse("2025-10-25T23:00:00Z"));
    EXPECT_EQ(sink.runs[1].values.back(), 25);
    EXPECT_EQ(sink.runs[2].values.size(), 23U);
    EXPECT_EQ(sink.reject_text(), "5 interval: value 25 of a day that has 24 periods\n"
                                  "6 interval: value 24 of a day that has 23 periods\n");
    EXPECT_THAT(run("format: interval-csv\nzone: UTC\ncolumns: {service_point: p, start: day}\n"
                    "series: {first: h1, count: 25}\nconstants: {unit: kWh, minutes: 120}\n",
                    head + row("2025-10-25", 24) + "\n")
                    .sink.reject_text(),
                HasSubstr("2 interval: the values side by side cover more than a day of 25 hours"));
}

TEST(Mapping, ValuesOfAProgramAreRoundedAndCounted) {
    const auto [sink, result] =
        run("format: interval-csv\nzone: UTC\ndecimals: 3\ncolumns: {start: t, value: v}\n"
            "constants: {service_point: P1, unit: kWh, minutes: 30}\n",
            "t,v\n2024-07-01T00:00,0.028999999999999998\n2024-07-01T00:30,0.25\n"
            "2024-07-01T01:00,9.999e-05\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 3U) << sink.reject_text();
    EXPECT_THAT(sink.runs[0].values, ElementsAre(29));
    EXPECT_THAT(sink.runs[1].values, ElementsAre(250));
    EXPECT_THAT(sink.runs[2].values, ElementsAre(0));
    EXPECT_THAT(sink.repairs, ElementsAre("2 values were rounded as the mapping says",
                                          "4 values were rounded as the mapping says"));
}

TEST(Mapping, PeriodsOfTheCalendarAreUses) {
    const auto [sink, result] =
        run("format: interval-csv\nzone: America/Toronto\ntime: YYYY-MM\n"
            "columns: {start: month, value: v, period: p}\n"
            "constants: {service_point: P1, unit: m3, channel: water}\n",
            "month,v,p\n2024-03,12.5,month\n2024-01,40,quarter\n2024-01,40,fortnight\n"
            "2024-02,7,day\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.uses.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.uses[0].span, (Span{*Instant::parse("2024-03-01T05:00:00Z"),
                                       *Instant::parse("2024-04-01T04:00:00Z")}));
    EXPECT_EQ(sink.uses[1].span.to, *Instant::parse("2024-04-01T04:00:00Z"));
    EXPECT_EQ(sink.runs.size(), 1U);
    EXPECT_THAT(sink.reject_text(), HasSubstr("4 interval: a period is day, week, month"));
}

TEST(Mapping, SettingsLieOverIt) {
    Mapping mapping = default_mapping(Format::IntervalCsv);
    const auto reason = [&](std::string_view setting) {
        const auto applied = apply_setting(setting, mapping);
        return applied ? "taken" : applied.error().message();
    };
    EXPECT_EQ(reason("service_point=P7"), "taken");
    EXPECT_EQ(reason("zone=UTC+10:00"), "taken");
    EXPECT_EQ(reason("received=2024-03-01T00:00:00Z"), "taken");
    EXPECT_THAT(reason("zone"), HasSubstr("NAME=VALUE"));
    EXPECT_THAT(reason("zone=Mars"), HasSubstr("Mars"));
    EXPECT_THAT(reason("colour=red"), HasSubstr("or the name of a column"));
    const auto [sink, result] =
        run(mapping, "service_point,unit,start,minutes,value\nP1,kWh,2024-07-01T10:00,60,1\n");
    ASSERT_EQ(sink.runs.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].code, "P7");
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2024-07-01T00:00:00Z"));
    mapping = default_mapping(Format::Nem13);
    EXPECT_EQ(reason("service_point=P7"), "taken");
    EXPECT_THAT(reason("unit=kWh"), HasSubstr("nem13 takes the settings zone, received"));
}

TEST(ShippedMapping, AllAreRead) {
    EXPECT_GE(shipped_mapping_names().size(), 8U);
    for (const auto name : shipped_mapping_names()) {
        const auto mapping = parse_mapping(*shipped_mapping(name), name);
        EXPECT_TRUE(mapping) << name << ": " << mapping.error().message();
    }
    EXPECT_FALSE(shipped_mapping("asterisk.yaml"));
    EXPECT_FALSE(shipped_mapping(""));
}

TEST(ShippedMapping, AsteriskCallsBeginWhenTheyAreAnswered) {
    const std::string rows =
        R"("","30","31","c","""A"" <30>","SIP/1","SIP/2","Dial","x","2024-08-27 11:02:40",,)"
        R"("2024-08-27 11:02:40",0,0,"BUSY","DOC","1724749360.1","")"
        "\n"
        R"("","30","31","c","""A"" <30>","SIP/1","SIP/2","Dial","x","2024-08-27 11:02:16",)"
        R"("2024-08-27 11:02:20","2024-08-27 11:02:25",8,5,"ANSWERED","DOC","1724749340.2","")"
        "\n";
    auto mapping = default_mapping(*detect(rows));
    EXPECT_THAT(run(mapping, rows).result.error().text, HasSubstr("--set zone=Europe/Berlin"));
    ASSERT_TRUE(apply_setting("zone=Europe/Berlin", mapping));
    const auto [sink, result] = run(mapping, rows);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(sink.unanswered, 1);
    ASSERT_EQ(sink.calls.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].start, *Instant::parse("2024-08-27T09:02:20Z"));
    EXPECT_EQ(sink.calls[0].seconds, 5);
    EXPECT_EQ(sink.calls[0].code, "30");
    EXPECT_EQ(sink.calls[0].destination, "31");
    EXPECT_EQ(sink.calls[0].record_id, "1724749340.2");
    // A mapping of one's own may take another column for the subscriber.
    const auto own =
        run("format: asterisk-csv\nzone: UTC\ncolumns: {service_point: '#15'}\n", rows);
    ASSERT_EQ(own.sink.calls.size(), 1U) << own.sink.reject_text();
    EXPECT_EQ(own.sink.calls[0].code, "ANSWERED");
}

TEST(ShippedMapping, AsteriskCallsAreToldApartWithAndWithoutUniqueid) {
    // The ids of two calls that differ in time and channel, with these columns behind amaflags.
    const auto ids = [](std::string_view first, std::string_view second) {
        const auto row = [](int number, std::string_view more) {
            return fmt::format(R"("","30","31","c","","SIP/{0}","SIP/9","Dial","x",)"
                               R"("2024-08-27 11:0{0}:16","2024-08-27 11:0{0}:20",)"
                               R"("2024-08-27 11:0{0}:25",8,5,"ANSWERED","DOC"{1})"
                               "\n",
                               number, more);
        };
        const std::string rows = row(1, first) + row(2, second) + row(2, second);
        auto mapping = default_mapping(*detect(rows));
        EXPECT_TRUE(apply_setting("zone=UTC", mapping));
        const auto [sink, result] = run(mapping, rows);
        EXPECT_TRUE(result) << result.error().message();
        EXPECT_EQ(sink.calls.size(), 3U) << sink.reject_text();
        EXPECT_EQ(sink.calls.at(1).record_id, sink.calls.at(2).record_id);
        return std::pair(sink.calls.at(0).record_id, sink.calls.at(1).record_id);
    };
    const auto [first, second] = ids("", "");
    EXPECT_EQ(first.size(), 32U);
    EXPECT_NE(first, second);
    // A field for users, an account and a price are no ids.
    const std::pair made(first, second);
    EXPECT_EQ(ids(",\"queue\"", ",\"queue\""), made);
    EXPECT_EQ(ids(",\"12.50\"", ",\"12.50\""), made);
    EXPECT_EQ(ids(",\"acc\",\"1724749336.1\",1", ",\"acc\",\"1724749336.1\",1"), made);
    EXPECT_EQ(ids(",\"q\",\"acc\",\"1724749336.1\",1", ",\"q\",\"acc\",\"1724749336.1\",1"), made);
    // Uniqueids are.
    const std::pair told(std::string("1724749336.1"), std::string("pbx-a-1724749396.24"));
    EXPECT_EQ(ids(",1724749336.1", ",pbx-a-1724749396.24"), told);
    EXPECT_EQ(ids(",1724749336.1,q", ",pbx-a-1724749396.24,q"), told);
    // One call may leave several records: the sequence tells them apart.
    const std::pair told_by_sequence(std::string("1724749336.1/7"), std::string("1724749336.1/8"));
    EXPECT_EQ(ids(",1724749336.1,q,acc,1724749336.1,7", ",1724749336.1,q,acc,1724749336.1,8"),
              told_by_sequence);
    EXPECT_EQ(ids(",1724749336.1,acc,1724749336.1,7", ",1724749336.1,acc,1724749336.1,8"),
              told_by_sequence);
}

TEST(ShippedMapping, UnknownDispositionsAreRejected) {
    const auto run_of = [](std::string_view disposition, std::string_view mapping) {
        return run(mapping,
                   fmt::format(R"("","30","31","c","","S/1","S/2","Dial","x",)"
                               R"("2024-08-27 11:02:16","{}","2024-08-27 11:02:25",8,5,"{}","3",)"
                               R"("7866825d-f38c-449e-a562-95250032e426","")"
                               "\n",
                               disposition == "USER_BUSY" ? "" : "2024-08-27 11:02:20",
                               disposition),
                   {"zone=UTC"});
    };
    EXPECT_EQ(run_of("ANSWERED", "asterisk").sink.calls.size(), 1U);
    EXPECT_EQ(run_of("CONGESTION", "asterisk").sink.unanswered, 1);
    EXPECT_THAT(run_of("NORMAL_CLEARING", "asterisk").sink.reject_text(),
                HasSubstr("1 value: the mapping does not say whether this means answered"));
    const auto answered = run_of("NORMAL_CLEARING", "freeswitch-asterisk");
    ASSERT_EQ(answered.sink.calls.size(), 1U) << answered.sink.reject_text();
    EXPECT_EQ(answered.sink.calls[0].start, *Instant::parse("2024-08-27T11:02:20Z"));
    EXPECT_EQ(answered.sink.calls[0].record_id, "7866825d-f38c-449e-a562-95250032e426");
    EXPECT_EQ(run_of("USER_BUSY", "freeswitch-asterisk").sink.unanswered, 1);
}

TEST(ShippedMapping, FreeswitchCallsWithoutAnswerAreNoUsage) {
    const std::string rows =
        R"("anna","30","31","default","2024-10-10 23:26:08","2024-10-10 23:26:10",)"
        R"("2024-10-10 23:26:15","7","5","NORMAL_CLEARING","7866825d-f38c-449e-a562-95250032e426",)"
        R"("","30","PCMA","PCMA")"
        "\n"
        R"("anna","30","32","default","2024-10-10 23:27:08","","2024-10-10 23:27:15","7","0",)"
        R"("USER_BUSY","7866825d-f38c-449e-a562-95250032e427","","30","","")"
        "\n";
    auto mapping = default_mapping(*detect(rows));
    ASSERT_TRUE(apply_setting("zone=UTC", mapping));
    const auto [sink, result] = run(mapping, rows);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(sink.unanswered, 1);
    ASSERT_EQ(sink.calls.size(), 1U) << sink.reject_text();
    EXPECT_EQ(sink.calls[0].start, *Instant::parse("2024-10-10T23:26:10Z"));
    EXPECT_EQ(sink.calls[0].seconds, 5);
}

TEST(ShippedMapping, AusgridAsPublishedIsADayARow) {
    std::string head = "Solar home electricity data\nCustomer,Generator Capacity,Postcode,"
                       "Consumption Category,date";
    std::string row = "12,1.0,2000,GG,1/07/2011";
    for (int i = 1; i <= 48; ++i) {
        head += fmt::format(",{}:{:02}", i / 2 % 24, i % 2 * 30);
        row += fmt::format(",0.{:03}", i);
    }
    const auto [sink, result] =
        run("ausgrid-solar-wide", head + ",Row Quality\n" + row + ",\n" + row + ",NA\n");
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].code, "12");
    EXPECT_EQ(sink.runs[0].channel, "generation");
    EXPECT_EQ(sink.runs[0].start, *Instant::parse("2011-06-30T14:00:00Z"));
    ASSERT_EQ(sink.runs[0].values.size(), 48U);
    EXPECT_EQ(sink.runs[0].values[47], 48'000);
    EXPECT_EQ(sink.runs[0].scale, 6);
    EXPECT_EQ(sink.runs[1].qualities[0], Quality::Estimated);
    EXPECT_THAT(sink.repairs, IsEmpty());
}

TEST(ShippedMapping, PricesAndLoadsAreChannelsOfTheirOwnUnit) {
    const auto [sink, result] =
        run("lcl-price-and-load",
            "datetime,price_gbp_per_kwh,temperature_c,mean_flex_kwh,mean_noflex_kwh,mean_all_kwh\n"
            "2013-01-01 00:00,0.1176,10,0.105,0.151,0.146\n",
            {"service_point=LCL"});
    ASSERT_TRUE(result) << result.error().message();
    ASSERT_EQ(sink.runs.size(), 4U) << sink.reject_text();
    EXPECT_EQ(sink.runs[0].channel, "price");
    EXPECT_EQ(sink.runs[0].unit, "GBP/kWh");
    EXPECT_THAT(sink.runs[0].values, ElementsAre(1176));
    EXPECT_EQ(sink.runs[3].channel, "import.all");
}

}  // namespace
}  // namespace bw::meter
