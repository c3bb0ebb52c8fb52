// What the first page says, as sentences and rows: pure functions of the invoice, so that paper,
// page and message tell the same story. Layout decides where it stands, not what it says.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/format.h"
#include "flow/compose/line_text.h"

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

// Sentences that are good to know: the invoice's own, and what a settlement asks for from now on.
std::vector<std::string> notices(const bill::Invoice& invoice, const Format& format);

// Asks for advances of a payment plan and for nothing else.
bool is_advance(const bill::Invoice& invoice);

// "Electricity"; an unknown kind is a service.
std::string_view kind_name(std::string_view kind, const Format& format);
// "VAT", "USt."; "GST" where the seller's country calls it so.
enum class TaxName { Full, Short };
std::string_view tax_name(const bill::Invoice& invoice, const Format& format,
                          TaxName form = TaxName::Full);
// Why there is no tax: the invoice's own words, else the plain ones; empty where tax is charged (S)
// or the rate is zero by law (Z): EN 16931 BR-S-10, BR-Z-10.
std::string_view tax_reason(const bill::TaxSubtotal& tax, const Strings& words);
// "Uferweg 12, 28195 Bremen"; empty where the street is not known.
std::string place_name(const bill::Address& address);
// "October" for a calendar month, else its days.
std::string period_name(const Period& period, const Format& format);

// A step from the last bill to this one, at most so many: first and last are totals, small
// changes beyond that are one row, changes of nothing are left out.
inline constexpr std::size_t kWhyRows = 6, kWhyRowsAlone = 7;  // beside a chart, and without one
struct WhyRow {
    std::string words;
    Money amount;
    bool is_total = false;
};
std::vector<WhyRow> why_rows(const bill::Invoice& invoice, const Format& format);
// "8.10 EUR more than your last bill". The invoice must have two steps or more.
std::string why_title(const bill::Invoice& invoice, const Format& format);

// The sentence that the chart of months proves, "8 % less than last October", "18 % more than in
// September", or "353 kWh in October" where there is nothing to compare; and the numbers behind it,
// "353 kWh instead of 383 kWh". Needs a month.
struct UsageStory {
    std::string title, detail;
};
UsageStory usage_story(const bill::Invoice& invoice, const Format& format);
// A month's value as the chart and its sentences say it: whole numbers where there are hundreds.
std::string usage_value(const bill::Invoice& invoice, Decimal value, const Format& format);

// What the same month of the year before used, from the month itself or the first of 13.
std::optional<Decimal> year_before(const bill::Invoice& invoice);

// The bill like a till receipt: what adds up, from the most detailed way to say it on, and below it
// the taxes, the total and what is paid; the taxes behind the total where the lines hold them
// (line_text.h). Rows of nothing are left out.
struct ReceiptRow {
    enum class Kind { Group, Tax, Total, Prepaid, Payable };
    Kind kind = Kind::Group;
    std::string name;
    std::string detail;  // "31 days × 0.3122", "352.9 kWh"; may be empty
    Money amount;
    bool is_total = false;  // what stands above, summed up
};
// One for each line, or for each part of a bill in parts; and how many that are.
std::vector<ReceiptRow> receipt_lines(const bill::Invoice& invoice, const Format& format);
std::size_t receipt_line_count(const bill::Invoice& invoice);
// One for each charge; none: a bill in parts.
std::vector<ReceiptRow> receipt_charges(const bill::Invoice& invoice, const Format& format);
// One for each service; none: there is one.
std::vector<ReceiptRow> receipt_services(const bill::Invoice& invoice, const Format& format);
std::vector<ReceiptRow> receipt_sums(const bill::Invoice& invoice, const Format& format);

// What a supply's charges come to by what was used, tax included: "0.3678 EUR per kWh, with VAT",
// of water by the litre too (Directive 2020/2184, annex IV). Empty where that would mislead: lines
// of other days, corrections, credits, or charges that count different quantities.
std::string price_all_in(const bill::Invoice& invoice, int supply, const Format& format);

}  // namespace bw::compose
