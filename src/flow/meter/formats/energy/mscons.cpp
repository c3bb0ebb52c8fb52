#include "flow/meter/formats/energy/mscons.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/lines.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::meter {

namespace {

struct Qualifier {
    std::string_view code;
    Quality quality;
};
// Data element 6063. What is not billed on (187 a forecast, 201 a proposal, Z18 provisional) is an
// estimate to be made good later.
constexpr std::array kQualifiers = {
    Qualifier{"220", Quality::Actual},     Qualifier{"79", Quality::Actual},
    Qualifier{"67", Quality::Substituted}, Qualifier{"Z18", Quality::Estimated},
    Qualifier{"187", Quality::Estimated},  Qualifier{"201", Quality::Estimated},
    Qualifier{"20", Quality::Missing},     Qualifier{"Z30", Quality::Missing}};

struct UnitCode {
    std::string_view code, unit;
};
// Data element 6411, of UN/ECE recommendation 20.
constexpr std::array kUnitCodes = {
    UnitCode{"KWH", "kWh"},  UnitCode{"MWH", "MWh"}, UnitCode{"WHR", "Wh"},
    UnitCode{"K3", "kvarh"}, UnitCode{"KWT", "kW"},  UnitCode{"KVR", "kvar"},
    UnitCode{"MTQ", "m3"},   UnitCode{"3B", "MJ"},   UnitCode{"GV", "GJ"}};

std::optional<Unit> unit_of_code(std::string_view code) {
    const auto* const known = std::ranges::find(kUnitCodes, code, &UnitCode::code);
    return known == kUnitCodes.end() ? std::nullopt : find_unit(known->unit);
}

// "201512010015+01" to its digits and offset.
std::optional<std::int32_t> cut_offset(std::string_view& text) {
    if (text.ends_with("UTC")) {
        text.remove_suffix(3);
        return 0;
    }
    const auto sign = text.find_first_of("+-");
    if (sign == std::string_view::npos) return std::nullopt;
    const bool is_west = text[sign] == '-';
    const auto digits = text.substr(sign + 1);
    const auto number = parse_whole(digits);
    if (!number || (digits.size() != 2 && digits.size() != 4)) return std::nullopt;
    const auto hours = static_cast<std::int32_t>(digits.size() == 2 ? *number : *number / 100);
    const auto minutes = static_cast<std::int32_t>(digits.size() == 2 ? 0 : *number % 100);
    if (hours > 18 || minutes > 59) return std::nullopt;
    text = text.substr(0, sign);
    return (is_west ? -1 : 1) * (hours * 3600 + minutes * 60);
}

}  // namespace

std::unexpected<Error> MsconsParser::refuse(std::string text) const {
    return fail(Code::Refused, std::move(text),
                fmt::format("line {}", std::max<std::int64_t>(reader_.segments(), 1)));
}

void MsconsParser::reject(std::int64_t number, RejectCode code, std::string reason,
                          std::string_view field) {
    ++records_;
    sink_.reject({number, code, std::move(reason), make_excerpt(field)});
}

Result<void> MsconsParser::feed(std::string_view chunk) {
    while (TRY(reader_.next(chunk, segment_))) TRY_VOID(on_segment());
    return {};
}

Result<void> MsconsParser::finish() {
    TRY_VOID(reader_.finish());
    if (stage_ == Stage::Start) return refuse("no segment UNB: not an EDIFACT interchange");
    if (stage_ != Stage::Ended) {
        return refuse("no end segment UNZ: the file was cut off; fetch it again");
    }
    if (records_ == 0) return refuse("the file holds no readings");
    return {};
}

Result<void> MsconsParser::on_segment() {
    const auto tag = segment_.tag();
    switch (stage_) {
        case Stage::Ended: return refuse("there is something after the end segment UNZ");
        case Stage::Start:
            if (tag != "UNB")
                return refuse("the first segment is not UNB: not a whole interchange");
            interchange_ = segment_.at(5);
            stage_ = Stage::Interchange;
            return {};
        case Stage::Interchange: return on_envelope(tag);
        case Stage::Message:
        case Stage::Skipped: break;
    }
    if (tag == "UNT") return end_message();
    if (tag == "UNH" || tag == "UNB" || tag == "UNZ") {
        return refuse(fmt::format("segment {} inside a message: its end UNT is missing", tag));
    }
    if (stage_ == Stage::Message) on_content(tag);
    return {};
}

