#include "flow/meter/formats/tables/interval_csv.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/parts/span_value.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

namespace {

// "month": the calendar's, from the start's own day on.
std::optional<LocalTime> plus_period(LocalTime start, std::string_view period) {
    int months = 0;
    if (period == "day") return LocalTime{start.date.plus_days(1), start.second_of_day};
    if (period == "week") return LocalTime{start.date.plus_days(7), start.second_of_day};
    if (period == "month") months = 1;
    if (period == "quarter") months = 3;
    if (period == "year") months = 12;
    if (months == 0) return std::nullopt;
    return LocalTime{start.date.plus_months(months), start.second_of_day};
}

}  // namespace

Result<void> IntervalCsvParser::check_columns() {
    using enum Column;
    const bool has_values = has(Value) || !mapping().values.empty() || mapping().series;
    const bool has_units = has(Unit) || (!mapping().values.empty() &&
                                         std::ranges::none_of(mapping().values, &std::string::empty,
                                                              &ValueColumn::unit));
    if (!has(ServicePoint) || !has_units || !has_values) {
        return refuse(
            "interval readings need the columns service_point, unit and value; a mapping can "
            "name others, and it or --set service_point=CODE can give constants");
    }
    const bool has_both = has_column(Start) && has_column(End);
    const bool has_length =
        (has_column(Start) && (has(Minutes) || has(Period))) || (has_column(End) && has(Minutes));
    if (mapping().series ? !(has_column(Start) && has(Minutes)) : !has_both && !has_length) {
        return refuse("interval readings need start and end, or one of them and minutes, or start "
                      "and a period");
    }
    for (const auto& column : mapping().values)
        value_positions_.push_back(TRY(position_of(column.name)));
    if (const auto& series = mapping().series) {
        const std::size_t first = TRY(position_of(series->first));
        const auto count = static_cast<std::size_t>(series->count);
        if (first + count > width()) {
            return refuse(
                fmt::format("{} columns from '{}' on are not there", count, series->first));
        }
        value_positions_.push_back(first);
    }
    return {};
}

IntervalCsvParser::Labels& IntervalCsvParser::labels_of_series() {
    constexpr std::size_t kSeriesMax = 100'000;  // whose rows may come one by one in turn
    const auto code = field(Column::ServicePoint);
    const auto channel = field(Column::Channel);
    if (labels_before_ != nullptr && code_ == code && channel_ == channel) return *labels_before_;
    code_ = code;
    channel_ = channel;
    if (labels_.size() >= kSeriesMax) labels_.clear();
    labels_before_ = &labels_[fmt::format("{}\n{}", code, channel)];
    return *labels_before_;
}

Outcome IntervalCsvParser::read_span(Span& span) {
    const bool has_start = has_column(Column::Start);
    Labels& before = labels_of_series();
    const auto label =
        time_of(has_start ? Column::Start : Column::End, before.last, before.is_descending);
    if (!label) return Fault{RejectCode::Time, label.error().text, {}};
    if (before.last && *before.last != *label) before.is_descending = *label < *before.last;
    before.last = *label;
    if (has_start && has_column(Column::End)) {
        const auto end = time_of(Column::End, *label);
        if (!end) return Fault{RejectCode::Time, end.error().text, {}};
        span = {*label, *end};
        return std::nullopt;
    }
    if (has_start && has(Column::Period)) return read_period(*label, span);
    const auto minutes = parse_whole(field(Column::Minutes));
    const std::int64_t length =
        minutes && *minutes <= kUseSecondsMax / 60 ? *minutes * 60 * Instant::kSecond : 0;
    span = has_start ? Span{*label, Instant{label->us + length}}
                     : Span{Instant{label->us - length}, *label};
    return std::nullopt;
}

Outcome IntervalCsvParser::read_period(Instant start, Span& span) {
    const auto clock = wall_clock();
    if (!clock) {
        return Fault{RejectCode::Time, "a period of the calendar needs a zone: zone=.."};
    }
    const auto local = (*clock)->zone().to_local(start);
    const auto end = plus_period(local, field(Column::Period));
    if (!end) {
        return Fault{RejectCode::Interval, "a period is day, week, month, quarter or year",
                     field(Column::Period)};
    }
    span = {start, (*clock)->zone().to_instant(*end)};
    return std::nullopt;
}

// Everything of the row but its values.
Outcome IntervalCsvParser::read_row(SpanValue& row, Unit& unit) {
    if (auto fault = check_code()) return fault;
    row.code = field(Column::ServicePoint);
    row.line = line();
    if (mapping().values.empty()) {
        if (auto fault = read_channel(row.channel)) return fault;
    }
    if (has(Column::Unit)) {
        const auto found = find_unit(field(Column::Unit));
        if (!found)
            return Fault{RejectCode::Unit, "the unit is missing or unknown", field(Column::Unit)};
        unit = *found;
        row.unit = unit.name;
    }
    if (auto fault = read_span(row.span)) return fault;
    if (!has(Column::Quality)) return std::nullopt;
    const auto quality = parse_quality(field(Column::Quality), mapping());
    if (!quality) {
        return Fault{RejectCode::Quality, "the quality is missing or unknown",
                     field(Column::Quality)};
    }
    row.quality = *quality;
    return std::nullopt;
}

