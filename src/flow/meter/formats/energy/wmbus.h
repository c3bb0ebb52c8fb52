// Readings of wireless M-Bus meters, decoded, as lines of JSON (the telegrams that wmbusmeters
// prints): one object a line, a record each. Rules:
// - the service point is the meter's id; channels by its medium and the names of the values:
//   total_m3 of water is "water", total_energy_consumption_tariff1_kwh of electricity "import.t1"
// - the time is the receiver's `timestamp`; where that is none (or a placeholder) the mapping's
//   `received`, as a repair, else the record is rejected
// - values at a set date (a legal year end: target_m3 with target_date, ..) are reads of that day:
// at its
//   end when it ends a month, else at its beginning; local, so a zone is needed
// - allocators of heat costs begin anew at each set date, or when the season starts, on the same
//   day every year: what they show is a use since then, and what they showed at that day a use of
//   the year before it; years before that are left out
// - values without a date, flows, temperatures, powers are left out; a telegram without any counter
//   (a smoke detector) is a record without usage
#pragma once

#include "flow/meter/formats/parts/lines.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/timestamp.h"
#include "platform/json/json.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::meter {

class WmbusParser final : public Parser {
public:
    struct Options {
        std::optional<Zone> zone;  // of set dates
        std::optional<Instant> received;
        std::string service_point;  // of everything; empty: the meters' own numbers
    };
    WmbusParser(RecordSink& sink, Options options)
        : sink_(sink), options_(std::move(options)), clock_(options_.zone.value_or(Zone())) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return splitter_.number(); }

private:
    struct Reading {  // a counter's, or a use when it has a beginning
        std::string channel;
        std::string_view unit;
        std::optional<Instant> since;
        Instant time;
        std::int64_t value = 0;
        int scale = 0;
    };
    struct Telegram {
        std::string code, medium;
        Instant time;
        bool is_received = false, is_cut = false;
        std::vector<Reading> readings;
    };

    Result<void> on_line(std::string_view line, bool is_last);
    Outcome read_telegram(const json::Value& root, Telegram& out);
    Outcome read_time(const json::Value& root, Telegram& out) const;
    Outcome read_value(const json::Value& root, const json::Value::Member& member, Telegram& out);
    Outcome read_allocator(const json::Value& root, Telegram& out);
    // The day of a set date as a time; nothing: there is none, or none of a calendar.
    Outcome read_set_date(const json::Value& root, std::string_view text,
                          std::optional<Instant>& out);
    // The beginning of the season that holds `time`: of season_start_date day and month count, its
    // year is none. Nothing: there is none.
    Outcome read_season_start(const json::Value& root, Instant time, std::optional<Instant>& out);
    void emit(const Telegram& telegram);

    RecordSink& sink_;
    Options options_;
    WallClock clock_;
    LineSplitter splitter_;
    std::int64_t records_ = 0;
};

}  // namespace bw::meter
