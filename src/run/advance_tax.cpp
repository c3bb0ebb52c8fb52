#include "run/advance_tax.h"

#include "base/check.h"
#include "books/ledger/ledger.h"
#include "flow/bill/advances.h"
#include "flow/bill/store.h"
#include "flow/bill/taxed.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace bw::run {
namespace {

using customers::BillingAccount;
using ledger::AccountKind;
using ledger::AccountName;

// What an advance bears of a category of tax, as a weight.
struct Weight {
    std::string category;  // of the plan
    std::int64_t weight = 0;
};

// Of all the sums that the account is asked for, by the row of each service that said so last:
// nobody says which of them a payment is for.
std::vector<Weight> weights_of(const BillingAccount& account, const catalog::Catalog& catalog,
                               LocalDate on) {
    std::vector<Weight> weights;
    for (const auto& subscription : account.subscriptions) {
        const catalog::PaymentPlan* plan = nullptr;
        std::int64_t advance = 0;
        for (const auto& term : subscription.terms) {
            if (term.payment_plan.empty() || term.from > on) continue;
            const auto found = catalog.payment_plan_on(term.payment_plan, on);
            if (!found || (*found)->document != catalog::AdvanceDocument::Request) continue;
            plan = *found;
            advance = term.advance;
        }
        if (plan == nullptr || plan->taxes.empty()) continue;
        const auto parts = bill::shares_of({advance, account.currency}, plan->taxes);
        for (std::size_t i = 0; i < parts.size(); ++i)
            weights.push_back({plan->taxes[i].category, parts[i].minor});
    }
    return weights;
}

using Owed = std::map<std::string, std::int64_t>;  // cents, by code and rate: "S21"

struct Trouble {
    BillingAccountId account;
    Currency currency;
    std::string subject, text;
};
struct Differences {
    std::vector<ledger::Entry> entries;
    std::vector<Trouble> troubles;
    [[nodiscard]] std::set<BillingAccountId> accounts() const {
        std::set<BillingAccountId> ids;
        for (const auto& entry : entries) ids.insert(entry.account);
        for (const auto& trouble : troubles) ids.insert(trouble.account);
        return ids;
    }
};

class Taxing {
public:
    Taxing(store::Transaction& tx, const RunInfo& run, const catalog::Catalog& catalog,
           const customers::Issuers& issuers)
        : tx_(tx), run_(run), catalog_(catalog), issuers_(issuers),
          now_{store::current_cut(tx, run.terms.tenant)} {}

    // What the books differ by from the tax in what the accounts have in credit. Accounts are those
    // of the run's cut, as the texts are; money is that of now.
    Result<Differences> differences(int bucket, std::span<const BillingAccountId> ids) const {
        Differences differences;
        const AsOf cut{run_.terms.cut};
        for (const auto& account :
             TRY(customers::load_some(tx_, run_.terms.tenant, bucket, ids, cut)))
            // An account's trouble is the account's alone, and no run waits for it.
            if (const auto added = add(account, differences.entries); !added)
                differences.troubles.push_back({account.id, account.currency,
                                                "account " + account.number,
                                                added.error().message()});
        return differences;
    }

private:
    // The tax in the account's credit; nothing where no plan asks for it, or not any more.
    Result<Owed> owed_by(const BillingAccount& account) const {
        const AccountName prepaid{account.issuer, AccountKind::Prepaid, {}, account.currency};
        const std::int64_t credit =
            -ledger::balance(tx_, run_.terms.tenant, account.id, prepaid, now_).minor;
        const LocalDate on = run_.terms.issued_on;
        const auto weights = weights_of(account, catalog_, on);
        if (credit <= 0 || weights.empty()) return Owed{};
        const auto* issuer = TRY(issuers_.on(account.issuer, on));
        std::vector<std::int64_t> shares;
        shares.reserve(weights.size());
        for (const auto& [category, weight] : weights) shares.push_back(weight);
        shares = split(credit, shares);
        std::map<std::string, std::pair<Decimal, std::int64_t>> parts;  // percent, gross
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const auto tax = TRY(
                catalog_.tax_on(issuer->taxes, weights[i].category, on, account.on(on).tax_status));
            auto& part = parts[std::string(catalog::tax_code_name(tax.rate->code)) +
                               tax.rate->percent.to_string()];
            part.first = tax.rate->percent;
            part.second += shares[i];
        }
        Owed owed;
        for (const auto& [category, part] : parts) {
            const Money gross{part.second, account.currency};
            owed[category] = gross.minor - bill::net_of(gross, part.first).minor;
        }
        return owed;
    }

