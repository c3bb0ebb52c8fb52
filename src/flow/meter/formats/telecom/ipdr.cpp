#include "flow/meter/formats/telecom/ipdr.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/timestamp.h"
#include "flow/meter/formats/tables/call_csv.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

namespace {

constexpr std::size_t kTextMax = 256;
constexpr std::size_t kValuesMax = 256;

std::string_view value_of(const IpdrRecords::Values& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string_view() : std::string_view(found->second);
}

// Seconds since 1970, or an ISO time with its offset. Years are checked by who knows what is meant.
std::optional<Instant> parse_time(std::string_view text) {
    if (const auto seconds = parse_whole(text)) {
        if (*seconds > 4'102'444'800) return std::nullopt;  // the year 2100
        return Instant::from_seconds(*seconds);
    }
    const auto at = Instant::parse(text);
    return at ? std::optional(*at) : std::nullopt;
}

bool is_in_range(Instant at) {
    const auto year = LocalDate(static_cast<std::int32_t>(at.seconds() / 86400)).year();
    return at.us >= 0 && year >= kYearFirst && year <= kYearLast;
}

// "SM:subscriberID" is subscriberID.
std::string_view without_prefix(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

void IpdrRecords::add(const Values& values, std::int64_t line) {
    ++count_;
    if (const auto fault = read(values, line)) {
        sink_.reject({line, fault->code, fault->reason, make_excerpt(fault->field)});
    }
}

Outcome IpdrRecords::read_times(const Values& values, Times& out) {
    const auto start = parse_time(value_of(values, "startTime"));
    const auto end = parse_time(value_of(values, "endTime"));
    if (!start || !end) {
        return Fault{RejectCode::Time,
                     "startTime or endTime is neither seconds since 1970 nor a time "
                     "with its offset"};
    }
    out.start = *start;
    out.end = *end;
    return std::nullopt;
}

Outcome IpdrRecords::read(const Values& values, std::int64_t line) {
    if (!value_of(values, "serviceOctetsPassed").empty() ||
        !value_of(values, "ServiceOctetsPassed").empty()) {
        return Fault{RejectCode::Structure,
                     "the counter of a service flow of a cable modem (DOCSIS SAMIS), which is "
                     "neither a call nor a stream: hand in what each flow used, as data of "
                     "call-csv"};
    }
    CallRecord record;
    record.line = line;
    record.code = service_point_.empty() ? value_of(values, "subscriberID")
                                         : std::string_view(service_point_);
    if (record.code.empty() || record.code.size() > kCodeBytesMax) {
        return Fault{RejectCode::Code,
                     fmt::format("subscriberID is not 1 to {} characters", kCodeBytesMax)};
    }
    Times times;
    if (auto fault = read_times(values, times)) return fault;
    if (!value_of(values, "uniqueCallId").empty()) return read_call(values, record, times);
    if (!value_of(values, "streamID").empty()) return read_stream(values, record, times);
    return Fault{RejectCode::Structure, "neither a call (uniqueCallId) nor a stream (streamID)"};
}

Outcome IpdrRecords::read_call(const Values& values, CallRecord& record, Times times) {
    const auto duration_text = value_of(values, "callDuration");
    const auto duration = parse_whole(duration_text.empty() ? "0" : duration_text);
    if (!duration || *duration > kEventSecondsMax * 1000) {
        return Fault{RejectCode::Value, "callDuration is no number of milliseconds up to a year",
                     duration_text};
    }
    const std::int64_t apart_us = times.end.us - times.start.us;
    if (!is_in_range(times.start) && times.start.us >= 0 && *duration > 0 &&
        apart_us == *duration && times.start.us < 4'102'444'800'000) {
        // Seconds that were taken for milliseconds: the call lasted as many milliseconds as its
        // times are microseconds apart.
        times = {Instant{times.start.us * 1000}, Instant{times.end.us * 1000}, true};
    }
    if (!is_in_range(times.start) || !is_in_range(times.end)) {
        return Fault{RejectCode::Time,
                     fmt::format("the call is not of the years {} to {}", kYearFirst, kYearLast)};
    }
    record.record_id = value_of(values, "uniqueCallId");
    if (record.record_id.size() > kCodeBytesMax) {
        return Fault{RejectCode::Structure,
                     fmt::format("uniqueCallId is over {} characters", kCodeBytesMax)};
    }
    if (*duration == 0) {
        sink_.without_usage(record.line);
        return std::nullopt;
    }
    record.seconds = (*duration + 999) / 1000;
    if (times.end < times.start) return Fault{RejectCode::Time, "the call ends before it starts"};
    if (record.seconds > (times.end.us - times.start.us) / Instant::kSecond + 2) {
        return Fault{RejectCode::Value, "callDuration does not fit between startTime and endTime"};
    }
    const auto dialled = value_of(values, "originalDestinationId").empty()
                             ? value_of(values, "destinationId")
                             : value_of(values, "originalDestinationId");
    auto number = normalise_destination(dialled);
    if (!number) return Fault{RejectCode::Value, "the destination is not a number"};
    destination_ = *std::move(number);
    record.destination = destination_;
    record.kind = EventKind::Voice;
    record.start = times.start;
    sink_.call(record);
    if (times.is_mended) {
        sink_.repair(record.line, "times of 1970 were seconds written as milliseconds");
    }
    return std::nullopt;
}

Outcome IpdrRecords::read_stream(const Values& values, CallRecord& record, const Times& times) {
    if (!is_in_range(times.start) || !is_in_range(times.end)) {
        return Fault{RejectCode::Time, fmt::format("the session is not of the years {} to {}",
                                                   kYearFirst, kYearLast)};
    }
    record.seconds = (times.end.us - times.start.us + Instant::kSecond - 1) / Instant::kSecond;
    if (times.end < times.start || record.seconds > kEventSecondsMax) {
        return Fault{RejectCode::Time, "the session ends before it starts, or lasts over a year"};
    }
    const auto volume_text = value_of(values, "totalVolume");
    const auto volume = parse_whole(volume_text.empty() ? "0" : volume_text);
    if (!volume || *volume > kEventBytesMax) {
        return Fault{RejectCode::Value, "totalVolume is no whole number up to 2^50", volume_text};
    }
    id_ = fmt::format("{}@{}", value_of(values, "streamID"), times.start.seconds());
    if (id_.size() > kCodeBytesMax) {
        return Fault{RejectCode::Structure,
                     fmt::format("streamID and start are over {} characters", kCodeBytesMax)};
    }
    record.record_id = id_;
    record.kind = EventKind::Data;
    record.start = times.start;
    record.bytes = *volume;
    sink_.call(record);
    return std::nullopt;
}

Result<void> IpdrCsvParser::feed(std::string_view chunk) {
    while (TRY(reader_.next(chunk, record_))) TRY_VOID(on_record());
    return {};
}

Result<void> IpdrCsvParser::finish() {
    const auto refuse = [&](std::string text) {
        return fail(Code::Refused, std::move(text),
                    fmt::format("line {}", std::max<std::int64_t>(reader_.lines(), 1)));
    };
    if (TRY(reader_.rest(record_))) {
        if (heads_ == 3 && record_.fields.size() < names_.size()) {
            return refuse("the last record has too few fields and no line break: the file was cut "
                          "off; fetch it again");
        }
        TRY_VOID(on_record());
    }
    if (heads_ < 3) return refuse("no IPDR file: schema, namespaces and names are not there");
    if (records_.count() + rejected_ == 0) return refuse("the file holds no records");
    return {};
}

Result<void> IpdrCsvParser::on_record() {
    if (heads_ < 3) {
        if (!record_.is_clean) {
            return fail(Code::Refused, "the head is not UTF-8 text",
                        fmt::format("line {}", record_.line));
        }
        if (++heads_ == 3) {
            for (const auto field : record_.fields) names_.emplace_back(without_prefix(field));
        }
        return {};
    }
    const auto reject = [&](RejectCode code, std::string reason) {
        ++rejected_;
        sink_.reject({record_.line, code, std::move(reason), {}});
    };
    if (!record_.is_clean) {
        reject(RejectCode::Encoding, "not UTF-8 text, or control characters inside");
        return {};
    }
    if (record_.fields.size() != names_.size() || !record_.is_well_formed) {
        reject(RejectCode::Structure,
               fmt::format("{} fields, expected {}", record_.fields.size(), names_.size()));
        return {};
    }
    IpdrRecords::Values values;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (!record_.fields[i].empty()) values.emplace(names_[i], record_.fields[i]);
    }
    records_.add(values, record_.line);
    return {};
}

Result<void> IpdrXmlParser::finish() {
    TRY_VOID(reader_.finish());
    if (records_.count() > 0) return {};
    return fail(Code::Refused, "the document holds no records",
                fmt::format("line {}", std::max<std::int64_t>(reader_.line(), 1)));
}

Result<void> IpdrXmlParser::start(const xml::Name& name,
                                  std::span<const xml::ReadAttribute> attributes) {
    text_.clear();
    ++depth_;
    if (depth_ == 1 && name.local != "IPDRDoc") {
        return fail(Code::Refused, "not an IPDR document: its first element is no IPDRDoc");
    }
    if (depth_ == 2 && name.local == "IPDR") {
        is_inside_ = true;
        line_ = reader_.line();
        values_.clear();
    }
    if (depth_ != 2 || name.local != "IPDRDoc.End") return {};
    for (const auto& [attribute, value] : attributes) {
        if (attribute.local != "count") continue;
        const auto count = parse_whole(value);
        if (count != records_.count()) {
            return fail(Code::Refused,
                        fmt::format("the document counts {} records, it holds {}: some were lost",
                                    make_excerpt(value), records_.count()));
        }
    }
    return {};
}

Result<void> IpdrXmlParser::text(std::string_view piece) {
    if (is_inside_ && text_.size() < kTextMax) {
        text_.append(piece.substr(0, kTextMax - text_.size()));
    }
    return {};
}

Result<void> IpdrXmlParser::end(const xml::Name& name) {
    const std::size_t depth = depth_--;
    if (is_inside_ && depth == 3 && values_.size() < kValuesMax) {
        const auto begin = text_.find_first_not_of(" \t\r\n");
        const auto last = text_.find_last_not_of(" \t\r\n");
        if (begin != std::string::npos) {
            values_.emplace(name.local, text_.substr(begin, last - begin + 1));
        }
    } else if (is_inside_ && depth == 2) {
        is_inside_ = false;
        records_.add(values_, line_);
    }
    text_.clear();
    return {};
}

}  // namespace bw::meter
