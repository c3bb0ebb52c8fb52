#include "flow/compose/conformity/table_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::conformity {
namespace {

constexpr std::size_t kSlotsMost = 1'000'000;

struct Cell {
    int element = kNoElement;
    bool is_head = false;
    std::size_t row = 0, column = 0, rows = 1, columns = 1;
};

class Table {
public:
    Table(const Structure& structure, int table, Findings& findings)
        : structure_(structure), table_(table), findings_(findings) {
        collect_rows(table);
    }

    void check() {
        if (!measure()) return;
        if (place() && is_filled()) check_heads();
    }

private:
    [[nodiscard]] const Element& at(int element) const {
        return structure_.elements()[static_cast<std::size_t>(element)];
    }
    void tell(std::string_view clause, int element, std::string text) {
        findings_.ua(clause, at(element).place(), std::move(text));
    }

    // In their order, also those of head, body and foot.
    void collect_rows(int element) {
        for (const int kid : structure_.meant_kids(element)) {
            const std::string& type = at(kid).standard;
            if (type == "TR") rows_.push_back(kid);
            else if (type == "THead" || type == "TBody" || type == "TFoot") collect_rows(kid);
        }
    }
    [[nodiscard]] std::vector<int> cells_of(int row) const {
        std::vector<int> cells;
        for (const int kid : structure_.meant_kids(row))
            if (at(kid).standard == "TH" || at(kid).standard == "TD") cells.push_back(kid);
        return cells;
    }

    [[nodiscard]] Object attribute(int cell, const char* key) const {
        for (const auto& attributes : each(get(at(cell).object, "/A")))
            if (name_in(attributes, "/O") == "/Table")
                if (Object value = get(attributes, key); !value.isNull()) return value;
        return Object::newNull();
    }
    [[nodiscard]] std::size_t span(int cell, const char* key) const {
        const auto value = integer_of(attribute(cell, key)).value_or(1);
        return static_cast<std::size_t>(std::clamp<long long>(value, 1, kSlotsMost));
    }

    // How many rows the first column has, and columns the first row.
    bool measure() {
        for (std::size_t r = 0; r < rows_.size();) {
            const auto cells = cells_of(rows_[r]);
            const std::size_t span = cells.empty() ? 1 : this->span(cells.front(), "/RowSpan");
            height_ += span;
            r += span;
        }
        if (rows_.empty()) return false;
        for (const int cell : cells_of(rows_.front())) width_ += span(cell, "/ColSpan");
        return width_ > 0 && height_ > 0 && width_ <= kSlotsMost && height_ <= kSlotsMost / width_;
    }

    bool place() {
        slots_.assign(height_ * width_, kNoElement);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            std::size_t column = 0;
            for (const int element : cells_of(rows_[row])) {
                while (column < width_ && row < height_ && slot(row, column) != kNoElement)
                    ++column;
                const Cell cell{element, at(element).standard == "TH", row,
                                column,  span(element, "/RowSpan"),    span(element, "/ColSpan")};
                if (!put(cell)) return false;
            }
        }
        return true;
    }

    int& slot(std::size_t row, std::size_t column) { return slots_[row * width_ + column]; }

    bool put(const Cell& cell) {
        if (cell.column + cell.columns > width_) {
            tell("7.2-42", cell.element, "the row has more columns than the first one");
            return false;
        }
        if (cell.row + cell.rows > height_) {
            tell("7.2-41", cell.element, "the column has more rows than the first one");
            return false;
        }
        const auto number = static_cast<int>(cells_.size());
        for (std::size_t r = cell.row; r < cell.row + cell.rows; ++r)
            for (std::size_t c = cell.column; c < cell.column + cell.columns; ++c) {
                if (slot(r, c) != kNoElement) {
                    tell("7.2-15", cell.element, "the cell lies over another one");
                    return false;
                }
                slot(r, c) = number;
            }
        cells_.push_back(cell);
        return true;
    }

    bool is_filled() {
        const auto empty = std::ranges::find(slots_, kNoElement);
        if (empty == slots_.end()) return true;
        const auto row = static_cast<std::size_t>(empty - slots_.begin()) / width_;
        tell("7.2-43", row < rows_.size() ? rows_[row] : table_,
             "the row has fewer columns than the first one");
        return false;
    }

    // --- which heads a cell has ---
    [[nodiscard]] std::string scope(const Cell& cell) const {
        return name_of(attribute(cell.element, "/Scope"));
    }

    void check_heads() {
        bool are_scoped = true;
        std::set<std::string> ids;
        for (const auto& cell : cells_) {
            if (!cell.is_head) continue;
            are_scoped = are_scoped && !scope(cell).empty();
            if (const auto id = text_of(get(at(cell.element).object, "/ID")); !id.empty())
                ids.insert(id);
        }
        if (are_scoped) return;
        for (const auto& cell : cells_) {
            if (cell.is_head) continue;
            const auto named = each(attribute(cell.element, "/Headers"));
            const bool is_known =
                !named.empty() && std::ranges::all_of(named, [&](const Object& id) {
                    return ids.contains(text_of(id));
                });
            if (is_known || sees_head(cell)) continue;
            tell(named.empty() ? "7.5-1" : "7.5-2", cell.element,
                 named.empty() ? "no head of the cell can be told"
                               : "the cell names a head that the table does not have");
            return;
        }
    }

    // To the left in its rows, or up in its columns.
    bool sees_head(const Cell& cell) {
        for (std::size_t r = cell.row; r < cell.row + cell.rows; ++r) {
            bool has_met = false;
            for (std::size_t c = cell.column; c-- > 0;) {
                const Cell& other = cells_[static_cast<std::size_t>(slot(r, c))];
                if (!other.is_head && has_met) break;
                has_met = has_met || other.is_head;
                if (other.is_head && (scope(other) == "/Row" || scope(other) == "/Both"))
                    return true;
            }
        }
        for (std::size_t c = cell.column; c < cell.column + cell.columns; ++c) {
            bool has_met = false;
            for (std::size_t r = cell.row; r-- > 0;) {
                const Cell& other = cells_[static_cast<std::size_t>(slot(r, c))];
                if (!other.is_head && has_met) break;
                has_met = has_met || other.is_head;
                if (other.is_head && (scope(other) == "/Column" || scope(other) == "/Both"))
                    return true;
            }
        }
        return false;
    }

    const Structure& structure_;
    int table_;
    Findings& findings_;
    std::vector<int> rows_;
    std::size_t height_ = 0, width_ = 0;
    std::vector<Cell> cells_;
    std::vector<int> slots_;  // the cell that lies there
};

}  // namespace

void check_table(const Structure& structure, int table, Findings& findings) {
    Table(structure, table, findings).check();
}

}  // namespace bw::conformity
