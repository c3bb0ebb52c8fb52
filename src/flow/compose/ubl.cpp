#include "flow/compose/ubl.h"

#include "flow/compose/einvoice.h"
#include "platform/xml/writer.h"

#include <fmt/format.h>

namespace bw::compose {
namespace {

constexpr std::string_view kPeppol =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
constexpr std::string_view kProfile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
constexpr std::string_view kNamespace = "urn:oasis:names:specification:ubl:schema:xsd:";

// One document: the writer and what the invoice says.
class Ubl {
public:
    Ubl(const bill::Invoice& invoice, std::string& out)
        : invoice_(invoice), terms_(invoice), writer_(out) {}

    void write() {
        const std::string_view root = terms_.is_credit() ? "CreditNote" : "Invoice";
        const std::string space = fmt::format("{}{}-2", kNamespace, root);
        const std::string cac = fmt::format("{}CommonAggregateComponents-2", kNamespace);
        const std::string cbc = fmt::format("{}CommonBasicComponents-2", kNamespace);
        writer_.open(root, {{"xmlns", space}, {"xmlns:cac", cac}, {"xmlns:cbc", cbc}});
        header();
        references();
        seller();
        buyer();
        payment();
        taxes();
        totals();
        for (std::size_t i = 0; i < invoice_.lines.size(); ++i)
            write_line(invoice_.lines[i], terms_.line(i));
        writer_.close();
        writer_.finish();
    }

private:
    void amount(std::string_view name, const Money& money) {
        writer_.element(name, terms_.amount(money), {{"currencyID", money.currency.code()}});
    }
    void date(std::string_view name, LocalDate day) { writer_.element(name, day.to_string()); }

    void write_period(const Period& period) {
        if (period.is_empty()) return;
        writer_.open("cac:InvoicePeriod");
        date("cbc:StartDate", period.from);
        date("cbc:EndDate", period.to.plus_days(-1));  // ours is half-open
        writer_.close();
    }

    void header() {
        const bool is_credit = terms_.is_credit();
        // Peppol asks for an electronic address of both sides (R010, R020); who has none gets an
        // invoice by the norm alone.
        const bool has_endpoints = !invoice_.seller.email.empty() && !invoice_.buyer.email.empty();
        writer_.element("cbc:CustomizationID", has_endpoints ? kPeppol : kNorm);
        if (has_endpoints) writer_.element("cbc:ProfileID", kProfile);
        writer_.element("cbc:ID", invoice_.number);
        date("cbc:IssueDate", invoice_.issued_on);
        if (!is_credit) date("cbc:DueDate", invoice_.due_on);
        writer_.element(is_credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode",
                        terms_.type_code());
        // One note at most (PEPPOL-EN16931-R002): the sentences follow each other.
        std::string note;
        for (const auto& sentence : terms_.notes())
            note.append(note.empty() ? "" : " ").append(sentence);
        writer_.optional("cbc:Note", note);
        writer_.element("cbc:DocumentCurrencyCode", invoice_.currency.code());
        writer_.optional("cbc:BuyerReference", terms_.buyer_reference());
        write_period(terms_.period());
    }

    void references() {
        for (const auto& number : invoice_.corrected_numbers) {
            writer_.open("cac:BillingReference");
            writer_.open("cac:InvoiceDocumentReference");
            writer_.element("cbc:ID", number);
            writer_.close();
            writer_.close();
        }
        if (invoice_.account_number.empty()) return;
        writer_.open("cac:ContractDocumentReference");  // BT-12: the billing account
        writer_.element("cbc:ID", invoice_.account_number);
        writer_.close();
    }

    void endpoint(const std::string& email) {
        writer_.optional("cbc:EndpointID", email, {{"schemeID", kMailScheme}});
    }

    void address(const bill::Address& address, std::string_view country) {
        writer_.open("cac:PostalAddress");
        writer_.optional("cbc:StreetName", address.street);
        writer_.optional("cbc:CityName", address.city);
        writer_.optional("cbc:PostalZone", address.postcode);
        writer_.open("cac:Country");
        writer_.element("cbc:IdentificationCode", country);
        writer_.close();
        writer_.close();
    }

    void tax_scheme(std::string_view id, std::string_view scheme) {
        if (id.empty()) return;
        writer_.open("cac:PartyTaxScheme");
        writer_.element("cbc:CompanyID", id);
        writer_.open("cac:TaxScheme");
        writer_.element("cbc:ID", scheme);
        writer_.close();
        writer_.close();
    }

    void seller() {
        const auto& seller = invoice_.seller;
        writer_.open("cac:AccountingSupplierParty");
        writer_.open("cac:Party");
        endpoint(seller.email);
        writer_.open("cac:PartyName");
        writer_.element("cbc:Name", seller.name);
        writer_.close();
        address(seller.address, seller.address.country);
        if (const auto tax = terms_.seller_tax_id())
            tax_scheme(tax->id, tax->is_vat ? "VAT" : "TAX");
        writer_.open("cac:PartyLegalEntity");
        writer_.element("cbc:RegistrationName", seller.name);
        writer_.optional("cbc:CompanyID", seller.registration);
        writer_.close();
        if (!seller.phone.empty() || !seller.email.empty()) {
            writer_.open("cac:Contact");
            writer_.element("cbc:Name", seller.name);
            writer_.optional("cbc:Telephone", seller.phone);
            writer_.optional("cbc:ElectronicMail", seller.email);
            writer_.close();
        }
        writer_.close();
        writer_.close();
    }

