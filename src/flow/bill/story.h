// What the first page tells besides the amount: which services, why this amount, the last months,
// notices. Data only; compose says it in the document's language.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"
#include "flow/bill/billed.h"
#include "flow/bill/difference.h"
#include "flow/meter/reader.h"

#include <span>
#include <string>

namespace bw::bill {

// "de" of "de-AT": catalogs name things by language alone.
std::string language_of(const std::string& tag);

// The name of a line in a language: the tariff's own name of the charge, then season, window and
// tier in words ("Drinking water, above 10 m³"); what a tariff leaves unnamed is said in plain
// words, never by its key.
std::string line_name(const catalog::Catalog& catalog, const catalog::Plan& plan,
                      const rate::Piece& piece, const std::string& tag);

// The service points behind the entries and the period they span.
Result<void> add_supplies(Invoice& invoice, const customers::BillingAccount& account,
                          std::span<const Adjustment> entries, const catalog::Catalog& catalog,
                          LocalDate on);

// Why: last bill, what changed (usage at the old price, price, fixed charges, corrections, tax),
// this bill; the steps sum. Months: what was measured in the last 13 months of the first supply,
// where it is measured in intervals.
Result<void> tell_story(Invoice& invoice, const customers::BillingAccount& account,
                        const Prior& prior, const catalog::Catalog& catalog,
                        const meter::Reader& reader);

void add_notice(Invoice& invoice, const Exception& exception);

}  // namespace bw::bill
