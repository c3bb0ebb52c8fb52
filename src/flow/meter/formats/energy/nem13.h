// NEM13 register reads (AEMO Meter Data File Format, records 100 250 550 900), read in one pass. A
// record is one 250: the read before, the read now and the quantity between them, which is what the
// market settles: after the meter's multiplier and the counter's rollover. Rules:
// - market time is UTC+10; quality A, F, S, E as in NEM12, of each read on its own
// - direction E (from the grid) is channel "import", I "export"; a register other than the first
//   (suffix 11) adds its suffix: "import.41"
// - where the quantity is the difference of the reads, over the counter's end if need be and within
//   one step of its last digit, both reads are handed on; digits are those of the dial as written
// - else the quantity is handed on as a use between the two reads: it is what the market settles.
// Where it is no whole multiple of the difference (an instrument transformer's) that is a repair:
// the counter ran backwards, or one of the three is wrong
// - registers of demand (kW, kVA) are rejected; 550 records hold no readings
// - refused whole: as NEM12
#pragma once

#include "flow/meter/formats/parts/lines.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/units.h"

namespace bw::meter {

class Nem13Parser final : public Parser {
public:
    explicit Nem13Parser(RecordSink& sink) : sink_(sink) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return splitter_.number(); }

private:
    enum class Stage { BeforeHeader, Body, Ended };
    struct Read {
        Instant time;
        std::int64_t value = 0;  // at Register::decimals
        int decimals = 0;        // as written
        int digits = 0;          // before the point, as written
        Quality quality = Quality::Actual;
    };
    struct Register {
        std::string_view code;
        std::string channel;
        Unit unit;
        Read before, now;
        std::int64_t quantity = 0;
        int decimals = 0;  // of all three
    };

    Result<void> on_line(std::string_view line);
    void on_register(std::string_view fields);
    Outcome read_channel(std::string_view& fields, Register& out) const;
    Outcome read_amounts(std::string_view fields, Register& out) const;
    Outcome read_dial(std::string_view& fields, std::string_view which, Read& out) const;
    Outcome hand_on_record(const Register& from);
    Outcome hand_on_reads(const Register& from, int digits);
    Outcome hand_on_use(const Register& from);
    void reject(RejectCode code, std::string reason, std::string_view field = {});
    [[nodiscard]] std::unexpected<Error> refuse(std::string text) const;

    RecordSink& sink_;
    LineSplitter splitter_;
    Stage stage_ = Stage::BeforeHeader;
    std::int64_t records_ = 0;  // handed on or rejected
};

}  // namespace bw::meter
