// Rating from stored blocks: the seven homes of the Smart Grid Smart City trial, repeated under new
// service points, closed month by month as the program closes them; then read and rated by a
// time-of-use tariff, amounts per service point, window and month out. CPU time, one thread.
//   stored_blocks [--intervals 20000000] [--data DIR] [--folder DIR] [--keep yes] [--cold yes]
//                 [--amounts FILE] [--least-per-second N] [--most-bytes N]
// `--data`: the folder of the homes (default: meters/sgsc of the shared data). Exit code 77 without
// it, 1 when a bound is not held. --keep leaves the store. --cold adds passes whose segments have
// to come from disk, with what the disk gives read in sequence beside them. --amounts writes what
// was rated as CSV, for others to compare with (compare_stored/).
// The last line, "figures:", is all of it in one sentence.
#include "base/check.h"
#include "books/catalog/parse.h"
#include "cost.h"
#include "flow/meter/byte_source.h"
#include "flow/meter/import.h"
#include "flow/meter/reader.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/segments/segment.h"
#include "flow/meter/usage_store.h"
#include "flow/rate/energy/energy.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/os.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace bw::bench {
namespace {

namespace fs = std::filesystem;
using meter::Owner;

constexpr TenantId kTenant{1};
constexpr std::int64_t kStep = 1800;
constexpr std::string_view kTariff = R"(schedule: TOU
sector: electricity
currency: AUD
prices: net
from: 2000-01-01
tax: standard
charges:
  energy:
    of: import kWh
    windows:
      peak: {when: "Mon-Fri 14:00-20:00", price: 0.5247}
      shoulder: {when: "Mon-Fri 07:00-14:00, 20:00-22:00; Sat-Sun 07:00-22:00", price: 0.2137}
      night: {when: otherwise, price: 0.1309}
)";

struct Options {
    std::int64_t intervals = 20'000'000;
    fs::path data, folder = fs::temp_directory_path() / "billwright-stored";
    bool is_kept = false, is_cold = false;
    fs::path amounts;                             // empty: not written
    double least_per_second = 0, most_bytes = 0;  // 0: whatever it is
};

// Half hours of one home: seconds since 1970 on its own clock, watt hours.
struct Home {
    std::string name;
    std::vector<std::pair<std::int64_t, std::int64_t>> values;
};

std::string unpacked(const fs::path& path) {
    const auto source = meter::open_source(path).value();
    std::string text;
    std::vector<char> room(1 << 16);
    while (const std::size_t count = source->read(room).value()) text.append(room.data(), count);
    return text;
}

// Lines "2012-02-10 08:00:00,0.141".
Home read_home(const fs::path& path) {
    Home home{path.filename().string().substr(0, 17), {}};
    const std::string text = unpacked(path);
    for (std::size_t at = text.find('\n') + 1; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (line.size() < 21) continue;
        const auto time =
            Instant::parse(fmt::format("{}T{}Z", line.substr(0, 10), line.substr(11, 8)));
        const auto value = Decimal::parse(line.substr(20, line.find_last_not_of("\r ") - 19));
        CHECK(time && value);
        home.values.emplace_back(time->seconds(),
                                 static_cast<std::int64_t>(value->nano() / 1'000'000));
    }
    std::ranges::sort(home.values);
    return home;
}

std::vector<Home> read_homes(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().ends_with(".csv.gz")) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Home> homes;
    homes.reserve(paths.size());
    for (const auto& path : paths) homes.push_back(read_home(path));
    return homes;
}

