// Tariffs of other people, in the files that they publish, become texts of ours: the first step
// before `tariff check` and an import. A source is told by what its file holds, not by its name.
// What a source says and the format cannot hold is a finding with line and name; nothing is dropped
// silently, and nothing is guessed. Pure: the caller reads files.
// What is read how, source by source: docs/tariff-sources.md.
#pragma once

#include "base/result.h"
#include "books/catalog/model.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources {

enum class Severity : std::uint8_t {
    Refused,      // it is money, or may be: who uses the tariff must look at it
    LeftOut,      // it is asked for only where it was chosen or something happened
    Reading,      // it is held: how it was read
    Information,  // it says nothing about the amount
};
std::string_view severity_name(Severity severity);  // "refused", "left out", "read", "no money"

struct Finding {
    Severity severity = Severity::Refused;
    int line = 0;
    std::string path;  // "data.gasContract.tariffPeriod[0]"
    std::string says;  // the source's words, shortened
    std::string why;   // it is not held, or how it was read
    friend bool operator==(const Finding&, const Finding&) = default;
};

// A shape that a source can have, and where a file has it: "tou:2win". What became of it is told by
// the findings at this place or above it.
struct Feature {
    std::string key;
    std::string path;
    friend bool operator==(const Feature&, const Feature&) = default;
};

enum class Amounts : std::uint8_t { Dollars, Cents };

// What the user says where a source does not, or instead of it.
struct Options {
    std::string zone;                               // IANA; empty: that of the source
    std::string holidays;                           // a calendar; empty: as the source tells
    std::optional<LocalDate> from;                  // of a file of one version; empty: its own
    std::optional<catalog::TierPeriod> blocks_per;  // of blocks without a time
    std::optional<catalog::PriceBasis> fees;        // with tax or without, where no text says it
    std::optional<Amounts> amounts;                 // of an Australian plan; empty: by their size
    // With tax or without, all prices of a source that has no word on it; with, so much is in them.
    std::optional<catalog::PriceBasis> prices;
    Decimal tax_percent;
};

struct Taken {
    catalog::Document document;
    std::vector<catalog::Deck> decks;
    std::vector<Finding> findings;
    std::vector<Feature> features;
};

struct Source {
    std::string_view name;  // as `--format` names it: "au_cdr"
    std::string_view what;  // "energy plans of the Australian Consumer Data Right (JSON)"
    bool (*is_it)(std::string_view text);
    // An Error: the file as a whole cannot be used, and why.
    Result<Taken> (*read)(std::string_view text, std::string_view file, const Options& options);
};
std::span<const Source> sources();
// Null: none of them wrote it.
const Source* find_source(std::string_view text);
// None of them wrote it; and what is wrong with the text, where it tells that: it is cut, or
// UTF-16.
Error no_source(std::string_view text, std::string_view file);
const Source* source_named(std::string_view name);

// Reads a file and looks at what comes out as `tariff check` would: what it calls an error makes
// the file one that cannot be used.
Result<Taken> take(const Source& source, std::string_view text, std::string_view file,
                   const Options& options = {});

}  // namespace bw::tariff_sources
