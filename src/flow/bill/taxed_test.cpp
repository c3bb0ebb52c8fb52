#include "flow/bill/assemble.h"
#include "flow/bill/shares.h"
#include "flow/bill/taxed.h"
#include "testing/property.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <map>
#include <tuple>

namespace bw::bill {
namespace {

using testing::between;

const Currency kEur = *Currency::parse("EUR");
const Period kMarch = month_of(LocalDate::of(2026, 3, 1));

Money eur(std::int64_t cents) { return {cents, kEur}; }

Item item(std::int64_t cents, const char* percent, bool is_gross) {
    Item i;
    i.subscription = SubscriptionId{1};
    i.nominal = i.piece.days = kMarch;
    i.piece.charge = "energy";
    i.piece.schedule = "HOME";
    i.piece.quantity = Decimal(1);
    i.piece.tax = "standard";
    i.tax_percent = *Decimal::parse(percent);
    i.tax_code = i.tax_percent.is_zero() ? "E" : "S";
    i.amount = eur(cents);
    i.is_gross = is_gross;
    return i;
}

// Charges and discounts of several rates; some with the tax inside.
std::vector<Item> some_items() {
    constexpr const char* kPercents[] = {"0", "2.1", "7", "19", "25.5"};
    std::vector<Item> items;
    const int count = *between(1, 12);
    for (int n = 0; n < count; ++n)
        items.push_back(item(*between<std::int64_t>(-20'000, 50'000), kPercents[*between(0, 4)],
                             *between(0, 2) != 0));
    return items;
}

Invoice statement(std::span<const Adjustment> entries) {
    Invoice head;
    head.currency = kEur;
    return *assemble(std::move(head), entries);
}

Invoice bill_of(const std::vector<Item>& items) {
    std::vector<Adjustment> entries;
    entries.reserve(items.size());
    for (const auto& i : items) entries.push_back({i, false, {}});
    return statement(entries);
}

// The lines as they stand after the statement, in the sign of the books.
std::vector<BilledLine> standing(const std::vector<Item>& items, const Invoice& invoice) {
    const bool is_turned = invoice.kind == InvoiceKind::CreditNote;
    std::vector<BilledLine> lines;
    for (std::size_t n = 0; n < items.size(); ++n) {
        const Money& net = invoice.lines[n].net;
        lines.push_back({1, "A-1", items[n], {}, is_turned ? -net : net});
    }
    return lines;
}

std::int64_t sign_of(const Invoice& invoice) {
    return invoice.kind == InvoiceKind::CreditNote ? -1 : 1;
}

}  // namespace

TEST(Taxed, TheTaxInsideIsTakenOutOfTheSumAndThePriceStays) {
    // 100.00 with 19 %: 84.0336.. without, 15.97 of tax.
    RateSum sum(kEur);
    ASSERT_TRUE(sum.add_gross(eur(4'000)) && sum.add_gross(eur(6'000)));
    const auto [net, tax] = *sum.taxed(Decimal(19));
    EXPECT_EQ(net.minor, 8'403);
    EXPECT_EQ(tax.minor, 1'597);
    // 13.00 is no net amount with 19 % of it: 10.92 has 2.07, 10.93 has 2.08.
    RateSum odd(kEur);
    ASSERT_TRUE(odd.add_gross(eur(1'300)));
    EXPECT_EQ(odd.taxed(Decimal(19))->net.minor, 1'092);
    EXPECT_EQ(odd.taxed(Decimal(19))->tax.minor, 208);
}

TEST(Taxed, WhatIsGivenBackMirrorsWhatWasTaken) {
    EXPECT_EQ(net_of(eur(-1'300), Decimal(19)).minor, -1'092);
    EXPECT_EQ(net_of(eur(-5), Decimal(100)).minor, -3);  // half away from zero, as 2.5 is 3
}

TEST(Taxed, ExemptAmountsHoldNoTax) {
    const Invoice invoice = bill_of({item(1'234, "0", true)});
    EXPECT_EQ(invoice.net.minor, 1'234);
    EXPECT_EQ(invoice.tax.minor, 0);
}

TEST(Taxed, APriceWithoutItsTaxHasNineDecimals) {
    InvoiceLine line;
    line.tax_percent = Decimal(19);
    line.price = *Decimal::parse("0.35");
    EXPECT_EQ(line.net_price(), line.price);
    line.gross = eur(35);
    EXPECT_EQ(line.net_price().to_string(), "0.294117647");
    line.price = *Decimal::parse("0.357");
    EXPECT_EQ(line.net_price().to_string(), "0.3");
}

TEST(Taxed, NetAndGrossAmountsOfOneRateAreReckonedEachByItself) {
    const Invoice invoice = bill_of({item(10'000, "19", false), item(11'900, "19", true)});
    ASSERT_EQ(invoice.taxes.size(), 1U);
    EXPECT_EQ(invoice.taxes[0].base.minor, 20'000);
    EXPECT_EQ(invoice.taxes[0].tax.minor, 3'800);
    EXPECT_EQ(invoice.lines[1].net.minor, 10'000);
    EXPECT_EQ(invoice.payable.minor, 23'800);
}

PROPERTY(Taxed, NetsTaxesAndGrossAmountsAddUp) {
    const auto items = some_items();
    const Invoice invoice = bill_of(items);
    const std::int64_t sign = sign_of(invoice);
    std::map<Decimal, std::int64_t> nets, net_priced;
    std::int64_t told = 0;
    for (std::size_t n = 0; n < items.size(); ++n) {
        const auto& line = invoice.lines[n];
        const Decimal percent = items[n].tax_percent;
        RC_ASSERT(line.amount().minor == sign * items[n].amount.minor);
        nets[percent] += line.net.minor;
        if (items[n].is_gross) told += line.amount().minor;
        else net_priced[percent] += line.net.minor;
        // A cent from its own net at most: what Peppol's R120 leaves with the rounding of the line.
        const int128 off =
            (int128{line.net.minor} * (100 * int128{Decimal::kScale} + percent.nano())) -
            int128{line.amount().minor} * 100 * Decimal::kScale;
        const int128 cent = 100 * int128{Decimal::kScale} + percent.nano();
        if (items[n].is_gross) RC_ASSERT(off <= cent && -off <= cent);
    }
    std::int64_t net = 0, tax = 0;
    for (const auto& subtotal : invoice.taxes) {
        RC_ASSERT(subtotal.base.minor == nets.at(subtotal.percent));
        const Money without = eur(net_priced[subtotal.percent]);
        told += without.minor + percent_of(without, subtotal.percent, Rounding::HalfUp)->minor;
        // As far off as BR-CO-17 may be checked to be: far below one unit of currency.
        const auto by_rate = percent_of(subtotal.base, subtotal.percent, Rounding::HalfUp)->minor;
        RC_ASSERT(std::abs(subtotal.tax.minor - by_rate) <= 2);
        net += subtotal.base.minor;
        tax += subtotal.tax.minor;
    }
    RC_ASSERT(invoice.net.minor == net && invoice.tax.minor == tax);
    RC_ASSERT(invoice.gross.minor == net + tax);
    RC_ASSERT(invoice.payable.minor == told);
}

PROPERTY(Taxed, WhatIsTakenBackLeavesNothing) {
    auto items = some_items();
    for (std::size_t n = 0; n < items.size(); ++n) items[n].piece.part = std::to_string(n);
    const Invoice billed = bill_of(items);
    const auto changes = *difference(standing(items, billed), {}, Correction::Lines);
    RC_PRE(!changes.empty());
    const Invoice back = statement(changes);
    RC_ASSERT(back.payable.minor * sign_of(back) == -billed.payable.minor * sign_of(billed));
    RC_ASSERT(back.net.minor * sign_of(back) == -billed.net.minor * sign_of(billed));
    RC_ASSERT(back.tax.minor * sign_of(back) == -billed.tax.minor * sign_of(billed));
}

// A part of a statement's lines is corrected: what stays billed is what would have been.
PROPERTY(Taxed, CorrectionsLeaveNetAndTaxOfWhatStands) {
    auto items = some_items();
    for (std::size_t n = 0; n < items.size(); ++n) {
        items[n].piece.part = std::to_string(n);
        items[n].is_gross = true;
    }
    const Invoice billed = bill_of(items);
    auto lines = standing(items, billed);
    const auto kept = std::vector<Item>(items.begin() + 1, items.end());
    const auto changes = *difference(lines, kept, Correction::Lines);
    RC_PRE(!changes.empty());
    const Invoice back = statement(changes);
    RC_ASSERT(back.lines.size() == 1);
    RC_ASSERT(back.net.minor * sign_of(back) == -lines.front().net.minor);
    RC_ASSERT(back.gross.minor * sign_of(back) == -items.front().amount.minor);
}

PROPERTY(Taxed, TwoPayersPayTheWhole) {
    catalog::Plan plan;
    plan.head.name = "HOME";
    customers::BillingAccount holder_account, other_account;
    holder_account.number = "A-1";
    other_account.number = "E-1";
    for (auto* account : {&holder_account, &other_account}) account->versions.push_back({});
    customers::Term share;
    share.from = kMarch.from;
    share.plan = "HOME";
    share.share = Decimal::scaled(*between(1, 10'000), 2);
    customers::Subscription holder, co_payer;
    holder.id = SubscriptionId{1};
    co_payer.id = SubscriptionId{2};
    co_payer.role = customers::Role::CoPayer;
    co_payer.terms = {share};
    customers::Occupant occupant;
    occupant.account = "E-1";
    occupant.role = customers::Role::CoPayer;
    occupant.terms = {share};
    holder.others = {occupant};
    const MonthRequest of_holder{holder_account,    holder, Stream::Arrears, kMarch,
                                 {{&plan, kMarch}}, {}};
    const MonthRequest of_other{other_account, co_payer,          Stream::Arrears,
                                kMarch,        {{&plan, kMarch}}, {}};
    RatedMonth rated;
    rated.items = some_items();
    const catalog::Catalog catalog;
    const auto paid_by_other = share_items(of_other, of_holder, rated, catalog);
    RatedMonth left = rated;
    RC_ASSERT(paid_by_other && take_off_shares(of_holder, catalog, left));
    using Rate = std::tuple<Decimal, bool>;
    std::map<Rate, std::int64_t> whole, parts;
    for (const auto& i : rated.items) whole[{i.tax_percent, i.is_gross}] += i.amount.minor;
    for (const auto& i : left.items) parts[{i.tax_percent, i.is_gross}] += i.amount.minor;
    for (const auto& i : *paid_by_other) parts[{i.tax_percent, i.is_gross}] += i.amount.minor;
    RC_ASSERT(whole == parts);
}

}  // namespace bw::bill
