// A candidate tariff beside the present one, over homes with half-hourly readings: as 'billwright
// simulate' does it.
//   simulate [--accounts 1000] [--months 12] [--workers 2] [--rounds 3] [--folder DIR]
//            [--most-seconds N] [--most-megabytes N]
// The readings are closed months, as runs leave them; every home has values of its own. Prints what
// each round takes and its peak memory, then the median on the last line, "figures:". Exit code 1
// also when a bound is not held.
#include "run/simulate/simulate.h"

#include "base/check.h"
#include "company.h"
#include "cost.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/segments/segment.h"
#include "flow/meter/usage_store.h"
#include "platform/clock/system_clock.h"
#include "platform/store/batch.h"
#include "run/import.h"

#include <fmt/format.h>
#include <fmt/os.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace bw::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::int64_t accounts = 1000;
    int months = 12, workers = 2, rounds = 3;
    fs::path folder = fs::temp_directory_path() / "billwright-simulate";
    double most_seconds = 0, most_megabytes = 0;  // 0: whatever it is
};

const LocalDate kFirst = LocalDate::of(2026, 1, 1);
constexpr std::int64_t kStep = 1800;

constexpr std::string_view kHome = R"(schedule: HOME
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
tax: standard
charges:
  standing: {price: 0.40 per day}
  energy: {of: import kWh, price: 0.3017}
---
plan: HOME
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
tax: standard
schedules: [HOME]
)";
constexpr std::string_view kCandidate = R"(schedule: FLEX
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Berlin
tax: standard
charges:
  standing: {price: 0.45 per day}
  energy:
    of: import kWh
    windows:
      peak: {when: "Mon-Fri 16:00-20:00", price: 0.3850}
      day: {when: "Mon-Fri 06:00-16:00, 20:00-22:00; Sat-Sun 06:00-22:00", price: 0.2950}
      night: {when: otherwise, price: 0.2210}
)";
void write_accounts(const fs::path& path, std::int64_t accounts) {
    AccountsFile file(path);
    for (std::int64_t i = 0; i < accounts; ++i)
        file.add({fmt::format("A-{}", i), fmt::format("E-{:07}", i), "electricity", "HOME"});
}

// Half hours of one home in Wh: little at night, much in the evening, never twice the same.
class Home {
public:
    explicit Home(std::int64_t point)
        : state_(static_cast<std::uint64_t>(point) * 0x9E3779B97F4A7C15ULL) {}

    void fill(std::span<std::int64_t> values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
            const std::int64_t least = i % 48 < 12 ? 40 : i % 48 < 34 ? 110 : 260;
            values[i] = least + static_cast<std::int64_t>(state_ >> 57);
        }
    }

private:
    std::uint64_t state_;
};

std::vector<std::int64_t> points_of(const run::Workspace& workspace) {
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf as_of{store::current_cut(*tx, workspace.tenant)};
    std::vector<std::int64_t> points;
    for (const int bucket : customers::buckets(*tx, workspace.tenant, as_of)) {
        const auto accounts = customers::load_bucket(*tx, workspace.tenant, bucket, as_of).value();
        for (const auto& account : accounts)
            for (const auto& subscription : account.subscriptions)
                points.push_back(subscription.service_point.id.value);
    }
    std::ranges::sort(points);
    return points;
}

// Closes a month of UTC of all points; returns the intervals.
std::int64_t write_month(run::Workspace& workspace, std::span<const std::int64_t> points,
                         std::int32_t month) {
    const meter::SeriesKey key{meter::SeriesKind::Interval,      "import", "kWh",
                               static_cast<std::int32_t>(kStep), 0,        0};
    const Span span = meter::month_span(month);
    std::vector<std::int64_t> values(
        static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / kStep));
    const std::vector<meter::Quality> qualities(values.size(), meter::Quality::Actual);
    fs::create_directories(workspace.usage());
    const std::string name = fmt::format("month-{}.seg", month);
    meter::SegmentWriter writer(workspace.usage() / name, {key}, {});
    meter::SeriesMonth content;
    for (const std::int64_t point : points) {
        Home(point * 1000 + month).fill(values);
        content.reset(key, month);
        CHECK(content.add_intervals(span.from, values, qualities, 3));
        content.settle();
        writer.add({point, 0, month}, content, meter::Provenance::Recorded);
    }
    const auto summary = writer.finish(meter::SegmentWriter::Sync::Scratch);
    const auto tx = workspace.database->begin(store::Access::Write);
    meter::sql::insert_month(
        *tx, workspace.tenant,
        {month, 1, store::current_cut(*tx, workspace.tenant), name, summary.kinds});
    tx->commit();
    return static_cast<std::int64_t>(values.size() * points.size());
}

