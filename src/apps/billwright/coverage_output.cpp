#include "apps/billwright/coverage_output.h"

#include "apps/billwright/app.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {

using tariff_sources::Coverage;

void write_others(json::Writer& json, const std::vector<std::string>& others) {
    json.key("other_files").array();
    for (const auto& file : others) json.value(file);
    json.end();
}

namespace {

void write_features(json::Writer& json, const Coverage& coverage) {
    json.key("features").array();
    for (const auto& row : coverage.features()) {
        json.object()
            .field("key", row.key)
            .field("state", row.state())
            .field("in_archive", row.in_archive)
            .field("files", row.files)
            .field("expressed", row.expressed)
            .field("refused", row.refused)
            .field("left_out", row.left_out)
            .field("no_money", row.no_money)
            .key("reasons")
            .array();
        for (const auto& reason : row.reasons)
            json.object()
                .field("severity", tariff_sources::severity_name(reason.severity))
                .field("why", reason.why)
                .field("files", reason.files)
                .field("example", reason.example)
                .end();
        json.end().end();
    }
    json.end();
}

}  // namespace

void write_coverage(const Coverage& coverage, const std::vector<std::string>& others) {
    json::Writer json;
    json.object().key("sources").array();
    for (const auto& row : coverage.sources()) {
        if (row.files == 0) continue;
        json.object()
            .field("name", row.name)
            .field("what", row.what)
            .field("files", row.files)
            .field("imported", row.imported)
            .field("without_refusal", row.whole)
            .field("texts", row.texts)
            .field("refused", row.refused)
            .field("left_out", row.left_out)
            .key("errors")
            .array();
        for (const auto& error : row.errors) json.value(error.message());
        json.end().end();
    }
    json.end().field("archive", coverage.archive());
    write_features(json, coverage);
    write_others(json, others);
    print_json(json.end());
}

namespace {

void print_sources(const Coverage& coverage) {
    Table table({"source", ">files", ">imported", ">whole", ">texts", ">refused", ">left out"});
    for (const auto& row : coverage.sources()) {
        if (row.files == 0) continue;
        table.row({std::string(row.name), thousands(row.files), thousands(row.imported),
                   thousands(row.whole), thousands(row.texts), thousands(row.refused),
                   thousands(row.left_out)});
    }
    table.print();
    for (const auto& row : coverage.sources())
        for (const auto& error : row.errors) print_wrapped(error.message(), 0, 2);
}

// Its number in the list below the table; it is added when it is new.
std::size_t number_of(std::vector<std::string>& whys,
                      const tariff_sources::FeatureRow::Reason& reason) {
    const std::string why =
        fmt::format("{}: {}", tariff_sources::severity_name(reason.severity), reason.why);
    const auto found = std::ranges::find(whys, why);
    if (found != whys.end()) return static_cast<std::size_t>(found - whys.begin()) + 1;
    whys.push_back(why);
    return whys.size();
}

void print_features(const Coverage& coverage) {
    const auto rows = coverage.features();
    if (rows.empty()) return;
    fmt::print("\n");
    if (coverage.archive() > 0)
        print_wrapped(
            fmt::format("Shapes, in how many of the archive's {} plans, in how many files "
                        "here, and what becomes of them:",
                        thousands(coverage.archive())),
            0, 0);
    Table table({"shape", ">archive", ">files", ">held", "", "why"});
    std::vector<std::string> whys;
    for (const auto& row : rows) {
        std::string numbers;
        for (const auto& reason : row.reasons)
            numbers += (numbers.empty() ? "" : ", ") + std::to_string(number_of(whys, reason));
        table.row({row.key, thousands(row.in_archive), thousands(row.files),
                   thousands(row.expressed), std::string(row.state()), numbers});
    }
    table.print();
    fmt::print("\n");
    for (std::size_t i = 0; i < whys.size(); ++i)
        print_wrapped(fmt::format("{:3} {}", i + 1, whys[i]), 0, 4);
}

}  // namespace

void print_coverage(const Coverage& coverage) {
    print_sources(coverage);
    print_features(coverage);
}

}  // namespace bw::app