    void buyer() {
        const auto& buyer = invoice_.buyer;
        writer_.open("cac:AccountingCustomerParty");
        writer_.open("cac:Party");
        endpoint(buyer.email);
        if (!buyer.number.empty()) {
            writer_.open("cac:PartyIdentification");
            writer_.element("cbc:ID", buyer.number);
            writer_.close();
        }
        address(buyer.address, terms_.buyer_country());
        tax_scheme(terms_.buyer_vat_id(), "VAT");
        writer_.open("cac:PartyLegalEntity");
        writer_.element("cbc:RegistrationName", buyer.name);
        writer_.close();
        writer_.close();
        writer_.close();
    }

    void payment() {
        if (const auto transfer = terms_.credit_transfer()) {
            writer_.open("cac:PaymentMeans");
            writer_.element("cbc:PaymentMeansCode", transfer->means);
            writer_.optional("cbc:PaymentID", invoice_.payment_reference);
            writer_.open("cac:PayeeFinancialAccount");
            writer_.element("cbc:ID", transfer->account);
            writer_.optional("cbc:Name", invoice_.seller.bank_account_name);
            if (!invoice_.seller.bic.empty()) {
                writer_.open("cac:FinancialInstitutionBranch");
                writer_.element("cbc:ID", invoice_.seller.bic);
                writer_.close();
            }
            writer_.close();
            writer_.close();
        }
        if (const auto terms = terms_.payment_terms(); !terms.empty()) {
            writer_.open("cac:PaymentTerms");
            writer_.element("cbc:Note", terms);
            writer_.close();
        }
    }

    void category(std::string_view element, std::string_view code, Decimal percent,
                  std::string_view exemption) {
        writer_.open(element);
        writer_.element("cbc:ID", terms_.tax_code(code));
        if (terms_.has_rate(code)) writer_.element("cbc:Percent", percent.to_string());
        writer_.optional("cbc:TaxExemptionReason", exemption);
        writer_.open("cac:TaxScheme");
        writer_.element("cbc:ID", "VAT");
        writer_.close();
        writer_.close();
    }

    void taxes() {
        writer_.open("cac:TaxTotal");
        amount("cbc:TaxAmount", invoice_.tax);
        for (const auto& tax : terms_.taxes()) {
            writer_.open("cac:TaxSubtotal");
            amount("cbc:TaxableAmount", tax.base);
            amount("cbc:TaxAmount", tax.tax);
            category("cac:TaxCategory", tax.code, tax.percent, tax.reason);
            writer_.close();
        }
        writer_.close();
    }

    void totals() {
        const auto& i = invoice_;
        const Money rounding = terms_.rounding();
        writer_.open("cac:LegalMonetaryTotal");
        amount("cbc:LineExtensionAmount", i.net);
        amount("cbc:TaxExclusiveAmount", i.net);
        amount("cbc:TaxInclusiveAmount", i.gross);
        if (i.prepaid.minor != 0) amount("cbc:PrepaidAmount", i.prepaid);
        if (rounding.minor != 0) amount("cbc:PayableRoundingAmount", rounding);
        amount("cbc:PayableAmount", i.payable);
        writer_.close();
    }

    void write_line(const bill::InvoiceLine& line, const LineTerms& terms) {
        const bool is_credit = terms_.is_credit();
        writer_.open(is_credit ? "cac:CreditNoteLine" : "cac:InvoiceLine");
        writer_.element("cbc:ID", fmt::format_int(line.number).c_str());
        writer_.optional("cbc:Note", terms.note);
        writer_.element(is_credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                        terms.quantity.to_string(), {{"unitCode", terms.unit}});
        amount("cbc:LineExtensionAmount", line.net);
        if (terms.supply != nullptr)
            writer_.optional("cbc:AccountingCost", terms.supply->site);  // BT-133
        write_period(line.days);
        if (terms.supply != nullptr && !terms.supply->code.empty()) {
            writer_.open("cac:DocumentReference");  // BT-128
            writer_.element("cbc:ID", terms.supply->code);
            writer_.element("cbc:DocumentTypeCode", kInvoicedObject);
            writer_.close();
        }
        item(line, terms);
        writer_.open("cac:Price");
        writer_.element("cbc:PriceAmount", line.net_price().to_string(),
                        {{"currencyID", invoice_.currency.code()}});
        if (line.base != 1)
            writer_.element("cbc:BaseQuantity", fmt::format_int(line.base).c_str(),
                            {{"unitCode", terms.unit}});
        writer_.close();
        writer_.close();
    }

    void item(const bill::InvoiceLine& line, const LineTerms& terms) {
        writer_.open("cac:Item");
        writer_.optional("cbc:Description", terms.description);
        writer_.element("cbc:Name", terms.name);
        category("cac:ClassifiedTaxCategory", line.tax_code, line.tax_percent, {});
        if (!terms.place.empty()) {  // BG-32
            writer_.open("cac:AdditionalItemProperty");
            writer_.element("cbc:Name", terms_.place_label());
            writer_.element("cbc:Value", terms.place);
            writer_.close();
        }
        writer_.close();
    }

    const bill::Invoice& invoice_;
    const Terms terms_;
    xml::Writer writer_;
};

}  // namespace

Result<void> check_ubl(const bill::Invoice& invoice) {
    for (const auto& tax : invoice.taxes)
        if (tax.code == "AE" && (invoice.seller.vat_id.empty() || invoice.buyer.vat_id.empty()))
            return fail(Code::Invalid,
                        "reverse charge needs the VAT id of both parties (EN 16931 BR-AE-02): "
                        "give the account its vat_id, or another tax category",
                        "invoice " + invoice.number);
    return {};
}

std::string ubl(const bill::Invoice& invoice) {
    std::string out;
    out.reserve(6000 + invoice.lines.size() * 900);
    Ubl(invoice, out).write();
    return out;
}

}  // namespace bw::compose
