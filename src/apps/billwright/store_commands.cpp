// store copy.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "run/store_copy.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

Result<void> copy(Context& context, const std::string& address) {
    auto workspace = TRY(open_to_change(context));
    context.advice = "The workspace keeps its file until every row is on the server and was "
                     "compared; run the same command again.";
    ProgressBar bar("copy and compare", context.json);
    const auto copied = TRY(run::move_to_server(
        workspace, address, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (context.json) {
        json::Writer json;
        json.object()
            .field("from", copied.from)
            .field("to", copied.to)
            .field("was_there", copied.was_there)
            .key("tables")
            .array();
        for (const auto& table : copied.tables)
            json.object()
                .field("table", table.table)
                .field("rows", table.rows)
                .field("sha256", crypto::hex(table.sha256))
                .end();
        json.end().end();
        print_json(json);
        return {};
    }
    Table table({"table", ">rows", "hash, the same on both"});
    std::int64_t rows = 0;
    for (const auto& content : copied.tables) {
        table.row(
            {content.table, thousands(content.rows), crypto::hex(content.sha256).substr(0, 16)});
        rows += content.rows;
    }
    table.print();
    fmt::print("\n{}{} rows are on the server; from now on the workspace keeps its store there:\n"
               "  {}\n"
               "The file {} is not used any more.\n",
               copied.was_there ? "The copy of an earlier attempt is complete. " : "",
               thousands(rows), copied.to, copied.from);
    return {};
}

}  // namespace

void add_store_commands(CLI::App& cli, Context& context) {
    auto* store = cli.add_subcommand("store", "Where the workspace keeps its store");
    store->require_subcommand(1);
    auto* move = store->add_subcommand(
        "copy", "Move it to a PostgreSQL server: copied, compared, then switched");
    auto address = std::make_shared<std::string>();
    move->add_option("--to", *address, "Its new address (no password: it comes from ~/.pgpass)")
        ->type_name("ADDRESS")
        ->required();
    add_examples(*move, {{"billwright store copy --to 'postgresql://me@db/utility?schema=my'",
                          "while nobody writes"}});
    does(*move, context, [&context, address] { return copy(context, *address); });
}

}  // namespace bw::app
