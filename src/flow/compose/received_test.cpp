#include "flow/compose/received.h"
#include "flow/compose/samples/sample_bills.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::compose {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Gain> gains_of(const bill::Invoice& invoice) {
    return gains(invoice, Format(language_of(invoice.language)));
}

TEST(Received, CallsDataAndMessagesOfAllNumbersCountWithWhatIsIncluded) {
    const auto invoice = samples::calls("en");
    std::int64_t seconds = 0, calls = 0;
    for (const auto& line : invoice.lines) {
        if (line.piece.breakdown.seconds == 0) continue;
        seconds += line.piece.breakdown.seconds;
        calls += line.piece.breakdown.events;
    }
    const auto all = gains_of(invoice);
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_EQ(all[0].name, "Calls");
    EXPECT_EQ(all[0].figure,
              std::to_string(seconds / 60) + ":" + std::to_string(seconds % 60) + "\u202Fmin");
    EXPECT_EQ(all[0].about, std::to_string(calls) + "\u202Fcalls");
    EXPECT_EQ(all[1].name, "Data");
    EXPECT_EQ(all[2].in_a_row, all[2].figure + "\u202Fmessages");
}

// Energy, grid and levies are charged for the same kWh.
TEST(Received, WhatSeveralChargesCountIsReceivedOnce) {
    auto invoice = samples::electricity("en");
    const auto before = gains_of(invoice);
    ASSERT_THAT(before, SizeIs(1));
    EXPECT_EQ(before[0].name, "Electricity");
    EXPECT_THAT(before[0].figure, ::testing::EndsWith("kWh"));
    EXPECT_THAT(before[0].about, ::testing::EndsWith("kWh a day"));
    const auto lines = invoice.lines;
    const auto counted = std::ranges::find(lines, "kWh", &bill::InvoiceLine::unit);
    for (auto line : lines) {
        if (line.unit != "kWh" || line.piece.charge != counted->piece.charge) continue;
        line.piece.charge = "levy";
        invoice.lines.push_back(line);
    }
    EXPECT_EQ(gains_of(invoice)[0].figure, before[0].figure);
}

TEST(Received, WhatGoesBackIsNothing) {
    EXPECT_THAT(gains_of(samples::credit_note("de")), IsEmpty());
    EXPECT_THAT(gains_of(samples::fees_only("de")), IsEmpty());
    EXPECT_THAT(gains_of(bill::Invoice{}), IsEmpty());
}

}  // namespace
}  // namespace bw::compose
