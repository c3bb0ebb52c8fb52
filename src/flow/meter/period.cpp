// Closing a month: many arrivals to one file.
#include "flow/meter/import.h"
#include "flow/meter/segment_claim.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/shelf.h"
#include "flow/meter/usage_store.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

namespace bw::meter {

namespace {

Result<Shelf> load_shelf(ImportContext& context, std::int32_t month, Batch cut) {
    const auto tx = context.database.begin(store::Access::Read);
    const std::string subject =
        fmt::format("month {}", first_day_of(month).to_string().substr(0, 7));
    if (cut > store::current_cut(*tx, context.tenant)) {
        return fail(Code::Conflict, fmt::format("batch {} is not committed yet", cut.value),
                    subject);
    }
    // As of today: a generation with a later cut must not be overtaken by an earlier one.
    const Shelf newest = Shelf::load(*tx, context.folder, context.tenant,
                                     AsOf{store::current_cut(*tx, context.tenant)});
    if (newest.closed(month).cut > cut) {
        return fail(
            Code::Conflict,
            fmt::format("it was closed up to batch {} already", newest.closed(month).cut.value),
            subject);
    }
    Shelf shelf = Shelf::load(*tx, context.folder, context.tenant, AsOf{cut});
    const auto inputs = shelf.month(month);
    if (inputs.empty()) return fail(Code::NotFound, "there are no readings of this month", subject);
    if (inputs.size() == 1 && shelf.closed(month).generation > 0) {
        return fail(
            Code::Duplicate,
            fmt::format("nothing arrived since generation {}", shelf.closed(month).generation),
            subject);
    }
    return shelf;
}

}  // namespace

Result<PeriodReport> close_period(ImportContext& context, LocalDate day, Batch cut) {
    const std::int32_t month = month_of(Zone().start_of_day(day));
    const Shelf shelf = TRY(load_shelf(context, month, cut));
    MergeRequest request;
    request.provenance = Provenance::Recorded;
    request.month = month;
    for (const LazySegment* const lazy : shelf.month(month)) {
        request.inputs.push_back({TRY(lazy->get()), lazy->batch()});
    }
    const std::int64_t generation = shelf.closed(month).generation + 1;
    const std::string name = fmt::format("{}-g{}-t{}", first_day_of(month).to_string().substr(0, 7),
                                         generation, context.tenant.value);
    auto claim = SegmentClaim::take(context.folder, name, "month");
    if (!claim) return fail(Code::Conflict, "this month is being closed at this moment", name);
    // Asked while the claim is ours: a closing that was faster has committed this generation.
    const auto fresh = load_shelf(context, month, cut);
    if (!fresh || fresh->closed(month).generation + 1 != generation) {
        claim->release();
        if (!fresh) return std::unexpected(fresh.error());
        return fail(Code::Conflict, "this month was closed at this moment", name);
    }
    const auto series = united_series(request.inputs);
    const auto write = [&]() -> Result<SegmentWriter::Summary> {
        SegmentWriter writer(claim->path(), series, {}, context.faults);
        TRY_VOID(merge(request, series, writer));
        return writer.finish();
    };
    const auto summary = write();
    if (!summary) {
        claim->discard(context.faults);
        return std::unexpected(summary.error());
    }
    faults::reach(context.faults, "meter.period.before_commit");
    const auto tx = context.database.begin(store::Access::Write);
    sql::insert_month(*tx, context.tenant,
                      {month, generation, cut, claim->segment(), summary->kinds});
    tx->commit();
    claim->release();
    return PeriodReport{generation, summary->blocks, summary->values, summary->bytes};
}

}  // namespace bw::meter
