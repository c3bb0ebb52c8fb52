// run list|show|compare|resume|approve|discard.
#include "apps/billwright/app.h"
#include "apps/billwright/comparison_output.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/run_output.h"
#include "run/approval/approval.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct RunFlags {
    std::int64_t run = 0;
    std::string reason;
    int workers = 2;
    int limit = 100;
};

Result<void> resume(Context& context, const RunFlags& flags) {
    auto workspace = TRY(open_to_change(context));
    RunId id{flags.run};
    if (!id) {
        const auto tx = workspace.database->begin(store::Access::Read);
        for (const auto& run : run::list_runs(*tx, workspace.tenant))
            if (!run::is_over(run.phase)) id = run.id;
        if (!id) return fail(Code::NotFound, "no run is unfinished");
    }
    return carry_on_and_tell(context, workspace, id, {flags.workers, flags.limit});
}

Result<void> list(Context& context) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_runs(context, run::list_runs(*tx, workspace.tenant));
    return {};
}

Result<void> show(Context& context, const RunFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto info = TRY(run::find_run(*tx, workspace.tenant, RunId{flags.run}));
    print_run(context, *tx, info, flags.limit);
    return {};
}

Result<void> compare(Context& context, const RunFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto info = TRY(run::find_run(*tx, workspace.tenant, RunId{flags.run}));
    print_comparison(context, info,
                     TRY(run::compare(*tx, workspace.tenant, info, run::Changes::ByAccount)));
    return {};
}

Result<void> approve(Context& context, const RunFlags& flags) {
    auto workspace = TRY(open_to_change(context));
    const RunId id{flags.run};
    TRY_VOID(run::approve(workspace, {id, context.person, flags.reason}));
    return carry_on_and_tell(context, workspace, id, {flags.workers, flags.limit});
}

Result<void> discard(Context& context, const RunFlags& flags) {
    auto workspace = TRY(open_to_change(context));
    const RunId id{flags.run};
    TRY_VOID(run::discard(workspace, {id, context.person, flags.reason}));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_run(context, *tx, TRY(run::find_run(*tx, workspace.tenant, id)),
              context.json ? flags.limit : 0);
    return {};
}

void add_run(CLI::App& command, RunFlags& flags) {
    add_value<std::int64_t>(
        command, flags.run, number_from_one,
        {.name = "RUN", .type = "", .help = "Number of the run", .is_required = true});
}

void add_reason(CLI::App& command, RunFlags& flags, bool is_required) {
    command.add_option("--reason", flags.reason, "Why, for those who ask later")
        ->type_name("WORDS")
        ->required(is_required);
}

void add_looks(CLI::App& run, Context& context, const std::shared_ptr<RunFlags>& flags) {
    auto* list_all = run.add_subcommand("list", "All runs");
    does(*list_all, context, [&context] { return list(context); });
    auto* show_one = run.add_subcommand(
        "show", "One run: whom it did not bill and why, its exceptions, who approved it");
    add_run(*show_one, *flags);
    add_value<int>(*show_one, flags->limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "At most so many exceptions",
                    .preset = std::to_string(flags->limit)});
    does(*show_one, context, [&context, flags] { return show(context, *flags); });
    add_examples(*show_one, {{"billwright run show 3", "what run 3 billed and held"}});
    auto* compare_one = run.add_subcommand(
        "compare", "A run beside the month before: totals, tariffs and charges, largest changes");
    add_run(*compare_one, *flags);
    does(*compare_one, context, [&context, flags] { return compare(context, *flags); });
    add_examples(*compare_one, {{"billwright run compare 3", "before it is approved"}});
}

}  // namespace

void add_run_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<RunFlags>();
    auto* run = cli.add_subcommand(
        "run", "Bill runs: where they stand, what was held, approve them, go on after a stop");
    run->require_subcommand(1);
    add_looks(*run, context, flags);
    auto* resume_one = run->add_subcommand("resume", "Continue an unfinished run");
    add_value<std::int64_t>(
        *resume_one, flags->run, number_from_one,
        {.name = "RUN", .type = "", .help = "Number of the run (default: the unfinished one)"});
    add_workers(*resume_one, flags->workers);
    does(*resume_one, context, [&context, flags] { return resume(context, *flags); });
    add_examples(*resume_one, {{"billwright run resume", "after a power cut"}});
    auto* approve_one = run->add_subcommand(
        "approve", "Let a prepared run become bills; another person than the one who started it");
    add_run(*approve_one, *flags);
    add_reason(*approve_one, *flags, false);
    add_workers(*approve_one, flags->workers);
    does(*approve_one, context, [&context, flags] { return approve(context, *flags); });
    add_examples(*approve_one, {{"billwright run approve 3 --as grace", "grace approves"}});
    auto* discard_one =
        run->add_subcommand("discard", "Throw away a run that has no numbers; it bills nobody");
    add_run(*discard_one, *flags);
    add_reason(*discard_one, *flags, true);
    does(*discard_one, context, [&context, flags] { return discard(context, *flags); });
    add_examples(*discard_one, {{"billwright run discard 3 --reason wrong-price",
                                 "then put it right and bill again"}});
    add_examples(*run, {{"billwright run list", "all runs"},
                        {"billwright run show 3", "what run 3 billed and held"}});
}

}  // namespace bw::app
