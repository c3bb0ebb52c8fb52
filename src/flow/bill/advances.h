// Payment plans (docs/payment-plans.md): which months of a subscription wait for their settlement,
// what is asked for meanwhile, and what is asked for after it. A settlement is the ordinary bill of
// the months that waited, less what was asked; so corrections, gaps and explanations are those of
// any bill. Reads the catalog; writes nothing.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/billed.h"
#include "flow/bill/tariffs.h"

#include <optional>
#include <span>
#include <vector>

namespace bw::bill {

// An advance by its categories of tax, in their order: the cents that are left over go where the
// most of one was cut off, so that the shares sum to it.
std::vector<Money> shares_of(const Money& whole, std::span<const catalog::TaxShare> taxes);

class Advances {
public:
    // All must outlive it.
    Advances(Tariffs& tariffs, const customers::BillingAccount& account,
             const customers::Subscription& subscription, std::span<const ProposedAdvance> proposed)
        : tariffs_(tariffs), account_(account), subscription_(subscription), proposed_(proposed) {}

    // Is the month supplied on a payment plan whose settlement comes after this run? It comes with
    // the month that the plan names; earlier, where supply or the plan ends.
    [[nodiscard]] Result<bool> waits(LocalDate month, LocalDate until) const;

    // Is it the last month before a settlement?
    [[nodiscard]] Result<bool> settles(LocalDate month) const;

    // The advance that is asked for in the month, as an item to bill for each category of tax in
    // it; nothing where none is due then, or where advances are no invoices. Its days are all the
    // months that it is for.
    [[nodiscard]] Result<std::vector<Item>> ask(LocalDate month) const;

    // The advances after a settlement of `days` days that came to `gross`: a year of the same,
    // shared evenly. Nothing where the plan does not go on, or where less than half a year says too
    // little.
    [[nodiscard]] Result<std::optional<ProposedAdvance>> propose(LocalDate from, int days,
                                                                 const Money& gross) const;
    // What is asked for with the months of `days`, by month: by an invoice, or as a sum that is due
    // on one of the days. What is settled by now is among them.
    struct Asked {
        LocalDate month;                  // with which it is asked for
        Period days;                      // the months that it is for
        std::optional<LocalDate> due_on;  // nothing: it comes as an invoice
        Money gross;
    };
    [[nodiscard]] Result<std::vector<Asked>> asked(const Period& days) const;

    // The plan in force in the first month that is settled later; null when there is none.
    [[nodiscard]] Result<const catalog::PaymentPlan*> plan_in(LocalDate month) const;
    // The last month of the settlement that the month belongs to; one on a plan.
    [[nodiscard]] Result<LocalDate> last_month(LocalDate month) const;
    [[nodiscard]] const customers::BillingAccount& account() const { return account_; }

private:
    // The term in force on the month's first supplied day; null when it is not supplied.
    [[nodiscard]] const customers::Term* term_in(LocalDate month) const;
    // The first day after the settlement that the month belongs to.
    [[nodiscard]] LocalDate settled_before(const catalog::PaymentPlan& plan,
                                           const customers::Term& term, LocalDate month) const;
    [[nodiscard]] Money amount_in(LocalDate month, const customers::Term& term) const;
    [[nodiscard]] Period months_asked_for(const catalog::PaymentPlan& plan, LocalDate month) const;
    // `item` with the tax of a category on the last day of its month.
    [[nodiscard]] Result<Item> taxed(Item item, const std::string& category) const;

    Tariffs& tariffs_;
    const customers::BillingAccount& account_;
    const customers::Subscription& subscription_;
    std::span<const ProposedAdvance> proposed_;
};

}  // namespace bw::bill
