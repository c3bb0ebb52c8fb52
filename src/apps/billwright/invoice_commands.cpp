// invoice list|show|explain|pdf|xml.
#include "apps/billwright/app.h"
#include "apps/billwright/bill_output.h"
#include "flow/bill/store.h"
#include "run/explain.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct InvoiceFlags {
    std::string number, output, account;
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
    print_invoices(context, bill::list_invoices(*tx, workspace.tenant, RunId{flags.run},
                                                flags.limit, flags.account));
    return {};
}

Result<void> show(Context& context, const InvoiceFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto invoice = TRY(find(workspace, *tx, flags.number));
    const auto lines = TRY(bill::load_statement(*tx, invoice));
    print_statement(context, invoice, lines);
    return {};
}

Result<void> explain(Context& context, const InvoiceFlags& flags) {
    auto workspace = TRY(open(context));
    const auto explanation = TRY(run::explain(workspace, flags.number, flags.line));
    print_explanation(context, explanation);
    for (const auto& line : explanation.lines)
        if (!line.agrees) context.exit_code = kFailed;
    return {};
}

Result<void> document(Context& context, const InvoiceFlags& flags, archive::Format format) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto invoice = TRY(find(workspace, *tx, flags.number));
    for (const auto& d :
         archive::documents_of_invoice(*tx, workspace.tenant, invoice.payer.account, invoice.id))
        if (d.format == format) {
            const std::string path =
                !flags.output.empty()
                    ? flags.output
                    : fmt::format("{}.{}", invoice.number, archive::format_name(format));
            const std::string bytes = TRY(workspace.archive->read(*tx, d.key));
            TRY_VOID(write_file(path, bytes));
            if (path != "-" && !context.json)
                fmt::print("Wrote {} (as archived; its hash agrees)\n", path);
            return {};
        }
    return fail(Code::NotFound, "the archive holds no such document of this invoice",
                "invoice " + flags.number);
}

void run_action(Context& context, const Result<void>& result) {
    if (!result) tell_error(context, result.error());
}

}  // namespace

void add_invoice_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<InvoiceFlags>();
    auto* invoice = cli.add_subcommand("invoice", "Issued invoices and credit notes");
    invoice->require_subcommand(1);
    auto* list_all = invoice->add_subcommand("list", "Invoices, by account");
    list_all->add_option("--run", flags->run, "Only of this run");
    list_all->add_option("--account", flags->account, "Only of this billing account");
    list_all->add_option("--limit", flags->limit, "At most so many")
        ->check(CLI::Range(1, 1'000'000));
    list_all->callback([&context, flags] { run_action(context, list(context, *flags)); });
    const auto add = [&](const char* name, const char* help, auto action) {
        auto* command = invoice->add_subcommand(name, help);
        command->add_option("NUMBER", flags->number, "Number of the invoice")->required();
        command->callback(
            [&context, flags, action] { run_action(context, action(context, *flags)); });
        return command;
    };
    add("show", "Lines and totals", [](Context& c, const InvoiceFlags& f) { return show(c, f); });
    add("explain", "Open every amount: quantity x price, window, tier, days, readings, clause",
        [](Context& c, const InvoiceFlags& f) { return explain(c, f); })
        ->add_option("--line", flags->line, "Only this line");
    add("pdf", "The archived PDF", [](Context& c, const InvoiceFlags& f) {
        return document(c, f, archive::Format::Pdf);
    })->add_option("-o,--output", flags->output, "File to write, - for standard output");
    add("xml", "The archived e-invoice (UBL 2.1)", [](Context& c, const InvoiceFlags& f) {
        return document(c, f, archive::Format::Xml);
    })->add_option("-o,--output", flags->output, "File to write, - for standard output");
}

}  // namespace bw::app
