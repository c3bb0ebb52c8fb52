#include "run/concerned.h"

#include <algorithm>
#include <set>

namespace bw::run {
namespace {

using store::Row;
using store::Transaction;

// Behind the last day of any zone that a run looks at: its own months and those before.
Instant last_instant(const bill::Terms& terms) {
    return Instant::from_seconds(
        std::int64_t{std::max(terms.until, terms.latest_until).plus_days(2).days()} * 86'400);
}

class Search {
public:
    Search(Transaction& tx, const bill::Terms& terms) : tx_(tx), terms_(terms) {}

    Result<Concerned> find(const meter::Reader& reader) {
        held();
        changed();
        decided();
        for (const auto point :
             TRY(reader.arrived_at(terms_.settled_cut, terms_.cut, last_instant(terms_))))
            payers(point);
        std::map<int, std::vector<BillingAccountId>> result;
        for (const auto& [bucket, account] : found_) result[bucket].push_back(account);
        return result;
    }

private:
    void add(const Row& row) { found_.emplace(row.small(0), row.id<BillingAccountId>(1)); }

    void held() {
        tx_.for_each(
            "SELECT DISTINCT bucket, billing_account_id FROM bill_exception WHERE tenant_id = ?1 "
            "AND run_id = ?2 AND standing = 'held'",
            [&](const Row& row) { add(row); }, terms_.tenant, terms_.previous);
        tx_.for_each(
            "SELECT bucket, billing_account_id FROM not_billed WHERE tenant_id = ?1 AND run_id = "
            "?2 AND reason = ?3",
            [&](const Row& row) { add(row); }, terms_.tenant, terms_.previous,
            bill::not_billed_name(bill::NotBilled::Excluded));
    }

    // About whom a person decided something.
    void decided() {
        for (const auto* table : {"bill_decision", "rebill_order"})
            tx_.for_each(
                std::string("SELECT DISTINCT bucket, billing_account_id FROM ") + table +
                    " WHERE tenant_id = ?1 AND batch > ?2 AND batch <= ?3",
                [&](const Row& row) { add(row); }, terms_.tenant, terms_.settled_cut, terms_.cut);
    }

    // Whose rows are new, and who has to do with the service points of such rows.
    void changed() {
        for (const auto* table : {"billing_account", "billing_account_version"})
            tx_.for_each(
                std::string("SELECT DISTINCT bucket, billing_account_id FROM ") + table +
                    " WHERE tenant_id = ?1 AND batch > ?2 AND batch <= ?3",
                [&](const Row& row) { add(row); }, terms_.tenant, terms_.settled_cut, terms_.cut);
        std::set<ServicePointId> points;
        tx_.for_each(
            "SELECT DISTINCT s.service_point_id FROM subscription_version v JOIN subscription s ON "
            "s.tenant_id = v.tenant_id AND s.bucket = v.bucket AND s.billing_account_id = "
            "v.billing_account_id AND s.subscription_id = v.subscription_id WHERE v.tenant_id = ?1 "
            "AND v.batch > ?2 AND v.batch <= ?3",
            [&](const Row& row) { points.insert(row.id<ServicePointId>(0)); }, terms_.tenant,
            terms_.settled_cut, terms_.cut);
        for (const auto point : points) payers(point);
        // Whoever shares a bill of theirs depends on all of it, whatever service the row is of.
        for (const auto& [bucket, account] : std::set(found_)) shared_by(bucket, account);
    }

    void shared_by(int bucket, BillingAccountId account) {
        std::vector<ServicePointId> points;
        tx_.for_each(
            "SELECT DISTINCT service_point_id FROM subscription WHERE tenant_id = ?1 AND bucket = "
            "?2 AND billing_account_id = ?3",
            [&](const Row& row) { points.push_back(row.id<ServicePointId>(0)); }, terms_.tenant,
            bucket, account);
        for (const auto point : points) payers(point);
    }

    void payers(ServicePointId point) {
        tx_.for_each(
            "SELECT payer_bucket, billing_account_id FROM occupancy WHERE tenant_id = ?1 AND "
            "bucket "
            "= ?2 AND service_point_id = ?3 AND batch <= ?4",
            [&](const Row& row) { add(row); }, terms_.tenant, bucket_of(point.value), point,
            terms_.cut);
    }

    Transaction& tx_;
    const bill::Terms& terms_;
    std::set<std::pair<int, BillingAccountId>> found_;
};

}  // namespace

Result<Concerned> find_concerned(Transaction& tx, const meter::Reader& reader,
                                 const bill::Terms& terms) {
    if (terms.adds_month || terms.settled_cut.value == 0) return Concerned{};
    return Search(tx, terms).find(reader);
}

int unit_buckets(std::int64_t accounts, int unit_accounts) {
    const std::int64_t count = std::int64_t{unit_accounts} * kBuckets;
    const std::int64_t least = std::max<std::int64_t>(accounts, 1);
    return static_cast<int>(std::clamp<std::int64_t>((count + least - 1) / least, 1, kBuckets));
}

std::vector<NewUnit> units_for(Transaction& tx, const RunInfo& run, const Concerned& concerned) {
    std::vector<NewUnit> units;
    tx.for_each(
        "SELECT bucket - bucket % ?3 AS unit, COUNT(*) FROM billing_account WHERE tenant_id = ?1 "
        "AND batch <= ?2 GROUP BY 1 ORDER BY 1",
        [&](const Row& row) {
            const int unit = row.small(0);
            const bool is_quiet = concerned && concerned->lower_bound(unit) ==
                                                   concerned->lower_bound(unit + run.unit_buckets);
            units.push_back({unit, is_quiet ? UnitState::Sealed : UnitState::Waiting,
                             is_quiet ? row.integer(1) : 0});
        },
        run.terms.tenant, run.terms.cut, run.unit_buckets);
    return units;
}

}  // namespace bw::run
