// payment record|import|waiting|match|reverse, balance top-up|low, deposit take|return, refund.
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

struct MoneyFlags {
    std::string account, amount, reference, key, tolerance, reason, above, issuer, below;
    std::optional<LocalDate> on;
    std::vector<std::string> files;
    bool is_for_all = false, is_dry = false;
};
using Flags = std::shared_ptr<MoneyFlags>;

collect::Desk desk_of(const run::Workspace& workspace) {
    return {*workspace.database, workspace.tenant, *workspace.clock};
}

LocalDate day_of(const Context& context, const MoneyFlags& flags) {
    return flags.on.value_or(Zone{}.to_local(context.clock.now()).date);
}

Result<void> record(Context& context, const MoneyFlags& f) {
    auto workspace = TRY(open_to_change(context));
    const auto receipt =
        TRY(collect::record_payment(desk_of(workspace), {f.account, f.amount, day_of(context, f),
                                                         f.reference, f.key, f.tolerance}));
    print_receipt(context, receipt);
    return {};
}

// Files that come one by one: each is told when it is done.
Result<void> import_files(Context& context, const MoneyFlags& flags) {
    auto workspace = TRY(open_to_change(context));
    if (!flags.is_dry)
        context.advice = "Of this file nothing was kept, the files before it are in. Put the cause "
                         "right, then import it again.";
    PaymentFiles told(context, flags.is_dry);
    for (std::size_t at = 0; at < flags.files.size(); ++at) {
        const std::string& file = flags.files[at];
        const auto report = collect::import_payments(desk_of(workspace), file,
                                                     {flags.issuer, flags.tolerance, flags.is_dry});
        if (report) {
            told.imported(file, *report);
            if (report->rejected > 0 || report->pending > 0) context.exit_code = kDoneWithRejects;
        } else if (report.error().code == Code::Duplicate) {
            told.known(file, report.error().text);
        } else {
            told.stop(report.error(), std::span(flags.files).subspan(at + 1));
            return {};
        }
    }
    told.finish();
    return {};
}

Result<void> list_waiting(Context& context, const MoneyFlags&) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_waiting(context, collect::load_waiting(*tx, workspace.tenant));
    return {};
}

Result<void> match(Context& context, const MoneyFlags& f) {
    auto workspace = TRY(open_to_change(context));
    const auto desk = desk_of(workspace);
    const LocalDate on = day_of(context, f);
    if (f.key.empty()) {
        print_retried(context, TRY(collect::match_waiting(desk, on)));
        return {};
    }
    print_receipt(context, TRY(collect::match_payment(desk, f.key, f.account, on)));
    return {};
}

Result<void> reverse(Context& context, const MoneyFlags& f) {
    auto workspace = TRY(open_to_change(context));
    print_reversal(context, TRY(collect::reverse_payment(desk_of(workspace), f.key,
                                                         day_of(context, f), f.reason)));
    return {};
}

Result<void> top_up(Context& context, const MoneyFlags& f) {
    auto workspace = TRY(open_to_change(context));
    print_receipt(context, TRY(collect::top_up(desk_of(workspace),
                                               {f.account, f.amount, day_of(context, f), f.key})));
    return {};
}

// What is low is told, and the exit code says that something is.
Result<void> list_low(Context& context, const MoneyFlags& f) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace.tenant)};
    const auto found = TRY(collect::find_low_balances(*tx, workspace.tenant, f.below, now));
    print_low_balances(context, f.below, found);
    if (!found.low.empty() || !found.failed.empty()) context.exit_code = kDoneWithRejects;
    return {};
}

template <collect::DepositAct Act>
Result<void> deposit(Context& context, const MoneyFlags& f) {
    auto workspace = TRY(open_to_change(context));
    print_deposit(context, Act,
                  TRY(collect::move_deposit(desk_of(workspace), Act,
                                            {f.account, f.amount, day_of(context, f), f.key})));
    return {};
}

