#include "run/number.h"

#include <fmt/format.h>

namespace bw::run {

std::string series_of(const customers::Issuer& issuer, bill::InvoiceKind kind,
                      LocalDate issued_on) {
    return fmt::format("{}{}-{}", issuer.series, kind == bill::InvoiceKind::CreditNote ? "-C" : "",
                       issued_on.year());
}

std::string number_of(std::string_view series, std::int64_t n) {
    return fmt::format("{}-{:06}", series, n);
}

std::string creditor_reference(std::string_view number) {
    std::string body;
    for (const char c : number) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) body += c;
        else if (c >= 'a' && c <= 'z') body += static_cast<char>(c - 'a' + 'A');
    }
    constexpr std::size_t kBody = 21;  // ISO 11649: 25 characters with RF and the check digits
    if (body.size() > kBody) body.erase(0, body.size() - kBody);
    // Modulo 97 over body + "RF00", letters as 10..35; the check digits make the remainder 1.
    int rest = 0;
    for (const char c : body + "RF00")
        rest = c <= '9' ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    return fmt::format("RF{:02}{}", 98 - rest, body);
}

}  // namespace bw::run
