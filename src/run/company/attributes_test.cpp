#include "run/company/attributes.h"
#include "run/company/source_fixture.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::company {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
    Result<void> outcome;
    Tally tally;
    std::vector<std::string> rows;  // "SP1 household.size=4 from 2026-01-01"
    [[nodiscard]] std::string reject(std::size_t i) const {
        const auto& [line, reason] = tally.rejects.at(i);
        return fmt::format("{}: {}", line, reason);
    }
};

Read read(const std::string& text, const std::string& mapping = {}) {
    TextSource source(text);
    Read read;
    const auto as = mapping.empty() ? default_mapping(FileKind::Attributes)
                                    : *parse_mapping(mapping, "mapping.yaml");
    read.outcome =
        read_attributes(source, "attributes.csv", as, read.tally,
                        {[&](const customers::AttributeRow& row) -> Result<void> {
                             const auto& a = row.attribute;
                             read.rows.push_back(fmt::format("{} {}={} from {}", row.service_point,
                                                             a.name, a.value, a.from.to_string()));
                             return {};
                         },
                         [](const Reject&) {}});
    return read;
}

constexpr std::string_view kHeader = "service_point,attribute,value,from\n";

}  // namespace

TEST(Attributes, ARowSaysWhatHoldsFromADayOn) {
    const auto r = read(std::string(kHeader) + "SP1,household.size,4,2026-01-01\n"
                                               "SP1,meter.size,\"5/8\"\"\",2026-01-01\n"
                                               "SP1,rain_water,0.75,2026-01-01\n"
                                               "SP1,zone,draußen,2026-01-01\n"
                                               "SP1,household.size,,2026-04-16\n");
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_THAT(r.rows, ElementsAre("SP1 household.size=4 from 2026-01-01",
                                    "SP1 meter.size=5/8\" from 2026-01-01",
                                    "SP1 rain_water=0.75 from 2026-01-01",
                                    "SP1 zone=draußen from 2026-01-01",
                                    "SP1 household.size= from 2026-04-16"));
}

TEST(Attributes, ARowThatBreaksARuleIsRejectedWithItsReason) {
    const auto r = read(std::string(kHeader) +
                        "SP1,size,4,2026-01-01\n"
                        ",size,4,2026-01-01\n"
                        "SP1,,4,2026-01-01\n"
                        "SP1,2nd size,4,2026-01-01\n"
                        "SP1,size,4,2026-02-30\n"
                        "SP1,size,4,\n"
                        "SP1,size,\"4\n5\",2026-01-01\n"
                        "SP1,size,\" 4\",2026-01-01\n"
                        "SP1,size,4\n"
                        "SP1,size,gr\xF6\xDF"
                        "er,2026-01-01\n" +
                        fmt::format("SP1,size,{:ö>101},2026-01-01\n", "") +
                        fmt::format("SP1,{:a>65},4,2026-01-01\n", ""));
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_EQ(r.rows.size(), 1U);
    ASSERT_EQ(r.tally.rejects.size(), 11U);
    EXPECT_EQ(r.reject(0), "3: 'service_point' is empty");
    EXPECT_EQ(r.reject(1), "4: 'attribute' is empty");
    EXPECT_THAT(r.reject(2), HasSubstr("5: 'attribute' is a name such as household.size"));
    EXPECT_THAT(r.reject(3), HasSubstr("6: 'from' is wrong"));
    EXPECT_EQ(r.reject(4), "7: 'from' is empty");
    EXPECT_THAT(r.reject(5), HasSubstr("8: 'value' holds a control character"));
    EXPECT_EQ(r.reject(6), "10: 'value' begins or ends with a space");
    EXPECT_EQ(r.reject(7), "11: 4 fields are expected, 3 are there");
    EXPECT_THAT(r.reject(8), HasSubstr("12: the line is not clean UTF-8"));
    EXPECT_THAT(r.reject(9), HasSubstr("13: 'value' has 101 characters"));
    EXPECT_EQ(r.reject(10), "14: 'attribute' has more than 64 characters");
}

