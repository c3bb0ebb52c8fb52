#include "apps/billwright/run_output.h"

#include "apps/billwright/exception_output.h"
#include "apps/billwright/table.h"
#include "platform/interrupt/interrupt.h"
#include "run/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bw::app {

Result<run::RunReport> carry_on_with_bars(const Context& context, run::Workspace& workspace,
                                          RunId run, int workers) {
    std::string stage;
    std::unique_ptr<ProgressBar> bar;
    const interrupt::Interrupt interrupt;
    workspace.stop = &interrupt.asked();
    const auto report = run::carry_on(
        workspace, run, workers, [&](std::string_view name, std::int64_t done, std::int64_t all) {
            if (stage != name) {
                if (bar) bar->finish();
                stage = name;
                bar = std::make_unique<ProgressBar>(stage, context.json);
            }
            bar->at(done, all);
        });
    workspace.stop = nullptr;
    if (bar && report) bar->finish();
    return report;
}

Result<void> carry_on_and_tell(Context& context, run::Workspace& workspace, RunId id,
                               const CarryOn& how) {
    context.advice = fmt::format("Every bill that was sealed is safe. Put the cause right, then "
                                 "continue with: billwright run resume {}",
                                 id.value);
    const auto report = TRY(carry_on_with_bars(context, workspace, id, how.workers));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_run(context, *tx, report.info, context.json ? how.limit : 0);
    if (report.info.held > 0) context.exit_code = kDoneWithRejects;
    return {};
}

std::string period_of(const run::RunInfo& run) {
    return run.terms.until.plus_days(-1).to_string().substr(0, 7);
}

