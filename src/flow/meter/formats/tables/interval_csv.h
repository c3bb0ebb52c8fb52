// Interval and register readings from CSV, one reading a row (docs/import-formats.md has the
// columns).
//   interval: service_point, channel, unit, start or end (or both), minutes, value, quality, zone
//   register: service_point, channel, unit, time, read, quality, digits, zone
// Without a quality column every reading is actual; an empty quality is rejected, it would be a
// guess.
#pragma once

#include "flow/meter/formats/parts/units.h"
#include "flow/meter/formats/tables/csv_table.h"

namespace bw::meter {

class IntervalCsvParser final : public CsvTableParser {
public:
    IntervalCsvParser(RecordSink& sink, Mapping mapping)
        : CsvTableParser(sink, std::move(mapping)) {}

private:
    Outcome on_row() override;
    [[nodiscard]] Result<void> check_columns() const override;
    Outcome read_span(Span& span);
    bool is_same_series();

    std::string code_, channel_;         // of the row before
    std::optional<Instant> last_label_;  // its time label
};

class RegisterCsvParser final : public CsvTableParser {
public:
    RegisterCsvParser(RecordSink& sink, Mapping mapping)
        : CsvTableParser(sink, std::move(mapping)) {}

private:
    Outcome on_row() override;
    [[nodiscard]] Result<void> check_columns() const override;
};

}  // namespace bw::meter
