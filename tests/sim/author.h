// Invents what happens to a company, from a seed: chapter by chapter, each ends with a bill run.
// What it invents is true from then on (truth.h), whatever the program makes of it.
#pragma once

#include "base/random.h"
#include "deliveries.h"
#include "story.h"
#include "texts.h"
#include "truth.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bw::sim {

class Author {
public:
    // Starts on the first of January 2026 with so many accounts.
    Author(std::uint64_t seed, int accounts);

    // A month, or a second run of the month that was billed last.
    std::vector<Step> next_chapter();
    // All that was left out comes in; then nobody may be held.
    std::vector<Step> last_chapter();

    // As of the cut of the chapter's run.
    [[nodiscard]] const Truth& truth() const { return truth_at_cut_ ? *truth_at_cut_ : truth_; }
    // Months that were told so far.
    [[nodiscard]] int months() const { return months_; }

private:
    struct Resident {
        Holder holder;
        std::string place;
        std::string plan;
        std::string payment_plan{};
        [[nodiscard]] Term term() const { return {holder.account, plan, payment_plan}; }
    };
    void found(std::vector<Step>& steps, int accounts);
    Step import(LocalDate day, const std::string& name, const std::string& text);
    [[nodiscard]] LocalDate day_in(const Period& month);
    [[nodiscard]] LocalDate day_of_change(const Place& place, const Period& month);
    void open(std::vector<Step>& steps, LocalDate from);
    Step move_in(Place& place, const std::string& plan, LocalDate from,
                 std::vector<std::string> rows = {});
    static std::vector<std::string> told(std::vector<std::string> rows, Place& place,
                                         const Resident& resident, LocalDate from);
    void open_or_fill(std::vector<Step>& steps, const Period& month);
    void change_something(std::vector<Step>& steps, const Period& month);
    void hand_over(std::vector<Step>& steps, Place& place, Resident& resident, LocalDate day);
    void change_plan(std::vector<Step>& steps, Place& place, Resident& resident, LocalDate day);
    void change_holder(std::vector<Step>& steps, Place& place, Resident& resident, LocalDate day);
    void change_share(std::vector<Step>& steps, Place& place, const Period& month);
    void change_prices(std::vector<Step>& steps, const Period& month);
    void change_taxes(std::vector<Step>& steps, const Period& month);
    void add_payments(std::vector<Step>& steps, LocalDate from);
    void add_money(std::vector<Step>& steps, LocalDate from);
    void add_decisions(std::vector<Step>& steps, LocalDate day);
    // Takes back, of whom it is so, that an account is excluded.
    void include(std::vector<Step>& steps, LocalDate day, const std::function<bool()>& is_so);
    void add_second_thoughts(std::vector<Step>& steps, LocalDate day);
    void add_bill(std::vector<Step>& steps, LocalDate issued, bool releases);
    [[nodiscard]] Step order_anew(LocalDate day);
    [[nodiscard]] std::string some_plan(const Place& place);
    [[nodiscard]] std::string some_payment_plan(const Place& place);
    [[nodiscard]] std::string some_account();

    Random random_;
    Truth truth_;
    std::vector<Step> comes_later_;      // of the next chapter
    std::optional<Truth> truth_at_cut_;  // none: nothing came in since
    Deliveries deliveries_{random_, truth_};
    std::vector<Resident> residents_;
    std::vector<std::string> accounts_;
    std::map<std::string, Holder> co_payers_;  // by place
    std::map<LocalDate, int> tax_percent_{{LocalDate::of(2020, 1, 1), 19}};
    Period month_ = month_of(LocalDate::of(2026, 1, 1));  // the next one
    LocalDate issued_;                                    // of the last run
    int accounts_at_first_;
    int months_ = 0;
    int files_ = 0;
    bool may_bill_again_ = false;
};

}  // namespace bw::sim
