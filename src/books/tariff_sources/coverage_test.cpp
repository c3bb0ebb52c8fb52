#include "books/tariff_sources/coverage.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bw::tariff_sources {
namespace {

const Source& plans() { return *source_named("au_cdr"); }

const FeatureRow& row(const std::vector<FeatureRow>& rows, const std::string& key) {
    return *std::ranges::find(rows, key, &FeatureRow::key);
}

TEST(Coverage, AShapeIsHeldWhereNoFindingStandsAtItsPlaceOrAbove) {
    Taken taken;
    taken.features = {{"blocks", "data.rates[0].blocks"},
                      {"blocks", "data.rates[1].blocks"},
                      {"window", "data.rates[10]"},
                      {"word", "data.word"}};
    taken.findings = {{Severity::Refused, 3, "data.rates[1]", "x", "no"},
                      {Severity::Refused, 4, "data.rates[10].text", "x", "below"},
                      {Severity::Reading, 5, "data", "x", "how"},
                      {Severity::Information, 6, "data.word", "x", "nothing"}};
    Coverage coverage;
    coverage.add(plans(), "a.json", taken);
    const auto rows = coverage.features();
    EXPECT_EQ(row(rows, "blocks").state(), "refused");
    EXPECT_EQ(row(rows, "blocks").reasons.at(0).example, "a.json line 3");
    EXPECT_EQ(row(rows, "window").state(), "expressed");
    EXPECT_EQ(row(rows, "word").state(), "no money");
    taken.findings.clear();
    coverage.add(plans(), "b.json", taken);
    EXPECT_EQ(row(coverage.features(), "blocks").state(), "in part");
    EXPECT_EQ(row(coverage.features(), "blocks").expressed, 1);
}

TEST(Coverage, CountsOfAnArchiveNameShapesThatNoFileHas) {
    const auto counts =
        read_counts(R"({"features": {"dem": 1836}, "plans_scanned": 16763})", "features.json");
    ASSERT_TRUE(counts) << counts.error().message();
    Coverage coverage;
    coverage.add(*counts);
    EXPECT_EQ(coverage.archive(), 16763);
    EXPECT_EQ(row(coverage.features(), "dem").state(), "not here");
    EXPECT_EQ(row(coverage.features(), "dem").in_archive, 1836);
}

TEST(Coverage, AFileThatCannotBeUsedIsCounted) {
    Coverage coverage;
    coverage.add(plans(), "a.json", fail(Code::Invalid, "broken", "a.json"));
    const auto& source = coverage.sources().at(0);
    EXPECT_EQ(source.files, 1);
    EXPECT_EQ(source.imported, 0);
    EXPECT_EQ(source.errors.at(0).message(), "a.json: broken");
}

TEST(Coverage, AFileThatGivesNoTextIsNamedWithItsFirstRefusal) {
    Taken taken;
    taken.findings = {{Severity::Information, 2, "data", "x", "nothing"},
                      {Severity::Refused, 3, "data.rates", "x", "no price"}};
    Coverage coverage;
    coverage.add(plans(), "a.json", taken);
    const auto& source = coverage.sources().at(0);
    EXPECT_EQ(source.imported, 0);
    EXPECT_EQ(source.errors.at(0).message(), "a.json: it gives no text: line 3: no price");
}

}  // namespace
}  // namespace bw::tariff_sources
