#include "apps/billwright/tariff_summary.h"

#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "run/contract_summary.h"
#include "run/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace bw::app {
namespace {

struct SummaryFlags {
    run::SummaryOrder order;
    std::string output;
    std::optional<LocalDate> on;
};

Result<void> summarise(Context& context, SummaryFlags& flags) {
    flags.order.on = flags.on.value_or(Zone{}.to_local(context.clock.now()).date);
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto summary = TRY(run::contract_summary_of(*tx, workspace.tenant, flags.order));
    const auto composer =
        TRY(run::composer_on(*tx, workspace.tenant, run::kSummaryTemplate, flags.order.on));
    const auto made = [&]() -> Result<std::string> {
        const auto ending = std::filesystem::path(flags.output).extension().string();
        if (ending == ".pdf") return documents::pdf(summary, composer);
        if (ending == ".html") return documents::page(summary, composer);
        return fail(Code::Invalid, "end the name in .pdf or .html", flags.output);
    };
    const auto bytes = TRY(made());
    TRY_VOID(write_file(flags.output, bytes));
    if (!context.json) {
        fmt::print("The contract summary of {}, prices of {}; wrote {}\n", flags.order.plan,
                   flags.order.on.to_string(), flags.output);
        return {};
    }
    json::Writer json;
    json.object()
        .field("plan", flags.order.plan)
        .field("on", flags.order.on)
        .field("language", summary.language)
        .field("file", flags.output)
        .end();
    print_json(json);
    return {};
}

}  // namespace

void add_tariff_summary(CLI::App& group, Context& context) {
    const auto flags = std::make_shared<SummaryFlags>();
    auto* command =
        group.add_subcommand("summary", "What a customer reads before he signs: contract summary");
    command->add_option("PLAN", flags->order.plan, "Name of the plan")->required();
    command->add_option("-o,--output", flags->output, "File to write: .pdf or .html")
        ->required()
        ->type_name("FILE");
    command->add_option("--issuer", flags->order.issuer, "Who offers it (default: the only one)")
        ->type_name("ISSUER");
    add_value<std::string>(*command, flags->order.language, document_language,
                           {.name = "--language",
                            .type = "LANGUAGE",
                            .help = "Of the summary: en (default), de, it, es or ar"});
    add_value<std::optional<LocalDate>>(
        *command, flags->on, day,
        {.name = "--on", .type = "DAY", .help = "Prices of this day (default: today)"});
    does(*command, context, [&context, flags] { return summarise(context, *flags); });
    add_examples(*command,
                 {{"billwright tariff summary NORDLINK-FIBRE -o summary.pdf", "on one page"}});
}

}  // namespace bw::app
