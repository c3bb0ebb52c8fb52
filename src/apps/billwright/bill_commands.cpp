// bill, run list|show|resume, preview.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/invoice_output.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/run_output.h"
#include "run/bill_run.h"
#include "run/documents.h"
#include "run/explain.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct BillFlags {
    LocalDate until;
    std::optional<LocalDate> issued_on;
    std::set<bill::Cause> released;
    std::string account, pdf;
    int workers = 2;
    bool has_documents = true;
    std::int64_t run = 0;
    int limit = 100;
};

LocalDate issue_date(const Context& context, const BillFlags& flags) {
    return flags.issued_on.value_or(Zone{}.to_local(context.clock.now()).date);
}

Result<void> carry_on_and_tell(Context& context, run::Workspace& workspace, RunId id,
                               const BillFlags& flags) {
    context.advice = fmt::format("Every bill that was sealed is safe. Put the cause right, then "
                                 "continue with: billwright run resume {}",
                                 id.value);
    const auto report = TRY(carry_on_with_bars(context, workspace, id, flags.workers));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_run(context, *tx, report.info, context.json ? flags.limit : 0);
    if (report.info.held > 0) context.exit_code = kDoneWithRejects;
    return {};
}

Result<void> bill_now(Context& context, const BillFlags& flags) {
    run::RunRequest request;
    request.until = flags.until;
    request.issued_on = issue_date(context, flags);
    request.released = flags.released;
    request.making = flags.has_documents ? run::Making::Documents : run::Making::Nothing;
    auto workspace = TRY(open_to_change(context));
    const RunId id = TRY(run::start(workspace, request));
    return carry_on_and_tell(context, workspace, id, flags);
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
    return carry_on_and_tell(context, workspace, id, flags);
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
    print_run(context, *tx, info, flags.limit);
    return {};
}

Result<void> preview(Context& context, const BillFlags& flags) {
    refuse_two_outputs(context, flags.pdf, "--pdf");
    auto workspace = TRY(open(context));
    auto preview = TRY(run::preview(workspace, flags.account, flags.until,
                                    issue_date(context, flags), flags.released));
    const auto engine = TRY(compose::Engine::create());
    run::prove(preview.outcome, preview.account, engine);
    if (preview.outcome.is_held()) context.exit_code = kDoneWithRejects;
    const bool has_pdf = !flags.pdf.empty() && !preview.outcome.statements.empty();
    if (has_pdf) {
        const auto& last = preview.outcome.statements.back();
        const std::string bytes = TRY(compose::preview_pdf(last, engine));
        TRY_VOID(write_file(flags.pdf, bytes));
    }
    print_preview(context, preview, has_pdf ? flags.pdf : "");
    return {};
}

void add_period(CLI::App& command, BillFlags& flags) {
    add_value<LocalDate>(command, flags.until, month_end,
                         {.name = "--period",
                          .type = "MONTH",
                          .help = "The month, such as 2026-10; what was supplied before and is not "
                                  "billed yet comes along",
                          .is_required = true});
}

void add_terms(CLI::App& command, BillFlags& flags) {
    add_value<std::optional<LocalDate>>(
        command, flags.issued_on, day,
        {.name = "--issued-on",
         .type = "DAY",
         .help = "Date of the documents, such as 2026-11-03 (default: today)"});
    add_value<std::set<bill::Cause>>(command, flags.released, releasable_causes,
                                     {.name = "--release",
                                      .type = "CAUSE,..",
                                      .help = "Bill all the same: " + releasable_names()});
}

void add_workers(CLI::App& command, BillFlags& flags) {
    add_value<int>(command, flags.workers, whole_number(1, 64),
                   {.name = "--workers",
                    .type = "N",
                    .help = "Threads, 1 to 64",
                    .preset = std::to_string(flags.workers)});
}

void add_run_commands(CLI::App& cli, Context& context, const std::shared_ptr<BillFlags>& flags) {
    auto* run =
        cli.add_subcommand("run", "Bill runs: where they stand, what was held, go on after a stop");
    run->require_subcommand(1);
    auto* list_all = run->add_subcommand("list", "All runs");
    does(*list_all, context, [&context] { return list(context); });
    auto* show_one = run->add_subcommand("show", "One run with its exceptions");
    add_value<std::int64_t>(
        *show_one, flags->run, number_from_one,
        {.name = "RUN", .type = "", .help = "Number of the run", .is_required = true});
    add_value<int>(*show_one, flags->limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "At most so many exceptions",
                    .preset = std::to_string(flags->limit)});
    does(*show_one, context, [&context, flags] { return show(context, *flags); });
    add_examples(*show_one, {{"billwright run show 3", "what run 3 billed and held"}});
    auto* resume_one = run->add_subcommand("resume", "Continue an unfinished run");
    add_value<std::int64_t>(
        *resume_one, flags->run, number_from_one,
        {.name = "RUN", .type = "", .help = "Number of the run (default: the unfinished one)"});
    add_workers(*resume_one, *flags);
    does(*resume_one, context, [&context, flags] { return resume(context, *flags); });
    add_examples(*resume_one, {{"billwright run resume", "after a power cut"}});
    add_examples(*run, {{"billwright run list", "all runs"},
                        {"billwright run show 3", "what run 3 billed and held"}});
}

}  // namespace

void add_bill_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<BillFlags>();
    auto* bill = cli.add_subcommand("bill", "Bill everything supplied up to the end of a month");
    add_period(*bill, *flags);
    add_terms(*bill, *flags);
    add_workers(*bill, *flags);
    bill->add_flag_callback(
        "--no-documents", [flags] { flags->has_documents = false; },
        "Lines, numbers and postings only; another system makes the documents");
    does(*bill, context, [&context, flags] { return bill_now(context, *flags); });
    add_examples(*bill,
                 {{"billwright bill --period 2026-10", "dated today"},
                  {"billwright bill --period 2026-10 --issued-on 2026-11-03", "dated so"},
                  {"billwright bill --period 2026-10 --no-documents",
                   "numbered and posted, nothing composed or archived"},
                  {"billwright bill --period 2026-10 --release missing-readings",
                   "also who lacks readings, by what was measured"}},
                 "Accounts with an exception are held; the others are billed (exit code 3). See "
                 "them with: billwright run show RUN");
    add_run_commands(cli, context, flags);

    auto* look =
        cli.add_subcommand("preview", "What billing an account now would give; nothing is written");
    look->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
    add_period(*look, *flags);
    add_terms(*look, *flags);
    look->add_option("--pdf", flags->pdf,
                     "Draw the bill, marked as a preview, into this file (- for standard output)")
        ->type_name("FILE");
    does(*look, context, [&context, flags] { return preview(context, *flags); });
    add_examples(*look, {{"billwright preview A-100011 --period 2026-10", "the lines"},
                         {"billwright preview A-100011 --period 2026-10 --pdf p.pdf",
                          "and how it would look"}});
}

}  // namespace bw::app
