// What a column of a company's file may hold. A kind of file is a list of columns; the reader
// (table.h) and the mapping (mapping.h) go by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bw::company {

enum class Need : std::uint8_t {
    Always,
    Named,   // the column must be there, the field may be empty: an empty one says something
    Perhaps  // the column may be missing, the field empty
};

enum class Form : std::uint8_t {
    Code,    // number or name that others refer to: at most kCodeMax characters
    Text,    // for people: at most kTextMax characters
    Day,     // handed on as 2026-08-31, however it was written
    Amount,  // of money, or a quantity: handed on with a point and without separators of thousands
    Value,   // a number, handed on like an Amount, or words, as they are: how long says the file
};

inline constexpr std::size_t kCodeMax = 64;
inline constexpr std::size_t kTextMax = 250;

struct Column {
    std::string_view name;
    Need need = Need::Always;
    Form form = Form::Text;
};

// The kinds of file, as --format and mappings name them.
enum class FileKind : std::uint8_t {
    Accounts,
    Meters,
    Attributes,
    CalorificValues,
    DegreeDays,
    Profiles,
    Prices,
    SystemPeaks,
    Balances,
    History
};

struct Layout {
    FileKind kind = FileKind::Accounts;
    std::string_view name;  // "accounts"
    std::string_view what;  // "an accounts file"
    std::span<const Column> columns;

    // Its place in `columns`.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
};
const Layout& layout_of(FileKind kind);
std::span<const FileKind> file_kinds();
std::optional<FileKind> find_file_kind(std::string_view name);

// What the first bytes of a file with our own names show; nothing: no file of a company.
std::optional<FileKind> recognise(std::string_view first_bytes);

}  // namespace bw::company
