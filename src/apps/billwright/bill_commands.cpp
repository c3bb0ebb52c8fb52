// bill, run list|show|resume, preview.
#include "apps/billwright/app.h"
#include "apps/billwright/bill_output.h"
#include "flow/bill/store.h"
#include "run/bill_run.h"
#include "run/documents.h"
#include "run/explain.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct BillFlags {
    std::string period, issued_on, account, pdf;
    std::vector<std::string> release;
    int workers = 2;
    std::int64_t run = 0;
};

// "2026-10" -> the day after the month; "2026-10-31" -> the day after.
Result<LocalDate> end_of(const std::string& period) {
    if (period.size() == 7) return month_of(TRY(LocalDate::parse(period + "-01"))).to;
    return TRY(LocalDate::parse(period)).plus_days(1);
}

Result<std::set<bill::Cause>> causes_of(const std::vector<std::string>& names) {
    std::set<bill::Cause> causes;
    for (const auto& name : names) {
        const auto cause = bill::parse_cause(name);
        if (!cause)
            return fail(Code::Invalid, fmt::format("there is no cause '{}'", name), "--release");
        if (!bill::is_releasable(*cause))
            return fail(Code::Invalid,
                        fmt::format("'{}' cannot be released: the fault must be put right", name),
                        "--release");
        causes.insert(*cause);
    }
    return causes;
}

Result<LocalDate> issue_date(const Context& context, const BillFlags& flags) {
    if (!flags.issued_on.empty()) return LocalDate::parse(flags.issued_on);
    return Zone{}.to_local(context.clock.now()).date;
}

Result<void> carry_on_and_tell(Context& context, run::Workspace& workspace, RunId id, int workers) {
    const auto report = TRY(carry_on_with_bars(context, workspace, id, workers));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_run(context, *tx, report.info);
    if (report.info.held > 0) context.exit_code = kDoneWithRejects;
    return {};
}

Result<void> bill_now(Context& context, const BillFlags& flags) {
    run::RunRequest request;
    request.until = TRY(end_of(flags.period));
    request.issued_on = TRY(issue_date(context, flags));
    request.released = TRY(causes_of(flags.release));
    auto workspace = TRY(open_to_change(context));
    const RunId id = TRY(run::start(workspace, request));
    return carry_on_and_tell(context, workspace, id, flags.workers);
}

Result<void> resume(Context& context, const BillFlags& flags) {
    auto workspace = TRY(open_to_change(context));
    RunId id{flags.run};
    if (!id) {
        const auto tx = workspace.database->begin(store::Access::Read);
        for (const auto& run : run::list_runs(*tx, workspace.tenant))
            if (run.phase != run::Phase::Done) id = run.id;
        if (!id) return fail(Code::NotFound, "no run is unfinished");
    }
    return carry_on_and_tell(context, workspace, id, flags.workers);
}

Result<void> list(Context& context) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_runs(context, run::list_runs(*tx, workspace.tenant));
    return {};
}

Result<void> show(Context& context, const BillFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto info = TRY(run::find_run(*tx, workspace.tenant, RunId{flags.run}));
    print_run(context, *tx, info);
    if (!context.json)
        print_exceptions(bill::list_exceptions(*tx, workspace.tenant, RunId{flags.run}, 50));
    return {};
}

Result<void> preview(Context& context, const BillFlags& flags) {
    auto workspace = TRY(open(context));
    const LocalDate until = TRY(end_of(flags.period));
    const LocalDate issued_on = TRY(issue_date(context, flags));
    const auto released = TRY(causes_of(flags.release));
    const auto preview = TRY(run::preview(workspace, flags.account, until, issued_on, released));
    if (preview.outcome.is_held()) context.exit_code = kDoneWithRejects;
    print_outcome(context, preview);
    if (flags.pdf.empty() || preview.outcome.statements.empty()) return {};
    const auto engine = TRY(compose::Engine::create());
    const std::string bytes = TRY(compose::pdf(preview.outcome.statements.back(), engine));
    return write_file(flags.pdf, bytes);
}

void run_action(Context& context, const Result<void>& result) {
    if (!result) tell_error(context, result.error());
}

}  // namespace

void add_bill_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<BillFlags>();
    auto* bill = cli.add_subcommand("bill", "Bill everything supplied up to the end of a month");
    bill->add_option("--period", flags->period, "Month 2026-10 (or its last day)")->required();
    bill->add_option("--issued-on", flags->issued_on, "Date of the invoices (default: today)");
    bill->add_option("--release", flags->release,
                     "Bill all the same: missing-readings, no-readings, unrated-usage");
    bill->add_option("--workers", flags->workers, "Threads")->check(CLI::Range(1, 64));
    bill->callback([&context, flags] { run_action(context, bill_now(context, *flags)); });

    auto* run =
        cli.add_subcommand("run", "Bill runs: where they stand, what was held, go on after a stop");
    run->require_subcommand(1);
    run->add_subcommand("list", "All runs")->callback([&context] {
        run_action(context, list(context));
    });
    auto* show_run = run->add_subcommand("show", "One run with its exceptions");
    show_run->add_option("RUN", flags->run, "Number of the run")->required();
    show_run->callback([&context, flags] { run_action(context, show(context, *flags)); });
    auto* resume_run = run->add_subcommand("resume", "Continue an unfinished run");
    resume_run->add_option("RUN", flags->run, "Number of the run (default: the unfinished one)");
    resume_run->add_option("--workers", flags->workers, "Threads")->check(CLI::Range(1, 64));
    resume_run->callback([&context, flags] { run_action(context, resume(context, *flags)); });

    auto* look =
        cli.add_subcommand("preview", "What billing an account now would give; nothing is written");
    look->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
    look->add_option("--period", flags->period, "Month 2026-10")->required();
    look->add_option("--issued-on", flags->issued_on, "Date of the invoice (default: today)");
    look->add_option("--release", flags->release, "Causes to release");
    look->add_option("--pdf", flags->pdf, "Write the PDF here");
    look->callback([&context, flags] { run_action(context, preview(context, *flags)); });
}

}  // namespace bw::app
