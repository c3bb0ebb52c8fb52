// What the three CSV readers share: header to column positions, records to rows, rejects, and times
// in zones.
#pragma once

#include "flow/meter/formats/parts/csv.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/units.h"
#include "flow/meter/formats/tables/mapping.h"

#include <array>
#include <optional>
#include <string>
#include <unordered_map>

namespace bw::meter {

class CsvTableParser : public Parser {
public:
    Result<void> feed(std::string_view chunk) final;
    Result<void> finish() final;
    [[nodiscard]] std::int64_t lines() const final { return reader_.lines(); }

protected:
    CsvTableParser(RecordSink& sink, Mapping mapping);

    // One row: hand it to sink() or say what is wrong.
    virtual Outcome on_row() = 0;
    // Which columns there must be, or a constant instead.
    [[nodiscard]] virtual Result<void> check_columns() = 0;

    [[nodiscard]] bool has(Column column) const {
        return !positions(column).empty() || mapping_.constant(column);
    }
    [[nodiscard]] bool has_column(Column column) const { return !positions(column).empty(); }
    // The field of the current row, else the mapping's constant, else empty.
    [[nodiscard]] std::string_view field(Column column) const;
    [[nodiscard]] const std::vector<std::size_t>& positions(Column column) const {
        return positions_[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] std::size_t width() const { return width_; }  // fields of a row
    [[nodiscard]] std::string_view at(std::size_t position) const {
        return record_.fields[position];
    }
    // Where a column of the header stands ("#3": the third).
    [[nodiscard]] Result<std::size_t> position_of(const std::string& name) const;
    // Reads a time in the row's zone; `previous` and the order of the rows tell the hours apart
    // that come twice (timestamp.h).
    Result<Instant> time_of(Column column, std::optional<Instant> previous,
                            bool is_descending = false);
    // A number of the file in canonical units, rounded where the mapping says so.
    struct Measured {
        std::int64_t value = kMissing;
        int scale = 0;
        bool is_rounded = false;
    };
    Result<Measured> read_measured(std::string_view text, const Unit& unit,
                                   Magnitude magnitude) const;
    Result<WallClock*> wall_clock();
    [[nodiscard]] Outcome check_code() const;
    // The channel of the row, "import" when the file has none.
    Outcome read_channel(std::string_view& channel) const;
    [[nodiscard]] std::unexpected<Error> refuse(std::string text) const;

    [[nodiscard]] const Mapping& mapping() const { return mapping_; }
    [[nodiscard]] RecordSink& sink() { return sink_; }
    [[nodiscard]] std::int64_t line() const { return record_.line; }

private:
    Result<void> on_record();
    Result<void> on_header();
    Result<void> place(Column column, const std::string& name);

    RecordSink& sink_;
    Mapping mapping_;
    CsvReader reader_;
    CsvRecord record_;
    std::array<std::vector<std::size_t>, kColumnCount> positions_;
    std::unordered_map<std::string, WallClock> zones_;  // by name; at most kZonesMax
    std::size_t width_ = 0;                             // fields of a row
    bool is_header_read_ = false;
    std::int64_t rows_ = 0;
};

}  // namespace bw::meter
