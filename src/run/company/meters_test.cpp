#include "run/company/meters.h"
#include "run/company/source_fixture.h"

#include <gmock/gmock.h>

namespace bw::company {
namespace {

using ::testing::HasSubstr;

struct Read {
    Result<void> outcome;
    Tally tally;
    std::vector<customers::DeviceRow> rows;
};

Read read(const std::string& text) {
    TextSource source(text);
    Read read;
    read.outcome = read_meters(source, "meters.csv", default_mapping(FileKind::Meters), read.tally,
                               {[&](const customers::DeviceRow& row) -> Result<void> {
                                    read.rows.push_back(row);
                                    return {};
                                },
                                [](const Reject&) {}});
    return read;
}

}  // namespace

TEST(Meters, WhatACounterShowedIsBounded) {
    const auto r = read("service_point,from,last_read,first_read\n"
                        "SP1,2026-04-16,9000000000,0.000001\n"
                        "SP1,2026-04-17,9000000000.000001,\n"
                        "SP1,2026-04-18,,999999999999\n"
                        "SP1,2026-04-19,-1,\n"
                        "SP1,2026-04-20,,0.0000001\n");
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    ASSERT_EQ(r.rows.size(), 1U);
    EXPECT_EQ(r.rows[0].device.shown_before, customers::kShownMax);
    ASSERT_EQ(r.tally.rejects.size(), 4U);
    for (const auto& reject : r.tally.rejects)
        EXPECT_THAT(reject.reason, HasSubstr("not below 0, at most 9000000000, with at most 6"));
    EXPECT_THAT(r.tally.rejects[1].reason, HasSubstr("'first_read'"));
}

}  // namespace bw::company
