// reverse: bills that were wrong, cancelled and billed anew by the next run.
#include "apps/billwright/app.h"
#include "apps/billwright/bulk_output.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "run/input_file.h"
#include "run/reverse/reverse.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <sstream>

namespace bw::app {
namespace {

constexpr std::size_t kAccountsFileMax = 64'000'000;  // bytes: some millions of numbers

struct ReverseFlags {
    std::int64_t run = 0;
    std::optional<LocalDate> month;
    std::optional<bill::Cause> cause;
    std::string accounts, schedule, reason;
    bool dry_run = false;
    int limit = 100;
};

// One number of an account a line; empty lines and those that begin with # say nothing.
Result<std::vector<std::string>> accounts_in(const std::string& file) {
    std::vector<std::string> accounts;
    std::istringstream in(TRY(run::read_text(file, kAccountsFileMax)));
    for (std::string line; std::getline(in, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        if (!line.empty() && line.front() != '#') accounts.push_back(line);
    }
    if (accounts.empty())
        return fail(Code::Invalid, "it names no account: write one number a line", file);
    return accounts;
}

Result<void> reverse(Context& context, const ReverseFlags& flags) {
    run::ReverseRequest request;
    request.run = RunId{flags.run};
    request.month = flags.month;
    request.cause = flags.cause;
    if (!flags.accounts.empty()) request.accounts = TRY(accounts_in(flags.accounts));
    request.schedule = flags.schedule;
    request.hand = {context.person, flags.reason};
    request.is_dry = flags.dry_run;
    auto workspace = TRY(flags.dry_run ? open(context) : open_to_change(context));
    print_reversal(context, TRY(run::reverse(workspace, request)), flags.dry_run, flags.limit);
    return {};
}

void add_choice(CLI::App& command, ReverseFlags& flags) {
    add_value<std::int64_t>(command, flags.run, number_from_one,
                            {.name = "--run", .type = "RUN", .help = "What this run billed"});
    add_value<std::optional<LocalDate>>(
        command, flags.month, month,
        {.name = "--period", .type = "MONTH", .help = "What is billed for this month"});
    add_value<std::optional<bill::Cause>>(
        command, flags.cause, cause,
        {.name = "--cause",
         .type = "CAUSE",
         .help = "Only accounts of which the run told or released this"});
    command
        .add_option("--accounts", flags.accounts,
                    "Only the accounts in this file, one number a line")
        ->type_name("FILE");
    command
        .add_option("--schedule", flags.schedule, "Only what was billed by this schedule or plan")
        ->type_name("NAME");
}

}  // namespace

void add_reverse_command(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<ReverseFlags>();
    auto* command = cli.add_subcommand(
        "reverse", "Have bills that were wrong cancelled and billed anew by the next run");
    add_choice(*command, *flags);
    command->add_option("--reason", flags->reason, "Why; kept with the order")->type_name("WORDS");
    command->add_flag("--dry-run", flags->dry_run, "Only tell which bills it would be about");
    add_value<int>(*command, flags->limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "Show at most so many accounts",
                    .preset = std::to_string(flags->limit)});
    does(*command, context, [&context, flags] { return reverse(context, *flags); });
    add_examples(*command, {{"billwright reverse --run 3 --dry-run", "all that run 3 billed"},
                            {"billwright reverse --schedule FLEX --period 2026-10 --reason price",
                             "who was billed by FLEX for October"}});
}

}  // namespace bw::app
