// account reminder, account advances: what is overdue is asked for again, and what will be asked
// for is told, on the channel that the file's ending says. Nothing is booked, and nothing is kept.
#include "apps/billwright/account_letters.h"

#include "apps/billwright/help.h"
#include "apps/billwright/letter_file.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "flow/compose/format.h"
#include "run/advance_plan.h"
#include "run/reminder.h"
#include "run/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct LetterFlags {
    std::string account, output, link;
    std::optional<LocalDate> on;
    int days = 14, months = 12;
};
using Flags = std::shared_ptr<LetterFlags>;

LocalDate day_of(const Context& context, const LetterFlags& flags) {
    return flags.on.value_or(Zone{}.to_local(context.clock.now()).date);
}

Result<void> remind(Context& context, const LetterFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto reminder = TRY(run::reminder_of(
        *tx, workspace.tenant,
        {.account = flags.account, .on = day_of(context, flags), .days_to_pay = flags.days}));
    TRY_VOID(write_letter(*tx, workspace.tenant, run::kReminderTemplate, reminder,
                          {flags.output, flags.link}));
    const compose::Format format(compose::Language::English);
    if (!context.json) {
        fmt::print("{} is overdue on {} of account {}; wrote {}\n", format.money(reminder.owed),
                   reminder.items.size() == 1 ? "one invoice"
                                              : fmt::format("{} invoices", reminder.items.size()),
                   flags.account, flags.output);
        return {};
    }
    json::Writer json;
    json.object()
        .field("account", flags.account)
        .field("owed", reminder.owed)
        .field("pay_by", reminder.pay_by)
        .field("file", flags.output)
        .key("invoices")
        .array();
    for (const auto& one : reminder.items)
        json.object()
            .field("number", one.number)
            .field("due_on", one.due_on)
            .field("open", one.open)
            .end();
    json.end().end();
    print_json(json);
    return {};
}

Result<void> tell_advances(Context& context, const LetterFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto plan = TRY(run::advance_plan_of(
        *tx, workspace.tenant,
        {.account = flags.account, .on = day_of(context, flags), .months = flags.months}));
    TRY_VOID(write_letter(*tx, workspace.tenant, run::kAdvancesTemplate, plan,
                          {flags.output, flags.link}));
    if (!context.json) {
        const auto count = static_cast<std::int64_t>(plan.advances.size());
        fmt::print("{} of account {}; wrote {}\n", counted(count, "advance", "advances"),
                   flags.account, flags.output);
        return {};
    }
    json::Writer json;
    json.object().field("account", flags.account).field("file", flags.output);
    json.key("advances").array();
    for (const auto& one : plan.advances) {
        json.object()
            .field("service_point", plan.supplies[one.supply].point.code)
            .field("from", one.days.from)
            .field("to", one.days.to.plus_days(-1));
        if (one.due_on) json.field("due_on", *one.due_on);
        json.field("amount", one.amount).end();
    }
    json.end().end();
    print_json(json);
    return {};
}

CLI::App& add(CLI::App& group, Context& context, const Flags& flags, const char* name,
              const char* help, Result<void> (*work)(Context&, const LetterFlags&)) {
    auto* command = group.add_subcommand(name, help);
    command->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
    command
        ->add_option("-o,--output", flags->output,
                     "File to write: .pdf, .html, .eml (mail with the PDF) or .txt (SMS)")
        ->required()
        ->type_name("FILE");
    add_value<std::optional<LocalDate>>(
        *command, flags->on, day,
        {.name = "--on", .type = "DAY", .help = "The day of the letter (default: today)"});
    command->add_option("--link", flags->link, "Where the customer sees the account on the web")
        ->type_name("URL");
    does(*command, context, [&context, flags, work] { return work(context, *flags); });
    return *command;
}

}  // namespace

void add_account_letters(CLI::App& group, Context& context) {
    constexpr const char* kNothingKept = "Nothing is booked, and nothing is kept.";
    const auto flags = std::make_shared<LetterFlags>();
    auto& reminder =
        add(group, context, flags, "reminder", "Asks again for what is overdue", remind);
    reminder.add_option("--days", flags->days, "Days to pay from then on")
        ->capture_default_str()
        ->check(CLI::Range(0, 365).description(""))
        ->type_name("DAYS");
    add_examples(reminder,
                 {{"billwright account reminder A-100006 -o reminder.pdf", "a letter"},
                  {"billwright account reminder A-100006 -o reminder.eml", "a mail"}},
                 kNothingKept);
    auto& advances = add(group, context, flags, "advances",
                         "Tells what is asked for before the year is settled", tell_advances);
    advances.add_option("--months", flags->months, "So many months ahead")
        ->capture_default_str()
        ->check(CLI::Range(1, 24).description(""))
        ->type_name("MONTHS");
    add_examples(advances,
                 {{"billwright account advances A-100006 -o advances.pdf", "a letter"},
                  {"billwright account advances A-100006 -o advances.html", "a web page"}},
                 kNothingKept);
}

}  // namespace bw::app
