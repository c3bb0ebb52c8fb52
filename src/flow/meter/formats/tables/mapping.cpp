#include "flow/meter/formats/tables/mapping.h"

#include "flow/meter/formats/parts/number.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

namespace {

constexpr std::array<std::string_view, kColumnCount> kColumnNames = {
    "service_point", "channel", "unit",    "start",   "end",         "time",
    "minutes",       "value",   "read",    "quality", "digits",      "zone",
    "record_id",     "kind",    "seconds", "bytes",   "destination", "answered"};

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

std::optional<Column> find_column(std::string_view name) {
    const auto* const found = std::ranges::find(kColumnNames, name);
    if (found == kColumnNames.end()) return std::nullopt;
    return static_cast<Column>(found - kColumnNames.begin());
}

// Reads one mapping file; errors carry the line.
class MappingReader {
public:
    explicit MappingReader(std::string_view file) : file_(file) {}
    Result<Mapping> read(const text::YamlNode& root);

private:
    using Node = text::YamlNode;
    [[nodiscard]] std::unexpected<Error> wrong(int line, std::string text) const {
        return fail(Code::Invalid, std::move(text), fmt::format("{} line {}", file_, line));
    }
    Result<std::string> text_of(const Node& node, std::string_view key) const;
    Result<void> read_entry(const text::YamlEntry& entry, Mapping& out);
    Result<void> read_columns(const Node& node, Mapping& out);
    Result<void> read_constants(const Node& node, Mapping& out);
    Result<void> read_qualities(const Node& node, Mapping& out);
    Result<void> read_kinds(const Node& node, Mapping& out);
    Result<char> one_character(const Node& node, std::string_view key) const;