TEST(Attributes, LinesOfJsonSayTheSame) {
    const auto r = read(
        R"({"service_point":"SP1","attribute":"household.size","value":4,"from":"2026-01-01"})"
        "\n"
        R"({"service_point":"SP1","attribute":"green","value":true,"from":"2026-01-01"})"
        "\n"
        R"({"service_point":"SP1","attribute":"meter.size","value":"5/8\"","from":"2026-01-01"})"
        "\n"
        R"({"service_point":"SP1","attribute":"green","value":null,"from":"2026-02-01"})"
        "\n"
        R"({"service_point":"SP1","attribute":"green","from":"2026-02-01"})"
        "\n"
        R"({"service_point":"SP1","attribute":"green","worth":"1","from":"2026-02-01"})"
        "\n");
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_THAT(r.rows,
                ElementsAre("SP1 household.size=4 from 2026-01-01",
                            "SP1 green=true from 2026-01-01",
                            "SP1 meter.size=5/8\" from 2026-01-01", "SP1 green= from 2026-02-01"));
    EXPECT_EQ(r.reject(0), "5: 'value' is missing; null says that it is empty");
    EXPECT_EQ(r.reject(1), "6: an attributes file has no column 'worth'");
}

// Its rows would end whatever they name.
TEST(Attributes, AFileWithoutValuesIsRefused) {
    const auto r = read("service_point,attribute,from\nSP1,size,2026-01-01\n");
    ASSERT_FALSE(r.outcome);
    EXPECT_EQ(r.outcome.error().message(), "attributes.csv:1: the column 'value' is missing");
    const std::string mapping = "format: attributes\ncolumns: {service_point: P, from: F}\n"
                                "constants: {attribute: green, value: \"yes\"}\n";
    EXPECT_THAT(read("P,F\nSP1,2026-01-01\n", mapping).rows,
                ElementsAre("SP1 green=yes from 2026-01-01"));
}

TEST(Attributes, SomebodyElsesNumbersAndWordsAreReadByAMapping) {
    const std::string mapping =
        "format: attributes\nencoding: latin-1\ndelimiter: ';'\ndecimal: ','\nthousands: '.'\n"
        "date: DD.MM.YYYY\ncolumns: {service_point: Punkt, attribute: Merkmal, value: Wert, "
        "from: Ab}\ntranslate:\n  attribute: {Personen: household.size, Fläche: area.m2, "
        "Lage: zone}\n  value: {innen: inside, '-': ''}\n";
    const auto r = read("Punkt;Merkmal;Wert;Ab;Bemerkung\n"
                        "SP1;Fl\xE4"
                        "che;1.234,5;16.04.2026;x\n"
                        "SP1;Personen;4;01.01.2026;\n"
                        "SP1;Lage;Innen;01.01.2026;\n"
                        "SP1;Lage;1/2 innen;02.01.2026;\n"
                        "SP1;Personen;-;01.05.2026;\n"
                        "SP1;Haustiere;2;01.05.2026;\n"
                        "SP1;Personen;0.75;01.05.2026;\n",
                        mapping);
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_THAT(r.rows,
                ElementsAre("SP1 area.m2=1234.5 from 2026-04-16",
                            "SP1 household.size=4 from 2026-01-01",
                            "SP1 zone=inside from 2026-01-01", "SP1 zone=1/2 innen from 2026-01-02",
                            "SP1 household.size= from 2026-05-01"));
    ASSERT_EQ(r.tally.rejects.size(), 2U);
    EXPECT_EQ(r.reject(1), "8: 'value' has no groups of three digits") << "ours would be another";
    EXPECT_EQ(r.reject(0), "7: 'attribute' is 'Haustiere', which the mapping does not translate");
}

TEST(Attributes, AFileIsKnownByItsColumns) {
    EXPECT_EQ(recognise(kHeader), FileKind::Attributes);
    EXPECT_EQ(recognise("from,value,attribute,service_point\n"), FileKind::Attributes);
    EXPECT_EQ(recognise(R"({"service_point":"SP1","attribute":"a","value":4,"from":"2026-01-01"})"),
              FileKind::Attributes);
    EXPECT_EQ(recognise("service_point,from,meter\n"), FileKind::Meters);
    EXPECT_EQ(recognise("service_point,channel,unit,start,minutes,value\n"), std::nullopt);
}

}  // namespace bw::company
