// DSMR P1 telegrams, as a meter's customer port sends them (Netherlands, Belgium, Luxembourg and
// those that followed): a file of one or many, with anything between them. A record is what one
// meter says in a telegram: the electricity meter's counters, or the counter of a meter on one
// M-Bus channel. Rules:
// - a telegram whose CRC16 is wrong, or that lacks one where its version has it (4 and later), is
//   rejected as one record; so is one that a new header interrupts, and readings outside a telegram
// - the time is the telegram's own, of an M-Bus meter that of its reading; local, and S says
//   that summer time is active, W that it is not, whatever the zone's rules say of the day; zone
//   Europe/Amsterdam unless a setting names another.
//   Telegrams without one (before version 4) have that of the meter's clock (0.9.2 and 0.9.1),
//   else take the setting `received`
// - readouts of an optical port (IEC 62056-21) are telegrams, too: their codes may leave out medium
//   and channel ("1.8.0"), a line may hold several
// - channels by OBIS: 1.8.0 import, 1.8.1 import.t1, 2.8.x export; M-Bus meters by their medium
// - service points: the meter's own number, which comes as hexadecimal text; of an M-Bus meter
//   96.1.0 or 96.1.1 (96.1.2 is the EAN of the connection, e-MUCS P1)
// - power, voltages, failures and histories (1.8.0*01, whose last value group names an earlier
//   billing period) are not readings and are left out
#pragma once

#include "flow/meter/formats/energy/obis.h"
#include "flow/meter/formats/parts/lines.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/timestamp.h"
#include "flow/meter/formats/parts/units.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace bw::meter {

// How many bytes of noise stand before the first line of a telegram, which is a slash, three
// letters of the maker and a digit (IEC 62056-21); 0 too where the line is none.
std::size_t noise_before_telegram(std::string_view line);

// What of a telegram waits for its end and checksum.
struct DsmrCounter {
    std::string channel;
    std::string value, unit;  // as written
    std::int64_t line = 0;
};
struct DsmrDevice {  // on one M-Bus channel
    int medium = 0;
    std::string id, time;
    std::optional<DsmrCounter> counter;
    bool has_value_next = false;  // before version 4 the value has a line of its own
    std::int64_t line = 0;
};
struct DsmrTelegram {
    std::int64_t line = 0;
    std::int64_t profile_line = 0;  // where a load profile begins; 0: there is none
    std::size_t bytes = 0;
    bool needs_crc = false, is_unclean = false;
    std::uint16_t crc = 0;
    std::string time;
    std::string clock_date, clock_time;  // where the telegram has no time
    std::array<std::string, 7> ids;      // by preference
    std::vector<DsmrCounter> counters;
    std::array<DsmrDevice, 5> devices;  // M-Bus channels 1 to 4
};

class DsmrParser final : public Parser {
public:
    struct Options {
        std::optional<Zone> zone;
        std::optional<Instant> received;
        std::string service_point;  // of everything; empty: the meters' own numbers
    };
    DsmrParser(RecordSink& sink, Options options);
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return splitter_.number(); }

private:
    Result<void> on_line(std::string_view line);
    void on_outside(std::string_view line);
    void on_data(DsmrTelegram& telegram, std::string_view line) const;
    void on_object(DsmrTelegram& telegram, const Obis& obis, std::string_view values) const;
    [[nodiscard]] DsmrCounter counter_of(std::string channel, std::string_view value) const;
    void on_device(DsmrDevice& device, const Obis& obis, std::string_view values) const;
    void on_end(const DsmrTelegram& telegram, std::string_view written);
    void emit_electricity(const DsmrTelegram& telegram);
    void emit_device(const DsmrDevice& device, DsmrCounter counter);
    Outcome read_counter(const DsmrCounter& counter, RegisterRead& out, bool& is_cut) const;
    Outcome time_of(std::string_view text, Instant& out);
    void reject(std::int64_t line, RejectCode code, std::string reason,
                std::string_view field = {});

    RecordSink& sink_;
    Options options_;
    WallClock clock_;
    LineSplitter splitter_;
    std::optional<DsmrTelegram> telegram_;
    bool is_outside_told_ = false;  // readings outside a telegram are one record
    std::int64_t records_ = 0;
};

}  // namespace bw::meter
