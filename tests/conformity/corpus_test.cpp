// The atomic files of the veraPDF corpus, each of which keeps all of its standard or breaks one
// clause of it, as its name says. Prints the agreement of each clause.
#include "flow/compose/conformity/conformity.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bw::conformity {
namespace {

std::optional<std::filesystem::path> corpus() {
    const char* const named = std::getenv("BILLWRIGHT_SHARED");
    std::filesystem::path folder =
        named != nullptr ? named : std::filesystem::path("..") / "shared";
    folder /= "data/einvoice/pdfa-ua";
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return std::nullopt;
    return folder;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// "PDF_A-2b" is what every file of the folder declares, or should.
std::optional<Standard> standard_of(std::string folder) {
    if (folder == "PDF_UA-1") return parse_standard("PDF/UA-1");
    folder.replace(0, std::string("PDF_A").size(), "PDF/A");
    return parse_standard(folder);
}

struct Named {
    std::string clause;  // "6.6.2.3.1"
    bool is_pass = false;
};
// "veraPDF test suite 6-6-2-3-1-t01-fail-c.pdf", "7.18.1-t02-pass-b.pdf"
std::optional<Named> named(std::string name) {
    const auto test = name.find("-t");
    const auto begin = name.find_last_of(' ', test) + 1;  // 0 where there is none
    if (test == std::string::npos) return std::nullopt;
    Named result{name.substr(begin, test - begin), name.contains("-pass-")};
    std::ranges::replace(result.clause, '-', '.');
    return result;
}

struct Agreement {
    int agreed = 0, files = 0;
};

TEST(ConformityCorpus, AgreesWithTheNamesOfTheFiles) {
    const auto folder = corpus();
    if (!folder) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    std::map<std::string, Agreement> clauses;
    Agreement all;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder))
        if (entry.path().extension() == ".pdf") files.push_back(entry.path());
    std::ranges::sort(files);
    ASSERT_EQ(files.size(), 212U);
    for (const auto& file : files) {
        const auto name = named(file.filename().string());
        ASSERT_TRUE(name) << file;
        const auto standard = standard_of(file.parent_path().filename().string());
        ASSERT_TRUE(standard) << file;
        const auto report = check(bytes_of(file), standard);
        ASSERT_TRUE(report) << file << ": " << report.error().message();
        const bool agrees = report->conforms() == name->is_pass;
        auto& clause = clauses[standard->is_ua ? "UA " + name->clause : name->clause];
        for (auto* sum : {&clause, &all}) {
            ++sum->files;
            sum->agreed += agrees ? 1 : 0;
        }
        if (!agrees)
            fmt::print("{}: {}\n", file.filename().string(),
                       report->findings.empty() ? "nothing found" : report->findings[0].clause);
    }
    for (const auto& [clause, sum] : clauses)
        fmt::print("{:12} {:3} of {:3}\n", clause, sum.agreed, sum.files);
    fmt::print("{:12} {:3} of {:3}\n", "all", all.agreed, all.files);
    EXPECT_EQ(all.agreed, all.files);
}

// What a broken file is said to break is the clause that its name says, nearly always: some clauses
// are kept in another one by now.
TEST(ConformityCorpus, FindsTheClauseOfTheName) {
    const auto folder = corpus();
    if (!folder) GTEST_SKIP() << "set BILLWRIGHT_SHARED to the folder of real data";
    int found = 0, broken = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
        const auto name = named(entry.path().filename().string());
        if (!name || name->is_pass) continue;
        ++broken;
        const auto report = check(bytes_of(entry.path()),
                                  standard_of(entry.path().parent_path().filename().string()));
        ASSERT_TRUE(report) << entry.path();
        found += std::ranges::any_of(report->findings, [&](const Finding& finding) {
            return finding.clause.starts_with(name->clause);
        });
    }
    fmt::print("the clause itself: {} of {}\n", found, broken);
    EXPECT_EQ(broken, 133);
    EXPECT_GE(found, 130);
}

}  // namespace
}  // namespace bw::conformity
