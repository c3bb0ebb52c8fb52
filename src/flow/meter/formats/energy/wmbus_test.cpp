#include "flow/meter/formats/energy/wmbus.h"
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
Run run(std::string_view text, WmbusParser::Options options = {}) {
    Run out;
    WmbusParser parser(out.sink, std::move(options));
    out.result = parse_all(parser, text, 17);
    return out;
}

std::string line(std::string_view media, std::string_view values,
                 std::string_view time = "2024-03-01T12:00:00Z") {
    return fmt::format(
        "{{\"_\":\"telegram\",\"media\":\"{}\",\"meter\":\"x\",\"name\":\"N\",\"id\":"
        "\"12345678\",{}\"timestamp\":\"{}\"}}\n",
        media, values, time);
}
const WmbusParser::Options kBerlin{
    .zone = *Zone::find("Europe/Berlin"), .received = {}, .service_point = {}};

// "channel value/scale unit time" of each read.
std::vector<std::string> reads(const std::string& text) {
    const auto [sink, result] = run(text, kBerlin);
    EXPECT_TRUE(result) << result.error().message();
    EXPECT_THAT(sink.rejects, IsEmpty()) << sink.reject_text();
    std::vector<std::string> out;
    for (const auto& r : sink.reads) {
        out.push_back(
            fmt::format("{} {}/{} {} {}", r.channel, r.read, r.scale, r.unit, r.time.to_string()));
    }
    return out;
}

TEST(Wmbus, CountersByMediumAndName) {
    EXPECT_THAT(reads(line("cold water", "\"total_m3\":5.548,\"max_flow_m3h\":0,")),
                ElementsAre("water 5548/3 m3 2024-03-01T12:00:00Z"));
    EXPECT_THAT(reads(line("warm water", "\"total_m3\":1e1,")),
                ElementsAre("warm-water 10/0 m3 2024-03-01T12:00:00Z"));
    EXPECT_THAT(reads(line("electricity", "\"total_energy_consumption_kwh\":9652.22,"
                                          "\"total_energy_production_kwh\":0,"
                                          "\"total_energy_consumption_tariff1_kwh\":9000,"
                                          "\"total_energy_consumption_tariff_2_kwh\":652.22,"
                                          "\"current_power_consumption_kw\":1.055,")),
                ElementsAre(HasSubstr("import 965222/2 kWh"), HasSubstr("export 0/0 kWh"),
                            HasSubstr("import.t1 9000/0"), HasSubstr("import.t2 65222/2")));
    EXPECT_THAT(
        reads(line("heat", "\"total_kwh\":6371.666667,\"total_volume_m3\":150.3,")),
        ElementsAre(HasSubstr("heat 6371666667/6 kWh"), HasSubstr("heat.volume 1503/1 m3")));
    EXPECT_THAT(
        reads(line("heat/cooling load", "\"total_heating_kwh\":5,\"total_cooling_kwh\":1,")),
        ElementsAre(HasSubstr("heat 5/0"), HasSubstr("cooling 1/0")));
    EXPECT_THAT(reads(line("radio converter (meter side)", "\"total_m3\":5.4,")),
                ElementsAre(HasSubstr("volume 54/1 m3")));
}

TEST(Wmbus, HeatAndItsVolumeHaveMoreNamesThanOne) {
    EXPECT_THAT(reads(line("heat", "\"heat_kwh\":89.5,\"volume_m3\":20.1,")),
                ElementsAre(HasSubstr("heat 895/1 kWh"), HasSubstr("heat.volume 201/1 m3")));
    EXPECT_THAT(reads(line("heat", "\"target_kwh\":8,\"target_water_m3\":0.5,\"target_date\":"
                                   "\"2023-12-31\",")),
                ElementsAre("heat 8/0 kWh 2023-12-31T23:00:00Z",
                            "heat.volume 5/1 m3 2023-12-31T23:00:00Z"));
    EXPECT_THAT(reads(line("water", "\"volume_m3\":20.1,")), IsEmpty());
}

TEST(Wmbus, ReactiveEnergyHasChannelsOfItsOwn) {
    EXPECT_THAT(reads(line("electricity", "\"total_reactive_energy_consumption_kvarh\":63,"
                                          "\"total_reactive_energy_production_kvarh\":4,"
                                          "\"total_reactive_energy_inductive_kvarh\":12.5,"
                                          "\"total_reactive_energy_capacitive_kvarh\":3,"
                                          "\"total_kvarh\":7,")),
                ElementsAre(HasSubstr("reactive 63/0 kvarh"), HasSubstr("reactive.export 4/0"),
                            HasSubstr("reactive.inductive 125/1"),
                            HasSubstr("reactive.capacitive 3/0")));
}

