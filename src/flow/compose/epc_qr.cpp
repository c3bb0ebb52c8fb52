#include "flow/compose/epc_qr.h"

#include "flow/compose/payment_text.h"

#include <algorithm>

namespace bw::compose {
namespace {

bool is_alphanumeric(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

// ISO 7064 mod 97-10 of text with its first four characters moved to the end; 1 when right.
int mod97(std::string_view text) {
    int rest = 0;
    const auto take = [&](char c) {
        const int value = c <= '9' ? c - '0' : c - 'A' + 10;
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    };
    for (const char c : text.substr(4)) take(c);
    for (const char c : text.substr(0, 4)) take(c);
    return rest;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_iban(std::string_view iban) {
    const std::string plain = without_spaces(iban);
    return plain.size() >= 15 && plain.size() <= 34 && is_alphanumeric(plain) &&
           !is_digit(plain[0]) && !is_digit(plain[1]) && is_digit(plain[2]) && is_digit(plain[3]) &&
           mod97(plain) == 1;
}

bool is_rf_reference(std::string_view reference) {
    const std::string plain = without_spaces(reference);
    return plain.size() >= 5 && plain.size() <= 25 && plain.starts_with("RF") &&
           is_alphanumeric(plain) && is_digit(plain[2]) && is_digit(plain[3]) && mod97(plain) == 1;
}

Result<std::string> epc_payload(const EpcPayment& payment) {
    const auto& money = payment.amount;
    if (money.currency.code() != "EUR")
        return fail(Code::Unsupported, "a SEPA code exists for EUR only, the amount is in " +
                                           std::string(money.currency.code()));
    if (money.minor < 1 || money.minor > 99'999'999'999)
        return fail(Code::Limit, "a SEPA code holds 0.01 to 999,999,999.99 EUR, the amount is " +
                                     money.to_string());
    if (!is_iban(payment.iban))
        return fail(Code::Invalid,
                    "the issuer's IBAN has wrong check digits or letters; correct it in "
                    "the issuer's bank account");
    if (payment.name.empty())
        return fail(Code::Invalid, "the name of the issuer's bank account is missing");
    const bool structured = is_rf_reference(payment.reference);
    if (!structured && count_characters(payment.reference) > kEpcMaxRemittance)
        return fail(Code::Limit, "the payment reference is longer than 140 characters");

    std::string out = "BCD\n002\n1\nSCT\n";
    out += without_spaces(payment.bic) + '\n';
    out += cut_to(payment.name, kEpcMaxName) + '\n';
    out += without_spaces(payment.iban) + '\n';
    out += "EUR" + money.to_string() + '\n';
    out += '\n';  // no purpose code
    if (structured) out += without_spaces(payment.reference);
    else out += '\n' + cut_to(payment.reference, kEpcMaxRemittance);
    while (out.ends_with('\n')) out.pop_back();
    if (out.size() > kEpcMaxBytes)
        return fail(Code::Limit, "the payment code has " + std::to_string(out.size()) +
                                     " bytes, 331 are allowed; shorten the account name");
    return out;
}

}  // namespace bw::compose
