// parallel.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/parallel_output.h"
#include "run/company/mapping.h"
#include "run/input_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct ParallelFlags {
    LocalDate until;
    std::string from, mapping, tolerance = "0.05", csv;
    std::set<bill::Cause> released;
    int workers = 2;
    int limit = 20;
};

Result<company::Mapping> mapping_of(const ParallelFlags& flags) {
    if (flags.mapping.empty()) return company::default_mapping(company::FileKind::History);
    const std::string text = TRY(run::read_text(flags.mapping));
    auto mapping = TRY(company::parse_mapping(text, flags.mapping));
    if (mapping.kind != company::FileKind::History)
        return fail(Code::Invalid, "the mapping is not for a file of format history",
                    flags.mapping);
    return mapping;
}

Result<void> run_parallel(Context& context, const ParallelFlags& flags) {
    refuse_two_outputs(context, flags.csv, "--csv");
    auto workspace = TRY(open(context));
    takeover::ParallelRequest request;
    request.month = month_of(flags.until.plus_days(-1));
    request.released = flags.released;
    request.tolerance = TRY(Decimal::parse(flags.tolerance));
    request.workers = flags.workers;
    const auto mapping = TRY(mapping_of(flags));
    std::unique_ptr<meter::ByteSource> source;
    if (!flags.from.empty()) {
        source = TRY(run::open_input(flags.from));
        request.file.emplace(std::filesystem::path(flags.from).filename().string(), *source,
                             mapping);
    }
    ProgressBar bar("parallel", context.json);
    const auto report = TRY(takeover::run_parallel(
        workspace, request, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (!flags.csv.empty()) TRY_VOID(write_file(flags.csv, parallel_csv(report)));
    print_parallel(context, report, flags.tolerance, flags.limit);
    if (report.differing > 0 || report.file.rejected > 0) context.exit_code = kDoneWithRejects;
    return {};
}

// An amount that can be compared with, in any currency with two decimals.
Result<std::string> tolerance(const std::string& text) {
    const auto amount = TRY(Decimal::parse(text));
    if (amount.is_negative()) return fail(Code::Invalid, "a tolerance is not below zero");
    return text;
}

void add_options(CLI::App& command, ParallelFlags& flags) {
    add_value<LocalDate>(command, flags.until, month_end,
                         {.name = "--period",
                          .type = "MONTH",
                          .help = "The month, such as 2026-10",
                          .is_required = true});
    command
        .add_option("--from", flags.from,
                    "Former bills that are not imported: a file of format history (default: those "
                    "that were imported)")
        ->type_name("FILE");
    command.add_option("--mapping", flags.mapping, "YAML that says what its columns are")
        ->type_name("FILE");
    add_value<std::string>(command, flags.tolerance, tolerance,
                           {.name = "--tolerance",
                            .type = "AMOUNT",
                            .help = "A difference up to this is rounding",
                            .preset = flags.tolerance});
    add_value<std::set<bill::Cause>>(command, flags.released, releasable_causes,
                                     {.name = "--release",
                                      .type = "CAUSE,..",
                                      .help = "Bill all the same: " + releasable_names()});
    add_value<int>(command, flags.workers, whole_number(1, 64),
                   {.name = "--workers",
                    .type = "N",
                    .help = "Threads, 1 to 64",
                    .preset = std::to_string(flags.workers)});
    command
        .add_option("--csv", flags.csv,
                    "Every account, as CSV, into this file (- for standard "
                    "output)")
        ->type_name("FILE");
    add_value<int>(command, flags.limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "At most so many of the largest differences",
                    .preset = std::to_string(flags.limit)});
}

}  // namespace

void add_parallel_command(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<ParallelFlags>();
    auto* command = cli.add_subcommand(
        "parallel", "Our bills of a month beside those of the system before; nothing is written");
    add_options(*command, *flags);
    does(*command, context, [&context, flags] { return run_parallel(context, *flags); });
    add_examples(
        *command,
        {{"billwright parallel --period 2026-08", "beside the bills that were imported"},
         {"billwright parallel --period 2026-08 --from bills.csv --csv all.csv",
          "beside those of a file, every account into another"}},
        "Exit code 3: some differ by more than the tolerance, or rows of the file could not be "
        "taken. How to take a company over: docs/migration.md");
}

}  // namespace bw::app