Result<void> MsconsParser::on_envelope(std::string_view tag) {
    if (tag == "UNH") return begin_message();
    if (tag == "UNG") {
        ++groups_;
        return {};
    }
    if (tag == "UNE") return {};
    if (tag != "UNZ")
        return refuse(fmt::format("segment '{}' outside a message", make_excerpt(tag)));
    const std::int64_t expected = groups_ > 0 ? groups_ : messages_;
    const auto count = parse_whole(segment_.at(1));
    if (count != expected) {
        return refuse(fmt::format("UNZ counts {} messages, the file holds {}: some were lost",
                                  make_excerpt(segment_.at(1)), expected));
    }
    if (segment_.at(2) != interchange_) {
        return refuse("UNZ and UNB name different interchanges: two files in one");
    }
    stage_ = Stage::Ended;
    return {};
}

Result<void> MsconsParser::begin_message() {
    ++messages_;
    message_ = segment_.at(1);
    message_begin_ = segment_.number();
    code_ = options_.service_point;
    obis_.clear();
    quantity_ = {};
    stage_ = Stage::Message;
    if (segment_.at(2) != "MSCONS") {
        reject(message_begin_, RejectCode::Structure, "a message that is no MSCONS",
               segment_.at(2));
        stage_ = Stage::Skipped;
    }
    return {};
}

Result<void> MsconsParser::end_message() {
    finish_quantity();
    profile_.finish();
    const std::int64_t expected = segment_.number() - message_begin_ + 1;
    const auto count = parse_whole(segment_.at(1));
    if (count != expected) {
        return refuse(fmt::format("UNT counts {} segments, the message has {}: some were lost",
                                  make_excerpt(segment_.at(1)), expected));
    }
    if (segment_.at(2) != message_) return refuse("UNT and UNH name different messages");
    stage_ = Stage::Interchange;
    return {};
}

void MsconsParser::on_content(std::string_view tag) {
    if (tag == "DTM") return on_time();
    if (tag == "BGM") {
        if (segment_.at(3) == "1") {
            reject(message_begin_, RejectCode::Structure,
                   "a message that cancels an earlier one: import the corrected values, which "
                   "replace those");
            stage_ = Stage::Skipped;
        }
        return;
    }
    if (tag == "STS" || tag == "FTX") return;  // says more about a QTY
    finish_quantity();
    const auto is_of = [&](std::string_view qualifier) { return segment_.at(1) == qualifier; };
    if (tag == "NAD" && is_of("DP")) {
        code_ = options_.service_point;
        obis_.clear();
    } else if (tag == "LOC" && options_.service_point.empty()) {
        code_ = is_of("172") ? std::string(segment_.at(2)) : std::string();
        obis_.clear();
    } else if (tag == "LIN") {
        obis_.clear();
    } else if (tag == "PIA" && is_of("5")) {
        obis_ = segment_.at(2);
    } else if (tag == "QTY") {
        quantity_ = {};
        quantity_.is_open = true;
        quantity_.number = segment_.number();
        quantity_.qualifier = segment_.at(1);
        quantity_.value = segment_.at(1, 1);
        quantity_.unit = segment_.at(1, 2);
    }
}

void MsconsParser::on_time() {
    if (!quantity_.is_open) return;  // of the message or of the whole item
    const auto kind = segment_.at(1);
    const auto keep = [&](std::string& text, std::string& format) {
        text = segment_.at(1, 1);
        format = segment_.at(1, 2);
    };
    if (kind == "163") keep(quantity_.from, quantity_.from_format);
    if (kind == "164") keep(quantity_.to, quantity_.to_format);
    if (kind == "7") keep(quantity_.at, quantity_.at_format);
    if (kind == "9") keep(quantity_.read_at, quantity_.read_at_format);
}

Outcome MsconsParser::time_of(std::string_view text, std::string_view format, Instant& out) {
    if (text.empty()) {
        return Fault{RejectCode::Time,
                     "the quantity has no time of its own: neither DTM+163 and 164 nor 7 or 9"};
    }
    struct Known {
        std::string_view code, pattern;
        bool has_offset;
    };
    constexpr std::array kKnown = {
        Known{"303", "YYYYMMDDhhmm", true}, Known{"304", "YYYYMMDDhhmmss", true},
        Known{"203", "YYYYMMDDhhmm", false}, Known{"204", "YYYYMMDDhhmmss", false},
        Known{"102", "YYYYMMDD", false}};
    const auto* const known = std::ranges::find(kKnown, format, &Known::code);
    if (known == kKnown.end()) {
        return Fault{RejectCode::Time, "the time is in none of the formats 102, 203, 204, 303, 304",
                     format};
    }
    std::string_view digits = text;
    const auto offset = known->has_offset ? cut_offset(digits) : std::nullopt;
    const auto reading = TimeFormat::parse(known->pattern)->read(digits);
    if (!reading || (known->has_offset && !offset)) {
        return Fault{RejectCode::Time,
                     fmt::format("the time is not of format {} and the years {} to {}", format,
                                 kYearFirst, kYearLast),
                     text};
    }
    const std::int64_t wall =
        std::int64_t{reading->local.date.days()} * 86400 + reading->local.second_of_day;
    if (offset) {
        out = Instant::from_seconds(wall - *offset);
        return std::nullopt;
    }
    if (!options_.zone) {
        return Fault{RejectCode::Time,
                     "the time carries no offset: name its zone, as in --set "
                     "zone=Europe/Berlin",
                     text};
    }
    const auto found = clock_.to_instant(reading->local, {});
    if (!found) return Fault{RejectCode::Time, "the clock change skips the time", text};
    out = *found;
    return std::nullopt;
}

