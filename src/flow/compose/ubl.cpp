#include "flow/compose/ubl.h"

#include "flow/compose/line_text.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"
#include "flow/compose/units.h"
#include "platform/xml/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::compose {
namespace {

constexpr std::string_view kCore = "urn:cen.eu:en16931:2017";
constexpr std::string_view kPeppol =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
constexpr std::string_view kProfile = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
constexpr std::string_view kNamespace = "urn:oasis:names:specification:ubl:schema:xsd:";
constexpr std::string_view kLineObject = "130";  // UNTDID 1001: invoiced object

// Members of the single euro payments area by IBAN country (EPC409-09, 2025).
constexpr std::string_view kSepa =
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT "
    "NL NO PL PT RO RS SE SI SK SM VA";

std::string decimal(Decimal value) { return value.to_string(); }

// One document: the writer, the invoice and its sign.
class Ubl {
public:
    Ubl(const bill::Invoice& invoice, std::string& out)
        : invoice_(invoice), words_(strings(language_of(invoice.language))),
          format_(language_of(invoice.language)), is_tax_inside_(shows_tax_inside(invoice)),
          parts_(bill::parts_of(invoice)), writer_(out),
          is_credit_(invoice.kind == bill::InvoiceKind::CreditNote), sign_(sign_of(invoice)) {}

    void write() {
        const std::string_view root = is_credit_ ? "CreditNote" : "Invoice";
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
        const auto texts = line_texts(invoice_, format_);
        for (std::size_t i = 0; i < texts.size(); ++i) write_line(invoice_.lines[i], texts[i]);
        writer_.close();
        writer_.finish();
    }

private:
    void amount(std::string_view name, const Money& money) {
        const Money shown{money.minor * sign_, money.currency};
        writer_.element(name, shown.to_string(), {{"currencyID", shown.currency.code()}});
    }
    void date(std::string_view name, LocalDate day) { writer_.element(name, day.to_string()); }

    // BG-14, wide enough for every line (R110, R111).
    Period whole_period() const {
        Period period = invoice_.period;
        for (const auto& line : invoice_.lines) {
            if (line.days.is_empty()) continue;
            if (period.is_empty()) period = line.days;
            period = {std::min(period.from, line.days.from), std::max(period.to, line.days.to)};
        }
        return period;
    }

    void write_period(const Period& period) {
        if (period.is_empty()) return;
        writer_.open("cac:InvoicePeriod");
        date("cbc:StartDate", period.from);
        date("cbc:EndDate", period.to.plus_days(-1));  // ours is half-open
        writer_.close();
    }

    void header() {
        // Peppol asks for an electronic address of both sides (R010, R020); who has none gets an
        // invoice by the norm alone.
        const bool has_endpoints = !invoice_.seller.email.empty() && !invoice_.buyer.email.empty();
        writer_.element("cbc:CustomizationID", has_endpoints ? kPeppol : kCore);
        if (has_endpoints) writer_.element("cbc:ProfileID", kProfile);
        writer_.element("cbc:ID", invoice_.number);
        date("cbc:IssueDate", invoice_.issued_on);
        if (!is_credit_) date("cbc:DueDate", invoice_.due_on);
        writer_.element(is_credit_ ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode",
                        is_credit_ ? "381" : "380");
        // One note at most (PEPPOL-EN16931-R002): the sentences follow each other.
        std::string note;
        const auto say = [&](const std::string& sentence) {
            note.append(note.empty() ? "" : " ").append(sentence);
        };
        for (const auto& sentence : notices(invoice_, format_)) say(sentence);
        for (const auto& part : parts_)
            if (!part.site.empty()) say(part_sentence(part));
        writer_.optional("cbc:Note", note);
        writer_.element("cbc:DocumentCurrencyCode", invoice_.currency.code());
        // R003 asks for a buyer reference: the number that the buyer knows itself by.
        writer_.optional("cbc:BuyerReference", invoice_.buyer.number.empty()
                                                   ? invoice_.account_number
                                                   : invoice_.buyer.number);
        write_period(whole_period());
    }

