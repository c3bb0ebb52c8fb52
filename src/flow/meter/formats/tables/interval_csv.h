// Interval and register readings from CSV, one reading a row (docs/import-formats.md has the
// columns).
//   interval: service_point, channel, unit, start or end (or both), minutes or period, value,
//             quality, zone; a mapping may name several value columns, or values side by side
//   register: service_point, channel, unit, time, read, quality, digits, zone
// Without a quality column every reading is actual; an empty quality is rejected, it would be a
// guess.
#pragma once

#include "flow/meter/formats/parts/span_value.h"
#include "flow/meter/formats/parts/units.h"
#include "flow/meter/formats/tables/csv_table.h"

#include <optional>
#include <string>
#include <unordered_map>

namespace bw::meter {

class IntervalCsvParser final : public CsvTableParser {
public:
    IntervalCsvParser(RecordSink& sink, Mapping mapping)
        : CsvTableParser(sink, std::move(mapping)) {}

private:
    Outcome on_row() override;
    [[nodiscard]] Result<void> check_columns() override;
    Outcome read_span(Span& span);
    Outcome read_period(Instant start, Span& span);
    Outcome read_row(SpanValue& row, Unit& unit);
    Outcome read_value(std::string_view text, const Unit& unit, SpanValue& row);
    Outcome on_values(const SpanValue& row, const Unit& row_unit);
    Outcome count_periods(Instant from, std::int64_t step, std::size_t& count);
    Outcome on_series(const ValueSeries& series, const SpanValue& row, const Unit& unit);
    // The time label of the row before of a series, and whether the newest row stands first.
    struct Labels {
        std::optional<Instant> last;
        bool is_descending = false;
    };
    Labels& labels_of_series();

    std::vector<std::size_t> value_positions_;  // of the mapping's values; of a series the first
    std::vector<std::int64_t> series_values_;
    std::vector<Quality> series_qualities_;
    bool is_rounded_ = false;                         // a value of this row
    std::string code_, channel_;                      // of the row before
    std::unordered_map<std::string, Labels> labels_;  // by code and channel
    Labels* labels_before_ = nullptr;                 // of the row before
};

class RegisterCsvParser final : public CsvTableParser {
public:
    RegisterCsvParser(RecordSink& sink, Mapping mapping)
        : CsvTableParser(sink, std::move(mapping)) {}

private:
    Outcome on_row() override;
    [[nodiscard]] Result<void> check_columns() override;
};

}  // namespace bw::meter
