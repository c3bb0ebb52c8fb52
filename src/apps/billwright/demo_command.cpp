// demo: a small utility and a small telecom, from readings to archived bills.
#include "apps/billwright/app.h"
#include "apps/billwright/demo_accidents.h"
#include "apps/billwright/demo_bank.h"
#include "apps/billwright/demo_folder.h"
#include "apps/billwright/demo_operator.h"
#include "apps/billwright/demo_report.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/run_output.h"
#include "apps/demo/demo.h"
#include "flow/bill/store.h"
#include "run/approval/approval.h"
#include "run/bill_run.h"
#include "run/import.h"
#include "run/stopwatch.h"
#include "run/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <future>

namespace bw::app {
namespace {

constexpr int kAll = 1000;     // accounts of the whole demo, with every event
constexpr int kStories = 100;  // of the stories of demo/cast.h
constexpr int kAllMonths = 13;
constexpr int kFewMonths = 3;
constexpr int kWorkers = 2;

struct DemoFlags {
    int accounts = kAll;
    std::uint64_t seed = 1;
};

demo::Options options_of(const DemoFlags& flags) {
    demo::Options options;
    options.seed = flags.seed;
    options.accounts = flags.accounts;
    options.stories = flags.accounts >= kStories;
    options.events = flags.accounts >= kAll;
    options.months = options.events ? kAllMonths : kFewMonths;
    return options;
}

// Usage has its planned faults, such as switches write on a bad day; the files of the companies
// have none, and a row that is left out would be missing from all that follows.
Result<void> expect_taken(const demo::File& file, const run::ImportResult& result) {
    if (result.rejected == 0) return {};
    const auto& first = result.rejects.front();
    return fail(Code::Invalid,
                fmt::format("{} of {} rows are rejected; the first: {}", result.rejected,
                            result.received, first.reason),
                fmt::format("the demo's file {} line {}", file.path, first.line));
}

// The months of the two companies, one after the other: files come in, bills go out; with events,
// also what the operator does, a second run for what was put right, and what is paid.
class Months {
public:
    Months(Context& context, run::Workspace& workspace, const std::filesystem::path& folder,
           const demo::Options& options, const demo::Plan& plan,
           const std::vector<demo::File>& files)
        : context_(context), workspace_(workspace), folder_(folder), options_(options),
          files_(files), operator_(workspace, plan), bank_(workspace, folder, options, plan),
          accidents_(workspace, plan) {
        quiet_.json = true;
    }

    Result<void> live() {
        for (int m = 0; m < options_.months; ++m) TRY_VOID(live(m));
        return {};
    }
    [[nodiscard]] const run::RunReport& last() const { return last_; }
    [[nodiscard]] const DemoUsage& usage() const { return usage_; }
    [[nodiscard]] const DemoOperator& the_operator() const { return operator_; }
    [[nodiscard]] const DemoBank& bank() const { return bank_; }
    [[nodiscard]] const DemoAccidents& accidents() const { return accidents_; }
    [[nodiscard]] Laps& laps() { return laps_; }

private:
    Result<void> live(int m) {
        const bool is_last = m + 1 == options_.months;
        const LocalDate until = options_.first_month.plus_months(m + 1);
        TRY_VOID(import_before(is_last ? LocalDate::of(2999, 1, 1) : until.plus_days(2)));
        laps_.lap("import");
        TRY_VOID(bank_.act_before(until));
        TRY_VOID(accidents_.damage(m));
        const RunId first = TRY(start(until, until.plus_days(2), {}, is_last));
        TRY_VOID(accidents_.carry_on_dying(m, first));
        TRY_VOID(carry_on(first, is_last));
        accidents_.restore();
        if (!options_.events) return {};
        if (is_last) return operator_.look_at(first);
        return after_the_first_run(m, until, first);
    }

    Result<void> after_the_first_run(int m, LocalDate until, RunId first) {
        const auto again = TRY(operator_.answer(first, until.plus_days(3)));
        laps_.lap("exceptions");
        TRY_VOID(import_before(until.plus_days(8)));
        laps_.lap("import");
        std::vector<RunId> runs = {first};
        if (!again.empty()) {
            runs.push_back(TRY(start(until, until.plus_days(8), again, false)));
            TRY_VOID(carry_on(runs.back(), false));
            TRY_VOID(operator_.look_at(runs.back()));
        }
        laps_.start();
        TRY_VOID(bank_.pay(m, runs));
        laps_.lap("payments");
        return {};
    }

