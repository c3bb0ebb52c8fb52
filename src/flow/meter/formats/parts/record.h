// What every reader of a file hands on, record by record: readings, reads and call records that
// passed the rules of their format, and rejects for those that did not. Views live until the call
// returns.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "flow/meter/series.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bw::meter {

enum class Format : std::uint8_t { Nem12, IntervalCsv, RegisterCsv, CallCsv };
std::string_view format_name(Format format);  // "nem12", "interval-csv", "register-csv", "call-csv"
Result<Format> parse_format(std::string_view name);

// Consecutive intervals of one channel: value i covers [start + i*step, start + (i+1)*step).
struct IntervalRun {
    std::string_view code;  // of the service point, as the file names it
    std::string_view channel;
    std::string_view unit;  // canonical, see units.h
    Instant start;
    std::int32_t step_seconds = 0;
    int scale = 0;                         // 0..9
    std::span<const std::int64_t> values;  // kMissing where quality is Missing
    std::span<const Quality> qualities;
    std::int64_t line = 0;
};

struct RegisterRead {
    std::string_view code, channel, unit;
    Instant time;
    std::int64_t read = 0;
    int scale = 0;   // 0..9
    int digits = 0;  // of the counter before the point; 0 unknown
    Quality quality = Quality::Actual;
    std::int64_t line = 0;
};

struct CallRecord {
    std::string_view code, record_id, destination;
    EventKind kind = EventKind::Voice;
    Instant start;
    std::int64_t seconds = 0;
    std::int64_t bytes = 0;
    std::int64_t line = 0;
};

// Why a record was not taken. Programs count by code, people read the reason.
enum class RejectCode : std::uint8_t {
    Encoding,   // not UTF-8, or control characters inside
    Structure,  // unknown record, wrong number of fields, record in the wrong place
    Channel,    // the channel it belongs to was rejected
    Code,       // service point code missing or too long
    Unit,
    Interval,  // interval length
    Time,
    Value,
    Quality,
    Duplicate
};
std::string_view reject_name(RejectCode code);

struct Reject {
    std::int64_t line = 0;
    RejectCode code = RejectCode::Structure;
    std::string reason;   // what is wrong and what was expected
    std::string excerpt;  // the offending field, printable and short; never a name, number or code
                          // of a person
};

// Receives records in the order of the file. Each call stands for one record of the file.
class RecordSink {
public:
    virtual ~RecordSink() = default;
    virtual void interval(const IntervalRun& run) = 0;
    virtual void register_read(const RegisterRead& read) = 0;
    virtual void call(const CallRecord& record) = 0;
    virtual void without_usage(std::int64_t line) = 0;  // a good record that holds nothing to bill
    virtual void reject(const Reject& reject) = 0;
};

// A push parser: constant memory, no I/O. feed() chunks of any size, then finish(). An Error
// refuses the file as a whole; its subject is "line n". Thread: one owner.
class Parser {
public:
    virtual ~Parser() = default;
    virtual Result<void> feed(std::string_view chunk) = 0;
    virtual Result<void> finish() = 0;
    [[nodiscard]] virtual std::int64_t lines() const = 0;
};

// Printable, at most kExcerptBytesMax bytes.
std::string make_excerpt(std::string_view field);

}  // namespace bw::meter