TEST(Wmbus, ATelegramIsOneRecord) {
    const auto [sink, result] = run(line("electricity", "\"total_energy_consumption_kwh\":1,"
                                                        "\"total_energy_production_kwh\":2,"));
    ASSERT_EQ(sink.reads.size(), 2U);
    EXPECT_EQ(sink.reads[0].code, "12345678");
    EXPECT_EQ(sink.reads[0].records + sink.reads[1].records, 1);
}

TEST(Wmbus, SetDatesAreReadsOfTheirDay) {
    EXPECT_THAT(reads(line("water", "\"total_m3\":9,\"target_m3\":6.4,\"target_date\":"
                                    "\"2023-12-31\",")),
                ElementsAre(HasSubstr("water 9/0"), "water 64/1 m3 2023-12-31T23:00:00Z"));
    EXPECT_THAT(reads(line("water", "\"target_m3\":6,\"target_date\":\"2024-02-01\",")),
                ElementsAre("water 6/0 m3 2024-01-31T23:00:00Z"));
    EXPECT_THAT(reads(line("water", "\"target_m3\":6,\"target_datetime\":\"2023-10-31 23:59\",")),
                ElementsAre("water 6/0 m3 2023-10-31T22:59:00Z"));
    EXPECT_THAT(reads(line("water", "\"consumption_at_set_date_2_m3\":4,\"set_date_2\":"
                                    "\"2023-11-30\",\"consumption_at_set_date_3_m3\":3,")),
                ElementsAre("water 4/0 m3 2023-11-30T23:00:00Z"));
    EXPECT_THAT(reads(line("electricity", "\"target_energy_consumption_tariff_1_kwh\":8,"
                                          "\"target_datetime\":\"2024-01-28 00:00\",")),
                ElementsAre("import.t1 8/0 kWh 2024-01-27T23:00:00Z"));
    EXPECT_THAT(
        reads(line("water", "\"total_m3\":5,\"target_m3\":0,\"target_date\":\"2000-00-00\",")),
        ElementsAre(HasSubstr("water 5/0")));
    const auto [sink, result] =
        run(line("water", "\"total_m3\":9,\"target_m3\":6,\"target_date\":\"2023-12-31\","));
    EXPECT_THAT(sink.reads, IsEmpty());
    EXPECT_THAT(sink.reject_text(), HasSubstr("1 time: its set date is local: name the zone"));
}

TEST(Wmbus, AllocatorsBeginAnewAtTheirSetDate) {
    const auto [sink, result] = run(
        line("heat cost allocation", "\"current_consumption_hca\":97,\"set_date\":\"2023-12-31\","
                                     "\"consumption_at_set_date_hca\":270,"),
        kBerlin);
    ASSERT_EQ(sink.uses.size(), 2U) << sink.reject_text();
    EXPECT_EQ(sink.uses[0].channel, "allocator");
    EXPECT_EQ(sink.uses[0].unit, "hca");
    EXPECT_EQ(sink.uses[0].value, 270);
    EXPECT_EQ(sink.uses[0].span, (Span{*Instant::parse("2022-12-31T23:00:00Z"),
                                       *Instant::parse("2023-12-31T23:00:00Z")}));
    EXPECT_EQ(sink.uses[1].value, 97);
    EXPECT_EQ(sink.uses[1].span.to, *Instant::parse("2024-03-01T12:00:00Z"));
    EXPECT_THAT(reads(line("heat cost allocation", "\"current_consumption_hca\":112233,")),
                ElementsAre(HasSubstr("allocator 112233/0 hca")));
    const auto old = run(line("heat cost allocator", "\"current_hca\":1,\"previous_date\":"
                                                     "\"2020-12-31\",\"previous_hca\":5,"),
                         kBerlin);
    EXPECT_THAT(old.sink.uses, IsEmpty());
    EXPECT_THAT(old.sink.reject_text(), HasSubstr("1 time: the set date is not within two years"));
}

