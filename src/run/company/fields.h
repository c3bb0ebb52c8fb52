// Columns and where their values go, in one list: a new column of a file is one line of it.
// Internal to the files' readers.
#pragma once

#include "run/company/table.h"

#include <array>
#include <cstddef>

namespace bw::company {

// `in`: the text of the draft that takes the column's value.
template <typename Draft>
struct Field {
    Column column;
    std::string& (*in)(Draft&);
};

template <typename Draft, std::size_t N>
constexpr std::array<Column, N> columns_of(const std::array<Field<Draft>, N>& fields) {
    std::array<Column, N> columns{};
    for (std::size_t i = 0; i < N; ++i) columns[i] = fields[i].column;
    return columns;
}

template <typename Draft, std::size_t N>
Draft draft_of(const Row& row, const std::array<Field<Draft>, N>& fields) {
    Draft draft;
    for (std::size_t i = 0; i < N; ++i) fields[i].in(draft) = row.values[i];
    return draft;
}

// Rows of the table become what `make` makes of them.
template <typename R, typename Make>
Sink<Row> rows_into(const Sink<R>& sink, Make make) {
    return {[&sink, make](const Row& row) -> Result<void> { return sink.add(TRY(make(row))); },
            sink.on_reject, sink.shown};
}

}  // namespace bw::company
