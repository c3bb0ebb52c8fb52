// demo: a small utility and a small telecom, from readings to archived bills.
#include "apps/billwright/app.h"
#include "apps/billwright/demo_folder.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/run_output.h"
#include "apps/billwright/table.h"
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
    int accounts = 100;
    std::uint64_t seed = 1;
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

struct Summary {
    run::RunInfo run;
    std::vector<bill::Totals> billed;
    Tally usage;
    run::VerifyResult verified;
    std::vector<std::pair<std::string, std::int64_t>> stages;
};

void tell_json(const Summary& s) {
    json::Writer json;
    json.object()
        .field("accounts", s.run.accounts)
        .field("usage_records", s.usage.received)
        .field("values", s.usage.values)
        .field("rejected", s.usage.rejected)
        .field("pending", s.usage.pending)
        .field("statements", s.run.statements)
        .key("billed")
        .array();
    for (const auto& t : s.billed) json.value(t.gross);
    json.end()
        .field("held", s.run.held)
        .field("documents", s.run.documents)
        .field("archived_bytes", s.run.document_bytes)
        .field("alarms", s.verified.findings.size())
        .key("stages")
        .array();
    for (const auto& [stage, us] : s.stages)
        json.object().field("stage", stage).field("microseconds", us).end();
    print_json(json.end().end());
}

void print_summary(const Summary& s) {
    std::string billed;
    for (const auto& t : s.billed)
        billed += fmt::format("{}{} {}", billed.empty() ? "" : ", ", t.gross.to_string(),
                              t.gross.currency.code());
    Table table({"", ">"});
    table.row({"accounts", thousands(s.run.accounts)});
    table.row({"readings and calls", thousands(s.usage.values)});
    table.row({"  records received", thousands(s.usage.received)});
    table.row(
        {"  rejected, pending", thousands(s.usage.rejected) + ", " + thousands(s.usage.pending)});
    table.row({"bills of " + period_of(s.run), thousands(s.run.statements)});
    table.row({"billed by each company, tax included", billed});
    table.row({"accounts held by exceptions", thousands(s.run.held)});
    table.row({"documents archived", thousands(s.run.documents)});
    table.row({"bytes archived", size_text(s.run.document_bytes)});
    for (const auto& [stage, us] : s.stages) table.row({"seconds: " + stage, seconds_text(us)});
    table.print();
}

void print_next(const Context& context, store::Transaction& tx, const run::RunInfo& run) {
    const auto invoices = bill::list_invoices(tx, run.terms.tenant, run.id, 1);
    if (invoices.empty()) return;
    const std::string& number = invoices.front().number;
    // A long path would make lines that nobody can read.
    constexpr std::size_t kPath = 30;
    const bool is_short = context.program.size() <= kPath;
    fmt::print("\nLook closer:\n"
               "  {3} -w {0} invoice explain {1}\n"
               "      every amount, down to the reading\n"
               "  {3} -w {0} invoice pdf {1}\n"
               "      the bill as its customer gets it\n"
               "  {3} -w {0} run show {2}\n"
               "      what was held, and why\n",
               context.workspace, number, run.id.value, is_short ? context.program : "billwright");
}

Result<void> demo(Context& context, const DemoFlags& flags) {
    if (context.workspace.empty()) context.workspace = "demo-workspace";
    const std::filesystem::path root = context.workspace;
    TRY_VOID(clear_demo_folder(root));
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
    run::RunReport last;
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
    for (const auto& stage : last.stages) clockwork.stages.emplace_back(stage.stage, stage.wall_us);
    clockwork.start = run::wall_us();
    ProgressBar bar("verify", context.json);
    const auto verified = TRY(
        run::verify(workspace, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    clockwork.lap("verify");
    const auto tx = workspace.database->begin(store::Access::Read);
    const Summary summary{last.info, bill::totals(*tx, last.info.terms.tenant, last.info.id), usage,
                          verified, clockwork.stages};
    if (context.json) tell_json(summary);
    else print_summary(summary);
    if (!context.json)
        for (const auto& finding : verified.findings) fmt::print(stderr, "ALARM  {}\n", finding);
    if (!verified.findings.empty()) context.exit_code = kFailed;
    if (!context.json) print_next(context, *tx, last.info);
    return {};
}

}  // namespace

void add_demo_command(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<DemoFlags>();
    auto* command = cli.add_subcommand(
        "demo", "Make a small utility and a small telecom, and bill three months of them; in "
                "./demo-workspace unless -w names another folder");
    add_value<int>(*command, flags->accounts, whole_number(1, 100'000),
                   {.name = "--accounts",
                    .type = "N",
                    .help = "Billing accounts; the stories of held and corrected bills need 100",
                    .preset = std::to_string(flags->accounts)});
    command->add_option("--seed", flags->seed, "Another seed gives other people and other usage")
        ->type_name("N")
        ->default_str(std::to_string(flags->seed));
    add_examples(*command, {{"billwright demo", "100 accounts in ./demo-workspace"},
                            {"billwright -w big demo --accounts 10000", "more of them"}});
    does(*command, context, [&context, flags]() -> Result<void> {
        TRY_VOID(demo(context, *flags));
        mark_demo_folder(context.workspace);
        return {};
    });
}

}  // namespace bw::app
