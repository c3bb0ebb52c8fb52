// Every sample file of real readings and calls, against the table of what must come of it
// (README.md).
#include "flow/meter/formats/parts/collect_test.h"
#include "flow/meter/import.h"
#include "platform/store/keys.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace bw::meter {
namespace {

using bw::testing::TempDir;

constexpr TenantId kTenant{1};
const std::filesystem::path kFolder = "tests/readings";

struct Sample {
    std::string file;  // below the data
    std::string mapping;
    std::vector<std::string> settings;
    std::set<std::string, std::less<>> unknown;
    std::string head;     // as written
    std::string outcome;  // the lines below it
};

std::vector<std::string> split_on(const std::string& text, const std::string& mark) {
    std::vector<std::string> parts;
    std::size_t at = 0;
    for (std::size_t end = text.find(mark); end != std::string::npos; end = text.find(mark, at)) {
        parts.push_back(text.substr(at, end - at));
        at = end + mark.size();
    }
    parts.push_back(text.substr(at));
    return parts;
}

Sample parse_head(const std::string& line) {
    Sample sample;
    sample.head = line;
    const auto parts = split_on(line, " | ");
    sample.file = parts[0];
    for (const auto& part : parts) {
        const auto space = part.find(' ');
        const auto word = part.substr(0, space);
        const auto rest = space == std::string::npos ? "" : part.substr(space + 1);
        if (word == "mapping") sample.mapping = rest;
        else if (word == "set") sample.settings.push_back(rest);
        else if (word == "unknown") sample.unknown.insert(rest);
        else EXPECT_EQ(part, sample.file) << "no such word in the table";
    }
    return sample;
}

std::vector<Sample> load_table() {
    std::vector<Sample> samples;
    std::ifstream in(kFolder / "samples.txt");
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        if (!line.starts_with("    ")) samples.push_back(parse_head(line));
        else if (!samples.empty()) samples.back().outcome += line + "\n";
    }
    return samples;
}

class Points final : public ServicePoints {
public:
    explicit Points(const Sample& sample) : sample_(sample) {}
    std::optional<ServicePointId> find(std::string_view code) override {
        if (sample_.unknown.contains(code)) return std::nullopt;
        const auto id = static_cast<std::int64_t>(known.size()) + 1;
        return known.try_emplace(std::string(code), ServicePointId{id}).first->second;
    }
    std::map<std::string, ServicePointId> known;

private:
    const Sample& sample_;
};

struct Sum {
    std::int64_t count = 0, missing = 0;
    int128 nano = 0;
    void add(std::int64_t value, int scale) {
        ++count;
        nano += Decimal::scaled(value, scale).nano();
    }
    [[nodiscard]] std::string text() const { return Decimal::from_nano(nano).to_string(); }
};

// What lies in the segments, over all service points.
struct Kept {
    std::map<std::string, Sum> intervals, reads, uses;  // by channel and unit
    std::map<EventKind, std::array<std::int64_t, 3>> events;

    void add(const Usage& usage) {
        for (const auto& column : usage.intervals) {
            Sum& sum = intervals[column.channel + " " + column.unit];
            for (std::size_t i = 0; i < column.values.size(); ++i) {
                if (column.values[i] != kMissing) sum.add(column.values[i], column.scale);
            }
        }
        for (const auto& column : usage.registers) {
            const std::string name = column.channel + " " + column.unit;
            if (column.is_use) {
                uses[name].count += static_cast<std::int64_t>(column.reads.size()) - 2;
                uses[name].add(column.reads.back(), column.scale);
                continue;
            }
            for (const auto read : column.reads) reads[name].add(read, column.scale);
        }
        for (std::size_t i = 0; i < usage.events.size(); ++i) {
            auto& [count, seconds, bytes] = events[usage.events.kinds[i]];
            ++count;
            seconds += usage.events.seconds[i];
            bytes += usage.events.bytes[i];
        }
    }

    [[nodiscard]] std::string text() const {
        std::string out;
        const auto lines = [&](const std::map<std::string, Sum>& sums, std::string_view what) {
            for (const auto& [name, sum] : sums)
                out += fmt::format("    {}: {} {}, sum {}\n", name, sum.count, what, sum.text());
        };
        lines(intervals, "intervals");
        lines(reads, "reads");
        lines(uses, "uses");
        for (const auto& [kind, totals] : events) {
            constexpr std::string_view kNames[] = {"voice", "messages", "data"};
            out += fmt::format("    {}: {} records, {} s, {} bytes\n",
                               kNames[static_cast<std::size_t>(kind)], totals[0], totals[1],
                               totals[2]);
        }
        return out;
    }
};

class Company {
    TempDir folder_;
    FixedClock clock_{*Instant::parse("2026-05-01T00:00:00Z")};

public:
    explicit Company(const Sample& sample)
        : points(sample), database(*store::open(folder_.file("w.db"))),
          context{*database, folder_.path() / "usage", folder_.path() / "scratch", points, clock_,
                  kTenant} {
        EXPECT_TRUE(store::migrate(*database, store::all_of({store::platform_schema(), schema()})));
    }

