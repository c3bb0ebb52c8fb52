// Rows of CSV: a header, or columns by position. Internal to table.h.
#pragma once

#include "flow/meter/formats/parts/csv.h"
#include "run/company/rows.h"

#include <string>
#include <vector>

namespace bw::company {

class CsvRows final : public Rows {
public:
    CsvRows(const Mapping& mapping, RowTaker& taker)
        : mapping_(mapping), layout_(layout_of(mapping.kind)), taker_(taker),
          csv_(mapping.delimiter) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;

private:
    Result<void> on_record();
    Result<void> read_header();
    Result<std::size_t> place_of(std::string_view theirs, std::string_view ours) const;
    [[nodiscard]] std::unexpected<Error> unknown(std::string_view name) const;
    Result<Row> row() const;
    [[nodiscard]] std::string text_of(std::size_t column) const;
    [[nodiscard]] std::int64_t line() const { return record_.line + mapping_.skipped_lines; }

    const Mapping& mapping_;
    const Layout& layout_;
    RowTaker& taker_;
    meter::CsvReader csv_;
    meter::CsvRecord record_;
    bool is_header_read_ = false;
    std::size_t width_ = 0;
    std::vector<std::vector<std::size_t>> places_;  // by column of the layout
};

}  // namespace bw::company
