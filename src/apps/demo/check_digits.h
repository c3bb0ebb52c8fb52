// Check digits of invented bank accounts and VAT ids, so that the files pass the same checks as
// real ones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bw::demo {

// IBAN of a German account (ISO 13616: ISO 7064 mod 97-10). bank_code 8 digits, account at most 10.
std::string german_iban(std::string_view bank_code, std::uint64_t account);
// The remainder that a valid IBAN leaves is 1; -1 for characters that an IBAN does not have.
int iban_remainder(std::string_view iban);
// "DE" and nine digits, the last by ISO 7064 mod 11,10. number: eight digits, the first not 0.
std::string german_vat_id(std::uint32_t number);

}  // namespace bw::demo
