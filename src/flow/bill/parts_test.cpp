#include "flow/bill/parts.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

const Currency kEur = *Currency::parse("EUR");
const Address kNorth{"North Street 1", "10115", "Town", "DE"};
const Address kSouth{"South Street 2", "10117", "Town", "DE"};

InvoiceLine line_of(int supply, std::int64_t minor) {
    InvoiceLine line;
    line.supply = supply;
    line.net = {minor, kEur};
    return line;
}

// One line each; the last one is of no service.
Invoice bill_of(std::vector<SupplyPoint> supplies) {
    Invoice invoice;
    invoice.currency = kEur;
    for (int i = 0; i <= static_cast<int>(supplies.size()); ++i)
        invoice.lines.push_back(line_of(i, 100 << i));
    invoice.lines.back().supply = -1;
    invoice.supplies = std::move(supplies);
    return invoice;
}

TEST(Parts, ABillOfOneSiteOrNoneIsInNoParts) {
    EXPECT_TRUE(parts_of(bill_of({})).empty());
    EXPECT_TRUE(
        parts_of(bill_of({{"1", "gas", kNorth, "", ""}, {"2", "gas", kSouth, "", ""}})).empty());
    EXPECT_TRUE(parts_of(bill_of({{"1", "gas", kNorth, "", "", "Shop"},
                                  {"2", "gas", kNorth, "", "", "Shop"}}))
                    .empty());
}

TEST(Parts, LinesOfASiteAreAddedUpWhereverTheyStand) {
    const auto parts = parts_of(bill_of({{"1", "gas", kNorth, "", "", "North"},
                                         {"2", "gas", kSouth, "", ""},
                                         {"3", "water", kNorth, "", "", "North"}}));
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].site, "North");
    EXPECT_EQ(parts[0].lines, (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(parts[0].net.minor, 100 + 400);
    EXPECT_EQ(parts[0].address, kNorth);
    EXPECT_EQ(parts[1].site, "");
    EXPECT_EQ(parts[1].net.minor, 200 + 800);
    EXPECT_FALSE(parts[1].address) << "what stands in no part is nowhere";
}

TEST(Parts, ASiteInTwoPlacesHasNoPlaceOfItsOwn) {
    const auto parts = parts_of(bill_of({{"1", "gas", kNorth, "", "", "Shop"},
                                         {"2", "gas", kSouth, "", "", "Shop"},
                                         {"3", "gas", kSouth, "", "", "Bakehouse"}}));
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_FALSE(parts[0].address);
    EXPECT_EQ(parts[1].address, kSouth);
}

TEST(Parts, ASumWithTaxIsOneOfLinesThatAllHoldIt) {
    auto invoice = bill_of({{"1", "gas", kNorth, "", "", "Shop"}, {"2", "gas", kNorth, "", ""}});
    invoice.lines[0].gross = Money{119, kEur};
    invoice.lines[1].gross = Money{238, kEur};
    const auto parts = parts_of(invoice);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].gross, (Money{119, kEur}));
    EXPECT_FALSE(parts[1].gross) << "the line of no service is net";
}

}  // namespace
}  // namespace bw::bill
