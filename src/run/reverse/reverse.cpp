#include "run/reverse/reverse.h"

#include "books/catalog/billing_checks.h"
#include "flow/bill/biller.h"
#include "flow/bill/store.h"
#include "platform/store/batch.h"
#include "run/exceptions/decision_batch.h"
#include "run/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace bw::run {
namespace {

using store::Row;
using store::Transaction;

// What is chosen by its month is whatever stands for it now.
constexpr Batch kAnyCut{std::numeric_limits<std::int64_t>::max()};

// A month of a subscription, in arrears or in advance, with what stands billed for it.
struct BilledPart {
    bill::OrderedRebill what;
    std::string account;
    std::set<std::string> invoices;
    Money net;
    Batch cut;  // as of which it stands
};

class Search {
public:
    Search(Transaction& tx, TenantId tenant, const ReverseRequest& request)
        : tx_(tx), tenant_(tenant), request_(request) {}

    Result<std::vector<BilledPart>> find() {
        const auto accounts = TRY(check());
        if (accounts.empty()) find_parts({});
        for (const auto& account : accounts) find_parts(account);
        std::vector<BilledPart> all;
        for (auto& [key, part] : parts_) {
            if (!is_wanted(part)) continue;
            sum_up(part);
            all.push_back(std::move(part));
        }
        std::ranges::stable_sort(all, {}, &BilledPart::account);
        return all;
    }

private:
    using Key = std::tuple<int, BillingAccountId, SubscriptionId, int, LocalDate>;

    // The accounts that were named.
    Result<std::vector<customers::Identifier>> check() {
        if (!request_.run && !request_.month)
            return fail(Code::Invalid, "say which bills: --run RUN or --period MONTH");
        if (request_.cause && !request_.run)
            return fail(Code::Invalid, "a cause is of a run: add --run RUN");
        std::vector<customers::Identifier> accounts;
        const std::set<std::string> numbers(request_.accounts.begin(), request_.accounts.end());
        for (const auto& number : numbers) {
            const auto found =
                customers::find_identifier(tx_, tenant_, customers::kAccount, number);
            if (!found)
                return fail(Code::NotFound, std::string(customers::kNoSuchAccount),
                            "account " + number);
            accounts.push_back(*found);
        }
        return accounts;
    }

    // Of one account, by its key, or of all where it is none. What payment plans ask for is
    // settled, not cancelled.
    void find_parts(const customers::Identifier& of) {
        const BillingAccountId only{of.id};
        tx_.for_each(
            std::string(
                "SELECT l.bucket, l.billing_account_id, l.subscription_id, l.stream, "
                "l.nominal_from, "
                "a.number, i.number, i.currency FROM billed_line l JOIN invoice i ON i.tenant_id = "
                "l.tenant_id AND i.bucket = l.bucket AND i.billing_account_id = "
                "l.billing_account_id "
                "AND i.statement = l.statement JOIN billing_account a ON a.tenant_id = l.tenant_id "
                "AND "
                "a.bucket = l.bucket AND a.billing_account_id = l.billing_account_id WHERE "
                "l.tenant_id "
                "= ?1 AND l.stream < 2 AND l.reversal = 0 AND (?2 = 0 OR i.run_id = ?2) AND (?3 = "
                "0 OR "
                "l.nominal_from = ?3) AND (?4 = '' OR l.schedule = ?4) AND ") +
                bill::of_account("l.billing_account_id", "?5", only) +
                (only ? " AND l.bucket = ?6" : " AND ?6 = 0"),
            [&](const Row& row) {
                const Key key{row.small(0), row.id<BillingAccountId>(1), row.id<SubscriptionId>(2),
                              row.small(3), row.date(4)};
                BilledPart& part = parts_[key];
                part.what = {{tenant_, row.small(0), row.id<BillingAccountId>(1)},
                             {row.id<SubscriptionId>(2),
                              static_cast<bill::Stream>(row.integer(3)),
                              row.date(4),
                              {}}};
                part.account = row.string(5);
                part.invoices.insert(row.string(6));
                part.net.currency = Currency::parse(row.text(7)).value_or(Currency{});
            },
            tenant_, request_.run, request_.month ? request_.month->days() : 0, request_.schedule,
            only, only ? of.bucket : 0);
    }

    bool is_wanted(const BilledPart& part) {
        if (!request_.cause) return true;
        return tx_
            .integer("SELECT 1 FROM bill_exception WHERE tenant_id = ?1 AND bucket = ?2 AND "
                     "billing_account_id = ?3 AND run_id = ?4 AND cause = ?5",
                     tenant_, part.what.payer.bucket, part.what.payer.account, request_.run,
                     bill::cause_name(*request_.cause))
            .has_value();
    }

