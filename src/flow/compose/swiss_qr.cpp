#include "flow/compose/swiss_qr.h"

#include "base/utf8.h"
#include "flow/compose/epc_qr.h"
#include "flow/compose/payment_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::compose {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Basic Latin, Latin-1 Supplement, Latin Extended-A, and S and T with comma below, and the euro.
bool is_known(std::string_view character) {
    char32_t code = static_cast<unsigned char>(character[0]);
    if (character.size() == 2)
        code = (code & 0x1F) << 6 | (static_cast<unsigned char>(character[1]) & 0x3F);
    if (character.size() > 2) return character == "\u20AC";
    return (code >= 0x20 && code <= 0x7E) || (code >= 0xA0 && code <= 0x17F) ||
           (code >= 0x218 && code <= 0x21B);
}

Result<std::string> field(std::string_view text, std::size_t most, std::string_view what) {
    std::string out = cut_to(text, most);
    for (std::string_view rest = out; !rest.empty();) {
        const std::size_t length = utf8_sequence_length(rest);
        if (length == 0 || !is_known(rest.substr(0, length)))
            return fail(Code::Unsupported,
                        fmt::format("the {} in '{}' has letters that a Swiss payment code does not "
                                    "have: write it in Latin letters",
                                    what, out));
        rest.remove_prefix(length);
    }
    return out;
}

// The bank's number of a QR-IBAN.
bool is_qr_iban(std::string_view iban) {
    const auto bank = iban.substr(4, 5);
    return bank >= "30000" && bank <= "31999";
}

struct Reference {
    std::string_view type;
    std::string text, message;
};
Result<Reference> reference_of(const SwissPayment& payment, std::string_view iban) {
    if (is_qr_iban(iban)) {
        if (!is_qr_reference(payment.reference))
            return fail(Code::Invalid,
                        "the issuer's IBAN is a QR-IBAN, which asks for a QR reference of 27 "
                        "digits; enter the ordinary IBAN of the account");
        return Reference{"QRR", without_spaces(payment.reference), {}};
    }
    if (is_rf_reference(payment.reference))
        return Reference{"SCOR", without_spaces(payment.reference), {}};
    return Reference{"NON", {}, TRY(field(payment.reference, kSwissMaxMessage, "reference"))};
}

}  // namespace

bool is_qr_reference(std::string_view reference) {
    constexpr std::size_t kDigits = 27;
    constexpr std::array<int, 10> kTable = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
    const std::string plain = without_spaces(reference);
    if (plain.size() != kDigits || !std::ranges::all_of(plain, is_digit)) return false;
    int carry = 0;
    for (const char c : plain.substr(0, kDigits - 1))
        carry = kTable[static_cast<std::size_t>((carry + (c - '0')) % 10)];
    return (10 - carry) % 10 == plain.back() - '0';
}

bool takes_swiss_code(std::string_view iban, Currency currency) {
    const std::string plain = without_spaces(iban);
    const bool is_there = plain.starts_with("CH") || plain.starts_with("LI");
    return is_there && (currency.code() == "CHF" || currency.code() == "EUR");
}

Result<std::string> swiss_payload(const SwissPayment& payment) {
    const auto& money = payment.amount;
    if (money.minor < 1 || money.minor > 99'999'999'999)
        return fail(Code::Limit,
                    "a Swiss payment code holds 0.01 to 999,999,999.99, the amount is " +
                        money.to_string());
    constexpr std::size_t kIbanDigits = 21;
    const std::string iban = without_spaces(payment.iban);
    if (!is_iban(iban) || iban.size() != kIbanDigits || !takes_swiss_code(iban, money.currency))
        return fail(Code::Invalid, "the issuer's IBAN is no right one of Switzerland or "
                                   "Liechtenstein; correct it in the issuer's bank account");
    const auto& address = payment.address;
    if (payment.name.empty() || address.postcode.empty() || address.city.empty())
        return fail(Code::Invalid, "a Swiss payment code asks for name, postcode and town of the "
                                   "issuer; complete its file");
    const auto reference = TRY(reference_of(payment, iban));
    std::string out = "SPC\n0200\n1\n" + iban + "\nS\n";
    out += TRY(field(payment.name, kSwissMaxName, "name")) + '\n';
    out += TRY(field(address.street, kSwissMaxName, "street")) + '\n';
    out += '\n';  // the number stands with the street
    out += TRY(field(address.postcode, kSwissMaxPostcode, "postcode")) + '\n';
    out += TRY(field(address.city, kSwissMaxTown, "town")) + '\n';
    out += address.country + '\n';
    out += std::string(7, '\n');  // nobody else is paid in the end
    out += money.to_string() + '\n';
    out.append(money.currency.code()) += '\n';
    out += std::string(7, '\n');  // who pays
    out.append(reference.type).append("\n").append(reference.text).append("\n");
    return out.append(reference.message).append("\nEPD");
}

}  // namespace bw::compose
