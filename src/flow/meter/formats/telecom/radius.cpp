#include "flow/meter/formats/telecom/radius.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

namespace {

enum Attribute : std::size_t {
    Status,
    SessionId,
    NasAddress,
    NasAddress6,
    NasName,
    InputOctets,
    OutputOctets,
    InputGigawords,
    OutputGigawords,
    SessionTime,
    DelayTime,
    Timestamp,
    EventTimestamp,
    CalledStation
};
constexpr std::array<std::string_view, 14> kNames = {
    "Acct-Status-Type",      "Acct-Session-Id",   "NAS-IP-Address",     "NAS-IPv6-Address",
    "NAS-Identifier",        "Acct-Input-Octets", "Acct-Output-Octets", "Acct-Input-Gigawords",
    "Acct-Output-Gigawords", "Acct-Session-Time", "Acct-Delay-Time",    "Timestamp",
    "Event-Timestamp",       "Called-Station-Id"};

constexpr std::size_t kValueMax = 253;  // of an attribute, RFC 2865

struct Abbreviation {
    std::string_view name;
    int minutes;
};
// Names that one offset has and no other.
constexpr std::array kAbbreviations = {
    Abbreviation{"UTC", 0},    Abbreviation{"GMT", 0},    Abbreviation{"Z", 0},
    Abbreviation{"WET", 0},    Abbreviation{"WEST", 60},  Abbreviation{"CET", 60},
    Abbreviation{"CEST", 120}, Abbreviation{"EET", 120},  Abbreviation{"EEST", 180},
    Abbreviation{"MSK", 180},  Abbreviation{"SAST", 120}, Abbreviation{"EAT", 180},
    Abbreviation{"CAT", 120},  Abbreviation{"WAT", 60},   Abbreviation{"PKT", 300},
    Abbreviation{"WIB", 420},  Abbreviation{"WITA", 480}, Abbreviation{"WIT", 540},
    Abbreviation{"HKT", 480},  Abbreviation{"JST", 540},  Abbreviation{"KST", 540},
    Abbreviation{"AWST", 480}, Abbreviation{"ACST", 570}, Abbreviation{"ACDT", 630},
    Abbreviation{"AEST", 600}, Abbreviation{"AEDT", 660}, Abbreviation{"NZST", 720},
    Abbreviation{"NZDT", 780}, Abbreviation{"EST", -300}, Abbreviation{"EDT", -240},
    Abbreviation{"MST", -420}, Abbreviation{"MDT", -360}, Abbreviation{"PDT", -420}};

std::string_view unquoted(std::string_view text) {
    const bool is_quoted =
        text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

// Words, apart by one space.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (words.size() < 8) {
        const auto begin = text.find_first_not_of(" \t");
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

// Of "WIB" or "+07", in seconds.
std::optional<std::int32_t> offset_of(std::string_view zone) {
    const auto* const known = std::ranges::find(kAbbreviations, zone, &Abbreviation::name);
    return known != kAbbreviations.end() ? known->minutes * 60 : parse_offset(zone);
}

std::int64_t seconds_of(const LocalTime& local) {
    return std::int64_t{local.date.days()} * 86400 + local.second_of_day;
}

}  // namespace

Result<void> RadiusParser::feed(std::string_view chunk) {
    std::string_view line;
    while (TRY(splitter_.next(chunk, line))) on_line(line);
    return {};
}

Result<void> RadiusParser::finish() {
    std::string_view line;
    const auto refuse = [&](std::string_view text) {
        return fail(Code::Refused, std::string(text),
                    fmt::format("line {}", std::max<std::int64_t>(splitter_.number(), 1)));
    };
    if (splitter_.rest(line)) {
        return refuse("the last line has no line break: the file was cut off; fetch it again");
    }
    finish_record();
    sessions_.finish();
    if (splitter_.number() == 0) return refuse("the file is empty");
    if (records_ == 0) return refuse("the file holds no accounting records");
    return {};
}

void RadiusParser::on_line(std::string_view line) {
    const auto text = trim(line);
    if (text.empty()) return finish_record();
    const auto equals = text.find('=');
    const bool is_attribute = equals != std::string_view::npos && equals > 0;
    if (!is_attribute) {
        finish_record();  // the date of the next one
        record_.line = splitter_.number();
        record_.date = text.substr(0, kValueMax);
        record_.is_clean = is_clean_text(text);
        return;
    }
    if (record_.line == 0) record_.line = splitter_.number();
    on_attribute(text, equals);
}

void RadiusParser::on_attribute(std::string_view line, std::size_t equals) {
    auto name = line.substr(0, equals);
    while (name.ends_with(':') || name.ends_with('+') || name.ends_with(' ') ||
           name.ends_with('\t'))
        name.remove_suffix(1);
    auto value = line.substr(equals + 1);
    if (value.starts_with('=')) value.remove_prefix(1);
    value = unquoted(trim(value)).substr(0, kValueMax);
    const bool is_subscriber = name == options_.subscriber;
    const auto* const known = std::ranges::find(kNames, name);
    if (!is_subscriber && known == kNames.end()) return;
    if (!is_clean_text(value)) record_.is_clean = false;
    if (is_subscriber) record_.subscriber = value;
    if (known != kNames.end()) {
        record_.values[static_cast<std::size_t>(known - kNames.begin())] = value;
    }
}

void RadiusParser::finish_record() {
    if (record_.line == 0) return;
    ++records_;
    if (const auto fault = read_record()) {
        sink_.reject({record_.line, fault->code, fault->reason, make_excerpt(fault->field)});
    }
    record_ = {};
}

Outcome RadiusParser::read_kind(std::optional<PacketKind>& out) const {
    const std::string_view status = record_.values[Status];
    if (status == "Start" || status == "1") {
        out = PacketKind::Start;
    } else if (status == "Interim-Update" || status == "Alive" || status == "3") {
        out = PacketKind::Interim;
    } else if (status == "Stop" || status == "2") {
        out = PacketKind::Stop;
    } else if (status != "Accounting-On" && status != "Accounting-Off" && status != "7" &&
               status != "8") {
        return Fault{RejectCode::Structure, "no accounting: Acct-Status-Type is missing or unknown",
                     status};
    }
    return std::nullopt;
}

Outcome RadiusParser::read_counters(Packet& out) const {
    const auto number = [&](Attribute attribute, std::int64_t& value) {
        const std::string_view text = record_.values[attribute];
        const auto parsed = parse_whole(text.empty() ? "0" : text);
        value = parsed.value_or(0);
        return parsed && *parsed <= kEventBytesMax;
    };
    constexpr std::int64_t kGigaword = std::int64_t{1} << 32;
    std::int64_t in = 0, out_octets = 0, in_giga = 0, out_giga = 0;
    if (!number(InputOctets, in) || !number(OutputOctets, out_octets) ||
        !number(InputGigawords, in_giga) || !number(OutputGigawords, out_giga) ||
        in_giga > kEventBytesMax / kGigaword || out_giga > kEventBytesMax / kGigaword) {
        return Fault{RejectCode::Value, "octets or gigawords are no whole numbers, or over 2^50"};
    }
    out.bytes = in + out_octets + (in_giga + out_giga) * kGigaword;
    if (out.bytes > kEventBytesMax) return Fault{RejectCode::Value, "over 2^50 octets"};
    if (!number(SessionTime, out.seconds) || out.seconds > kEventSecondsMax) {
        return Fault{RejectCode::Value, "Acct-Session-Time is no number of seconds up to a year",
                     record_.values[SessionTime]};
    }
    return std::nullopt;
}

Outcome RadiusParser::read_wall_clock(std::string_view text, Instant& out) {
    static const TimeFormat kIso;
    static const TimeFormat kEpoch = *TimeFormat::parse("epoch");
    static const TimeFormat kDate = *TimeFormat::parse("MMM D YYYY hh:mm:ss");
    static const TimeFormat kDetail = *TimeFormat::parse("MMM D hh:mm:ss YYYY");
    auto words = words_of(text);
    std::optional<TimeFormat::Reading> reading;
    std::string_view zone;
    if (words.size() == 1) {
        reading = kEpoch.read(words[0]);
        if (!reading) reading = kIso.read(words[0]);
    } else if (words.size() >= 4) {
        // The day of the week says nothing more.
        if (words[0].size() == 3 && words[1].size() == 3) words.erase(words.begin());
        if (words.size() == 5) zone = words[4];
        words.resize(std::min<std::size_t>(words.size(), 4));
        const std::string plain = fmt::format("{}", fmt::join(words, " "));
        reading = kDate.read(plain);
        if (!reading) reading = kDetail.read(plain);
    }
    if (!reading) {
        return Fault{RejectCode::Time,
                     fmt::format("the time is none of the years {} to {}", kYearFirst, kYearLast),
                     text};
    }
    const auto offset = reading->offset_seconds ? reading->offset_seconds : offset_of(zone);
    if (offset) {
        out = Instant::from_seconds(seconds_of(reading->local) - *offset);
        return std::nullopt;
    }
    if (!options_.zone) {
        return Fault{RejectCode::Time,
                     "the time's zone is missing or has several meanings: name it, "
                     "as in --set zone=Asia/Kolkata",
                     zone};
    }
    const auto found = clock_.to_instant(reading->local, {});
    if (!found) return Fault{RejectCode::Time, "the clock change skips the time", text};
    out = *found;
    return std::nullopt;
}

Outcome RadiusParser::read_time(Instant& out) {
    if (!record_.values[EventTimestamp].empty()) {
        return read_wall_clock(record_.values[EventTimestamp], out);
    }
    const std::string_view received =
        record_.values[Timestamp].empty() ? record_.date : record_.values[Timestamp];
    if (received.empty()) return Fault{RejectCode::Time, "the record has no time"};
    if (auto fault = read_wall_clock(received, out)) return fault;
    const std::string_view delay = record_.values[DelayTime];
    const auto late = parse_whole(delay.empty() ? "0" : delay);
    if (!late || *late > kEventSecondsMax) {
        return Fault{RejectCode::Value, "Acct-Delay-Time is no number of seconds", delay};
    }
    out = Instant{out.us - *late * Instant::kSecond};
    return std::nullopt;
}

Outcome RadiusParser::read_record() {
    if (!record_.is_clean) {
        return Fault{RejectCode::Encoding, "not UTF-8 text, or control characters inside"};
    }
    std::optional<PacketKind> kind;
    if (auto fault = read_kind(kind)) return fault;
    if (!kind) {
        sink_.without_usage(record_.line);
        return std::nullopt;
    }
    Packet packet;
    packet.kind = *kind;
    packet.line = record_.line;
    const auto& values = record_.values;
    const std::string& server = !values[NasAddress].empty()    ? values[NasAddress]
                                : !values[NasAddress6].empty() ? values[NasAddress6]
                                                               : values[NasName];
    packet.session = values[SessionId] + "@" + server;
    // Room for the count of an id that began anew.
    if (values[SessionId].empty() || server.empty() || packet.session.size() > kCodeBytesMax - 8) {
        return Fault{RejectCode::Structure,
                     fmt::format("session id and access server are not 2 to {} characters together",
                                 kCodeBytesMax - 9)};
    }
    packet.code = options_.service_point.empty() ? record_.subscriber : options_.service_point;
    if (packet.code.empty() || packet.code.size() > kCodeBytesMax) {
        return Fault{RejectCode::Code, fmt::format("{} is not 1 to {} characters",
                                                   options_.subscriber, kCodeBytesMax)};
    }
    if (values[CalledStation].size() <= kCodeBytesMax) packet.destination = values[CalledStation];
    if (auto fault = read_counters(packet)) return fault;
    if (auto fault = read_time(packet.time)) return fault;
    if (packet.time.seconds() - packet.seconds < LocalDate::of(kYearFirst, 1, 1).days() * 86400LL) {
        return Fault{RejectCode::Time, fmt::format("the session began before {}", kYearFirst)};
    }
    return sessions_.add(packet);
}

}  // namespace bw::meter
