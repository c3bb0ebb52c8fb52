// What becomes a document: a bill, or a letter beside it.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"
#include "flow/compose/advance_plan.h"
#include "flow/compose/contract_summary.h"
#include "flow/compose/data/source.h"
#include "flow/compose/itemised_bill.h"
#include "flow/compose/reminder.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace bw::documents {

// A view: what it is made of must outlive it. Where one is asked for, an invoice or a letter does.
class Matter {
public:
    // NOLINTBEGIN(google-explicit-constructor): each of them is one
    Matter(const bill::Invoice& invoice) : of_(&invoice) {}
    Matter(const compose::Reminder& reminder) : of_(&reminder) {}
    Matter(const compose::AdvancePlan& plan) : of_(&plan) {}
    Matter(const compose::ContractSummary& summary) : of_(&summary) {}
    Matter(const compose::ItemisedBill& bill) : of_(&bill) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] const bill::Seller& seller() const;
    [[nodiscard]] const bill::Buyer& buyer() const;
    [[nodiscard]] std::string_view language() const;
    [[nodiscard]] LocalDate day() const;                 // of the document
    [[nodiscard]] const std::string& number() const;     // the invoice's, or account's
    [[nodiscard]] std::string name() const;              // for errors: "invoice AU-2026-000001"
    [[nodiscard]] const bill::Invoice* invoice() const;  // null: a letter

    // What a template is filled with. Error: the payment code cannot be made, a sum is too large.
    [[nodiscard]] Result<std::unique_ptr<data::Source>> facts(data::Surroundings around) const;

private:
    std::variant<const bill::Invoice*, const compose::Reminder*, const compose::AdvancePlan*,
                 const compose::ContractSummary*, const compose::ItemisedBill*>
        of_;
};

}  // namespace bw::documents
