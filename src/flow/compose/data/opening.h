// What the first page tells, as data: who and when, how much, why, what was used, and how to pay.
// Words come from story.h, as does how it adds up.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"
#include "flow/compose/data/lazy.h"
#include "flow/compose/data/value.h"
#include "flow/compose/received.h"
#include "flow/compose/story.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct DocumentFacts {
    std::string_view title;    // "Bill", "Credit note"
    std::string_view kind;     // "bill", "credit-note", "advance"
    std::string running_head;  // "Bill 4711 of 10 November 2026"
};
DocumentFacts document_facts(const bill::Invoice& invoice, const compose::Format& format);

struct InvoiceFacts {
    const bill::Invoice* source = nullptr;
    std::string_view number, account_number, currency;
    LocalDate issued_on, due_on;
    std::string_view outcome;  // "pay", "get-back", "nothing"
    Money owed;                // never below zero: to pay, or to get back
    Money net, tax, gross, prepaid;
    std::string related;  // which documents it corrects, or that it settles advances
    mutable std::optional<Period> main_days = {};

    [[nodiscard]] const Period& days() const;  // what it is for: every line is asked
};
InvoiceFacts invoice_facts(const bill::Invoice& invoice, const compose::Format& format);

struct Party {
    std::string_view name, street;
    std::string place;         // "28195 Bremen"
    std::string_view country;  // in words, where it is not the seller's
    std::string_view number;   // the customer's
    std::string_view email, phone, registration;
    std::string tax_id;              // "VAT id DE123456788"
    std::string web_name, web_link;  // "aurora.example", "https://aurora.example"
};
Party seller_facts(const bill::Seller& seller, const compose::Format& format);
// `from`: the seller's country; another one is told.
Party buyer_facts(const bill::Buyer& buyer, std::string_view from, const compose::Format& format);

struct Why {
    std::string title;  // "8.10 EUR more than your last bill"
    std::vector<compose::WhyRow> rows;
};
std::optional<Why> why_facts(const bill::Invoice& invoice, const compose::Format& format);

struct MonthWindow {
    std::string_view name;  // "Night"
    Quantity quantity;
};
struct Month {
    LocalDate first_day;
    Quantity quantity;
    std::optional<Quantity> year_before;
    bool is_estimated = false;
    std::string value;                      // "353 kWh"
    std::string value_before;               // of the year before; may be empty
    std::vector<MonthWindow> windows = {};  // what it consists of; empty: not told apart
};
struct Usage {
    std::string title;     // the sentence that the months prove
    std::string label;     // "What you used · 353 kWh instead of 383 kWh"
    std::string in_words;  // every month with its value
    std::string key;       // what hatched and outlined bars mean; may be empty
    std::vector<Month> months;
};
std::optional<Usage> usage_facts(const bill::Invoice& invoice, const compose::Format& format);

struct Received {
    std::string title;  // "214 min, 8.2 GB"
    std::vector<compose::Gain> gains;
};
std::optional<Received> received_facts(const bill::Invoice& invoice, const compose::Format& format);

// How it adds up; a mail shows one of its levels.
class Receipt {
public:
    // Both must outlive it.
    Receipt(const bill::Invoice& invoice, const compose::Format& format);

    using Rows = std::vector<compose::ReceiptRow>;
    [[nodiscard]] const LazyList<compose::ReceiptRow>& lines() const { return lines_; }
    [[nodiscard]] const Rows& charges() const;
    [[nodiscard]] const Rows& services() const;
    [[nodiscard]] const Rows& sums() const;

private:
    const bill::Invoice& invoice_;
    const compose::Format& format_;
    LazyList<compose::ReceiptRow> lines_;
    mutable std::optional<Rows> charges_, services_, sums_;
};

// What is to be paid to whom; below zero: what comes back.
struct Due {
    const bill::Seller& seller;
    const std::string& reference;
    Money due;
    LocalDate due_on;
};

class Payment {
public:
    Payment() = default;
    // The seller, the reference and the format must outlive it. Error: the code cannot be made.
    static Result<Payment> make(const Due& due, const compose::Format& format);

    std::string_view way;  // "transfer", "nothing", or "unknown": there is nothing to pay by
    std::string_view payee, iban, bic, reference;
    std::string_view web;   // where there is no account to pay to
    std::string code;       // what banking apps scan (epc_qr.h, swiss_qr.h); empty: they cannot
    bool is_swiss = false;  // the code of Swiss bills, which has a cross in it

    // "Please pay 84.20 EUR by 1 December 2026"
    [[nodiscard]] const std::string& title() const;
    [[nodiscard]] const std::string& code_says() const;  // the code, to be read out

private:
    Money due_;
    LocalDate due_on_;
    const compose::Format* format_ = nullptr;
    mutable std::optional<std::string> title_, code_says_;
};

}  // namespace bw::data
