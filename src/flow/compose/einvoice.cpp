#include "flow/compose/einvoice.h"

#include "flow/compose/sign.h"
#include "flow/compose/story.h"
#include "flow/compose/units.h"

#include <algorithm>

namespace bw::compose {
namespace {

// Members of the single euro payments area by IBAN country (EPC409-09, 2025).
constexpr std::string_view kSepa =
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT "
    "NL NO PL PT RO RS SE SI SK SM VA";

// A VAT id starts with its country (BR-CO-09); another tax number goes where BT-32 stands.
bool is_vat_id(std::string_view id) {
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    return id.size() > 2 && letter(id[0]) && letter(id[1]);
}

std::string joined(const std::string& first, const std::string& second) {
    return first + (first.empty() || second.empty() ? "" : " \u00B7 ") + second;
}

}  // namespace

Terms::Terms(const bill::Invoice& invoice)
    : invoice_(invoice), words_(strings(language_of(invoice.language))),
      format_(language_of(invoice.language)), is_tax_inside_(shows_tax_inside(invoice)),
      parts_(bill::parts_of(invoice)), texts_(line_texts(invoice, format_)),
      sign_(sign_of(invoice)) {}

bool Terms::is_credit() const { return invoice_.kind == bill::InvoiceKind::CreditNote; }

std::string_view Terms::type_code() const { return is_credit() ? "381" : "380"; }

std::string Terms::amount(const Money& money) const {
    return Money{money.minor * sign_, money.currency}.to_string();
}

Period Terms::period() const {
    Period period = invoice_.period;
    for (const auto& line : invoice_.lines) {
        if (line.days.is_empty()) continue;
        if (period.is_empty()) period = line.days;
        period = {std::min(period.from, line.days.from), std::max(period.to, line.days.to)};
    }
    return period;
}

std::string Terms::part_sentence(const bill::Part& part) const {
    const Money sum = shown_amount(part, is_tax_inside_);
    return fill(
        is_tax_inside_ ? words_.part_with_tax : words_.part_without_tax,
        {part.site, format_.money({sum.minor * sign_, sum.currency}), tax_name(invoice_, format_)});
}

std::vector<std::string> Terms::notes() const {
    std::vector<std::string> notes = notices(invoice_, format_);
    for (const auto& part : parts_)
        if (!part.site.empty()) notes.push_back(part_sentence(part));
    return notes;
}

const std::string& Terms::buyer_reference() const {
    return invoice_.buyer.number.empty() ? invoice_.account_number : invoice_.buyer.number;
}

const std::string& Terms::buyer_country() const {
    const auto& own = invoice_.buyer.address.country;
    return own.empty() ? invoice_.seller.address.country : own;
}

bool Terms::is_outside_vat() const {
    return !invoice_.taxes.empty() &&
           std::ranges::all_of(invoice_.taxes, [](const auto& t) { return t.code == "O"; });
}

std::optional<SellerTaxId> Terms::seller_tax_id() const {
    const std::string_view id = invoice_.seller.vat_id;
    if (id.empty() || is_outside_vat()) return std::nullopt;
    return SellerTaxId{id, is_vat_id(id)};
}

std::string_view Terms::buyer_vat_id() const {
    const std::string_view id = invoice_.buyer.vat_id;
    return is_vat_id(id) && !is_outside_vat() ? id : std::string_view();
}

std::optional<CreditTransfer> Terms::credit_transfer() const {
    const auto& iban = invoice_.seller.iban;
    if (is_credit() || invoice_.payable.minor <= 0 || iban.empty()) return std::nullopt;
    const auto country = std::string_view(iban).substr(0, 2);
    const bool is_sepa =
        invoice_.currency.code() == "EUR" && kSepa.find(country) != std::string_view::npos;
    CreditTransfer transfer{is_sepa ? "58" : "30", iban};
    std::erase(transfer.account, ' ');
    return transfer;
}

std::string_view Terms::payment_terms() const {
    return is_credit() ? words_.get_back_how : std::string_view();
}

std::string_view Terms::tax_code(std::string_view code) const {
    return code == "O" && !is_outside_vat() ? std::string_view("E") : code;
}

bool Terms::has_rate(std::string_view code) const { return tax_code(code) != "O"; }

std::vector<bill::TaxSubtotal> Terms::taxes() const {
    std::vector<bill::TaxSubtotal> shown;
    for (bill::TaxSubtotal tax : invoice_.taxes) {
        tax.reason = tax_reason(tax, words_);
        tax.code = tax_code(tax.code);
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

Money Terms::rounding() const {
    const auto& i = invoice_;
    return {i.payable.minor - (i.gross.minor - i.prepaid.minor), i.currency};
}

std::string Terms::note_of(const bill::InvoiceLine& line) const {
    if (line.corrects.empty()) return {};
    if (!takes_back_advance(line)) return fill(words_.corrects, {line.corrects});
    return fill(words_.advance_billed, {line.corrects, format_.days(line.days)});
}

// A line counted once says what was counted: "132:08 min · 23 calls".
std::string Terms::description_of(const bill::InvoiceLine& line, const LineText& text) const {
    const std::string told =
        is_tax_inside_ ? told_gross(invoice_, line, text, format_) : std::string();
    std::string words = joined(text.words, told);
    if (text.has_price || text.number.empty() || !line.words.empty()) return words;
    return joined(text.unit.empty() ? text.number : text.number + " " + text.unit, words);
}

LineTerms Terms::line(std::size_t index) const {
    const auto& line = invoice_.lines[index];
    LineTerms terms;
    terms.supply = bill::supply_of(invoice_, line);
    terms.note = note_of(line);
    terms.quantity = sign_ < 0 ? -line.quantity : line.quantity;
    terms.unit = rec20(line.unit);
    terms.name = line.name.empty() ? line.piece.charge.text() : line.name;
    terms.description = description_of(line, texts_[index]);
    if (terms.supply != nullptr && !parts_.empty()) terms.place = place_name(terms.supply->address);
    return terms;
}

}  // namespace bw::compose
