// init, upgrade, import, verify, version.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "apps/billwright/usage_options.h"
#include "base/check.h"
#include "flow/meter/formats/tables/mapping.h"
#include "run/company/mapping.h"
#include "run/import.h"
#include "run/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <ranges>

namespace bw::app {
namespace {

Result<void> init(Context& context, const std::string& store) {
    const auto workspace = TRY(run::create_workspace(context.folder(), context.around(), store));
    const std::string folder = std::filesystem::canonical(context.folder()).string();
    if (context.json) {
        json::Writer json;
        json.object()
            .field("workspace", folder)
            .field("store",
                   workspace.is_shared() ? workspace.database->location() : folder + "/store.db")
            .end();
        print_json(json);
        return {};
    }
    fmt::print("Made an empty workspace in {}\n"
               "Next: import an issuer, taxes, tariffs and accounts, then readings:\n"
               "  billwright {}import FILE..\n",
               folder, context.workspace.empty() ? "" : "-w " + context.workspace + " ");
    return {};
}

Result<void> upgrade(Context& context) {
    TRY_VOID(open_to_change(context));
    if (context.json) print_version(context);
    else fmt::print("The workspace is that of billwright {}.\n", BILLWRIGHT_VERSION);
    return {};
}

// Batch 0: nothing that waited came in.
void write_adopted(json::Writer& json, const run::Adopted& adopted) {
    json.key("adopted")
        .object()
        .field("batch", adopted.batch.value)
        .field("service_points", adopted.service_points)
        .field("records", adopted.records)
        .field("values", adopted.values)
        .key("files")
        .array();
    for (const auto& file : adopted.files)
        json.object().field("batch", file.batch.value).field("file", file.source).end();
    json.end().end();
}

void write_result(json::Writer& json, const std::string& file, const run::ImportResult& r) {
    json.object()
        .field("file", file)
        .field("duplicate", false)
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
    json.end().key("repairs").array();
    for (const auto& repair : r.repairs)
        json.object()
            .field("line", repair.line)
            .field("what", repair.what)
            .field("records", repair.records)
            .end();
    json.end().key("unknown_service_points").array();
    for (const auto& code : r.unknown) json.value(code);
    json.end().field("unknown_service_points_total", r.unknown_total);
    write_adopted(json, r.adopted.value_or(run::Adopted{}));
    json.end();
}

// ".. and 79 more: billwright batch show 12"; nothing when all are shown.
std::string more_of(std::int64_t all, std::size_t shown, Batch batch) {
    const auto more = all - static_cast<std::int64_t>(shown);
    if (more <= 0) return {};
    if (!batch) return fmt::format(".. and {} more", thousands(more));
    return fmt::format(".. and {} more: billwright batch show {}", thousands(more), batch.value);
}

void print_unknown(const run::ImportResult& r) {
    if (r.unknown.empty()) return;
    print_wrapped(fmt::format("waiting for an account: {}{}", fmt::join(r.unknown, ", "),
                              r.pending > 0 ? " (kept, used as soon as they are known)" : ""),
                  2, 4);
    if (const auto more = more_of(r.unknown_total, r.unknown.size(), r.batch); !more.empty())
        fmt::print("  {}\n", more);
}

void print_adopted(const run::Adopted& adopted) {
    constexpr std::size_t kFilesShown = 5;
    std::string files;
    for (const auto& file : adopted.files | std::views::take(kFilesShown))
        files += fmt::format("{}{} (batch {})", files.empty() ? "" : ", ", file.source,
                             file.batch.value);
    if (adopted.files.size() > kFilesShown)
        files += fmt::format(" and {} more", adopted.files.size() - kFilesShown);
    print_wrapped(fmt::format("readings that waited came in, as batch {}: {} ({}) of {}, from {}",
                              adopted.batch.value, counted(adopted.records, "record", "records"),
                              counted(adopted.values, "value", "values"),
                              counted(adopted.service_points, "service point", "service points"),
                              files),
                  2, 4);
}

void print_result(const std::string& file, const run::ImportResult& r) {
    const std::string where = r.batch ? fmt::format("batch {}", r.batch.value) : "dry run";
    if (run::is_one_text(r.kind))
        return print_wrapped(fmt::format("{}: {}, {}", file, r.format, where), 0, 2);
    print_wrapped(fmt::format("{}: {}, {}: {} received = {} accepted + {} rejected + {} pending",
                              file, r.format, where, thousands(r.received), thousands(r.accepted),
                              thousands(r.rejected), thousands(r.pending)),
                  0, 2);
    for (const auto& reject : r.rejects)
        print_wrapped(fmt::format("line {}: {}", reject.line, reject.reason), 2, 4);
    if (const auto more = more_of(r.rejected, r.rejects.size(), r.batch); !more.empty())
        fmt::print("  {}\n", more);
    for (const auto& repair : r.repairs)
        print_wrapped(fmt::format("mended, {} records from line {} on: {}",
                                  thousands(repair.records), repair.line, repair.what),
                      2, 4);
    print_unknown(r);
    if (r.adopted) print_adopted(*r.adopted);
}

struct ImportFlags {
    std::vector<std::string> files;
    std::string format, mapping;
    std::vector<std::string> settings;
    bool is_dry = false, again = false;
};

// Files that come one by one: each is told when it is done, and what was not tried is named.
class Importing {
public:
    Importing(Context& context, const ImportFlags& flags) : context_(context), flags_(flags) {
        json_.object().key("files").array();
    }

