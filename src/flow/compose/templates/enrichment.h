// What a template adds to its data before it is filled: fields of its own, declared in
// enrich.yaml beside it and asked for as {extra.NAME}. A field is the first of several words whose
// condition holds (a segment), what a table says of a key (a look-up), or a number reckoned from
// others. docs/template-format.md tells the language.
#pragma once

#include "base/result.h"
#include "books/catalog/formula.h"
#include "flow/compose/data/schema.h"
#include "flow/compose/source_file.h"
#include "flow/compose/templates/expression.h"
#include "flow/compose/templates/finding.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::templates {

inline constexpr std::size_t kMostExtras = 24, kMostTables = 8, kMostTableRows = 20'000;
inline constexpr std::string_view kEnrichFile = "enrich.yaml", kExtra = "extra";

// Rows by their first column; the other columns have names.
struct LookUpTable {
    std::vector<std::string> columns;
    std::map<std::string, std::vector<std::string>, std::less<>> rows;
};

struct ExtraField {
    std::string name;
    enum class Way : std::uint8_t { Choose, Find, Reckon };
    Way way = Way::Choose;
    struct Choice {
        std::optional<Condition> condition;
        std::string word;
    };
    std::vector<Choice> choices;
    std::vector<std::string> words;  // all that it can say
    std::size_t table = 0;           // of Find
    Words by;                        // the key
    // Of the table, by language (compose::Language): words_de where there is one, else words.
    std::vector<std::size_t> columns;
    catalog::Formula formula;  // of Reckon
    std::map<std::string, Path, std::less<>> paths;
    data::Type type = data::Type::Number;  // or Percent, or Money in the currency of the first path
};

// The values of one document.
struct Extras {
    std::array<data::Value, kMostExtras> values;
};

// Never moved: the paths of a plan point into its record.
struct Enrichment {
    std::vector<ExtraField> fields;
    std::vector<LookUpTable> tables;
    std::vector<std::vector<std::string_view>> words;  // of the fields that choose, for the record
    std::vector<data::Field> record_fields;
    data::Record record;
};

// What can be asked of the fields so far; each field sees those before it.
struct Asked {
    const data::Record& schema;
    const OwnTexts& texts;
};
// Null: the template has no enrich.yaml, or findings were added.
std::shared_ptr<const Enrichment> read_enrichment(std::span<const compose::SourceFile> files,
                                                  const Asked& asked, Findings& findings);

// A number for reckoning; nothing: the value is none. Of a period its days.
std::optional<Decimal> reckoned(const data::Value& value);

}  // namespace bw::templates
