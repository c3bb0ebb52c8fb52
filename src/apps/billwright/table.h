// Tables for a terminal of 80 columns, and numbers as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::app {

// Rows under a head; columns as wide as needed. Numbers stand to the right where the head says so
// ('>' as first letter). A table that is too wide breaks the cells of its widest column of words
// into lines.
class Table {
public:
    explicit Table(std::vector<std::string> head) : head_(std::move(head)) {}
    void row(std::vector<std::string> cells) { rows_.push_back({std::move(cells), {}}); }
    // A line across all columns: what the rows below it have in common.
    void title(std::string text) { rows_.push_back({{}, std::move(text)}); }
    [[nodiscard]] std::string text() const;
    void print() const;

private:
    struct Row {
        std::vector<std::string> cells;
        std::string title;
    };
    std::vector<std::string> head_;
    std::vector<Row> rows_;
};

// Paragraphs of a terminal: the text broken at 80 columns; `rest` spaces before the lines that
// follow the first.
void print_wrapped(std::string_view text, std::size_t first, std::size_t rest);

std::string thousands(std::int64_t value);  // "12,345"
// "12,345 accounts", "1 account"
std::string counted(std::int64_t count, std::string_view one, std::string_view many);
std::string size_text(std::int64_t bytes);  // "3.4 MB"
std::string seconds_text(std::int64_t us);  // "1.24 s"

}  // namespace bw::app