    std::string_view file_;
};

Result<std::string> MappingReader::text_of(const Node& node, std::string_view key) const {
    if (!node.is_text()) return wrong(node.line, fmt::format("'{}' must be a text", key));
    return node.text;
}

Result<char> MappingReader::one_character(const Node& node, std::string_view key) const {
    const auto text = TRY(text_of(node, key));
    if (text == "tab") return '\t';
    if (text.size() != 1 || text[0] == '"' || text[0] == '\n') {
        return wrong(node.line, fmt::format("'{}' must be one character, or 'tab'", key));
    }
    return text[0];
}

Result<void> MappingReader::read_columns(const Node& node, Mapping& out) {
    if (!node.is_map()) return wrong(node.line, "'columns' must be a map of our names to yours");
    for (const auto& [key, line, column_at, value] : node.entries) {
        const auto column = find_column(key);
        if (!column) return wrong(line, fmt::format("'{}' is no column we know", key));
        auto& names = out.names(*column);
        if (value.is_list()) {
            for (const auto& item : value.items) names.push_back(TRY(text_of(item, key)));
        } else {
            names.push_back(TRY(text_of(value, key)));
        }
        if (names.size() > 1 && *column != Column::Bytes) {
            return wrong(line, fmt::format("'{}' takes one column; only bytes are added up", key));
        }
    }
    return {};
}

Result<void> MappingReader::read_constants(const Node& node, Mapping& out) {
    if (!node.is_map()) return wrong(node.line, "'constants' must be a map of our names to values");
    for (const auto& [key, line, column_at, value] : node.entries) {
        const auto column = find_column(key);
        if (!column) return wrong(line, fmt::format("'{}' is no column we know", key));
        out.constant(*column) = TRY(text_of(value, key));
    }
    return {};
}

Result<void> MappingReader::read_qualities(const Node& node, Mapping& out) {
    if (!node.is_map()) return wrong(node.line, "'quality' must be a map of your codes to ours");
    for (const auto& [key, line, column_at, value] : node.entries) {
        const auto quality = parse_quality(TRY(text_of(value, key)), Mapping{});
        if (!quality) {
            return wrong(line,
                         "a quality is actual, customer, final, substituted, estimated or missing");
        }
        out.qualities[lower_case(key)] = *quality;
    }
    return {};
}

Result<void> MappingReader::read_kinds(const Node& node, Mapping& out) {
    if (!node.is_map()) return wrong(node.line, "'kinds' must be a map of your codes to ours");
    for (const auto& [key, line, column_at, value] : node.entries) {
        const auto kind = parse_kind(TRY(text_of(value, key)), Mapping{});
        if (!kind) return wrong(line, "a kind is voice, message or data");
        out.kinds[lower_case(key)] = *kind;
    }
    return {};
}

Result<void> MappingReader::read_entry(const text::YamlEntry& entry, Mapping& out) {
    const Node& node = entry.value;
    if (entry.key == "columns") return read_columns(node, out);
    if (entry.key == "constants") return read_constants(node, out);
    if (entry.key == "quality") return read_qualities(node, out);
    if (entry.key == "kinds") return read_kinds(node, out);
    if (entry.key == "answered") {
        if (!node.is_list()) return wrong(entry.line, "'answered' must be a list of values");
        for (const auto& item : node.items) out.answered.push_back(TRY(text_of(item, "answered")));
        return {};
    }
    if (entry.key == "delimiter" || entry.key == "decimal") {
        (entry.key == "delimiter" ? out.delimiter : out.decimal_point) =
            TRY(one_character(node, entry.key));
        return {};
    }
    const std::string text = TRY(text_of(node, entry.key));
    if (entry.key == "format") return {};  // read first
    if (entry.key == "header") {
        if (text != "true" && text != "false")
            return wrong(entry.line, "'header' is true or false");
        out.has_header = text == "true";
        return {};
    }
    if (entry.key == "zone") {
        auto zone = Zone::find(text);
        if (!zone) return wrong(entry.line, zone.error().text);
        out.zone = *std::move(zone);
        return {};
    }
    if (entry.key == "time") {
        auto format = TimeFormat::parse(text);
        if (!format) return wrong(entry.line, format.error().text);
        out.time_format = *std::move(format);
        return {};
    }
    return wrong(entry.line, fmt::format("'{}' is no entry of a mapping", entry.key));
}

Result<Mapping> MappingReader::read(const Node& root) {
    const Node* format_node = root.is_map() ? root.find("format") : nullptr;
    if (format_node == nullptr) {
        return wrong(root.line,
                     "a mapping begins with 'format': interval-csv, register-csv or call-csv");
    }
    const auto format = parse_format(TRY(text_of(*format_node, "format")));
    if (!format || *format == Format::Nem12 || *format == Format::Nem13) {
        return wrong(format_node->line, "'format' is interval-csv, register-csv or call-csv");
    }
    Mapping out;
    out.format = *format;
    for (const auto& entry : root.entries) TRY_VOID(read_entry(entry, out));
    if (out.decimal_point == out.delimiter) {
        return wrong(root.line, "'delimiter' and 'decimal' are the same character");
    }
    // A mapping that names no columns only changes how numbers and times are written.
    if (root.find("columns") == nullptr) out.columns = default_mapping(*format).columns;
    return out;
}

}  // namespace

std::string_view column_name(Column column) {
    return kColumnNames[static_cast<std::size_t>(column)];
}

Mapping default_mapping(Format format) {
    using enum Column;
    Mapping out;
    out.format = format;
    std::vector<Column> columns = {RecordId, ServicePoint, Kind,        Start, End,
                                   Seconds,  Bytes,        Destination, Zone,  Answered};
    if (format == Format::IntervalCsv) {
        columns = {ServicePoint, Channel, Unit, Start, End, Minutes, Value, Quality, Zone};
    } else if (format == Format::RegisterCsv) {
        columns = {ServicePoint, Channel, Unit, Time, Read, Quality, Digits, Zone};
    }
    for (const Column column : columns) out.names(column) = {std::string(column_name(column))};
    return out;
}

Result<Mapping> parse_mapping(std::string_view yaml, std::string_view file_name) {
    const auto documents = TRY(text::parse_yaml(yaml, file_name));
    if (documents.size() != 1) {
        return fail(Code::Invalid, "a mapping file holds one document", std::string(file_name));
    }
    return MappingReader(file_name).read(documents.front());
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
