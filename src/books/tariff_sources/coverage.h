// How much of a folder of foreign tariffs is held: per source and per shape that a source can have.
// Reckoned from what the readers did, file by file: a shape is expressed where no finding stands at
// its place or above it.
#pragma once

#include "books/tariff_sources/source.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources {

// How many tariffs of a whole archive have a shape, as somebody counted them.
struct Counts {
    std::map<std::string, std::int64_t> plans;  // by key
    std::int64_t all = 0;
};
bool is_counts(std::string_view text);
Result<Counts> read_counts(std::string_view text, std::string_view file);

struct SourceRow {
    std::string_view name, what;
    int files = 0;
    int imported = 0;  // that give at least one text
    int whole = 0;     // of them, without a refusal
    int texts = 0;     // schedules and decks
    int refused = 0, left_out = 0;
    std::vector<Error> errors;  // of files that cannot be used, or give no text
};

// What became of one shape over all files.
struct FeatureRow {
    std::string key;
    std::int64_t in_archive = 0;
    int files = 0;
    int expressed = 0, refused = 0, left_out = 0, no_money = 0;  // of the files; the worst counts
    struct Reason {
        Severity severity = Severity::Refused;
        std::string why;
        std::string example;  // "NAME.json line 12"
        int files = 0;
    };
    std::vector<Reason> reasons;  // the most frequent first
    // "expressed", "refused", "left out", "no money", "in part" or "not here"
    [[nodiscard]] std::string_view state() const;
};

class Coverage {
public:
    Coverage();
    void add(const Source& source, const std::string& file, const Result<Taken>& taken);
    void add(const Counts& counts);
    [[nodiscard]] const std::vector<SourceRow>& sources() const { return sources_; }
    // By key; of those that the counts name and those that the files have.
    [[nodiscard]] std::vector<FeatureRow> features() const;
    [[nodiscard]] std::int64_t archive() const { return archive_; }

private:
    void add_features(const std::string& file, const Taken& taken);

    std::vector<SourceRow> sources_;
    std::map<std::string, FeatureRow> features_;
    std::int64_t archive_ = 0;
};

}  // namespace bw::tariff_sources
