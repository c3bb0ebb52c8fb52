#include "run/company_test.h"
#include "run/explain.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

constexpr std::string_view kWater =
    "schedule: WATER\nname: {en: Water}\nsector: water\ncurrency: EUR\nprices: net\n"
    "from: 2026-01-01\nzone: Europe/Berlin\ntax: standard\ncharges:\n"
    "  water: {of: import m3, price: 1.92}\n"
    "---\nplan: WATER\nname: {en: Water}\nsector: water\ncurrency: EUR\nprices: net\n"
    "from: 2026-01-01\nschedules: [WATER]\n";
constexpr std::string_view kRow =
    "A-2,TEST,EUR,Ben Example,Weg 3,10115,Berlin,DE,en,W1,water,Europe/Berlin,WATER,2026-08-01\n";

class Explain : public testing::OnBothStores {};
ON_BOTH_STORES(Explain);

// Reads of 100, 180 and 255.5 m3: the one in between is named, and no day gets what nobody knows.
TEST_P(Explain, ACounterIsExplainedByItsReads) {
    Company company{is_postgres() ? location() : ""};
    company.settle();
    ASSERT_TRUE(company.import("water.yaml", kWater));
    ASSERT_TRUE(company.import("more.csv", std::string(kAccountsHeader) + std::string(kRow)));
    const std::string head = "service_point,channel,unit,time,read,quality\n";
    const auto first = company.import("first.csv", head + "W1,import,m3,2026-07-31T22:00:00Z,100,"
                                                          "actual\n");
    ASSERT_TRUE(first) << first.error().message();
    ASSERT_TRUE(company.import("later.csv", head +
                                                "W1,import,m3,2026-08-20T08:00:00Z,180,customer\n"
                                                "W1,import,m3,2026-08-31T22:00:00Z,255.5,"
                                                "actual\n"));
    RunRequest request;
    request.until = LocalDate::of(2026, 9, 1);
    request.issued_on = LocalDate::of(2026, 9, 2);
    request.released = {bill::Cause::NoReadings};  // the home of settle() has none
    const auto id = start(*company.workspace, request);
    ASSERT_TRUE(id) << id.error().message();
    ASSERT_TRUE(carry_on(*company.workspace, *id, 1, {}));
    std::string number;
    {
        const auto tx = company.workspace->database->begin(store::Access::Read);
        const auto invoices = bill::list_invoices(*tx, company.workspace->tenant, *id, 10, "A-2");
        ASSERT_EQ(invoices.size(), 1U);
        number = invoices[0].number;
    }
    const auto explained = explain(*company.workspace, {number});
    ASSERT_TRUE(explained) << explained.error().message();
    ASSERT_EQ(explained->lines.size(), 1U);
    const auto& line = explained->lines[0];
    EXPECT_TRUE(line.agrees) << line.mismatch;
    EXPECT_TRUE(line.days.empty());
    std::vector<std::string> reads;
    for (const auto& share : line.reads)
        reads.push_back(fmt::format("{} {} {} {}", share.local.to_string(),
                                    share.read.value.to_string(),
                                    meter::quality_name(share.read.quality), share.file));
    EXPECT_THAT(reads, ::testing::ElementsAre("2026-08-01 00:00:00 100 actual first.csv",
                                              "2026-08-20 10:00:00 180 customer later.csv",
                                              "2026-09-01 00:00:00 255.5 actual later.csv"));
    EXPECT_EQ(line.sources.size(), 2U);
    EXPECT_THAT(line.sentences, ::testing::Contains("1 more read between them"));
}

}  // namespace
}  // namespace bw::run
