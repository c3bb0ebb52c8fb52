#include "flow/meter/formats/energy/nem12.h"

#include "flow/meter/formats/energy/nem_fields.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

using namespace nem;

namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

std::string_view channel_of_suffix(std::string_view suffix) {
    if (suffix == "E1") return "import";
    if (suffix == "B1") return "export";
    if (suffix == "Q1") return "reactive";
    return suffix;
}

}  // namespace

std::unexpected<Error> Nem12Parser::refuse(std::string text) const {
    return fail(Code::Refused, std::move(text), fmt::format("line {}", splitter_.number()));
}

void Nem12Parser::reject(RejectCode code, std::string reason, std::string_view field) {
    ++records_;
    sink_.reject({splitter_.number(), code, std::move(reason), make_excerpt(field)});
}

void Nem12Parser::reject_day(RejectCode code, std::string reason, std::string_view field) {
    ++records_;
    day_.state = Day::State::Rejected;
    sink_.reject({day_.line, code, std::move(reason), make_excerpt(field)});
}

Result<void> Nem12Parser::feed(std::string_view chunk) {
    std::string_view line;
    while (TRY(splitter_.next(chunk, line))) TRY_VOID(on_line(line));
    return {};
}

Result<void> Nem12Parser::finish() {
    std::string_view line;
    if (splitter_.rest(line)) TRY_VOID(on_line(line));
    if (splitter_.number() == 0) return refuse("the file is empty");
    if (stage_ == Stage::BeforeHeader) return refuse("no header record 100: not a NEM12 file");
    if (stage_ == Stage::Body) {
        return refuse("no end record 900: the file was cut off; fetch it again");
    }
    if (records_ == 0) return refuse("the file holds no readings");
    return {};
}

Result<void> Nem12Parser::on_line(std::string_view line) {
    if (is_blank(line)) return {};
    if (stage_ == Stage::Ended) return refuse("there is text after the end record 900");
    std::string_view fields = line;
    const auto type = next_field(fields);
    const bool is_clean = is_clean_text(line);
    if (stage_ == Stage::BeforeHeader) {
        if (type != "100" || !is_clean) {
            return refuse("the first record is not the header 100: not a whole NEM12 file");
        }
        return on_header(fields);
    }
    if (type != "400") finish_day();
    if (!is_clean) {
        on_unclean(type);
    } else if (type == "300") {
        on_day(fields);
    } else if (type == "400") {
        on_quality(fields);
    } else if (type == "200") {
        on_channel(fields);
    } else if (type == "900") {
        stage_ = Stage::Ended;
    } else if (type == "100") {
        return refuse("a second header record 100: two files in one");
    } else if (type != "500") {
        reject(RejectCode::Structure,
               type == "250" || type == "550"
                   ? "register record of NEM13 in a NEM12 file"
                   : "unknown record type: expected 200, 300, 400, 500 or 900",
               type);
        day_.state = Day::State::Rejected;  // 400s that follow belong to it
    }
    return {};
}

void Nem12Parser::on_unclean(std::string_view type) {
    if (type == "400") {
        if (day_.state == Day::State::Waiting) {
            reject_day(RejectCode::Encoding, fmt::format("its 400 record in line {} is {}",
                                                         splitter_.number(), kUnclean));
        } else if (day_.state == Day::State::None) {
            reject(RejectCode::Encoding, std::string(kUnclean));
        }
        return;
    }
    if (type == "200") {
        channel_.line = splitter_.number();
        channel_.is_rejected = true;
    }
    reject(RejectCode::Encoding, std::string(kUnclean));
    day_.state = Day::State::Rejected;
}

Result<void> Nem12Parser::on_header(std::string_view fields) {
    const auto version = next_field(fields);
    if (version == "NEM13") return refuse("this is a register file: read it as nem13");
    if (version != "NEM12") {
        return refuse(
            fmt::format("header record 100 names version '{}', not NEM12", make_excerpt(version)));
    }
    stage_ = Stage::Body;
    return {};
}

