#include "run/company/columns.h"

#include "flow/meter/formats/parts/csv.h"
#include "platform/json/json.h"
#include "run/company/layouts.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace bw::company {
namespace {

constexpr std::array kKinds = {
    FileKind::Accounts,   FileKind::Meters,   FileKind::Attributes, FileKind::CalorificValues,
    FileKind::DegreeDays, FileKind::Profiles, FileKind::Prices,     FileKind::SystemPeaks,
    FileKind::Balances,   FileKind::History};

// The names of the first record, of a header or an object.
std::vector<std::string> names_in(std::string_view line) {
    std::vector<std::string> names;
    if (line.starts_with('{')) {
        const auto object = json::parse(line, "line 1");
        if (object)
            for (const auto& [name, value] : object->members()) names.push_back(name);
        return names;
    }
    const std::string text = std::string(line) + "\n";
    std::string_view chunk = text;
    meter::CsvReader csv;
    meter::CsvRecord record;
    if (const auto read = csv.next(chunk, record); read && *read)
        for (const auto field : record.fields) names.emplace_back(field);
    return names;
}

}  // namespace

std::optional<std::size_t> Layout::find(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &Column::name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

const Layout& layout_of(FileKind kind) {
    switch (kind) {
        case FileKind::Accounts: break;
        case FileKind::Meters: return meters_layout();
        case FileKind::Attributes: return attributes_layout();
        case FileKind::CalorificValues: return calorific_values_layout();
        case FileKind::DegreeDays: return degree_days_layout();
        case FileKind::Profiles: return profiles_layout();
        case FileKind::Prices: return prices_layout();
        case FileKind::SystemPeaks: return system_peaks_layout();
        case FileKind::Balances: return balances_layout();
        case FileKind::History: return history_layout();
    }
    return accounts_layout();
}

std::span<const FileKind> file_kinds() { return kKinds; }

std::optional<FileKind> find_file_kind(std::string_view name) {
    for (const FileKind kind : kKinds)
        if (layout_of(kind).name == name) return kind;
    return std::nullopt;
}

std::optional<FileKind> recognise(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const auto names = names_in(bytes.substr(0, bytes.find_first_of("\r\n")));
    const auto has = [&](std::string_view name) {
        return std::ranges::find(names, name) != names.end();
    };
    for (const FileKind kind : {FileKind::CalorificValues, FileKind::DegreeDays, FileKind::Profiles,
                                FileKind::Prices, FileKind::SystemPeaks})
        if (std::ranges::all_of(layout_of(kind).columns,
                                [&](const Column& column) { return has(column.name); }))
            return kind;
    // Of files that name a service point and no account only these say from when on they hold.
    if (has("service_point") && has("attribute") && !has("account")) return FileKind::Attributes;
    if (has("service_point") && has("from") && !has("account")) return FileKind::Meters;
    if (!has("account")) return std::nullopt;
    if (has("open") && has("type")) return FileKind::Balances;
    if (has("last_day")) return FileKind::History;
    // A header that lacks a column is told so by the reader of its kind.
    if (names.front() == "account" || has("service_point")) return FileKind::Accounts;
    return std::nullopt;
}

}  // namespace bw::company
