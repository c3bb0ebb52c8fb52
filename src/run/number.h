// Numbers of issued documents: one gapless series per issuer, document kind and year of issue; and
// the creditor reference that a payer quotes (ISO 11649).
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/invoice.h"

#include <string>
#include <string_view>

namespace bw::run {

// "AU-2026" for invoices, "AU-C-2026" for credit notes: each kind counts for itself, as the law of
// most countries wants.
std::string series_of(const customers::Issuer& issuer, bill::InvoiceKind kind, LocalDate issued_on);
// "AU-2026-000042": at least six digits.
std::string number_of(std::string_view series, std::int64_t n);
// "RF" + two check digits + the letters and digits of the number, at most 25 characters.
std::string creditor_reference(std::string_view number);

}  // namespace bw::run
