// billwright: one program for the whole billing cycle. See docs/command-line.md.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/pdf_commands.h"
#include "apps/billwright/template_commands.h"
#include "platform/blob/blob.h"
#include "platform/store/store.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace {

using bw::app::Context;

constexpr const char* kPurpose =
    "Billwright bills what was used, by what was agreed, and proves every cent.";

// `help run show`: the help of the command that the words name.
void add_help_command(CLI::App& cli, Context& context) {
    const auto words = std::make_shared<std::vector<std::string>>();
    auto* help = cli.add_subcommand("help", "Show the help of a command");
    help->add_option("COMMAND", *words, "The command, such as: run show");
    bw::app::add_examples(*help, {{"billwright help run show", "what run show takes"}});
    help->callback([&cli, &context, words] {
        const CLI::App* at = &cli;
        for (const auto& word : *words) {
            const auto named =
                at->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
            if (named.empty())
                return bw::app::tell_wrong_use(context, bw::app::full_name(*at),
                                               bw::app::no_such_command(*at, word));
            at = named.front();
        }
        fmt::print("{}", at->get_formatter()->make_help(at, "", CLI::AppFormatMode::Normal));
    });
}

void tell_wrong_use(const CLI::App& cli, const CLI::ParseError& error, Context& context) {
    const CLI::App& command = bw::app::named_command(cli);
    // Who types the program's name alone is shown what there is.
    if (!context.json && &command == &cli && cli.remaining(true).empty()) {
        context.exit_code = bw::app::kWrongUse;
        return fmt::print(stderr, "{}", cli.help());
    }
    bw::app::tell_wrong_use(context, bw::app::full_name(command), bw::app::wrong_use(cli, error));
}

int run(int argc, char** argv, Context& context) {
    CLI::App cli{kPurpose, "billwright"};
    bw::app::shape_help(cli);
    cli.require_subcommand(1);
    cli.set_help_flag("-h,--help", "This help");
    cli.add_option("-w,--workspace", context.workspace,
                   "Folder of the company's data (default: $BILLWRIGHT_WORKSPACE, else the "
                   "current folder)")
        ->envname("BILLWRIGHT_WORKSPACE")
        ->type_name("DIR");
    cli.add_option("--as", context.person,
                   "Who acts, kept beside releases, approvals and other decisions (default: $USER)")
        ->envname("USER")
        ->type_name("NAME");
    cli.add_flag("--json", context.json,
                 "Result or error as one JSON document on standard output (docs/json.md)");
    cli.set_version_flag("--version", BILLWRIGHT_VERSION, "The version");
    cli.fallthrough();
    bw::app::add_workspace_commands(cli, context);
    bw::app::add_batch_commands(cli, context);
    bw::app::add_tariff_commands(cli, context);
    bw::app::add_readings_commands(cli, context);
    bw::app::add_bill_commands(cli, context);
    bw::app::add_parallel_command(cli, context);
    bw::app::add_quote_command(cli, context);
    bw::app::add_simulate_command(cli, context);
    bw::app::add_run_commands(cli, context);
    bw::app::add_exception_commands(cli, context);
    bw::app::add_reverse_command(cli, context);
    bw::app::add_invoice_commands(cli, context);
    bw::app::add_payment_commands(cli, context);
    bw::app::add_account_commands(cli, context);
    bw::app::add_pdf_commands(cli, context);
    bw::app::add_template_commands(cli, context);
    bw::app::add_store_commands(cli, context);
    bw::app::add_demo_command(cli, context);
    add_help_command(cli, context);
    bw::app::add_examples(
        cli,
        {{"billwright demo", "a small utility and a small telecom, billed"},
         {"billwright -w my init", "your own company: an empty workspace"},
         {"billwright -w my import FILE..", "its issuer, taxes, tariffs, accounts, usage"},
         {"billwright -w my bill --period 2026-10", "its bills"},
         {"billwright help bill", "more about one command"}},
        "Exit codes: 0 done, 1 failed (nothing half done), 2 wrong use, 3 done with rejects or "
        "held accounts.");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::CallForVersion&) {
        bw::app::print_version(context);
    } catch (const CLI::Success& asked) {
        return cli.exit(asked);  // for help
    } catch (const CLI::ParseError& error) {
        tell_wrong_use(cli, error, context);
    }
    return context.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    Context context;
    // Known before the rest is read: what is wrong with the rest is told as JSON, too.
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (!arguments.empty()) context.program = arguments.front();
    context.json = std::ranges::any_of(
        arguments, [](const char* word) { return std::string_view(word) == "--json"; });
    auto armed = bw::faults::arm_from_environment();
    if (!armed) {
        bw::app::tell_error(context, armed.error());
        return bw::app::kWrongUse;
    }
    context.faults = std::move(*armed);
    try {
        return bw::app::close_output(run(argc, argv, context));
    } catch (const std::exception& error) {
        // The work cannot go on (store gone, disk full): everything unfinished was rolled back.
        std::string text = error.what();
        if (!context.advice.empty()) text += "\n" + context.advice;
        bw::app::tell_error(context, {bw::Code::Refused, text, {}});
        return bw::app::kFailed;
    }
}