TEST(Wmbus, AllocatorsBeginAnewWhenTheirSeasonStarts) {
    const auto uses = [](std::string_view start, std::string_view time) {
        const auto [sink, result] =
            run(line("heat cost allocation",
                     fmt::format("\"current_hca\":30,\"previous_hca\":199,\"previous_2y_hca\":5,"
                                 "\"season_start_date\":\"{}\",",
                                 start),
                     time),
                kBerlin);
        EXPECT_THAT(sink.rejects, IsEmpty()) << sink.reject_text();
        std::vector<std::string> out;
        for (const auto& use : sink.uses) {
            out.push_back(fmt::format("{} {} to {}", use.value, use.span.from.to_string(),
                                      use.span.to.to_string()));
        }
        return out;
    };
    EXPECT_THAT(uses("2000-05-01", "2024-03-01T12:00:00Z"),
                ElementsAre("199 2022-04-30T22:00:00Z to 2023-04-30T22:00:00Z",
                            "30 2023-04-30T22:00:00Z to 2024-03-01T12:00:00Z"));
    EXPECT_THAT(uses("2000-05-01", "2024-05-01T12:00:00Z"),
                ElementsAre("199 2023-04-30T22:00:00Z to 2024-04-30T22:00:00Z",
                            "30 2024-04-30T22:00:00Z to 2024-05-01T12:00:00Z"));
    EXPECT_THAT(uses("2000-02-29", "2023-03-01T12:00:00Z"),
                ElementsAre("199 2022-02-27T23:00:00Z to 2023-02-27T23:00:00Z",
                            "30 2023-02-27T23:00:00Z to 2023-03-01T12:00:00Z"));
    EXPECT_THAT(
        run(line("heat cost allocation", "\"current_hca\":1,\"season_start_date\":\"2000-05-01\","))
            .sink.reject_text(),
        HasSubstr("1 time: its set date is local: name the zone"));
}

TEST(Wmbus, APlaceholderTimeIsReplacedOrRejected) {
    const std::string text = line("water", "\"total_m3\":1,", "1111-11-11T11:11:11Z");
    EXPECT_THAT(run(text).sink.reject_text(), HasSubstr("1 time: timestamp is none of the years"));
    const auto [sink, result] = run(
        text,
        {.zone = {}, .received = *Instant::parse("2024-05-01T00:00:00Z"), .service_point = "HOME"});
    ASSERT_EQ(sink.reads.size(), 1U);
    EXPECT_EQ(sink.reads[0].time, *Instant::parse("2024-05-01T00:00:00Z"));
    EXPECT_EQ(sink.reads[0].code, "HOME");
    EXPECT_THAT(sink.repairs, ElementsAre("1 a time was set: the record has none of its own"));
}

TEST(Wmbus, TelegramsWithoutCountersAreNoUsage) {
    const auto [sink, result] =
        run(line("smoke detector", "\"status\":\"SMOKE\",\"alarm_counter\":0,") +
            line("room sensor", "\"current_temperature_c\":21.8,"));
    ASSERT_TRUE(result);
    EXPECT_EQ(sink.unanswered, 2);
    EXPECT_THAT(sink.reads, IsEmpty());
}

TEST(Wmbus, BadLinesSayWhy) {
    const auto reason = [](const std::string& text) {
        const auto [sink, result] = run(text, kBerlin);
        EXPECT_TRUE(result) << result.error().message();
        EXPECT_THAT(sink.reads, IsEmpty());
        return sink.reject_text();
    };
    EXPECT_THAT(reason("{\"media\":\n"), HasSubstr("1 structure: not valid JSON"));
    EXPECT_THAT(reason("[1]\n"), HasSubstr("1 structure: no telegram"));
    EXPECT_THAT(reason("{\"id\":\"1\"}\n"), HasSubstr("1 structure: no telegram"));
    EXPECT_THAT(reason("{\"media\":\"water\",\"total_m3\":1}\n"), HasSubstr("1 code: id is not"));
    EXPECT_THAT(reason(line("water", "\"total_m3\":-1,")), HasSubstr("1 value: total_m3:"));
    EXPECT_THAT(reason(line("water", "\"total_m3\":1e30,")), HasSubstr("1 value: total_m3:"));
    EXPECT_THAT(reason(line("heat cost allocation", "\"current_consumption_hca\":1.5,")),
                HasSubstr("1 value: units of an allocator"));
    EXPECT_THAT(reason(line("water", "\"total_m3\":1,\"total_m3\":2,")), HasSubstr("twice"));
}

TEST(Wmbus, BrokenFilesAreRefusedWhole) {
    EXPECT_THAT(run("").result.error().text, HasSubstr("the file is empty"));
    EXPECT_THAT(run("\n\n").result.error().text, HasSubstr("holds no records"));
    const std::string text = line("water", "\"total_m3\":1,");
    EXPECT_TRUE(run(text.substr(0, text.size() - 1)).result);
    EXPECT_THAT(run(text + text.substr(0, 40)).result.error().message(),
                HasSubstr("line 2: the last line has no line break"));
}

}  // namespace
}  // namespace bw::meter
