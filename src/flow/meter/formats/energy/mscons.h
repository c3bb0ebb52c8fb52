// MSCONS, the message of metered values (UN/EDIFACT D.04B in the form of the German market): one
// interchange UNB..UNZ of messages UNH..UNT. A record is one QTY with its times. Rules:
// - the counts of UNT and UNZ and their references must agree, else the file is refused whole:
// segments
//   were lost
// - LOC+172 names the service point, PIA+5 the OBIS code, which gives channel and, where the QTY
// has
//   none, the unit (obis.h)
// - DTM+163 and 164 make a value for a span (span_value.h; load_profile.h mends wrong times between
//   right ones), DTM+7, else 9, a read of a counter
// - times of format 303 and 304 carry their offset; 203, 204 and 102 need the mapping's zone
// - quality by qualifier: 220 and 79 actual, 67 substituted, Z18, 187 and 201 estimated, 20 and Z30
// missing
// - rejected: a message of another type or that cancels an earlier one (as one record), maxima of
//   power, values of earlier billing periods (1.8.0*01), codes of balance groups
// The number of the segment stands for the line: most files have one line.
#pragma once

#include "flow/meter/formats/energy/load_profile.h"
#include "flow/meter/formats/energy/obis.h"
#include "flow/meter/formats/parts/edifact.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/timestamp.h"
#include "flow/meter/formats/parts/units.h"

#include <optional>
#include <string>

namespace bw::meter {

class MsconsParser final : public Parser {
public:
    struct Options {
        std::optional<Zone> zone;   // of times without offset
        std::string service_point;  // of everything; empty: as LOC says
    };
    MsconsParser(RecordSink& sink, Options options)
        : sink_(sink), options_(std::move(options)), clock_(options_.zone.value_or(Zone())),
          profile_(sink) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return reader_.segments(); }

private:
    enum class Stage { Start, Interchange, Message, Skipped, Ended };
    // A QTY that waits for its times.
    struct Quantity {
        bool is_open = false, is_clean = true;
        std::int64_t number = 0;
        std::string qualifier, value, unit;
        std::string from, from_format, to, to_format, at, at_format, read_at, read_at_format;
    };

    Result<void> on_segment();
    Result<void> on_envelope(std::string_view tag);
    Result<void> begin_message();
    Result<void> end_message();
    void on_content(std::string_view tag);
    void on_time();
    void finish_quantity();
    Outcome read_quantity();
    Outcome hand_on_span(const Quantity& quantity, std::int64_t value, int scale, Quality quality,
                         const ObisMeaning& meaning, std::string_view unit);
    Outcome time_of(std::string_view text, std::string_view format, Instant& out);
    void reject(std::int64_t number, RejectCode code, std::string reason,
                std::string_view field = {});
    [[nodiscard]] std::unexpected<Error> refuse(std::string text) const;

    RecordSink& sink_;
    Options options_;
    WallClock clock_;
    EdifactReader reader_;
    EdifactSegment segment_;
    Stage stage_ = Stage::Start;
    std::string interchange_, message_;  // references
    std::int64_t message_begin_ = 0;     // number of its UNH
    std::int64_t messages_ = 0, groups_ = 0;
    std::string code_;
    std::string obis_;
    Quantity quantity_;
    LoadProfile profile_;
    std::int64_t records_ = 0;
};

}  // namespace bw::meter
