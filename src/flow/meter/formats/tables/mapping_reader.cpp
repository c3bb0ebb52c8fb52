// Reads mapping files.
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/tables/mapping.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

namespace bw::meter {

namespace {

bool is_time(Column column) {
    return column == Column::Start || column == Column::End || column == Column::Time;
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
    Result<std::vector<std::string>> names_of(const Node& node, std::string_view key) const;
    Result<void> read_columns(const Node& node, Mapping& out);
    Result<const Node*> read_unique_id(const Node& node, Mapping& out) const;
    Result<void> read_constants(const Node& node, Mapping& out);
    Result<void> read_qualities(const Node& node, Mapping& out);
    Result<void> read_kinds(const Node& node, Mapping& out);
    Result<void> read_channels(const Node& node, Mapping& out);
    Result<void> read_values(const Node& node, Mapping& out);
    Result<void> read_series(const Node& node, Mapping& out);
    Result<void> read_answered(const text::YamlEntry& entry, Mapping& out);
    Result<void> read_word(const text::YamlEntry& entry, Mapping& out);
    Result<void> check_other(const Node& root, Format format) const;
    Result<int> number_of(const Node& node, std::string_view key, int max) const;
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

// One text, or a list of them.
Result<std::vector<std::string>> MappingReader::names_of(const Node& node,
                                                         std::string_view key) const {
    std::vector<std::string> names;
    if (!node.is_list()) {
        names.push_back(TRY(text_of(node, key)));
        return names;
    }
    names.reserve(node.items.size());
    for (const auto& item : node.items) names.push_back(TRY(text_of(item, key)));
    return names;
}

Result<void> MappingReader::read_columns(const Node& node, Mapping& out) {
    if (!node.is_map()) return wrong(node.line, "'columns' must be a map of our names to yours");
    for (const auto& [key, line, column_at, value] : node.entries) {
        const auto column = find_column(key);
        if (!column) return wrong(line, fmt::format("'{}' is no column we know", key));
        const bool is_id = *column == Column::RecordId;
        const Node* const names = is_id ? TRY(read_unique_id(value, out)) : &value;
        out.names(*column) = TRY(names_of(*names, key));
        const bool may_be_several = is_id || *column == Column::Bytes || is_time(*column);
        if (out.names(*column).size() > 1 && !may_be_several) {
            return wrong(line, fmt::format("'{}' takes one column; only bytes are added up, times "
                                           "are put together, and record_id is made of several",
                                           key));
        }
    }
    return {};
}

// {uniqueid: '#17', sequence: '#21', else: ['#10', '#2']}, or the names of columns alone. Returns
// the latter.
Result<const text::YamlNode*> MappingReader::read_unique_id(const Node& node, Mapping& out) const {
    out.unique_id.clear();
    out.sequence.clear();
    if (!node.is_map()) return &node;
    const Node* const unique_id = node.find("uniqueid");
    const Node* const others = node.find("else");
    const Node* const sequence = node.find("sequence");
    const std::size_t entries = sequence == nullptr ? 2 : 3;
    if (unique_id == nullptr || others == nullptr || node.entries.size() != entries) {
        return wrong(node.line, "'record_id' is a column, a list of them, or has the entries "
                                "uniqueid, else and perhaps sequence");
    }
    out.unique_id = TRY(text_of(*unique_id, "uniqueid"));
    if (sequence != nullptr) out.sequence = TRY(names_of(*sequence, "sequence"));
    return others;
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

Result<int> MappingReader::number_of(const Node& node, std::string_view key, int max) const {
    const auto number = parse_whole(TRY(text_of(node, key)));
    if (!number || *number > max) {
        return wrong(node.line, fmt::format("'{}' is a whole number up to {}", key, max));
    }
    return static_cast<int>(*number);
}

Result<void> MappingReader::read_channels(const Node& node, Mapping& out) {
    if (!node.is_map()) return wrong(node.line, "'channels' must be a map of your codes to ours");
    for (const auto& [key, line, column_at, value] : node.entries) {
        out.channels[lower_case(key)] = TRY(text_of(value, key));
    }
    return {};
}

// Their column: our channel, or {channel: .., unit: ..}
Result<void> MappingReader::read_values(const Node& node, Mapping& out) {
    if (!node.is_map() || node.entries.empty()) {
        return wrong(node.line, "'values' must be a map of your columns to our channels");
    }
    for (const auto& [key, line, column_at, value] : node.entries) {
        ValueColumn column{key, {}, {}};
        if (value.is_map()) {
            for (const auto& part : value.entries) {
                if (part.key != "channel" && part.key != "unit") {
                    return wrong(part.line, "a value column has 'channel' and 'unit'");
                }
                (part.key == "channel" ? column.channel : column.unit) =
                    TRY(text_of(part.value, part.key));
            }
        } else {
            column.channel = TRY(text_of(value, key));
        }
        if (column.channel.empty() || column.channel.size() > kChannelBytesMax) {
            return wrong(line, fmt::format("a channel has 1 to {} characters", kChannelBytesMax));
        }
        out.values.push_back(std::move(column));
    }
    return {};
}

Result<void> MappingReader::read_series(const Node& node, Mapping& out) {
    const Node* const first = node.is_map() ? node.find("first") : nullptr;
    const Node* const count = node.is_map() ? node.find("count") : nullptr;
    if (first == nullptr || count == nullptr || node.entries.size() != 2) {
        return wrong(node.line, "'series' has the entries first and count");
    }
    const ValueSeries series{TRY(text_of(*first, "first")),
                             TRY(number_of(*count, "count", static_cast<int>(kMinutesPerDay)))};
    if (series.count == 0) return wrong(count->line, "'count' is at least 1");
    out.series = series;
    return {};
}

Result<void> MappingReader::read_answered(const text::YamlEntry& entry, Mapping& out) {
    const Node& node = entry.value;
    const bool is_yes = entry.key == "answered";
    if (is_yes && node.is_text() && node.text == "filled") {
        out.is_answered_when_filled = true;
        return {};
    }
    if (!node.is_list()) {
        return wrong(node.line, is_yes ? "'answered' must be a list of values, or 'filled'"
                                       : "'unanswered' must be a list of values");
    }
    auto& values = is_yes ? out.answered : out.unanswered;
    for (const auto& item : node.items) values.push_back(TRY(text_of(item, entry.key)));
    return {};
}

Result<void> MappingReader::read_entry(const text::YamlEntry& entry, Mapping& out) {
    const Node& node = entry.value;
    if (entry.key == "columns") return read_columns(node, out);
    if (entry.key == "constants") return read_constants(node, out);
    if (entry.key == "quality") return read_qualities(node, out);
    if (entry.key == "kinds") return read_kinds(node, out);
    if (entry.key == "channels") return read_channels(node, out);
    if (entry.key == "values") return read_values(node, out);
    if (entry.key == "series") return read_series(node, out);
    if (entry.key == "answered" || entry.key == "unanswered") return read_answered(entry, out);
    if (entry.key == "delimiter" || entry.key == "decimal") {
        (entry.key == "delimiter" ? out.delimiter : out.decimal_point) =
            TRY(one_character(node, entry.key));
        return {};
    }
    return read_word(entry, out);
}

Result<void> MappingReader::read_word(const text::YamlEntry& entry, Mapping& out) {
    if (entry.key == "skip") {
        out.skipped_lines = TRY(number_of(entry.value, entry.key, 100));
        return {};
    }
    if (entry.key == "decimals") {
        out.decimals = TRY(number_of(entry.value, entry.key, kIntervalDecimalsMax));
        return {};
    }
    const std::string text = TRY(text_of(entry.value, entry.key));
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
    if (entry.key == "received") {
        const auto at = Instant::parse(text);
        if (!at) return wrong(entry.line, at.error().text);
        out.received = *at;
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

// A format that is no table has its own columns; three things it may not know.
Result<void> MappingReader::check_other(const Node& root, Format format) const {
    for (const auto& [key, line, column_at, value] : root.entries) {
        const bool names_point =
            value.is_map() && value.entries.size() == 1 && value.entries[0].key == "service_point";
        const bool is_point =
            names_point && (key == "constants" || (key == "columns" && format == Format::Radius));
        if (key != "format" && key != "zone" && key != "received" && !is_point) {
            return wrong(line, "this format takes the entries zone, received and constants: "
                               "{service_point: ..}");
        }
    }
    return {};
}

Result<Mapping> MappingReader::read(const Node& root) {
    const Node* format_node = root.is_map() ? root.find("format") : nullptr;
    if (format_node == nullptr) {
        return wrong(root.line, "a mapping begins with 'format': interval-csv, register-csv, "
                                "call-csv or another of the formats");
    }
    const auto format = parse_format(TRY(text_of(*format_node, "format")));
    if (!format) return wrong(format_node->line, format.error().text);
    if (!is_table(*format)) TRY_VOID(check_other(root, *format));
    // A mapping that names no columns only changes how numbers and times are written; columns of
    // our own are taken or not as a whole, those of a switch one by one.
    const bool is_ours = *format == Format::IntervalCsv || *format == Format::RegisterCsv ||
                         *format == Format::CallCsv;
    Mapping out = default_mapping(*format);
    if (is_ours && root.find("columns") != nullptr) out.columns = {};
    for (const auto& entry : root.entries) TRY_VOID(read_entry(entry, out));
    if (out.decimal_point == out.delimiter) {
        return wrong(root.line, "'delimiter' and 'decimal' are the same character");
    }
    if (out.series && !out.values.empty()) {
        return wrong(root.line, "a row has 'values' or a 'series', not both");
    }
    return out;
}

}  // namespace

Result<Mapping> parse_mapping(std::string_view yaml, std::string_view file_name) {
    const auto documents = TRY(text::parse_yaml(yaml, file_name));
    if (documents.size() != 1) {
        return fail(Code::Invalid, "a mapping file holds one document", std::string(file_name));
    }
    Mapping out = TRY(MappingReader(file_name).read(documents.front()));
    out.source = yaml;
    return out;
}

}  // namespace bw::meter
