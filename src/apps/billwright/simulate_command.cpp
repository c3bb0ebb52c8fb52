// simulate.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/simulate_output.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct SimulateFlags {
    run::SimulateRequest request;
    std::vector<std::string> tariffs;
    std::string cost, csv, svg;
    LocalDate end;  // of the first month, the day after it
    int limit = 20;
};

Result<void> simulate_now(Context& context, SimulateFlags flags) {
    refuse_two_outputs(context, flags.csv, "--csv");
    refuse_two_outputs(context, flags.svg, "--svg");
    auto& request = flags.request;
    request.months.from = flags.end.plus_months(-1);
    for (const auto& tariff : flags.tariffs) request.candidates.push_back({tariff});
    if (!flags.cost.empty()) request.cost = run::Candidate{flags.cost};
    auto workspace = TRY(open(context));
    ProgressBar bar("simulate", context.json);
    const auto simulation = TRY(run::simulate(
        workspace, request,
        [&](std::string_view, std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    const auto figures = TRY(run::figures_of(simulation));
    const Simulated of{simulation, figures};
    if (!flags.csv.empty()) TRY_VOID(write_file(flags.csv, simulation_csv(simulation)));
    if (!flags.svg.empty()) TRY_VOID(write_file(flags.svg, simulation_svg(of)));
    print_simulation(context, of, flags.limit);
    if (!simulation.held.empty()) context.exit_code = kDoneWithRejects;
    return {};
}

void add_tariffs(CLI::App& command, SimulateFlags& flags) {
    command
        .add_option("--tariff", flags.tariffs,
                    "Candidates: a plan or schedule of the workspace, a file of one, FILE:NAME; "
                    "several are compared")
        ->type_name("TARIFF")
        ->required();
    add_value<LocalDate>(command, flags.end, month_end,
                         {.name = "--from",
                          .type = "MONTH",
                          .help = "The first month, such as 2026-01",
                          .is_required = true});
    add_value<LocalDate>(
        command, flags.request.months.to, month_end,
        {.name = "--to", .type = "MONTH", .help = "The last month", .is_required = true});
    command
        .add_option("--cost", flags.cost, "What the usage costs us, as a tariff: shows the margin")
        ->type_name("TARIFF");
}

void add_base(CLI::App& command, SimulateFlags& flags) {
    auto& request = flags.request;
    command
        .add_option_function<std::vector<std::string>>(
            "--where",
            [&request](const std::vector<std::string>& texts) {
                for (const auto& text : texts) {
                    auto condition = run::parse_base_condition(text);
                    if (!condition) throw CLI::ValidationError("--where", condition.error().text);
                    request.where.push_back(*std::move(condition));
                }
            },
            fmt::format("Only whom it holds of: {}, or an attribute; = and != take several joined "
                        "by commas; may be repeated",
                        fmt::join(run::kAccountFacts, ", ")))
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    command.add_option("--by", request.by, "Segments, by one of these names")
        ->type_name("NAME")
        ->capture_default_str();
    add_value<std::set<bill::Cause>>(command, request.released, releasable_causes,
                                     {.name = "--release",
                                      .type = "CAUSE,..",
                                      .help = "Count all the same: " + releasable_names()});
    add_workers(command, request.workers);
}

void add_outputs(CLI::App& command, SimulateFlags& flags) {
    command
        .add_option("--csv", flags.csv,
                    "Every account, as CSV, into this file (- for standard output)")
        ->type_name("FILE");
    command
        .add_option("--svg", flags.svg, "The spread of the changes, as a drawing, into this file")
        ->type_name("FILE");
    add_value<int>(command, flags.limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "At most so many segments, the largest",
                    .preset = std::to_string(flags.limit)});
}

}  // namespace

void add_simulate_command(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<SimulateFlags>();
    auto* command = cli.add_subcommand(
        "simulate", "The base under a candidate tariff beside the present ones; writes nothing");
    add_tariffs(*command, *flags);
    add_base(*command, *flags);
    add_outputs(*command, *flags);
    does(*command, context, [&context, flags] { return simulate_now(context, *flags); });
    add_examples(*command,
                 {{"billwright simulate --tariff flex.yaml --from 2026-01 --to 2026-12", "a year"},
                  {"billwright simulate --tariff NEW flex.yaml --from 2026-10 --to 2026-10",
                   "two candidates"},
                  {"billwright simulate --tariff NEW --from 2026-10 --to 2026-10 --where plan=OLD",
                   "who is on one plan, under another"},
                  {"billwright simulate --tariff NEW --from 2026-10 --to 2026-10 --by city",
                   "winners and losers by city"}},
                 "Held accounts are in none of the sums (exit code 3). See docs/simulate.md");
}

}  // namespace bw::app
