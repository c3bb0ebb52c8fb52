#include "run/company/mapping.h"

#include "base/civil.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/tables/mapping.h"
#include "platform/text/suggest.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::company {
namespace {

using text::YamlEntry;
using text::YamlNode;

constexpr int kSkippedMax = 100;

std::string format_names() {
    std::string names;
    for (const FileKind kind : file_kinds()) {
        if (!names.empty()) names += ", ";
        names += layout_of(kind).name;
    }
    return names;
}

// Reads one mapping; errors carry the line.
class Reader {
public:
    explicit Reader(std::string_view file) : file_(file) {}

    Result<Mapping> read(const YamlNode& root) {
        const YamlNode* format = root.is_map() ? root.find("format") : nullptr;
        const auto kind = format == nullptr ? std::nullopt : find_file_kind(format->text);
        if (!kind)
            return wrong(root.line,
                         fmt::format("a mapping begins with 'format': {}", format_names()));
        Mapping out = default_mapping(*kind);
        for (const auto& entry : root.entries) TRY_VOID(read_entry(entry, out));
        if (out.decimal_point == out.delimiter || out.thousands == out.decimal_point)
            return wrong(root.line,
                         "'decimal' is the same character as 'delimiter' or 'thousands'");
        if (!out.has_header && out.columns.empty())
            return wrong(root.line, "without a header, 'columns' says which is which: "
                                    "{account: '#1', ..}");
        return out;
    }

private:
    [[nodiscard]] std::unexpected<Error> wrong(int line, std::string text) const {
        return fail(Code::Invalid, std::move(text), fmt::format("{} line {}", file_, line));
    }
    Result<std::string> text_of(const YamlNode& node, std::string_view key) const {
        if (!node.is_text()) return wrong(node.line, fmt::format("'{}' must be a text", key));
        return node.text;
    }
    Result<void> check_column(const YamlEntry& entry, const Mapping& out) const {
        const Layout& layout = layout_of(out.kind);
        if (layout.find(entry.key)) return {};
        std::vector<std::string> names;
        for (const auto& column : layout.columns) names.emplace_back(column.name);
        return wrong(entry.line, fmt::format("{} has no column '{}'{}", layout.what, entry.key,
                                             text::did_you_mean(entry.key, names)));
    }
    Result<void> check_map(const YamlEntry& entry, std::string_view of) const {
        if (entry.value.is_map()) return {};
        return wrong(entry.line, fmt::format("'{}' must be a map of {}", entry.key, of));
    }
    Result<char> character(const YamlEntry& entry) const {
        const auto text = TRY(text_of(entry.value, entry.key));
        if (text == "tab") return '\t';
        if (text.size() != 1 || text[0] == '"' || text[0] == '\n')
            return wrong(entry.line,
                         fmt::format("'{}' must be one character, or 'tab'", entry.key));
        return text[0];
    }

    Result<void> read_columns(const YamlEntry& entry, Mapping& out) const {
        TRY_VOID(check_map(entry, "our names to yours"));
        out.is_ours = false;
        for (const auto& column : entry.value.entries) {
            TRY_VOID(check_column(column, out));
            auto& names = out.columns[column.key];
            if (!column.value.is_list()) names.push_back(TRY(text_of(column.value, column.key)));
            for (const auto& item : column.value.items)
                names.push_back(TRY(text_of(item, column.key)));
        }
        return {};
    }
    Result<void> read_constants(const YamlEntry& entry, Mapping& out) const {
        TRY_VOID(check_map(entry, "our names to values"));
        for (const auto& column : entry.value.entries) {
            TRY_VOID(check_column(column, out));
            out.constants[column.key] = TRY(text_of(column.value, column.key));
        }
        return {};
    }
    Result<void> read_translations(const YamlEntry& entry, Mapping& out) const {
        TRY_VOID(check_map(entry, "our names to {your value: ours}"));
        for (const auto& column : entry.value.entries) {
            TRY_VOID(check_column(column, out));
            TRY_VOID(check_map(column, "your values to ours"));
            for (const auto& value : column.value.entries)
                out.translations[column.key][meter::lower_case(value.key)] =
                    TRY(text_of(value.value, value.key));
        }
        return {};
    }
    Result<void> read_encoding(const YamlEntry& entry, Mapping& out) const {
        constexpr std::array kNames = {std::pair("utf-8", Encoding::Utf8),
                                       std::pair("latin-1", Encoding::Latin1),
                                       std::pair("windows-1252", Encoding::Windows1252)};
        for (const auto& [name, encoding] : kNames)
            if (entry.value.text == name) {
                out.encoding = encoding;
                return {};
            }
        return wrong(entry.line, "'encoding' is utf-8, latin-1 or windows-1252");
    }
    Result<void> read_date(const YamlEntry& entry, Mapping& out) const {
        auto pattern = DayPattern::parse(TRY(text_of(entry.value, entry.key)));
        if (!pattern) return wrong(entry.line, pattern.error().text);
        out.days = *std::move(pattern);
        return {};
    }
    Result<void> read_skip(const YamlEntry& entry, Mapping& out) const {
        const auto lines = meter::parse_whole(TRY(text_of(entry.value, entry.key)));
        if (!lines || *lines > kSkippedMax)
            return wrong(entry.line,
                         fmt::format("'skip' is a number of lines up to {}", kSkippedMax));
        out.skipped_lines = static_cast<int>(*lines);
        return {};
    }
    Result<void> read_header(const YamlEntry& entry, Mapping& out) const {
        const auto text = TRY(text_of(entry.value, entry.key));
        if (text != "true" && text != "false")
            return wrong(entry.line, "'header' is true or false");
        out.has_header = text == "true";
        return {};
    }

