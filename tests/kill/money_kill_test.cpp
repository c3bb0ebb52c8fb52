// Kills the program at seeded commits while money comes in (a file of payments, the bill run whose
// credit is settled, a reversal, a refund), repeats the command, and compares payments, postings
// and batches with an undisturbed story.
//   money_kill_test PROGRAM [--kills N] [--seed S] [--store sqlite|postgresql]
// A failing point is printed and replays with its seed.
#include "apps/demo/demo.h"
#include "base/check.h"
#include "base/random.h"
#include "child.h"
#include "flow/bill/store.h"
#include "month.h"
#include "places.h"
#include "run/import.h"
#include "run/verify.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

// Every invoice of the issuer's first month is paid, each third one with 25.00 more, each fifth
// one short; two payments are nobody's.
std::string payments_of(run::Workspace& workspace) {
    std::string csv = "key,account,reference,amount,currency,booked_on,text\n";
    const auto tx = workspace.database->begin(store::Access::Read);
    int n = 0;
    for (const auto& i : bill::list_invoices(*tx, workspace.tenant, {}, 1000)) {
        if (!i.number.starts_with("AU-")) continue;
        Money amount = i.payable;
        ++n;
        if (n % 3 == 0) amount.minor += 2500;
        if (n % 5 == 0) amount.minor = amount.minor / 2 + 1;
        csv += fmt::format("p{},{},{},{},EUR,2026-09-10,\n", n, n % 2 == 0 ? i.account : "",
                           n % 2 == 0 ? "" : i.number, amount.to_string());
    }
    CHECK(n >= 6);
    return csv + "x1,NOBODY,,10.00,EUR,2026-09-10,\nx2,,AU-2026-000999,5.00,EUR,2026-09-11,\n";
}

// One month billed, the payments beside it, the next month imported and not billed.
Result<void> make_template(const Places& places, const fs::path& payments, Surroundings& s) {
    const fs::path root = places.first();
    auto workspace = TRY(run::create_workspace(root, s.around(), places.first_address()));
    demo::Options options;
    options.accounts = 24;
    options.months = 2;
    options.stories = false;
    const auto folder = root.parent_path() / "files";
    for (const auto& file : TRY(demo::generate(folder, options)))
        TRY_VOID(run::import_any(workspace, {folder / file.path, {}, {}}, {}));
    run::RunRequest request = month_request();
    request.workers = 1;
    TRY_VOID(run::carry_on(workspace, TRY(run::start(workspace, request)), 1, {}));
    std::ofstream(payments, std::ios::binary) << payments_of(workspace);
    return {};
}

// What the story leaves of money, times of work left out; and what verify says.
std::string money_left(const fs::path& root, Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around());
    CHECK(workspace.has_value());
    std::string all;
    {
        const auto tx = workspace->database->begin(store::Access::Read);
        static constexpr std::string_view kQueries[] = {
            "SELECT payment_key || ' ' || billing_account_id || ' ' || amount_minor || ' ' || "
            "batch "
            "FROM payment ORDER BY payment_key",
            "SELECT owner_account_id || ' ' || matched_on || ' ' || batch FROM payment_match ORDER "
            "BY payment_id",
            "SELECT payment_id || ' ' || reversed_on || ' ' || batch FROM payment_reversal ORDER "
            "BY "
            "payment_id",
            "SELECT entry_key || ' ' || booked_on || ' ' || batch || ' ' || words FROM "
            "journal_entry ORDER BY billing_account_id, journal_entry_id",
            "SELECT ledger_account_id || ' ' || amount_minor || ' ' || invoice_id FROM posting "
            "ORDER BY billing_account_id, journal_entry_id, line",
            "SELECT billing_account_id || ' ' || bucket FROM credit_holder ORDER BY "
            "billing_account_id",
            "SELECT batch || ' ' || kind || ' ' || received || ' ' || accepted || ' ' || rejected "
            "|| ' ' || pending FROM batch ORDER BY batch"};
        for (const auto query : kQueries)
            tx->for_each(query, [&](const store::Row& row) { all += row.string(0) + "\n"; });
    }
    const auto verified = run::verify(*workspace, {});
    CHECK(verified.has_value());
    for (const auto& finding : verified->findings) all += "ALARM " + finding + "\n";
    return all;
}

// A step of the story: what is called, and what else may finish it after a kill.
struct Step {
    std::vector<std::string> command;
    std::vector<std::string> resume;  // tried first after a kill; empty: the command again
    int commit_first = 1;             // kills are spread over these of its commits
    int commit_last = 1;
};

