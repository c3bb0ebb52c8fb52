// What every reader of a file hands on, record by record: readings, reads, uses and call records
// that passed the rules of their format, and rejects for those that did not. Views live until the
// call returns. `records` says how many records of the file a call stands for, so that what was
// received is what was accepted, rejected and pending: 0 for what came with the call before it.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "flow/meter/series.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bw::meter {

enum class Format : std::uint8_t {
    Nem12,
    Nem13,
    Espi,
    Dsmr,
    Mscons,
    WmbusJson,
    IntervalCsv,
    RegisterCsv,
    CallCsv,
    AsteriskCsv,
    FreeswitchCsv,
    Radius,
    IpdrCsv,
    IpdrXml
};
inline constexpr std::size_t kFormatCount = 14;
std::string_view format_name(Format format);  // "nem12", "interval-csv"
std::string format_names();                   // all of them, for people
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
    std::int64_t records = 1;
};

struct RegisterRead {
    std::string_view code, channel, unit;
    Instant time;
    std::int64_t read = 0;
    int scale = 0;   // 0..9
    int digits = 0;  // of the counter before the point; 0 unknown
    Quality quality = Quality::Actual;
    std::int64_t line = 0;
    std::int64_t records = 1;
};

// What was used between two instants, where nobody says what a counter showed or the time is too
// long for an interval (a month of water).
struct UseRecord {
    std::string_view code, channel, unit;
    Span span;  // from a whole second to a whole second, at most two years
    std::int64_t value = 0;
    int scale = 0;  // 0..9
    Quality quality = Quality::Actual;
    std::int64_t line = 0;
    std::int64_t records = 1;
};

struct CallRecord {
    std::string_view code, record_id, destination;
    EventKind kind = EventKind::Voice;
    Instant start;
    std::int64_t seconds = 0;
    std::int64_t bytes = 0;
    bool is_session = false;  // told in parts: those of one id are joined (session_state.h)
    bool has_start = false;   // a session whose Start was told, not counted back
    std::int64_t line = 0;
    std::int64_t records = 1;
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

// What is wrong with a record, found by whoever looks at a part of it.
struct Fault {
    RejectCode code = RejectCode::Structure;
    std::string reason;
    std::string_view field{};  // as excerpt; leave empty for anything that identifies a person
};
using Outcome = std::optional<Fault>;  // nothing: all is well

// Receives records, in the order of the file but for formats that gather one session from several.
class RecordSink {
public:
    virtual ~RecordSink() = default;
    virtual void interval(const IntervalRun& run) = 0;
    virtual void register_read(const RegisterRead& read) = 0;
    virtual void use(const UseRecord& use) = 0;
    virtual void call(const CallRecord& record) = 0;
    virtual void without_usage(std::int64_t line) = 0;  // a good record that holds nothing to bill
    virtual void reject(const Reject& reject) = 0;
    // A record that is handed on, or was, had to be mended first. `what` is one of the few
    // sentences of its format, without anything of the record in it; they are counted, and the
    // first line of each is kept.
    virtual void repair(std::int64_t line, std::string_view what) = 0;
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
