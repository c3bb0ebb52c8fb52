// What bill hands over: an invoice with everything it shows frozen in it (law 7). compose lays it
// out, deliver sends it, nobody looks a name up again. Field comments name EN 16931's business
// terms (BT-n, BG-n).
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "base/money.h"
#include "flow/rate/rated.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bw::bill {

// What is billed after use, what before it (fees in advance) and what a payment plan asks for go
// separately through the months.
enum class Stream : std::uint8_t { Arrears, Advance, Request };

struct Address {
    std::string street, postcode, city, country;  // country: ISO 3166-1 alpha-2
    friend bool operator==(const Address&, const Address&) = default;
};

struct Seller {  // BG-4, the issuer
    std::string name, vat_id, registration, email, phone, web;
    Address address;
    std::string iban, bic, bank_account_name;
    std::string brand;  // key of the brand in compose: "aurora", "nordlink"
};

struct Buyer {                 // BG-7, the billing account's holder
    std::string name, number;  // number: the customer's
    std::string vat_id, email;
    Address address;
};

enum class InvoiceKind : std::uint8_t { Invoice, CreditNote };  // UNTDID 1001: 380, 381

// What stands behind a supplied service: shown as supply data.
struct SupplyPoint {
    std::string code;  // POD, MPAN, MSISDN
    std::string kind;  // "electricity", "gas", "water", "mobile", "broadband"
    Address address;
    std::string plan;        // plan name in the document's language
    std::string plan_until;  // contract end, may be empty
    std::string site = {};   // the part of the bill it stands in: a branch, a cost centre (BT-133)
};

struct InvoiceLine {  // BG-25
    int number = 0;   // BT-126
    std::int64_t subscription = 0;
    int supply = -1;    // index into Invoice::supplies, -1 none
    std::string name;   // BT-153, in the document's language: "Energy, peak"
    std::string words;  // one plain sentence: "412.6 kWh at 0.2871 per kWh, Mon-Fri 8 to 19"
    Period days;        // BG-26 line period
    Period nominal;     // the civil month the charge belongs to
    Stream stream = Stream::Arrears;
    Decimal quantity;       // BT-129
    std::string unit;       // our unit; compose maps to UN/ECE Rec 20
    Decimal price;          // as its tariff states it, never negative
    std::int64_t base = 1;  // BT-149
    Money net;              // BT-131
    // Quantity x price / base where the tariff's prices hold the tax: what the customer was told.
    // Those of a tax rate sum to its base and tax; `net` is this line's part of the base (taxed.h).
    std::optional<Money> gross = {};
    std::string tax_code;  // BT-151: S, Z, E, AE, O
    Decimal tax_percent;   // BT-152
    std::string tax;       // our category key
    // Set on an adjustment: the invoice that is corrected.
    std::string corrects;   // its number
    bool reversal = false;  // takes back what was billed there; else it is billed anew
    rate::Piece piece;      // what was rated, for explain

    // As its tariff states it, with tax or without.
    [[nodiscard]] const Money& amount() const { return gross ? *gross : net; }
    // BT-146: the price without tax, to nine decimals.
    [[nodiscard]] Decimal net_price() const {
        if (!gross) return price;
        constexpr int128 kHundred = int128{100} * Decimal::kScale;
        return Decimal::from_nano(divide_rounded(price.nano() * kHundred,
                                                 kHundred + tax_percent.nano(), Rounding::HalfUp));
    }
};

struct TaxSubtotal {       // BG-23
    std::string code;      // BT-118
    Decimal percent;       // BT-119
    std::string category;  // our key; its name for the document
    std::string reason;    // BT-120, for exemption
    Money base;            // BT-116
    Money tax;             // BT-117
};

// One month of history for the chart.
struct MonthValue {
    Period month;  // or the part of it that was supplied, which is compared with nothing
    Decimal quantity;
    bool estimated = false;
    std::optional<Decimal> year_before;
    std::vector<Decimal> windows = {};  // of Invoice::month_windows; empty: not told apart
};

// A step of 'why this amount': last bill -> changes -> this bill. The first and the last step are
// totals.
enum class WhyKind : std::uint8_t { LastBill, Usage, Price, Fixed, Corrections, Tax, ThisBill };
struct WhyStep {
    WhyKind kind = WhyKind::ThisBill;
    Money amount;      // a total, or the signed change
    Decimal quantity;  // Usage: how much more was used
    std::string unit;
    Period period;        // LastBill, ThisBill: what they were for
    std::string words;    // empty: compose says it in the document's language
    bool is_end = false;  // of a discount: always told by itself
};

// What the law wants on bills of a service, in the issuer's words (customers::Disclosure).
struct Disclosure {
    std::string duty, words;
    struct Share {
        std::string name;
        Decimal percent;
        friend bool operator==(const Share&, const Share&) = default;
    };
    std::vector<Share> shares;  // of a whole; may be empty, as the title above them
    std::string title;
    friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

// What a settlement asks for from now on.
struct NextAdvance {
    LocalDate from;  // the first day of a month
    Money gross;
    std::string supply;  // code of the supply point; empty: the account has only one
    int due_day = 0;     // of each month, when it is to be paid without an invoice; 0: by invoice
};

struct Invoice {
    InvoiceKind kind = InvoiceKind::Invoice;
    InvoiceId id;
    std::string number;             // BT-1; a placeholder until numbered
    LocalDate issued_on;            // BT-2
    LocalDate due_on;               // BT-9
    std::string language;           // "en", "de-AT"
    Currency currency;              // BT-5
    std::string account_number;     // the billing account's, BT-12 / shown
    std::string payment_reference;  // BT-83, RF.. (ISO 11649)
    Seller seller;
    Buyer buyer;
    Period period;  // BG-14
    std::vector<SupplyPoint> supplies;
    std::vector<std::int64_t> supply_subscriptions;  // parallel to supplies
    std::vector<InvoiceLine> lines;
    std::vector<TaxSubtotal> taxes;
    Money net;                                   // BT-109 (= BT-106, no document-level allowances)
    Money tax;                                   // BT-110
    Money gross;                                 // BT-112
    Money prepaid;                               // BT-113
    Money payable;                               // BT-115
    std::vector<std::string> corrected_numbers;  // BG-3 preceding invoices
    // for the first page
    std::vector<WhyStep> why;
    std::vector<MonthValue> months;          // oldest first, up to 13
    std::string months_unit;                 // "kWh", "min"
    std::vector<std::string> month_windows;  // "Day", "Night": what months consist of; may be empty
    std::vector<NextAdvance> next_advances;
    std::vector<std::string> notices;  // sentences: missing readings, estimates, price changes
    std::vector<Disclosure> disclosures;
};

}  // namespace bw::bill
