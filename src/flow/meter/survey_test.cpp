#include "flow/meter/survey.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::meter {
namespace {

using ::testing::HasSubstr;

class Survey : public ::testing::Test {
protected:
    Result<std::vector<Surveyed>> survey(std::string_view text, const ImportOptions& options = {}) {
        std::ofstream(dir_.file("usage.csv"), std::ios::binary) << text;
        return survey_file(dir_.file("usage.csv"), options);
    }
    static Span span(std::string_view from, std::string_view to) {
        return {*Instant::parse(from), *Instant::parse(to)};
    }

private:
    bw::testing::TempDir dir_;
};

TEST_F(Survey, TellsOfEachServicePointFromTheFirstValueToTheEndOfTheLast) {
    const auto found = survey("service_point,channel,unit,start,minutes,value\n"
                              "B,import,kWh,2026-03-02T00:00:00Z,30,1\n"
                              "A,import,kWh,2026-03-01T00:30:00Z,30,1\n"
                              "A,import,kWh,2026-03-01T00:00:00Z,30,1\n");
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->front().code, "A");
    EXPECT_EQ(found->front().intervals, span("2026-03-01T00:00:00Z", "2026-03-01T01:00:00Z"));
    EXPECT_TRUE(found->front().counters.is_empty());
    EXPECT_EQ(found->back().intervals, span("2026-03-02T00:00:00Z", "2026-03-02T00:30:00Z"));
}

TEST_F(Survey, ReadsOfACounterSpanFromTheFirstToTheLast) {
    const auto found = survey("service_point,channel,unit,time,read\n"
                              "A,water,m3,2026-01-01 00:00,100\nA,water,m3,2026-04-01 00:00,130\n",
                              {.settings = {"zone=UTC"}});
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->front().counters, span("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"));
}

TEST_F(Survey, NamesTheFileThatItCannotRead) {
    const auto found = survey("a,b\n1,2\n");
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().subject, HasSubstr("usage.csv"));
}

}  // namespace
}  // namespace bw::meter
