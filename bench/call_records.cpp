// Call records from CSV to durable rated lines, as the program takes them: files of one day each
// come in one after the other, then the month is billed without documents. Subscribers are found
// by number and date (some numbers change hands in the month), and some records come again in the
// next file: every call must be billed once, to whose number it was.
//   call_records [--records 1000000] [--subscribers 20000] [--files 31] [--repeated PER_MILLE]
//                [--prefixes 170000] [--rounds 3] [--bill yes] [--least-per-second N]
//                [--folder DIR] [--keep yes] [--store postgresql://..]
// CPU time of the process, one worker. Exit code 1 when the records per second of CPU, import and
// rating together (median of the rounds), are below --least-per-second, or when calls are lost or
// billed twice. The last line, "figures:", is all of it in one sentence.
#include "calls.h"
#include "company.h"
#include "cost.h"
#include "flow/bill/breakdown_text.h"
#include "flow/bill/store.h"
#include "flow/bill/tariffs.h"
#include "flow/meter/reader.h"
#include "flow/rate/events.h"
#include "platform/clock/system_clock.h"
#include "run/bill_run.h"
#include "run/import.h"

#include <fmt/format.h>
#include <fmt/os.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bw::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::int64_t records = 1'000'000, subscribers = 20'000, prefixes = 170'000;
    int files = 31, repeated = 5, rounds = 3;  // repeated: of a thousand records
    fs::path folder = fs::temp_directory_path() / "billwright-calls";
    std::string store;
    bool is_kept = false, is_billed = false;
    double least_per_second = 0;  // 0: whatever it is
};

constexpr int kChangesHands = 50;  // every so many numbers do, on the 16th

const LocalDate kMonth = LocalDate::of(2026, 3, 1);

constexpr std::string_view kTalk = R"(plan: TALK
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Berlin
tax: standard
usage:
  voice:
    deck: deck.csv
    connect: 0.05
    increments: 60/1
    windows:
      off-peak: {when: "Mon-Fri 19:00-07:00; weekends", price factor: 0.8}
)";
std::string number_of(std::int64_t subscriber) { return fmt::format("+49151{:08}", subscriber); }

void write_accounts(const fs::path& path, const Options& options) {
    AccountsFile file(path);
    const auto row = [&](std::string_view account, std::int64_t i, std::string_view plan,
                         std::string_view from) {
        file.add({fmt::format("{}-{}", account, i), number_of(i), "mobile", plan, from});
    };
    for (std::int64_t i = 0; i < options.subscribers; ++i) {
        row("A", i, "TALK", "2026-01-01");
        if (i % kChangesHands != 0) continue;
        row("A", i, "", "2026-03-16");
        row("B", i, "TALK", "2026-03-16");
    }
}

// Each file has the calls of its part of the month in order of time, and begins with those of the
// file before that come again.
void write_calls(const Options& options) {
    Random random(5);
    const Span month = Zone::find("Europe/Berlin").value().span_of(month_of(kMonth));
    const std::int64_t step = (month.to.us - month.from.us) / (options.records + 1);
    std::vector<std::string> again;
    std::int64_t record = 0;
    for (int number = 0; number < options.files; ++number) {
        auto file =
            fmt::output_file((options.folder / fmt::format("calls-{}.csv", number)).string());
        file.print("record_id,service_point,kind,start,end,seconds,destination\n");
        for (const auto& line : again) file.print("{}", line);
        again.clear();
        for (; record < options.records * (number + 1) / options.files; ++record) {
            const Instant start =
                Instant::from_seconds((month.from.us + record * step) / 1'000'000);
            const std::int64_t seconds = random.between(1, 600);
            // Most calls are national, few go anywhere.
            const std::string to = random.chance(9, 10) ? "+4930" + digits(random, 8)
                                                        : dialled(random, random.between(10, 12));
            const std::string line = fmt::format(
                "MSC01-202603-{:011},{},voice,{},{},{},{}\n", record,
                number_of(random.between(0, options.subscribers - 1)), start.to_string(),
                Instant{start.us + seconds * Instant::kSecond}.to_string(), seconds, to);
            file.print("{}", line);
            if (random.chance(static_cast<std::uint64_t>(options.repeated), 1000))
                again.push_back(line);
        }
    }
}

struct Figures {
    double import_s = 0, rate_s = 0, bill_s = 0;  // of CPU
};

class Month {
public:
    Month(const Options& options, run::Workspace& workspace)
        : options_(options), workspace_(workspace) {}

    Result<Figures> live() {
        for (const auto* name : {"deck.csv", "texts.yaml", "issuer.yaml", "accounts.csv"})
            TRY_VOID(take(name));
        const auto imported = TRY(cost_of([&]() -> Result<void> {
            for (int number = 0; number < options_.files; ++number)
                TRY_VOID(take(fmt::format("calls-{}.csv", number)));
            return {};
        }));
        const auto rated = TRY(cost_of([&] { return rate_all(); }));
        say("import {:.2f} s ({:.2f} s CPU), read and rated {:.2f} s CPU", imported.wall_s,
            imported.cpu_s, rated.cpu_s);
        Figures figures{imported.cpu_s, rated.cpu_s, 0};
        if (options_.is_billed) {
            const auto billed = TRY(cost_of([&] { return bill(); }));
            TRY_VOID(check_lines());
            say(", bill run {:.2f} s ({:.2f} s CPU)", billed.wall_s, billed.cpu_s);
            figures.bill_s = billed.cpu_s;
        }
        say("\n");
        return figures;
    }

private:
    Result<void> take(const std::string& name) {
        const auto result = TRY(run::import_any(workspace_, {options_.folder / name, {}, {}}, {}));
        if (result.rejected + result.pending > 0)
            return fail(Code::Corrupt,
                        fmt::format("{} rejected, {} pending", result.rejected, result.pending),
                        name);
        return {};
    }

