// How the columns of somebody's CSV are read: which column is what, what is the same for every row,
// how times and numbers are written. Without a mapping file the header must use our own names
// (docs/import-formats.md).
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
inline constexpr std::size_t kColumnCount = 18;
std::string_view column_name(Column column);

struct Mapping {
    Format format = Format::IntervalCsv;
    char delimiter = ',';
    char decimal_point = '.';
    bool has_header = true;
    std::optional<Zone> zone;  // of times that carry no offset
    TimeFormat time_format;
    // Header names, or "#3" for the third column. More than one only for Bytes: they are added.
    std::array<std::vector<std::string>, kColumnCount> columns;
    std::array<std::optional<std::string>, kColumnCount> constants;
    std::map<std::string, Quality, std::less<>> qualities;  // lower case; ours are known without
    std::map<std::string, EventKind, std::less<>> kinds;    // lower case; ours are known without
    std::vector<std::string> answered;  // values of the column Answered that mean 'yes'

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

// Our own column names, comma, point, ISO times.
Mapping default_mapping(Format format);
// The YAML of a mapping file. Errors name the file and line.
Result<Mapping> parse_mapping(std::string_view yaml, std::string_view file_name);

std::string lower_case(std::string_view text);  // ASCII only
std::optional<Quality> parse_quality(std::string_view text, const Mapping& mapping);
std::optional<EventKind> parse_kind(std::string_view text, const Mapping& mapping);

}  // namespace bw::meter
