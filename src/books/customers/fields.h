// What single fields of issuers and accounts must look like, because documents, e-invoices and file
// names are made of them. Pure.
#pragma once

#include <string_view>

namespace bw::customers {

// "DE123456789": the letters of a country (EL for Greece, XI for Northern Ireland), then digits and
// letters, two digits at least; spaces, dots and hyphens between them. EN 16931, BR-CO-9.
bool is_vat_number(std::string_view text);
// ISO 9362: bank, country, place, and perhaps branch: 8 or 11 characters.
bool is_bic(std::string_view text);
// ISO 13616: the check digits make the number, letters as 10..35 and first four moved last, equal 1
// modulo 97.
bool is_iban(std::string_view text);
// "AU": how numbers of invoices begin, and names of files with them. Letters, digits and inner
// hyphens; at most 12.
bool is_series(std::string_view text);
// "de", "de-AT": a language tag as of BCP 47.
bool is_language(std::string_view text);

}  // namespace bw::customers
