// The program's rating against the independent calculator beside this file: seven real homes, four
// real plans, eleven months, 308 bills, line by line to the cent. Reads the shared data where they
// are; without them it says so and skips.
#include "books/catalog/choice.h"
#include "books/catalog/parse.h"
#include "books/tariff_sources/source.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace bw {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = "tests/reference/sgsc";  // tests run in the repository's root
constexpr std::array kPlans{"SMA548306SS@VEC", "AUR775692RBE7@EME", "ENE528664MRE1@EME",
                            "OR2410950MR@VEC"};
constexpr int kScale = 6;
constexpr std::size_t kBills = 308;

fs::path shared_folder() {
    const char* named = std::getenv("BILLWRIGHT_SHARED");
    return named != nullptr ? fs::path(named) : fs::current_path().parent_path() / "shared";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path;
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string output_of(const std::string& command) {
    std::string text;
    std::FILE* pipe = popen(command.c_str(), "r");
    EXPECT_NE(pipe, nullptr);
    if (pipe == nullptr) return text;
    std::array<char, 65536> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
        text.append(buffer.data(), got);
    EXPECT_EQ(pclose(pipe), 0) << command;
    return text;
}

struct BillKey {
    std::string home, plan, month;
    auto operator<=>(const BillKey&) const = default;
};
struct Line {
    std::string quantity, amount;
};
struct Bill {
    std::string missing;
    std::map<std::string, Line> lines;  // and net, gst, total
};
using Bills = std::map<BillKey, Bill>;

Bills read_reference() {
    Bills bills;
    std::istringstream rows(output_of("python3 -B " + (kFolder / "bills.py").string() + " --csv"));
    std::string row;
    std::getline(rows, row);
    EXPECT_EQ(row, "home,plan,month,missing,line,quantity,amount,price");
    while (std::getline(rows, row)) {
        std::vector<std::string> cells(1);
        for (const char c : row)
            if (c == ',') cells.emplace_back();
            else cells.back() += c;
        EXPECT_EQ(cells.size(), 8u);
        auto& bill = bills[{cells[0], cells[1], cells[2]}];
        bill.missing = cells[3];
        bill.lines[cells[4]] = {cells[5], cells[6]};
    }
    return bills;
}

// Half hours from the first to the last label; labels are fixed UTC+10 without daylight saving.
meter::IntervalColumn read_home(const fs::path& path) {
    meter::IntervalColumn column;
    column.channel = "import";
    column.unit = "kWh";
    column.scale = kScale;
    std::istringstream rows(output_of("gzip -dc '" + path.string() + "'"));
    std::string row;
    std::getline(rows, row);
    while (std::getline(rows, row)) {
        const std::size_t comma = row.find(',');
        const auto at = Instant::parse(row.substr(0, comma) + "+10:00");
        const auto value = Decimal::parse(row.substr(comma + 1));
        EXPECT_TRUE(at.has_value() && value.has_value() && value->places() <= kScale) << row;
        if (!at || !value) return column;
        if (column.values.empty()) column.start = *at;
        const auto index = static_cast<std::size_t>((at->seconds() - column.start.seconds()) /
                                                    column.step_seconds);
        if (index >= column.values.size()) {
            column.values.resize(index + 1, meter::kMissing);
            column.qualities.resize(index + 1, meter::Quality::Missing);
        }
        column.values[index] = static_cast<std::int64_t>(value->nano() / 1000);
        column.qualities[index] = meter::Quality::Actual;
    }
    return column;
}

// "block 1", "11-01 OFF_PEAK", "supply", "discount": the reference's name of a line.
std::string line_key(const rate::Piece& piece, const catalog::Schedule& schedule) {
    if (piece.kind == rate::PieceKind::Fixed) return "supply";
    if (piece.kind == rate::PieceKind::Discount) return "discount";
    if (piece.breakdown.tier > 0) return fmt::format("block {}", piece.breakdown.tier);
    std::string start = "01-01";
    for (const auto& season : schedule.find(piece.charge)->seasons)
        if (season.name == piece.breakdown.season && !season.ranges.empty())
            start =
                fmt::format("{:02}-{:02}", season.ranges[0].from.month, season.ranges[0].from.day);
    std::string type = piece.breakdown.window;
    for (char& c : type) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    return start + " " + type;
}

// An exact decimal must be equal; for p/q the nine decimals must be the nearest or next to it.
bool same_quantity(Decimal ours, const std::string& theirs) {
    const std::size_t slash = theirs.find('/');
    if (slash == std::string::npos) return Decimal::parse(theirs).value() == ours;
    const int128 p = Decimal::parse(theirs.substr(0, slash)).value().nano() / Decimal::kScale;
    const int128 q = Decimal::parse(theirs.substr(slash + 1)).value().nano() / Decimal::kScale;
    const int128 off = ours.nano() * q - p * Decimal::kScale;
    return (off < 0 ? -off : off) < q;
}

class SgscBills : public ::testing::Test {
protected:
    void SetUp() override {
        if (!fs::is_directory(shared_folder() / "data/meters/sgsc"))
            GTEST_SKIP() << "the shared data are absent; set BILLWRIGHT_SHARED to the folder that "
                            "holds data/meters/sgsc";
        const auto calendars =
            catalog::parse(read_file(kFolder / "nsw.calendar.yaml"), "nsw.calendar.yaml");
        ASSERT_TRUE(calendars.has_value()) << calendars.error().message();
        catalog_ = *calendars;
        for (const auto* plan : kPlans) take_schedule(plan);
    }

    // As `tariff convert` makes it of the plan file, for homes in Sydney in 2013.
    void take_schedule(const std::string& plan) {
        tariff_sources::Options options;
        options.from = LocalDate::of(2012, 1, 1);
        options.zone = "Australia/Sydney";
        options.holidays = catalog_.calendars.at(0).name;
        const fs::path file = shared_folder() / "data/tariffs/au-cdr" / (plan + ".json");
        const std::string text = read_file(file);
        const auto* source = tariff_sources::find_source(text);
        ASSERT_NE(source, nullptr) << file;
        const auto taken = tariff_sources::take(*source, text, file.string(), options);
        ASSERT_TRUE(taken.has_value()) << taken.error().message();
        // Of a home of which nothing is said: no solar roof, no controlled load, no green power.
        const auto& schedule = taken->document.schedules.at(0);
        const auto choice = catalog::choose(schedule, {});
        ASSERT_TRUE(choice) << choice.error().message();
        catalog_.schedules.push_back(catalog::chosen(schedule, *choice));
    }

    const rate::CompiledSchedule& compiled(const catalog::Schedule& schedule, const Period& month) {
        const auto key = std::pair(schedule.head.name, month.from);
        const auto found = compiled_.find(key);
        if (found != compiled_.end()) return found->second;
        rate::CompileRequest request;
        request.versions = {&schedule};
        request.period = month;
        request.zone = *Zone::find("Australia/Sydney");
        request.calendars = {&catalog_.calendars.at(0)};
        auto result = rate::compile(request);
        EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message());
        return compiled_.emplace(key, std::move(result).value()).first->second;
    }

    void compare(const BillKey& key, const Bill& reference, const meter::Usage& usage) {
        const auto schedule = std::find_if(catalog_.schedules.begin(), catalog_.schedules.end(),
                                           [&](const auto& s) { return s.head.name == key.plan; });
        const Period month = month_of(LocalDate::parse(key.month + "-01").value());
        const auto rated = rate::rate(compiled(*schedule, month), usage, {});
        ASSERT_TRUE(rated.has_value()) << rated.error().message();
        const std::string where = key.home + " " + key.plan + " " + key.month;
        Decimal net;
        std::int64_t missing = 0;
        std::size_t lines = 0;
        for (const auto& piece : rated->pieces) {
            missing += piece.breakdown.missing;
            if (piece.quantity.is_zero()) continue;  // nothing measured: no line in the reference
            const Decimal amount = rate::line_amount(piece).value();
            net += amount;
            const std::string name = line_key(piece, *schedule);
            const auto line = reference.lines.find(name);
            ASSERT_NE(line, reference.lines.end())
                << where << ": line '" << name << "' is not in the reference";
            EXPECT_EQ(amount.to_string(2), line->second.amount) << where << " " << name;
            if (piece.kind != rate::PieceKind::Discount) {
                EXPECT_TRUE(same_quantity(piece.quantity, line->second.quantity))
                    << where << " " << name << ": " << piece.quantity.to_string()
                    << " != " << line->second.quantity;
            }
            ++lines;
        }
        EXPECT_EQ(lines + 3, reference.lines.size()) << where;  // net, gst, total
        EXPECT_EQ(std::to_string(missing), reference.missing) << where;
        const Currency aud = Currency::parse("AUD").value();
        const Money money = round_to_money(net, aud, Rounding::HalfUp).value();
        const Money gst = percent_of(money, Decimal(10), Rounding::HalfUp).value();
        EXPECT_EQ(money.to_string(), reference.lines.at("net").amount) << where;
        EXPECT_EQ(gst.to_string(), reference.lines.at("gst").amount) << where;
        EXPECT_EQ(add(money, gst)->to_string(), reference.lines.at("total").amount) << where;
        ++compared_;
    }

    catalog::Document catalog_;
    std::map<std::pair<std::string, LocalDate>, rate::CompiledSchedule> compiled_;
    std::size_t compared_ = 0;
};

TEST_F(SgscBills, AgreeWithTheIndependentCalculatorToTheCent) {
    const Bills reference = read_reference();
    ASSERT_EQ(reference.size(), kBills);
    std::map<std::string, meter::Usage> homes;
    for (const auto& [key, bill] : reference) {
        auto& usage = homes[key.home];
        if (usage.intervals.empty())
            usage.intervals.push_back(read_home(shared_folder() / "data/meters/sgsc" /
                                                fmt::format("customer-{}.csv.gz", key.home)));
        compare(key, bill, usage);
    }
    EXPECT_EQ(compared_, kBills);
}

}  // namespace
}  // namespace bw
