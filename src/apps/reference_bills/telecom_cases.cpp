#include "apps/reference_bills/telecom_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/telecom_plan.h"
#include "flow/rate/events.h"

#include <fmt/format.h>

namespace bw::reference_bills {
namespace {

Result<Instant> instant(const json::Value& object, std::string_view name) {
    const std::string text = TRY(object.text(name));
    return Instant::parse(text);
}

Result<meter::EventColumn> read_event(const json::Value& call, const std::string& kind) {
    const Instant start = TRY(instant(call, "start_utc"));
    const Instant end = TRY(instant(call, "end_utc"));
    const bool is_data = kind == "data";
    if (!is_data && kind != "voice")
        return fail(Code::Unsupported, fmt::format("records of type '{}'", kind), call.place());
    const json::Value* continued = TRY(call.member("continuation_of_running_call"));
    if (TRY(continued->as_bool()))
        return fail(Code::Unsupported, "a continued call without the seconds before it",
                    call.place());
    // A session's units are given as the seconds between its ends, too.
    const std::int64_t units = end.seconds() - start.seconds();
    meter::EventColumn events;
    events.starts = {start};
    events.seconds = {is_data ? 0 : units};
    events.bytes = {is_data ? units : 0};
    events.kinds = {is_data ? meter::EventKind::Data : meter::EventKind::Voice};
    events.destinations = {TRY(call.text("destination"))};
    events.record_ids = {"1"};
    return events;
}

Result<Decimal> cost_of(const json::Value& root, const std::filesystem::path& folder) {
    const json::Value* call = TRY(root.member("call"));
    const std::string plan_file = TRY(root.text("tariff_plan"));
    const json::Value plan = TRY(read_json(folder / plan_file));
    const std::string tenant = TRY(call->text("tenant"));
    const catalog::Telecom telecom = TRY(read_telecom_plan(plan, tenant));
    const std::string kind = TRY(root.text("type_of_record"));
    const meter::EventColumn events = TRY(read_event(*call, kind));
    const Zone utc;
    const Period period = month_of(utc.to_local(events.starts[0]).date);
    const auto compiled =
        TRY(rate::compile_telecom({.telecom = telecom, .schedule = plan.place()}, period, utc));
    const std::string category = TRY(call->text("category"));
    const rate::Caller caller{.subject = TRY(call->text("subject")),
                              .voice_category = category,
                              .data_category = category};
    const auto rated =
        TRY(rate::rate_events(compiled, events, period, {}, rate::Detail::Totals, caller));
    if (!rated.unrated.empty()) return fail(Code::NotFound, rated.unrated[0].reason, call->place());
    Decimal cost;
    for (const rate::Piece& piece : rated.pieces) cost += piece.amount;
    return cost;
}

Result<void> run_case(const json::Value& root, const std::filesystem::path& folder,
                      Report& report) {
    const std::string id = TRY(root.text("id"));
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        if (value.quantity == "cost") report.compare(id, value, cost_of(root, folder));
        else
            report.broken(
                id, {Code::Unsupported, fmt::format("the quantity '{}'", value.quantity), {}});
    }
    return {};
}

}  // namespace

void run_telecom_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report,
              [&](const json::Value& root) { return run_case(root, folder, report); });
}

}  // namespace bw::reference_bills