namespace {

json::Writer& write_run(json::Writer& json, const run::RunInfo& r) {
    return json.object()
        .field("run", r.id.value)
        .field("phase", run::phase_name(r.phase))
        .field("period", period_of(r))
        .field("until", r.terms.until)
        .field("issued_on", r.terms.issued_on)
        .field("cut", r.terms.cut.value)
        .field("template", r.template_hash)
        .field("accounts", r.accounts)
        .field("held", r.held)
        .field("statements", r.statements)
        .field("documents", r.documents)
        .field("archived_bytes", r.document_bytes)
        .field("units", r.units)
        .field("prepared", r.prepared)
        .field("sealed", r.sealed);
}

// All that is told of a run beside its own numbers.
struct Told {
    std::int64_t billed = 0;  // accounts; of a run that waits, those to be billed
    std::vector<bill::CauseCount> causes;
    std::int64_t total = 0;  // exceptions
    std::vector<bill::ExceptionRow> first;
    std::vector<bill::NotBilledCount> not_billed;
    std::optional<run::Verdict> verdict;
    std::int64_t touches = 0, bills = 0;  // of the month
};

Told load_told(store::Transaction& tx, const run::RunInfo& r, int limit) {
    const TenantId tenant = r.terms.tenant;
    Told told;
    told.billed = r.phase == run::Phase::Discarded ? 0 : r.billed;
    told.causes = bill::count_causes(tx, tenant, r.id);
    for (const auto& cause : told.causes) told.total += cause.held + cause.released + cause.told;
    if (limit > 0) told.first = bill::list_exceptions(tx, tenant, r.id, limit);
    constexpr int kExamples = 3;
    told.not_billed = bill::count_not_billed(tx, tenant, r.id, std::max(limit, kExamples));
    if (r.quiet > 0) told.not_billed.push_back({bill::NotBilled::NoNews, r.quiet, {}});
    told.verdict = run::find_verdict(tx, tenant, r.id);
    told.touches = run::count_touches(tx, tenant, r.terms.until.plus_months(-1));
    for (const auto& [of, sum] : run::sums_of(tx, tenant, r.terms.until, r.id))
        if (of.tariff.empty()) told.bills += sum.items;
    return told;
}

// "30.6": acts of persons for each 1,000 bills.
std::string per_thousand(std::int64_t touches, std::int64_t bills) {
    if (bills == 0) return "";
    const std::int64_t tenths = (touches * 10'000 + bills / 2) / bills;
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

void write_verdict(json::Writer& json, const run::RunInfo& r, const Told& told) {
    const run::Verdict none;
    const auto& verdict = told.verdict ? *told.verdict : none;
    const bool waits = r.phase == run::Phase::Prepared && !told.verdict;
    json.field("started_by", r.started_by).key("approval").object();
    json.field("state", waits ? "waits" : verdict.act)
        .field("by", verdict.person)
        .field("reason", verdict.reason)
        .field("at", told.verdict ? verdict.at.to_string() : std::string())
        .end();
}

void print_run_json(const run::RunInfo& r, const Told& told) {
    json::Writer json;
    write_run(json, r);
    write_verdict(json, r, told);
    json.field("partial", r.is_partial)
        .field("billed_accounts", told.billed)
        .field("touches", told.touches)
        .field("touches_per_1000_bills", per_thousand(told.touches, told.bills))
        .key("not_billed");
    write_not_billed(json, told.not_billed);
    json.field("exceptions_total", told.total).key("causes");
    write_causes(json, told.causes);
    json.key("exceptions");
    write_exceptions(json, told.first);
    print_json(json.end());
}

// "1,000 accounts: 994 billed, 3 held, 3 with nothing to bill".
void print_accounts(const run::RunInfo& r, const Told& told, std::string_view billed) {
    fmt::print("{}: {} {}, {} held, {} with nothing to bill\n",
               counted(r.accounts, "account", "accounts"), thousands(told.billed), billed,
               thousands(r.held), thousands(r.accounts - r.held - told.billed));
}

void print_phase(const run::RunInfo& r, const Told& told) {
    if (r.phase == run::Phase::Discarded)
        return fmt::print("It was thrown away, and billed nobody.\n");
    if (r.phase != run::Phase::Prepared || told.verdict)
        return fmt::print("{} of {} units prepared, {} sealed; continue with: billwright run "
                          "resume {}\n",
                          r.prepared, r.units, r.sealed, r.id.value);
    print_accounts(r, told, "to be billed");
    print_wrapped(fmt::format("{}; it is frozen as of batch {}, nothing is numbered. Compare: "
                              "billwright run compare {}",
                              counted(r.statements, "statement", "statements"), r.terms.cut.value,
                              r.id.value),
                  0, 2);
    fmt::print("Approve: billwright run approve {0}   or throw it away: run discard {0}\n",
               r.id.value);
}

void print_verdict(const run::RunInfo& r, const Told& told) {
    if (!told.verdict) return;
    const auto& v = *told.verdict;
    if (v.person.empty() && v.reason.starts_with("none:")) return;  // nobody asks for approval
    print_wrapped(fmt::format("{} by {}{}{}{}", v.act, v.person.empty() ? "policy" : v.person,
                              v.person.empty() ? "" : " on " + v.at.to_string().substr(0, 10),
                              v.reason.empty() ? "" : ": " + v.reason,
                              r.started_by.empty() ? "" : "; started by " + r.started_by),
                  0, 2);
}

void print_head(const run::RunInfo& r, const Told& told) {
    fmt::print("Run {} ({}), {}, issued {}{}\n", r.id.value, run::phase_name(r.phase), period_of(r),
               r.terms.issued_on.to_string(), r.is_partial ? ", some accounts only" : "");
    if (r.phase != run::Phase::Done) {
        print_phase(r, told);
    } else {
        print_accounts(r, told, "billed");
        fmt::print("{}, {}, {} archived\n", counted(r.statements, "statement", "statements"),
                   counted(r.documents, "document", "documents"), size_text(r.document_bytes));
    }
    print_verdict(r, told);
    if (told.touches > 0 && told.bills > 0)
        fmt::print("{} by hand for {} of {}: {} per 1,000 bills\n",
                   counted(told.touches, "act", "acts"), counted(told.bills, "bill", "bills"),
                   period_of(r), per_thousand(told.touches, told.bills));
}

}  // namespace

void print_run(const Context& context, store::Transaction& tx, const run::RunInfo& r, int limit) {
    const Told told = load_told(tx, r, limit);
    if (context.json) return print_run_json(r, told);
    print_head(r, told);
    print_not_billed(told.not_billed);
    if (told.total == 0) return;
    print_causes(told.causes);
    if (limit == 0) return fmt::print("See them with: billwright run show {}\n", r.id.value);
    print_exceptions(told.first, told.total);
}

void print_runs(const Context& context, const std::vector<run::RunInfo>& runs) {
    if (context.json) {
        json::Writer json;
        json.object().key("runs").array();
        for (const auto& r : runs) write_run(json, r).end();
        return print_json(json.end().end());
    }
    if (runs.empty())
        return fmt::print("No run yet. Begin with: billwright bill --period 2026-10\n");
    Table table(
        {">run", "phase", "period", "issued", ">accounts", ">statements", ">held accounts"});
    for (const auto& r : runs)
        table.row({std::to_string(r.id.value), std::string(run::phase_name(r.phase)), period_of(r),
                   r.terms.issued_on.to_string(), thousands(r.accounts), thousands(r.statements),
                   thousands(r.held)});
    table.print();
}

}  // namespace bw::app