Result<void> refund_all(Context& context, run::Workspace& workspace, const MoneyFlags& f) {
    RefundList list(context, f.is_dry);
    const auto done = TRY(run::refund_all(
        workspace,
        {f.above, day_of(context, f),
         f.is_dry ? collect::Refunding::Told : collect::Refunding::Recorded},
        [&](const std::string& account, const Money& amount) { list.add(account, amount); }));
    list.end(done);
    if (!done.failed.empty()) context.exit_code = kDoneWithRejects;
    return {};
}

Result<void> refund(Context& context, const MoneyFlags& f) {
    if (f.is_for_all == !f.account.empty())
        return fail(Code::Invalid, "say whose credit: an ACCOUNT, or --all");
    if (!f.key.empty() && f.is_for_all)
        return fail(Code::Invalid, "--key is of one account, not of --all");
    if (f.is_dry && !f.is_for_all) return fail(Code::Invalid, "--dry-run goes with --all");
    auto workspace = TRY(open_to_change(context));
    if (f.is_for_all) return refund_all(context, workspace, f);
    print_refund(context,
                 TRY(collect::refund_credit(desk_of(workspace),
                                            {f.account, f.above, day_of(context, f), f.key})));
    return {};
}

// A command of money: most of them name an account, an amount, a day and a key.
class MoneyCommand {
public:
    MoneyCommand(CLI::App& group, const char* name, const char* help, Context& context,
                 const Flags& flags, Result<void> (*work)(Context&, const MoneyFlags&))
        : command_(*group.add_subcommand(name, help)), flags_(*flags) {
        does(command_, context, [&context, flags, work] { return work(context, *flags); });
    }

    MoneyCommand& account() {
        command_.add_option("ACCOUNT", flags_.account, "Number of the billing account")->required();
        return *this;
    }
    MoneyCommand& account_or_all() {
        command_.add_option("ACCOUNT", flags_.account, "Number of the billing account");
        command_.add_flag("--all", flags_.is_for_all,
                          "Every account in credit; what advances that are asked for take stays");
        command_.add_flag("--dry-run", flags_.is_dry, "With --all: only tell; nothing is written");
        return *this;
    }
    MoneyCommand& amount() {
        command_
            .add_option("AMOUNT", flags_.amount, "Such as 12.34, in the currency of the account")
            ->required();
        return *this;
    }
    MoneyCommand& on() {
        add_value<std::optional<LocalDate>>(
            command_, flags_.on, day,
            {.name = "--on", .type = "DAY", .help = "Day it is booked on (default: today)"});
        return *this;
    }
    MoneyCommand& key() {
        return text("--key", flags_.key, "KEY",
                    "Tells it apart: the same key twice adds nothing (default: made of what is "
                    "said)");
    }
    MoneyCommand& tolerance() {
        return text("--tolerance", flags_.tolerance, "AMOUNT",
                    "Write a rest up to this amount off (default: 0)");
    }
    MoneyCommand& text(const char* name, std::string& target, const char* type, const char* help) {
        command_.add_option(name, target, help)->type_name(type);
        return *this;
    }
    void examples(const std::vector<Example>& list, const std::string& note = {}) {
        add_examples(command_, list, note);
    }
    CLI::App& app() { return command_; }

private:
    CLI::App& command_;
    MoneyFlags& flags_;
};

void add_record(CLI::App& payment, Context& context, const Flags& flags) {
    MoneyCommand(payment, "record", "Record a payment of an account", context, flags, record)
        .account()
        .amount()
        .on()
        .text("--reference", flags->reference, "REFERENCE",
              "Creditor reference (RF..) or number of the invoice that it pays first (default: "
              "the oldest)")
        .key()
        .tolerance()
        .examples({{"billwright payment record A-100006 71.48", "the oldest invoice is paid first"},
                   {"billwright payment record A-100006 83.29 --reference AU-2026-000121",
                    "this one first"}});
}

