#include "apps/demo/cast.h"
#include "apps/demo/demo.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace bw::demo {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) result.push_back(line);
    return result;
}

// Path -> bytes of everything that the options make.
struct Made {
    std::vector<File> files;
    std::map<std::string, std::string> bytes;
};
Made make(const Options& options) {
    const bw::testing::TempDir folder;
    Made made;
    auto files = generate(folder.path(), options);
    EXPECT_TRUE(files) << files.error().message();
    if (!files) return made;
    made.files = *files;
    for (const File& file : made.files) made.bytes[file.path] = read(folder.path() / file.path);
    return made;
}
const Made& standard() {
    static const Made made = make({});
    return made;
}

Options homes(std::int64_t accounts) {
    Options options;
    options.accounts = accounts;
    options.months = 1;
    options.kinds = {Kind::Electricity};
    options.stories = false;
    options.step_minutes = 30;
    return options;
}

TEST(Demo, SameSeedGivesSameBytes) {
    const Made again = make({});
    EXPECT_EQ(again.files, standard().files);
    EXPECT_TRUE(again.bytes == standard().bytes);
}

TEST(Demo, AnotherSeedGivesOtherAccountsAndReadings) {
    const Made other = make({.seed = 2});
    ASSERT_EQ(other.files.size(), standard().files.size());
    for (const auto& [path, bytes] : other.bytes) {
        const bool is_text = path.starts_with("catalog/") || path.starts_with("issuers/");
        EXPECT_EQ(bytes == standard().bytes.at(path), is_text) << path;
    }
}

TEST(Demo, EveryFileHoldsTheBytesItSays) {
    ASSERT_THAT(standard().files, SizeIs(25));
    for (const File& file : standard().files) {
        EXPECT_GT(file.bytes, 0) << file.path;
        EXPECT_EQ(file.bytes, static_cast<std::int64_t>(standard().bytes.at(file.path).size()));
    }
}

TEST(Demo, FilesComeInTheOrderOfTheirArrival) {
    const auto& files = standard().files;
    EXPECT_TRUE(std::ranges::is_sorted(files, {}, &File::arrives));
    const LocalDate first = files.front().arrives;
    const auto later =
        std::ranges::find_if(files, [&](const File& f) { return f.arrives != first; });
    EXPECT_TRUE(std::ranges::is_sorted(files.begin(), later, {}, &File::kind));
    EXPECT_EQ(files.front().path, "catalog/calendar-de.yaml");
    EXPECT_EQ(std::prev(later)->path, "accounts/accounts.csv");
}

TEST(Demo, AHundredAccountsAreSplitBetweenTheCompanies) {
    std::set<std::string> aurora, nordlink;
    for (const std::string& line : lines(standard().bytes.at("accounts/accounts.csv"))) {
        const std::string account = line.substr(0, line.find(','));
        if (account.starts_with("A-")) aurora.insert(account);
        if (account.starts_with("N-")) nordlink.insert(account);
    }
    EXPECT_THAT(aurora, SizeIs(60));
    EXPECT_THAT(nordlink, SizeIs(40));
}

TEST(Demo, EveryAccountsRowHasTheColumnsOfTheHeader) {
    for (const auto& [path, bytes] : standard().bytes) {
        if (!path.starts_with("accounts/")) continue;
        for (const std::string& line : lines(bytes)) {
            bool quoted = false;
            int commas = 0;
            for (const char c : line) {
                if (c == '"') quoted = !quoted;
                commas += c == ',' && !quoted ? 1 : 0;
            }
            EXPECT_EQ(commas, 21) << path << ": " << line;
        }
    }
}

TEST(Demo, ThePlanChangeAndTheMoveAreInTheMiddleOfAMonth) {
    EXPECT_THAT(standard().bytes.at("accounts/2026-09/changes.csv"),
                HasSubstr("NORDLINK-MOBILE-L,2026-09-16\n"));
    const auto moved = lines(standard().bytes.at("accounts/2026-10/changes.csv"));
    ASSERT_THAT(moved, SizeIs(3));
    EXPECT_THAT(moved[1], StartsWith("A-100017,"));
    EXPECT_THAT(moved[1], EndsWith(",,2026-10-16"));
    EXPECT_THAT(moved[2], HasSubstr("AE09000017"));
}

TEST(Demo, AMonthOfHalfHoursCoversEveryLocalHour) {
    // 1 August 2026 begins at 08:00 of the market's first of August and ends at 08:00 of its 1
    // September.
    const auto text = make(homes(1)).bytes.at("readings/2026-08/electricity-001.nem12.csv");
    const auto all = lines(text);
    ASSERT_THAT(all, SizeIs(1 + 1 + 32 + 1));
    EXPECT_THAT(all[0], StartsWith("100,NEM12,"));
    EXPECT_THAT(all[1], StartsWith("200,AE00000001,E1,E1,E1,,"));
    EXPECT_THAT(all[2], StartsWith("300,20260801,"));
    EXPECT_THAT(all[33], StartsWith("300,20260901,"));
    EXPECT_EQ(std::ranges::count(all[2], ','), 1 + 48 + 5);
    EXPECT_EQ(all[34], "900");
}

