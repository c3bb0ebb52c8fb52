#include "run/takeover/parallel.h"

#include "books/catalog/store.h"
#include "flow/bill/follow.h"
#include "flow/bill/former.h"
#include "platform/store/batch.h"
#include "run/takeover/former_rows.h"
#include "run/takeover/sides.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace bw::takeover {
namespace {

using customers::BillingAccount;

// As if the month were the first that is ours. Fees in advance are those of the month after it, as
// on the bill that follows the month.
BillingAccount as_of_month(BillingAccount account, const Period& month) {
    for (auto& subscription : account.subscriptions) {
        if (subscription.billed_until && month.from < *subscription.billed_until)
            subscription.billed_until = month.from;
        subscription.fees_until = month.to;
        for (auto& holder : subscription.holders)  // whose bill is shared
            holder = std::make_shared<const BillingAccount>(as_of_month(*holder, month));
    }
    return account;
}

// What all threads share.
struct Shared {
    run::Workspace& workspace;
    const ParallelRequest& request;
    bill::Tariffs& tariffs;
    const meter::Reader& reader;
    bill::Terms terms;
    bool is_from_file = false;
    std::map<int, bill::FormerBills> from_file;  // by bucket
    std::vector<int> buckets;
};

class Parallel {
public:
    Parallel(Shared& shared, const ParallelProgress& progress)
        : shared_(shared), biller_(shared.tariffs, shared.reader, shared.terms),
          progress_(progress) {}