    Result<void> run() {
        workspace_.emplace(TRY(open_to_change(context_)));
        if (flags_.is_dry) rehearsal_.emplace(*workspace_);
        else
            context_.advice =
                "The files before it are in, and this one is as a whole or not at all. "
                "Put the cause right, then import it again: nothing comes in twice.";
        for (; at_ < flags_.files.size(); ++at_)
            if (const auto done = import(flags_.files[at_]); !done) {
                stop(done.error());
                return {};
            }
        if (context_.json) print_json(json_.end().field("dry_run", flags_.is_dry).end());
        else if (flags_.is_dry) fmt::print("Nothing was written.\n");
        return {};
    }

private:
    Result<run::ImportResult> take(const std::string& file, const run::ImportProgress& progress) {
        constexpr std::size_t kShownDry = 1000;  // no batch keeps the others
        run::ImportRequest request{file, flags_.format, flags_.mapping, flags_.settings};
        request.again = flags_.again;
        if (!rehearsal_ && workspace_) return run::import_any(*workspace_, request, progress);
        CHECK(rehearsal_);
        request.rejects_shown = kShownDry;
        return rehearsal_->import(request, progress);
    }

    Result<void> import(const std::string& file) {
        ProgressBar bar(std::filesystem::path(file).filename().string(), context_.json);
        auto result = take(file, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); });
        if (!result && result.error().code == Code::Duplicate) {
            tell_known(file, result.error().text);
            return {};
        }
        if (!result) {
            Error error = std::move(result).error();
            if (error.subject.empty()) error.subject = file;
            return std::unexpected(std::move(error));
        }
        bar.finish();
        if (result->rejected > 0) context_.exit_code = kDoneWithRejects;
        if (context_.json) write_result(json_, file, *result);
        else print_result(file, *result);
        return {};
    }

    // Nothing is wrong and nothing was added: told, but no failure.
    void tell_known(const std::string& file, const std::string& text) {
        if (context_.json)
            json_.object().field("file", file).field("duplicate", true).field("text", text).end();
        else print_wrapped(file + ": " + text, 0, 2);
    }

    void stop(const Error& error) {
        const auto rest = std::span(flags_.files).subspan(at_ + 1);
        if (!context_.json) {
            tell_error(context_, error);
            if (!rest.empty()) fmt::print(stderr, "Not tried: {}\n", fmt::join(rest, ", "));
            return;
        }
        context_.exit_code = kFailed;
        json_.end().key("not_tried").array();
        for (const auto& file : rest) json_.value(file);
        write_error(json_.end().field("dry_run", flags_.is_dry), error);
        print_json(json_.end());
    }

    Context& context_;
    const ImportFlags& flags_;
    std::optional<run::Workspace> workspace_;
    std::optional<run::Rehearsal> rehearsal_;  // of a dry run, in the workspace
    std::size_t at_ = 0;
    json::Writer json_;
};

