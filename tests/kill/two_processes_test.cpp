// Two processes of `billwright run resume` carry one bill run on, on PostgreSQL: each unit is done
// once, both end cleanly, and the run leaves what one that nothing disturbed does.
//   two_processes_test PROGRAM
// Nothing can be written until both wait to lease their first unit, so that neither can have done
// all before the other has begun.
#include "base/check.h"
#include "child.h"
#include "month.h"
#include "run/store.h"
#include "run/verify.h"
#include "testing/postgres_server.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

constexpr int kLookMs = 1;
constexpr int kStartsWithinMs = 60'000;

// Both wait for the store's one writer.
bool are_both_waiting(const testing::PostgresServer& server) {
    for (int waited = 0; waited < kStartsWithinMs; waited += kLookMs) {
        const auto clients = server.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = "
            "'advisory'");
        if (std::stoi(clients) == 2) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
    }
    return false;
}

// Looks who works on the units until both have ended.
std::set<std::string> watch(const run::Workspace& workspace, RunId id, const testing::Child& first,
                            const testing::Child& second) {
    std::set<std::string> workers;
    while (!first.has_ended_within(kLookMs) || !second.has_ended_within(kLookMs)) {
        const auto tx = workspace.database->begin(store::Access::Read);
        for (const auto& unit : run::units_of(*tx, workspace.tenant, id))
            if (!unit.worker.empty()) workers.insert(unit.worker);
    }
    return workers;
}

std::string broken_run(run::Workspace& workspace, RunId id) {
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        const auto run = run::find_run(*tx, workspace.tenant, id).value();
        if (run.phase != run::Phase::Done) return "the run is not done";
        if (run.sealed != run.units) return fmt::format("{} of {} units", run.sealed, run.units);
        const auto twice = tx->integer(
            "SELECT COUNT(*) FROM (SELECT 1 AS one FROM invoice GROUP BY billing_account_id, "
            "period_from HAVING COUNT(*) > 1) AS twice");
        if (twice != 0) return fmt::format("{} accounts are billed twice", twice.value_or(-1));
    }
    const auto verified = run::verify(workspace, {});
    if (!verified) return verified.error().message();
    return verified->findings.empty() ? "" : verified->findings.front();
}

std::string play(const std::string& program) {
    const testing::TempDir folder;
    const fs::path root = folder.path() / "w";
    Surroundings s;
    const testing::PostgresServer server;
    CHECK(make_month(root, server.location("month"), s).has_value());
    auto workspace = run::open_workspace(root, s.around()).value();
    const RunId id = run::start(workspace, month_request()).value();
    const std::vector<std::string> resume = {"-w",     root.string(), "run",
                                             "resume", "--workers",   "1"};
    auto writing = workspace.database->begin(store::Access::Write);
    auto first = begin(program, resume), second = begin(program, resume);
    if (!are_both_waiting(server)) return "the processes did not come";
    writing->commit();
    writing.reset();
    const auto workers = watch(workspace, id, first, second);
    fmt::print("{} processes worked on the run\n", workers.size());
    for (auto* child : {&first, &second})
        if (const auto ended = child->wait(); !is_done(ended))
            return fmt::format("a process ended with status {}", ended.status);
    if (workers.size() != 2) return "one of them had nothing to do";
    if (const auto why = broken_run(workspace, id); !why.empty()) return why;
    return fingerprint(root, s) == undisturbed_month() ? "" : "it is not what one process leaves";
}

}  // namespace
}  // namespace bw::kill

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::string why = bw::kill::play(argv[1]);
    if (!why.empty()) fmt::print("FAILED: {}\n", why);
    return why.empty() ? 0 : 1;
}
