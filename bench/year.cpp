// A year of a company that reads each counter once a month: billed month by month, and corrected.
//   year [--accounts 10000] [--months 12] [--documents yes|no] [--workers 2] [--changed PERCENT]
//        [--folder DIR] [--store postgresql://..] [--most-ratio 1.10] [--least-per-second N]
// Prints, for each month, accounts/s and CPU microseconds per bill of its import and its run, and
// the ratio of the last month's CPU per bill to the first's. With --changed, so many of the
// accounts get another read for the last month afterwards, and the run that corrects them is
// compared with the run that billed all. The last line, "figures:", is all of it in one sentence.
// Exit code 1 also when the ratio is above --most-ratio, or when the median month bills fewer
// accounts a second than --least-per-second.
#include "company.h"
#include "cost.h"
#include "platform/clock/system_clock.h"
#include "run/bill_run.h"
#include "run/import.h"

#include <fmt/format.h>
#include <fmt/os.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace bw::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::int64_t accounts = 10000;
    int months = 12, workers = 2;
    std::int64_t changed = 0;  // percent
    bool has_documents = false;
    fs::path folder = fs::temp_directory_path() / "billwright-year";
    std::string store;
    double most_ratio = 0, least_per_second = 0;  // 0: whatever it is
};

const LocalDate kFirst = LocalDate::of(2026, 1, 1);

constexpr std::string_view kWater = R"(schedule: WATER
sector: water
currency: EUR
prices: net
from: 2026-01-01
tax: reduced
charges:
  standing: {price: 0.20 per day}
  water: {of: import m3, price: 2.13}
---
plan: WATER
sector: water
currency: EUR
prices: net
from: 2026-01-01
tax: reduced
schedules: [WATER]
)";
void write_accounts(const fs::path& path, std::int64_t accounts) {
    AccountsFile file(path);
    for (std::int64_t i = 0; i < accounts; ++i)
        file.add({fmt::format("A-{}", i), fmt::format("W-{:07}", i), "water", "WATER"});
}

// What a counter shows at the end of a month; each has a use of its own.
std::int64_t shown(std::int64_t account, int month) { return 1000 + month * (5 + account % 17); }

// The reads of all, or of every `step`th account with `more` on top.
void write_reads(const fs::path& path, const Options& options, int month, std::int64_t step,
                 std::int64_t more) {
    auto file = fmt::output_file(path.string());
    file.print("service_point,channel,unit,time,read,quality\n");
    const Zone zone = Zone::find("Europe/Berlin").value();
    const Instant at = zone.start_of_day(kFirst.plus_months(month));
    for (std::int64_t i = 0; i < options.accounts; i += step)
        file.print("W-{:07},import,m3,{},{},actual\n", i, at.to_string(), shown(i, month) + more);
}

struct Figures {
    double ratio = 0;       // CPU per bill, of the last month to the first
    double per_second = 0;  // accounts, in the median month
    double corrected = 0;   // of the CPU of the run that billed all; 0: nothing was corrected
};

class Year {
public:
    Year(const Options& options, run::Workspace& workspace)
        : options_(options), workspace_(workspace) {}

    Result<Figures> live() {
        TRY_VOID(begin());
        say("{:<9} {:>12} {:>10} {:>14} {:>14}\n", "month", "import s", "run s", "accounts/s",
            "CPU us/bill");
        double first = 0, last = 0;
        std::vector<double> per_second;
        for (int month = 1; month <= options_.months; ++month) {
            const Cost import = TRY(take_reads(month, 1, 0));
            const Cost run = TRY(bill(month, options_.accounts));
            last = run.cpu_s * 1e6 / static_cast<double>(options_.accounts);
            if (month == 1) first = last;
            per_second.push_back(static_cast<double>(options_.accounts) / run.wall_s);
            whole_ = run;
            print(kFirst.plus_months(month - 1).to_string().substr(0, 7), import, run,
                  options_.accounts);
        }
        say("CPU per bill of the last month: {:.2f} of the first's\n", last / first);
        std::ranges::sort(per_second);
        Figures figures{last / first, per_second.at(per_second.size() / 2), 0};
        if (options_.changed > 0) figures.corrected = TRY(correct());
        return figures;
    }

private:
    Result<void> begin() {
        write_text(options_.folder / "texts.yaml", std::string(kTaxes).append(kWater));
        write_text(options_.folder / "issuer.yaml", kIssuer);
        write_accounts(options_.folder / "accounts.csv", options_.accounts);
        const auto take_all = [&]() -> Result<void> {
            for (const auto* name : {"texts.yaml", "issuer.yaml", "accounts.csv"})
                TRY_VOID(take(name));
            return {};
        };
        const Cost cost = TRY(cost_of(take_all));
        say("{} accounts, {} workers, documents {}; accounts imported in {:.1f} s\n",
            options_.accounts, options_.workers, options_.has_documents ? "made" : "not made",
            cost.wall_s);
        TRY_VOID(take_reads(0, 1, 0));
        return {};
    }

