#include "flow/compose/cii.h"

#include "flow/compose/einvoice.h"
#include "platform/xml/writer.h"

#include <fmt/format.h>

namespace bw::compose {
namespace {

constexpr std::string_view kDocument =
    "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100";
constexpr std::string_view kEntities =
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100";
constexpr std::string_view kTypes = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100";

// One document: the writer and what the invoice says. Elements stand in the order of the schema,
// lines before what is said of the whole.
class Cii {
public:
    Cii(const bill::Invoice& invoice, std::string& out)
        : invoice_(invoice), terms_(invoice), writer_(out) {}

    void write() {
        writer_.open("rsm:CrossIndustryInvoice",
                     {{"xmlns:rsm", kDocument}, {"xmlns:ram", kEntities}, {"xmlns:udt", kTypes}});
        header();
        writer_.open("rsm:SupplyChainTradeTransaction");
        for (std::size_t i = 0; i < invoice_.lines.size(); ++i)
            write_line(invoice_.lines[i], terms_.line(i));
        agreement();
        writer_.open("ram:ApplicableHeaderTradeDelivery");  // must be there; a bill is for a period
        writer_.close();
        settlement();
        writer_.close();
        writer_.close();
        writer_.finish();
    }

private:
    // An element that holds only another.
    void inside(std::string_view outer, std::string_view inner, std::string_view value,
                xml::Writer::Attributes attributes = {}) {
        if (value.empty()) return;
        writer_.open(outer);
        writer_.element(inner, value, attributes);
        writer_.close();
    }
    void amount(std::string_view name, const Money& money) {
        writer_.element(name, terms_.amount(money));
    }
    void date(std::string_view name, LocalDate day) {
        std::string digits = day.to_string();
        std::erase(digits, '-');
        inside(name, "udt:DateTimeString", digits, {{"format", "102"}});  // UNTDID 2379
    }

    void write_period(const Period& period) {
        if (period.is_empty()) return;
        writer_.open("ram:BillingSpecifiedPeriod");
        date("ram:StartDateTime", period.from);
        date("ram:EndDateTime", period.to.plus_days(-1));  // ours is half-open
        writer_.close();
    }

    void header() {
        writer_.open("rsm:ExchangedDocumentContext");
        inside("ram:GuidelineSpecifiedDocumentContextParameter", "ram:ID", kNorm);
        writer_.close();
        writer_.open("rsm:ExchangedDocument");
        writer_.element("ram:ID", invoice_.number);
        writer_.element("ram:TypeCode", terms_.type_code());
        date("ram:IssueDateTime", invoice_.issued_on);
        for (const auto& sentence : terms_.notes())
            inside("ram:IncludedNote", "ram:Content", sentence);
        writer_.close();
    }

    void write_line(const bill::InvoiceLine& line, const LineTerms& terms) {
        writer_.open("ram:IncludedSupplyChainTradeLineItem");
        writer_.open("ram:AssociatedDocumentLineDocument");
        writer_.element("ram:LineID", fmt::format_int(line.number).c_str());
        inside("ram:IncludedNote", "ram:Content", terms.note);
        writer_.close();
        product(terms);
        writer_.open("ram:SpecifiedLineTradeAgreement");
        writer_.open("ram:NetPriceProductTradePrice");
        writer_.element("ram:ChargeAmount", line.net_price().to_string());
        if (line.base != 1)
            writer_.element("ram:BasisQuantity", fmt::format_int(line.base).c_str(),
                            {{"unitCode", terms.unit}});
        writer_.close();
        writer_.close();
        inside("ram:SpecifiedLineTradeDelivery", "ram:BilledQuantity", terms.quantity.to_string(),
               {{"unitCode", terms.unit}});
        line_settlement(line, terms);
        writer_.close();
    }

    void product(const LineTerms& terms) {
        writer_.open("ram:SpecifiedTradeProduct");
        writer_.element("ram:Name", terms.name);
        writer_.optional("ram:Description", terms.description);
        if (!terms.place.empty()) {  // BG-32
            writer_.open("ram:ApplicableProductCharacteristic");
            writer_.element("ram:Description", terms_.place_label());
            writer_.element("ram:Value", terms.place);
            writer_.close();
        }
        writer_.close();
    }

    void line_settlement(const bill::InvoiceLine& line, const LineTerms& terms) {
        writer_.open("ram:SpecifiedLineTradeSettlement");
        writer_.open("ram:ApplicableTradeTax");
        writer_.element("ram:TypeCode", "VAT");
        category(line.tax_code, line.tax_percent);
        writer_.close();
        write_period(line.days);
        inside("ram:SpecifiedTradeSettlementLineMonetarySummation", "ram:LineTotalAmount",
               terms_.amount(line.net));
        if (terms.supply != nullptr && !terms.supply->code.empty()) {  // BT-128
            writer_.open("ram:AdditionalReferencedDocument");
            writer_.element("ram:IssuerAssignedID", terms.supply->code);
            writer_.element("ram:TypeCode", kInvoicedObject);
            writer_.close();
        }
        if (terms.supply != nullptr)  // BT-133
            inside("ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID", terms.supply->site);
        writer_.close();
    }

    void category(std::string_view code, Decimal percent) {
        writer_.element("ram:CategoryCode", terms_.tax_code(code));
        if (terms_.has_rate(code))
            writer_.element("ram:RateApplicablePercent", percent.to_string());
    }