    Result<void> import_before(LocalDate until) {
        ProgressBar bar("import", context_.json);
        const std::size_t first = next_;
        while (next_ < files_.size() && files_[next_].arrives < until) {
            const auto& file = files_[next_++];
            const auto result = TRY(run::import_any(workspace_, {folder_ / file.path, {}, {}}, {}));
            bar.at(static_cast<std::int64_t>(next_ - first),
                   static_cast<std::int64_t>(files_.size() - first));
            if (result.kind != run::InputKind::Usage) {
                TRY_VOID(expect_taken(file, result));
                continue;
            }
            usage_.received += result.received;
            usage_.rejected += result.rejected;
            usage_.pending += result.pending;
            usage_.values += result.values;
        }
        bar.finish();
        return {};
    }

    // accounts: only these; empty: all.
    Result<RunId> start(LocalDate until, LocalDate issued_on,
                        const std::vector<std::string>& accounts, bool is_last) {
        run::RunRequest request;
        request.accounts = accounts;
        request.until = until;
        request.issued_on = issued_on;
        request.person = "ada";
        if (!options_.events && !is_last) request.released = {bill::Cause::MissingReadings};
        return run::start(workspace_, request);
    }

    // To its end; where the company wants a second person, there is one.
    Result<void> carry_on(RunId run, bool is_last) {
        const Context& context = is_last ? context_ : quiet_;
        last_ = TRY(carry_on_with_bars(context, workspace_, run, kWorkers));
        if (last_.info.phase == run::Phase::Prepared) {
            TRY_VOID(run::approve(workspace_, {run, "grace", "looked through"}));
            last_ = TRY(carry_on_with_bars(context, workspace_, run, kWorkers));
        }
        laps_.lap("bill");
        return {};
    }

    Context& context_;
    run::Workspace& workspace_;
    const std::filesystem::path& folder_;
    const demo::Options& options_;
    const std::vector<demo::File>& files_;
    Context quiet_;
    DemoOperator operator_;
    DemoBank bank_;
    DemoAccidents accidents_;
    Laps laps_;
    std::size_t next_ = 0;
    DemoUsage usage_;
    run::RunReport last_;
};

Result<void> demo(Context& context, const DemoFlags& flags) {
    if (context.workspace.empty()) context.workspace = "demo-workspace";
    const std::filesystem::path root = context.workspace;
    TRY_VOID(clear_demo_folder(root));
    Laps laps;
    auto workspace = TRY(run::create_workspace(root, context.around()));
    const demo::Options options = options_of(flags);
    const auto folder = root / "demo-data";
    const auto files = TRY(demo::generate(folder, options));
    const auto plan = TRY(demo::plan_of(options));
    laps.lap("generate");
    Months months(context, workspace, folder, options, plan, files);
    TRY_VOID(months.live());
    laps.add(months.laps());
    laps.start();
    // Both only read, each with one core.
    auto looking_back = std::async(std::launch::async, [&] {
        return find_evidence(*workspace.database->begin(store::Access::Read), options, plan);
    });
    ProgressBar bar("verify", context.json);
    const auto verified = TRY(
        run::verify(workspace, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    auto events = looking_back.get();
    laps.lap(options.events ? "verify and look back" : "verify");

    const auto tx = workspace.database->begin(store::Access::Read);
    const run::RunInfo& last = months.last().info;
    const DemoSummary summary{
        last,
        bill::totals(*tx, last.terms.tenant, last.id),
        bill::totals(*tx, last.terms.tenant),
        months.usage(),
        std::move(events),
        months.the_operator().tallies(),
        {months.bank().payments(), months.bank().waiting(), months.bank().refunds()},
        months.accidents().deaths(),
        verified,
        laps};
    tell(context, *tx, summary);
    const bool is_as_planned = std::ranges::all_of(summary.events, &DemoEvidence::is_as_planned);
    if (!verified.findings.empty() || !is_as_planned) context.exit_code = kFailed;
    return {};
}

}  // namespace

void add_demo_command(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<DemoFlags>();
    auto* command = cli.add_subcommand(
        "demo", "Make a small utility and a small telecom, and bill 13 months of them; in "
                "./demo-workspace unless -w names another folder");
    add_value<int>(*command, flags->accounts, whole_number(1, 100'000),
                   {.name = "--accounts",
                    .type = "N",
                    .help = "Billing accounts; fewer than 1000 are billed for three months, and "
                            "without what happens in a year; fewer than 100 also without the "
                            "stories of held and corrected bills",
                    .preset = std::to_string(flags->accounts)});
    command->add_option("--seed", flags->seed, "Another seed gives other people and other usage")
        ->type_name("N")
        ->default_str(std::to_string(flags->seed));
    add_examples(*command,
                 {{"billwright demo", "1000 accounts and 13 months in ./demo-workspace"},
                  {"billwright -w small demo --accounts 100", "fewer, and three months"}});
    does(*command, context, [&context, flags]() -> Result<void> {
        TRY_VOID(demo(context, *flags));
        mark_demo_folder(context.workspace);
        return {};
    });
}

}  // namespace bw::app
