// demo: a small utility and a small telecom, from readings to archived bills.
#include "apps/billwright/app.h"
#include "apps/billwright/bill_output.h"
#include "apps/demo/demo.h"
#include "flow/bill/store.h"
#include "run/bill_run.h"
#include "run/import.h"
#include "run/stopwatch.h"
#include "run/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct DemoFlags {
    std::int64_t accounts = 100;
    std::uint64_t seed = 1;
    bool keep = false;
};

// Seconds of the stages that a person waits for.
struct Clockwork {
    std::vector<std::pair<std::string, std::int64_t>> stages;
    std::int64_t start = run::wall_us();
    void lap(const std::string& stage) {
        const auto now = run::wall_us();
        stages.emplace_back(stage, now - start);
        start = now;
    }
};

struct Tally {
    std::int64_t received = 0, accepted = 0, rejected = 0, pending = 0, values = 0;
};

Result<void> import_all(const Context& context, run::Workspace& workspace,
                        const std::filesystem::path& folder, const std::vector<demo::File>& files,
                        LocalDate until, std::size_t& next, Tally& usage) {
    ProgressBar bar("import", context.json);
    const std::size_t first = next;
    while (next < files.size() && files[next].arrives < until) {
        const auto& file = files[next++];
        const auto result = TRY(run::import_any(workspace, {folder / file.path, {}, {}}, {}));
        bar.at(static_cast<std::int64_t>(next - first),
               static_cast<std::int64_t>(files.size() - first));
        if (result.kind != run::InputKind::Usage) continue;
        usage.received += result.received;
        usage.accepted += result.accepted;
        usage.rejected += result.rejected;
        usage.pending += result.pending;
        usage.values += result.values;
    }
    bar.finish();
    return {};
}

void print_summary(const Context& context, store::Transaction& tx, const run::RunInfo& run,
                   const Tally& usage, const run::VerifyResult& verified,
                   const Clockwork& clockwork) {
    std::string billed;
    for (const auto& t : bill::totals(tx, run.terms.tenant, run.id))
        billed += (billed.empty() ? "" : ", ") + t.gross.to_string() + " " +
                  std::string(t.gross.currency.code());
    if (context.json) {
        json::Writer json;
        json.object()
            .field("accounts", run.accounts)
            .field("usage_records", usage.received)
            .field("values", usage.values)
            .field("rejected", usage.rejected)
            .field("pending", usage.pending)
            .field("statements", run.statements)
            .field("billed", billed)
            .field("held", run.held)
            .field("documents", run.documents)
            .field("archived_bytes", run.document_bytes)
            .field("alarms", static_cast<std::int64_t>(verified.findings.size()))
            .key("stages")
            .array();
        for (const auto& [stage, us] : clockwork.stages)
            json.object().field("stage", stage).field("microseconds", us).end();
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("\n");
    Table table({"", ">"});
    table.row({"accounts", thousands(run.accounts)});
    table.row({"readings and calls", thousands(usage.values)});
    table.row({"  records received", thousands(usage.received)});
    table.row({"  rejected, pending", thousands(usage.rejected) + ", " + thousands(usage.pending)});
    table.row({"bills", thousands(run.statements)});
    table.row({"billed, tax included", billed});
    table.row({"accounts held by exceptions", thousands(run.held)});
    table.row({"documents archived", thousands(run.documents)});
    table.row({"bytes archived", size_text(run.document_bytes)});
    for (const auto& [stage, us] : clockwork.stages)
        table.row({"seconds: " + stage, seconds_text(us)});
    table.print();
}

void print_next(store::Transaction& tx, const run::RunInfo& run, const std::string& workspace) {
    const auto invoices = bill::list_invoices(tx, run.terms.tenant, run.id, 1);
    if (invoices.empty()) return;
    const std::string& number = invoices.front().number;
    fmt::print(
        "\nLook closer:\n"
        "  billwright -w {0} invoice explain {1}        every amount, down to the reading\n"
        "  billwright -w {0} invoice pdf {1} -o bill.pdf   the bill as its customer gets it\n"
        "  billwright -w {0} run show {2}                     what was held, and why\n",
        workspace, number, run.id.value);
}

Result<void> demo(Context& context, const DemoFlags& flags) {
    if (context.workspace == ".") context.workspace = "demo-workspace";
    const std::filesystem::path root = context.workspace;
    if (!flags.keep && std::filesystem::exists(root / "demo-data"))
        std::filesystem::remove_all(root);
    Clockwork clockwork;
    auto workspace = TRY(run::create_workspace(root, context.around()));
    demo::Options options;
    options.seed = flags.seed;
    options.accounts = flags.accounts;
    options.stories = flags.accounts >= 100;
    const auto folder = root / "demo-data";
    const auto files = TRY(demo::generate(folder, options));
    clockwork.lap("generate");

    // Each month is billed when its usage has come in; the last one with everybody watching.
    std::size_t next = 0;
    Tally usage;
    Context quiet;
    quiet.json = true;
    std::optional<run::RunReport> last;
    const LocalDate first = options.first_month;
    for (int m = 0; m < options.months; ++m) {
        const bool is_last = m + 1 == options.months;
        const LocalDate until = first.plus_months(m + 1);
        TRY_VOID(import_all(context, workspace, folder, files,
                            is_last ? LocalDate::of(2999, 1, 1) : until.plus_days(2), next, usage));
        clockwork.lap(is_last ? "import"
                              : "import " + until.plus_days(-1).to_string().substr(0, 7));
        run::RunRequest request;
        request.until = until;
        request.issued_on = until.plus_days(2);
        request.released = {bill::Cause::MissingReadings};
        if (is_last) request.released.clear();
        const RunId id = TRY(run::start(workspace, request));
        last = TRY(carry_on_with_bars(is_last ? context : quiet, workspace, id, request.workers));
        if (!is_last) clockwork.lap("bill " + until.plus_days(-1).to_string().substr(0, 7));
    }
    for (const auto& stage : last->stages)
        clockwork.stages.emplace_back(stage.stage, stage.wall_us);
    clockwork.start = run::wall_us();
    ProgressBar bar("verify", context.json);
    const auto verified = TRY(
        run::verify(workspace, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    clockwork.lap("verify");
    const auto tx = workspace.database->begin(store::Access::Read);
    print_summary(context, *tx, last->info, usage, verified, clockwork);
    for (const auto& finding : verified.findings) fmt::print(stderr, "ALARM  {}\n", finding);
    if (!verified.findings.empty()) context.exit_code = kFailed;
    if (!context.json) print_next(*tx, last->info, context.workspace);
    return {};
}

}  // namespace

void add_demo_command(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<DemoFlags>();
    auto* command = cli.add_subcommand(
        "demo", "Make a small utility and a small telecom, and bill three months of them");
    command->add_option("--accounts", flags->accounts, "Billing accounts")
        ->check(CLI::Range(1, 100'000));
    command->add_option("--seed", flags->seed, "Another seed gives other people and other usage");
    command->callback([&context, flags] {
        if (const auto done = demo(context, *flags); !done) tell_error(context, done.error());
    });
}

}  // namespace bw::app
