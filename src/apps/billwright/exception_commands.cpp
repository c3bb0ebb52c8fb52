// exceptions list|release|hold|exclude|include|estimate|reprice.
#include "apps/billwright/app.h"
#include "apps/billwright/bulk_output.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/run_output.h"
#include "apps/billwright/test_output.h"
#include "run/exceptions/bulk.h"
#include "run/rehearsal/test_run.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

struct BulkFlags {
    std::int64_t run = 0;
    std::optional<bill::Cause> cause;
    std::optional<Decimal> below;
    std::vector<std::string> accounts;
    std::optional<LocalDate> month;  // of an exclusion
    std::optional<LocalDate> issued_on;
    std::string reason;
    bool dry_run = false;
    int workers = 2;
    int limit = 100;
};

using Flags = std::shared_ptr<BulkFlags>;

run::Hand hand_of(const Context& context, const BulkFlags& flags) {
    return {context.person, flags.reason};
}

LocalDate today(const Context& context) { return Zone{}.to_local(context.clock.now()).date; }

Result<run::Selected> selected(run::Workspace& workspace, const BulkFlags& flags) {
    const auto tx = workspace.database->begin(store::Access::Read);
    return run::select(*tx, workspace.tenant,
                       {RunId{flags.run}, flags.cause, flags.below, flags.accounts});
}

Result<run::Workspace> open_for(Context& context, const BulkFlags& flags) {
    return flags.dry_run ? open(context) : open_to_change(context);
}

Result<void> list(Context& context, const BulkFlags& flags) {
    auto workspace = TRY(open(context));
    print_bulk(context, {"list", true}, TRY(selected(workspace, flags)), {}, flags.limit);
    return {};
}

// Or takes it back.
Result<void> release(Context& context, const BulkFlags& flags, bill::Act act) {
    auto workspace = TRY(open_for(context, flags));
    const auto chosen = TRY(selected(workspace, flags));
    run::Decided decided;
    if (!flags.dry_run)
        decided = TRY(run::release(workspace, chosen, act, hand_of(context, flags)));
    print_bulk(context, {std::string(bill::act_name(act)), flags.dry_run}, chosen, decided,
               flags.limit);
    return {};
}

// By a selection of exceptions, or by the accounts' numbers for any month.
Result<void> exclude(Context& context, const BulkFlags& flags) {
    auto workspace = TRY(open_for(context, flags));
    const bool is_direct = flags.month.has_value();
    if (is_direct && flags.accounts.empty())
        return fail(Code::Invalid, "--period is of accounts that are named: add --account");
    if (is_direct && (flags.run != 0 || flags.cause || flags.below))
        return fail(Code::Invalid,
                    "--period leaves out the named accounts, whatever a run held: it goes without "
                    "--run, --cause and --below");
    run::Selected chosen;
    if (is_direct) chosen.accounts = flags.accounts;
    else chosen = TRY(selected(workspace, flags));
    const LocalDate month = is_direct ? *flags.month : chosen.month();
    run::Decided decided;
    if (!flags.dry_run && !chosen.accounts.empty())
        decided = TRY(run::exclude(workspace, chosen.accounts, month, bill::Act::Exclude,
                                   hand_of(context, flags)));
    if (is_direct)
        print_exclusion(context, {"exclude", flags.dry_run}, flags.accounts, month, decided);
    else print_bulk(context, {"exclude", flags.dry_run}, chosen, decided, flags.limit);
    return {};
}

Result<void> include(Context& context, const BulkFlags& flags) {
    auto workspace = TRY(open_for(context, flags));
    const LocalDate month = flags.month.value_or(LocalDate{});  // the option is required
    run::Decided decided;
    if (!flags.dry_run)
        decided = TRY(run::exclude(workspace, flags.accounts, month, bill::Act::Include,
                                   hand_of(context, flags)));
    print_exclusion(context, {"include", flags.dry_run}, flags.accounts, month, decided);
    return {};
}

