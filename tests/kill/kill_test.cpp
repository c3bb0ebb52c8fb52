// Kills `billwright bill` at seeded counts of its work (SIGKILL inside and around writes, syncs,
// renames and commits) and from outside, at any time; resumes the run, and compares everything that
// was written with an undisturbed run: numbers, lines, postings, leaves, segment bytes.
//   kill_test PROGRAM [--kills N] [--seed S] [--store sqlite|postgresql]
// The kinds of work are killed in turn (points.h), "outside" being one of them. A failing point is
// printed and replays with its seed; what comes from outside comes after as many milliseconds,
// wherever the program stands by then.
#include "base/check.h"
#include "base/random.h"
#include "child.h"
#include "month.h"
#include "places.h"
#include "points.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPeriod = "2026-08";
constexpr std::string_view kIssued = "2026-09-02";
constexpr const char* kOutside = "outside";
constexpr int kOutsideMs = 500;  // less than an undisturbed run takes

// How often each point is reached in one undisturbed run.
std::map<std::string, int> count_points(const fs::path& root, Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around(true));
    CHECK(workspace.has_value());
    const auto before = s.counter.all_reached();
    run::RunRequest request = month_request();
    request.workers = 1;
    request.unit_accounts = run::kUnitAccounts;  // as the program that is killed
    const auto id = run::start(*workspace, request);
    CHECK(id.has_value());
    const auto report = run::carry_on(*workspace, *id, 1, {});
    CHECK(report.has_value() && report->info.statements > 0);
    std::map<std::string, int> counts;
    for (const auto& [point, n] : s.counter.all_reached()) {
        const auto had = before.find(point);
        const int more = n - (had == before.end() ? 0 : had->second);
        if (more > 0) counts[point] = more;
    }
    return counts;
}

std::vector<std::string> bill_command(const fs::path& root) {
    return {"-w",          root.string(),       "bill", "--period", std::string(kPeriod),
            "--issued-on", std::string(kIssued)};
}

// After so long at most the program is killed.
testing::Ended kill_from_outside(const Options& options, const fs::path& root, int milliseconds) {
    auto child = begin(options.program, bill_command(root));
    if (!child.has_ended_within(milliseconds)) child.kill();
    return child.wait();
}

std::vector<run::RunInfo> runs_of(const fs::path& root, Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around());
    CHECK(workspace.has_value());
    const auto tx = workspace->database->begin(store::Access::Read);
    return run::list_runs(*tx, workspace->tenant);
}

// Killed before the run was recorded, it is simply begun; after its end, nothing is left to do.
std::string resume(const Options& options, const fs::path& root, Surroundings& s) {
    const auto runs = runs_of(root, s);
    if (!runs.empty() && runs.front().phase == run::Phase::Done) return {};
    const auto command = runs.empty()
                             ? bill_command(root)
                             : std::vector<std::string>{"-w", root.string(), "run", "resume"};
    return is_done(execute(options.program, command, {})) ? "" : "could not be resumed";
}

struct Kill {
    std::string what;  // where, as it is printed
    testing::Ended ended;
};

Kill kill(const Options& options, const fs::path& root, const std::string& kind,
          const Points& points, Random& random) {
    if (kind == kOutside) {
        const auto ms = static_cast<int>(random.between(0, kOutsideMs));
        return {fmt::format("after {} ms", ms), kill_from_outside(options, root, ms)};
    }
    // Two workers reach the points in another order than one, and opening the workspace reaches
    // some too.
    const std::string point = points.draw(random, kind);
    return {point, execute(options.program, bill_command(root), point)};
}

// Empty: the run ended like an undisturbed one.
std::string mend(const Options& options, const fs::path& root, testing::Ended ended,
                 const std::string& expected, Surroundings& s) {
    if (!ended.is_killed() && !is_done(ended)) return fmt::format("ended with {}", ended.status);
    std::string why = resume(options, root, s);
    if (why.empty() && fingerprint(root, s) != expected)
        why = "the result differs from an undisturbed run";
    return why;
}

int run(const Options& options) {
    const Places places(options.on_server);
    Surroundings s;
    const auto made = make_month(places.first(), places.first_address(), s);
    if (!made) {
        fmt::print("the workspace could not be made: {}\n", made.error().message());
        return 1;
    }
    const fs::path calm = places.copy("calm");
    const Points points(count_points(calm, s));
    const std::string expected = fingerprint(calm, s);
    std::vector<std::string> kinds = points.kinds();
    kinds.emplace_back(kOutside);
    Random random(options.seed);
    Tally tally;
    int failed = 0;
    for (int i = 0; i < options.kills; ++i) {
        const fs::path root = places.copy("killed");
        const std::string& kind = kinds[static_cast<std::size_t>(i) % kinds.size()];
        const auto [what, ended] = kill(options, root, kind, points, random);
        tally.add(kind, ended.is_killed());
        if (const auto why = mend(options, root, ended, expected, s); !why.empty()) {
            ++failed;
            fmt::print("FAILED {} (kill {} of seed {}): {}\n", what, i + 1, options.seed, why);
        }
        places.remove("killed");
    }
    const bool is_enough = tally.report();
    fmt::print("{} passed, {} failed\n", options.kills - failed, failed);
    return failed == 0 && is_enough && options.kills > 0 ? 0 : 1;
}

}  // namespace
}  // namespace bw::kill

int main(int argc, char** argv) { return bw::kill::run(bw::kill::options_of(argc, argv)); }