void add_import(CLI::App& payment, Context& context, const Flags& flags) {
    MoneyCommand command(payment, "import", "Take files of payments; one file is one batch",
                         context, flags, import_files);
    command.app().add_option("FILE", flags->files, "CSV files, taken in this order")->required();
    command.app().add_flag("--dry-run", flags->is_dry,
                           "Say what would come in and what would be rejected; write nothing");
    command
        .text("--issuer", flags->issuer, "CODE",
              "On whose bank account they arrived (default: the only issuer)")
        .tolerance()
        .examples({{"billwright payment import bank.csv --issuer AURORA", "what a bank told"}},
                  "Format and rules: docs/payments.md");
}

void add_match(CLI::App& payment, Context& context, const Flags& flags) {
    MoneyCommand command(payment, "match",
                         "Give a payment in suspense to its account; without KEY, try all again",
                         context, flags, match);
    auto* key = command.app().add_option("KEY", flags->key, "Key of the payment");
    auto* account = command.app().add_option("ACCOUNT", flags->account, "Number of its account");
    key->needs(account);
    command.on().examples({{"billwright payment match b-17 A-100006", "one, by hand"},
                           {"billwright payment match", "all that can be told by now"}});
}

void add_reverse(CLI::App& payment, Context& context, const Flags& flags) {
    MoneyCommand command(payment, "reverse",
                         "A payment came back or was a mistake: what it paid is open again",
                         context, flags, reverse);
    command.app().add_option("KEY", flags->key, "Key of the payment")->required();
    command.app()
        .add_option("--reason", flags->reason, "Why, for the record")
        ->type_name("WORDS")
        ->required();
    command.on().examples({{"billwright payment reverse b-17 --reason returned", "as of today"}});
}

void add_balances(CLI::App& cli, Context& context, const Flags& flags) {
    auto* balances = cli.add_subcommand("balance", "Money that customers pay before use");
    balances->require_subcommand(1);
    MoneyCommand(*balances, "top-up", "A balance was topped up; the next invoices use it up",
                 context, flags, top_up)
        .account()
        .amount()
        .on()
        .key()
        .examples({{"billwright balance top-up A-100006 50.00", "received today"}});
    MoneyCommand low(*balances, "low", "Balances that are nearly used up", context, flags,
                     list_low);
    low.app()
        .add_option("--below", flags->below, "Less than this is low")
        ->type_name("AMOUNT")
        ->required();
    low.examples({{"billwright balance low --below 10.00", "who should be warned"}});
}

void add_deposits(CLI::App& cli, Context& context, const Flags& flags) {
    auto* deposits = cli.add_subcommand("deposit", "Money held for a customer");
    deposits->require_subcommand(1);
    MoneyCommand(*deposits, "take", "A deposit was paid", context, flags,
                 deposit<collect::DepositAct::Take>)
        .account()
        .amount()
        .on()
        .key()
        .examples({{"billwright deposit take A-100006 200.00", "received today"}});
    MoneyCommand(*deposits, "return", "A deposit is given back", context, flags,
                 deposit<collect::DepositAct::Return>)
        .account()
        .amount()
        .on()
        .key()
        .examples({{"billwright deposit return A-100006 200.00", "given back today"}});
}

}  // namespace

void add_payment_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<MoneyFlags>();
    auto* payment =
        cli.add_subcommand("payment", "Money in: recorded, imported, matched, reversed");
    payment->require_subcommand(1);
    add_record(*payment, context, flags);
    add_import(*payment, context, flags);
    MoneyCommand(*payment, "waiting", "Payments in suspense, each with its reason", context, flags,
                 list_waiting);
    add_match(*payment, context, flags);
    add_reverse(*payment, context, flags);
    add_balances(cli, context, flags);
    add_deposits(cli, context, flags);
    MoneyCommand(cli, "refund", "Record that the credit of an account is paid out", context, flags,
                 refund)
        .account_or_all()
        .text("--above", flags->above, "AMOUNT", "Only when the credit is above this (default: 0)")
        .on()
        .key()
        .examples({{"billwright refund A-100006 --above 10.00", "credit up to 10.00 waits for "
                                                                "the next invoice"},
                   {"billwright refund --all --above 5.00 --dry-run",
                    "whom a refund of all credit above 5.00 would pay"}});
}

}  // namespace bw::app
