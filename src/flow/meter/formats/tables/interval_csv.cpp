#include "flow/meter/formats/tables/interval_csv.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/span_value.h"

#include <fmt/format.h>

namespace bw::meter {

namespace {

struct Measured {
    std::int64_t value = kMissing;
    int scale = 0;
};

// A number of the file in canonical units. Error: Value.
Result<Measured> read_measured(std::string_view text, const Mapping& mapping, const Unit& unit,
                               Magnitude magnitude) {
    const auto fixed = parse_fixed(text, mapping.decimal_point);
    if (!fixed) return fail(Code::Invalid, "not a number");
    std::int64_t value = fixed->mantissa;
    const auto decimals = static_cast<std::int8_t>(fixed->decimals);
    const int scale = TRY(to_common_scale({{&value, 1}, {&decimals, 1}, unit.shift}, magnitude));
    return Measured{value, scale};
}

}  // namespace

Result<void> IntervalCsvParser::check_columns() const {
    using enum Column;
    if (!has(ServicePoint) || !has(Unit) || !has(Value)) {
        return refuse(
            "interval readings need the columns service_point, unit and value; a mapping can "
            "name others or give constants");
    }
    const bool has_both = has_column(Start) && has_column(End);
    if (!has_both && !((has_column(Start) || has_column(End)) && has(Minutes))) {
        return refuse("interval readings need start and end, or one of them and minutes");
    }
    return {};
}

bool IntervalCsvParser::is_same_series() {
    const auto code = field(Column::ServicePoint);
    const auto channel = field(Column::Channel);
    if (code_ == code && channel_ == channel) return true;
    code_ = code;
    channel_ = channel;
    return false;
}

Outcome IntervalCsvParser::read_span(Span& span) {
    const bool has_start = has_column(Column::Start);
    const auto previous = is_same_series() ? last_label_ : std::nullopt;
    const auto label = time_of(has_start ? Column::Start : Column::End, previous);
    if (!label) return Fault{RejectCode::Time, label.error().text, {}};
    last_label_ = *label;
    if (has_start && has_column(Column::End)) {
        const auto end = time_of(Column::End, *label);
        if (!end) return Fault{RejectCode::Time, end.error().text, {}};
        span = {*label, *end};
        return std::nullopt;
    }
    const auto minutes = parse_whole(field(Column::Minutes));
    const std::int64_t length =
        minutes && *minutes <= kUseSecondsMax / 60 ? *minutes * 60 * Instant::kSecond : 0;
    span = has_start ? Span{*label, Instant{label->us + length}}
                     : Span{Instant{label->us - length}, *label};
    return std::nullopt;
}

Outcome IntervalCsvParser::on_row() {
    if (auto wrong = check_code()) return wrong;
    std::string_view channel;
    if (auto wrong = read_channel(channel)) return wrong;
    const auto unit = find_unit(field(Column::Unit));
    if (!unit)
        return Fault{RejectCode::Unit, "the unit is missing or unknown", field(Column::Unit)};
    Span span;
    if (auto wrong = read_span(span)) return wrong;
    Quality quality = Quality::Actual;
    if (has(Column::Quality)) {
        const auto parsed = parse_quality(field(Column::Quality), mapping());
        if (!parsed) {
            return Fault{RejectCode::Quality, "the quality is missing or unknown",
                         field(Column::Quality)};
        }
        quality = *parsed;
    }
    Measured measured;
    if (quality != Quality::Missing) {
        const auto read =
            read_measured(field(Column::Value), mapping(), *unit, {kIntervalDecimalsMax, 9});
        if (!read)
            return Fault{RejectCode::Value, "value: " + read.error().text, field(Column::Value)};
        measured = *read;
    }
    return hand_on({.code = field(Column::ServicePoint),
                    .channel = channel,
                    .unit = unit->name,
                    .span = span,
                    .value = measured.value,
                    .scale = measured.scale,
                    .quality = quality,
                    .line = line()},
                   sink());
}

Result<void> RegisterCsvParser::check_columns() const {
    using enum Column;
    if (!has(ServicePoint) || !has(Unit) || !has_column(Time) || !has_column(Read)) {
        return refuse(
            "register reads need the columns service_point, unit, time and read; a mapping "
            "can name others or give constants");
    }
    return {};
}

Outcome RegisterCsvParser::on_row() {
    if (auto wrong = check_code()) return wrong;
    std::string_view channel;
    if (auto wrong = read_channel(channel)) return wrong;
    const auto unit = find_unit(field(Column::Unit));
    if (!unit)
        return Fault{RejectCode::Unit, "the unit is missing or unknown", field(Column::Unit)};
    const auto time = time_of(Column::Time, std::nullopt);
    if (!time) return Fault{RejectCode::Time, time.error().text, {}};
    if (time->us % Instant::kSecond != 0) {
        return Fault{RejectCode::Time, "a read is taken at a whole second", {}};
    }
    RegisterRead read;
    read.code = field(Column::ServicePoint);
    read.channel = channel;
    read.unit = unit->name;
    read.time = *time;
    read.line = line();
    if (has(Column::Quality)) {
        const auto quality = parse_quality(field(Column::Quality), mapping());
        if (!quality || *quality == Quality::Missing) {
            return Fault{RejectCode::Quality, "the quality is missing or unknown",
                         field(Column::Quality)};
        }
        read.quality = *quality;
    }
    if (!field(Column::Digits).empty()) {
        const auto digits = parse_whole(field(Column::Digits));
        if (!digits || *digits < 1 || *digits > 12) {
            return Fault{RejectCode::Value, "digits of the counter are 1 to 12",
                         field(Column::Digits)};
        }
        read.digits = static_cast<int>(*digits);
    }
    const auto measured =
        read_measured(field(Column::Read), mapping(), *unit, {kRegisterDecimalsMax, 12});
    if (!measured) return Fault{RejectCode::Value, "read: " + measured.error().text, {}};
    if (measured->value < 0) return Fault{RejectCode::Value, "a counter is never below zero", {}};
    if (read.digits > 0 &&
        measured->value >= power_of_ten(std::min(18, read.digits + measured->scale))) {
        return Fault{
            RejectCode::Value, fmt::format("the read has more than {} digits", read.digits), {}};
    }
    read.read = measured->value;
    read.scale = measured->scale;
    sink().register_read(read);
    return std::nullopt;
}

}  // namespace bw::meter
