// What an invoice says in the terms of EN 16931-1 (BT-n, BG-n), before it is written in one of the
// norm's syntaxes: ubl.h and cii.h say the same because both ask here. It maps; it does not
// compute: sums and taxes are the invoice's own.
//
// Signs. A credit note that bill counted below zero (what the customer gets back is negative) is
// turned: totals and credited quantities become positive, as document type 381 demands; a line that
// reduces the credit becomes negative. A price never is (BR-27).
//
// What the invoice leaves open is filled by rule, never guessed: a line period that lies outside
// the billing period (a correction) widens BT-73/74 to hold it (PEPPOL-EN16931-R110); a tax at
// nothing without a reason gets the plain one in the document's language (BR-E-10, BR-AE-10,
// BR-O-10); a category outside the scope of VAT beside others is given as exempt (BR-O-11); the
// buyer's country falls back to the seller's (BR-11); what is payable beyond gross - prepaid is
// payable rounding (BT-114).
//
// Prices that hold the tax. The norm has net ones only: a line's net amount is bill's (its part of
// the net of its rate, so that the lines sum to BT-116 and BT-109), its price the tariff's without
// tax to nine decimals, which keeps R120 up to some ten million units; what the customer was told
// stands in the description. BT-117 is what is left of the gross amounts, not always the rounded
// `BT-116 x rate`: about one gross sum in six has no net of two decimals to which 19 % lead. The
// norm's own validation of BR-CO-17 and BR-S-09 allows less than one unit of currency between them;
// a payable rounding is not needed, and would ask for another tax than the price holds.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/bill/parts.h"
#include "flow/compose/format.h"
#include "flow/compose/line_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::compose {

inline constexpr std::string_view kNorm = "urn:cen.eu:en16931:2017";  // BT-24
inline constexpr std::string_view kMailScheme = "EM";                 // EAS: electronic mail
inline constexpr std::string_view kInvoicedObject = "130";            // UNTDID 1001, for BT-128

// The account to pay to.
struct CreditTransfer {
    std::string_view means;  // BT-81, UNTDID 4461: 58 within the single euro payments area, else 30
    std::string account;     // BT-84, without spaces
};

struct SellerTaxId {
    std::string_view id;
    bool is_vat = false;  // BT-31; else another tax number, BT-32
};

// What a line says beside its own numbers.
struct LineTerms {
    const bill::SupplyPoint* supply = nullptr;  // its code is BT-128, its site BT-133; null: none
    std::string note;                           // BT-127: what it corrects; may be empty
    Decimal quantity;                           // BT-129, with the document's sign
    std::string_view unit;                      // BT-130 and BT-150
    std::string name;                           // BT-153
    std::string description;                    // BT-154; may be empty
    std::string place;                          // BT-161; may be empty
};

// One invoice; it must outlive this. Thread: one owner.
class Terms {
public:
    explicit Terms(const bill::Invoice& invoice);

    [[nodiscard]] const bill::Invoice& invoice() const { return invoice_; }
    [[nodiscard]] bool is_credit() const;
    [[nodiscard]] std::string_view type_code() const;            // BT-3: 380, 381
    [[nodiscard]] std::string amount(const Money& money) const;  // with the document's sign
    [[nodiscard]] Period period() const;  // BG-14, wide enough for every line
    // BT-22: notices, then what each part of a bill for many comes to, for which the norm has no
    // sum between the lines and the whole.
    [[nodiscard]] std::vector<std::string> notes() const;
    // BT-10: the number that the buyer knows itself by (PEPPOL-EN16931-R003).
    [[nodiscard]] const std::string& buyer_reference() const;
    [[nodiscard]] const std::string& buyer_country() const;  // BT-55
    // None outside the scope of VAT, where no VAT id may be stated (BR-O-02, -03).
    [[nodiscard]] std::optional<SellerTaxId> seller_tax_id() const;
    [[nodiscard]] std::string_view buyer_vat_id() const;  // BT-48; may be empty
    // None where nothing is to be paid or no account is known.
    [[nodiscard]] std::optional<CreditTransfer> credit_transfer() const;
    // BT-20, of a credit note, which has no due date (BR-CO-25); else empty.
    [[nodiscard]] std::string_view payment_terms() const;
    // BT-118, BT-151. 'Outside the scope' may not stand beside taxed lines (BR-O-11 to 14): there
    // it is given as exempt.
    [[nodiscard]] std::string_view tax_code(std::string_view code) const;
    [[nodiscard]] bool has_rate(std::string_view code) const;  // BR-O-05
    // BG-23, one for each code and rate as they are shown (BR-E-01), reasons filled in.
    [[nodiscard]] std::vector<bill::TaxSubtotal> taxes() const;
    [[nodiscard]] Money rounding() const;  // BT-114
    [[nodiscard]] LineTerms line(std::size_t index) const;
    // BT-160 of a line's place. The norm knows one place of delivery for a whole invoice, a bill in
    // parts has many.
    [[nodiscard]] std::string_view place_label() const { return words_.supply_address; }

private:
    [[nodiscard]] bool is_outside_vat() const;
    [[nodiscard]] std::string part_sentence(const bill::Part& part) const;
    [[nodiscard]] std::string note_of(const bill::InvoiceLine& line) const;
    [[nodiscard]] std::string description_of(const bill::InvoiceLine& line,
                                             const LineText& text) const;

    const bill::Invoice& invoice_;
    const Strings& words_;
    const Format format_;
    const bool is_tax_inside_;
    const std::vector<bill::Part> parts_;
    const std::vector<LineText> texts_;
    const int sign_;
};

}  // namespace bw::compose