Outcome IntervalCsvParser::read_value(std::string_view text, const Unit& unit, SpanValue& row) {
    if (row.quality == Quality::Missing) return std::nullopt;
    const auto measured = read_measured(text, unit, {kIntervalDecimalsMax, 9});
    if (!measured) return Fault{RejectCode::Value, "value: " + measured.error().text, text};
    row.value = measured->value;
    row.scale = measured->scale;
    is_rounded_ = is_rounded_ || measured->is_rounded;
    return std::nullopt;
}

Outcome IntervalCsvParser::on_row() {
    SpanValue row;
    Unit unit;
    is_rounded_ = false;
    if (auto fault = read_row(row, unit)) return fault;
    Outcome fault;
    if (const auto& series = mapping().series) {
        fault = on_series(*series, row, unit);
    } else if (!mapping().values.empty()) {
        fault = on_values(row, unit);
    } else {
        fault = read_value(field(Column::Value), unit, row);
        if (!fault) fault = hand_on(row, sink());
    }
    if (!fault && is_rounded_) sink().repair(line(), "values were rounded as the mapping says");
    return fault;
}

// One column a channel; an empty one has no value in this row.
Outcome IntervalCsvParser::on_values(const SpanValue& row, const Unit& row_unit) {
    std::vector<SpanValue> values;
    for (std::size_t i = 0; i < value_positions_.size(); ++i) {
        const auto& column = mapping().values[i];
        const auto text = at(value_positions_[i]);
        if (text.empty() && row.quality != Quality::Missing) continue;
        const auto unit = column.unit.empty() ? row_unit : find_unit(column.unit);
        if (!unit) return Fault{RejectCode::Unit, "the mapping's unit is unknown", column.unit};
        auto& value = values.emplace_back(row);
        value.channel = column.channel;
        value.unit = unit->name;
        value.records = values.size() == 1 ? 1 : 0;
        if (auto fault = read_value(text, *unit, value)) return fault;
        if (auto fault = check(value)) return fault;
    }
    if (values.empty()) return Fault{RejectCode::Value, "none of the columns has a value"};
    for (const auto& value : values) hand_on(value, sink());
    return std::nullopt;
}

// How many of `count` columns the day has that begins with the row. A day's worth of columns says
// nothing of the hour that the clock skips or repeats; more of them count the day's periods as time
// goes by.
Outcome IntervalCsvParser::count_periods(Instant from, std::int64_t step, std::size_t& count) {
    constexpr std::int64_t kHour = 3600 * Instant::kSecond, kDay = 24 * kHour;
    const std::int64_t all = static_cast<std::int64_t>(count) * step;
    if (all < kDay) return std::nullopt;
    if (all > kDay + kHour) {
        return Fault{RejectCode::Interval,
                     "the values side by side cover more than a day of 25 hours"};
    }
    const auto clock = wall_clock();
    if (!clock) {
        if (all == kDay) return std::nullopt;
        return Fault{RejectCode::Interval, "more than 24 hours side by side need a zone: zone=.."};
    }
    const Zone& zone = (*clock)->zone();
    const auto local = zone.to_local(from);
    const Instant end = zone.to_instant({local.date.plus_days(1), local.second_of_day});
    const std::int64_t day = end.us - from.us;
    if (all == kDay && day != kDay) {
        return Fault{RejectCode::Interval,
                     "a day of 23 or 25 hours: nobody can say which value is which hour's"};
    }
    count = std::min(count, static_cast<std::size_t>(day / step));
    return std::nullopt;
}

// Values side by side; an empty one is missing.
Outcome IntervalCsvParser::on_series(const ValueSeries& series, const SpanValue& row,
                                     const Unit& unit) {
    const auto columns = static_cast<std::size_t>(series.count);
    const std::int64_t step = row.span.to.us - row.span.from.us;
    SpanValue first = row;
    first.quality = Quality::Missing;  // only its span is asked for
    if (auto fault = check(first)) return fault;
    std::size_t count = columns;
    if (auto fault = count_periods(row.span.from, step, count)) return fault;
    for (std::size_t i = count; i < columns; ++i) {
        const auto text = at(value_positions_.front() + i);
        if (text.empty()) continue;
        return Fault{RejectCode::Interval,
                     fmt::format("value {} of a day that has {} periods", i + 1, count), text};
    }
    series_values_.assign(count, kMissing);
    series_qualities_.assign(count, Quality::Missing);
    std::vector<std::int8_t> decimals(count, kBlank);
    for (std::size_t i = 0; i < count; ++i) {
        const auto text = at(value_positions_.front() + i);
        if (text.empty() || row.quality == Quality::Missing) continue;
        SpanValue value = row;
        if (auto fault = read_value(text, unit, value)) return fault;
        series_values_[i] = value.value;
        series_qualities_[i] = row.quality;
        decimals[i] = static_cast<std::int8_t>(value.scale);
    }
    const auto scale = to_common_scale({series_values_, decimals, 0}, {kIntervalDecimalsMax, 9});
    if (!scale) return Fault{RejectCode::Value, scale.error().text};
    sink().interval({.code = row.code,
                     .channel = row.channel,
                     .unit = row.unit,
                     .start = row.span.from,
                     .step_seconds = static_cast<std::int32_t>(step / Instant::kSecond),
                     .scale = *scale,
                     .values = series_values_,
                     .qualities = series_qualities_,
                     .line = row.line});
    return std::nullopt;
}

Result<void> RegisterCsvParser::check_columns() {
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
    const auto measured = read_measured(field(Column::Read), *unit, {kRegisterDecimalsMax, 12});
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
    if (measured->is_rounded) sink().repair(line(), "values were rounded as the mapping says");
    return std::nullopt;
}

}  // namespace bw::meter