void Nem12Parser::on_channel(std::string_view fields) {
    channel_.line = splitter_.number();
    channel_.is_rejected = false;
    day_.state = Day::State::None;
    if (const auto read = read_channel(fields); !read) {
        channel_.is_rejected = true;
        const auto code = read.error().subject == "unit"       ? RejectCode::Unit
                          : read.error().subject == "interval" ? RejectCode::Interval
                          : read.error().subject == "code"     ? RejectCode::Code
                                                               : RejectCode::Structure;
        reject(code, read.error().text);
    }
}

// 200, NMI, configuration, register, suffix, data stream, meter serial, unit, interval length, next
// read
Result<void> Nem12Parser::read_channel(std::string_view fields) {
    const auto code = next_field(fields);
    if (code.empty() || code.size() > kCodeBytesMax) {
        return fail(Code::Invalid, fmt::format("no NMI of 1 to {} characters", kCodeBytesMax),
                    "code");
    }
    next_field(fields);
    next_field(fields);
    const auto suffix = next_field(fields);
    if (suffix.empty() || suffix.size() > kChannelBytesMax) {
        return fail(Code::Invalid,
                    fmt::format("no NMI suffix of 1 to {} characters", kChannelBytesMax));
    }
    next_field(fields);
    next_field(fields);
    const auto unit_text = next_field(fields);
    const auto unit = find_unit(unit_text);
    if (!unit) {
        return fail(Code::Invalid,
                    unit_text.empty()
                        ? "the channel has no unit of measurement"
                        : fmt::format("unit '{}' is unknown", make_excerpt(unit_text)),
                    "unit");
    }
    const auto minutes = parse_whole(next_field(fields));
    if (!minutes || *minutes < 1 || *minutes > kMinutesPerDay || kMinutesPerDay % *minutes != 0) {
        return fail(Code::Invalid, "the interval length does not divide the day", "interval");
    }
    channel_.code = code;
    channel_.name = channel_of_suffix(suffix);
    channel_.unit = *unit;
    channel_.minutes = static_cast<int>(*minutes);
    return {};
}

// 300, date, values.., quality, reason code, reason, updated, loaded
void Nem12Parser::on_day(std::string_view fields) {
    day_ = {.state = Day::State::Waiting, .line = splitter_.number()};
    if (channel_.line == 0) {
        return reject_day(RejectCode::Structure, "300 record without a 200 record before it");
    }
    if (channel_.is_rejected) {
        return reject_day(RejectCode::Channel,
                          fmt::format("its 200 record in line {} was rejected", channel_.line));
    }
    const auto date_text = next_field(fields);
    const auto date = parse_day(date_text);
    if (!date) {
        return reject_day(
            RejectCode::Time,
            fmt::format("the date is no day of the years {} to {}", kYearFirst, kYearLast),
            date_text);
    }
    day_.start = Instant::from_seconds(date->days() * kSecondsPerDay - kMarketOffsetSeconds);
    const auto count = static_cast<std::size_t>(kMinutesPerDay / channel_.minutes);
    if (read_values(fields, count)) read_day_quality(fields, count);
}

// Scans the values in place: this is where a file's time goes.
bool Nem12Parser::read_values(std::string_view& fields, std::size_t count) {
    values_.resize(count);
    decimals_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        Fixed fixed;
        const std::size_t used = scan_fixed(fields, fixed);
        if (used > 0 && used < fields.size() && fields[used] == ',') {
            fields.remove_prefix(used + 1);
            values_[i] = fixed.mantissa;
            decimals_[i] = static_cast<std::int8_t>(fixed.decimals);
            continue;
        }
        const bool is_last = fields.find(',') == std::string_view::npos;
        const auto text = next_field(fields);
        const auto spaced = parse_fixed(text);
        if (is_last || (!spaced && !text.empty())) {
            reject_day(
                RejectCode::Structure,
                fmt::format("expected {} values of {} minutes and a quality flag; value {} is {}",
                            count, channel_.minutes, i + 1,
                            is_last ? "where the record ends" : "not a number"),
                text);
            return false;
        }
        values_[i] = spaced ? spaced->mantissa : kMissing;
        decimals_[i] = spaced ? static_cast<std::int8_t>(spaced->decimals) : kBlank;
    }
    const auto scale =
        to_common_scale({values_, decimals_, channel_.unit.shift}, {kIntervalDecimalsMax, 9});
    if (!scale) {
        reject_day(RejectCode::Value, scale.error().text);
        return false;
    }
    day_.scale = *scale;
    return true;
}

