// How the columns of somebody's CSV are read: which column is what, what is the same for every row,
// how times and numbers are written. Without a mapping file the header must use our own names
// (docs/import-formats.md). Formats that are no tables take three entries: zone, received and the
// service point. Mappings for files that others publish come with the program (shipped_mapping).
#pragma once

#include "base/civil.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/timestamp.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

// What a column can be. The names in files are the same in snake_case: service_point, record_id, ..
enum class Column : std::uint8_t {
    ServicePoint,
    Channel,
    Unit,
    Start,
    End,
    Time,
    Minutes,
    Period,
    Value,
    Read,
    Quality,
    Digits,
    Zone,
    RecordId,
    Kind,
    Seconds,
    Bytes,
    Destination,
    Answered
};
inline constexpr std::size_t kColumnCount = 19;
std::string_view column_name(Column column);

// One of several columns of values in a row.
struct ValueColumn {
    std::string name;     // header name or "#3"
    std::string channel;  // ours
    std::string unit;     // empty: as the row says
};

// Values of one row that lie side by side: `count` columns from `first` on, value i i lengths after
// the row's start.
struct ValueSeries {
    std::string first;
    int count = 0;
};

struct Mapping {
    Format format = Format::IntervalCsv;
    std::string source;     // the text it was read from
    int skipped_lines = 0;  // before the header
    char delimiter = ',';
    char decimal_point = '.';
    bool has_header = true;
    std::optional<Zone> zone;         // of times that carry no offset
    std::optional<Instant> received;  // the time of readings whose record has none
    std::optional<int> decimals;      // values are rounded to so many
    TimeFormat time_format;
    // Header names, or "#3" for the third column. More than one only for Bytes, which are added,
    // for times (a day and a time of day, read with a space between) and for RecordId: the id is
    // made of them.
    std::array<std::vector<std::string>, kColumnCount> columns;
    // The column of Asterisk's uniqueid, which need not be there. What looks like one is the id
    // before RecordId.
    std::string unique_id;
    // Where the number stands that tells the records of one uniqueid apart: the first of these
    // columns that is there.
    std::vector<std::string> sequence;
    std::array<std::optional<std::string>, kColumnCount> constants;
    std::map<std::string, Quality, std::less<>> qualities;     // lower case; ours are known without
    std::map<std::string, EventKind, std::less<>> kinds;       // lower case; ours are known without
    std::map<std::string, std::string, std::less<>> channels;  // their codes; empty: as named
    std::vector<ValueColumn> values;                           // instead of the column Value
    std::optional<ValueSeries> series;                         // likewise
    std::vector<std::string> answered;     // values of the column Answered that mean 'yes'
    std::vector<std::string> unanswered;   // that mean 'no'; empty: all others
    bool is_answered_when_filled = false;  // any text in it means 'yes'

    [[nodiscard]] std::vector<std::string>& names(Column c) {
        return columns[static_cast<std::size_t>(c)];
    }
    [[nodiscard]] const std::vector<std::string>& names(Column c) const {
        return columns[static_cast<std::size_t>(c)];
    }
    [[nodiscard]] std::optional<std::string>& constant(Column c) {
        return constants[static_cast<std::size_t>(c)];
    }
    [[nodiscard]] const std::optional<std::string>& constant(Column c) const {
        return constants[static_cast<std::size_t>(c)];
    }
    // The value of a row when it has no such column; empty when nothing says so.
    [[nodiscard]] std::string_view constant_text(Column c) const {
        const auto& text = constant(c);
        return text ? std::string_view(*text) : std::string_view();
    }
};

// Is it read row by row, with named columns?
bool is_table(Format format);
// Our own column names, comma, point, ISO times; of a switch's format its own columns.
Mapping default_mapping(Format format);
// "zone=Europe/Berlin", "received=2024-03-01T12:00:00Z", or a constant: "service_point=DE0001".
Result<void> apply_setting(std::string_view setting, Mapping& mapping);
// The YAML of a mapping file. Errors name the file and line.
Result<Mapping> parse_mapping(std::string_view yaml, std::string_view file_name);

// The text of a mapping that comes with the program, by its name ("ausgrid-solar").
std::optional<std::string_view> shipped_mapping(std::string_view name);
std::vector<std::string_view> shipped_mapping_names();

std::optional<Column> find_column(std::string_view name);
std::string lower_case(std::string_view text);  // ASCII only
std::optional<Quality> parse_quality(std::string_view text, const Mapping& mapping);
std::optional<EventKind> parse_kind(std::string_view text, const Mapping& mapping);

}  // namespace bw::meter
