// The whole job: generate, import, bill, verify, for N electricity accounts with one half-hourly
// month each.
//   whole_job [--accounts N]... [--workers N]... [--folder DIR] [--store postgresql://..]
// Prints accounts/s of the bill run, CPU microseconds per account by stage and the peak memory, one
// table per size and number of workers (2 when left out); with several also the ratio of each one's
// CPU per account and speed to the first's. With --store, whose schema must be empty, there is one.
#include "apps/demo/demo.h"
#include "cost.h"
#include "platform/clock/system_clock.h"
#include "run/bill_run.h"
#include "run/import.h"
#include "run/verify.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBillRun = "bill run (all)";

struct Stage {
    std::string name;
    double wall_s, cpu_s;
    double peak_mb = 0;  // 0: a part of another stage
};

struct Meter {
    double wall = wall_seconds(), cpu = cpu_seconds();
    std::vector<Stage> stages;
    void lap(std::string name) {
        const double w = wall_seconds(), c = cpu_seconds();
        stages.push_back({std::move(name), w - wall, c - cpu, peak_mb()});
        wall = w;
        cpu = c;
    }
};

struct Measured {
    double cpu_us = 0;      // of this process per account, generating left out
    double per_second = 0;  // accounts, of the bill run
};

// `store`: an address whose schema is empty, or nothing for a file.
Result<Measured> measure(std::int64_t accounts, int workers, const fs::path& folder,
                         const std::string& store) {
    clock::SystemClock clock;
    crypto::SystemSecrets secrets;
    Meter meter;
    demo::Options options;
    options.accounts = accounts;
    options.months = 1;
    options.kinds = {demo::Kind::Electricity};
    options.stories = false;
    options.step_minutes = 30;
    const auto files = TRY(demo::generate(folder / "files", options));
    meter.lap("generate");
    auto workspace =
        TRY(run::create_workspace(folder / "workspace", {&clock, &secrets, nullptr}, store));
    std::int64_t values = 0;
    for (const auto& file : files)
        values +=
            TRY(run::import_any(workspace, {folder / "files" / file.path, {}, {}}, {})).values;
    meter.lap("import");
    run::RunRequest request;
    request.until = options.first_month.plus_months(1);
    request.issued_on = request.until.plus_days(2);
    request.workers = workers;
    const auto id = TRY(run::start(workspace, request));
    const auto report = TRY(run::carry_on(workspace, id, workers, {}));
    for (const auto& s : report.stages)
        meter.stages.push_back({s.stage, static_cast<double>(s.wall_us) / 1e6,
                                static_cast<double>(s.cpu_us) / 1e6, 0});
    meter.lap(std::string(kBillRun));
    const auto verified = TRY(run::verify(workspace, {}));
    meter.lap("verify");
    if (!verified.findings.empty()) return fail(Code::Corrupt, verified.findings.front());
    if (report.info.statements != accounts)
        return fail(Code::Corrupt,
                    fmt::format("{} accounts gave {} bills", accounts, report.info.statements));
    fmt::print("{} accounts, {} readings, {} workers, {} MB archived\n", accounts, values, workers,
               report.info.document_bytes / 1'000'000);
    fmt::print("{:<16} {:>10} {:>14} {:>18} {:>10}\n", "stage", "wall s", "accounts/s",
               "CPU us/account", "peak MB");
    const auto n = static_cast<double>(accounts);
    for (const auto& s : meter.stages)
        fmt::print("{:<16} {:>10.2f} {:>14.0f} {:>18.1f} {:>10}\n", s.name, s.wall_s,
                   n / std::max(1e-6, s.wall_s), s.cpu_s * 1e6 / n,
                   s.peak_mb == 0 ? "" : fmt::format("{:.0f}", s.peak_mb));
    const auto most = std::ranges::max_element(meter.stages, {}, &Stage::peak_mb);
    fmt::print("peak memory {:.0f} MB\n", most->peak_mb);
    double cpu_s = 0;
    for (const auto& s : meter.stages)
        if (s.peak_mb != 0 && s.name != "generate") cpu_s += s.cpu_s;
    const auto run = std::ranges::find(meter.stages, kBillRun, &Stage::name);
    return Measured{cpu_s * 1e6 / n, n / run->wall_s};
}

// In a process of its own, so that peak memory is that run's.
std::optional<Measured> measure_apart(std::int64_t accounts, int workers, const fs::path& folder,
                                      const std::string& store) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    int pipe[2];
    if (::pipe(pipe) != 0) return std::nullopt;
    const pid_t child = fork();
    if (child == 0) {
        const auto measured = measure(accounts, workers, folder, store);
        if (!measured) fmt::print("failed: {}\n", measured.error().message());
        std::fflush(stdout);
        const bool told =
            measured && write(pipe[1], &*measured, sizeof(*measured)) == sizeof(*measured);
        _exit(told ? 0 : 1);
    }
    close(pipe[1]);
    Measured measured;
    const bool is_told = read(pipe[0], &measured, sizeof(measured)) == sizeof(measured);
    close(pipe[0]);
    int status = 0;
    waitpid(child, &status, 0);
    fs::remove_all(folder);
    if (!is_told || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    return measured;
}

}  // namespace
}  // namespace bw::bench

int main(int argc, char** argv) {
    std::vector<std::int64_t> sizes;
    std::vector<int> workers;
    std::string store;
    std::filesystem::path folder = std::filesystem::temp_directory_path() / "billwright-whole-job";
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        if (word == "--accounts") sizes.push_back(std::atoll(argv[i + 1]));
        if (word == "--workers") workers.push_back(std::atoi(argv[i + 1]));
        if (word == "--store") store = argv[i + 1];
        if (word == "--folder") folder = argv[i + 1];
    }
    if (sizes.empty()) sizes = {1000};
    if (workers.empty()) workers = {2};
    if (!store.empty() && sizes.size() * workers.size() > 1) {
        fmt::print("with --store: one --accounts and one --workers\n");
        return 2;
    }
    std::optional<bw::bench::Measured> first;
    for (const auto accounts : sizes)
        for (const int n : workers) {
            const auto measured = bw::bench::measure_apart(accounts, n, folder, store);
            if (!measured) return 1;
            if (!first) first = measured;
            fmt::print("{} accounts, {} workers: CPU per account {:.0f} us, {:.2f} of the first's; "
                       "{:.0f} accounts/s, {:.2f} of the first's\n",
                       accounts, n, measured->cpu_us, measured->cpu_us / first->cpu_us,
                       measured->per_second, measured->per_second / first->per_second);
            std::fflush(stdout);
        }
    return 0;
}
