#include "flow/meter/formats/tables/mapping.h"

#include "base/check.h"
#include "flow/meter/formats/tables/shipped.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

namespace {

constexpr std::array<std::string_view, kColumnCount> kColumnNames = {
    "service_point", "channel", "unit",  "start",       "end",     "time", "minutes",
    "period",        "value",   "read",  "quality",     "digits",  "zone", "record_id",
    "kind",          "seconds", "bytes", "destination", "answered"};

struct QualityWord {
    std::string_view word;
    Quality quality;
};
constexpr std::array kQualities = {
    QualityWord{"a", Quality::Actual},      QualityWord{"actual", Quality::Actual},
    QualityWord{"c", Quality::Customer},    QualityWord{"customer", Quality::Customer},
    QualityWord{"f", Quality::Final},       QualityWord{"final", Quality::Final},
    QualityWord{"s", Quality::Substituted}, QualityWord{"substituted", Quality::Substituted},
    QualityWord{"e", Quality::Estimated},   QualityWord{"estimated", Quality::Estimated},
    QualityWord{"n", Quality::Missing},     QualityWord{"missing", Quality::Missing}};

struct KindWord {
    std::string_view word;
    EventKind kind;
};
constexpr std::array kKinds = {
    KindWord{"voice", EventKind::Voice}, KindWord{"call", EventKind::Voice},
    KindWord{"message", EventKind::Message}, KindWord{"sms", EventKind::Message},
    KindWord{"data", EventKind::Data}};

// Our text, so it reads.
Mapping of_switch(std::string_view name, Format format) {
    auto mapping = parse_mapping(shipped_mapping(name).value_or(""), name);
    CHECK(mapping);
    mapping->format = format;
    return *std::move(mapping);
}

}  // namespace

std::optional<Column> find_column(std::string_view name) {
    const auto* const found = std::ranges::find(kColumnNames, name);
    if (found == kColumnNames.end()) return std::nullopt;
    return static_cast<Column>(found - kColumnNames.begin());
}

std::string_view column_name(Column column) {
    return kColumnNames[static_cast<std::size_t>(column)];
}

bool is_table(Format format) {
    using enum Format;
    return format == IntervalCsv || format == RegisterCsv || format == CallCsv ||
           format == AsteriskCsv || format == FreeswitchCsv;
}

Mapping default_mapping(Format format) {
    using enum Column;
    Mapping out;
    out.format = format;
    std::vector<Column> columns;
    switch (format) {
        case Format::IntervalCsv:
            columns = {ServicePoint, Channel, Unit,  Start,   End,
                       Minutes,      Period,  Value, Quality, Zone};
            break;
        case Format::RegisterCsv:
            columns = {ServicePoint, Channel, Unit, Time, Read, Quality, Digits, Zone};
            break;
        case Format::CallCsv:
            columns = {RecordId, ServicePoint, Kind,        Start, End,
                       Seconds,  Bytes,        Destination, Zone,  Answered};
            break;
        case Format::AsteriskCsv: return of_switch("asterisk", format);
        case Format::FreeswitchCsv: return of_switch("freeswitch", format);
        default: break;
    }
    for (const Column column : columns) out.names(column) = {std::string(column_name(column))};
    return out;
}

Result<void> apply_setting(std::string_view setting, Mapping& mapping) {
    const auto equals = setting.find('=');
    const auto name = setting.substr(0, equals);
    if (equals == std::string_view::npos) {
        return fail(Code::Invalid, "a setting is NAME=VALUE, as zone=Europe/Berlin",
                    std::string(setting));
    }
    const auto value = setting.substr(equals + 1);
    if (name == "zone") {
        mapping.zone = TRY(Zone::find(value));
    } else if (name == "received") {
        mapping.received = TRY(Instant::parse(value));
    } else if (const auto column = find_column(name)) {
        if (!is_table(mapping.format) && *column != Column::ServicePoint) {
            return fail(Code::Invalid,
                        fmt::format("{} takes the settings zone, received and service_point",
                                    format_name(mapping.format)),
                        std::string(setting));
        }
        mapping.names(*column).clear();
        mapping.constant(*column) = value;
    } else {
        return fail(Code::Invalid, "a setting is zone, received or the name of a column",
                    std::string(setting));
    }
    return {};
}

std::optional<std::string_view> shipped_mapping(std::string_view name) {
    for (const auto& shipped : shipped_texts()) {
        if (shipped.path.size() == name.size() + 5 && shipped.path.starts_with(name))
            return shipped.text;
    }
    return std::nullopt;
}

std::vector<std::string_view> shipped_mapping_names() {
    std::vector<std::string_view> names;
    for (const auto& shipped : shipped_texts())
        names.push_back(shipped.path.substr(0, shipped.path.size() - 5));  // without .yaml
    return names;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return out;
}

std::optional<Quality> parse_quality(std::string_view text, const Mapping& mapping) {
    const auto lower = lower_case(text);
    if (const auto own = mapping.qualities.find(lower); own != mapping.qualities.end()) {
        return own->second;
    }
    const auto* const found =
        std::ranges::find(kQualities, std::string_view(lower), &QualityWord::word);
    if (found == kQualities.end()) return std::nullopt;
    return found->quality;
}

std::optional<EventKind> parse_kind(std::string_view text, const Mapping& mapping) {
    const auto lower = lower_case(text);
    if (const auto own = mapping.kinds.find(lower); own != mapping.kinds.end()) return own->second;
    const auto* const found = std::ranges::find(kKinds, std::string_view(lower), &KindWord::word);
    if (found == kKinds.end()) return std::nullopt;
    return found->kind;
}

}  // namespace bw::meter
