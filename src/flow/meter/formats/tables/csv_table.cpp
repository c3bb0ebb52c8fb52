#include "flow/meter/formats/tables/csv_table.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

CsvTableParser::CsvTableParser(RecordSink& sink, Mapping mapping)
    : sink_(sink), mapping_(std::move(mapping)), reader_(mapping_.delimiter) {}

std::unexpected<Error> CsvTableParser::refuse(std::string text) const {
    return fail(Code::Refused, std::move(text),
                fmt::format("line {}", std::max<std::int64_t>(record_.line, 1)));
}

Result<void> CsvTableParser::feed(std::string_view chunk) {
    while (TRY(reader_.next(chunk, record_))) TRY_VOID(on_record());
    return {};
}

Result<void> CsvTableParser::finish() {
    if (TRY(reader_.rest(record_))) {
        if (is_header_read_ && record_.fields.size() < width_) {
            return refuse(
                fmt::format("the last record has {} of {} fields and no line break: the file "
                            "was cut off; fetch it again",
                            record_.fields.size(), width_));
        }
        // Its last number may lack digits: a shorter number is another one.
        if (is_header_read_) {
            return refuse("the last line has no line break: the file may have been cut off. Fetch "
                          "it again; if it is whole, end its last line with a line break");
        }
        TRY_VOID(on_record());
    }
    if (reader_.lines() == 0) return refuse("the file is empty");
    if (rows_ == 0) return refuse("the file holds no records");
    return {};
}

Result<void> CsvTableParser::on_record() {
    if (!is_header_read_) {
        if (record_.line <= mapping_.skipped_lines) return {};
        TRY_VOID(on_header());
        if (mapping_.has_header) return {};
    }
    ++rows_;
    if (!record_.is_clean) {
        sink_.reject(
            {line(), RejectCode::Encoding, "not UTF-8 text, or control characters inside", {}});
        return {};
    }
    if (!record_.is_well_formed) {
        sink_.reject({line(), RejectCode::Structure, "text follows a closing quote", {}});
        return {};
    }
    if (record_.fields.size() != width_) {
        sink_.reject({line(),
                      RejectCode::Structure,
                      fmt::format("{} fields, expected {}", record_.fields.size(), width_),
                      {}});
        return {};
    }
    if (const auto wrong = on_row()) {
        sink_.reject({line(), wrong->code, wrong->reason, make_excerpt(wrong->field)});
    }
    return {};
}

Result<void> CsvTableParser::on_header() {
    is_header_read_ = true;
    if (!record_.is_clean) return refuse("the first line is not UTF-8 text");
    width_ = record_.fields.size();
    for (std::size_t i = 0; i < kColumnCount; ++i) {
        for (const auto& name : mapping_.columns[i]) TRY_VOID(place(static_cast<Column>(i), name));
    }
    return check_columns();
}

Result<std::size_t> CsvTableParser::position_of(const std::string& name) const {
    if (name.starts_with('#')) {
        const auto number = parse_whole(std::string_view(name).substr(1));
        if (!number || *number < 1 || *number > static_cast<std::int64_t>(width_)) {
            return refuse(
                fmt::format("the mapping asks for column {}; the file has {}", name, width_));
        }
        return static_cast<std::size_t>(*number) - 1;
    }
    if (!mapping_.has_header) {
        return refuse(
            fmt::format("without a header, name columns by number, as in '#3', not '{}'", name));
    }
    const auto wanted = lower_case(name);
    const auto matches = [&](std::string_view header) { return lower_case(header) == wanted; };
    const auto found = std::ranges::find_if(record_.fields, matches);
    if (found == record_.fields.end()) {
        return refuse(fmt::format("the header has no column '{}'", name));
    }
    if (std::find_if(found + 1, record_.fields.end(), matches) != record_.fields.end()) {
        return refuse(fmt::format("the header names column '{}' twice", name));
    }
    return static_cast<std::size_t>(found - record_.fields.begin());
}

Result<void> CsvTableParser::place(Column column, const std::string& name) {
    const bool is_ours = name == column_name(column);  // optional; check_columns() decides
    if (is_ours && mapping_.has_header &&
        std::ranges::none_of(record_.fields,
                             [&](std::string_view field) { return lower_case(field) == name; })) {
        return {};
    }
    positions_[static_cast<std::size_t>(column)].push_back(TRY(position_of(name)));
    return {};
}

