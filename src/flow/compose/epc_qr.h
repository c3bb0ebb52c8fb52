// The text of the code that banking apps scan: European Payments Council, EPC069-12 version 2.1
// ("Quick Response Code: guidelines to enable data capture for a SEPA credit transfer"), BCD
// version 002, UTF-8. Drawing it is the QR encoder's work; the guideline asks for error correction
// level M.
#pragma once

#include "base/money.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace bw::compose {

inline constexpr std::size_t kEpcMaxBytes = 331;
inline constexpr std::size_t kEpcMaxName = 70;         // characters
inline constexpr std::size_t kEpcMaxRemittance = 140;  // characters, unstructured

struct EpcPayment {
    std::string_view name;       // of the account; longer than 70 characters is cut
    std::string_view iban;       // spaces allowed
    std::string_view bic;        // may be empty: not needed inside the EEA
    Money amount;                // EUR, 0.01 to 999,999,999.99
    std::string_view reference;  // a valid ISO 11649 "RF.." goes structured, anything else as text
};

// Errors: not EUR, amount out of range, IBAN with wrong check digits, no name, remittance or
// payload too long.
Result<std::string> epc_payload(const EpcPayment& payment);

// ISO 13616 / ISO 7064 mod 97-10: letters and digits, right length class, check digits right.
// Spaces ignored.
bool is_iban(std::string_view iban);
// ISO 11649 creditor reference: RF, two check digits, up to 21 letters or digits. Spaces ignored.
bool is_rf_reference(std::string_view reference);

}  // namespace bw::compose
