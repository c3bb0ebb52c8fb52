#include "run/waiting.h"

#include "books/customers/customers.h"

namespace bw::run {
namespace {

constexpr int kStretch = 500, kWorthwhileHits = 8, kAskedAlone = 1000;

}  // namespace

KnownPoints::KnownPoints(const Workspace& workspace)
    : own_(workspace.database->begin(store::Access::Read)), tx_(own_.get()),
      tenant_(workspace.tenant) {}

std::optional<ServicePointId> KnownPoints::find(std::string_view code) {
    if (!is_in_stretch(code)) {
        if (single_ > 0) {
            --single_;
            const auto found =
                customers::find_identifier(*tx_, tenant_, customers::kServicePoint, code);
            return found ? std::optional(ServicePointId{found->id}) : std::nullopt;
        }
        if (!stretch_.points.empty() && stretch_.hits < kWorthwhileHits) single_ = kAskedAlone;
        fetch_stretch(code);
    }
    ++stretch_.hits;
    const auto known = std::ranges::lower_bound(
        stretch_.points, code, {}, [](const auto& p) -> std::string_view { return p.first; });
    if (known == stretch_.points.end() || known->first != code) return std::nullopt;
    return known->second;
}

bool KnownPoints::is_in_stretch(std::string_view code) const {
    return !stretch_.points.empty() && stretch_.from <= code &&
           code <= stretch_.points.back().first;
}

void KnownPoints::fetch_stretch(std::string_view code) {
    stretch_ = {std::string(code), {}, 0};
    tx_->for_each(
        "SELECT code, id FROM identifier WHERE tenant_id = ?1 AND kind = ?2 AND code >= ?3 ORDER "
        "BY code LIMIT ?4",
        [&](const store::Row& row) {
            stretch_.points.emplace_back(row.string(0), row.id<ServicePointId>(1));
        },
        tenant_, customers::kServicePoint, code, kStretch);
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
