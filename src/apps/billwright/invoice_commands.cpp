// invoice list|show|explain|pdf|xml; invoice_channels.h has the others.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/invoice_channels.h"
#include "apps/billwright/invoice_output.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "flow/collect/account.h"
#include "run/explain.h"
#include "run/issued.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct InvoiceFlags {
    std::string number, output, account, language = "en";
    std::int64_t run = 0;
    int line = 0;
    int limit = 100;
};

Result<bill::InvoiceRow> find(run::Workspace& workspace, store::Transaction& tx,
                              const std::string& number) {
    auto found = bill::find_invoice(tx, workspace.tenant, number);
    if (!found)
        return fail(Code::NotFound, "there is no such invoice; `invoice list` shows them",
                    "invoice " + number);
    return *found;
}

Result<void> list(Context& context, const InvoiceFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const RunId run{flags.run};
    // An empty list says that there are none, not that a name was mistyped.
    if (run) TRY_VOID(run::find_run(*tx, workspace.tenant, run));
    if (!flags.account.empty()) TRY_VOID(collect::load_payer(*tx, workspace.tenant, flags.account));
    print_invoices(context,
                   bill::list_invoices(*tx, workspace.tenant, run, flags.limit, flags.account),
                   bill::count_invoices(*tx, workspace.tenant, run, flags.account).invoices);
    return {};
}

Result<void> show(Context& context, const InvoiceFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto invoice = TRY(find(workspace, *tx, flags.number));
    print_statement(context, invoice, TRY(bill::load_statement(*tx, invoice)));
    return {};
}

Result<void> explain(Context& context, const InvoiceFlags& flags) {
    auto workspace = TRY(open(context));
    const auto explanation =
        TRY(run::explain(workspace, {flags.number, flags.line, flags.language}));
    print_explanation(context, explanation);
    for (const auto& line : explanation.lines)
        if (!line.agrees) context.exit_code = kFailed;
    return {};
}

Result<void> document(Context& context, const InvoiceFlags& flags, archive::Format format) {
    refuse_two_outputs(context, flags.output, "--output");
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto invoice = TRY(find(workspace, *tx, flags.number));
    const std::string bytes = TRY(run::archived(workspace, *tx, invoice, format));
    return write_document(context, invoice.number, archive::format_name(format), flags.output,
                          bytes, "as archived; its hash agrees");
}

using Flags = std::shared_ptr<InvoiceFlags>;

CLI::App* add_command(CLI::App& group, const char* name, const char* help, Context& context,
                      const Flags& flags, Result<void> (*work)(Context&, const InvoiceFlags&)) {
    auto* command = group.add_subcommand(name, help);
    command->add_option("NUMBER", flags->number, "Number of the invoice")->required();
    does(*command, context, [&context, flags, work] { return work(context, *flags); });
    return command;
}

void add_document_command(CLI::App& group, const char* name, const char* help, Context& context,
                          const Flags& flags, Result<void> (*work)(Context&, const InvoiceFlags&)) {
    auto* command = add_command(group, name, help, context, flags, work);
    command
        ->add_option("-o,--output", flags->output,
                     "File to write, - for standard output (default: the number with ." +
                         std::string(name) + ")")
        ->type_name("FILE");
    add_examples(*command, {{fmt::format("billwright invoice {} AU-2026-000121", name),
                             fmt::format("into AU-2026-000121.{}", name)}});
}

void add_list_command(CLI::App& group, Context& context, const Flags& flags) {
    auto* command = group.add_subcommand("list", "Invoices, account by account");
    add_value<std::int64_t>(*command, flags->run, number_from_one,
                            {.name = "--run", .type = "RUN", .help = "Only those of this run"});
    command->add_option("--account", flags->account, "Only those of this billing account")
        ->type_name("ACCOUNT");
    add_value<int>(*command, flags->limit, whole_number(1, 1'000'000),
                   {.name = "--limit",
                    .type = "N",
                    .help = "At most so many",
                    .preset = std::to_string(flags->limit)});
    does(*command, context, [&context, flags] { return list(context, *flags); });
    add_examples(*command, {{"billwright invoice list --run 3", "what run 3 issued"},
                            {"billwright invoice list --account A-100006", "one customer's"}});
}

}  // namespace

void add_invoice_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<InvoiceFlags>();
    auto* invoice = cli.add_subcommand("invoice", "Issued invoices and credit notes");
    invoice->require_subcommand(1);
    add_list_command(*invoice, context, flags);
    auto* show_one = add_command(*invoice, "show", "Lines and totals", context, flags, show);
    add_examples(*show_one, {{"billwright invoice show AU-2026-000121", "its lines"}});
    auto* explain_one =
        add_command(*invoice, "explain",
                    "Open every amount: quantity x price, window, tier, days, readings, clause",
                    context, flags, explain);
    add_value<int>(*explain_one, flags->line, whole_number(1, 1'000'000),
                   {.name = "--line", .type = "N", .help = "Only this line (default: all)"});
    add_value<std::string>(*explain_one, flags->language, spoken_language,
                           {.name = "--language",
                            .type = "LANGUAGE",
                            .help = "Language of the sentences: en, de, it or es",
                            .preset = flags->language});
    add_examples(*explain_one,
                 {{"billwright invoice explain AU-2026-000121 --line 2", "one amount"}},
                 "Computed again from the facts as of the invoice's own cut; exit code 1 and ALARM "
                 "when it does not agree.");
    add_document_command(
        *invoice, "pdf", "Write the archived PDF", context, flags,
        [](Context& c, const InvoiceFlags& f) { return document(c, f, archive::Format::Pdf); });
    add_document_command(
        *invoice, "xml", "Write the archived e-invoice (UBL 2.1)", context, flags,
        [](Context& c, const InvoiceFlags& f) { return document(c, f, archive::Format::Xml); });
    add_document_command(
        *invoice, "json", "Write the archived data: all that its documents show", context, flags,
        [](Context& c, const InvoiceFlags& f) { return document(c, f, archive::Format::Json); });
    add_invoice_channel_commands(*invoice, context);
    add_examples(*invoice, {{"billwright invoice list --run 3", "what run 3 issued"},
                            {"billwright invoice explain AU-2026-000121", "every amount, opened"},
                            {"billwright invoice pdf AU-2026-000121", "as its customer gets it"}});
}

}  // namespace bw::app
