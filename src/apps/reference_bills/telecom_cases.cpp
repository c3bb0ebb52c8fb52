#include "apps/reference_bills/telecom_cases.h"

#include "apps/reference_bills/telecom_plan.h"
#include "flow/rate/events.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>

namespace bw::reference_bills {
namespace {

Result<json::Value> read_json(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Code::NotFound, "the file cannot be opened", path.string());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return json::parse(text, path.filename().string());
}

Result<Instant> instant(const json::Value& object, std::string_view name) {
    const std::string text = TRY(object.text(name));
    return Instant::parse(text);
}

Result<Decimal> decimal(const json::Value& object, std::string_view name) {
    const json::Value* value = TRY(object.member(name));
    return value->as_decimal();
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
        const Expected value{TRY(expected.text("quantity")), TRY(decimal(expected, "value")),
                             TRY(decimal(expected, "abs_tol"))};
        if (value.quantity == "cost") report.compare(id, value, cost_of(root, folder));
        else
            report.broken(
                id, {Code::Unsupported, fmt::format("the quantity '{}'", value.quantity), {}});
    }
    return {};
}

}  // namespace

void run_telecom_cases(const std::filesystem::path& folder, Report& report) {
    std::set<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") paths.insert(entry.path());
    for (const auto& path : paths) {
        const auto root = read_json(path);
        if (root && root->find("expected") == nullptr) continue;  // a tariff that cases share
        const auto done = root ? run_case(*root, folder, report) : std::unexpected(root.error());
        if (!done) report.broken(path.filename().string(), done.error());
    }
}

}  // namespace bw::reference_bills
