// How somebody else's table is read: which of their columns is which of ours, what is the same for
// every row, how they write days and numbers, which of their values means which of ours. The
// entries are those of mappings for readings as far as both have them (docs/company-files.md,
// "Somebody else's columns"). Without a mapping the file uses our own names.
#pragma once

#include "base/result.h"
#include "run/company/columns.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bw::company {

enum class Encoding : std::uint8_t { Utf8, Latin1, Windows1252 };

// "DD.MM.YYYY", "YYYYMMDD", "D.M.YY": what stands between is taken as it is. Two digits of a year
// are 1970 to 2069.
class DayPattern {
public:
    DayPattern() = default;  // 2026-08-31
    static Result<DayPattern> parse(std::string_view text);
    // As 2026-08-31. Error: it is no day, or is written in another way.
    [[nodiscard]] Result<std::string> read(std::string_view text) const;

private:
    std::string text_ = "YYYY-MM-DD";
};

// Theirs, in lower case (ASCII), to ours.
using Translation = std::map<std::string, std::string, std::less<>>;

struct Mapping {
    FileKind kind = FileKind::Accounts;
    std::string source;  // the text it was read from, with what was set beside it; empty: none
    Encoding encoding = Encoding::Utf8;
    int skipped_lines = 0;  // before the header
    char delimiter = ',';
    char decimal_point = '.';
    char thousands = '\0';  // between groups of three digits; none
    bool has_header = true;
    bool is_ours = true;  // our own names: a column that we do not know is a mistake
    DayPattern days;
    // By our name. Several names of theirs: joined by a space, empty ones left out.
    std::map<std::string, std::vector<std::string>, std::less<>> columns;
    std::map<std::string, std::string, std::less<>> constants;  // where there is no value
    std::map<std::string, Translation, std::less<>> translations;
};

// Our own names.
Mapping default_mapping(FileKind kind);
// The kind of file that a mapping says it is for; nothing: it is none of a company (of readings, or
// no mapping at all).
std::optional<FileKind> kind_of_mapping(std::string_view yaml);
// Errors name the file and line.
Result<Mapping> parse_mapping(std::string_view yaml, std::string_view file_name);
// "issuer=TEST": for every row that says nothing else.
Result<void> apply_setting(std::string_view setting, Mapping& mapping);
// Whether any file of a company has such a column; what is wrong with a setting is said before the
// file is known.
bool is_column(std::string_view name);

}  // namespace bw::company
