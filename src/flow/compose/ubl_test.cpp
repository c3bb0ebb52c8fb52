#include "flow/compose/samples/run_tool.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/ubl.h"
#include "flow/compose/units.h"
#include "testing/temp_dir.h"

#include <gtest/gtest.h>

namespace bw::compose {
namespace {

std::vector<bill::Invoice> all_samples() {
    std::vector<bill::Invoice> all = {samples::australian(), samples::long_bill("en", 200)};
    for (const char* language : {"en", "de"}) {
        for (auto make :
             {samples::electricity, samples::mobile, samples::credit_note, samples::settled,
              samples::first_bill, samples::long_names, samples::corrected, samples::water,
              samples::calls, samples::fees_only, samples::large, samples::sites, samples::advance})
            all.push_back(make(language));
        for (const auto advances : {samples::Advances::Invoiced, samples::Advances::Requested})
            all.push_back(samples::settlement(language, advances));
    }
    for (const char* language : {"it", "es"})
        for (auto make : {samples::electricity, samples::credit_note, samples::water})
            all.push_back(make(language));
    for (const auto lines : {samples::GrossLines::All, samples::GrossLines::AllButOne})
        all.push_back(samples::gross("de", lines));
    for (int n = 0; n < 4; ++n) all.push_back(samples::numbered(samples::mobile("de"), n));
    return all;
}

// Every sample as a file; the names, for a command line.
std::string write_samples(const testing::TempDir& folder) {
    std::string names;
    int n = 0;
    for (const auto& invoice : all_samples()) {
        const std::string file = folder.file(std::to_string(n++) + ".xml");
        samples::write_file(file, ubl(invoice));
        names += " " + file;
    }
    return names;
}

const std::string kChecks = BILLWRIGHT_SOURCE_DIR "/tests/reference/einvoice/";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string amount(std::string_view name, std::string_view value) {
    return "<cbc:" + std::string(name) + " currencyID=\"EUR\">" + std::string(value) +
           "</cbc:" + std::string(name) + ">";
}

TEST(Ubl, EverySampleObeysTheArithmeticRulesOfTheNorm) {
    const testing::TempDir folder;
    if (!samples::has_tool("python3")) GTEST_SKIP() << "python3 is missing";
    const auto outcome =
        samples::run_tool("python3 " + kChecks + "check.py" + write_samples(folder) + " 2>&1");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_TRUE(has(outcome.output, " passed, 0 failed")) << outcome.output;
}

TEST(Ubl, EverySampleIsValidByTheOasisSchemas) {
    const testing::TempDir folder;
    const auto outcome = samples::run_tool(kChecks + "xsd.sh" + write_samples(folder) + " 2>&1");
    if (outcome.status == 77) GTEST_SKIP() << outcome.output;
    EXPECT_EQ(outcome.status, 0) << outcome.output;
}

TEST(Ubl, TheHeaderNamesTheSpecificationAndTheDates) {
    const std::string xml = ubl(samples::electricity("en"));
    EXPECT_TRUE(has(xml,
                    "<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:"
                    "poacc:billing:3.0</cbc:CustomizationID>"));
    EXPECT_TRUE(has(xml,
                    "<cbc:IssueDate>2026-11-10</cbc:IssueDate><cbc:DueDate>2026-12-01</cbc:DueDate>"
                    "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"));
    EXPECT_TRUE(
        has(xml, "<cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate>"));
    EXPECT_TRUE(has(xml, "<cbc:EndpointID schemeID=\"EM\">joerdis@post.example</cbc:EndpointID>"));
}

TEST(Ubl, WhoeverHasNoElectronicAddressGetsAnInvoiceByTheNormAlone) {
    auto invoice = samples::electricity("en");
    invoice.buyer.email.clear();
    const std::string xml = ubl(invoice);
    EXPECT_TRUE(has(xml, "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>"
                         "<cbc:ID>"));
    EXPECT_TRUE(has(xml, "<cac:ContractDocumentReference><cbc:ID>" + invoice.account_number +
                             "</cbc:ID></cac:ContractDocumentReference>"));
}

TEST(Ubl, ALineCountedOnceSaysWhatWasCounted) {
    const std::string xml = ubl(samples::calls("en"));
    EXPECT_TRUE(has(xml, "<cbc:InvoicedQuantity unitCode=\"C62\">1</cbc:InvoicedQuantity>"));
    EXPECT_TRUE(has(xml, "<cbc:Description>20:03 min \u00B7 2\u202Fcalls\u00A0\u00B7 0.12\u00A0EUR "
                         "per minute</cbc:Description>"
                         "<cbc:Name>Calls: Austria</cbc:Name>"));
}

TEST(Ubl, LinesCarryUnitsOfRecommendation20AndTheirSupplyPoint) {
    const std::string xml = ubl(samples::electricity("en"));
    EXPECT_TRUE(has(xml, "<cbc:InvoicedQuantity unitCode=\"KWH\">142.6</cbc:InvoicedQuantity>"));
    EXPECT_TRUE(has(xml, "<cbc:InvoicedQuantity unitCode=\"DAY\">31</cbc:InvoicedQuantity>"));
    EXPECT_TRUE(has(xml, "<cbc:PriceAmount currencyID=\"EUR\">0.2871</cbc:PriceAmount>"));
    EXPECT_TRUE(has(xml, "<cbc:ID>DE00042128195000000000000012345</cbc:ID>"
                         "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"));
    EXPECT_EQ(rec20("pickup"), "C62");
}

TEST(Ubl, APriceThatHoldsTheTaxStandsWithoutItAndTheDescriptionSaysWhatWasTold) {
    const auto invoice = samples::gross("en", samples::GrossLines::All);
    const std::string xml = ubl(invoice);
    // 0.2871 / 1.19; 142.6 x 0.2871 = 40.94
    EXPECT_TRUE(has(xml, "<cbc:PriceAmount currencyID=\"EUR\">0.241260504</cbc:PriceAmount>"));
    EXPECT_TRUE(has(xml, "0.2871 per kWh, 40.94\u00A0EUR with 19\u202F% VAT</cbc:Description>"));
    EXPECT_TRUE(has(xml, amount("PayableAmount", invoice.gross.to_string())));
}

TEST(Ubl, ASharedMonthIsAPriceWithABaseQuantity) {
    const std::string xml = ubl(samples::mobile("en"));
    EXPECT_TRUE(has(xml, "<cbc:InvoicedQuantity unitCode=\"DAY\">17</cbc:InvoicedQuantity>" +
                             amount("LineExtensionAmount", "6.89")));
    EXPECT_TRUE(has(
        xml, "12.56</cbc:PriceAmount><cbc:BaseQuantity unitCode=\"DAY\">31</cbc:BaseQuantity>"));
}

TEST(Ubl, ACreditNoteCountedBelowZeroShowsPositiveAmounts) {
    const auto invoice = samples::credit_note("en");
    ASSERT_LT(invoice.payable.minor, 0);
    const std::string xml = ubl(invoice);
    EXPECT_TRUE(has(xml, "<CreditNote "));
    EXPECT_TRUE(has(xml, "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"));
    EXPECT_TRUE(has(xml, amount("PayableAmount", (-invoice.payable).to_string())));
    EXPECT_TRUE(has(xml, "<cbc:CreditedQuantity unitCode=\"KWH\">142.6</cbc:CreditedQuantity>"));
    EXPECT_TRUE(has(xml, "<cbc:CreditedQuantity unitCode=\"KWH\">-38.2</cbc:CreditedQuantity>"));
    EXPECT_TRUE(has(xml, "<cac:InvoiceDocumentReference><cbc:ID>A-2026-004711</cbc:ID>"));
    EXPECT_FALSE(has(xml, "DueDate"));
    EXPECT_FALSE(has(xml, "PaymentMeans"));
    EXPECT_TRUE(has(xml, "<cac:PaymentTerms><cbc:Note>We pay it to your account."));
}

TEST(Ubl, ACreditNoteCountedAboveZeroStaysAsItIs) {
    auto invoice = samples::electricity("en");
    invoice.kind = bill::InvoiceKind::CreditNote;
    EXPECT_TRUE(has(ubl(invoice), amount("PayableAmount", invoice.payable.to_string())));
}

TEST(Ubl, EuroTransfersAreSepaOthersPlain) {
    auto invoice = samples::electricity("en");
    EXPECT_TRUE(
        has(ubl(invoice), "<cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cbc:PaymentID>RF"));
    EXPECT_TRUE(has(ubl(invoice), "<cbc:ID>DE89370400440532013000</cbc:ID>"));
    invoice.seller.iban = "TR330006100519786457841326";
    EXPECT_TRUE(has(ubl(invoice), "<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"));
    EXPECT_FALSE(has(ubl(samples::australian()), "PaymentMeans"));   // no account is known
    EXPECT_FALSE(has(ubl(samples::settled("en")), "PaymentMeans"));  // nothing to pay
}

TEST(Ubl, ACorrectionWidensThePeriodAndNamesTheInvoice) {
    const std::string xml = ubl(samples::corrected("en"));
    EXPECT_TRUE(
        has(xml, "</cbc:BuyerReference><cac:InvoicePeriod><cbc:StartDate>2026-08-01</cbc:StartDate>"
                 "<cbc:EndDate>2026-10-31</cbc:EndDate>"));
    EXPECT_TRUE(has(xml, "<cbc:Note>Corrects bill A-2026-003902.</cbc:Note>"));
    EXPECT_TRUE(has(xml, amount("PrepaidAmount", "20.00")));
}

// The text of every element of a name, in their order.
std::vector<std::string> texts_of(const std::string& xml, const std::string& name) {
    std::vector<std::string> texts;
    for (auto at = xml.find("<" + name + ">"); at != std::string::npos;
         at = xml.find("<" + name + ">", at)) {
        at += name.size() + 2;
        texts.push_back(xml.substr(at, xml.find('<', at) - at));
    }
    return texts;
}

TEST(Ubl, LinesOfAPartNameItAndItsPlace) {
    const auto invoice = samples::sites("en");
    const std::string xml = ubl(invoice);
    // BT-133 of two lines of each service; the head office's have none.
    EXPECT_EQ(texts_of(xml, "cbc:AccountingCost"),
              (std::vector<std::string>{"Shop North", "Shop North", "Shop South", "Shop South",
                                        "Shop North", "Shop North"}));
    EXPECT_TRUE(has(xml, "<cac:AdditionalItemProperty><cbc:Name>Address</cbc:Name><cbc:Value>"
                         "Nordstraße 5, 28217\u00A0Bremen</cbc:Value>"));
    EXPECT_TRUE(has(texts_of(xml, "cbc:Note").at(0), "Shop North: 355.70\u00A0EUR without VAT. "
                                                     "Shop South: 209.30\u00A0EUR without VAT."));
    EXPECT_TRUE(has(texts_of(ubl(samples::sites("de")), "cbc:Note").at(0),
                    "Laden Nord: 355,70\u00A0€ ohne Umsatzsteuer."));
    EXPECT_FALSE(has(ubl(samples::water("en")), "AdditionalItemProperty"));
    auto gross = invoice;  // prices with their tax
    for (auto& line : gross.lines) line.gross = line.net;
    EXPECT_TRUE(
        has(texts_of(ubl(gross), "cbc:Note").at(0), "Shop South: 209.30\u00A0EUR with VAT."));
}

// BG-3 names each bill of an advance; a line for each tax rate takes back what it was billed with.
TEST(Ubl, ASettlementNamesTheBillsOfItsAdvances) {
    const auto invoice = samples::settlement("en", samples::Advances::Invoiced);
    const std::string xml = ubl(invoice);
    for (const auto& number : {"A-2026-003301", "A-2026-003712", "A-2026-004123"})
        EXPECT_TRUE(has(xml, "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>" +
                                 std::string(number) +
                                 "</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"))
            << number;
    // 36.00 / 1.07 = 33.6449, 44.00 / 1.19 = 36.9748
    EXPECT_TRUE(has(xml, "<cbc:Note>bill A-2026-003301, 1 May to 30 June 2026</cbc:Note>"
                         "<cbc:InvoicedQuantity unitCode=\"C62\">-1</cbc:InvoicedQuantity>" +
                             amount("LineExtensionAmount", "-33.64")));
    EXPECT_TRUE(has(xml, amount("LineExtensionAmount", "-36.97")));
    EXPECT_FALSE(has(xml, "PrepaidAmount"));
    EXPECT_TRUE(has(ubl(samples::settlement("de", samples::Advances::Invoiced)),
                    "<cbc:Note>Rechnung A-2026-003301, 1. Mai bis 30. Juni 2026</cbc:Note>"));
}

// BT-113, for what was paid without an invoice, which no other document names.
TEST(Ubl, WhatWasPaidWithoutAnInvoiceIsPrepaid) {
    const auto invoice = samples::settlement("en", samples::Advances::Requested);
    const std::string xml = ubl(invoice);
    EXPECT_TRUE(has(xml, amount("PrepaidAmount", "240.00") +
                             amount("PayableAmount", invoice.payable.to_string())));
    EXPECT_FALSE(has(xml, "BillingReference"));
    EXPECT_TRUE(has(xml, "From November 2026 on your advance is 87.00\u00A0EUR. It is due on day "
                         "15 of each month, without another bill.</cbc:Note>"));
}

TEST(Ubl, AnAdvanceIsAnInvoiceOfItsOwn) {
    const std::string xml = ubl(samples::advance("en"));
    EXPECT_TRUE(has(xml, "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"));
    EXPECT_TRUE(has(xml, amount("LineExtensionAmount", "50.00")));
    EXPECT_TRUE(has(xml, amount("PayableAmount", "59.50")));
    EXPECT_FALSE(has(xml, "BillingReference"));
}

TEST(Ubl, TaxAtNothingGivesItsReason) {
    auto invoice = samples::corrected("en");
    EXPECT_TRUE(
        has(ubl(invoice), "<cbc:TaxExemptionReason>§ 4 Nr. 8 UStG</cbc:TaxExemptionReason>"));
    for (auto& tax : invoice.taxes) tax.reason.clear();
    EXPECT_TRUE(
        has(ubl(invoice), "<cbc:TaxExemptionReason>Exempt from VAT</cbc:TaxExemptionReason>"));
    // zero rated (Z) has none: BR-Z-10
    EXPECT_TRUE(has(ubl(invoice), "<cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme>"));
}

TEST(Ubl, OutsideVatNoRateAndNoVatIdAreStated) {
    auto invoice = samples::electricity("en");
    for (auto& line : invoice.lines) {
        line.tax_code = "O";
        line.tax_percent = Decimal(0);
    }
    samples::total_up(invoice);
    const std::string xml = ubl(invoice);
    EXPECT_FALSE(has(xml, "Percent"));
    EXPECT_FALSE(has(xml, "DE123456788"));
    EXPECT_TRUE(has(xml, "<cbc:TaxExemptionReason>Not subject to VAT</cbc:TaxExemptionReason>"));
}

TEST(Ubl, ATaxNumberWithoutCountryIsNoVatId) {
    const std::string xml = ubl(samples::australian());
    EXPECT_TRUE(has(
        xml, "<cbc:CompanyID>51 824 753 556</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID>"));
}

TEST(Ubl, MarkupInNamesStaysText) {
    auto invoice = samples::electricity("en");
    invoice.buyer.name = "A&B <Söhne>";
    EXPECT_TRUE(
        has(ubl(invoice), "<cbc:RegistrationName>A&amp;B &lt;Söhne&gt;</cbc:RegistrationName>"));
}

TEST(Ubl, PayableRoundingIsStated) {
    auto invoice = samples::electricity("en");
    invoice.payable.minor += 2;
    EXPECT_TRUE(has(ubl(invoice), amount("PayableRoundingAmount", "0.02")));
}

}  // namespace
}  // namespace bw::compose