    // What a part comes to; the norm has no sum between the lines and the whole.
    std::string part_sentence(const bill::Part& part) const {
        const Money sum = shown_amount(part, is_tax_inside_);
        return fill(is_tax_inside_ ? words_.part_with_tax : words_.part_without_tax,
                    {part.site, format_.money({sum.minor * sign_, sum.currency}),
                     tax_name(invoice_, format_)});
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
        writer_.optional("cbc:EndpointID", email, {{"schemeID", "EM"}});  // EAS: electronic mail
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

    // A VAT id starts with its country (BR-CO-09); another tax number goes where BT-32 stands.
    void tax_scheme(const std::string& id, std::string_view scheme) {
        if (id.empty()) return;
        writer_.open("cac:PartyTaxScheme");
        writer_.element("cbc:CompanyID", id);
        writer_.open("cac:TaxScheme");
        writer_.element("cbc:ID", scheme);
        writer_.close();
        writer_.close();
    }
    static bool is_vat_id(const std::string& id) {
        const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
        return id.size() > 2 && letter(id[0]) && letter(id[1]);
    }

    // A supplier outside the scope of VAT must not state a VAT id (BR-O-02, -03).
    bool outside_vat() const {
        return !invoice_.taxes.empty() &&
               std::ranges::all_of(invoice_.taxes, [](const auto& t) { return t.code == "O"; });
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
        if (!outside_vat()) tax_scheme(seller.vat_id, is_vat_id(seller.vat_id) ? "VAT" : "TAX");
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
        address(buyer.address, buyer.address.country.empty() ? invoice_.seller.address.country
                                                             : buyer.address.country);
        if (is_vat_id(buyer.vat_id) && !outside_vat()) tax_scheme(buyer.vat_id, "VAT");
        writer_.open("cac:PartyLegalEntity");
        writer_.element("cbc:RegistrationName", buyer.name);
        writer_.close();
        writer_.close();
        writer_.close();
    }

    void payment() {
        const auto& seller = invoice_.seller;
        const bool wanted = !is_credit_ && invoice_.payable.minor > 0;
        if (wanted && !seller.iban.empty()) {
            const auto country = std::string_view(seller.iban).substr(0, 2);
            const bool sepa =
                invoice_.currency.code() == "EUR" && kSepa.find(country) != std::string_view::npos;
            std::string account = seller.iban;
            std::erase(account, ' ');
            writer_.open("cac:PaymentMeans");
            writer_.element("cbc:PaymentMeansCode", sepa ? "58" : "30");
            writer_.optional("cbc:PaymentID", invoice_.payment_reference);
            writer_.open("cac:PayeeFinancialAccount");
            writer_.element("cbc:ID", account);
            writer_.optional("cbc:Name", seller.bank_account_name);
            if (!seller.bic.empty()) {
                writer_.open("cac:FinancialInstitutionBranch");
                writer_.element("cbc:ID", seller.bic);
                writer_.close();
            }
            writer_.close();
            writer_.close();
        }
        if (is_credit_) {  // no due date in this type, BR-CO-25 wants terms
            writer_.open("cac:PaymentTerms");
            writer_.element("cbc:Note", words_.get_back_how);
            writer_.close();
        }
    }

    // 'Outside the scope' may not stand beside taxed lines (BR-O-11 to 14): there it is given as
    // exempt, with its reason.
    std::string_view shown_code(const std::string& code) const {
        return code == "O" && !outside_vat() ? std::string_view("E") : std::string_view(code);
    }

    void category(std::string_view element, const std::string& code, Decimal percent,
                  std::string_view exemption) {
        writer_.open(element);
        writer_.element("cbc:ID", shown_code(code));
        if (shown_code(code) != "O") writer_.element("cbc:Percent", decimal(percent));  // BR-O-05
        writer_.optional("cbc:TaxExemptionReason", exemption);
        writer_.open("cac:TaxScheme");
        writer_.element("cbc:ID", "VAT");
        writer_.close();
        writer_.close();
    }

    // One subtotal for each code and rate as they are shown (BR-E-01).
    std::vector<bill::TaxSubtotal> shown_taxes() const {
        std::vector<bill::TaxSubtotal> shown;
        for (bill::TaxSubtotal tax : invoice_.taxes) {
            tax.reason = tax_reason(tax, words_);
            tax.code = shown_code(tax.code);
            const auto same = std::ranges::find_if(shown, [&](const bill::TaxSubtotal& s) {
                return s.code == tax.code && s.percent == tax.percent;
            });
            if (same == shown.end()) {
                shown.push_back(std::move(tax));
                continue;
            }
            same->base.minor += tax.base.minor;
            same->tax.minor += tax.tax.minor;
            if (same->reason != tax.reason) same->reason += "; " + tax.reason;
        }
        return shown;
    }

    void taxes() {
        writer_.open("cac:TaxTotal");
        amount("cbc:TaxAmount", invoice_.tax);
        for (const auto& tax : shown_taxes()) {
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
        const Money rounding{i.payable.minor - (i.gross.minor - i.prepaid.minor), i.currency};
        writer_.open("cac:LegalMonetaryTotal");
        amount("cbc:LineExtensionAmount", i.net);
        amount("cbc:TaxExclusiveAmount", i.net);
        amount("cbc:TaxInclusiveAmount", i.gross);
        if (i.prepaid.minor != 0) amount("cbc:PrepaidAmount", i.prepaid);
        if (rounding.minor != 0) amount("cbc:PayableRoundingAmount", rounding);
        amount("cbc:PayableAmount", i.payable);
        writer_.close();
    }

    // BG-32: the norm knows one place of delivery for a whole invoice, a bill in parts has many.
    void place(const bill::Address& address) {
        const std::string text = place_name(address);
        if (text.empty()) return;
        writer_.open("cac:AdditionalItemProperty");
        writer_.element("cbc:Name", words_.supply_address);
        writer_.element("cbc:Value", text);
        writer_.close();
    }

    static std::string joined(const std::string& first, const std::string& second) {
        return first + (first.empty() || second.empty() ? "" : " \u00B7 ") + second;
    }

    // A line counted once says what was counted: "132:08 min · 23 calls".
    std::string description_of(const bill::InvoiceLine& line, const LineText& text) const {
        const std::string told =
            is_tax_inside_ ? told_gross(invoice_, line, text, format_) : std::string();
        std::string words = joined(text.words, told);
        if (text.has_price || text.number.empty() || !line.words.empty()) return words;
        return joined(text.unit.empty() ? text.number : text.number + " " + text.unit, words);
    }

    void write_line(const bill::InvoiceLine& line, const LineText& text) {
        const auto unit = rec20(line.unit);
        const Decimal quantity = sign_ < 0 ? -line.quantity : line.quantity;
        writer_.open(is_credit_ ? "cac:CreditNoteLine" : "cac:InvoiceLine");
        writer_.element("cbc:ID", fmt::format_int(line.number).c_str());
        if (!line.corrects.empty())
            writer_.element("cbc:Note", takes_back_advance(line)
                                            ? fill(words_.advance_billed,
                                                   {line.corrects, format_.days(line.days)})
                                            : fill(words_.corrects, {line.corrects}));
        writer_.element(is_credit_ ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity",
                        decimal(quantity), {{"unitCode", unit}});
        amount("cbc:LineExtensionAmount", line.net);
        const auto* supply = bill::supply_of(invoice_, line);
        if (supply != nullptr) writer_.optional("cbc:AccountingCost", supply->site);  // BT-133
        write_period(line.days);
        if (supply != nullptr && !supply->code.empty()) {
            writer_.open("cac:DocumentReference");  // BT-128
            writer_.element("cbc:ID", supply->code);
            writer_.element("cbc:DocumentTypeCode", kLineObject);
            writer_.close();
        }
        writer_.open("cac:Item");
        writer_.optional("cbc:Description", description_of(line, text));
        writer_.element("cbc:Name", line.name.empty() ? line.piece.charge.text() : line.name);
        category("cac:ClassifiedTaxCategory", line.tax_code, line.tax_percent, {});
        if (supply != nullptr && !parts_.empty()) place(supply->address);
        writer_.close();
        writer_.open("cac:Price");
        writer_.element("cbc:PriceAmount", decimal(line.net_price()),
                        {{"currencyID", invoice_.currency.code()}});
        if (line.base != 1)
            writer_.element("cbc:BaseQuantity", fmt::format_int(line.base).c_str(),
                            {{"unitCode", unit}});
        writer_.close();
        writer_.close();
    }

    const bill::Invoice& invoice_;
    const Strings& words_;
    const Format format_;
    const bool is_tax_inside_;
    const std::vector<bill::Part> parts_;
    xml::Writer writer_;
    bool is_credit_;
    int sign_;
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
