#include "run/advance_tax.h"

#include "base/check.h"
#include "books/ledger/ledger.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace bw::run {
namespace {

using customers::BillingAccount;
using ledger::AccountKind;
using ledger::AccountName;

// The payment plan of the account that says which tax; null when none does by now.
const catalog::PaymentPlan* plan_of(const BillingAccount& account, const catalog::Catalog& catalog,
                                    LocalDate on) {
    const catalog::PaymentPlan* found = nullptr;
    for (const auto& subscription : account.subscriptions)
        for (const auto& term : subscription.terms) {
            if (term.payment_plan.empty() || term.from > on) continue;
            const auto plan = catalog.payment_plan_on(term.payment_plan, on);
            if (plan && (*plan)->document == catalog::AdvanceDocument::Request &&
                !(*plan)->tax.empty())
                found = *plan;
        }
    return found;
}

class Taxing {
public:
    Taxing(store::Transaction& tx, const RunInfo& run, const catalog::Catalog& catalog,
           const customers::Issuers& issuers)
        : tx_(tx), run_(run), catalog_(catalog), issuers_(issuers),
          now_{store::current_cut(tx, run.terms.tenant)} {}

    Result<std::vector<ledger::Entry>> entries() {
        std::vector<std::string> plans;
        for (const auto& plan : catalog_.all.payment_plans)
            if (plan.document == catalog::AdvanceDocument::Request && !plan.tax.empty())
                plans.push_back(plan.head.name);
        std::vector<ledger::Entry> entries;
        if (plans.empty()) return entries;
        const TenantId tenant = run_.terms.tenant;
        for (const auto& found : customers::accounts_on(tx_, tenant, plans, now_)) {
            const BillingAccountId ids[] = {BillingAccountId{found.id}};
            for (const auto& account :
                 TRY(customers::load_some(tx_, tenant, found.bucket, ids, now_)))
                TRY_VOID(add(account, entries));
        }
        return entries;
    }

private:
    // Credit is above zero.
    Money held(const BillingAccount& account, AccountKind kind, const std::string& detail) const {
        return ledger::balance(tx_, run_.terms.tenant, account.id,
                               AccountName{account.issuer, kind, detail, account.currency}, now_);
    }

    Result<void> add(const BillingAccount& account, std::vector<ledger::Entry>& entries) const {
        const LocalDate on = run_.terms.issued_on;
        const auto* plan = plan_of(account, catalog_, on);
        if (plan == nullptr) return {};
        const auto* issuer = TRY(issuers_.on(account.issuer, on));
        const auto tax =
            TRY(catalog_.tax_on(issuer->taxes, plan->tax, on, account.on(on).tax_status));
        const std::string category =
            std::string(catalog::tax_code_name(tax.rate->code)) + tax.rate->percent.to_string();
        const std::int64_t credit =
            std::max<std::int64_t>(0, -held(account, AccountKind::Prepaid, {}).minor);
        // The tax in a gross sum, rounded half up.
        const int128 percent = tax.rate->percent.nano();
        const int128 hundred = int128{100} * Decimal::kScale;
        const auto owed = static_cast<std::int64_t>(
            divide_rounded(credit * percent, hundred + percent, Rounding::HalfUp));
        const Money difference{owed - held(account, AccountKind::AdvanceTax, category).minor,
                               account.currency};
        if (difference.minor == 0) return {};
        entries.push_back(ledger::advance_tax_entry(
            account.id, account.issuer, fmt::format("advance-tax:{}", run_.id.value), on,
            Batch{now_.cut.value + 1}, {category, Money{0, account.currency}, difference}));
        return {};
    }

    store::Transaction& tx_;
    const RunInfo& run_;
    const catalog::Catalog& catalog_;
    const customers::Issuers& issuers_;
    AsOf now_;
};

}  // namespace

Result<void> tax_advances(Workspace& workspace, const RunInfo& run, const catalog::Catalog& catalog,
                          const customers::Issuers& issuers) {
    const auto tx = workspace.database->begin(store::Access::Write);
    const Batch next{store::current_cut(*tx, workspace.tenant).value + 1};
    const auto entries = TRY(Taxing(*tx, run, catalog, issuers).entries());
    if (entries.empty()) return {};
    const std::string name = fmt::format("tax of advances, bill run {}", run.id.value);
    const auto count = static_cast<std::int64_t>(entries.size());
    const auto batch = store::record_batch(
        *tx, workspace.tenant,
        {"advance-tax", name, crypto::sha256(name), workspace.clock->now(), {count, count, 0, 0}});
    if (!batch && batch.error().code == Code::Duplicate) return {};  // an earlier attempt did it
    if (!batch) return std::unexpected(batch.error());
    CHECK(*batch == next);
    TRY_VOID(ledger::post(*tx, workspace.tenant, entries));
    tx->commit();
    return {};
}

}  // namespace bw::run
