// What the first page says, as sentences and rows: pure functions of the invoice, so that paper,
// page and message tell the same story. Layout decides where it stands, not what it says.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/format.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::compose {

enum class Outcome { Pay, GetBack, Nothing };
Outcome outcome_of(const bill::Invoice& invoice);

// The first thing read: "Your bill is 84.20 EUR." "It is due on Tuesday, 1 December."
struct Headline {
    std::string amount, what_now;
    std::string about;    // "Electricity, Home Flex, 1 to 31 October 2026"
    std::string prepaid;  // "20.00 EUR of 84.20 EUR is already paid." or empty
};
Headline headline(const bill::Invoice& invoice, const Format& format);

// "Electricity"; an unknown kind is a service.
std::string_view kind_name(std::string_view kind, const Format& format);
// "VAT", "USt."; "GST" where the seller's country calls it so.
enum class TaxName { Full, Short };
std::string_view tax_name(const bill::Invoice& invoice, const Format& format,
                          TaxName form = TaxName::Full);
// Why there is no tax: the invoice's own words, else the plain ones; empty where tax is charged (S)
// or the rate is zero by law (Z): EN 16931 BR-S-10, BR-Z-10.
std::string_view tax_reason(const bill::TaxSubtotal& tax, const Strings& words);
// "October" for a calendar month, else its days.
std::string period_name(const Period& period, const Format& format);

// A step from the last bill to this one, at most kWhyRows of them: first and last are totals, small
// changes beyond that are one row, changes of nothing are left out.
inline constexpr std::size_t kWhyRows = 6;
struct WhyRow {
    std::string words;
    Money amount;
    bool is_total = false;
};
std::vector<WhyRow> why_rows(const bill::Invoice& invoice, const Format& format);
// "8.10 EUR more than your last bill". The invoice must have two steps or more.
std::string why_title(const bill::Invoice& invoice, const Format& format);

// The sentence that the chart of months proves: "8 % less than last October". Needs a month.
std::string usage_title(const bill::Invoice& invoice, const Format& format);

// What the same month of the year before used, from the month itself or the first of 13.
std::optional<Decimal> year_before(const bill::Invoice& invoice);

// The bill like a till receipt: its lines, or groups of them by charge where there are more than
// that, then taxes, then the total.
inline constexpr std::size_t kReceiptRows = 6;
struct ReceiptRow {
    enum class Kind { Group, Tax, Total, Prepaid, Payable };
    Kind kind = Kind::Group;
    std::string name;
    std::string detail;  // "31 days × 0.3122", "352.9 kWh"; may be empty
    Money amount;
};
std::vector<ReceiptRow> receipt(const bill::Invoice& invoice, const Format& format,
                                std::size_t most_groups = kReceiptRows);

}  // namespace bw::compose
