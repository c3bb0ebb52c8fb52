#include "flow/meter/formats/parts/csv.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

namespace bw::meter {

Result<bool> CsvReader::next(std::string_view& chunk, CsvRecord& record) {
    std::string_view line;
    while (TRY(splitter_.next(chunk, line))) {
        if (TRY(take(line, record))) return true;
    }
    return false;
}

Result<bool> CsvReader::rest(CsvRecord& record) {
    std::string_view line;
    if (splitter_.rest(line) && TRY(take(line, record))) return true;
    if (open_line_ != 0) {
        return fail(Code::Refused,
                    "the file ends inside a quoted field: it was cut off, or a quote "
                    "is missing",
                    fmt::format("line {}", open_line_));
    }
    return false;
}

// Is the record complete with this line?
Result<bool> CsvReader::take(std::string_view line, CsvRecord& record) {
    const bool is_continued = open_line_ != 0;
    if (!is_continued && line.find('"') == std::string_view::npos) {
        if (trim(line).empty()) return false;
        record.line = splitter_.number();
        TRY_VOID(split(line, record));
        return true;
    }
    state_ = scan(line, is_continued ? state_ : State::FieldStart);
    if (!is_continued) open_line_ = splitter_.number();
    if (open_.size() + line.size() + 1 > kLineBytesMax) {
        return fail(Code::Refused,
                    fmt::format("a quoted field is longer than {} bytes: a quote is missing",
                                kLineBytesMax),
                    fmt::format("line {}", open_line_));
    }
    if (is_continued) open_.push_back('\n');
    open_.append(line);
    if (state_ == State::Quoted) return false;
    done_.swap(open_);
    open_.clear();
    record.line = open_line_;
    open_line_ = 0;
    TRY_VOID(split(done_, record));
    return true;
}

// Only to know whether quotes are open at the end of the line; split() does the rest.
CsvReader::State CsvReader::scan(std::string_view line, State state) const {
    for (const char c : line) {
        switch (state) {
            case State::FieldStart:
                state = c == '"'          ? State::Quoted
                        : c == delimiter_ ? State::FieldStart
                                          : State::Plain;
                break;
            case State::Plain:
                if (c == delimiter_) state = State::FieldStart;
                break;
            case State::Quoted:
                if (c == '"') state = State::QuoteInQuoted;
                break;
            case State::QuoteInQuoted:
                state = c == '"'          ? State::Quoted
                        : c == delimiter_ ? State::FieldStart
                                          : State::Plain;
                break;
        }
    }
    return state;
}

Result<void> CsvReader::split(std::string_view text, CsvRecord& record) {
    record.fields.clear();
    record.is_well_formed = true;
    record.is_clean = is_clean_text(text, LineBreaks::Allowed);
    unescaped_.clear();
    unescaped_.reserve(text.size());  // views into it stay valid
    std::size_t at = 0;
    while (true) {
        if (record.fields.size() == kColumnsMax) {
            return fail(Code::Refused, fmt::format("a record has more than {} fields", kColumnsMax),
                        fmt::format("line {}", record.line));
        }
        if (at < text.size() && text[at] == '"') {
            record.fields.push_back(quoted_field(text, at, record));
        } else {
            const auto end = std::min(text.find(delimiter_, at), text.size());
            record.fields.push_back(trim(text.substr(at, end - at)));
            at = end;
        }
        if (at >= text.size()) return {};
        ++at;  // the delimiter
    }
}

// `at` stands on the opening quote; afterwards on the delimiter or at the end.
std::string_view CsvReader::quoted_field(std::string_view text, std::size_t& at,
                                         CsvRecord& record) {
    const std::size_t begin = unescaped_.size();
    ++at;
    while (at < text.size()) {
        const auto quote = std::min(text.find('"', at), text.size());
        unescaped_.append(text, at, quote - at);
        at = quote + 1;
        if (at >= text.size() || text[at] != '"') break;
        unescaped_.push_back('"');
        ++at;
    }
    const auto end = std::min(text.find(delimiter_, std::min(at, text.size())), text.size());
    if (at < end && !trim(text.substr(at, end - at)).empty()) record.is_well_formed = false;
    at = end;
    return std::string_view(unescaped_).substr(begin);
}

}  // namespace bw::meter