    void agreement() {
        writer_.open("ram:ApplicableHeaderTradeAgreement");
        writer_.optional("ram:BuyerReference", terms_.buyer_reference());
        seller();
        buyer();
        // BT-12: the billing account
        inside("ram:ContractReferencedDocument", "ram:IssuerAssignedID", invoice_.account_number);
        writer_.close();
    }

    void address(const bill::Address& address, std::string_view country) {
        writer_.open("ram:PostalTradeAddress");
        writer_.optional("ram:PostcodeCode", address.postcode);
        writer_.optional("ram:LineOne", address.street);
        writer_.optional("ram:CityName", address.city);
        writer_.element("ram:CountryID", country);
        writer_.close();
    }
    void electronic_address(std::string_view email) {
        inside("ram:URIUniversalCommunication", "ram:URIID", email, {{"schemeID", kMailScheme}});
    }
    void tax_registration(std::string_view id, std::string_view scheme) {
        inside("ram:SpecifiedTaxRegistration", "ram:ID", id, {{"schemeID", scheme}});
    }

    void seller() {
        const auto& seller = invoice_.seller;
        writer_.open("ram:SellerTradeParty");
        writer_.element("ram:Name", seller.name);
        inside("ram:SpecifiedLegalOrganization", "ram:ID", seller.registration);
        if (!seller.phone.empty() || !seller.email.empty()) {
            writer_.open("ram:DefinedTradeContact");
            writer_.element("ram:PersonName", seller.name);
            inside("ram:TelephoneUniversalCommunication", "ram:CompleteNumber", seller.phone);
            inside("ram:EmailURIUniversalCommunication", "ram:URIID", seller.email);
            writer_.close();
        }
        address(seller.address, seller.address.country);
        electronic_address(seller.email);
        if (const auto tax = terms_.seller_tax_id())
            tax_registration(tax->id, tax->is_vat ? "VA" : "FC");
        writer_.close();
    }

    void buyer() {
        const auto& buyer = invoice_.buyer;
        writer_.open("ram:BuyerTradeParty");
        writer_.optional("ram:ID", buyer.number);
        writer_.element("ram:Name", buyer.name);
        address(buyer.address, terms_.buyer_country());
        electronic_address(buyer.email);
        tax_registration(terms_.buyer_vat_id(), "VA");
        writer_.close();
    }

    void settlement() {
        writer_.open("ram:ApplicableHeaderTradeSettlement");
        const auto transfer = terms_.credit_transfer();
        if (transfer) writer_.optional("ram:PaymentReference", invoice_.payment_reference);
        writer_.element("ram:InvoiceCurrencyCode", invoice_.currency.code());
        if (transfer) payment_means(*transfer);
        for (const auto& tax : terms_.taxes()) subtotal(tax);
        write_period(terms_.period());
        payment_terms();
        totals();
        if (!invoice_.corrected_numbers.empty())
            inside("ram:InvoiceReferencedDocument", "ram:IssuerAssignedID",
                   invoice_.corrected_numbers.front());
        writer_.close();
    }

    void payment_means(const CreditTransfer& transfer) {
        const auto& seller = invoice_.seller;
        writer_.open("ram:SpecifiedTradeSettlementPaymentMeans");
        writer_.element("ram:TypeCode", transfer.means);
        writer_.open("ram:PayeePartyCreditorFinancialAccount");
        writer_.element("ram:IBANID", transfer.account);
        writer_.optional("ram:AccountName", seller.bank_account_name);
        writer_.close();
        inside("ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:BICID", seller.bic);
        writer_.close();
    }

    void subtotal(const bill::TaxSubtotal& tax) {
        writer_.open("ram:ApplicableTradeTax");
        amount("ram:CalculatedAmount", tax.tax);
        writer_.element("ram:TypeCode", "VAT");
        writer_.optional("ram:ExemptionReason", tax.reason);
        amount("ram:BasisAmount", tax.base);
        category(tax.code, tax.percent);
        writer_.close();
    }

    void payment_terms() {
        writer_.open("ram:SpecifiedTradePaymentTerms");
        writer_.optional("ram:Description", terms_.payment_terms());
        if (!terms_.is_credit()) date("ram:DueDateDateTime", invoice_.due_on);
        writer_.close();
    }

    void totals() {
        const auto& i = invoice_;
        const Money rounding = terms_.rounding();
        writer_.open("ram:SpecifiedTradeSettlementHeaderMonetarySummation");
        amount("ram:LineTotalAmount", i.net);
        amount("ram:TaxBasisTotalAmount", i.net);
        writer_.element("ram:TaxTotalAmount", terms_.amount(i.tax),
                        {{"currencyID", i.currency.code()}});
        if (rounding.minor != 0) amount("ram:RoundingAmount", rounding);
        amount("ram:GrandTotalAmount", i.gross);
        if (i.prepaid.minor != 0) amount("ram:TotalPrepaidAmount", i.prepaid);
        amount("ram:DuePayableAmount", i.payable);
        writer_.close();
    }

    const bill::Invoice& invoice_;
    const Terms terms_;
    xml::Writer writer_;
};

}  // namespace

std::string cii(const bill::Invoice& invoice) {
    std::string out;
    out.reserve(5000 + invoice.lines.size() * 1300);
    Cii(invoice, out).write();
    return out;
}

}  // namespace bw::compose
