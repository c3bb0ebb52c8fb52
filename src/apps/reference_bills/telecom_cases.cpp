#include "apps/reference_bills/telecom_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/telecom_plan.h"
#include "flow/rate/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace bw::reference_bills {
namespace {

Result<Instant> instant(const json::Value& object, std::string_view name) {
    constexpr std::string_view kWithoutZone = "2013-08-07T17:30:00";
    std::string text = TRY(object.text(name));
    if (text.size() == kWithoutZone.size()) text += "Z";
    return Instant::parse(text);
}

std::string text_or(const json::Value& object, std::string_view name, std::string_view without) {
    const auto text = object.text(name);
    return text && !text->empty() ? *text : std::string(without);
}

enum class Counted : std::uint8_t { Time, Messages, Units };

// By the record's type, "*voice" or "voice". What is not time is counted in units: the seconds
// between its ends.
Result<Counted> counted_of(const json::Value& root) {
    std::string kind = text_or(root, "type_of_record", "voice");
    if (kind.starts_with('*')) kind.erase(0, 1);
    if (kind == "voice") return Counted::Time;
    if (kind == "sms" || kind == "mms") return Counted::Messages;
    if (kind == "data" || kind == "generic") return Counted::Units;
    return fail(Code::Unsupported, fmt::format("records of type '{}'", kind), root.place());
}

// A begun second counts, or unit; a message of no time is one.
meter::EventColumn event_of(const std::string& destination, Instant start, Instant end,
                            Counted counted) {
    std::int64_t units = (end.us - start.us + Instant::kSecond - 1) / Instant::kSecond;
    if (counted == Counted::Messages) units = std::max<std::int64_t>(units, 1);
    const bool is_timed = counted == Counted::Time;
    meter::EventColumn events;
    events.starts = {start};
    events.seconds = {is_timed ? units : 0};
    events.bytes = {is_timed ? 0 : units};
    events.kinds = {is_timed ? meter::EventKind::Voice : meter::EventKind::Data};
    events.destinations = {destination};
    events.record_ids = {"1"};
    return events;
}

// The connection was paid on an earlier record; the source counts rate groups from 0 again.
Result<void> leave_out_connection(const json::Value& call, catalog::Telecom& telecom) {
    const json::Value* continued = call.find("continuation_of_running_call");
    if (continued == nullptr || !TRY(continued->as_bool())) return {};
    for (auto& rate : telecom.rates) rate.connect = {};
    return {};
}

// Any category is each, of records of units, too, unless it has rows of its own.
void take_any_category(const std::string& category, catalog::Telecom& telecom) {
    if (std::ranges::find(telecom.subjects, category, &catalog::Subject::category) !=
        telecom.subjects.end())
        return;
    for (auto& subject : telecom.subjects)
        if (subject.category == "any") subject.category = category;
}

// A call that has no price, with the reason, costs -1 where the source says so.
struct Cost {
    Decimal amount;
    std::string no_price;
};
Result<Decimal> as_told(const Expected& expected, const Result<Cost>& cost) {
    if (!cost) return std::unexpected(cost.error());
    if (cost->no_price.empty()) return cost->amount;
    if (expected.value == Decimal(-1)) return expected.value;
    return fail(Code::NotFound, cost->no_price);
}

// In a file beside the case, or in the case itself.
Result<json::Value> read_plan(const json::Value& root, const std::filesystem::path& folder) {
    const json::Value* plan = TRY(root.member("tariff_plan"));
    if (plan->kind() == json::Kind::Object) return *plan;
    const std::string file = TRY(plan->as_text());
    return read_json(folder / file);
}

Result<Cost> cost_of(const json::Value& root, const std::filesystem::path& folder) {
    const json::Value* call = TRY(root.member("call"));
    const json::Value plan = TRY(read_plan(root, folder));
    const std::string tenant = TRY(call->text("tenant"));
    const Instant start = TRY(instant(*call, "start_utc"));
    const Instant end = TRY(instant(*call, "end_utc"));
    if (end < start) return fail(Code::Invalid, "the call ends before it starts", call->place());
    const Zone utc;
    const LocalDate first = utc.to_local(start).date;
    const Instant last = end == start ? start : Instant{end.us - 1};
    catalog::Telecom telecom =
        TRY(read_telecom_plan(plan, tenant, {first, utc.to_local(last).date.plus_days(1)}));
    TRY_VOID(leave_out_connection(*call, telecom));
    const std::string category = text_or(*call, "category", "call");
    take_any_category(category, telecom);
    const Counted counted = TRY(counted_of(root));
    const auto events = event_of(text_or(*call, "destination", "*any"), start, end, counted);
    const Period period = month_of(first);
    const auto compiled =
        TRY(rate::compile_telecom({.telecom = telecom, .schedule = plan.place()}, period, utc));
    const rate::Caller caller{.subject = text_or(*call, "subject", "any"),
                              .voice_category = category,
                              .data_category = category};
    const auto rated =
        TRY(rate::rate_events(compiled, events, period, {}, rate::Detail::Totals, caller));
    Cost cost;
    if (!rated.unrated.empty())
        cost.no_price = fmt::format("{}: {}", call->place(), rated.unrated[0].reason);
    for (const rate::Piece& piece : rated.pieces) cost.amount += piece.amount;
    return cost;
}

Result<void> run_case(const json::Value& root, const std::filesystem::path& folder,
                      Report& report) {
    const std::string id = text_or(root, "id", root.place());
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        if (value.quantity == "cost")
            report.compare(id, value, as_told(value, cost_of(root, folder)));
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
