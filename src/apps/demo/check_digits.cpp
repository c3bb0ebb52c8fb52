#include "apps/demo/check_digits.h"

#include "base/check.h"

#include <fmt/format.h>

namespace bw::demo {

int iban_remainder(std::string_view iban) {
    if (iban.size() < 5) return -1;
    int remainder = 0;
    const std::string moved = std::string(iban.substr(4)) + std::string(iban.substr(0, 4));
    for (const char c : moved) {
        if (c >= '0' && c <= '9') {
            remainder = (remainder * 10 + (c - '0')) % 97;
        } else if (c >= 'A' && c <= 'Z') {
            remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
        } else {
            return -1;
        }
    }
    return remainder;
}

std::string german_iban(std::string_view bank_code, std::uint64_t account) {
    CHECK(bank_code.size() == 8 && account <= 9'999'999'999);
    const std::string without = fmt::format("DE00{}{:010}", bank_code, account);
    return fmt::format("DE{:02}{}", 98 - iban_remainder(without), without.substr(4));
}

std::string german_vat_id(std::uint32_t number) {
    CHECK(number >= 10'000'000 && number <= 99'999'999);
    int product = 10;
    for (const char c : fmt::format("{}", number)) {
        const int sum = (c - '0' + product) % 10;
        product = (2 * (sum == 0 ? 10 : sum)) % 11;
    }
    return fmt::format("DE{}{}", number, (11 - product) % 10);
}

}  // namespace bw::demo