Result<CsvTableParser::Measured> CsvTableParser::read_measured(std::string_view text,
                                                               const Unit& unit,
                                                               Magnitude magnitude) const {
    Fixed fixed;
    bool is_rounded = false;
    if (mapping_.decimals) {
        const auto rounded = parse_rounded(text, *mapping_.decimals, mapping_.decimal_point);
        if (!rounded) return fail(Code::Invalid, "not a number");
        fixed = rounded->value;
        is_rounded = rounded->is_changed;
    } else {
        const auto exact = parse_fixed(text, mapping_.decimal_point);
        if (!exact) return fail(Code::Invalid, "not a number");
        fixed = *exact;
    }
    std::int64_t value = fixed.mantissa;
    const auto decimals = static_cast<std::int8_t>(fixed.decimals);
    const int scale = TRY(to_common_scale({{&value, 1}, {&decimals, 1}, unit.shift}, magnitude));
    return Measured{value, scale, is_rounded};
}

std::string_view CsvTableParser::field(Column column) const {
    const auto& places = positions(column);
    return places.empty() ? mapping_.constant_text(column) : at(places.front());
}

Result<WallClock*> CsvTableParser::wall_clock() {
    constexpr std::size_t kZonesMax = 64;
    std::string_view name = field(Column::Zone);
    if (name.empty() && mapping_.zone) name = mapping_.zone->name();
    if (name.empty()) {
        return fail(Code::Invalid, "the time carries no offset and no zone is given");
    }
    std::string key(name);
    if (const auto known = zones_.find(key); known != zones_.end()) return &known->second;
    auto zone = TRY(Zone::find(name));
    if (zones_.size() >= kZonesMax) zones_.clear();
    return &zones_.emplace(std::move(key), WallClock(std::move(zone))).first->second;
}

Result<Instant> CsvTableParser::time_of(Column column, std::optional<Instant> previous,
                                        bool is_descending) {
    const auto& places = positions(column);
    std::string_view text = field(column);
    std::string joined;
    if (places.size() > 1) {
        for (const std::size_t place : places) {
            joined += joined.empty() ? "" : " ";
            joined += at(place);
        }
        text = joined;
    }
    const auto reading = mapping_.time_format.read(text);
    if (!reading) {
        return fail(Code::Invalid,
                    fmt::format("'{}' is not a time of the expected form, of the years "
                                "{} to {}",
                                column_name(column), kYearFirst, kYearLast));
    }
    Instant instant;
    if (reading->offset_seconds) {
        instant = Instant::from_seconds(std::int64_t{reading->local.date.days()} * 86400 +
                                        reading->local.second_of_day - *reading->offset_seconds);
    } else {
        WallClock* const clock = TRY(wall_clock());
        const auto found = clock->to_instant(reading->local, previous, is_descending);
        if (!found) {
            return fail(Code::Invalid,
                        fmt::format("'{}' does not exist in zone {}: the clock change "
                                    "skips it",
                                    column_name(column), clock->zone().name()));
        }
        instant = *found;
    }
    return Instant{instant.us + reading->microseconds};
}

Outcome CsvTableParser::read_channel(std::string_view& channel) const {
    channel = has(Column::Channel) ? field(Column::Channel) : "import";
    if (!mapping_.channels.empty()) {
        const auto ours = mapping_.channels.find(lower_case(channel));
        if (ours == mapping_.channels.end()) {
            return Fault{RejectCode::Structure, "the mapping lists no such channel", channel};
        }
        channel = ours->second;
    }
    if (!channel.empty() && channel.size() <= kChannelBytesMax) return std::nullopt;
    return Fault{RejectCode::Structure,
                 fmt::format("channel is not 1 to {} characters", kChannelBytesMax),
                 {}};
}

Outcome CsvTableParser::check_code() const {
    const auto code = field(Column::ServicePoint);
    if (!code.empty() && code.size() <= kCodeBytesMax) return std::nullopt;
    return Fault{RejectCode::Code,
                 fmt::format("service_point is not 1 to {} characters", kCodeBytesMax),
                 {}};
}

}  // namespace bw::meter
