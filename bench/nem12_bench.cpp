// nem12_bench [SECONDS]: half-hour values of NEM12 per CPU second, one thread: read and checked;
// built into a segment; read back as columns of a month. Values with three decimals, a month of 500
// meters, one channel.
#include "base/check.h"
#include "base/random.h"
#include "cost.h"
#include "flow/meter/formats/energy/nem12.h"
#include "flow/meter/segments/arrival_builder.h"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace {

using namespace bw;
using bench::cpu_seconds;
using namespace bw::meter;

constexpr int kMeters = 500;
constexpr int kDays = 31;
constexpr int kSlots = 48;
constexpr std::int64_t kValues = std::int64_t{kMeters} * kDays * kSlots;

std::string make_file() {
    Random random(1);
    std::string text = "100,NEM12,202402010000,MDP,RETAILER\r\n";
    for (int meter = 0; meter < kMeters; ++meter) {
        text += fmt::format("200,NMI{:07},E1,1,E1,N1,SER{:06},kWh,30,\r\n", meter, meter);
        for (int day = 1; day <= kDays; ++day) {
            text += fmt::format("300,202401{:02}", day);
            for (int slot = 0; slot < kSlots; ++slot) {
                text += fmt::format(",{}.{:03}", random.below(3), random.below(1000));
            }
            text += ",A,,,20240202000000,\r\n";
        }
    }
    return text + "900\r\n";
}

class Counter final : public RecordSink {
public:
    void interval(const IntervalRun& run) override {
        values += static_cast<std::int64_t>(run.values.size());
        if (builder != nullptr) CHECK(builder->add(1 + std::atoll(run.code.data() + 3), run));
    }
    void register_read(const RegisterRead&) override { ++rejects; }
    void use(const UseRecord&) override { ++rejects; }
    void call(const CallRecord&) override { ++rejects; }
    void without_usage(std::int64_t) override { ++rejects; }
    void reject(const Reject&) override { ++rejects; }
    void repair(std::int64_t, std::string_view) override { ++rejects; }
    std::int64_t values = 0;
    std::int64_t rejects = 0;
    ArrivalBuilder* builder = nullptr;
};

void parse(const std::string& text, Counter& counter) {
    constexpr std::size_t kPiece = 1 << 18;
    Nem12Parser parser(counter);
    for (std::size_t at = 0; at < text.size(); at += kPiece) {
        CHECK(parser.feed(std::string_view(text).substr(at, kPiece)));
    }
    CHECK(parser.finish());
    CHECK(counter.rejects == 0);
}

// Every block of the segment, checked and decoded.
std::int64_t decode(const Segment& segment) {
    SeriesMonth month;
    std::int64_t values = 0;
    for (const auto& entry : segment.entries()) {
        month.reset(segment.series(entry), entry.month);
        const auto block = segment.block(entry);
        CHECK(block);
        CHECK(month.overlay(*block, {Batch{1}, entry.hash}));
        values += month.count();
    }
    return values;
}

template <typename Work>
void measure(std::string_view what, double seconds, std::size_t bytes, Work work) {
    work();
    std::int64_t rounds = 0;
    const double start = cpu_seconds();
    do {
        work();
        ++rounds;
    } while (cpu_seconds() - start < seconds);
    const double spent = cpu_seconds() - start;
    fmt::print("{:<34} {:7.1f} million values/s  {:6.0f} MB/s\n", what,
               static_cast<double>(rounds * kValues) / spent / 1e6,
               static_cast<double>(rounds) * static_cast<double>(bytes) / spent / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
    const std::string text = make_file();
    const auto folder =
        std::filesystem::temp_directory_path() / fmt::format("nem12_bench-{}", std::time(nullptr));
    std::filesystem::create_directories(folder);
    const auto path = folder / "segment";
    std::int64_t segment_bytes = 0;
    measure("read and check", seconds, text.size(), [&] {
        Counter counter;
        parse(text, counter);
        CHECK(counter.values == kValues);
    });
    measure("read, check and build a segment", seconds, text.size(), [&] {
        ArrivalBuilder builder({.scratch = folder});
        Counter counter;
        counter.builder = &builder;
        parse(text, counter);
        segment_bytes = static_cast<std::int64_t>(builder.finish(path)->segment.bytes);
    });
    const auto segment = Segment::open(path);
    CHECK(segment);
    measure("decode the segment", seconds, static_cast<std::size_t>(segment_bytes),
            [&] { CHECK(decode(*segment) == kValues); });
    fmt::print("{} values, {:.2f} bytes each in the file, {:.2f} in the segment\n", kValues,
               static_cast<double>(text.size()) / static_cast<double>(kValues),
               static_cast<double>(segment_bytes) / static_cast<double>(kValues));
    std::filesystem::remove_all(folder);
    return 0;
}
