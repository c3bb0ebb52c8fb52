// What a template sees of a reminder: "reminder/1".
#pragma once

#include "base/result.h"
#include "flow/compose/data/opening.h"
#include "flow/compose/data/source.h"
#include "flow/compose/reminder.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct LetterFacts {
    std::string_view account_number;
    LocalDate written_on, pay_by;
    int count = 0;  // of invoices
    Money owed;
    Money open;    // on the invoices
    Money credit;  // taken off; may be zero
    bool has_credit = false;
};

struct OverdueItem {
    std::string_view number;
    LocalDate issued_on, due_on;
    int days_late = 0;
    Money open;
};

// The reminder must outlive it.
class ReminderFacts final : public Source {
public:
    // Error: the payment code cannot be made.
    static Result<std::unique_ptr<ReminderFacts>> make(const compose::Reminder& reminder,
                                                       Surroundings surroundings = {});

    [[nodiscard]] Item item() const override { return {this}; }
    [[nodiscard]] std::string_view schema() const override { return "reminder/1"; }
    [[nodiscard]] const compose::Format& format() const override { return format_; }

    [[nodiscard]] const LetterFacts& letter() const { return letter_; }
    [[nodiscard]] const Party& seller() const { return seller_; }
    [[nodiscard]] const Party& buyer() const { return buyer_; }
    [[nodiscard]] const std::vector<OverdueItem>& items() const { return items_; }
    [[nodiscard]] const Payment& payment() const { return payment_; }
    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

private:
    ReminderFacts(const compose::Reminder& reminder, Surroundings surroundings);

    Surroundings surroundings_;
    compose::Format format_;
    LetterFacts letter_;
    Party seller_, buyer_;
    std::vector<OverdueItem> items_;
    Payment payment_;
};

}  // namespace bw::data
