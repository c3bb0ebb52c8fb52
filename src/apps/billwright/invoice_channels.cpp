// invoice page|mail|sms: an issued bill on the other channels, as it was; invoice calls: what is
// behind it, call by call.
#include "apps/billwright/invoice_channels.h"

#include "apps/billwright/help.h"
#include "apps/billwright/letter_file.h"
#include "apps/billwright/mail_parts.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/table.h"
#include "flow/compose/format.h"
#include "run/issued.h"
#include "run/itemised_bill.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct ChannelFlags {
    std::string number, output, link;
};
using Flags = std::shared_ptr<ChannelFlags>;

constexpr std::string_view kOrigin = "from what is archived, by the template of its run";

Result<void> page(Context& context, const ChannelFlags& flags) {
    refuse_two_outputs(context, flags.output, "--output");
    auto workspace = TRY(open(context));
    const auto bill = TRY(run::issued_bill(workspace, flags.number));
    const auto bytes = TRY(documents::page(bill.invoice, bill.composer, flags.link));
    return write_document(context, flags.number, "html", flags.output, bytes, kOrigin);
}

Result<void> mail(Context& context, const ChannelFlags& flags) {
    refuse_two_outputs(context, flags.output, "--output");
    auto workspace = TRY(open(context));
    const auto bill = TRY(run::issued_bill(workspace, flags.number));
    const auto& invoice = bill.invoice;
    TRY_VOID(require_addresses(invoice.seller, invoice.buyer, "invoice " + invoice.number));
    auto text = TRY(documents::mail(invoice, bill.composer, flags.link));
    const auto tx = workspace.database->begin(store::Access::Read);
    auto pdf = TRY(run::archived(workspace, *tx, bill.row, archive::Format::Pdf));
    const auto mail = mail_of({.from = {invoice.seller.name, invoice.seller.email},
                               .to = {invoice.buyer.name, invoice.buyer.email},
                               .day = invoice.issued_on,
                               .message_id = message_id_of(invoice.number, invoice.seller),
                               .language = invoice.language,
                               .pdf_name = invoice.number + ".pdf"},
                              std::move(text), std::move(pdf));
    const auto bytes = TRY(message::write_mail(mail));
    return write_document(context, flags.number, "eml", flags.output, bytes, kOrigin);
}

Result<void> sms(Context& context, const ChannelFlags& flags) {
    auto workspace = TRY(open(context));
    const auto bill = TRY(run::issued_bill(workspace, flags.number));
    const auto made = TRY(documents::short_message(bill.invoice, bill.composer, flags.link));
    message::Sms none;
    none.segments = 0;
    const auto message = made.value_or(none);
    if (context.json) {
        json::Writer json;
        print_json(
            json.object()
                .field("number", flags.number)
                .field("text", message.text)
                .field("segments", message.segments)
                .field("alphabet", message.alphabet == message::Alphabet::Gsm7 ? "GSM-7" : "UCS-2")
                .end());
    } else if (!made) {
        fmt::print("No message is sent of this bill\n");
    } else {
        fmt::print("{}\n{}, {}\n", message.text, counted(message.segments, "segment", "segments"),
                   message.alphabet == message::Alphabet::Gsm7 ? "GSM-7" : "UCS-2");
    }
    return {};
}

Result<void> calls(Context& context, const ChannelFlags& flags) {
    auto workspace = TRY(open(context));
    const auto bill = TRY(run::itemised_bill(workspace, flags.number));
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        TRY_VOID(write_letter(*tx, workspace.tenant, run::kItemisedTemplate, bill,
                              {flags.output, flags.link}));
    }
    if (!context.json) {
        const auto count = static_cast<std::int64_t>(bill.entries.size());
        fmt::print("{} of {}; wrote {}\n", counted(count, "connection", "connections"),
                   flags.number, flags.output);
        return {};
    }
    json::Writer json;
    json.object().field("number", flags.number).field("file", flags.output).key("calls").array();
    for (const auto& one : bill.entries) {
        const auto& service = bill.services[one.service];
        json.object()
            .field("service_point", service.point.code)
            .field("day", one.day)
            .field("time", fmt::format("{:02}:{:02}:{:02}", one.second / 3'600,
                                       one.second % 3'600 / 60, one.second % 60));
        const bool is_call = one.kind == compose::ItemisedBill::Kind::Call;
        const bool is_data = one.kind == compose::ItemisedBill::Kind::Data;
        json.field("kind", is_call   ? "call"
                           : is_data ? "data"
                                     : "message")
            .field("seconds", is_call ? one.units : 0)
            .field("bytes", is_data ? one.units : 0);
        json.field("called", one.number).field("line", one.line);
        json.field("amount", one.amount).field("with_tax", service.is_gross).end();
    }
    json.end().end();
    print_json(json);
    return {};
}

CLI::App* add_command(CLI::App& group, const char* name, const char* help, Context& context,
                      const Flags& flags, Result<void> (*work)(Context&, const ChannelFlags&)) {
    auto* command = group.add_subcommand(name, help);
    command->add_option("NUMBER", flags->number, "Number of the invoice")->required();
    command
        ->add_option("--link", flags->link,
                     "Where the customer sees the bill on the web; stands on the button")
        ->type_name("URL");
    does(*command, context, [&context, flags, work] { return work(context, *flags); });
    return command;
}

void add_output(CLI::App& command, const Flags& flags, const char* ending) {
    command
        .add_option(
            "-o,--output", flags->output,
            fmt::format("File to write, - for standard output (default: the number with {})",
                        ending))
        ->type_name("FILE");
}

}  // namespace

void add_invoice_channel_commands(CLI::App& invoice, Context& context) {
    const auto flags = std::make_shared<ChannelFlags>();
    auto* a_page =
        add_command(invoice, "page", "The bill as a web page: one file", context, flags, page);
    add_output(*a_page, flags, ".html");
    add_examples(*a_page, {{"billwright invoice page AU-2026-000121", "into AU-2026-000121.html"}});
    auto* a_mail =
        add_command(invoice, "mail", "The bill as an e-mail with its PDF", context, flags, mail);
    add_output(*a_mail, flags, ".eml");
    add_examples(*a_mail, {{"billwright invoice mail AU-2026-000121", "into AU-2026-000121.eml"}},
                 "Nothing is sent.");
    auto* the_calls = add_command(invoice, "calls", "The calls, messages and data behind the bill",
                                  context, flags, calls);
    the_calls
        ->add_option("-o,--output", flags->output,
                     "File to write: .pdf, .html or .eml (mail with the PDF)")
        ->required()
        ->type_name("FILE");
    add_examples(*the_calls,
                 {{"billwright invoice calls NL-2026-000007 -o calls.pdf", "an itemised bill"}},
                 "Rated again from the facts as of the invoice's own cut. How much of a number is "
                 "told says the attribute listed.numbers of the service point: full, shortened "
                 "(default) or none.");
    auto* a_message =
        add_command(invoice, "sms", "The bill as a short message", context, flags, sms);
    add_examples(*a_message, {{"billwright invoice sms AU-2026-000121", "its text and segments"}},
                 "Nothing is sent.");
}

}  // namespace bw::app
