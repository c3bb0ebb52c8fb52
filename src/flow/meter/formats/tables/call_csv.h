// Call, message and data records from CSV, one a row:
//   record_id, service_point, kind (voice|message|data), start, end, seconds, bytes, destination,
//   answered
// A started second counts. A call whose `answered` value is not among the mapping's is a good
// record without usage, or where the mapping lists those of calls without answer, too, it is
// rejected. Several bytes columns (in, out) are added; an id is made of several columns. `end`,
// where given, must not lie before `start`.
#pragma once

#include "flow/meter/formats/tables/csv_table.h"

namespace bw::meter {

class CallCsvParser final : public CsvTableParser {
public:
    CallCsvParser(RecordSink& sink, Mapping mapping) : CsvTableParser(sink, std::move(mapping)) {}

private:
    Outcome on_row() override;
    [[nodiscard]] Result<void> check_columns() override;
    [[nodiscard]] std::string_view record_id();
    // Nothing: the mapping does not say.
    [[nodiscard]] std::optional<bool> is_answered() const;
    Outcome read_times(CallRecord& record);
    [[nodiscard]] Outcome read_amounts(CallRecord& record) const;
    Outcome read_destination(CallRecord& record);

    std::optional<std::size_t> unique_id_position_, sequence_position_;
    std::string made_id_, destination_;
};

// "+49 (30) 123-45" -> "+493012345", "sip:5029@host" -> "5029"; nothing when it is no number. `*`
// and `#` stay.
std::optional<std::string> normalise_destination(std::string_view text);

}  // namespace bw::meter
