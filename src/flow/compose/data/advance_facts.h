// What a template sees of the advances to come: "advances/1".
#pragma once

#include "base/result.h"
#include "flow/compose/advance_plan.h"
#include "flow/compose/data/opening.h"
#include "flow/compose/data/source.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct PlanFacts {
    std::string_view account_number;
    LocalDate written_on;
    int count = 0;                   // of advances
    Money sum;                       // of all of them
    std::optional<Money> each = {};  // where all are the same, and of one supply
    Period days = {};                // from the first month to the last one
    bool is_invoiced = false;        // at least one comes as an invoice
    bool is_requested = false;       // at least one does not
    LocalDate first_due = {};        // of those that do not
    Money first_sum = {};            // what is due on that day
};

struct AdvanceService {
    std::string_view name;  // "Electricity"
    std::string place;      // may be empty
    std::string_view code, plan;
    LocalDate last_month;  // after it the year is settled
    Money sum;             // of all of its advances
    Money amount = {};     // of the first
    int count = 0;
};

struct AdvanceItem {
    std::optional<LocalDate> due_on;  // nothing: it comes as an invoice
    Period days;
    LocalDate month;  // the last of its days
    std::string_view service;
    Money amount;
};

// The plan must outlive it.
class AdvanceFacts final : public Source {
public:
    // Error: the payment code cannot be made, or a sum is too large.
    static Result<std::unique_ptr<AdvanceFacts>> make(const compose::AdvancePlan& plan,
                                                      Surroundings surroundings = {});

    [[nodiscard]] Item item() const override { return {this}; }
    [[nodiscard]] std::string_view schema() const override { return "advances/1"; }
    [[nodiscard]] const compose::Format& format() const override { return format_; }

    [[nodiscard]] const PlanFacts& plan() const { return plan_; }
    [[nodiscard]] const Party& seller() const { return seller_; }
    [[nodiscard]] const Party& buyer() const { return buyer_; }
    [[nodiscard]] const std::vector<AdvanceService>& services() const { return services_; }
    [[nodiscard]] const std::vector<AdvanceItem>& items() const { return items_; }
    [[nodiscard]] const Payment& payment() const { return payment_; }
    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

private:
    AdvanceFacts(const compose::AdvancePlan& plan, Surroundings surroundings);
    void add_services(const compose::AdvancePlan& plan);
    Result<void> add_items(const compose::AdvancePlan& plan);

    Surroundings surroundings_;
    compose::Format format_;
    PlanFacts plan_;
    Party seller_, buyer_;
    std::vector<AdvanceService> services_;
    std::vector<AdvanceItem> items_;
    Payment payment_;
};

}  // namespace bw::data