void MsconsParser::finish_quantity() {
    if (!quantity_.is_open) return;
    quantity_.is_open = false;
    if (auto fault = read_quantity()) {
        reject(quantity_.number, fault->code, std::move(fault->reason), fault->field);
    } else {
        ++records_;
    }
}

Outcome MsconsParser::read_quantity() {
    if (code_.empty() || code_.size() > kCodeBytesMax || !is_clean_text(code_)) {
        return Fault{
            RejectCode::Code,
            fmt::format("no LOC+172 of 1 to {} characters names the service point", kCodeBytesMax)};
    }
    const auto obis = parse_obis(obis_);
    if (!obis) return Fault{RejectCode::Channel, "no PIA+5 with an OBIS code before it", obis_};
    if (!obis->is_present()) {
        return Fault{RejectCode::Channel,
                     "a value of an earlier billing period, which is no reading of now", obis_};
    }
    const auto meaning = meaning_of(*obis);
    if (!meaning.is_energy) {
        return Fault{RejectCode::Channel,
                     "no energy: a maximum or another value that is not billed", obis_};
    }
    const auto* const known = std::ranges::find(kQualifiers, quantity_.qualifier, &Qualifier::code);
    if (known == kQualifiers.end()) {
        return Fault{RejectCode::Quality,
                     "the quantity's qualifier is none of 220, 67, 79, 187, "
                     "201, 20, Z18, Z30",
                     quantity_.qualifier};
    }
    const auto unit =
        quantity_.unit.empty() ? find_unit(meaning.unit) : unit_of_code(quantity_.unit);
    if (!unit) {
        return Fault{RejectCode::Unit, "the unit is unknown, or missing and not in the OBIS code",
                     quantity_.unit};
    }
    const bool is_span = !quantity_.from.empty() && !quantity_.to.empty();
    std::int64_t value = kMissing;
    int scale = 0;
    if (known->quality != Quality::Missing) {
        auto fixed = parse_fixed(quantity_.value, reader_.decimal_mark());
        if (!fixed) fixed = parse_fixed(quantity_.value, reader_.decimal_mark() == '.' ? ',' : '.');
        if (!fixed)
            return Fault{RejectCode::Value, "the quantity is not a number", quantity_.value};
        value = fixed->mantissa;
        const auto decimals = static_cast<std::int8_t>(fixed->decimals);
        const auto common = to_common_scale({{&value, 1}, {&decimals, 1}, unit->shift},
                                            is_span ? Magnitude{kIntervalDecimalsMax, 9}
                                                    : Magnitude{kRegisterDecimalsMax, 12});
        if (!common) return Fault{RejectCode::Value, common.error().text, quantity_.value};
        scale = *common;
    }
    if (is_span) {
        return hand_on_span(quantity_, value, scale, known->quality, meaning, unit->name);
    }
    const bool has_at = !quantity_.at.empty();
    RegisterRead read{.code = code_, .channel = meaning.channel, .unit = unit->name, .time = {}};
    if (auto fault = has_at ? time_of(quantity_.at, quantity_.at_format, read.time)
                            : time_of(quantity_.read_at, quantity_.read_at_format, read.time)) {
        return fault;
    }
    if (known->quality == Quality::Missing) {
        sink_.without_usage(quantity_.number);
        return std::nullopt;
    }
    if (value < 0)
        return Fault{RejectCode::Value, "a counter is never below zero", quantity_.value};
    read.read = value;
    read.scale = scale;
    read.quality = known->quality;
    read.line = quantity_.number;
    sink_.register_read(read);
    return std::nullopt;
}

Outcome MsconsParser::hand_on_span(const Quantity& quantity, std::int64_t value, int scale,
                                   Quality quality, const ObisMeaning& meaning,
                                   std::string_view unit) {
    SpanValue span{.code = code_,
                   .channel = meaning.channel,
                   .unit = unit,
                   .span = {},
                   .value = value,
                   .scale = scale,
                   .quality = quality,
                   .line = quantity.number};
    if (auto fault = time_of(quantity.from, quantity.from_format, span.span.from)) return fault;
    if (auto fault = time_of(quantity.to, quantity.to_format, span.span.to)) return fault;
    profile_.add(span);
    return std::nullopt;
}

}  // namespace bw::meter
