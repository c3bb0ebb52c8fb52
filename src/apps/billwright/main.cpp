// billwright: one program for the whole billing cycle. See docs/command-line.md.
#include "apps/billwright/app.h"
#include "platform/blob/blob.h"
#include "platform/store/store.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

int run(int argc, char** argv, bw::app::Context& context) {
    CLI::App cli{
        "Billwright bills what was used, by what was agreed, and proves every cent.\n"
        "Start with:  billwright demo            (a small utility and a small telecom, billed)\n"
        "Your own:    billwright --workspace my init, then import, then bill"};
    cli.require_subcommand(1);
    cli.add_option("-w,--workspace", context.workspace, "Folder of the company's data")
        ->envname("BILLWRIGHT_WORKSPACE");
    cli.add_flag("--json", context.json, "Results and errors as JSON on standard output");
    cli.footer("Exit codes: 0 done, 1 failed (nothing half done), 2 wrong use, 3 done with rejects "
               "or exceptions.");
    cli.fallthrough();
    bw::app::add_workspace_commands(cli, context);
    bw::app::add_tariff_commands(cli, context);
    bw::app::add_bill_commands(cli, context);
    bw::app::add_invoice_commands(cli, context);
    bw::app::add_payment_commands(cli, context);
    bw::app::add_account_commands(cli, context);
    bw::app::add_demo_command(cli, context);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // The library reports both help and wrong use this way.
        const int code = cli.exit(error);
        return code == 0 ? bw::app::kDone : bw::app::kWrongUse;
    }
    return context.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    bw::app::Context context;
    auto armed = bw::faults::arm_from_environment();
    if (!armed) {
        bw::app::tell_error(context, armed.error());
        return bw::app::kWrongUse;
    }
    context.faults = std::move(*armed);
    try {
        return run(argc, argv, context);
    } catch (const std::exception& error) {
        // The work cannot go on (store gone, disk full): everything unfinished was rolled back.
        bw::app::tell_error(context, {bw::Code::Refused,
                                      std::string(error.what()) +
                                          "\nWhat was committed is safe. Put the cause right, "
                                          "then run the same command again; a bill run continues "
                                          "with: billwright run resume",
                                      {}});
        return bw::app::kFailed;
    }
}
