// account show|statement.
#include "apps/billwright/app.h"
#include "apps/billwright/money_output.h"
#include "platform/store/batch.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct AccountFlags {
    std::string account, on, from, to;
};

Result<LocalDate> day_or(const std::string& text, LocalDate otherwise) {
    return text.empty() ? Result<LocalDate>(otherwise) : LocalDate::parse(text);
}

LocalDate today(const Context& context) { return Zone{}.to_local(context.clock.now()).date; }

Result<void> show(Context& context, const AccountFlags& flags) {
    const LocalDate on = TRY(day_or(flags.on, today(context)));
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace.tenant)};
    const auto payer = TRY(collect::load_payer(*tx, workspace.tenant, flags.account));
    print_standing(context, TRY(collect::load_standing(*tx, workspace.tenant, payer, on, now)));
    return {};
}

Result<void> statement(Context& context, const AccountFlags& flags) {
    const LocalDate to = TRY(day_or(flags.to, today(context)));
    const LocalDate from = TRY(day_or(flags.from, to.plus_months(-12).plus_days(1)));
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
    auto flags = std::make_shared<AccountFlags>();
    auto* account = cli.add_subcommand("account", "What an account owes, and how it came to it");
    account->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, auto action) {
        auto* command = account->add_subcommand(name, help);
        command->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
        command->callback([&context, flags, action] {
            if (const Result<void> done = action(context, *flags); !done)
                tell_error(context, done.error());
        });
        return command;
    };
    add("show", "Open items with due dates, credit, deposits", show)
        ->add_option("--on", flags->on, "Overdue as of this day (default: today)");
    auto* paper = add("statement",
                      "Every invoice, payment and allocation with the balance after it", statement);
    paper->add_option("--from", flags->from, "First day (default: a year before the last)");
    paper->add_option("--to", flags->to, "Last day (default: today)");
}

}  // namespace bw::app