void Nem12Parser::read_day_quality(std::string_view fields, std::size_t count) {
    const auto text = next_field(fields);
    const auto flag = parse_flag(text);
    if (!flag) {
        const bool is_number = parse_fixed(text).has_value();
        reject_day(is_number ? RejectCode::Structure : RejectCode::Quality,
                   fmt::format("expected {} values of {} minutes and then a quality flag "
                               "A, E, F, N, S or V",
                               count, channel_.minutes),
                   text);
        return;
    }
    for (int i = 0; i < 4; ++i) next_field(fields);
    if (!is_blank(fields)) {
        reject_day(RejectCode::Structure, "the record goes on after its last field", fields);
        return;
    }
    day_.is_variable = flag->is_variable;
    qualities_.assign(count, flag->quality);
}

// 400, first interval, last interval, quality, reason code, reason
void Nem12Parser::on_quality(std::string_view fields) {
    if (day_.state == Day::State::Rejected) return;  // part of a record that is rejected already
    if (day_.state == Day::State::None) {
        return reject(RejectCode::Structure, "400 record without a 300 record before it");
    }
    const auto line = splitter_.number();
    const auto first = parse_whole(next_field(fields));
    const auto last = parse_whole(next_field(fields));
    const auto text = next_field(fields);
    const auto flag = parse_flag(text);
    const auto count = static_cast<std::int64_t>(qualities_.size());
    if (!first || !last || *first < 1 || *last < *first || *last > count) {
        return reject_day(
            RejectCode::Quality,
            fmt::format("400 record in line {}: not a range of intervals 1 to {}", line, count));
    }
    if (!day_.is_variable) {
        // Of a day with one quality 400s tell reasons: 79, 89 and 61 only here.
        if (flag && !flag->is_variable && flag->quality == qualities_.front()) return;
        return reject_day(
            RejectCode::Quality,
            fmt::format("400 record in line {} has another quality than the day, which is not V",
                        line),
            text);
    }
    if (*first != static_cast<std::int64_t>(day_.covered) + 1) {
        return reject_day(RejectCode::Quality,
                          fmt::format("400 record in line {} begins at interval {}, expected {}",
                                      line, *first, day_.covered + 1));
    }
    if (!flag || flag->is_variable) {
        return reject_day(
            RejectCode::Quality,
            fmt::format("400 record in line {}: quality is not A, E, F, N or S", line), text);
    }
    std::fill(qualities_.begin() + (*first - 1), qualities_.begin() + *last, flag->quality);
    day_.covered = static_cast<std::size_t>(*last);
}

void Nem12Parser::finish_day() {
    if (day_.state == Day::State::Waiting) emit_day();
    day_.state = Day::State::None;
}

void Nem12Parser::emit_day() {
    if (day_.is_variable && day_.covered != qualities_.size()) {
        return reject_day(RejectCode::Quality,
                          fmt::format("quality V, but its 400 records cover {} of {} intervals",
                                      day_.covered, qualities_.size()));
    }
    for (std::size_t i = 0; i < values_.size(); ++i) {
        if (qualities_[i] == Quality::Missing) {
            values_[i] = kMissing;
        } else if (decimals_[i] == kBlank) {
            return reject_day(RejectCode::Value, fmt::format("interval {} has no value", i + 1));
        } else if (values_[i] < 0 && channel_.unit.is_energy) {
            return reject_day(
                RejectCode::Value,
                fmt::format("interval {} is below zero; energy is given per direction", i + 1));
        }
    }
    ++records_;
    sink_.interval({.code = channel_.code,
                    .channel = channel_.name,
                    .unit = channel_.unit.name,
                    .start = day_.start,
                    .step_seconds = channel_.minutes * 60,
                    .scale = day_.scale,
                    .values = values_,
                    .qualities = qualities_,
                    .line = day_.line});
}

}  // namespace bw::meter
