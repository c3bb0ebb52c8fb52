#include "apps/billwright/table.h"

#include "platform/text/wrap.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

constexpr std::size_t kGap = 2;         // between columns
constexpr std::size_t kNarrowest = 12;  // a column of words is not broken below this

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view cell, std::size_t width) {
    const std::string wrapped = text::wrap(cell, {.first = 0, .rest = 0, .width = width});
    Lines lines(1);
    for (const char c : wrapped) {
        if (c == '\n') lines.emplace_back();
        else lines.back() += c;
    }
    return lines;
}

std::string pad(std::string_view cell, std::size_t width, bool right) {
    const std::string space(width - std::min(width, text::columns_of(cell)), ' ');
    return right ? space + std::string(cell) : std::string(cell) + space;
}

// The columns of a table, as wide as they will be printed.
struct Columns {
    std::vector<std::size_t> widths;
    std::vector<bool> right;

    [[nodiscard]] std::size_t total() const {
        std::size_t sum = 0;
        for (const auto width : widths) sum += width + kGap;
        return sum - std::min(sum, kGap);
    }
    // Takes what is too much from the widest column of words.
    void fit() {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (!right[i] && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
        if (widest == widths.size() || total() <= text::kTerminalColumns) return;
        const std::size_t excess = total() - text::kTerminalColumns;
        const std::size_t least = std::min(widths[widest], kNarrowest);
        widths[widest] = std::max(least, widths[widest] - std::min(excess, widths[widest]));
    }
    [[nodiscard]] std::string line(const std::vector<std::string>& cells) const {
        std::vector<Lines> all;
        std::size_t height = 1;
        for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
            all.push_back(right[i] ? Lines{cells[i]} : lines_of(cells[i], widths[i]));
            height = std::max(height, all.back().size());
        }
        std::string out;
        for (std::size_t at = 0; at < height; ++at) {
            std::string line;
            for (std::size_t i = 0; i < all.size(); ++i)
                line += pad(at < all[i].size() ? all[i][at] : "", widths[i], right[i]) +
                        std::string(kGap, ' ');
            line.erase(line.find_last_not_of(' ') + 1);
            out += line + "\n";
        }
        return out;
    }
};

}  // namespace

std::string Table::text() const {
    Columns columns;
    std::vector<std::string> head;
    for (const auto& name : head_) {
        columns.right.push_back(name.starts_with('>'));
        head.push_back(columns.right.back() ? name.substr(1) : name);
        columns.widths.push_back(text::columns_of(head.back()));
    }
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.cells.size() && i < columns.widths.size(); ++i)
            columns.widths[i] = std::max(columns.widths[i], text::columns_of(row.cells[i]));
    columns.fit();
    std::string out;
    if (std::ranges::any_of(head, [](const auto& name) { return !name.empty(); })) {
        out = columns.line(head);
        for (std::size_t i = 0; i < columns.total(); ++i) out += "─";
        out += "\n";
    }
    for (const auto& row : rows_)
        out += row.cells.empty() ? row.title + "\n" : columns.line(row.cells);
    return out;
}

void Table::print() const { fmt::print("{}", text()); }

void print_wrapped(std::string_view text, std::size_t first, std::size_t rest) {
    fmt::print("{}\n", text::wrap(text, {.first = first, .rest = rest}));
}

std::string thousands(std::int64_t value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return value < 0 ? "-" + digits : digits;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", thousands(count), count == 1 ? one : many);
}

std::string size_text(std::int64_t bytes) {
    if (bytes < 10'000) return fmt::format("{} B", bytes);
    if (bytes < 10'000'000) return fmt::format("{}.{} kB", bytes / 1000, bytes / 100 % 10);
    if (bytes < 10'000'000'000)
        return fmt::format("{}.{} MB", bytes / 1'000'000, bytes / 100'000 % 10);
    return fmt::format("{}.{} GB", bytes / 1'000'000'000, bytes / 100'000'000 % 10);
}

std::string seconds_text(std::int64_t us) {
    return fmt::format("{}.{:02} s", us / 1'000'000, us / 10'000 % 100);
}

}  // namespace bw::app