Result<void> verify(Context& context) {
    auto workspace = TRY(open(context));
    ProgressBar bar("verify", context.json);
    const auto result = TRY(
        run::verify(workspace, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (!result.findings.empty()) context.exit_code = kFailed;
    if (context.json) {
        json::Writer json;
        json.object()
            .field("segments", result.segments)
            .field("documents", result.documents)
            .field("bytes", static_cast<std::int64_t>(result.bytes))
            .field("statements", result.statements)
            .field("batches", result.batches)
            .field("usage_files", result.usage_files)
            .field("usage_bytes", static_cast<std::int64_t>(result.usage_bytes))
            .key("findings")
            .array();
        for (const auto& finding : result.findings) json.value(finding);
        print_json(json.end().end());
        return {};
    }
    print_wrapped(fmt::format("{}, {} in {} ({})",
                              counted(result.statements, "statement", "statements"),
                              counted(result.documents, "document", "documents"),
                              counted(result.segments, "segment", "segments"),
                              size_text(static_cast<std::int64_t>(result.bytes))),
                  0, 2);
    print_wrapped(fmt::format("{}, {} ({})", counted(result.batches, "batch", "batches"),
                              counted(result.usage_files, "file of usage", "files of usage"),
                              size_text(static_cast<std::int64_t>(result.usage_bytes))),
                  0, 2);
    if (result.findings.empty())
        fmt::print("Every hash agrees, the books balance, the counters reconcile.\n");
    for (const auto& finding : result.findings) print_wrapped("ALARM  " + finding, 0, 7);
    return {};
}

void add_import_command(CLI::App& cli, Context& context) {
    auto* command = cli.add_subcommand(
        "import", "Bring in tariffs, issuers, accounts, meters, "
                  "attributes, factors, readings or calls; one file is one batch");
    auto flags = std::make_shared<ImportFlags>();
    command->add_option("FILE", flags->files, "Files, taken in this order")->required();
    add_usage_options(*command, {flags->format, flags->mapping, flags->settings});
    command->add_flag("--again", flags->again,
                      "What the files say holds once more, though they came in before");
    command->add_flag("--dry-run", flags->is_dry,
                      "Say what would come in and what would be rejected; write nothing");
    add_examples(
        *command,
        {{"billwright -w my import --dry-run aurora.issuer.yaml accounts.csv", "a try"},
         {"billwright -w my import aurora.issuer.yaml taxes.yaml", "who bills, and taxes"},
         {"billwright -w my import flex.yaml accounts.csv", "tariffs, then accounts"},
         {"billwright -w my import january.csv.gz", "usage; packed files are unpacked"},
         {"billwright -w my import --again old-prices.yaml", "back to what was before"},
         {"billwright -w my import --mapping theirs.yaml export.csv", "somebody else's columns"}},
        "Readings and calls: docs/import-formats.md. Accounts, issuers, rate decks: "
        "docs/company-files.md. Tariffs: docs/tariff-format.md");
    does(*command, context, [&context, flags] { return Importing(context, *flags).run(); });
}

}  // namespace

void add_workspace_commands(CLI::App& cli, Context& context) {
    auto* make = cli.add_subcommand("init", "Make an empty workspace");
    auto store = std::make_shared<std::string>();
    make->add_option("--store", *store,
                     "Keep its store on a PostgreSQL server, at this address (no password: it "
                     "comes from ~/.pgpass)")
        ->type_name("ADDRESS");
    does(*make, context, [&context, store] { return init(context, *store); });
    add_examples(*make, {{"billwright -w my init", "in the folder my, which must be empty or new"},
                         {"billwright -w my init --store 'postgresql://me@db/utility?schema=my'",
                          "its store on a server"}});
    auto* renew = cli.add_subcommand("upgrade", "Bring a workspace of an older version up to date");
    does(*renew, context, [&context] { return upgrade(context); });
    add_examples(*renew, {{"billwright -w my upgrade", "once, after a new version is installed"}});
    add_import_command(cli, context);
    auto* check =
        cli.add_subcommand("verify", "Check every file, row and hash, the books and the counters");
    does(*check, context, [&context] { return verify(context); });
    add_examples(*check, {{"billwright -w my verify", "exit code 1 and ALARM lines: restore"}});
    cli.add_subcommand("version", "Print the version")->callback([&context] {
        print_version(context);
    });
}

}  // namespace bw::app
