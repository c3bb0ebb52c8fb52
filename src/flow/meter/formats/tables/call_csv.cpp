#include "flow/meter/formats/tables/call_csv.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

std::optional<std::string> normalise_destination(std::string_view text) {
    if (text.starts_with("sip:") || text.starts_with("tel:")) text.remove_prefix(4);
    text = text.substr(0, text.find('@'));
    std::string out;
    for (const char c : text) {
        const bool is_digit = c >= '0' && c <= '9';
        if (is_digit || c == '*' || c == '#' || (c == '+' && out.empty())) {
            out.push_back(c);
        } else if (c != ' ' && c != '-' && c != '.' && c != '/' && c != '(' && c != ')') {
            return std::nullopt;
        }
    }
    if (out.empty() || out == "+" || out.size() > kCodeBytesMax) return std::nullopt;
    return out;
}

namespace {

// The second in which Asterisk took the call and a number, behind the name of the system where it
// has one: "1709632801.12", "pbx-1709632801.12".
bool is_unique_id(std::string_view text) {
    if (const auto dash = text.rfind('-'); dash != text.npos) text.remove_prefix(dash + 1);
    constexpr std::size_t kSecondsDigits = 10;  // from 2001 on
    const auto fixed = parse_fixed(text);
    return text.find('.') == kSecondsDigits && fixed && fixed->decimals > 0;
}

constexpr std::size_t kMadeIdDigits = 32;

bool holds(const std::vector<std::string>& values, std::string_view value) {
    return std::ranges::find(values, value) != values.end();
}

}  // namespace

Result<void> CallCsvParser::check_columns() {
    using enum Column;
    if (!mapping().unique_id.empty()) {
        if (const auto found = position_of(mapping().unique_id)) unique_id_position_ = *found;
    }
    for (const auto& name : mapping().sequence) {
        const auto found = position_of(name);
        if (found && !sequence_position_) sequence_position_ = *found;
    }
    if (!has_column(RecordId) || !has(ServicePoint) || !has_column(Start) || !has(Kind)) {
        return refuse("call records need the columns record_id, service_point, kind and start; a "
                      "mapping can name others or give constants");
    }
    if (!has_column(Seconds) && !has_column(Bytes) && mapping().constant_text(Kind) != "message") {
        return refuse("call records need a column of seconds or bytes");
    }
    if (has_column(Answered) && mapping().answered.empty() && !mapping().is_answered_when_filled) {
        return refuse("column answered: the mapping must list the values that mean 'answered'");
    }
    const Format format = mapping().format;
    if ((format == Format::AsteriskCsv || format == Format::FreeswitchCsv) && !mapping().zone) {
        return refuse("the switch writes local time without saying where: name its zone, as in "
                      "--set zone=Europe/Berlin");
    }
    return {};
}

std::optional<bool> CallCsvParser::is_answered() const {
    if (!has_column(Column::Answered)) return true;
    const auto value = field(Column::Answered);
    if (mapping().is_answered_when_filled) return !value.empty();
    if (holds(mapping().answered, value)) return true;
    if (mapping().unanswered.empty() || holds(mapping().unanswered, value)) return false;
    return std::nullopt;
}

// An id of several columns is their digest: as long as any, and nobody reads a number in it.
std::string_view CallCsvParser::record_id() {
    if (unique_id_position_ && is_unique_id(at(*unique_id_position_))) {
        const auto sequence = sequence_position_ ? at(*sequence_position_) : std::string_view();
        if (!parse_whole(sequence)) return at(*unique_id_position_);
        made_id_ = fmt::format("{}/{}", at(*unique_id_position_), sequence);
        return made_id_;
    }
    const auto& places = positions(Column::RecordId);
    if (places.size() == 1) return at(places.front());
    crypto::Sha256 digest;
    for (const std::size_t place : places) {
        digest.update(at(place));
        digest.update(std::string_view("\0", 1));
    }
    made_id_ = crypto::hex(digest.finish()).substr(0, kMadeIdDigits);
    return made_id_;
}

