// Names of lines, in the language of who reads them. What a tariff names stands on the bill as
// written; what it gives only a key for is put into words (key_words.h), so that no key reaches a
// customer.
#pragma once

#include "books/catalog/catalog.h"
#include "flow/rate/rated.h"

#include <string>

namespace bw::bill {

// The tariff's own name of the charge, then season, window and tier in words ("Drinking water,
// above 10 m³"); of calls the destination ("Calls: Austria, off-peak"). tag: "de", "de-AT".
std::string line_name(const catalog::Catalog& catalog, const catalog::Plan& plan,
                      const rate::Piece& piece, const std::string& tag);

// Of a charge or discount beside the piece, in its schedule or plan.
std::string charge_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                         const std::string& charge, const std::string& tag);
// Of the piece's season and window; empty where it has none.
std::string season_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                         const std::string& tag);
std::string window_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                         const std::string& tag);

// The charge of a schedule that a piece was rated by; null for fees, discounts, calls, and where
// the catalog has it no more.
const catalog::Charge* charge_of(const catalog::Catalog& catalog, const rate::Piece& piece);

}  // namespace bw::bill