    Result<void> read_entry(const YamlEntry& entry, Mapping& out) const {
        if (entry.key == "format") return {};  // read first
        if (entry.key == "columns") return read_columns(entry, out);
        if (entry.key == "constants") return read_constants(entry, out);
        if (entry.key == "translate") return read_translations(entry, out);
        if (entry.key == "encoding") return read_encoding(entry, out);
        if (entry.key == "date") return read_date(entry, out);
        if (entry.key == "skip") return read_skip(entry, out);
        if (entry.key == "header") return read_header(entry, out);
        char* const character_of = entry.key == "delimiter"   ? &out.delimiter
                                   : entry.key == "decimal"   ? &out.decimal_point
                                   : entry.key == "thousands" ? &out.thousands
                                                              : nullptr;
        if (character_of == nullptr)
            return wrong(entry.line, fmt::format("'{}' is no entry of a mapping of {}", entry.key,
                                                 layout_of(out.kind).what));
        *character_of = TRY(character(entry));
        return {};
    }

    std::string_view file_;
};

// A part of a pattern: so many digits at least and at most.
struct DayPart {
    std::string_view letters;
    std::size_t least = 0, most = 0;
};
constexpr std::array kDayParts = {DayPart{"YYYY", 4, 4}, DayPart{"YY", 2, 2}, DayPart{"MM", 2, 2},
                                  DayPart{"M", 1, 2},    DayPart{"DD", 2, 2}, DayPart{"D", 1, 2}};

const DayPart* part_at(std::string_view pattern) {
    const auto* const found = std::ranges::find_if(
        kDayParts, [&](const DayPart& part) { return pattern.starts_with(part.letters); });
    return found == kDayParts.end() ? nullptr : found;
}

}  // namespace

Result<DayPattern> DayPattern::parse(std::string_view text) {
    for (const std::string_view letter : {"YY", "M", "D"})
        if (text.find(letter) == std::string_view::npos)
            return fail(Code::Invalid, "'date' has a year, a month and a day, as DD.MM.YYYY");
    DayPattern pattern;
    pattern.text_ = text;
    return pattern;
}

Result<std::string> DayPattern::read(std::string_view text) const {
    const auto wrong = [&] {
        return fail(Code::Invalid, fmt::format("'{}' is no day as {}", text.substr(0, 20), text_));
    };
    int year = 0, month = 0, day = 0;
    std::string_view rest = text;
    for (std::string_view pattern = text_; !pattern.empty();) {
        const DayPart* const part = part_at(pattern);
        if (part == nullptr) {
            if (rest.empty() || rest.front() != pattern.front()) return wrong();
            rest.remove_prefix(1);
            pattern.remove_prefix(1);
            continue;
        }
        const std::size_t digits =
            std::min(rest.find_first_not_of("0123456789"), std::min(rest.size(), part->most));
        if (digits < part->least) return wrong();
        const auto whole = meter::parse_whole(rest.substr(0, digits));
        if (!whole) return wrong();
        const auto number = static_cast<int>(*whole);
        constexpr int kPivot = 70;  // of two digits: 1970 to 2069
        if (part->letters == "YY") year = number + (number < kPivot ? 2000 : 1900);
        else (part->letters[0] == 'Y' ? year : part->letters[0] == 'M' ? month : day) = number;
        rest.remove_prefix(digits);
        pattern.remove_prefix(part->letters.size());
    }
    const auto date = LocalDate::make(year, month, day);
    if (!rest.empty() || !date) return wrong();
    return date->to_string();
}

Mapping default_mapping(FileKind kind) {
    Mapping mapping;
    mapping.kind = kind;
    return mapping;
}

std::optional<FileKind> kind_of_mapping(std::string_view yaml) {
    const auto documents = text::parse_yaml(yaml, "mapping");
    if (!documents || documents->empty() || !documents->front().is_map()) return std::nullopt;
    const YamlNode* format = documents->front().find("format");
    return format == nullptr ? std::nullopt : find_file_kind(format->text);
}

Result<Mapping> parse_mapping(std::string_view yaml, std::string_view file_name) {
    const auto documents = TRY(text::parse_yaml(yaml, file_name));
    if (documents.size() != 1)
        return fail(Code::Invalid, "a mapping file holds one document", std::string(file_name));
    Mapping mapping = TRY(Reader(file_name).read(documents.front()));
    mapping.source = yaml;
    return mapping;
}

Result<void> apply_setting(std::string_view setting, Mapping& mapping) {
    const auto equals = setting.find('=');
    const auto name = setting.substr(0, equals);
    if (equals == std::string_view::npos || !layout_of(mapping.kind).find(name))
        return fail(Code::Invalid,
                    fmt::format("for {} a setting is COLUMN=VALUE, as {}=..",
                                layout_of(mapping.kind).what,
                                layout_of(mapping.kind).columns.front().name),
                    std::string(setting));
    mapping.constants[std::string(name)] = setting.substr(equals + 1);
    mapping.source += fmt::format("\n{}", setting);
    return {};
}

bool is_column(std::string_view name) {
    return std::ranges::any_of(
        file_kinds(), [&](FileKind kind) { return layout_of(kind).find(name).has_value(); });
}

}  // namespace bw::company
