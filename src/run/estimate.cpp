#include "run/estimate.h"

#include "books/catalog/store.h"
#include "flow/bill/periods.h"
#include "flow/meter/estimation.h"
#include "platform/store/batch.h"
#include "run/profile_weights.h"
#include "run/supplied.h"
#include "run/waiting.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

namespace bw::run {
namespace {

using customers::BillingAccount;

// What was found so far.
class Tally {
public:
    void add(const std::string& code, const meter::Filled& filled) {
        ++report_.service_points;
        std::set<Key> keys;
        for (const auto& e : filled.estimates) {
            const Key key{e.method, e.channel, e.unit};
            auto& sum = sums_[key];
            sum.series += keys.insert(key).second ? 1 : 0;
            sum.intervals += static_cast<std::int64_t>(e.values.size());
            for (const auto value : e.values) sum.quantity += Decimal::scaled(value, e.scale);
        }
        for (const auto& r : filled.reads) {
            const Key key{r.method, r.channel, r.unit};
            auto& sum = sums_[key];
            sum.series += keys.insert(key).second ? 1 : 0;
            ++sum.intervals;
            sum.quantity += r.used;
        }
        for (const auto& gap : filled.open) {
            ++report_.open_gaps;
            report_.open_intervals += gap.intervals;
            if (report_.open.size() < kOpenListedMax) report_.open.push_back({code, gap});
        }
    }
    void add(Batch batch) { report_.batches.push_back(batch); }

    [[nodiscard]] EstimateReport take() {
        for (auto& [key, sum] : sums_) {
            std::tie(sum.method, sum.channel, sum.unit) = key;
            report_.sums.push_back(std::move(sum));
        }
        return std::move(report_);
    }

private:
    using Key = std::tuple<meter::Method, std::string, std::string>;
    EstimateReport report_;
    std::map<Key, EstimateSum> sums_;
};

class Estimation {
public:
    Estimation(Workspace& workspace, const EstimateRequest& request,
               const EstimateProgress& progress)
        : workspace_(workspace), request_(request), progress_(progress) {}

    Result<EstimateReport> run() {
        for (int bucket = 0; bucket < kBuckets;) bucket = TRY(batch_from(bucket));
        return tally_.take();
    }

private:
    // One batch, from a bucket of accounts on; returns the first that is not in it.
    Result<int> batch_from(int first) {
        constexpr int kAttempts = 5;
        for (int attempt = 0; attempt < kAttempts; ++attempt) {
            const Tally before = tally_;
            const std::int64_t done = done_;
            const auto next = try_batch(first);
            if (next || next.error().code != Code::Conflict) return next;
            tally_ = before;
            done_ = done;
        }
        return fail(Code::Conflict,
                    "imports were faster five times; estimate again when they are done");
    }

    Result<int> try_batch(int first) {
        KnownPoints points(workspace_);
        meter::ImportContext context = usage_context(workspace_, points);
        const auto tx = workspace_.database->begin(store::Access::Read);
        const AsOf as_of{store::current_cut(*tx, workspace_.tenant)};
        const auto reader =
            TRY(meter::Reader::open(*tx, workspace_.usage(), workspace_.tenant, as_of));
        accounts_ = customers::count_accounts(*tx, workspace_.tenant, as_of);
        catalog_ = TRY(catalog::load(*tx, workspace_.tenant, as_of));
        factors_ = catalog::load_factors(*tx, workspace_.tenant, as_of);
        std::optional<meter::EstimateBatch> batch;
        if (request_.keep == Keep::Estimates) batch.emplace(context, as_of.cut);
        int next = kBuckets;
        for (const auto& [bucket, ids] : TRY(wanted(*tx, as_of))) {
            if (bucket < first) continue;
            if (batch && batch->count() >= request_.spans_per_batch) {
                next = bucket;
                break;
            }
            for (const auto& account : TRY(accounts(*tx, as_of, bucket, ids)))
                TRY_VOID(add_account(account, reader, batch ? &*batch : nullptr));
        }
        if (!batch) return next;
        const Batch kept = TRY(batch->commit("estimates of " + bill::month_text(request_.month)));
        if (kept != Batch{}) tally_.add(kept);
        return next;
    }

    // The accounts that were asked for, by bucket; without them all of each.
    using Wanted = std::map<int, std::vector<BillingAccountId>>;
    Result<Wanted> wanted(store::Transaction& tx, AsOf as_of) const {
        Wanted wanted;
        if (request_.accounts.empty())
            for (const int bucket : customers::buckets(tx, workspace_.tenant, as_of))
                wanted[bucket];
        for (const auto& number : request_.accounts) {
            const auto found =
                customers::find_identifier(tx, workspace_.tenant, customers::kAccount, number);
            if (!found)
                return fail(Code::NotFound, std::string(customers::kNoSuchAccount),
                            "account " + number);
            wanted[found->bucket].push_back(BillingAccountId{found->id});
        }
        return wanted;
    }
    Result<std::vector<BillingAccount>> accounts(store::Transaction& tx, AsOf as_of, int bucket,
                                                 std::span<const BillingAccountId> ids) const {
        return ids.empty() ? customers::load_bucket(tx, workspace_.tenant, bucket, as_of)
                           : customers::load_some(tx, workspace_.tenant, bucket, ids, as_of);
    }

    Result<void> add_account(const BillingAccount& account, const meter::Reader& reader,
                             meter::EstimateBatch* batch) {
        for (const auto& [id, supplied] : supplied_at(account, request_.month)) {
            const Zone zone = TRY(Zone::find(supplied.point->zone));
            const auto wanted = supplied.spans(request_.month, zone);
            const auto filled = TRY(meter::estimate(
                reader, id,
                {wanted, zone, supplied.point->devices,
                 profile_weights(catalog_, factors_, account, id, request_.month)}));
            tally_.add(supplied.point->code, filled);
            if (batch == nullptr) continue;
            for (const auto& estimate : filled.estimates) TRY_VOID(batch->add(id, estimate));
            for (const auto& read : filled.reads) TRY_VOID(batch->add(id, read));
        }
        if (progress_)
            progress_(++done_, request_.accounts.empty()
                                   ? accounts_
                                   : static_cast<std::int64_t>(request_.accounts.size()));
        return {};
    }

    Workspace& workspace_;
    const EstimateRequest& request_;
    const EstimateProgress& progress_;
    catalog::Catalog catalog_;  // as of the cut of the batch
    catalog::Factors factors_;
    Tally tally_;
    std::int64_t done_ = 0, accounts_ = 0;
};

}  // namespace

Result<EstimateReport> estimate(Workspace& workspace, const EstimateRequest& request,
                                const EstimateProgress& progress) {
    if (request.today < request.month.to)
        return fail(Code::Invalid,
                    fmt::format("{} is not over yet: what is missing may still be measured",
                                bill::month_text(request.month)));
    if (request.keep == Keep::Estimates) {
        KnownPoints points(workspace);
        auto context = usage_context(workspace, points);
        meter::sweep_unfinished(context);
        // Readings that wait for a service point that is known by now stand before any estimate.
        TRY_VOID(adopt_waiting(workspace));
    }
    return Estimation(workspace, request, progress).run();
}

}  // namespace bw::run