    void sum_up(BilledPart& part) {
        const auto& [payer, order] = part.what;
        part.net.minor =
            tx_.integer("SELECT CAST(COALESCE(SUM(net), 0) AS BIGINT) FROM billed_line WHERE "
                        "tenant_id = ?1 AND bucket = ?2 AND billing_account_id = ?3 AND "
                        "subscription_id = ?4 AND stream = ?5 AND nominal_from = ?6",
                        tenant_, payer.bucket, payer.account, order.subscription, order.stream,
                        order.nominal_from)
                .value_or(0);
        part.cut = Batch{
            tx_.integer("SELECT COALESCE(MAX(cut), 0) FROM rated_month WHERE tenant_id = ?1 AND "
                        "bucket = ?2 AND billing_account_id = ?3 AND subscription_id = ?4 AND "
                        "stream = ?5 AND nominal_from = ?6",
                        tenant_, payer.bucket, payer.account, order.subscription, order.stream,
                        order.nominal_from)
                .value_or(0)};
    }

    Transaction& tx_;
    TenantId tenant_;
    const ReverseRequest& request_;
    std::map<Key, BilledPart> parts_;
};

// The newest order for it; nothing when there was none.
Batch newest_order(Transaction& tx, const BilledPart& part) {
    const auto& [payer, order] = part.what;
    return Batch{
        tx.integer("SELECT COALESCE(MAX(batch), 0) FROM rebill_order WHERE tenant_id = ?1 AND "
                   "bucket = ?2 AND billing_account_id = ?3 AND subscription_id = ?4 AND stream = "
                   "?5 AND nominal_from = ?6",
                   payer.tenant, payer.bucket, payer.account, order.subscription, order.stream,
                   order.nominal_from)
            .value_or(0)};
}

// The next run is of the month after the newest that was billed, as a rule: what would lie behind
// its limit would wait for ever.
Result<LocalDate> limit(Transaction& tx, TenantId tenant) {
    LocalDate newest;
    for (const auto& run : list_runs(tx, tenant))
        if (run.phase != Phase::Discarded) newest = std::max(newest, run.terms.until);
    const AsOf now{store::current_cut(tx, tenant)};
    return bill::horizon_of(TRY(catalog::load_billing_checks(tx, tenant, now)),
                            newest.plus_months(1));
}

void add(Reversal& reversal, const BilledPart& part) {
    ++reversal.months;
    auto& accounts = reversal.accounts;
    if (accounts.empty() || accounts.back().account != part.account)
        accounts.push_back({part.account, {}, Money{0, part.net.currency}});
    auto& account = accounts.back();
    account.net.minor += part.net.minor;
    for (const auto& invoice : part.invoices)
        if (std::ranges::find(account.invoices, invoice) == account.invoices.end())
            account.invoices.push_back(invoice);
    auto sum = std::ranges::find(reversal.net, part.net.currency, &Money::currency);
    if (sum == reversal.net.end()) sum = reversal.net.insert(sum, Money{0, part.net.currency});
    sum->minor += part.net.minor;
}

}  // namespace

Result<Reversal> reverse(Workspace& workspace, const ReverseRequest& request) {
    Reversal reversal;
    std::vector<bill::OrderedRebill> orders;
    LocalDate month;
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        const LocalDate first = TRY(limit(*tx, workspace.tenant));
        Batch run_cut = kAnyCut;
        if (request.run) {
            const auto run = TRY(find_run(*tx, workspace.tenant, request.run));
            month = run.terms.until.plus_months(-1);
            run_cut = run.terms.cut;
        }
        for (const auto& part : TRY(Search(*tx, workspace.tenant, request).find())) {
            const LocalDate of = part.what.order.nominal_from;
            const Batch ordered = newest_order(*tx, part);
            if (of < first) ++reversal.too_old;
            else if (part.cut < ordered) ++reversal.ordered;
            else if (run_cut < ordered) ++reversal.anew;
            else {
                add(reversal, part);
                orders.push_back(part.what);
                if (!request.run) month = std::max(month, of);
            }
        }
    }
    if (request.is_dry) return reversal;
    const std::string subject =
        request.run ? fmt::format("run {}", request.run.value) : month.to_string().substr(0, 7);
    DecisionBatch batch(workspace, {"reverse", subject, month, request.run, request.hand});
    reversal.batch =
        TRY(batch.order(orders, static_cast<std::int64_t>(reversal.accounts.size()))).batch;
    return reversal;
}

}  // namespace bw::run
