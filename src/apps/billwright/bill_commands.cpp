// bill, preview.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/invoice_output.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/run_output.h"
#include "apps/billwright/test_output.h"
#include "run/documents.h"
#include "run/explain.h"
#include "run/rehearsal/test_run.h"
#include "run/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct BillFlags {
    LocalDate until;
    std::optional<LocalDate> issued_on;
    std::set<bill::Cause> released;
    std::string account, pdf;
    std::vector<std::string> accounts;
    bool hold = false, is_test = false;
    std::int64_t sample = 1'000;
    int workers = 2;
    bool has_documents = true;
    int limit = 100;
};

LocalDate issue_date(const Context& context, const BillFlags& flags) {
    return flags.issued_on.value_or(Zone{}.to_local(context.clock.now()).date);
}

run::RunRequest request_of(const Context& context, const BillFlags& flags) {
    run::RunRequest request;
    request.until = flags.until;
    request.issued_on = issue_date(context, flags);
    request.released = flags.released;
    request.making = flags.has_documents ? run::Making::Documents : run::Making::Nothing;
    request.person = context.person;
    request.accounts = flags.accounts;
    if (flags.hold) request.approval = run::RunRequest::Approval::ByPerson;
    return request;
}

Result<void> test_now(Context& context, const BillFlags& flags) {
    auto workspace = TRY(open(context));
    ProgressBar bar("test", context.json);
    const auto report = TRY(run::test_run(
        workspace, {request_of(context, flags), flags.sample},
        [&](std::string_view, std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (report.held > 0) context.exit_code = kDoneWithRejects;
    print_test(context, report, flags.limit);
    return {};
}

Result<void> bill_now(Context& context, const BillFlags& flags) {
    if (flags.is_test) return test_now(context, flags);
    auto workspace = TRY(open_to_change(context));
    const RunId id = TRY(run::start(workspace, request_of(context, flags)));
    return carry_on_and_tell(context, workspace, id, {flags.workers, flags.limit});
}

Result<documents::Composer> composer_of_day(run::Workspace& workspace, LocalDate issued_on) {
    const auto tx = workspace.database->begin(store::Access::Read);
    return run::composer_on(*tx, workspace.tenant, run::kBillTemplate, issued_on);
}

Result<void> preview(Context& context, const BillFlags& flags) {
    refuse_two_outputs(context, flags.pdf, "--pdf");
    auto workspace = TRY(open(context));
    auto preview = TRY(run::preview(workspace, flags.account, flags.until,
                                    issue_date(context, flags), flags.released));
    const auto composer = TRY(composer_of_day(workspace, issue_date(context, flags)));
    run::prove(preview.outcome, preview.account, composer);
    if (preview.outcome.is_held()) context.exit_code = kDoneWithRejects;
    const bool has_pdf = !flags.pdf.empty() && !preview.outcome.statements.empty();
    if (has_pdf) {
        const auto& last = preview.outcome.statements.back();
        const std::string bytes = TRY(documents::preview_pdf(last, composer));
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
         .help = "Date of the documents: 2026-11-03 (default: today)"});
    add_value<std::set<bill::Cause>>(command, flags.released, releasable_causes,
                                     {.name = "--release",
                                      .type = "CAUSE,..",
                                      .help = "Bill all the same: " + releasable_names()});
}

void add_choice(CLI::App& command, BillFlags& flags) {
    add_value<std::vector<std::string>>(command, flags.accounts, words,
                                        {.name = "--accounts",
                                         .type = "ACCOUNT,..",
                                         .help = "Only these; the others are left as they are"});
    command.add_flag("--hold-for-approval", flags.hold,
                     "Stop before numbers are taken, until a second person approves");
    auto* test = command.add_flag("--test", flags.is_test,
                                  "Only tell what a sample would give; writes nothing");
    add_value<std::int64_t>(command, flags.sample, number_from_one,
                            {.name = "--sample",
                             .type = "N",
                             .help = "So many accounts, chosen by hash, with --test",
                             .preset = std::to_string(flags.sample)});
    command.get_option("--sample")->needs(test);
}

}  // namespace

void add_bill_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<BillFlags>();
    auto* bill = cli.add_subcommand("bill", "Bill everything supplied up to the end of a month");
    add_period(*bill, *flags);
    add_terms(*bill, *flags);
    add_choice(*bill, *flags);
    add_workers(*bill, flags->workers);
    bill->add_flag_callback(
        "--no-documents", [flags] { flags->has_documents = false; },
        "Lines, numbers and postings only; another system makes the documents");
    does(*bill, context, [&context, flags] { return bill_now(context, *flags); });
    add_examples(
        *bill,
        {{"billwright bill --period 2026-10", "dated today"},
         {"billwright bill --period 2026-10 --issued-on 2026-11-03", "dated so"},
         {"billwright bill --period 2026-10 --release missing-readings",
          "also who lacks readings, by what was measured"},
         {"billwright bill --period 2026-10 --test --sample 500", "what 500 accounts would give"},
         {"billwright bill --period 2026-10 --hold-for-approval",
          "another person then approves it"}},
        "Accounts with an exception are held; the others are billed (exit code 3). See "
        "them with: billwright run show RUN");

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
