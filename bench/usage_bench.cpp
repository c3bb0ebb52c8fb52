// usage_bench [POINTS]: a month of half hours that arrived day by day, read back point by point
// before and after the month is closed. CPU time, one thread.
#include "base/check.h"
#include "base/random.h"
#include "cost.h"
#include "flow/meter/import.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace {

using namespace bw;
using bench::cpu_seconds;
using namespace bw::meter;

constexpr TenantId kTenant{1};
constexpr int kDays = 31;

class Text final : public ByteSource {
public:
    explicit Text(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = text_.copy(out.data(), out.size(), at_);
        at_ += count;
        return count;
    }

private:
    std::string text_;
    std::size_t at_ = 0;
};

class Points final : public ServicePoints {
public:
    std::optional<ServicePointId> find(std::string_view code) override {
        std::int64_t number = 0;
        std::from_chars(code.data() + 1, code.data() + code.size(), number);
        return ServicePointId{number + 1};
    }
};

std::string day_file(int day, int points, Random& random) {
    std::string text = "100,NEM12,202401010000,MDP,RETAILER\n";
    for (int point = 0; point < points; ++point) {
        text += fmt::format("200,P{:08},E1,1,E1,N1,S,kWh,30,\n300,202401{:02}", point, day);
        for (int slot = 0; slot < 48; ++slot) text += fmt::format(",0.{:03}", random.below(1000));
        text += ",A,,,,\n";
    }
    return text + "900\n";
}

void read_all(std::string_view what, const Reader& reader, int points) {
    const Span month{*Instant::parse("2023-12-31T13:00:00Z"),
                     *Instant::parse("2024-01-31T13:00:00Z")};
    std::int64_t measured = 0;
    const double start = cpu_seconds();
    for (int point = 0; point < points; ++point) {
        const auto usage = reader.read(ServicePointId{point + 1}, month);
        CHECK(usage && usage->intervals.size() == 1);
        measured += static_cast<std::int64_t>(usage->intervals[0].values.size());
    }
    const double spent = cpu_seconds() - start;
    CHECK(measured == std::int64_t{points} * kDays * 48);
    fmt::print("{:<28} {:8.1f} us a service point and month\n", what, spent * 1e6 / points);
}

}  // namespace

int main(int argc, char** argv) {
    const int points = argc > 1 ? std::atoi(argv[1]) : 20'000;
    const auto folder =
        std::filesystem::temp_directory_path() / fmt::format("usage_bench-{}", std::time(nullptr));
    std::filesystem::create_directories(folder);
    const auto database = store::open((folder / "bench.db").string());
    CHECK(database);
    CHECK(store::migrate(**database, store::all_of({store::platform_schema(), schema()})));
    Points known;
    const FixedClock clock(*Instant::parse("2024-02-01T00:00:00Z"));
    ImportContext context{**database, folder / "usage", folder / "scratch", known, clock, kTenant};
    Random random(1);
    double spent = 0;
    for (int day = 1; day <= kDays; ++day) {
        Text file(day_file(day, points, random));
        const double start = cpu_seconds();
        CHECK(import_source(context, file, "day", {}));
        spent += cpu_seconds() - start;
    }
    fmt::print("{:<28} {:8.1f} million values/s\n", "import day by day",
               points * 48.0 * kDays / spent / 1e6);
    const AsOf now{Batch{kDays}};
    const auto open = [&] {
        return *Reader::open(*(*database)->begin(store::Access::Read), context.folder, kTenant,
                             now);
    };
    read_all("read from 31 daily arrivals", open(), points);
    const double start = cpu_seconds();
    for (const auto day : {LocalDate::of(2023, 12, 31), LocalDate::of(2024, 1, 1)}) {
        CHECK(close_period(context, day, now.cut));
    }
    fmt::print("{:<28} {:8.1f} million values/s\n", "close the month",
               points * 48.0 * kDays / (cpu_seconds() - start) / 1e6);
    read_all("read from the closed month", open(), points);
    std::filesystem::remove_all(folder);
    return 0;
}
