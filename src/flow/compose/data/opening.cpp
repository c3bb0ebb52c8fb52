#include "flow/compose/data/opening.h"

#include "flow/compose/country.h"
#include "flow/compose/epc_qr.h"
#include "flow/compose/line_text.h"
#include "flow/compose/sign.h"
#include "flow/compose/swiss_qr.h"

#include <algorithm>

namespace bw::data {

using compose::fill;
using compose::Format;
using compose::Outcome;

namespace {

std::string_view title_of(const bill::Invoice& invoice, const Format& format) {
    return invoice.kind == bill::InvoiceKind::CreditNote ? format.words().credit_title
                                                         : format.words().invoice_title;
}

// Which documents this one corrects, or that it settles advances.
std::string related_documents(const bill::Invoice& invoice, const Format& format) {
    std::string corrected;
    bool settles = false;
    for (const auto& number : invoice.corrected_numbers) {
        const bool is_advance = std::ranges::any_of(invoice.lines, [&](const auto& line) {
            return line.corrects == number && compose::takes_back_advance(line);
        });
        settles |= is_advance;
        if (!is_advance) corrected.append(corrected.empty() ? "" : ", ").append(number);
    }
    if (!corrected.empty()) return fill(format.words().corrects_documents, {corrected});
    return settles ? std::string(format.words().advances_settled) : std::string();
}

std::string place_of(const bill::Address& address) {
    return address.postcode + (address.postcode.empty() ? "" : " ") + address.city;
}

// People write "aurora.example".
std::string without_scheme(std::string_view web) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (web.starts_with(scheme)) web.remove_prefix(scheme.size());
    if (web.ends_with('/')) web.remove_suffix(1);
    return std::string(web);
}

std::string link_to(const std::string& web) {
    if (web.empty()) return {};
    return (web.find("://") == std::string::npos ? "https://" : "") + web;
}

// A number that does not start with its country is no VAT id but the issuer's tax number at home.
std::string_view tax_id_name(std::string_view id, const Format& format) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const bool is_vat = id.size() > 2 && is_capital(id[0]) && is_capital(id[1]);
    return is_vat ? format.words().vat_id : format.words().tax_id;
}

}  // namespace

DocumentFacts document_facts(const bill::Invoice& invoice, const Format& format) {
    const auto title = title_of(invoice, format);
    const bool is_credit = invoice.kind == bill::InvoiceKind::CreditNote;
    return {
        title,
        is_credit                      ? "credit-note"
        : compose::is_advance(invoice) ? "advance"
                                       : "bill",
        fill(format.words().running_head, {title, invoice.number, format.date(invoice.issued_on)})};
}

InvoiceFacts invoice_facts(const bill::Invoice& invoice, const Format& format) {
    const Money owed = compose::owed(invoice);
    const auto outcome = compose::outcome_of(invoice);
    const int sign = compose::sign_of(invoice);
    const auto shown = [&](Money money) { return Money{money.minor * sign, money.currency}; };
    return {.source = &invoice,
            .number = invoice.number,
            .account_number = invoice.account_number,
            .currency = invoice.currency.code(),
            .issued_on = invoice.issued_on,
            .due_on = invoice.due_on,
            .outcome = outcome == Outcome::Pay       ? "pay"
                       : outcome == Outcome::GetBack ? "get-back"
                                                     : "nothing",
            .owed = owed.minor < 0 ? -owed : owed,
            .net = shown(invoice.net),
            .tax = shown(invoice.tax),
            .gross = shown(invoice.gross),
            .prepaid = shown(invoice.prepaid),
            .related = related_documents(invoice, format)};
}

Party seller_facts(const bill::Seller& s, const Format& format) {
    Party party{.name = s.name,
                .street = s.address.street,
                .place = place_of(s.address),
                .country = {},
                .number = {},
                .email = s.email,
                .phone = s.phone,
                .registration = s.registration,
                .tax_id = {},
                .web_name = without_scheme(s.web),
                .web_link = link_to(s.web)};
    if (!s.vat_id.empty())
        party.tax_id = std::string(tax_id_name(s.vat_id, format)) + " " + s.vat_id;
    return party;
}

Party buyer_facts(const bill::Buyer& b, std::string_view from, const Format& format) {
    Party party;
    party.name = b.name;
    party.street = b.address.street;
    party.place = place_of(b.address);
    party.number = b.number;
    party.email = b.email;
    if (!b.address.country.empty() && b.address.country != from)
        party.country = compose::country_name(b.address.country, format.language());
    return party;
}

std::optional<Why> why_facts(const bill::Invoice& invoice, const Format& format) {
    auto rows = compose::why_rows(invoice, format);
    if (rows.empty()) return std::nullopt;
    return Why{compose::why_title(invoice, format), std::move(rows)};
}