    Result<std::vector<AccountCompared>> run() {
        {
            std::vector<std::jthread> threads;
            for (int i = 1; i < shared_.request.workers; ++i)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (thrown_) std::rethrow_exception(thrown_);
        if (error_) return std::unexpected(*error_);
        return std::move(compared_);
    }

private:
    void work() {
        try {
            for (std::size_t at = next_++; at < shared_.buckets.size() && !stop_; at = next_++) {
                auto compared = compare_bucket(shared_.buckets[at]);
                const std::scoped_lock lock(mutex_);
                if (!compared) {
                    if (!error_) error_ = compared.error();
                    stop_ = true;
                    return;
                }
                std::ranges::move(*compared, std::back_inserter(compared_));
                if (progress_)
                    progress_(++done_, static_cast<std::int64_t>(shared_.buckets.size()));
            }
        } catch (const std::exception&) {
            // Carried to the thread that asked for the work, which is where it is handled.
            const std::scoped_lock lock(mutex_);
            if (!thrown_) thrown_ = std::current_exception();
            stop_ = true;
        }
    }

    Result<std::vector<AccountCompared>> compare_bucket(int bucket) const {
        const auto& terms = shared_.terms;
        const auto tx = shared_.workspace.database->begin(store::Access::Read);
        const AsOf as_of{terms.cut};
        const auto accounts =
            TRY(customers::load_bucket(*tx, terms.tenant, bucket, as_of,
                                       bill::follow_plans(shared_.tariffs.catalog(), terms.until)));
        bill::FormerBills former;
        if (!shared_.is_from_file)
            former =
                TRY(bill::load_former(*tx, terms.tenant, bucket, shared_.request.month, as_of));
        else if (const auto of = shared_.from_file.find(bucket); of != shared_.from_file.end())
            former = of->second;
        std::vector<AccountCompared> compared;
        for (const auto& account : accounts)
            if (auto one = TRY(compare_account(*tx, account, former[account.id])))
                compared.push_back(*std::move(one));
        return compared;
    }

    // Nothing: neither bills it.
    Result<std::optional<AccountCompared>> compare_account(
        store::Transaction& tx, const BillingAccount& account,
        std::span<const bill::FormerBill> former) const {
        AccountCompared one;
        one.account = account.number;
        const auto outcome = bill_of(tx, account);
        if (!outcome) one.words = outcome.error().message();
        else if (outcome->is_held()) one.words = why_held(*outcome);
        else
            one.ours = TRY(our_side(as_of_month(account, shared_.request.month), *outcome,
                                    shared_.request.month));
        one.theirs = TRY(their_side(former));
        for (const auto& bill : former)
            one.numbers += (one.numbers.empty() ? "" : ", ") + bill.number;
        if (!one.ours && !one.theirs) return std::nullopt;
        const Money tolerance =
            TRY(round_to_money(shared_.request.tolerance, account.currency, Rounding::Down));
        one.compared = TRY(compare(one.ours, one.theirs, tolerance));
        if (!one.ours && !one.words.empty()) one.compared.difference = Difference::Held;
        return one;
    }

    Result<bill::Outcome> bill_of(store::Transaction& tx, const BillingAccount& account) const {
        const bill::Payer payer{shared_.terms.tenant, account.bucket, account.id};
        bill::History history = bill::history_of(tx, payer, shared_.terms.cut);
        history.lines = [](SubscriptionId, bill::Stream, LocalDate) {
            return Result<std::vector<bill::BilledLine>>(std::vector<bill::BilledLine>{});
        };
        history.credit = [](IssuerId, Currency currency) { return Money{0, currency}; };
        return biller_.bill(as_of_month(account, shared_.request.month), {}, history);
    }

    static std::string why_held(const bill::Outcome& outcome) {
        for (const auto& exception : outcome.exceptions)
            if (exception.standing == bill::Standing::Held)
                return fmt::format("{}: {}: {}", bill::cause_name(exception.cause),
                                   exception.subject, exception.text);
        return {};
    }

    Shared& shared_;
    bill::Biller biller_;
    const ParallelProgress& progress_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stop_ = false;
    std::mutex mutex_;
    std::vector<AccountCompared> compared_;
    std::int64_t done_ = 0;
    std::optional<Error> error_;
    std::exception_ptr thrown_;
};

// Of which month a bill is shows its last row at the latest.
void keep_month(Shared& shared) {
    for (auto& [bucket, accounts] : shared.from_file)
        for (auto& [account, bills] : accounts) {
            std::erase_if(bills, [&](const bill::FormerBill& bill) {
                return !bill::is_of(bill, shared.request.month);
            });
            std::ranges::sort(bills, {}, &bill::FormerBill::number);
        }
}

Result<void> read_file(store::Transaction& tx, Shared& shared, const FormerFile& file,
                       company::Tally& tally) {
    shared.is_from_file = true;
    FormerRows rows(tx, shared.terms.tenant, shared.terms.cut);
    const auto add = [&](const company::HistoryRow& row) -> Result<void> {
        auto [payer, line] = TRY(rows.place(row));
        auto& bills = shared.from_file[payer.bucket][payer.account];
        auto of = std::ranges::find(bills, row.number, &bill::FormerBill::number);
        if (of == bills.end()) of = bills.insert(bills.end(), {row.number, {}});
        of->lines.push_back(std::move(line));
        return {};
    };
    TRY_VOID(company::read_history(file.source, file.name, file.mapping, tally,
                                   {add, [](const company::Reject&) {}}));
    keep_month(shared);
    return {};
}

void sum_up(ParallelReport& report) {
    for (const auto& one : report.compared) {
        const Difference difference = one.compared.difference;
        report.differing += is_good(difference) ? 0 : 1;
        auto sum = std::ranges::find_if(report.sums, [&](const DifferenceSum& s) {
            return s.difference == difference && s.amount.currency == one.compared.amount.currency;
        });
        if (sum == report.sums.end())
            sum = report.sums.insert(sum, {difference, 0, Money{0, one.compared.amount.currency}});
        ++sum->accounts;
        sum->amount.minor += one.compared.amount.minor;
    }
    report.accounts = static_cast<std::int64_t>(report.compared.size());
    std::ranges::sort(report.sums, {}, [](const DifferenceSum& s) {
        return std::pair(s.difference, s.amount.currency.code());
    });
    std::ranges::sort(report.compared, {}, [](const AccountCompared& c) {
        return std::pair(-std::abs(c.compared.amount.minor), std::string_view(c.account));
    });
}

}  // namespace

Result<ParallelReport> run_parallel(run::Workspace& workspace, const ParallelRequest& request,
                                    const ParallelProgress& progress) {
    const auto tx = workspace.database->begin(store::Access::Read);
    const Batch cut = store::current_cut(*tx, workspace.tenant);
    const AsOf as_of{cut};
    bill::Tariffs tariffs(TRY(catalog::load(*tx, workspace.tenant, as_of)),
                          TRY(customers::load_issuers(*tx, workspace.tenant, as_of)),
                          TRY(catalog::load_validations(*tx, workspace.tenant, as_of)),
                          catalog::AllBillingChecks{},
                          catalog::load_factors(*tx, workspace.tenant, as_of));
    const auto reader = TRY(meter::Reader::open(*tx, workspace.usage(), workspace.tenant, as_of));
    const Period& month = request.month;
    bill::Terms terms{.run = {},
                      .tenant = workspace.tenant,
                      .cut = cut,
                      .until = month.to,
                      .issued_on = month.to,
                      .horizon = month.from,
                      .released = request.released,
                      .previous_cut = cut,
                      .tells_story = false};
    auto buckets = customers::buckets(*tx, workspace.tenant, as_of);
    Shared shared{workspace,        request, tariffs, reader,
                  std::move(terms), false,   {},      std::move(buckets)};
    if (shared.buckets.empty())
        return fail(Code::NotFound,
                    "there are no billing accounts yet; import an accounts file first");
    ParallelReport report;
    report.month = month;
    if (request.file) TRY_VOID(read_file(*tx, shared, *request.file, report.file));
    report.compared = TRY(Parallel(shared, progress).run());
    if (std::ranges::none_of(report.compared,
                             [](const AccountCompared& c) { return c.theirs.has_value(); }))
        return fail(Code::NotFound,
                    "no former bill begins in this month: import a file of history, or name one "
                    "with --from");
    sum_up(report);
    return report;
}

}  // namespace bw::takeover
