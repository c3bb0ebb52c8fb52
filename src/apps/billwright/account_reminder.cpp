// account reminder: what is overdue is asked for again, on the channel that the file's ending says.
#include "apps/billwright/account_reminder.h"

#include "apps/billwright/help.h"
#include "apps/billwright/mail_parts.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "flow/compose/format.h"
#include "run/reminder.h"
#include "run/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace bw::app {
namespace {

struct ReminderFlags {
    std::string account, output, link;
    std::optional<LocalDate> on;
    int days = 14;
};

Result<std::string> as_mail(const compose::Reminder& reminder, const documents::Composer& composer,
                            const std::string& link) {
    TRY_VOID(
        require_addresses(reminder.seller, reminder.buyer, "account " + reminder.account_number));
    auto text = TRY(documents::mail(reminder, composer, link));
    auto pdf = TRY(documents::pdf(reminder, composer));
    const auto id =
        fmt::format("reminder-{}-{}", reminder.account_number, reminder.written_on.to_string());
    const auto mail = mail_of({.from = {reminder.seller.name, reminder.seller.email},
                               .to = {reminder.buyer.name, reminder.buyer.email},
                               .day = reminder.written_on,
                               .message_id = message_id_of(id, reminder.seller),
                               .language = reminder.language,
                               .pdf_name = reminder.account_number + ".pdf"},
                              std::move(text), std::move(pdf));
    return message::write_mail(mail);
}

Result<std::string> as_text(const compose::Reminder& reminder, const documents::Composer& composer,
                            const std::string& link) {
    const auto sms = TRY(documents::short_message(reminder, composer, link));
    if (!sms)
        return fail(Code::NotFound, "the template sends no short message",
                    "account " + reminder.account_number);
    return sms->text + "\n";
}

Result<std::string> bytes_of(const compose::Reminder& reminder, const documents::Composer& composer,
                             const ReminderFlags& flags) {
    const auto ending = std::filesystem::path(flags.output).extension().string();
    if (ending == ".pdf") return documents::pdf(reminder, composer);
    if (ending == ".html") return documents::page(reminder, composer, flags.link);
    if (ending == ".eml") return as_mail(reminder, composer, flags.link);
    if (ending == ".txt") return as_text(reminder, composer, flags.link);
    return fail(Code::Invalid, "end the name in .pdf, .html, .eml or .txt (short message)",
                flags.output);
}

Result<void> remind(Context& context, const ReminderFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto today = Zone{}.to_local(context.clock.now()).date;
    const auto reminder = TRY(run::reminder_of(
        *tx, workspace.tenant,
        {.account = flags.account, .on = flags.on.value_or(today), .days_to_pay = flags.days}));
    const auto composer =
        TRY(run::composer_on(*tx, workspace.tenant, run::kReminderTemplate, reminder.written_on));
    const auto bytes = TRY(bytes_of(reminder, composer, flags));
    TRY_VOID(write_file(flags.output, bytes));
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

}  // namespace

void add_account_reminder(CLI::App& group, Context& context) {
    const auto flags = std::make_shared<ReminderFlags>();
    auto* command = group.add_subcommand("reminder", "Asks again for what is overdue");
    command->add_option("ACCOUNT", flags->account, "Number of the billing account")->required();
    command
        ->add_option("-o,--output", flags->output,
                     "File to write: .pdf, .html, .eml (mail with the PDF) or .txt (SMS)")
        ->required()
        ->type_name("FILE");
    add_value<std::optional<LocalDate>>(
        *command, flags->on, day,
        {.name = "--on", .type = "DAY", .help = "The day of the letter (default: today)"});
    command->add_option("--days", flags->days, "Days to pay from then on")
        ->capture_default_str()
        ->check(CLI::Range(0, 365).description(""))
        ->type_name("DAYS");
    command->add_option("--link", flags->link, "Where the customer sees the account on the web")
        ->type_name("URL");
    does(*command, context, [&context, flags] { return remind(context, *flags); });
    add_examples(*command,
                 {{"billwright account reminder A-100006 -o reminder.pdf", "a letter"},
                  {"billwright account reminder A-100006 -o reminder.eml", "a mail"}},
                 "Nothing is booked, and nothing is kept.");
}

}  // namespace bw::app
