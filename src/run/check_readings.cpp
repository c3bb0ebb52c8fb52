#include "run/check_readings.h"

#include "books/catalog/store.h"
#include "books/catalog/validation.h"
#include "flow/meter/checking.h"
#include "flow/meter/estimation.h"
#include "platform/store/batch.h"
#include "run/profile_weights.h"
#include "run/supplied.h"

#include <algorithm>
#include <iterator>

namespace bw::run {
namespace {

using customers::BillingAccount;

class Checking {
public:
    // As of a cut; the transaction may end afterwards.
    static Result<Checking> open(Workspace& workspace, store::Transaction& tx, AsOf as_of,
                                 const CheckReadingsRequest& request) {
        const TenantId tenant = workspace.tenant;
        return Checking(request, TRY(meter::Reader::open(tx, workspace.usage(), tenant, as_of)),
                        meter::Conflicts::open(tx, workspace.usage(), tenant, as_of),
                        {TRY(catalog::load_validations(tx, tenant, as_of)),
                         TRY(catalog::load(tx, tenant, as_of)),
                         catalog::load_factors(tx, tenant, as_of)});
    }

    Result<void> add(const BillingAccount& account) {
        for (const auto& [id, supplied] : supplied_at(account, request_.month)) {
            const Zone zone = TRY(Zone::find(supplied.point->zone));
            const auto wanted = supplied.spans(request_.month, zone);
            TRY_VOID(add_conflicts(*supplied.point, wanted, zone));
            TRY_VOID(add_findings(account, *supplied.point, wanted, zone));
            TRY_VOID(add_gaps(account, *supplied.point, wanted, zone));
        }
        return {};
    }
    CheckReadingsReport take() { return std::move(report_); }

private:
    struct Texts {
        catalog::Validations rules;
        catalog::Catalog catalog;
        catalog::Factors factors;
    };
    Checking(const CheckReadingsRequest& request, meter::Reader reader, meter::Conflicts conflicts,
             Texts texts)
        : request_(request), reader_(std::move(reader)), conflicts_(std::move(conflicts)),
          texts_(std::move(texts)) {}

    Result<void> add_conflicts(const customers::ServicePoint& point, std::span<const Span> wanted,
                               const Zone& zone) {
        for (const Span& span : wanted) {
            for (auto& conflict : TRY(conflicts_.find(point.id, span)))
                keep({point.code, zone.to_local(conflict.first).date, std::move(conflict)});
            if (const auto repeats = TRY(conflicts_.repeats(point.id, span)); repeats.all() > 0)
                keep({point.code, zone.to_local(repeats.first).date, repeats});
            if (!TRY(reader_.is_mixed(point.id, span))) continue;
            for (auto& o : TRY(reader_.read(point.id, span)).overlaps)
                if (o.is_correction)
                    keep({point.code,
                          zone.to_local(o.span.from).date,
                          {std::move(o.channel), std::move(o.unit), o.span.from, o.intervals}});
        }
        return {};
    }
    void keep(RepeatedRecords repeated) {
        ++report_.repeats_total;
        if (report_.repeats.size() < kImplausibleListedMax)
            report_.repeats.push_back(std::move(repeated));
    }
    void keep(TwiceMeasured twice) {
        ++report_.conflicts_total;
        if (report_.conflicts.size() < kImplausibleListedMax)
            report_.conflicts.push_back(std::move(twice));
    }

    Result<void> add_findings(const BillingAccount& account, const customers::ServicePoint& point,
                              std::span<const Span> wanted, const Zone& zone) {
        const auto* rules = texts_.rules.find(point.kind);
        ++(rules == nullptr ? report_.without_rules : report_.checked);
        const Instant known_until = zone.start_of_day(request_.today.plus_days(1));
        auto found =
            TRY(meter::check(reader_, point.id, {rules, wanted, known_until, zone, point.devices}));
        std::erase_if(found, [](const auto& f) { return f.rule == meter::Rule::Future; });
        std::ranges::move(TRY(meter::check_future(reader_, point.id, known_until)),
                          std::back_inserter(found));
        for (auto& finding : found)
            keep({account.number, point.code, zone.to_local(finding.span.from).date,
                  std::move(finding)});
        return {};
    }

    // What an estimate would see, which also waits until the month is over.
    Result<void> add_gaps(const BillingAccount& account, const customers::ServicePoint& point,
                          std::span<const Span> wanted, const Zone& zone) {
        if (request_.today < request_.month.to) return {};
        const auto found = TRY(meter::estimate(
            reader_, point.id,
            {wanted, zone, point.devices,
             profile_weights(texts_.catalog, texts_.factors, account, point.id, request_.month)}));
        const auto missing = [&](const auto& gap, const Span& span) {
            return MissingReading{account.number, point.code, gap.channel, gap.unit, span};
        };
        for (const auto& filled : found.estimates) {
            auto gap = missing(filled, filled.span());
            gap.intervals = std::ssize(filled.values);
            gap.estimate = filled.method;
            keep(std::move(gap));
        }
        for (const auto& read : found.reads) {
            auto gap = missing(read, read.span);
            gap.estimate = read.method;
            keep(std::move(gap));
        }
        for (const auto& open : found.open) {
            auto gap = missing(open, open.span);
            gap.intervals = open.intervals;
            gap.reason = open.reason;
            keep(std::move(gap));
        }
        return {};
    }
    void keep(MissingReading gap) {
        ++report_.gaps_total;
        if (report_.gaps.size() < kImplausibleListedMax) report_.gaps.push_back(std::move(gap));
    }

    void keep(ImplausibleReading reading) {
        ++report_.total;
        ++report_.counts[reading.finding.rule];
        if (report_.findings.size() < kImplausibleListedMax)
            report_.findings.push_back(std::move(reading));
    }

    const CheckReadingsRequest& request_;
    meter::Reader reader_;
    meter::Conflicts conflicts_;
    Texts texts_;
    CheckReadingsReport report_;
};

}  // namespace

Result<CheckReadingsReport> check_readings(Workspace& workspace,
                                           const CheckReadingsRequest& request,
                                           const CheckReadingsProgress& progress) {
    const TenantId tenant = workspace.tenant;
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf as_of{store::current_cut(*tx, tenant)};
    auto checking = TRY(Checking::open(workspace, *tx, as_of, request));
    if (!request.account.empty()) {
        const auto account = TRY(customers::load_account(*tx, tenant, request.account, as_of));
        TRY_VOID(checking.add(account));
        return checking.take();
    }
    const std::int64_t all = customers::count_accounts(*tx, tenant, as_of);
    std::int64_t done = 0;
    for (const int bucket : customers::buckets(*tx, tenant, as_of))
        for (const auto& account : TRY(customers::load_bucket(*tx, tenant, bucket, as_of))) {
            TRY_VOID(checking.add(account));
            if (progress) progress(++done, all);
        }
    return checking.take();
}

}  // namespace bw::run
