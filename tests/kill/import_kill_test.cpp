// Kills `billwright import accounts.csv` at every point of its work (SIGKILL around each commit and
// behind the segment's last write) while readings wait for these accounts. Whatever comes next, the
// same import again or a bill run, brings them in, once, like an import that nobody disturbed.
//   import_kill_test PROGRAM [--store sqlite|postgresql]
#include "base/check.h"
#include "child.h"
#include "month.h"
#include "places.h"
#include "platform/blob/blob.h"
#include "run/verify.h"

#include <fmt/format.h>

#include <map>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

// Readings and the accounts they wait for: which came in, as what, and every byte of it.
std::string what_waited(const fs::path& root, Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around());
    CHECK(workspace.has_value());
    const auto tx = workspace->database->begin(store::Access::Read);
    std::string all;
    tx->for_each("SELECT batch, code, records, adopted_batch FROM usage_pending ORDER BY batch, "
                 "code",
                 [&](const store::Row& row) {
                     all += fmt::format("{} {} {} {}\n", row.integer(0), row.text(1),
                                        row.integer(2), row.integer(3));
                 });
    tx->for_each("SELECT batch, segment, measured FROM usage_file WHERE format = 'adoption' ORDER "
                 "BY batch",
                 [&](const store::Row& row) {
                     const blob::MappedFile file(root / "usage" / row.string(1));
                     all += fmt::format("{} {} {}\n", row.integer(0), row.integer(2),
                                        crypto::hex(crypto::sha256(file.bytes())));
                 });
    const auto verified = run::verify(*workspace, {});
    CHECK(verified.has_value());
    for (const auto& finding : verified->findings) all += finding + "\n";
    return all;
}

// How often each point is reached in an undisturbed import, from the start of the program on.
std::map<std::string, int> count_points(const fs::path& root, const fs::path& accounts,
                                        Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around(true));
    CHECK(workspace.has_value());
    const auto imported = run::import_any(*workspace, {accounts, {}, {}, {}}, {});
    CHECK(imported.has_value() && imported->adopted && imported->adopted->values > 0);
    std::map<std::string, int> counts;
    for (const std::string point : {"store.commit.before", "store.commit.after",
                                    "meter.segment.durable", "meter.adopt.before_commit"})
        if (const int count = s.counter.reached(point); count > 0) counts[point] = count;
    return counts;
}

enum class Next { Import, Bill };

// Empty: all is in.
std::string kill_and_mend(const std::string& program, const fs::path& root,
                          const fs::path& accounts, const std::string& point, Next next,
                          Surroundings& s) {
    const std::vector<std::string> import = {"-w", root.string(), "import", accounts.string()};
    if (!execute(program, import, point).is_killed()) return "was not killed";
    if (next == Next::Bill) {
        auto workspace = run::open_workspace(root, s.around());
        CHECK(workspace.has_value());
        const auto run = run::start(*workspace, month_request());
        if (run) return {};
        // Killed before the accounts were in: then they are imported.
        if (run.error().code != Code::NotFound) return run.error().message();
    }
    return is_done(execute(program, import, {})) ? "" : "could not be imported again";
}

int run(const std::string& program, bool on_server) {
    const Places places(on_server);
    Surroundings s;
    const auto accounts = make_month_without_accounts(places.first(), places.first_address(), s);
    if (!accounts) {
        fmt::print("the workspace could not be made: {}\n", accounts.error().message());
        return 1;
    }
    const fs::path calm = places.copy("calm");
    const auto points = count_points(calm, *accounts, s);
    const std::string expected = what_waited(calm, s);
    int passed = 0, failed = 0;
    for (const auto& [name, count] : points)
        for (int nth = 1; nth <= count; ++nth)
            for (const Next next : {Next::Import, Next::Bill}) {
                const fs::path root = places.copy("killed");
                const auto point = fmt::format("{}:{}", name, nth);
                std::string why = kill_and_mend(program, root, *accounts, point, next, s);
                if (why.empty() && what_waited(root, s) != expected)
                    why = "the result differs from an undisturbed import:\n" + what_waited(root, s);
                if (!why.empty())
                    fmt::print("FAILED at {}, then {}: {}\n", point,
                               next == Next::Bill ? "bill" : "import", why);
                ++(why.empty() ? passed : failed);
                places.remove("killed");
            }
    for (const auto& [name, count] : points) fmt::print("{}: reached {} times\n", name, count);
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace
}  // namespace bw::kill

int main(int argc, char** argv) {
    const auto options = bw::kill::options_of(argc, argv);
    return bw::kill::run(options.program, options.on_server);
}
