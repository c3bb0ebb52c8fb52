// NEM12 interval data (AEMO Meter Data File Format, records 100 200 300 400 500 900), read in one
// pass. A record that is accepted is one 300 (a day of one channel) with its 400s. Rules:
// - market time is UTC+10 without daylight saving; value i of a day is its i-th interval from 00:00
// - a 200 that cannot be read is rejected, and each 300 below it; a 300 is rejected with its 400s
// - quality A actual, F final, S substituted, E estimated, N missing; V: the 400 records say,
// without gap
// - channels by NMI suffix: E1 (from the grid) becomes "import", B1 (fed in) "export", Q1
// "reactive"; others
//   keep their suffix (E2, often a controlled load, is priced by charges of its own)
// - method and reason codes are checked for their form and not kept; 500 records hold no readings
// - refused whole: no header 100, NEM13, no end record 900, text after it, no reading at all
#pragma once

#include "flow/meter/formats/parts/lines.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/units.h"

#include <memory>
#include <vector>

namespace bw::meter {

class Nem12Parser final : public Parser {
public:
    explicit Nem12Parser(RecordSink& sink) : sink_(sink) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return splitter_.number(); }

private:
    enum class Stage { BeforeHeader, Body, Ended };
    struct Channel {
        std::string code, name;
        Unit unit;
        int minutes = 0;
        std::int64_t line = 0;  // 0: no 200 yet
        bool is_rejected = false;
    };
    // A 300 that waits for its 400s.
    struct Day {
        enum class State { None, Waiting, Rejected } state = State::None;
        std::int64_t line = 0;
        Instant start{};
        int scale = 0;
        bool is_variable = false;  // quality V
        std::size_t covered = 0;   // intervals the 400s named so far
    };

    Result<void> on_line(std::string_view line);
    Result<void> on_header(std::string_view fields);
    void on_channel(std::string_view fields);
    void on_day(std::string_view fields);
    void on_quality(std::string_view fields);
    void on_unclean(std::string_view type);
    Result<void> read_channel(std::string_view fields);
    bool read_values(std::string_view& fields, std::size_t count);
    void read_day_quality(std::string_view fields, std::size_t count);
    void finish_day();
    void emit_day();
    void reject(RejectCode code, std::string reason, std::string_view field = {});
    void reject_day(RejectCode code, std::string reason, std::string_view field = {});
    [[nodiscard]] std::unexpected<Error> refuse(std::string text) const;

    RecordSink& sink_;
    LineSplitter splitter_;
    Stage stage_ = Stage::BeforeHeader;
    Channel channel_;
    Day day_;
    std::vector<std::int64_t> values_;
    std::vector<std::int8_t> decimals_;
    std::vector<Quality> qualities_;
    std::int64_t records_ = 0;  // handed on or rejected
};

}  // namespace bw::meter
