// Records of fields after RFC 4180: quoted fields, "" for a quote, line breaks inside quotes.
// Constant memory: a record is at most kLineBytesMax long and kColumnsMax wide.
#pragma once

#include "flow/meter/formats/parts/lines.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

struct CsvRecord {
    std::vector<std::string_view> fields;  // spaces around unquoted fields removed
    std::int64_t line = 0;                 // where it begins
    bool is_clean = true;                  // UTF-8 without control characters
    bool is_well_formed = true;            // nothing but a delimiter follows a closing quote
};

class CsvReader {
public:
    explicit CsvReader(char delimiter = ',') : delimiter_(delimiter) {}
    // Takes the next record out of `chunk`; false: the chunk is used up. Blank lines are skipped.
    // The record lives until the next call. Error (Refused): over a limit.
    Result<bool> next(std::string_view& chunk, CsvRecord& record);
    // At the end of the input: the last record, when it had no line break. Error (Refused): the
    // input ends inside a quoted field.
    Result<bool> rest(CsvRecord& record);
    [[nodiscard]] std::int64_t lines() const { return splitter_.number(); }

private:
    enum class State { FieldStart, Plain, Quoted, QuoteInQuoted };
    Result<bool> take(std::string_view line, CsvRecord& record);
    [[nodiscard]] State scan(std::string_view line, State state) const;
    Result<void> split(std::string_view text, CsvRecord& record);
    std::string_view quoted_field(std::string_view text, std::size_t& at, CsvRecord& record);

    char delimiter_;
    LineSplitter splitter_;
    State state_ = State::FieldStart;
    std::string open_;  // lines of a record whose quotes are open
    std::int64_t open_line_ = 0;
    std::string done_;       // the record that was handed out
    std::string unescaped_;  // room for fields with ""
};

}  // namespace bw::meter
