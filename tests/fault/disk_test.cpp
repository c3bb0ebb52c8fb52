// The disk of a workspace or of its server is full, or read-only, while it is billed: the program
// stops and says what to do, nothing is lost, and when there is room again the run goes on to the
// same result.
//   disk_test PROGRAM [--store sqlite|postgresql]
// Exit code 77: no small disk can be had here, or no server beside it.
#include "base/check.h"
#include "child.h"
#include "month.h"
#include "run/verify.h"
#include "run/workspace_file.h"
#include "small_disk.h"
#include "testing/postgres_server.h"
#include "testing/stores.h"

#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>

namespace bw::fault {
namespace {

namespace fs = std::filesystem;
constexpr int kSkipped = 77;
constexpr std::uint64_t kDiskBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kServerDiskBytes = std::uint64_t{256} << 20;  // a new server has 40 MB

using Words = std::vector<std::string>;
const Words kBill = {"bill", "--period", "2026-08", "--issued-on", "2026-09-02"};

struct Case {
    std::string name;
    std::uint64_t left_bytes = 0;
    bool is_read_only = false;
    bool is_servers = false;  // the disk; else the workspace's
};

class DiskTest {
public:
    DiskTest(std::string program, testing::StoreKind kind)
        : program_(std::move(program)), kind_(kind) {}

    // Empty: as it should be.
    std::string run_on_full_server(const Case& c, const std::string& expected) {
        const SmallDisk disk(kServerDiskBytes);
        const testing::PostgresServer server(testing::PostgresServer::In{disk.path()});
        const testing::TempDir folder;
        const fs::path root = folder.path() / "w";
        const auto made = make(root, server.location("acme"));
        if (!made) return made.error().message();
        return fill_and_make_room(root, disk, c, expected);
    }

    std::string run(const Case& c, const std::string& expected) {
        const testing::TestStore store(kind_);
        const SmallDisk disk(kDiskBytes);
        const fs::path root = disk.path() / "w";
        const auto made =
            make(root, kind_ == testing::StoreKind::Postgres ? store.location() : std::string());
        if (!made) return made.error().message();
        return fill_and_make_room(root, disk, c, expected);
    }

    // What an undisturbed run leaves.
    std::string undisturbed() {
        const testing::TempDir folder;
        CHECK(make(folder.path() / "w", ""));
        CHECK(kill::is_done(call(folder.path() / "w", kBill)));
        return kill::fingerprint(folder.path() / "w", around_);
    }

private:
    std::string fill_and_make_room(const fs::path& root, const SmallDisk& disk, const Case& c,
                                   const std::string& expected) {
        if (c.is_read_only) disk.set(SmallDisk::Access::ReadOnly);
        else disk.fill(c.left_bytes);
        if (auto why = stops_clearly(root, kBill, c); !why.empty()) return why;
        const bool is_begun = told().find("run resume") != std::string::npos;
        const Words next = is_begun ? Words{"run", "resume"} : kBill;
        if (auto why = stops_clearly(root, next, c); !why.empty()) return "again: " + why;
        if (c.is_read_only) disk.set(SmallDisk::Access::Writable);
        else disk.make_room();
        return goes_on(root, expected);
    }

    // Each with the same secrets, and so with the same documents.
    static Result<void> make(const fs::path& root, const std::string& address) {
        kill::Surroundings fresh;
        return kill::make_month(root, address, fresh);
    }
    testing::Ended call(const fs::path& root, const Words& command) {
        testing::Program program{program_, {"-w", root.string()}};
        program.arguments.insert(program.arguments.end(), command.begin(), command.end());
        program.errors = errors_.file("errors");
        return testing::start(program).wait();
    }
    [[nodiscard]] std::string told() const {
        std::ifstream in(errors_.file("errors"));
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::string stops_clearly(const fs::path& root, const Words& command, const Case& c) {
        const auto ended = call(root, command);
        if (!ended.has_code(1))
            return fmt::format("{} ended with status {}: {}", command[0], ended.status, told());
        const std::string text = told();
        fmt::print("{}: {}", c.name, text);
        for (const char* clear : {"make room on", "Read-only", "may be written"})
            if (text.find(clear) != std::string::npos) return {};
        return "it does not say what is wrong: " + text;
    }

    std::string goes_on(const fs::path& root, const std::string& expected) {
        std::optional<run::RunInfo> begun;
        {
            auto workspace = run::open_workspace(root, around_.around());
            if (!workspace) return workspace.error().message();
            const auto tx = workspace->database->begin(store::Access::Read);
            const auto runs = run::list_runs(*tx, workspace->tenant);
            if (!runs.empty()) begun = runs.front();
        }
        const auto ended = call(root, begun ? Words{"run", "resume"} : kBill);
        if (!kill::is_done(ended)) return "it could not go on: " + told();
        if (kill::fingerprint(root, around_) != expected)
            return "the result differs from an undisturbed run";
        if (!call(root, {"verify"}).has_code(0)) return "verify: " + told();
        return {};
    }

    std::string program_;
    testing::StoreKind kind_;
    kill::Surroundings around_;
    testing::TempDir errors_;
};

int run(const std::string& program, testing::StoreKind kind) {
    if (const auto why = SmallDisk::why_not(); !why.empty()) {
        fmt::print("skipped: no small disk can be mounted here ({})\n", why);
        return kSkipped;
    }
    if (kind == testing::StoreKind::Postgres && std::getenv("BILLWRIGHT_IN_NAMESPACE") != nullptr) {
        fmt::print("skipped: the server does not run in a namespace of the test's own\n");
        return kSkipped;
    }
    DiskTest test(program, kind);
    const std::string expected = test.undisturbed();
    std::vector<Case> cases{{"read-only", 0, true}};
    for (const std::uint64_t kb : {0, 16, 64, 256, 700})
        cases.push_back({fmt::format("{} KB left", kb), kb << 10, false});
    if (kind == testing::StoreKind::Postgres)
        for (const std::uint64_t kb : {0, 64, 512})
            cases.push_back(
                {fmt::format("{} KB left on the server's disk", kb), kb << 10, false, true});
    int failed = 0;
    for (const auto& c : cases) {
        const auto why =
            c.is_servers ? test.run_on_full_server(c, expected) : test.run(c, expected);
        if (why.empty()) continue;
        ++failed;
        fmt::print("FAILED {}: {}\n", c.name, why);
    }
    fmt::print("{} passed, {} failed\n", static_cast<int>(cases.size()) - failed, failed);
    return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace bw::fault

int main(int argc, char** argv) {
    bw::fault::begin_where_mounting_is_allowed(argv);
    std::string program;
    auto kind = bw::testing::StoreKind::Sqlite;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--store" && i + 1 < argc) {
            if (std::string_view(argv[++i]) == "postgresql")
                kind = bw::testing::StoreKind::Postgres;
        } else {
            program = word;
        }
    }
    try {
        return bw::fault::run(program, kind);
    } catch (const std::exception& error) {
        fmt::print("FAILED: {}\n", error.what());
        return 1;
    }
}
