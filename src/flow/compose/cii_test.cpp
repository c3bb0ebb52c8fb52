#include "flow/compose/cii.h"
#include "flow/compose/einvoice_test.h"
#include "flow/compose/ubl.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bw::compose {
namespace {

using testing::has;
using testing::write_samples;

const std::string kChecks = BILLWRIGHT_SOURCE_DIR "/tests/reference/einvoice/";

std::string amount(std::string_view name, std::string_view value) {
    return "<ram:" + std::string(name) + ">" + std::string(value) + "</ram:" + std::string(name) +
           ">";
}

TEST(Cii, EverySampleObeysTheArithmeticRulesOfTheNorm) {
    const testing::TempDir folder;
    if (!samples::has_tool("python3")) GTEST_SKIP() << "python3 is missing";
    const auto outcome =
        samples::run_tool("python3 " + kChecks + "check.py" + write_samples(folder, cii) + " 2>&1");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_TRUE(has(outcome.output, " passed, 0 failed")) << outcome.output;
}

TEST(Cii, EverySampleIsValidByTheSchemaOfTheNorm) {
    const testing::TempDir folder;
    const auto outcome =
        samples::run_tool(kChecks + "xsd.sh" + write_samples(folder, cii) + " 2>&1");
    if (outcome.status == 77) GTEST_SKIP() << outcome.output;
    EXPECT_EQ(outcome.status, 0) << outcome.output;
}

TEST(Cii, EverySampleIsValidByTheSchemaOfFacturX) {
    const testing::TempDir folder;
    const auto outcome =
        samples::run_tool(kChecks + "xsd.sh --factur-x" + write_samples(folder, cii) + " 2>&1");
    if (outcome.status == 77) GTEST_SKIP() << outcome.output;
    EXPECT_EQ(outcome.status, 0) << outcome.output;
}

TEST(Cii, EverySampleSaysTheSameAsItsUbl) {
    const testing::TempDir in_ubl, in_cii;
    if (!samples::has_tool("python3")) GTEST_SKIP() << "python3 is missing";
    const auto names = write_samples(in_ubl, ubl) + write_samples(in_cii, cii);
    const auto outcome = samples::run_tool("python3 " + kChecks + "same.py" + names + " 2>&1");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    const auto count = std::to_string(testing::all_samples().size());
    EXPECT_TRUE(has(outcome.output, count + " say the same, 0 do not")) << outcome.output;
}

TEST(Cii, TheHeaderNamesTheNormTheKindAndTheDay) {
    const std::string xml = cii(samples::electricity("en"));
    EXPECT_TRUE(has(xml, "<ram:GuidelineSpecifiedDocumentContextParameter>"
                         "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>"));
    EXPECT_TRUE(has(xml, "<ram:ID>A-2026-004711</ram:ID><ram:TypeCode>380</ram:TypeCode>"
                         "<ram:IssueDateTime><udt:DateTimeString format=\"102\">20261110</"));
    EXPECT_TRUE(has(xml, "<ram:DueDateDateTime><udt:DateTimeString format=\"102\">20261201</"));
    EXPECT_TRUE(has(xml, "<ram:URIID schemeID=\"EM\">joerdis@post.example</ram:URIID>"));
}

TEST(Cii, ALineCarriesItsPriceQuantityTaxDaysAndSupplyPoint) {
    const std::string xml = cii(samples::electricity("en"));
    EXPECT_TRUE(has(xml, amount("ChargeAmount", "0.2871")));
    EXPECT_TRUE(has(xml, "<ram:BilledQuantity unitCode=\"KWH\">142.6</ram:BilledQuantity>"));
    EXPECT_TRUE(has(xml, "<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>"
                         "<ram:CategoryCode>S</ram:CategoryCode>"
                         "<ram:RateApplicablePercent>19</ram:RateApplicablePercent>"
                         "</ram:ApplicableTradeTax><ram:BillingSpecifiedPeriod>"));
    EXPECT_TRUE(has(xml, "<ram:AdditionalReferencedDocument>"
                         "<ram:IssuerAssignedID>DE00042128195000000000000012345"
                         "</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode>"));
    EXPECT_TRUE(has(cii(samples::mobile("en")),
                    "<ram:ChargeAmount>12.56</ram:ChargeAmount>"
                    "<ram:BasisQuantity unitCode=\"DAY\">31</ram:BasisQuantity>"));
}

TEST(Cii, ACreditNoteCountedBelowZeroShowsPositiveAmounts) {
    const auto invoice = samples::credit_note("en");
    ASSERT_LT(invoice.payable.minor, 0);
    const std::string xml = cii(invoice);
    EXPECT_TRUE(has(xml, "<ram:TypeCode>381</ram:TypeCode>"));
    EXPECT_TRUE(has(xml, amount("DuePayableAmount", (-invoice.payable).to_string())));
    EXPECT_TRUE(has(xml, "<ram:BilledQuantity unitCode=\"KWH\">-38.2</ram:BilledQuantity>"));
    EXPECT_TRUE(has(xml, "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>A-2026-004711<"));
    EXPECT_FALSE(has(xml, "DueDate"));
    EXPECT_FALSE(has(xml, "PaymentMeans"));
    EXPECT_TRUE(has(xml, "<ram:SpecifiedTradePaymentTerms><ram:Description>We pay it to your "));
}

// D16B has room for one; the lines name them all.
TEST(Cii, OfTheBillsOfAdvancesOneIsReferredToAndEachIsNamed) {
    const std::string xml = cii(samples::settlement("en", samples::Advances::Invoiced));
    EXPECT_TRUE(has(xml, "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>A-2026-003301"
                         "</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>"
                         "</ram:ApplicableHeaderTradeSettlement>"));
    for (const auto& number : {"A-2026-003301", "A-2026-003712", "A-2026-004123"})
        EXPECT_TRUE(has(xml, "<ram:IncludedNote><ram:Content>bill " + std::string(number) + ", "))
            << number;
}

TEST(Cii, WhatWasPaidAndWhatIsRoundedStandBetweenTheTotals) {
    auto invoice = samples::settlement("en", samples::Advances::Requested);
    invoice.payable.minor += 2;
    const std::string gross = amount("GrandTotalAmount", invoice.gross.to_string());
    EXPECT_TRUE(has(cii(invoice), amount("RoundingAmount", "0.02") + gross +
                                      amount("TotalPrepaidAmount", "240.00") +
                                      amount("DuePayableAmount", invoice.payable.to_string())));
}

TEST(Cii, AnAccountStandsWithItsReferenceWhereThereIsSomethingToPay) {
    const std::string xml = cii(samples::electricity("en"));
    EXPECT_TRUE(has(xml, "<ram:PaymentReference>RF"));
    EXPECT_TRUE(has(xml, "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>"
                         "<ram:PayeePartyCreditorFinancialAccount>"
                         "<ram:IBANID>DE89370400440532013000</ram:IBANID>"));
    EXPECT_FALSE(has(cii(samples::settled("en")), "PaymentMeans"));
    EXPECT_FALSE(has(cii(samples::settled("en")), "PaymentReference"));
}

TEST(Cii, OutsideVatNoRateAndNoVatIdAreStated) {
    auto invoice = samples::electricity("en");
    for (auto& line : invoice.lines) {
        line.tax_code = "O";
        line.tax_percent = Decimal(0);
    }
    samples::total_up(invoice);
    const std::string xml = cii(invoice);
    EXPECT_FALSE(has(xml, "Percent"));
    EXPECT_FALSE(has(xml, "DE123456788"));
    EXPECT_TRUE(has(xml, "<ram:ExemptionReason>Not subject to VAT</ram:ExemptionReason>"));
}

TEST(Cii, ATaxNumberWithoutCountryIsNoVatId) {
    EXPECT_TRUE(has(cii(samples::australian()), "<ram:ID schemeID=\"FC\">51 824 753 556</ram:ID>"));
    EXPECT_TRUE(has(cii(samples::electricity("en")), "<ram:ID schemeID=\"VA\">DE123456788<"));
}

TEST(Cii, LinesOfAPartNameItAndItsPlaceAndNotesItsSum) {
    const std::string xml = cii(samples::sites("en"));
    EXPECT_TRUE(has(xml, "<ram:ReceivableSpecifiedTradeAccountingAccount><ram:ID>Shop North</"));
    EXPECT_TRUE(has(xml, "<ram:ApplicableProductCharacteristic>"
                         "<ram:Description>Address</ram:Description><ram:Value>"
                         "Nordstraße 5, 28217\u00A0Bremen</ram:Value>"));
    EXPECT_TRUE(has(xml, "<ram:IncludedNote><ram:Content>Shop South: 209.30\u00A0EUR without VAT."
                         "</ram:Content></ram:IncludedNote>"));
}

TEST(Cii, MarkupInNamesStaysText) {
    auto invoice = samples::electricity("en");
    invoice.buyer.name = "A&B <Söhne>";
    EXPECT_TRUE(has(cii(invoice), amount("Name", "A&amp;B &lt;Söhne&gt;")));
}

}  // namespace
}  // namespace bw::compose