Result<std::int64_t> fill(run::Workspace& workspace, const Options& options) {
    write_text(options.folder / "texts.yaml", std::string(kTaxes).append(kHome));
    write_text(options.folder / "issuer.yaml", kIssuer);
    write_text(options.folder / "flex.yaml", kCandidate);
    write_accounts(options.folder / "accounts.csv", options.accounts);
    for (const auto* name : {"texts.yaml", "issuer.yaml", "accounts.csv"})
        TRY_VOID(run::import_any(workspace, {options.folder / name, {}, {}}, {}));
    const auto points = points_of(workspace);
    const Zone zone = TRY(Zone::find("Europe/Berlin"));
    const Span span = zone.span_of({kFirst, kFirst.plus_months(options.months)});
    std::int64_t intervals = 0;
    for (std::int32_t month = meter::month_of(span.from); meter::month_start(month) < span.to;
         ++month)
        intervals += write_month(workspace, points, month);
    return intervals;
}

struct Round {
    double wall_s = 0, cpu_s = 0, megabytes = 0;
};

Result<Round> simulate(run::Workspace& workspace, const Options& options) {
    run::SimulateRequest request;
    request.months = {kFirst, kFirst.plus_months(options.months)};
    request.candidates = {{(options.folder / "flex.yaml").string()}};
    request.workers = options.workers;
    peak_mb();
    run::Simulation simulation;
    const auto look = [&]() -> Result<void> {
        simulation = TRY(run::simulate(workspace, request, {}));
        return {};
    };
    const Cost cost = TRY(cost_of(look));
    if (std::ssize(simulation.accounts) != options.accounts)
        return fail(Code::Corrupt, fmt::format("{} of {} accounts were simulated",
                                               simulation.accounts.size(), options.accounts));
    const Round round{cost.wall_s, cost.cpu_s, peak_mb()};
    fmt::print("{:.2f} s, CPU {:.2f} s, peak {:.0f} MB\n", round.wall_s, round.cpu_s,
               round.megabytes);
    std::fflush(stdout);
    return round;
}

Result<std::vector<Round>> rounds_of(const Options& options) {
    clock::SystemClock clock;
    crypto::SystemSecrets secrets;
    auto workspace =
        TRY(run::create_workspace(options.folder / "workspace", {&clock, &secrets, nullptr}, {}));
    const auto intervals = TRY(fill(workspace, options));
    fmt::print("{} accounts, {} months, {} half hours, {} workers\n", options.accounts,
               options.months, intervals, options.workers);
    std::vector<Round> rounds;
    rounds.reserve(static_cast<std::size_t>(options.rounds));
    for (int i = 0; i < options.rounds; ++i) rounds.push_back(TRY(simulate(workspace, options)));
    return rounds;
}

bool judge(std::vector<Round> rounds, const Options& options) {
    std::ranges::sort(rounds, {}, &Round::wall_s);
    const Round& median = rounds[rounds.size() / 2];
    const double peak = std::ranges::max_element(rounds, {}, &Round::megabytes)->megabytes;
    fmt::print("figures: {:.2f} s (median of {}), CPU {:.1f} us for an account's month under two "
               "tariffs, peak {:.0f} MB\n",
               median.wall_s, rounds.size(),
               median.cpu_s * 1e6 / static_cast<double>(options.accounts * options.months), peak);
    const bool is_slow = options.most_seconds > 0 && median.wall_s > options.most_seconds;
    const bool is_large = options.most_megabytes > 0 && peak > options.most_megabytes;
    if (is_slow) fmt::print("FAILED: longer than {} s\n", options.most_seconds);
    if (is_large) fmt::print("FAILED: more than {} MB\n", options.most_megabytes);
    return !is_slow && !is_large;
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
        if (word == "--workers") options.workers = std::atoi(value);
        if (word == "--rounds") options.rounds = std::max(1, std::atoi(value));
        if (word == "--folder") options.folder = value;
        if (word == "--most-seconds") options.most_seconds = std::atof(value);
        if (word == "--most-megabytes") options.most_megabytes = std::atof(value);
    }
    std::filesystem::remove_all(options.folder);
    std::filesystem::create_directories(options.folder);
    const auto rounds = bw::bench::rounds_of(options);
    if (!rounds) fmt::print("failed: {}\n", rounds.error().message());
    std::filesystem::remove_all(options.folder);
    return rounds && bw::bench::judge(*rounds, options) ? 0 : 1;
}
