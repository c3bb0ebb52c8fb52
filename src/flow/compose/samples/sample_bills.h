// Plausible invoices with right sums, the same on every call. Variants turn one of them into the
// cases that layouts and e-invoices must survive. Words of lines are there in English and German,
// of electricity and water in Italian and Spanish, too; English stands for what is not.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/advance_plan.h"
#include "flow/compose/contract_summary.h"
#include "flow/compose/itemised_bill.h"
#include "flow/compose/reminder.h"

#include <string_view>

namespace bw::compose::samples {

// A home with time-of-use energy, standing charge, electricity tax, solar credit and 13 months;
// brand "aurora".
bill::Invoice electricity(std::string_view language);
// Two mobile numbers: fees, national calls, data, calls abroad; brand "nordlink".
bill::Invoice mobile(std::string_view language);

// The electricity bill given back in full: bill's own negative signs, the corrected number
// referenced.
bill::Invoice credit_note(std::string_view language);
// Prepaid covers all: 0.00 payable.
bill::Invoice settled(std::string_view language);
// A first bill: no history, no steps.
bill::Invoice first_bill(std::string_view language);
// The mobile bill with `count` lines over three numbers; exercises page breaks.
bill::Invoice long_bill(std::string_view language, int count);
// Names, addresses and words as long as real ones get.
bill::Invoice long_names(std::string_view language);
// Sydney, AUD, GST 10 %: no SEPA.
bill::Invoice australian();
// Biel, CHF, tax 8.1 %: paid by the Swiss code.
bill::Invoice swiss(std::string_view language);
// A correction beside this month's charges: earlier line period, negative lines, all tax
// categories.
bill::Invoice corrected(std::string_view language);
// The electricity bill by a tariff whose prices hold the tax, all of its lines, or all but the
// standing charge.
enum class GrossLines { All, AllButOne };
bill::Invoice gross(std::string_view language, GrossLines lines);
// Water by reads of the counter, in tiers, two taxes, 5 months of history.
bill::Invoice water(std::string_view language);
// Calls, data and messages as rate prices them: one piece for each destination, included units.
bill::Invoice calls(std::string_view language);
// Fees in advance and once, nothing measured; a first bill.
bill::Invoice fees_only(std::string_view language);
// A works with every tax category, missing readings and the largest amounts a bill may have.
bill::Invoice large(std::string_view language);
// A bakery and its shops: a part for each, one with two services, the head office in none.
bill::Invoice sites(std::string_view language);
// What a payment plan asks for, by an invoice of its own.
bill::Invoice advance(std::string_view language);
// The settlement of half a year, which takes three advances of two tax rates back; or, of one
// without invoices, deducts what was paid.
enum class Advances { Invoiced, Requested };
bill::Invoice settlement(std::string_view language, Advances advances);
// The electricity bill with what the law wants said, and the sources of energy as a ring.
bill::Invoice disclosing(std::string_view language);
// The electricity bill with its months by day and by night, but for the oldest four.
bill::Invoice by_windows(std::string_view language);
// Names and places in Greek, Cyrillic, Arabic and Hebrew letters.
bill::Invoice scripts();
// The electricity bill with other numbers: for a run of many different bills.
bill::Invoice numbered(const bill::Invoice& model, int n);

// Two invoices that were due, a credit taken off; and one of 40 with the longest names.
enum class Overdue { Two, Many };
compose::Reminder reminder(std::string_view language, Overdue overdue);
// Eleven sums of a year; six bills, every other month; or two services, one of each kind, whose
// amounts change, with the longest names.
enum class Asked { Sums, Bills, Both };
compose::AdvancePlan advance_plan(std::string_view language, Asked asked);
// Broadband with all that may be said; or mobile without a minimum duration and with little said.
enum class Said { All, Little };
compose::ContractSummary contract_summary(std::string_view language, Said said);

// A week of two services; or two thousand calls, with the longest names.
enum class Called { Little, Much };
compose::ItemisedBill itemised_bill(std::string_view language, Called called);

// Sums of lines, taxes by code and percent, net, tax, gross, payable = gross - prepaid.
void total_up(bill::Invoice& invoice);
// So that the steps of its why add up.
void balance_why(bill::Invoice& invoice);
// "RF18539007547034" from "539007547034" (ISO 11649).
std::string rf_reference(std::string_view digits);

}  // namespace bw::compose::samples