Result<void> estimate(Context& context, const BulkFlags& flags) {
    auto workspace = TRY(open_for(context, flags));
    const auto chosen = TRY(selected(workspace, flags));
    ProgressBar bar("estimate", context.json);
    const auto report = TRY(
        run::estimate_selected(workspace, chosen, hand_of(context, flags), today(context),
                               flags.dry_run ? run::Keep::Nothing : run::Keep::Estimates,
                               [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (report.open_gaps > 0) context.exit_code = kDoneWithRejects;
    print_bulk_estimate(context, {"estimate", flags.dry_run}, chosen, report, flags.limit);
    return {};
}

// What has been put right is billed for the selected accounts alone; first told, with --dry-run.
Result<void> reprice(Context& context, const BulkFlags& flags) {
    auto workspace = TRY(open_for(context, flags));
    const auto chosen = TRY(selected(workspace, flags));
    if (!flags.dry_run) {
        const RunId id = TRY(run::bill_again(workspace, chosen, hand_of(context, flags),
                                             flags.issued_on.value_or(today(context))));
        return carry_on_and_tell(context, workspace, id, {flags.workers, flags.limit});
    }
    if (chosen.accounts.empty())
        return fail(Code::NotFound, "nobody is held so; look with: billwright exceptions list");
    run::TestRequest request;
    request.terms.until = chosen.run.terms.until;
    // What is only told needs no day of its own: that of the run, where it lies ahead.
    request.terms.issued_on =
        flags.issued_on.value_or(std::max(today(context), chosen.run.terms.issued_on));
    request.terms.accounts = chosen.accounts;
    const auto report = TRY(run::test_run(workspace, request, {}));
    if (report.held > 0) context.exit_code = kDoneWithRejects;
    print_test(context, report, flags.limit);
    return {};
}

void add_accounts(CLI::App& command, BulkFlags& flags, bool is_required) {
    add_value<std::vector<std::string>>(
        command, flags.accounts, words,
        {.name = "--account", .type = "A,B,..", .help = "Only these", .is_required = is_required});
}

void add_selection(CLI::App& command, BulkFlags& flags) {
    add_value<std::int64_t>(
        command, flags.run, number_from_one,
        {.name = "--run", .type = "RUN", .help = "Whom this run held (default: the newest)"});
    add_value<std::optional<bill::Cause>>(
        command, flags.cause, cause,
        {.name = "--cause", .type = "CAUSE", .help = "Only of this cause"});
    add_value<std::optional<Decimal>>(
        command, flags.below, amount,
        {.name = "--below", .type = "AMOUNT", .help = "Only with less money at stake"});
    add_accounts(command, flags, false);
    add_value<int>(command, flags.limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "Show at most so many; all are acted upon",
                    .preset = std::to_string(flags.limit)});
}

void add_act(CLI::App& command, BulkFlags& flags) {
    command.add_option("--reason", flags.reason, "Why; kept with the decision")->type_name("WORDS");
    command.add_flag("--dry-run", flags.dry_run, "Only tell whom it would be about");
}

void add_month(CLI::App& command, BulkFlags& flags, bool is_required) {
    add_value<std::optional<LocalDate>>(command, flags.month, month,
                                        {.name = "--period",
                                         .type = "MONTH",
                                         .help = "The month whose runs it is about",
                                         .is_required = is_required});
}

void add_issued_on(CLI::App& command, BulkFlags& flags) {
    add_value<std::optional<LocalDate>>(
        command, flags.issued_on, day,
        {.name = "--issued-on", .type = "DAY", .help = "Date of the documents (default: today)"});
}

void add_decisions(CLI::App& group, Context& context, const Flags& flags) {
    auto* release_some =
        group.add_subcommand("release", "Bill them all the same with the next run of the month");
    add_selection(*release_some, *flags);
    add_act(*release_some, *flags);
    does(*release_some, context,
         [&context, flags] { return release(context, *flags, bill::Act::Release); });
    add_examples(*release_some,
                 {{"billwright exceptions release --cause zero-bill --reason empty --dry-run",
                   "whom that would release"},
                  {"billwright exceptions release --below 500.00 --reason cold-month",
                   "every cause, below that much money"}});
    auto* hold_some = group.add_subcommand("hold", "Take a release back that no run has read yet");
    add_selection(*hold_some, *flags);
    add_act(*hold_some, *flags);
    does(*hold_some, context,
         [&context, flags] { return release(context, *flags, bill::Act::Hold); });
    add_examples(*hold_some, {{"billwright exceptions hold --account A-7 --reason wrong-meter",
                               "held as before"}});
    auto* exclude_some = group.add_subcommand("exclude", "Leave accounts out of the month's runs");
    add_selection(*exclude_some, *flags);
    add_month(*exclude_some, *flags, false);
    add_act(*exclude_some, *flags);
    does(*exclude_some, context, [&context, flags] { return exclude(context, *flags); });
    add_examples(*exclude_some,
                 {{"billwright exceptions exclude --cause zero-bill --reason vacant",
                   "whom the newest run held so"},
                  {"billwright exceptions exclude --account A-7 --period 2026-10 --reason vacant",
                   "whatever its bill would be"}});
    auto* include_some = group.add_subcommand("include", "Take an exclusion back");
    add_accounts(*include_some, *flags, true);
    add_month(*include_some, *flags, true);
    add_act(*include_some, *flags);
    does(*include_some, context, [&context, flags] { return include(context, *flags); });
    add_examples(*include_some,
                 {{"billwright exceptions include --account A-7 --period 2026-10 --reason sold",
                   "the next run bills it"}});
}

void add_repairs(CLI::App& group, Context& context, const Flags& flags) {
    auto* estimate_some = group.add_subcommand(
        "estimate", "Fill what nobody measured of the accounts that are held so");
    add_selection(*estimate_some, *flags);
    add_act(*estimate_some, *flags);
    does(*estimate_some, context, [&context, flags] { return estimate(context, *flags); });
    add_examples(*estimate_some,
                 {{"billwright exceptions estimate --cause missing-readings --dry-run",
                   "what would be filled"}});
    auto* reprice_some = group.add_subcommand(
        "reprice", "Bill the accounts again, for who has put the cause right; nobody else");
    add_selection(*reprice_some, *flags);
    add_act(*reprice_some, *flags);
    add_issued_on(*reprice_some, *flags);
    add_workers(*reprice_some, flags->workers);
    does(*reprice_some, context, [&context, flags] { return reprice(context, *flags); });
    add_examples(*reprice_some, {{"billwright exceptions reprice --cause no-tariff --dry-run",
                                  "what they would be billed now"}});
}

}  // namespace

void add_exception_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<BulkFlags>();
    auto* group = cli.add_subcommand("exceptions",
                                     "Whom a run held, and what to do about many of them at once");
    group->require_subcommand(1);
    auto* list_some = group->add_subcommand("list", "Exceptions that hold, with money at stake");
    add_selection(*list_some, *flags);
    does(*list_some, context, [&context, flags] { return list(context, *flags); });
    add_examples(*list_some,
                 {{"billwright exceptions list --cause missing-readings", "of the newest run"}});
    add_decisions(*group, context, flags);
    add_repairs(*group, context, flags);
    add_examples(*group, {{"billwright exceptions list --run 3", "whom run 3 held"}});
}

}  // namespace bw::app