class OpenFile {
public:
    explicit OpenFile(const fs::path& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        CHECK(number_ >= 0);
    }
    ~OpenFile() { ::close(number_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    // Only pages that are on disk can be dropped.
    void drop_from_page_cache() const {
        CHECK(::fsync(number_) == 0 && ::posix_fadvise(number_, 0, 0, POSIX_FADV_DONTNEED) == 0);
    }
    [[nodiscard]] std::int64_t read_all() const {
        static std::array<char, 1 << 20> room;
        std::int64_t bytes = 0;
        ssize_t count = 0;
        while ((count = ::read(number_, room.data(), room.size())) > 0) bytes += count;
        CHECK(count == 0);
        return bytes;
    }

private:
    int number_;
};

// The closed months of so many service points, number n with the readings of home (n - 1) % homes.
class Stored {
public:
    Stored(const Options& options, const std::vector<Home>& homes)
        : folder_(options.folder / "usage"), homes_(homes) {
        std::int64_t each = 0;  // of one copy of all homes
        for (const Home& home : homes) each += static_cast<std::int64_t>(home.values.size());
        CHECK(each > 0);
        const std::int64_t copies =
            std::max<std::int64_t>(1, (options.intervals + each - 1) / each);
        points_ = copies * static_cast<std::int64_t>(homes.size());
        fs::create_directories(folder_);
        database_ = store::open((options.folder / "bench.db").string()).value();
        CHECK(
            store::migrate(*database_, store::all_of({store::platform_schema(), meter::schema()})));
        for (const Home& home : homes)
            for (const auto& [time, value] : home.values) add(home, time, value);
        for (auto& [month, contents] : months_) write(month, contents);
        months_.clear();
    }

    [[nodiscard]] meter::Reader reader() const {
        const auto tx = database_->begin(store::Access::Read);
        return meter::Reader::open(*tx, folder_, kTenant, AsOf{Batch{1}}).value();
    }
    [[nodiscard]] std::int64_t points() const { return points_; }
    [[nodiscard]] std::int64_t values() const { return values_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] Period days() const { return {first_, last_.plus_days(1)}; }
    void drop_from_page_cache() const {
        for (const auto& file : fs::directory_iterator(folder_))
            OpenFile(file.path()).drop_from_page_cache();
    }
    // Bytes a second that the disk gives of the same files.
    [[nodiscard]] double disk_rate() const {
        drop_from_page_cache();
        const double begin = wall_seconds();
        std::int64_t bytes = 0;
        for (const auto& file : fs::directory_iterator(folder_))
            bytes += OpenFile(file.path()).read_all();
        return static_cast<double>(bytes) / (wall_seconds() - begin);
    }

private:
    // By home; empty where it has none of the month.
    using Contents = std::vector<meter::SeriesMonth>;

    void add(const Home& home, std::int64_t time, std::int64_t value) {
        const Instant start = Instant::from_seconds(time);
        const std::int32_t month = meter::month_of(start);
        auto& contents = months_[month];
        if (contents.empty()) {
            contents.resize(homes_.size());
            for (auto& content : contents) content.reset(kKey, month);
        }
        const auto at = static_cast<std::size_t>(&home - homes_.data());
        CHECK(contents[at].add_interval(start, value, 3, meter::Quality::Actual));
        const LocalDate day(static_cast<std::int32_t>(time / 86'400));
        first_ = std::min(first_, day);
        last_ = std::max(last_, day);
    }

    void write(std::int32_t month, Contents& contents) {
        std::vector<std::string> blocks(contents.size());
        for (std::size_t i = 0; i < contents.size(); ++i)
            if (!contents[i].is_empty()) contents[i].encode(meter::Provenance::Recorded, blocks[i]);
        const std::string name = fmt::format("month-{}.seg", month);
        meter::SegmentWriter writer(folder_ / name, {kKey}, {});
        for (std::int64_t point = 1; point <= points_; ++point) {
            const auto home = static_cast<std::size_t>(point - 1) % homes_.size();
            if (blocks[home].empty()) continue;
            writer.add_block(
                {point, 0, month}, std::as_bytes(std::span(blocks[home])),
                {meter::SeriesKind::Interval, contents[home].span(), contents[home].count()});
            values_ += contents[home].count();
        }
        const auto summary = writer.finish(meter::SegmentWriter::Sync::Scratch);
        bytes_ += summary.bytes;
        const auto tx = database_->begin(store::Access::Write);
        meter::sql::insert_month(*tx, kTenant, {month, 1, Batch{1}, name, summary.kinds});
        tx->commit();
    }

    static inline const meter::SeriesKey kKey{meter::SeriesKind::Interval,      "import", "kWh",
                                              static_cast<std::int32_t>(kStep), 0,        0};
    fs::path folder_;
    const std::vector<Home>& homes_;
    std::unique_ptr<store::Database> database_;
    std::map<std::int32_t, Contents> months_;
    std::int64_t points_ = 0, values_ = 0;
    std::uint64_t bytes_ = 0;
    LocalDate first_ = LocalDate::of(2100, 1, 1), last_ = LocalDate::of(1980, 1, 1);
};

// Compiled once for each month, for all service points.
std::vector<rate::CompiledSchedule> compiled_months(const catalog::Schedule& schedule,
                                                    const Period& days) {
    std::vector<rate::CompiledSchedule> months;
    for (Period month = month_of(days.from); month.from < days.to; month = month_of(month.to)) {
        rate::CompileRequest request;
        request.versions = {&schedule};
        request.period = month;
        request.zone = Zone::find("UTC").value();
        months.push_back(rate::compile(request).value());
    }
    return months;
}

struct Pass {
    double read_s = 0, all_s = 0, wall_s = 0;
    std::int64_t pieces = 0;
    Decimal quantity, amount;
};

// Everything read and rated once, from opening on; `take` is handed each piece.
template <typename Take>
Pass rate_all(const Stored& stored, std::span<const rate::CompiledSchedule> months, Take take) {
    const Span span = Zone().span_of(stored.days());
    Pass pass;
    const double begin = cpu_seconds(), wall_begin = wall_seconds();
    const auto reader = stored.reader();
    for (std::int64_t point = 1; point <= stored.points(); ++point) {
        const double before = cpu_seconds();
        const auto usage = reader.read(ServicePointId{point}, span);
        CHECK(usage && usage->intervals.size() == 1);
        pass.read_s += cpu_seconds() - before;
        for (const auto& month : months) {
            const auto rated = rate::rate(month, *usage, {});
            CHECK(rated);
            for (const auto& piece : rated->pieces) {
                pass.quantity += piece.quantity;
                pass.amount += piece.amount;
                ++pass.pieces;
                take(point, piece);
            }
        }
    }
    pass.all_s = cpu_seconds() - begin;
    pass.wall_s = wall_seconds() - wall_begin;
    return pass;
}

struct Figures {
    double read_s, all_s, wall_s;  // medians
};

Figures measure(const Stored& stored, std::span<const rate::CompiledSchedule> months,
                bool is_cold) {
    const auto values = static_cast<double>(stored.values());
    std::vector<double> read, all, wall;
    for (int round = 0; round < 3; ++round) {
        double disk = 0;
        if (is_cold) {
            disk = stored.disk_rate();
            stored.drop_from_page_cache();
        }
        const Pass pass = rate_all(stored, months, [](std::int64_t, const rate::Piece&) {});
        read.push_back(pass.read_s);
        all.push_back(pass.all_s);
        wall.push_back(pass.wall_s);
        fmt::print("{}: {:.3f} s CPU, {:.3f} s wall; read {:.0f}, read and rated {:.0f} million "
                   "intervals/s of CPU; {} amounts, {} kWh, {} AUD\n",
                   is_cold ? "cold pass" : "pass", pass.all_s, pass.wall_s,
                   values / pass.read_s / 1e6, values / pass.all_s / 1e6, pass.pieces,
                   pass.quantity.to_string(), pass.amount.to_string());
        if (is_cold)
            fmt::print("disk: {:.0f} MB/s read in sequence; the pass took {:.0f} MB/s\n",
                       disk / 1e6, static_cast<double>(stored.bytes()) / pass.wall_s / 1e6);
    }
    return {median(read), median(all), median(wall)};
}

// What others are compared with: a line for each service point, month and window of which anything
// was measured.
void write_amounts(const Stored& stored, std::span<const rate::CompiledSchedule> months,
                   const fs::path& path) {
    auto file = fmt::output_file(path.string());
    file.print("point,month,window,intervals,kwh,amount\n");
    rate_all(stored, months, [&](std::int64_t point, const rate::Piece& piece) {
        if (piece.breakdown.intervals == 0) return;
        file.print("{},{},{},{},{},{}\n", point, piece.days.from.to_string().substr(0, 7),
                   piece.breakdown.window, piece.breakdown.intervals, piece.quantity.to_string(),
                   piece.amount.to_string());
    });
}

int run(const Options& options) {
    const auto homes = read_homes(options.data);
    CHECK(!homes.empty());
    fs::remove_all(options.folder);
    fs::create_directories(options.folder);
    const Stored stored(options, homes);
    const auto values = static_cast<double>(stored.values());
    const double size = static_cast<double>(stored.bytes()) / values;
    fmt::print("{} service points, {} intervals, {} bytes: {:.3f} bytes/interval, index included\n",
               stored.points(), stored.values(), stored.bytes(), size);
    const auto document = catalog::parse(kTariff, "bench.yaml").value();
    const auto months = compiled_months(document.schedules[0], stored.days());
    const Figures warm = measure(stored, months, false);
    std::string cold;
    if (options.is_cold)
        cold = fmt::format(", {:.0f} a second of wall time from disk",
                           values / measure(stored, months, true).wall_s / 1e6);
    if (!options.amounts.empty()) write_amounts(stored, months, options.amounts);
    fmt::print("figures: {:.0f} million intervals/s a core read, {:.0f} read and rated (median of "
               "3){}, {:.3f} bytes/interval\n",
               values / warm.read_s / 1e6, values / warm.all_s / 1e6, cold, size);
    if (!options.is_kept) fs::remove_all(options.folder);
    const bool is_slow = values / warm.all_s < options.least_per_second;
    const bool is_large = options.most_bytes > 0 && size > options.most_bytes;
    if (is_slow) fmt::print("FAILED: slower than {:.0f} intervals/s\n", options.least_per_second);
    if (is_large) fmt::print("FAILED: larger than {} bytes/interval\n", options.most_bytes);
    return is_slow || is_large ? 1 : 0;
}

}  // namespace
}  // namespace bw::bench

int main(int argc, char** argv) {
    bw::bench::Options options;
    const char* shared = std::getenv("BILLWRIGHT_SHARED");
    options.data = std::filesystem::path(shared != nullptr ? shared : "../shared") / "data" /
                   "meters" / "sgsc";
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        const char* value = argv[i + 1];
        if (word == "--intervals") options.intervals = std::atoll(value);
        if (word == "--data") options.data = value;
        if (word == "--folder") options.folder = value;
        if (word == "--keep") options.is_kept = std::string_view(value) == "yes";
        if (word == "--cold") options.is_cold = std::string_view(value) == "yes";
        if (word == "--amounts") options.amounts = value;
        if (word == "--least-per-second") options.least_per_second = std::atof(value);
        if (word == "--most-bytes") options.most_bytes = std::atof(value);
    }
    if (!std::filesystem::is_directory(options.data)) {
        fmt::print("skipped: no folder {}\n", options.data.string());
        return 77;
    }
    return bw::bench::run(options);
}
