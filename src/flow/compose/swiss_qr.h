// The text of the code on Swiss bills: SIX, "Swiss Implementation Guidelines for the QR-bill",
// version 2.3 (code version 0200). Drawing it is the QR encoder's work; the guidelines ask for
// error correction level M and the Swiss cross in the middle, 7 of 46 mm.
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "flow/bill/invoice.h"

#include <string>
#include <string_view>

namespace bw::compose {

inline constexpr std::size_t kSwissMaxName = 70, kSwissMaxTown = 35, kSwissMaxPostcode = 16,
                             kSwissMaxMessage = 140;  // characters

struct SwissPayment {
    std::string_view iban;  // of Switzerland or Liechtenstein; spaces allowed
    std::string_view name;  // of the account
    bill::Address address;
    Money amount;  // CHF or EUR, 0.01 to 999,999,999.99
    // 27 digits for a QR-IBAN (its bank's number is 30000 to 31999); else "RF.." goes structured,
    // anything else stands in the message.
    std::string_view reference;
};

// Is it paid to an account there, in one of its currencies?
bool takes_swiss_code(std::string_view iban, Currency currency);

// Who pays is left open: banking apps know. Errors: amount out of range, IBAN or reference with
// wrong check digits, a QR-IBAN without a QR reference, no name, postcode or town, letters that the
// guidelines do not have (Latin ones with accents are there).
Result<std::string> swiss_payload(const SwissPayment& payment);

// The reference of a QR-IBAN: 27 digits, the last one by modulo 10, recursive. Spaces ignored.
bool is_qr_reference(std::string_view reference);

}  // namespace bw::compose
