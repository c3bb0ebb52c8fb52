#include "run/rehearsal/test_run.h"

#include "flow/bill/follow.h"
#include "flow/bill/store.h"
#include "run/facts.h"
#include "run/templates.h"

#include <algorithm>
#include <set>

namespace bw::run {
namespace {

using customers::BillingAccount;

// What was found so far.
class Tally {
public:
    explicit Tally(TestReport& report) : report_(report) {}

    void add(const BillingAccount& account, const bill::Payer& payer, const Appraisal& found) {
        const auto& outcome = found.outcome;
        ++report_.accounts;
        report_.held += outcome.is_held() ? 1 : 0;
        report_.billed += outcome.statements.empty() ? 0 : 1;
        report_.statements += static_cast<std::int64_t>(outcome.statements.size());
        add_sums(report_.sums, outcome);
        if (found.not_billed) {
            auto& count = report_.not_billed[*found.not_billed];
            count.why = *found.not_billed;
            ++count.accounts;
            if (count.first.size() < kTestListedMax) count.first.push_back(account.number);
        }
        std::set<bill::Cause> told;  // an account's money counts once a cause
        for (const auto& exception : outcome.exceptions) {
            add(exception, told.insert(exception.cause).second);
            ++report_.exceptions_total;
            if (report_.exceptions.size() < kTestListedMax)
                report_.exceptions.push_back({payer, account.number, exception});
        }
    }

private:
    void add(const bill::Exception& exception, bool is_first) {
        const std::string name(bill::cause_name(exception.cause));
        const Currency currency = exception.at_stake.currency;
        auto it = std::ranges::find_if(report_.causes, [&](const bill::CauseCount& c) {
            return c.cause == name && c.at_stake.currency == currency;
        });
        if (it == report_.causes.end())
            it = report_.causes.insert(it, {name, 0, 0, 0, Money{0, currency}});
        it->held += exception.standing == bill::Standing::Held ? 1 : 0;
        it->released += exception.standing == bill::Standing::Released ? 1 : 0;
        it->told += exception.standing == bill::Standing::Told ? 1 : 0;
        if (is_first || exception.cause == bill::Cause::BackBillingLimit)
            it->at_stake.minor += exception.at_stake.minor;
    }

    TestReport& report_;
};

class Rehearsal {
public:
    Rehearsal(Workspace& workspace, const TestRequest& request, const Progress& progress)
        : workspace_(workspace), request_(request), progress_(progress) {}

    Result<TestReport> run() {
        {
            const auto tx = workspace_.database->begin(store::Access::Read);
            report_.terms = TRY(terms_of(*tx, workspace_, request_.terms));
        }
        const AsOf as_of{report_.terms.cut};
        const auto facts = TRY(open_facts(workspace_, as_of));
        const bill::Biller biller(facts->tariffs, facts->reader, report_.terms);
        const auto composer =
            TRY(composer_on(*facts->tx, workspace_.tenant, kBillTemplate, report_.terms.issued_on));
        report_.of_accounts = customers::count_accounts(*facts->tx, workspace_.tenant, as_of);
        for (const auto& [bucket, accounts] : TRY(sample(*facts, as_of))) {
            auto priors = TRY(bill::load_prior(*facts->tx, workspace_.tenant, bucket,
                                               {report_.terms.horizon, as_of.cut}));
            bill::mark_held(*facts->tx, workspace_.tenant, bucket, report_.terms.previous, priors);
            for (const auto& account : accounts)
                add(account, appraise(biller, composer, *facts->tx, account, priors[account.id]));
        }
        std::ranges::sort(report_.causes, {}, &bill::CauseCount::cause);
        return std::move(report_);
    }

private:
    using Sample = std::map<int, std::vector<BillingAccount>>;  // by bucket

    Result<Sample> sample(Facts& facts, AsOf as_of) {
        store::Transaction& tx = *facts.tx;
        const auto follow = bill::follow_plans(facts.tariffs.catalog(), report_.terms.until);
        Sample chosen;
        for (const auto& number : request_.terms.accounts) {
            auto account =
                TRY(customers::load_account(tx, workspace_.tenant, number, as_of, follow));
            chosen[account.bucket].push_back(std::move(account));
        }
        wanted_ = static_cast<std::int64_t>(request_.terms.accounts.size());
        if (!request_.terms.accounts.empty()) return chosen;
        // Buckets are a hash of the ids: the first ones from the month's own on are a sample, and
        // another month has another one.
        wanted_ = std::min(request_.sample, report_.of_accounts);
        auto buckets = customers::buckets(tx, workspace_.tenant, as_of);
        if (buckets.empty()) return chosen;
        const auto turn = static_cast<std::size_t>(report_.terms.until.days()) * 37U;
        std::ranges::rotate(buckets,
                            buckets.begin() + static_cast<std::ptrdiff_t>(turn % buckets.size()));
        std::int64_t left = wanted_;
        for (const int bucket : buckets) {
            if (left <= 0) break;
            auto accounts =
                TRY(customers::load_bucket(tx, workspace_.tenant, bucket, as_of, follow));
            if (std::cmp_greater(accounts.size(), left))
                accounts.resize(static_cast<std::size_t>(left));
            left -= static_cast<std::int64_t>(accounts.size());
            chosen[bucket] = std::move(accounts);
        }
        return chosen;
    }

    void add(const BillingAccount& account, const Appraisal& found) {
        Tally(report_).add(account, {workspace_.tenant, account.bucket, account.id}, found);
        if (progress_) progress_("test", report_.accounts, wanted_);
    }

    Workspace& workspace_;
    const TestRequest& request_;
    const Progress& progress_;
    std::int64_t wanted_ = 0;
    TestReport report_;
};

}  // namespace

Result<TestReport> test_run(Workspace& workspace, const TestRequest& request,
                            const Progress& progress) {
    return Rehearsal(workspace, request, progress).run();
}

}  // namespace bw::run
