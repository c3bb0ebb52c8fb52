#include "run/check_readings.h"

#include "books/catalog/validation.h"
#include "flow/meter/checking.h"
#include "platform/store/batch.h"
#include "run/supplied.h"

namespace bw::run {
namespace {

using customers::BillingAccount;

class Checking {
public:
    Checking(const CheckReadingsRequest& request, const meter::Reader& reader,
             const catalog::Validations& rules)
        : request_(request), reader_(reader), rules_(rules) {}

    Result<void> add(const BillingAccount& account) {
        for (const auto& [id, supplied] : supplied_at(account, request_.month)) {
            const auto* rules = rules_.find(supplied.point->kind);
            if (rules == nullptr) {
                ++report_.without_rules;
                continue;
            }
            ++report_.checked;
            const Zone zone = TRY(Zone::find(supplied.point->zone));
            const auto wanted = supplied.spans(request_.month, zone);
            const Instant known_until = zone.start_of_day(request_.today.plus_days(1));
            for (auto& finding :
                 TRY(meter::check(reader_, id, {*rules, wanted, known_until, zone})))
                keep({account.number, supplied.point->code, zone.to_local(finding.span.from).date,
                      std::move(finding)});
        }
        return {};
    }
    CheckReadingsReport take() { return std::move(report_); }

private:
    void keep(ImplausibleReading reading) {
        ++report_.total;
        ++report_.counts[reading.finding.rule];
        if (report_.findings.size() < kImplausibleListedMax)
            report_.findings.push_back(std::move(reading));
    }

    const CheckReadingsRequest& request_;
    const meter::Reader& reader_;
    const catalog::Validations& rules_;
    CheckReadingsReport report_;
};

}  // namespace

Result<CheckReadingsReport> check_readings(Workspace& workspace,
                                           const CheckReadingsRequest& request,
                                           const CheckReadingsProgress& progress) {
    const TenantId tenant = workspace.tenant;
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf as_of{store::current_cut(*tx, tenant)};
    const auto rules = TRY(catalog::load_validations(*tx, tenant, as_of));
    const auto reader = TRY(meter::Reader::open(*tx, workspace.usage(), tenant, as_of));
    Checking checking(request, reader, rules);
    if (!request.account.empty()) {
        TRY_VOID(checking.add(TRY(customers::load_account(*tx, tenant, request.account, as_of))));
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
