#include "flow/bill/assemble.h"
#include "flow/bill/difference.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

const Currency kEur = *Currency::parse("EUR");
const Period kMarch = month_of(LocalDate::of(2026, 3, 1));

Item item(const std::string& part, const std::string& quantity, const std::string& price,
          std::int64_t percent = 19) {
    Item i;
    i.subscription = SubscriptionId{1};
    i.nominal = kMarch;
    i.piece.charge = "energy";
    i.piece.part = part;
    i.piece.schedule = "HOME";
    i.piece.days = kMarch;
    i.piece.tax = "standard";
    i.piece.unit = "kWh";
    i.piece.quantity = *Decimal::parse(quantity);
    i.piece.price = *Decimal::parse(price);
    i.tax_code = "S";
    i.tax_percent = Decimal(percent);
    i.amount = *line_amount(i.piece, kEur);
    return i;
}

std::vector<BilledLine> billed(const std::vector<Item>& items, const std::string& number = "A-1") {
    std::vector<BilledLine> lines;
    for (const auto& i : items) lines.push_back({1, number, i, {}, i.amount});
    return lines;
}

// What stands billed after the adjustments were issued too.
std::vector<BilledLine> plus(std::vector<BilledLine> standing,
                             const std::vector<Adjustment>& more) {
    for (const auto& a : more) standing.push_back({2, "A-2", a.item, a.corrects, a.item.amount});
    return standing;
}

std::int64_t sum(const std::vector<Adjustment>& entries) {
    std::int64_t total = 0;
    for (const auto& e : entries) total += e.item.amount.minor;
    return total;
}

}  // namespace

TEST(Difference, EqualPiecesGiveNothing) {
    const std::vector due{item("peak", "10", "0.30"), item("night", "20", "0.20")};
    EXPECT_TRUE(difference(billed(due), due, Correction::Lines)->empty());
}

TEST(Difference, AChangedQuantityIsReversedAndBilledAgainAndTheRestLeftAlone) {
    const auto standing = billed({item("peak", "10", "0.30"), item("night", "20", "0.20")});
    const std::vector due{item("peak", "12", "0.30"), item("night", "20", "0.20")};
    const auto changes = *difference(standing, due, Correction::Lines);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_TRUE(changes[0].reversal);
    EXPECT_EQ(changes[0].item.piece.quantity, Decimal(-10));
    EXPECT_EQ(changes[0].item.amount.minor, -300);
    EXPECT_EQ(changes[0].corrects, "A-1");
    EXPECT_FALSE(changes[1].reversal);
    EXPECT_EQ(changes[1].item.amount.minor, 360);
}

TEST(Difference, AVanishedPieceIsReversedInFullAtItsOwnTax) {
    const auto standing = billed({item("peak", "10", "0.30", 16)});
    const auto changes = *difference(standing, {}, Correction::Lines);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].item.amount.minor, -300);
    EXPECT_EQ(changes[0].item.tax_percent, Decimal(16));
}

TEST(Difference, ACorrectedPriceReversesTheOldOne) {
    const auto changes = *difference(billed({item("peak", "10", "0.30")}),
                                     std::vector{item("peak", "10", "0.25")}, Correction::Lines);
    EXPECT_EQ(sum(changes), -50);
}

TEST(Difference, BillingTheCorrectionTwiceBillsNothing) {
    auto standing = billed({item("peak", "10", "0.30")});
    const std::vector due{item("peak", "12", "0.30"), item("night", "1", "0.20")};
    standing = plus(standing, *difference(standing, due, Correction::Lines));
    EXPECT_TRUE(difference(standing, due, Correction::Lines)->empty());
    // And back again: what stands is taken from the sum of all lines, not from the last.
    const std::vector back{item("peak", "10", "0.30")};
    EXPECT_EQ(sum(*difference(standing, back, Correction::Lines)), 300 - 360 - 20);
}

TEST(Difference, RebillTakesEverythingBackOnceAnythingDiffers) {
    const auto standing = billed({item("peak", "10", "0.30"), item("night", "20", "0.20")});
    const std::vector due{item("peak", "12", "0.30"), item("night", "20", "0.20")};
    const auto changes = *difference(standing, due, Correction::Rebill);
    EXPECT_EQ(changes.size(), 4U);
    EXPECT_EQ(sum(changes), 60);
}

TEST(Group, ACreditNoteStandsAloneAndWhatIsOwedJoinsTheBill) {
    const auto standing = billed({item("peak", "10", "0.30")});
    const std::vector<Adjustment> current{{item("peak", "5", "0.30"), false, {}}};
    const auto less =
        *difference(standing, std::vector{item("peak", "8", "0.30")}, Correction::CreditNote);
    EXPECT_EQ(group(current, {{Correction::CreditNote, less}})->statements.size(), 2U);
    EXPECT_EQ(group(current, {{Correction::Lines, less}})->statements.size(), 1U);
    const auto more =
        *difference(standing, std::vector{item("peak", "12", "0.30")}, Correction::CreditNote);
    EXPECT_EQ(group(current, {{Correction::CreditNote, more}})->statements.size(), 1U);
    const auto rebill =
        *difference(standing, std::vector{item("peak", "8", "0.30")}, Correction::Rebill);
    EXPECT_EQ(group(current, {{Correction::Rebill, rebill}})->statements.size(), 3U);
}

TEST(Assemble, TaxIsTakenOnTheSumOfACategory) {
    Invoice head;
    head.currency = kEur;
    // 0.03 + 0.03: 19 % of each would round to 0.01 + 0.01, of the sum 0.0114 to 0.01 (EN 16931
    // BR-CO-17).
    const std::vector<Adjustment> entries{{item("a", "1", "0.03"), false, {}},
                                          {item("b", "1", "0.03"), false, {}}};
    const auto invoice = *assemble(head, entries);
    EXPECT_EQ(invoice.net.minor, 6);
    EXPECT_EQ(invoice.tax.minor, 1);
    EXPECT_EQ(invoice.payable.minor, 7);
    EXPECT_EQ(invoice.kind, InvoiceKind::Invoice);
}

TEST(Assemble, BelowZeroBecomesACreditNoteWithPositiveAmounts) {
    Invoice head;
    head.currency = kEur;
    auto back = item("peak", "-10", "0.30");
    const auto invoice = *assemble(head, std::vector<Adjustment>{{back, true, "A-1"}});
    EXPECT_EQ(invoice.kind, InvoiceKind::CreditNote);
    EXPECT_EQ(invoice.lines[0].quantity, Decimal(10));
    EXPECT_EQ(invoice.net.minor, 300);
    EXPECT_EQ(invoice.payable.minor, 357);
    EXPECT_EQ(invoice.corrected_numbers, std::vector<std::string>{"A-1"});
}

TEST(Assemble, ShareOfAMonthIsRoundedOnceFromTheExactAmount) {
    rate::Piece fee;
    fee.quantity = Decimal(17);
    fee.price = *Decimal::parse("39.90");
    fee.base = 31;
    EXPECT_EQ(line_amount(fee, kEur)->minor, 2188);  // 21.8806..
}

}  // namespace bw::bill
