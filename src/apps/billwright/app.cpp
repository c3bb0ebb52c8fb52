#include "apps/billwright/app.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace bw::app {

Result<run::Workspace> open(Context& context) {
    return run::open_workspace(context.workspace, context.around(), store::Access::Read);
}

Result<run::Workspace> open_to_change(Context& context) {
    return run::open_workspace(context.workspace, context.around(), store::Access::Write);
}

void tell_error(Context& context, const Error& error) {
    context.exit_code = kFailed;
    if (context.json) {
        json::Writer json;
        json.object()
            .key("error")
            .object()
            .field("code", code_name(error.code))
            .field("text", error.text)
            .field("subject", error.subject)
            .end()
            .end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print(stderr, "billwright: {}\n", error.message());
}

namespace {

// Columns on a terminal count characters, not bytes: continuation bytes of UTF-8 are not counted.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string pad(std::string_view text, std::size_t width, bool right) {
    const std::string space(width - std::min(width, width_of(text)), ' ');
    return right ? space + std::string(text) : std::string(text) + space;
}

}  // namespace

void Table::print() const {
    std::vector<std::size_t> widths;
    std::vector<bool> right;
    for (const auto& name : head_) {
        right.push_back(name.starts_with('>'));
        widths.push_back(width_of(name) - (right.back() ? 1 : 0));
    }
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], width_of(row[i]));
    const auto print_row = [&](const std::vector<std::string>& cells, bool head) {
        std::string line;
        for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
            const std::string_view cell =
                head && right[i] ? std::string_view(cells[i]).substr(1) : cells[i];
            line += pad(cell, widths[i], right[i]) + "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        fmt::print("{}\n", line);
    };
    print_row(head_, true);
    std::size_t total = 0;
    for (const auto w : widths) total += w + 2;
    std::string rule;
    for (std::size_t i = 2; i < total; ++i) rule += "─";
    fmt::print("{}\n", rule);
    for (const auto& row : rows_) print_row(row, false);
}

ProgressBar::ProgressBar(std::string label, bool quiet)
    : label_(std::move(label)), live_(!quiet && isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
    if (open_) std::fputc('\n', stderr);
}

void ProgressBar::at(std::int64_t done, std::int64_t all) {
    if (!live_) return;
    const int percent = all > 0 ? static_cast<int>(done * 100 / all) : 100;
    if (percent == shown_) return;
    shown_ = percent;
    constexpr int kWidth = 28;
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < percent * kWidth / 100 ? "█" : "░";
    fmt::print(stderr, "\r{:<22} {} {:>3} %", label_, bar, percent);
    std::fflush(stderr);
    open_ = true;
}

void ProgressBar::finish(std::string_view note) {
    if (!live_) return;
    at(1, 1);
    fmt::print(stderr, "  {}\n", note);
    open_ = false;
}

std::string thousands(std::int64_t value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return value < 0 ? "-" + digits : digits;
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
