// What the two ways to write a table have in common: text in, rows out. Internal to table.h.
#pragma once

#include "run/company/table.h"

#include <string_view>

namespace bw::company {

// Takes each row, or why it is none; an Error ends the reading.
class RowTaker {
public:
    virtual ~RowTaker() = default;
    virtual Result<void> row(std::int64_t line, Result<Row> row) = 0;
};

// Text in pieces of any size. Errors (Refused) name the line.
class Rows {
public:
    virtual ~Rows() = default;
    virtual Result<void> feed(std::string_view chunk) = 0;
    virtual Result<void> finish() = 0;
};

inline constexpr std::string_view kNotUtf8 =
    "the line is not clean UTF-8 text; a file in another encoding needs a mapping that says so: "
    "encoding: latin-1";

}  // namespace bw::company