// The last commit of the bill run, its 56th, says that it is done: killed after it, there would be
// nothing to resume, and a second run would be begun.
std::vector<Step> story(const fs::path& payments) {
    return {{{"payment", "import", payments.string(), "--issuer", "AURORA"}, {}},
            {{"bill", "--period", "2026-09", "--issued-on", "2026-10-02", "--workers", "1"},
             {"run", "resume", "--workers", "1"},
             48,
             55},
            {{"payment", "reverse", "p3", "--on", "2026-10-05", "--reason", "returned"}, {}},
            {{"payment", "match", "x1", "A-100006", "--on", "2026-10-06"}, {}},
            {{"deposit", "take", "A-100006", "50.00", "--on", "2026-10-06"}, {}},
            {{"payment", "record", "A-100006", "500.00", "--on", "2026-10-06"}, {}},
            {{"refund", "A-100006", "--on", "2026-10-07"}, {}}};
}

struct Options {
    std::string program;
    int kills = 7;
    std::uint64_t seed = 1;
    bool on_server = false;
};

// Plays the story; `killed` is the step that is killed at `point`, -1 none. Empty: as it should be.
std::string play(const Options& options, const fs::path& root, const std::vector<Step>& steps,
                 int killed, const std::string& point, bool& was_killed) {
    const auto call = [&](const std::vector<std::string>& words, const std::string& kill_at) {
        std::vector<std::string> arguments{"-w", root.string()};
        arguments.insert(arguments.end(), words.begin(), words.end());
        return execute(options.program, arguments, kill_at);
    };
    for (int i = 0; i < static_cast<int>(steps.size()); ++i) {
        const Step& step = steps[static_cast<std::size_t>(i)];
        const auto ended = call(step.command, i == killed ? point : "");
        if (is_done(ended)) continue;
        if (i != killed || !ended.is_killed())
            return fmt::format("step {} ended with status {}", i + 1, ended.status);
        was_killed = true;
        // Killed before the run was recorded: then it is simply begun.
        if (!step.resume.empty() && is_done(call(step.resume, ""))) continue;
        if (!is_done(call(step.command, "")))
            return fmt::format("step {} could not be done again", i + 1);
    }
    return {};
}

int run(const Options& options) {
    const Places places(options.on_server);
    Surroundings s;
    const fs::path payments = places.path("payments.csv");
    if (const auto made = make_template(places, payments, s); !made) {
        fmt::print("the workspace could not be made: {}\n", made.error().message());
        return 1;
    }
    const auto steps = story(payments);
    bool none = false;
    const fs::path calm = places.copy("calm");
    if (const auto why = play(options, calm, steps, -1, "", none); !why.empty()) {
        fmt::print("the undisturbed story fails: {}\n", why);
        return 1;
    }
    const std::string expected = money_left(calm, s);
    if (expected.find("allocation:1") == std::string::npos ||
        expected.find("ALARM") != std::string::npos) {
        fmt::print("the undisturbed story is not the one that was meant:\n{}\n", expected);
        return 1;
    }
    Random random(options.seed);
    int failed = 0;
    int killed = 0;
    for (int i = 0; i < options.kills; ++i) {
        // In turn, so that few kills reach every step; the late commits of the run settle credit,
        // the others are the work of kill_test.
        const int at = i % static_cast<int>(steps.size());
        const Step& step = steps[static_cast<std::size_t>(at)];
        const std::string point =
            fmt::format("store.commit.{}:{}", random.below(2) == 0 ? "before" : "after",
                        random.between(step.commit_first, step.commit_last));
        const fs::path root = places.copy("killed");
        bool was_killed = false;
        std::string why = play(options, root, steps, at, point, was_killed);
        if (why.empty() && money_left(root, s) != expected)
            why = "the result differs from an undisturbed story";
        if (!why.empty()) {
            fmt::print("FAILED at {} of step {} (kill {} of seed {}): {}\n", point, at + 1, i + 1,
                       options.seed, why);
            ++failed;
        } else if (was_killed) ++killed;
        places.remove("killed");
    }
    fmt::print("{} killed and done again, {} failed\n", killed, failed);
    return failed == 0 && killed > 0 ? 0 : 1;
}

}  // namespace
}  // namespace bw::kill

int main(int argc, char** argv) {
    bw::kill::Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--kills" && i + 1 < argc) options.kills = std::atoi(argv[++i]);
        else if (word == "--seed" && i + 1 < argc)
            options.seed = std::strtoull(argv[++i], nullptr, 10);
        else if (word == "--store" && i + 1 < argc)
            options.on_server = std::string_view(argv[++i]) == "postgresql";
        else options.program = word;
    }
    return bw::kill::run(options);
}