    Result<void> take(const std::string& name) {
        TRY_VOID(run::import_any(workspace_, {options_.folder / name, {}, {}}, {}));
        return {};
    }

    Result<Cost> take_reads(int month, std::int64_t step, std::int64_t more) {
        const std::string name = fmt::format("reads-{}-{}.csv", month, step);
        write_reads(options_.folder / name, options_, month, step, more);
        return cost_of([&] { return take(name); });
    }

    Result<Cost> bill(int month, std::int64_t bills) {
        run::RunRequest request;
        request.until = kFirst.plus_months(month);
        request.issued_on = request.until.plus_days(2);
        request.workers = options_.workers;
        request.making = options_.has_documents ? run::Making::Documents : run::Making::Nothing;
        run::RunReport report;
        const auto carry_out = [&]() -> Result<void> {
            const auto id = TRY(run::start(workspace_, request));
            report = TRY(run::carry_on(workspace_, id, options_.workers, {}));
            return {};
        };
        const Cost cost = TRY(cost_of(carry_out));
        stages_ = report.stages;
        if (report.info.statements != bills)
            return fail(Code::Corrupt, fmt::format("{} bills were expected, {} were made", bills,
                                                   report.info.statements));
        return cost;
    }

    // The CPU of the run that corrects, of the CPU of the run that billed all.
    Result<double> correct() {
        const std::int64_t step = 100 / options_.changed;
        const std::int64_t changed = (options_.accounts + step - 1) / step;
        const Cost import = TRY(take_reads(options_.months, step, 3));
        const Cost run = TRY(bill(options_.months, changed));
        print("corrected", import, run, changed);
        for (const auto& s : stages_)
            say("  {:<10} {:.2f} s, CPU {:.2f} s\n", s.stage, static_cast<double>(s.wall_us) / 1e6,
                static_cast<double>(s.cpu_us) / 1e6);
        say("{} of {} accounts corrected: {:.3f} of the CPU and {:.3f} of the time of the run "
            "that billed all\n",
            changed, options_.accounts, run.cpu_s / whole_.cpu_s, run.wall_s / whole_.wall_s);
        return run.cpu_s / whole_.cpu_s;
    }

    static void print(const std::string& name, const Cost& import, const Cost& run,
                      std::int64_t bills) {
        say("{:<9} {:>12.1f} {:>10.1f} {:>14.0f} {:>14.1f}\n", name, import.wall_s, run.wall_s,
            static_cast<double>(bills) / run.wall_s, run.cpu_s * 1e6 / static_cast<double>(bills));
    }

    const Options& options_;
    run::Workspace& workspace_;
    Cost whole_;
    std::vector<run::StageSeconds> stages_;  // of the last run
};

Result<Figures> live(const Options& options) {
    clock::SystemClock clock;
    crypto::SystemSecrets secrets;
    auto workspace = TRY(run::create_workspace(options.folder / "workspace",
                                               {&clock, &secrets, nullptr}, options.store));
    return Year(options, workspace).live();
}

// Prints the figures. Are they within the bounds?
bool judge(const Figures& figures, const Options& options) {
    say("figures: last month {:.2f} of the first, {:.0f} accounts/s in the median month",
        figures.ratio, figures.per_second);
    if (figures.corrected > 0)
        say(", {} % corrected at {:.3f} of a whole run", options.changed, figures.corrected);
    say("\n");
    bool is_good = true;
    if (options.most_ratio > 0 && figures.ratio > options.most_ratio) {
        say("FAILED: the ratio is above {:.2f}\n", options.most_ratio);
        is_good = false;
    }
    if (figures.per_second < options.least_per_second) {
        say("FAILED: that is less than {:.0f} accounts/s\n", options.least_per_second);
        is_good = false;
    }
    return is_good;
}

}  // namespace
}  // namespace bw::bench

int main(int argc, char** argv) {
    bw::bench::Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        const char* value = argv[i + 1];
        if (word == "--accounts") options.accounts = std::atoll(value);
        if (word == "--months") options.months = std::atoi(value);
        if (word == "--documents") options.has_documents = std::string_view(value) == "yes";
        if (word == "--workers") options.workers = std::atoi(value);
        if (word == "--changed") options.changed = std::atoll(value);
        if (word == "--folder") options.folder = value;
        if (word == "--store") options.store = value;
        if (word == "--most-ratio") options.most_ratio = std::atof(value);
        if (word == "--least-per-second") options.least_per_second = std::atof(value);
    }
    std::filesystem::remove_all(options.folder);
    std::filesystem::create_directories(options.folder);
    const auto done = bw::bench::live(options);
    if (!done) fmt::print("failed: {}\n", done.error().message());
    std::filesystem::remove_all(options.folder);
    return done && bw::bench::judge(*done, options) ? 0 : 1;
}