Outcome CallCsvParser::read_times(CallRecord& record) {
    const auto start = time_of(Column::Start, std::nullopt);
    if (!start) return Fault{RejectCode::Time, start.error().text, {}};
    record.start = *start;
    if (!has_column(Column::End) || field(Column::End).empty()) return std::nullopt;
    const auto end = time_of(Column::End, *start);
    if (!end) return Fault{RejectCode::Time, end.error().text, {}};
    if (*end < *start) return Fault{RejectCode::Time, "the record ends before it starts", {}};
    // clocks of the two stamps may round apart by a second each
    const std::int64_t length = (end->us - start->us) / Instant::kSecond;
    if (record.seconds > length + 2) {
        return Fault{RejectCode::Value,
                     fmt::format("{} seconds do not fit between start and end ({} s)",
                                 record.seconds, length),
                     {}};
    }
    return std::nullopt;
}

Outcome CallCsvParser::read_amounts(CallRecord& record) const {
    if (const auto text = field(Column::Seconds); !text.empty()) {
        const auto fixed = parse_fixed(text, mapping().decimal_point);
        if (!fixed || fixed->mantissa < 0) {
            return Fault{RejectCode::Value, "seconds is not a number from zero", text};
        }
        const std::int64_t unit = power_of_ten(fixed->decimals);
        record.seconds = fixed->mantissa / unit + (fixed->mantissa % unit != 0 ? 1 : 0);
        if (record.seconds > kEventSecondsMax) {
            return Fault{RejectCode::Value, "the record lasts over a year", text};
        }
    } else if (record.kind == EventKind::Voice) {
        return Fault{RejectCode::Value, "a voice record without seconds", {}};
    }
    for (const std::size_t position : positions(Column::Bytes)) {
        if (at(position).empty()) continue;
        const auto bytes = parse_whole(at(position));
        if (!bytes || *bytes > kEventBytesMax || record.bytes > kEventBytesMax) {
            return Fault{RejectCode::Value, "bytes is not a whole number up to 2^50", at(position)};
        }
        record.bytes += *bytes;
    }
    return std::nullopt;
}

Outcome CallCsvParser::read_destination(CallRecord& record) {
    const auto text = field(Column::Destination);
    if (record.kind == EventKind::Data) {
        if (text.size() > kCodeBytesMax) {
            return Fault{
                RejectCode::Value, fmt::format("destination is over {} bytes", kCodeBytesMax), {}};
        }
        record.destination = text;  // an access point name or nothing
        return std::nullopt;
    }
    auto number = normalise_destination(text);
    if (!number) return Fault{RejectCode::Value, "destination is not a number", {}};
    destination_ = *std::move(number);
    record.destination = destination_;
    return std::nullopt;
}

Outcome CallCsvParser::on_row() {
    if (auto wrong = check_code()) return wrong;
    CallRecord record;
    record.code = field(Column::ServicePoint);
    record.record_id = record_id();
    record.line = line();
    if (record.record_id.empty() || record.record_id.size() > kCodeBytesMax) {
        return Fault{RejectCode::Structure,
                     fmt::format("record_id is not 1 to {} characters", kCodeBytesMax),
                     {}};
    }
    const auto kind = parse_kind(field(Column::Kind), mapping());
    if (!kind) {
        return Fault{RejectCode::Structure, "kind is not voice, message or data",
                     field(Column::Kind)};
    }
    record.kind = *kind;
    const auto answer = is_answered();
    if (!answer) {
        return Fault{RejectCode::Value, "the mapping does not say whether this means answered",
                     field(Column::Answered)};
    }
    if (!*answer) {
        sink().without_usage(line());
        return std::nullopt;
    }
    if (auto wrong = read_amounts(record)) return wrong;
    if (auto wrong = read_times(record)) return wrong;
    if (auto wrong = read_destination(record)) return wrong;
    sink().call(record);
    return std::nullopt;
}

}  // namespace bw::meter