    // Everything that was kept: the months that the batch names, and a year around them.
    Kept kept(Batch batch) {
        Kept out;
        const auto tx = database->begin(store::Access::Read);
        const auto month = [&](std::string_view which) {
            return static_cast<int>(
                tx->integer(fmt::format("SELECT COALESCE({}(month_{}), 0) FROM usage_file "
                                        "WHERE segment <> ''",
                                        which, which))
                    .value_or(0));
        };
        const LocalDate first = LocalDate::of(1970, 1, 1).plus_months(month("min"));
        const LocalDate last = LocalDate::of(1970, 1, 1).plus_months(month("max") + 1);
        const auto reader = Reader::open(*tx, context.folder, kTenant, AsOf{batch});
        EXPECT_TRUE(reader);
        for (const auto& [code, point] : points.known) {
            const auto usage = reader->read(point, Zone().span_of({first, last}));
            EXPECT_TRUE(usage) << usage.error().message();
            out.add(*usage);
        }
        return out;
    }

    Points points;
    std::unique_ptr<store::Database> database;
    ImportContext context;
};

std::string counts_of(const ImportReport& report) {
    std::string out =
        fmt::format("    {}: {} received = {} accepted + {} rejected + {} pending; {} without "
                    "usage, {} values, {} "
                    "replaced\n",
                    format_name(report.format), report.received, report.accepted, report.rejected,
                    report.pending, report.without_usage, report.values, report.replaced);
    for (const auto& repair : report.repairs)
        out += fmt::format("    mended {} from line {} on: {}\n", repair.records, repair.line,
                           repair.what);
    for (const auto& reject : report.rejects)
        out += fmt::format("    rejected line {}: {}: {}\n", reject.line, reject_name(reject.code),
                           reject.reason);
    return out;
}

std::string outcome_of(const Sample& sample, const std::filesystem::path& data) {
    Company company(sample);
    ImportOptions options;
    options.settings = sample.settings;
    if (!sample.mapping.empty()) {
        const auto shipped = shipped_mapping(sample.mapping);
        const auto mapping = parse_mapping(
            shipped ? std::string(*shipped) : read_whole(kFolder / sample.mapping), sample.mapping);
        EXPECT_TRUE(mapping) << mapping.error().message();
        if (mapping) options.mapping = *mapping;
    }
    const auto report = import_file(company.context, data / sample.file, options);
    if (!report) {
        const auto& subject = report.error().subject;
        const auto colon = subject.rfind(':');
        return fmt::format("    refused{}: {}\n",
                           colon == std::string::npos ? ""
                                                      : " at line " + subject.substr(colon + 1),
                           report.error().text);
    }
    EXPECT_EQ(report->received, report->accepted + report->rejected + report->pending);
    EXPECT_EQ(report->rejected, static_cast<std::int64_t>(report->rejects.size()))
        << "the table shows all rejects";
    return counts_of(*report) + company.kept(report->batch).text();
}

// The table's own words before its first file stay.
void accept(const std::vector<Sample>& samples, const std::vector<std::string>& outcomes) {
    std::ostringstream text;
    std::ifstream in(kFolder / "samples.txt");
    for (std::string line; std::getline(in, line) && (line.empty() || line.starts_with('#'));)
        text << line << "\n";
    in.close();
    for (std::size_t i = 0; i < samples.size(); ++i) text << samples[i].head << "\n" << outcomes[i];
    std::ofstream(kFolder / "samples.txt") << text.str();
}

TEST(Samples, EveryFileOfTheTableGivesWhatItSays) {
    const auto data = shared_data();
    if (!data) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    const auto samples = load_table();
    ASSERT_FALSE(samples.empty());
    std::vector<std::string> outcomes;
    for (const auto& sample : samples) {
        SCOPED_TRACE(sample.file);
        outcomes.push_back(outcome_of(sample, *data));
    }
    if (std::getenv("BILLWRIGHT_ACCEPT") != nullptr) return accept(samples, outcomes);
    for (std::size_t i = 0; i < samples.size(); ++i)
        EXPECT_EQ(outcomes[i], samples[i].outcome) << samples[i].file;
}

TEST(Samples, TheTableNamesEveryFile) {
    const auto data = shared_data();
    if (!data) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    std::set<std::string> named, there;
    for (const auto& sample : load_table()) named.insert(sample.file);
    for (const char* const folder : {"meters", "usage"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(*data / folder)) {
            if (entry.is_regular_file() && entry.path().filename() != "SOURCES.md")
                there.insert(std::filesystem::relative(entry.path(), *data).string());
        }
    }
    EXPECT_EQ(named, there);
}

}  // namespace
}  // namespace bw::meter
