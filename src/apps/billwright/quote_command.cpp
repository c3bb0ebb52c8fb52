// quote.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/quote_options.h"
#include "apps/billwright/quote_output.h"
#include "apps/billwright/usage_options.h"
#include "run/quote/quote.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct QuoteFlags {
    run::QuoteRequest request;
    std::vector<std::string> usage, settings;
    std::string format, mapping;
    LocalDate month_end;  // the day after the month
    std::optional<LocalDate> from, to;
    bool is_explained = false;
};

std::optional<Period> days_of(const QuoteFlags& flags) {
    if (flags.from && flags.to) return Period{*flags.from, flags.to->plus_days(1)};
    if (flags.month_end == LocalDate{}) return std::nullopt;
    return month_of(flags.month_end.plus_days(-1));
}

// A file that says the zone of its times, or whose mapping does, is not asked again.
run::ImportRequest usage_request(const QuoteFlags& flags, const std::string& file) {
    run::ImportRequest in{file, flags.format, flags.mapping, flags.settings};
    const bool is_said = !flags.mapping.empty() ||
                         std::ranges::any_of(flags.settings, [](const std::string& setting) {
                             return setting.starts_with("zone=");
                         });
    if (!is_said && !flags.request.zone.empty())
        in.settings.push_back("zone=" + flags.request.zone);
    return in;
}

Result<void> quote_now(Context& context, QuoteFlags flags) {
    auto& request = flags.request;
    request.days = days_of(flags);
    for (const auto& file : flags.usage) request.usage.push_back(usage_request(flags, file));
    const auto quote = TRY(run::quote(context.around(), request));
    const bool is_short = std::ranges::any_of(
        quote.usage, [](const run::QuotedUsage& usage) { return usage.result.rejected > 0; });
    if (quote.preview.outcome.is_held() || is_short) context.exit_code = kDoneWithRejects;
    print_quote(context, quote, flags.is_explained ? Sentences::Shown : Sentences::Left);
    return {};
}

void add_files(CLI::App& command, QuoteFlags& flags) {
    auto& request = flags.request;
    command
        .add_option("--tariff", request.tariffs,
                    "Schedules, plans, taxes, calendars, decks; beside them an issuer, meters, "
                    "attributes, factors")
        ->type_name("FILE")
        ->required();
    command
        .add_option("--usage", flags.usage, "Readings or calls, in any format that import reads")
        ->type_name("FILE");
    command
        .add_option("--account", request.accounts,
                    "An accounts file with one account (default: a customer is made up)")
        ->type_name("FILE");
    add_load(command, request.load);
    add_usage_options(command, {flags.format, flags.mapping, flags.settings});
}

void add_days(CLI::App& command, QuoteFlags& flags) {
    add_value<LocalDate>(
        command, flags.month_end, month_end,
        {.name = "--period",
         .type = "MONTH",
         .help = "The month, such as 2026-10 (default: all whole days of the usage)"});
    add_value<std::optional<LocalDate>>(
        command, flags.from, day,
        {.name = "--from", .type = "DAY", .help = "Instead: the first day, with --to"});
    add_value<std::optional<LocalDate>>(command, flags.to, day,
                                        {.name = "--to", .type = "DAY", .help = "The last day"});
    auto* from = command.get_option("--from");
    from->needs(command.get_option("--to"))->excludes(command.get_option("--period"));
    command.get_option("--to")->needs(from);
}

void add_choices(CLI::App& command, QuoteFlags& flags) {
    auto& request = flags.request;
    add_facts(command, request.facts);
    command.add_option("--plan", request.tariff, "Which plan or schedule of the files is meant")
        ->type_name("NAME");
    command.add_option("--taxes", request.taxes, "Which tax table of the files")->type_name("NAME");
    command
        .add_option("--service-point", request.service_point,
                    "Which service point of the usage is meant")
        ->type_name("CODE");
    command
        .add_option("--zone", request.zone,
                    "Where days begin, such as Europe/Berlin (default: the tariff's); also of "
                    "times that carry no offset")
        ->type_name("ZONE")
        ->check([](const std::string& name) {
            const auto zone = Zone::find(name);
            return zone ? std::string() : zone.error().message();
        });
    command.add_option("--language", request.language, "Of names and sentences: en, de, it or es")
        ->type_name("LANGUAGE")
        ->capture_default_str();
    add_value<std::set<bill::Cause>>(command, request.released, releasable_causes,
                                     {.name = "--release",
                                      .type = "CAUSE,..",
                                      .help = "Bill all the same: " + releasable_names()});
    command.add_flag("--explain", flags.is_explained, "Say of each line how it came about");
}

}  // namespace

void add_quote_command(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<QuoteFlags>();
    auto* command = cli.add_subcommand(
        "quote", "A bill for a tariff file and a usage file; needs no workspace, keeps nothing");
    add_files(*command, *flags);
    add_days(*command, *flags);
    add_choices(*command, *flags);
    does(*command, context, [&context, flags] { return quote_now(context, *flags); });
    add_examples(
        *command,
        {{"billwright quote --tariff flex.yaml taxes.yaml --usage october.csv", "the whole days"},
         {"billwright quote --tariff flex.yaml --usage october.csv --explain",
          "before tax, each line explained"},
         {"billwright quote --tariff water.yaml --usage reads.csv --fact household.size=4",
          "for a household of four"},
         {"billwright quote --tariff flex.yaml taxes.yaml --load '350 kWh per month'",
          "for a load that is stated"}},
        "What would hold the bill is told (exit code 3). Of several months it is one bill. See "
        "docs/simulate.md");
}

}  // namespace bw::app
