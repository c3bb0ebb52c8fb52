// init, import, verify, version.
#include "apps/billwright/app.h"
#include "run/import.h"
#include "run/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

void init(Context& context, const std::string& store) {
    const auto workspace = run::create_workspace(context.workspace, context.around(), store);
    if (!workspace) return tell_error(context, workspace.error());
    if (context.json)
        fmt::print("{}\n", json::Writer()
                               .object()
                               .field("workspace", context.workspace)
                               .field("store", workspace->database->location())
                               .end()
                               .take());
    else
        fmt::print("Made an empty workspace in {}.\nNext: import an issuer, taxes, tariffs and "
                   "accounts, then readings:\n"
                   "  billwright --workspace {} import FILE...\n",
                   context.workspace, context.workspace);
}

void print_result(const Context& context, const std::string& file, const run::ImportResult& r) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("file", file)
            .field("kind", run::input_kind_name(r.kind))
            .field("format", r.format)
            .field("batch", r.batch.value)
            .field("received", r.received)
            .field("accepted", r.accepted)
            .field("rejected", r.rejected)
            .field("pending", r.pending)
            .field("values", r.values)
            .key("rejects")
            .array();
        for (const auto& reject : r.rejects)
            json.object().field("line", reject.line).field("reason", reject.reason).end();
        json.end().key("unknown_service_points").array();
        for (const auto& code : r.unknown) json.value(code);
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("{}: {}, batch {}: {} received = {} accepted + {} rejected + {} pending\n", file,
               r.format, r.batch.value, thousands(r.received), thousands(r.accepted),
               thousands(r.rejected), thousands(r.pending));
    for (const auto& reject : r.rejects) fmt::print("  line {}: {}\n", reject.line, reject.reason);
    if (r.rejected > static_cast<std::int64_t>(r.rejects.size()) && !r.rejects.empty())
        fmt::print("  ... and {} more\n",
                   thousands(r.rejected - static_cast<std::int64_t>(r.rejects.size())));
    if (!r.unknown.empty())
        fmt::print("  waiting for an account: {}{}\n", fmt::join(r.unknown, ", "),
                   r.pending > 0 ? " (kept, used as soon as they are known)" : "");
}

struct ImportFlags {
    std::vector<std::string> files;
    std::string format, mapping;
};

void import_files(Context& context, const ImportFlags& flags) {
    auto workspace = open(context);
    if (!workspace) return tell_error(context, workspace.error());
    for (const auto& file : flags.files) {
        ProgressBar bar(std::filesystem::path(file).filename().string(), context.json);
        const auto result =
            run::import_any(*workspace, {file, flags.format, flags.mapping},
                            [&](std::int64_t done, std::int64_t all) { bar.at(done, all); });
        if (!result) {
            Error error = result.error();
            if (error.subject.empty()) error.subject = file;
            if (error.code == Code::Duplicate) {
                // Nothing is wrong and nothing was added: told, but no failure.
                if (context.json)
                    fmt::print("{{\"file\":\"{}\",\"duplicate\":true}}\n",
                               std::filesystem::path(file).filename().string());
                else fmt::print("{}: {}\n", file, error.text);
                continue;
            }
            return tell_error(context, error);
        }
        bar.finish();
        print_result(context, file, *result);
        if (result->rejected > 0) context.exit_code = kDoneWithRejects;
    }
}

void verify(Context& context) {
    auto workspace = open(context);
    if (!workspace) return tell_error(context, workspace.error());
    ProgressBar bar("verify", context.json);
    const auto result =
        run::verify(*workspace, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); });
    if (!result) return tell_error(context, result.error());
    bar.finish();
    if (!result->findings.empty()) context.exit_code = kFailed;
    if (context.json) {
        json::Writer json;
        json.object()
            .field("segments", result->segments)
            .field("documents", result->documents)
            .field("bytes", static_cast<std::int64_t>(result->bytes))
            .field("statements", result->statements)
            .field("batches", result->batches)
            .key("findings")
            .array();
        for (const auto& finding : result->findings) json.value(finding);
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("{} statements, {} documents in {} segments ({}), {} batches\n",
               thousands(result->statements), thousands(result->documents),
               thousands(result->segments), size_text(static_cast<std::int64_t>(result->bytes)),
               thousands(result->batches));
    if (result->findings.empty())
        fmt::print("Every hash agrees, the books balance, the counters reconcile.\n");
    for (const auto& finding : result->findings) fmt::print("ALARM  {}\n", finding);
}

}  // namespace

void add_workspace_commands(CLI::App& cli, Context& context) {
    auto* make = cli.add_subcommand("init", "Make an empty workspace");
    auto store = std::make_shared<std::string>();
    make->add_option("--store", *store,
                     "Keep its store on a PostgreSQL server: postgresql://user@host/database"
                     "?schema=name (no password: ~/.pgpass)");
    make->callback([&context, store] { init(context, *store); });
    auto* import = cli.add_subcommand(
        "import", "Bring in tariffs, issuers, accounts, readings or calls (one file is one batch)");
    auto flags = std::make_shared<ImportFlags>();
    import->add_option("FILE", flags->files, "Files, taken in this order")->required();
    import->add_option("--format", flags->format,
                       "Do not look at the content: catalog, issuer, accounts, deck, nem12, "
                       "interval-csv, register-csv, call-csv");
    import->add_option("--mapping", flags->mapping,
                       "YAML that names the columns of a CSV of readings or calls");
    import->footer("Formats and mappings: docs/import-formats.md");
    import->callback([&context, flags] { import_files(context, *flags); });
    cli.add_subcommand("verify", "Check every hash, the books and the counters")
        ->callback([&context] { verify(context); });
    cli.add_subcommand("version", "Print the version")->callback([&context] {
        if (context.json) fmt::print("{{\"version\":\"{}\"}}\n", BILLWRIGHT_VERSION);
        else fmt::print("billwright {}\n", BILLWRIGHT_VERSION);
    });
}

}  // namespace bw::app