TEST(Demo, NoDayIsInTwoFilesOfReadings) {
    for (const std::string point : {"AE00000001", "AE00000020"}) {
        std::set<std::string> days;
        for (const auto& [path, bytes] : standard().bytes) {
            if (!path.ends_with("-001.nem12.csv")) continue;
            bool is_point = false;
            for (const std::string& line : lines(bytes)) {
                if (line.starts_with("200,")) is_point = line.substr(4, 10) == point;
                if (!is_point || !line.starts_with("300,")) continue;
                EXPECT_TRUE(days.insert(line.substr(4, 8)).second) << line;
            }
        }
        EXPECT_THAT(days, SizeIs(31 + 30 + 31 + 1));
    }
}

TEST(Demo, GapsEstimatesAndCorrectionsAreThere) {
    const std::string august = standard().bytes.at("readings/2026-08/electricity-001.nem12.csv");
    EXPECT_THAT(august, HasSubstr(",E52,"));
    EXPECT_THAT(august, HasSubstr(",N,,\n"));
    EXPECT_THAT(august, HasSubstr(std::string("200,") + cast::kUnknownPoint));
    const auto corrected =
        lines(standard().bytes.at("readings/2026-09/electricity-corrections.nem12.csv"));
    ASSERT_THAT(corrected, SizeIs(6));
    EXPECT_THAT(corrected[2], StartsWith("300,20260820,"));
    EXPECT_THAT(corrected[2], HasSubstr(",A,,,"));
    // What was estimated is not what was read.
    EXPECT_THAT(august, Not(HasSubstr(corrected[2].substr(0, 60))));
}

TEST(Demo, BadCallRecordsAreInOneFileOnly) {
    EXPECT_THAT(standard().bytes.at("usage/2026-09/calls.csv"), HasSubstr(",sixty,"));
    EXPECT_THAT(standard().bytes.at("usage/2026-08/calls.csv"), Not(HasSubstr(",sixty,")));
}

TEST(Demo, ReadingsAreCutIntoFilesOfLimitedSize) {
    Options options = homes(40);
    options.file_bytes = 100'000;
    const Made made = make(options);
    std::int64_t points = 0, parts = 0;
    for (const File& file : made.files) {
        if (!file.path.starts_with("readings/")) continue;
        ++parts;
        EXPECT_LT(file.bytes, 100'000 + 20'000);
        const std::string& text = made.bytes.at(file.path);
        EXPECT_THAT(text, StartsWith("100,NEM12,"));
        EXPECT_THAT(text, EndsWith("\n900\n"));
        for (const std::string& line : lines(text)) points += line.starts_with("200,") ? 1 : 0;
    }
    EXPECT_EQ(points, 40);
    EXPECT_GT(parts, 3);
}

TEST(Demo, MoreAccountsDoNotChangeTheFirstOnes) {
    const auto few = lines(make(homes(3)).bytes.at("readings/2026-08/electricity-001.nem12.csv"));
    const auto many = lines(make(homes(30)).bytes.at("readings/2026-08/electricity-001.nem12.csv"));
    ASSERT_GT(many.size(), few.size());
    EXPECT_TRUE(std::equal(few.begin(), few.end() - 1, many.begin()));
}

TEST(Demo, HomesUsePlausibleAmounts) {
    std::int64_t watt_hours = 0;
    for (const std::string& line :
         lines(make(homes(50)).bytes.at("readings/2026-08/electricity-001.nem12.csv"))) {
        if (!line.starts_with("300,")) continue;
        std::istringstream in(line.substr(13));
        for (int i = 0; i < 48; ++i) {
            std::string value;
            std::getline(in, value, ',');
            std::erase(value, '.');
            watt_hours += std::stoll(value);
        }
    }
    const std::int64_t kwh_a_home = watt_hours / 1000 / 50;  // of 32 days in August
    EXPECT_GT(kwh_a_home, 120);
    EXPECT_LT(kwh_a_home, 800);
}

TEST(Demo, OptionsOutOfRangeAreRefusedWithTheReason) {
    const bw::testing::TempDir folder;
    const auto error_of = [&](const Options& options) {
        const auto files = generate(folder.path(), options);
        return files ? std::string() : files.error().text;
    };
    EXPECT_THAT(error_of({.accounts = 0}), HasSubstr("accounts must be 1"));
    EXPECT_THAT(error_of({.accounts = 99}), HasSubstr("leave the stories out"));
    EXPECT_THAT(error_of({.months = 0}), HasSubstr("months must be"));
    EXPECT_THAT(error_of({.first_month = LocalDate::of(2025, 12, 1)}), HasSubstr("2026-01"));
    EXPECT_THAT(error_of({.first_month = LocalDate::of(2026, 8, 2)}), HasSubstr("first day"));
    EXPECT_THAT(error_of({.kinds = {}}), HasSubstr("at least one kind"));
    EXPECT_THAT(error_of({.step_minutes = 10}), HasSubstr("15 or 30"));
}

TEST(Demo, AFolderThatCannotBeWrittenIsNamed) {
    const bw::testing::TempDir folder;
    std::ofstream(folder.path() / "catalog") << "a file where a folder must be";
    const auto files = generate(folder.path(), {});
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code, Code::Refused);
    EXPECT_THAT(files.error().subject, HasSubstr("calendar-de.yaml"));
}

}  // namespace
}  // namespace bw::demo
