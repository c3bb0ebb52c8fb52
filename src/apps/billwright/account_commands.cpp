// account show|statement|reminder|advances.
#include "apps/billwright/account_letters.h"
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/money_output.h"
#include "apps/billwright/options.h"
#include "platform/store/batch.h"
#include "run/advance_requests.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct AccountFlags {
    std::string account;
    std::optional<LocalDate> on, from, to;
};

LocalDate today(const Context& context) { return Zone{}.to_local(context.clock.now()).date; }

Result<void> show(Context& context, const AccountFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace.tenant)};
    const auto payer = TRY(collect::load_payer(*tx, workspace.tenant, flags.account));
    const LocalDate on = flags.on.value_or(today(context));
    const auto standing = TRY(collect::load_standing(*tx, workspace.tenant, payer, on, now));
    print_standing(context, standing,
                   TRY(run::advance_requests(*tx, workspace.tenant, flags.account, on)));
    return {};
}

Result<void> statement(Context& context, const AccountFlags& flags) {
    const LocalDate to = flags.to.value_or(today(context));
    const LocalDate from = flags.from.value_or(to.plus_months(-12).plus_days(1));
    if (to < from)
        return fail(Code::Invalid, "the statement would end before it begins",
                    fmt::format("--from {} --to {}", from.to_string(), to.to_string()));
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace.tenant)};
    const auto payer = TRY(collect::load_payer(*tx, workspace.tenant, flags.account));
    print_account_statement(
        context, payer,
        TRY(collect::load_statement(*tx, workspace.tenant, payer, {from, to.plus_days(1)}, now)));
    return {};
}

}  // namespace

void add_account_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<AccountFlags>();
    auto* account = cli.add_subcommand("account", "What an account owes, and how it came to it");
    account->require_subcommand(1);
    const auto add = [&](const char* name, const char* help,
                         Result<void> (*work)(Context&, const AccountFlags&)) {
        auto* command = account->add_subcommand(name, help);
        command->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
        does(*command, context, [&context, flags, work] { return work(context, *flags); });
        return command;
    };
    const auto add_day = [](CLI::App& command, std::optional<LocalDate>& target, const char* name,
                            const char* help) {
        add_value<std::optional<LocalDate>>(command, target, day,
                                            {.name = name, .type = "DAY", .help = help});
    };
    auto* one = add("show", "Open items with due dates, credit, deposits", show);
    add_day(*one, flags->on, "--on", "Overdue as of this day (default: today)");
    add_examples(*one, {{"billwright account show A-100006", "what it owes today"}});
    auto* paper = add("statement",
                      "Every invoice, payment and allocation with the balance after it", statement);
    add_day(*paper, flags->from, "--from", "First day (default: a year before the last one)");
    add_day(*paper, flags->to, "--to", "Last day (default: today)");
    add_examples(*paper, {{"billwright account statement A-100006", "the last twelve months"}});
    add_account_letters(*account, context);
}

}  // namespace bw::app
