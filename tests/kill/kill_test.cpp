// Kills `billwright bill` at seeded points of its work (SIGKILL at a commit, write, sync or
// rename), resumes the run, and compares everything that was written with an undisturbed run:
// numbers, lines, postings, leaves, segment bytes.
//   kill_test PROGRAM [--kills N] [--seed S] [--store sqlite|postgresql]
// A failing point is printed and replays with its seed.
#include "base/check.h"
#include "base/random.h"
#include "child.h"
#include "month.h"
#include "places.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPeriod = "2026-08";
constexpr std::string_view kIssued = "2026-09-02";

struct Options {
    std::string program;
    int kills = 10;
    std::uint64_t seed = 1;
    bool on_server = false;
};

// How often each point is reached in one undisturbed run.
std::map<std::string, int> count_points(const fs::path& root, Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around(true));
    CHECK(workspace.has_value());
    static constexpr std::string_view kPoints[] = {
        "store.commit.before", "store.commit.after", "blob.write",           "blob.sync",
        "blob.rename",         "blob.renamed",       "run.prepare.computed", "run.seal.written"};
    std::map<std::string, int> before;
    for (const auto point : kPoints) before[std::string(point)] = s.counter.reached(point);
    run::RunRequest request = month_request();
    request.workers = 1;
    const auto id = run::start(*workspace, request);
    CHECK(id.has_value());
    const auto report = run::carry_on(*workspace, *id, 1, {});
    CHECK(report.has_value() && report->info.statements > 0);
    std::map<std::string, int> counts;
    for (const auto& [point, n] : before)
        if (s.counter.reached(point) > n) counts[point] = s.counter.reached(point) - n;
    return counts;
}

std::string kill_and_resume(const Options& options, const fs::path& root,
                            const std::string& point) {
    const std::string w = root.string();
    const int status = execute(
        options.program,
        {"-w", w, "bill", "--period", std::string(kPeriod), "--issued-on", std::string(kIssued)},
        point);
    if (!is_killed(status) && !is_done(status)) return fmt::format("ended with status {}", status);
    for (int tries = 0; tries < 3; ++tries) {
        // Killed before the run was recorded: then it is simply begun.
        const int resumed = execute(options.program, {"-w", w, "run", "resume"}, {});
        if (is_done(resumed)) return {};
        const int begun = execute(options.program,
                                  {"-w", w, "bill", "--period", std::string(kPeriod), "--issued-on",
                                   std::string(kIssued)},
                                  {});
        if (is_done(begun)) return {};
    }
    return "could not be resumed";
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
    const auto points = count_points(calm, s);
    const std::string expected = fingerprint(calm, s);
    Random random(options.seed);
    std::vector<std::string> names;
    for (const auto& [name, count] : points) names.push_back(name);
    int failed = 0;
    int killed = 0;
    for (int i = 0; i < options.kills; ++i) {
        const std::string& name = names[random.below(names.size())];
        // Two workers reach the points in another order than one, and opening the workspace reaches
        // some too.
        const std::string point = fmt::format("{}:{}", name, random.between(1, points.at(name)));
        const fs::path root = places.copy("killed");
        std::string why = kill_and_resume(options, root, point);
        if (why.empty() && fingerprint(root, s) != expected)
            why = "the result differs from an undisturbed run";
        if (why.empty()) ++killed;
        else fmt::print("FAILED at {} (kill {} of seed {}): {}\n", point, i + 1, options.seed, why);
        failed += why.empty() ? 0 : 1;
        places.remove("killed");
    }
    for (const auto& [name, count] : points) fmt::print("{}: reached {} times\n", name, count);
    fmt::print("{} passed, {} failed\n", killed, failed);
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
