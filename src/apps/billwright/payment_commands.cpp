// payment record|import|waiting|match|reverse, deposit take|return, refund.
#include "apps/billwright/app.h"
#include "apps/billwright/money_output.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct MoneyFlags {
    std::string account, amount, on, reference, key, tolerance, reason, above, issuer;
    std::vector<std::string> files;
};

collect::Desk desk_of(const run::Workspace& workspace) {
    return {*workspace.database, workspace.tenant, *workspace.clock};
}

Result<LocalDate> day_of(const Context& context, const MoneyFlags& flags) {
    if (!flags.on.empty()) return LocalDate::parse(flags.on);
    return Zone{}.to_local(context.clock.now()).date;
}

Result<void> record(Context& context, const MoneyFlags& flags) {
    const LocalDate on = TRY(day_of(context, flags));
    auto workspace = TRY(open_to_change(context));
    print_receipt(context, TRY(collect::record_payment(
                               desk_of(workspace), {flags.account, flags.amount, on,
                                                    flags.reference, flags.key, flags.tolerance})));
    return {};
}

Result<void> import_files(Context& context, const MoneyFlags& flags) {
    auto workspace = TRY(open_to_change(context));
    for (const auto& file : flags.files) {
        const auto report =
            collect::import_payments(desk_of(workspace), file, {flags.issuer, flags.tolerance});
        if (!report && report.error().code == Code::Duplicate) {
            // Nothing is wrong and nothing was added: told, but no failure.
            print_duplicate(context, file, report.error());
            continue;
        }
        const auto result = TRY(report);
        print_payments(context, file, result);
        if (result.rejected > 0 || result.pending > 0) context.exit_code = kDoneWithRejects;
    }
    return {};
}

Result<void> list_waiting(Context& context) {
    auto workspace = TRY(open_to_change(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_waiting(context, collect::load_waiting(*tx, workspace.tenant));
    return {};
}

Result<void> match(Context& context, const MoneyFlags& flags) {
    const LocalDate on = TRY(day_of(context, flags));
    auto workspace = TRY(open_to_change(context));
    if (flags.key.empty())
        print_retried(context, TRY(collect::match_waiting(desk_of(workspace), on)));
    else
        print_receipt(
            context, TRY(collect::match_payment(desk_of(workspace), flags.key, flags.account, on)));
    return {};
}

Result<void> reverse(Context& context, const MoneyFlags& flags) {
    const LocalDate on = TRY(day_of(context, flags));
    auto workspace = TRY(open_to_change(context));
    print_reversal(context,
                   TRY(collect::reverse_payment(desk_of(workspace), flags.key, on, flags.reason)));
    return {};
}

Result<void> deposit(Context& context, const MoneyFlags& flags, collect::DepositAct act) {
    const LocalDate on = TRY(day_of(context, flags));
    auto workspace = TRY(open_to_change(context));
    print_deposit(context, act,
                  TRY(collect::move_deposit(desk_of(workspace), act,
                                            {flags.account, flags.amount, on, flags.key})));
    return {};
}

Result<void> refund(Context& context, const MoneyFlags& flags) {
    const LocalDate on = TRY(day_of(context, flags));
    auto workspace = TRY(open_to_change(context));
    print_refund(context, TRY(collect::refund_credit(desk_of(workspace),
                                                     {flags.account, flags.above, on, flags.key})));
    return {};
}

using Flags = std::shared_ptr<MoneyFlags>;

template <typename F>
void on_call(CLI::App* command, Context& context, const Flags& flags, F action) {
    command->callback([&context, flags, action] {
        if (const Result<void> done = action(context, *flags); !done)
            tell_error(context, done.error());
    });
}

void add_account(CLI::App* command, const Flags& flags) {
    command->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
}
void add_amount(CLI::App* command, const Flags& flags) {
    command->add_option("AMOUNT", flags->amount, "Such as 12.34, in the account's currency")
        ->required();
}
void add_day(CLI::App* command, const Flags& flags) {
    command->add_option("--on", flags->on, "Day it is booked on (default: today)");
}
void add_key(CLI::App* command, const Flags& flags) {
    command->add_option("--key", flags->key,
                        "Tells it apart: the same key twice adds nothing (default: made of what "
                        "is said)");
}
void add_tolerance(CLI::App* command, const Flags& flags) {
    command->add_option("--tolerance", flags->tolerance,
                        "Write a rest up to this amount off (default: nothing)");
}

void add_payment_command(CLI::App& cli, Context& context, const Flags& flags) {
    auto* payment =
        cli.add_subcommand("payment", "Money in: recorded, imported, matched, reversed");
    payment->require_subcommand(1);
    auto* one = payment->add_subcommand("record", "Record a payment of an account");
    add_account(one, flags);
    add_amount(one, flags);
    add_day(one, flags);
    one->add_option("--reference", flags->reference,
                    "Creditor reference (RF..) or number of the invoice that it pays first");
    add_key(one, flags);
    add_tolerance(one, flags);
    on_call(one, context, flags, record);
    auto* import = payment->add_subcommand("import", "Files of payments (one file is one batch)");
    import->add_option("FILE", flags->files, "CSV files, taken in this order")->required();
    import->add_option(
        "--issuer", flags->issuer,
        "Whose bank account they arrived on (needed when there are several issuers)");
    add_tolerance(import, flags);
    import->footer("Format and rules: docs/payments.md");
    on_call(import, context, flags, import_files);
    auto* waiting =
        payment->add_subcommand("waiting", "Payments in suspense, each with its reason");
    on_call(waiting, context, flags, [](Context& c, const MoneyFlags&) { return list_waiting(c); });
    auto* matched = payment->add_subcommand(
        "match", "Give a payment in suspense to its account; without KEY, try all again");
    auto* key = matched->add_option("KEY", flags->key, "Key of the payment");
    auto* account = matched->add_option("ACCOUNT", flags->account, "Number of its account");
    key->needs(account);
    add_day(matched, flags);
    on_call(matched, context, flags, match);
    auto* reversed = payment->add_subcommand(
        "reverse", "A payment that came back or was a mistake: what it paid is open again");
    reversed->add_option("KEY", flags->key, "Key of the payment")->required();
    add_day(reversed, flags);
    reversed->add_option("--reason", flags->reason, "Why, for the record")->required();
    on_call(reversed, context, flags, reverse);
}

}  // namespace

void add_payment_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<MoneyFlags>();
    add_payment_command(cli, context, flags);
    auto* deposits = cli.add_subcommand("deposit", "Money held for a customer");
    deposits->require_subcommand(1);
    const auto add_deposit = [&](const char* name, const char* help, collect::DepositAct act) {
        auto* command = deposits->add_subcommand(name, help);
        add_account(command, flags);
        add_amount(command, flags);
        add_day(command, flags);
        add_key(command, flags);
        on_call(command, context, flags,
                [act](Context& c, const MoneyFlags& f) { return deposit(c, f, act); });
    };
    add_deposit("take", "A deposit was paid", collect::DepositAct::Take);
    add_deposit("return", "A deposit is given back", collect::DepositAct::Return);
    auto* back = cli.add_subcommand("refund", "Record that an account's credit is paid out");
    add_account(back, flags);
    back->add_option("--above", flags->above, "Only when the credit is above this (default: any)");
    add_day(back, flags);
    add_key(back, flags);
    on_call(back, context, flags, refund);
}

}  // namespace bw::app