namespace {

// The chart for those who do not see it.
std::string months_in_words(const Usage& usage, const Format& format) {
    std::string out = usage.title + ".";
    for (const auto& month : usage.months) {
        out.append(" ").append(format.month_name(month.first_day));
        out.append(" ").append(std::to_string(month.first_day.year())).append(": ");
        out.append(month.value);
        for (const auto& [name, quantity] : month.windows)
            out.append(", ").append(name).append(" ").append(
                format.quantity(quantity.value, quantity.unit));
        if (month.is_estimated) out.append(", ").append(format.words().read_estimated);
        if (!month.value_before.empty())
            out.append(", ").append(fill(format.words().usage_before, {month.value_before}));
        out.append(".");
    }
    return out;
}

std::string key_of(const Usage& usage, const Format& format) {
    std::string out;
    const auto say = [&](bool is_there, std::string_view words) {
        if (is_there) out.append(out.empty() ? "" : " ").append(words);
    };
    say(std::ranges::any_of(usage.months, [](const auto& m) { return m.year_before.has_value(); }),
        format.words().legend_last_year);
    say(std::ranges::any_of(usage.months, &Month::is_estimated), format.words().legend_estimated);
    return out;
}

}  // namespace

std::optional<Usage> usage_facts(const bill::Invoice& invoice, const Format& format) {
    constexpr std::size_t kMostMonths = 13;
    if (invoice.months.empty()) return std::nullopt;
    Usage usage;
    auto story = compose::usage_story(invoice, format);
    usage.title = std::move(story.title);
    usage.label = format.words().usage;
    if (!story.detail.empty()) usage.label.append(compose::kDot).append(story.detail);
    const std::size_t count = std::min(invoice.months.size(), kMostMonths);
    for (std::size_t i = invoice.months.size() - count; i < invoice.months.size(); ++i) {
        const auto& month = invoice.months[i];
        const auto in_unit = [&](Decimal value) { return Quantity{value, invoice.months_unit}; };
        Month told{month.month.from,
                   in_unit(month.quantity),
                   std::nullopt,
                   month.estimated,
                   compose::usage_value(invoice, month.quantity, format),
                   {}};
        if (month.year_before) {
            told.year_before = in_unit(*month.year_before);
            told.value_before = compose::usage_value(invoice, *month.year_before, format);
        }
        // What is estimated is shown by its hatching.
        for (std::size_t w = 0; w < month.windows.size() && !month.estimated; ++w)
            told.windows.push_back({invoice.month_windows[w], in_unit(month.windows[w])});
        usage.months.push_back(std::move(told));
    }
    usage.in_words = months_in_words(usage, format);
    usage.key = key_of(usage, format);
    return usage;
}

std::optional<Received> received_facts(const bill::Invoice& invoice, const Format& format) {
    Received received;
    received.gains = compose::gains(invoice, format);
    if (received.gains.empty()) return std::nullopt;
    for (const auto& gain : received.gains)
        received.title.append(received.title.empty() ? "" : ", ")
            .append(gain.in_a_row.empty() ? gain.figure : gain.in_a_row);
    return received;
}

const Period& InvoiceFacts::days() const {
    return once(main_days, [&] { return compose::main_period(*source); });
}

Receipt::Receipt(const bill::Invoice& invoice, const Format& format)
    : invoice_(invoice), format_(format), lines_(compose::receipt_line_count(invoice), [&] {
          return compose::receipt_lines(invoice, format);
      }) {}

const Receipt::Rows& Receipt::charges() const {
    return once(charges_, [&] { return compose::receipt_charges(invoice_, format_); });
}
const Receipt::Rows& Receipt::services() const {
    return once(services_, [&] { return compose::receipt_services(invoice_, format_); });
}
const Receipt::Rows& Receipt::sums() const {
    return once(sums_, [&] { return compose::receipt_sums(invoice_, format_); });
}

Result<Payment> Payment::make(const Due& due, const Format& format) {
    const auto& seller = due.seller;
    Payment payment;
    payment.due_ = due.due;
    payment.due_on_ = due.due_on;
    payment.format_ = &format;
    if (due.due.minor <= 0) {
        payment.way = "nothing";
        return payment;
    }
    // With neither account nor reference there is nothing to pay by: a preview.
    if (seller.iban.empty() && due.reference.empty()) {
        payment.way = "unknown";
        return payment;
    }
    payment.way = "transfer";
    payment.payee = seller.bank_account_name.empty() ? seller.name : seller.bank_account_name;
    payment.reference = due.reference;
    payment.iban = seller.iban;
    if (seller.iban.empty()) {
        payment.web = seller.web;
        return payment;
    }
    payment.bic = seller.bic;
    if (compose::takes_swiss_code(seller.iban, due.due.currency)) {
        payment.code = TRY(compose::swiss_payload({.iban = seller.iban,
                                                   .name = payment.payee,
                                                   .address = seller.address,
                                                   .amount = due.due,
                                                   .reference = due.reference}));
        payment.is_swiss = true;
        return payment;
    }
    if (due.due.currency.code() != "EUR") return payment;
    payment.code = TRY(compose::epc_payload({.name = payment.payee,
                                             .iban = seller.iban,
                                             .bic = seller.bic,
                                             .amount = due.due,
                                             .reference = due.reference}));
    return payment;
}

const std::string& Payment::title() const {
    return once(title_, [&] {
        const auto& words = format_->words();
        if (due_.minor == 0) return std::string(words.zero_payment);
        if (due_.minor < 0) return fill(words.credit_payment, {format_->money(-due_)});
        return fill(words.pay_title, {format_->money(due_), format_->date(due_on_)});
    });
}

const std::string& Payment::code_says() const {
    return once(code_says_, [&] {
        if (code.empty()) return std::string();
        return fill(format_->words().pay_code,
                    {format_->money(due_), payee, compose::groups_of_four(reference)});
    });
}

}  // namespace bw::data