    // What stands under another category, of an earlier rate or status, is taken back.
    Result<void> add(const BillingAccount& account, std::vector<ledger::Entry>& entries) const {
        const Owed owed = TRY(owed_by(account));
        auto standing = ledger::balances(tx_, run_.terms.tenant, account.id, account.issuer,
                                         AccountKind::AdvanceTax, account.currency, now_);
        for (const auto& [category, minor] : owed)
            standing.try_emplace(category, Money{0, account.currency});
        for (const auto& [category, stands] : standing) {
            const auto now = owed.find(category);
            const std::int64_t target = now == owed.end() ? 0 : now->second;
            const Money difference{target - stands.minor, account.currency};
            if (difference.minor == 0) continue;
            entries.push_back(ledger::advance_tax_entry(
                account.id, account.issuer,
                fmt::format("advance-tax:{}:{}", run_.id.value, category), run_.terms.issued_on,
                Batch{now_.cut.value + 1}, {category, Money{0, account.currency}, difference}));
        }
        return {};
    }

    store::Transaction& tx_;
    const RunInfo& run_;
    const catalog::Catalog& catalog_;
    const customers::Issuers& issuers_;
    AsOf now_;
};

struct Texts {
    const catalog::Catalog& catalog;
    const customers::Issuers& issuers;
};
struct Differing {
    int bucket = 0;
    std::span<const BillingAccountId> ids;
};

// One short transaction and one batch; a second time it adds nothing.
Result<void> tax_bucket(Workspace& workspace, const RunInfo& run, const Texts& texts,
                        const Differing& accounts) {
    const auto tx = workspace.database->begin(store::Access::Write);
    const Batch next{store::current_cut(*tx, workspace.tenant).value + 1};
    const auto found = TRY(
        Taxing(*tx, run, texts.catalog, texts.issuers).differences(accounts.bucket, accounts.ids));
    for (const auto& trouble : found.troubles)
        bill::tell_once(*tx, run.id, {workspace.tenant, accounts.bucket, trouble.account},
                        {bill::Cause::Calculation,
                         "the tax of its advances is not booked: " + trouble.text, trouble.subject,
                         Money{0, trouble.currency}, bill::Standing::Told});
    const auto& entries = found.entries;
    if (entries.empty()) {
        tx->commit();
        return {};
    }
    const std::string name =
        fmt::format("tax of advances, bill run {}, unit {}", run.id.value, accounts.bucket);
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

using Buckets = std::map<int, std::vector<BillingAccountId>>;

// Who is or was on a plan that owes tax with the money, by bucket.
Buckets accounts_taxed(store::Transaction& tx, TenantId tenant, const catalog::Catalog& catalog) {
    std::vector<std::string> plans;
    for (const auto& plan : catalog.all.payment_plans)
        if (plan.document == catalog::AdvanceDocument::Request && !plan.taxes.empty())
            plans.push_back(plan.head.name);
    Buckets buckets;
    if (plans.empty()) return buckets;
    const AsOf now{store::current_cut(tx, tenant)};
    for (const auto& found : customers::accounts_on(tx, tenant, plans, now))
        buckets[found.bucket].push_back(BillingAccountId{found.id});
    return buckets;
}

}  // namespace

Result<void> tax_advances(Workspace& workspace, const RunInfo& run, const catalog::Catalog& catalog,
                          const customers::Issuers& issuers) {
    const auto buckets = [&] {
        const auto tx = workspace.database->begin(store::Access::Read);
        return accounts_taxed(*tx, workspace.tenant, catalog);
    }();
    for (const auto& [bucket, ids] : buckets) {
        const auto differing = [&, &bucket = bucket,
                                &ids = ids]() -> Result<std::set<BillingAccountId>> {
            const auto tx = workspace.database->begin(store::Access::Read);
            return TRY(Taxing(*tx, run, catalog, issuers).differences(bucket, ids)).accounts();
        };
        const auto found = TRY(differing());
        const std::vector<BillingAccountId> few(found.begin(), found.end());
        if (!few.empty())
            TRY_VOID(tax_bucket(workspace, run, Texts{catalog, issuers}, {bucket, few}));
    }
    return {};
}

}  // namespace bw::run