    // Reads and rates the calls of every number once, without billing them.
    Result<void> rate_all() const {
        const auto tx = workspace_.database->begin(store::Access::Read);
        const AsOf now{Batch{1'000'000}};
        auto tariffs = TRY(bill::load_tariffs(*tx, workspace_.tenant, now));
        const auto reader =
            TRY(meter::Reader::open(*tx, workspace_.usage(), workspace_.tenant, now));
        const Zone zone = Zone::find("Europe/Berlin").value();
        const Period month = month_of(kMonth);
        const auto* plan = TRY(tariffs.catalog().plan_versions("TALK", month)).front();
        const auto telecom = TRY(tariffs.telecom(*plan, month, zone));
        std::int64_t calls = 0;
        for (const auto point : TRY(reader.arrived_at(Batch{0}, now.cut, zone.span_of(month).to))) {
            const auto usage = TRY(reader.read(point, zone.span_of(month)));
            const auto rated = TRY(
                rate::rate_events(telecom->parts, usage.events, month, {}, rate::Detail::Totals));
            for (const auto& piece : rated.pieces) calls += piece.breakdown.events;
        }
        return check(calls, "rated");
    }

    Result<void> bill() {
        run::RunRequest request;
        request.until = kMonth.plus_months(1);
        request.issued_on = request.until.plus_days(2);
        request.workers = 1;
        request.making = run::Making::Nothing;
        const auto id = TRY(run::start(workspace_, request));
        const auto report = TRY(run::carry_on(workspace_, id, 1, {}));
        if (report.info.held > 0)
            return fail(Code::Corrupt, fmt::format("{} accounts are held", report.info.held));
        return {};
    }

    // Each call stands on one line.
    Result<void> check_lines() const {
        const auto tx = workspace_.database->begin(store::Access::Read);
        std::int64_t calls = 0;
        for (const auto& invoice : bill::list_invoices(*tx, workspace_.tenant, {}, 1'000'000'000))
            for (const auto& line : TRY(bill::load_statement(*tx, invoice)))
                calls += TRY(bill::parse_breakdown(line.breakdown)).events;
        return check(calls, "billed");
    }

    Result<void> check(std::int64_t calls, std::string_view what) const {
        if (calls == options_.records) return {};
        return fail(Code::Corrupt,
                    fmt::format("{} calls were made, {} are {}", options_.records, calls, what));
    }

    const Options& options_;
    run::Workspace& workspace_;
};

Result<Figures> live(const Options& options) {
    clock::SystemClock clock;
    crypto::SystemSecrets secrets;
    fs::remove_all(options.folder / "workspace");
    auto workspace = TRY(run::create_workspace(options.folder / "workspace",
                                               {&clock, &secrets, nullptr}, options.store));
    return Month(options, workspace).live();
}

Result<bool> run(const Options& options) {
    write_text(options.folder / "deck.csv", deck_csv(static_cast<std::size_t>(options.prefixes)));
    write_text(options.folder / "texts.yaml", std::string(kTaxes).append(kTalk));
    write_text(options.folder / "issuer.yaml", kIssuer);
    write_accounts(options.folder / "accounts.csv", options);
    write_calls(options);
    std::vector<double> import, both, billed;
    const auto n = static_cast<double>(options.records);
    for (int round = 0; round < options.rounds; ++round) {
        const auto figures = TRY(live(options));
        import.push_back(n / figures.import_s);
        both.push_back(n / (figures.import_s + figures.rate_s));
        billed.push_back(n / (figures.import_s + figures.bill_s));
    }
    say("figures: of {} records of {} subscribers in {} files, {:.0f} a second of CPU imported, "
        "{:.0f} imported and rated",
        options.records, options.subscribers, options.files, median(import), median(both));
    if (options.is_billed) say(", {:.0f} imported, billed and posted", median(billed));
    say(" (median of {})\n", options.rounds);
    if (median(both) >= options.least_per_second) return true;
    say("FAILED: fewer than {:.0f} records/s\n", options.least_per_second);
    return false;
}

}  // namespace
}  // namespace bw::bench

int main(int argc, char** argv) {
    bw::bench::Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        const char* value = argv[i + 1];
        if (word == "--records") options.records = std::atoll(value);
        if (word == "--subscribers") options.subscribers = std::atoll(value);
        if (word == "--files") options.files = std::atoi(value);
        if (word == "--repeated") options.repeated = std::atoi(value);
        if (word == "--prefixes") options.prefixes = std::atoll(value);
        if (word == "--rounds") options.rounds = std::atoi(value);
        if (word == "--folder") options.folder = value;
        if (word == "--store") options.store = value;
        if (word == "--bill") options.is_billed = std::string_view(value) == "yes";
        if (word == "--keep") options.is_kept = std::string_view(value) == "yes";
        if (word == "--least-per-second") options.least_per_second = std::atof(value);
    }
    std::filesystem::remove_all(options.folder);
    std::filesystem::create_directories(options.folder);
    const auto done = bw::bench::run(options);
    if (!done) fmt::print("failed: {}\n", done.error().message());
    if (!options.is_kept) std::filesystem::remove_all(options.folder);
    return done && *done ? 0 : 1;
}
