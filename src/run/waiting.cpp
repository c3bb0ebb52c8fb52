#include "run/waiting.h"

#include "books/customers/customers.h"

#include <algorithm>

namespace bw::run {
namespace {

constexpr int kStretchStep = 8, kStretchMax = 500;
constexpr std::size_t kHeldMax = 1'000'000;  // some 80 MB; beyond it, they are fetched anew

}  // namespace

KnownPoints::KnownPoints(const Workspace& workspace)
    : own_(workspace.database->begin(store::Access::Read)), tx_(own_.get()),
      tenant_(workspace.tenant) {}

std::optional<ServicePointId> KnownPoints::find(std::string_view code) {
    const Stretch* known = stretch_with(code);
    const Stretch& stretch = known != nullptr ? *known : fetch_stretch(code);
    const auto found = std::ranges::lower_bound(
        stretch.points, code, {}, [](const auto& p) -> std::string_view { return p.first; });
    if (found == stretch.points.end() || found->first != code) return std::nullopt;
    return found->second;
}

const KnownPoints::Stretch* KnownPoints::stretch_with(std::string_view code) const {
    const auto next = stretches_.upper_bound(code);
    if (next == stretches_.begin()) return nullptr;
    const Stretch& stretch = std::prev(next)->second;
    return stretch.is_end || code <= stretch.last ? &stretch : nullptr;
}

const KnownPoints::Stretch& KnownPoints::fetch_stretch(std::string_view code) {
    if (held_ >= kHeldMax) {
        stretches_.clear();
        held_ = 0;
    }
    const int count = std::min(kStretchMax, kStretchStep * ++fetched_);
    Stretch stretch;
    const auto add = [&](const store::Row& row) {
        stretch.points.emplace_back(row.string(0), row.id<ServicePointId>(1));
    };
    if (const auto next = stretches_.upper_bound(code); next != stretches_.end())
        tx_->for_each(
            "SELECT code, id FROM identifier WHERE tenant_id = ?1 AND kind = ?2 AND code >= ?3 AND "
            "code < ?4 ORDER BY code LIMIT ?5",
            add, tenant_, customers::kServicePoint, code, next->first, count);
    else
        tx_->for_each(
            "SELECT code, id FROM identifier WHERE tenant_id = ?1 AND kind = ?2 AND code >= ?3 "
            "ORDER BY code LIMIT ?4",
            add, tenant_, customers::kServicePoint, code, count);
    stretch.is_end = stretch.points.size() < static_cast<std::size_t>(count);
    stretch.last = stretch.points.empty() ? std::string(code) : stretch.points.back().first;
    held_ += stretch.points.size();
    return stretches_.insert_or_assign(std::string(code), std::move(stretch)).first->second;
}

meter::ImportContext usage_context(const Workspace& workspace, KnownPoints& points) {
    return {*workspace.database, workspace.usage(), workspace.scratch(), points,
            *workspace.clock,    workspace.tenant,  workspace.faults};
}

Result<std::optional<Adopted>> adopt_waiting(Workspace& workspace) {
    // One question instead of one for each code that waits.
    if (overdue_readings(*workspace.database->begin(store::Access::Read), workspace.tenant).empty())
        return std::nullopt;
    KnownPoints points(workspace);
    meter::ImportContext context = usage_context(workspace, points);
    const auto report = TRY(meter::adopt_pending(context));
    if (!report.batch) return std::nullopt;  // another import was faster
    Adopted adopted{report.batch, report.codes, report.records, report.values, {}};
    const auto tx = workspace.database->begin(store::Access::Read);
    for (const Batch source : report.sources)
        adopted.files.push_back(TRY(store::load_batch(*tx, workspace.tenant, source)));
    return adopted;
}

std::vector<Overdue> overdue_readings(store::Transaction& tx, TenantId tenant) {
    std::vector<Overdue> overdue;
    tx.for_each(
        "SELECT p.batch, COUNT(*), CAST(SUM(p.records) AS BIGINT) FROM usage_pending p JOIN "
        "identifier i ON i.tenant_id = p.tenant_id AND i.kind = ?2 AND i.code = p.code WHERE "
        "p.tenant_id = ?1 AND p.adopted_batch = 0 GROUP BY p.batch ORDER BY p.batch",
        [&](const store::Row& row) {
            overdue.push_back({row.id<Batch>(0), row.integer(1), row.integer(2)});
        },
        tenant, customers::kServicePoint);
    return overdue;
}

}  // namespace bw::run
