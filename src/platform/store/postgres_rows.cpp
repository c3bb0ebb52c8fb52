#include "platform/store/postgres_rows.h"

#include "base/check.h"
#include "platform/store/big_endian.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstring>

namespace bw::store {
namespace {

// sum() of a BIGINT column is NUMERIC: digits of base 10,000, the first one times 10,000^weight.
// Nothing when it is no whole number of 64 bits.
std::optional<std::int64_t> whole_number(std::string_view numeric) {
    constexpr std::size_t kHead = 8;
    constexpr std::uint16_t kNegative = 0x4000;
    if (numeric.size() < kHead) return std::nullopt;
    const auto word = [&](std::size_t at) {
        return from_big_endian<std::int16_t>(numeric.data() + at);
    };
    const int digits = word(0), weight = word(2);
    const auto sign = static_cast<std::uint16_t>(word(4));
    if ((sign != 0 && sign != kNegative) || weight > 4) return std::nullopt;
    if (numeric.size() != kHead + 2 * static_cast<std::size_t>(digits)) return std::nullopt;
    // Counted below zero, where the range is larger by one.
    std::int64_t value = 0;
    for (int i = 0; i <= weight; ++i) {
        const int digit = i < digits ? word(kHead + 2 * static_cast<std::size_t>(i)) : 0;
        if (__builtin_mul_overflow(value, 10'000, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return std::nullopt;
    }
    for (int i = std::max(weight + 1, 0); i < digits; ++i)
        if (word(kHead + 2 * static_cast<std::size_t>(i)) != 0) return std::nullopt;
    if (sign == kNegative) return value;
    if (__builtin_sub_overflow(std::int64_t{0}, value, &value)) return std::nullopt;
    return value;
}

void append_number(std::string& out, int number) {
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

int take_number(std::string_view& from) {
    int number = 0;
    std::memcpy(&number, from.data(), sizeof number);
    from.remove_prefix(sizeof number);
    return number;
}

}  // namespace

void RowsAside::require(bool good) const {
    if (!good)
        throw StoreError("rows that wait for their turn cannot be kept in a temporary file; make "
                         "room in the folder of temporary files",
                         false);
}

void RowsAside::add(const std::vector<Cell>& cells) {
    std::string row;
    for (const Cell& cell : cells) {
        append_number(row, cell.size);
        if (cell.size > 0) row.append(cell.data, static_cast<std::size_t>(cell.size));
    }
    if (!file_ && memory_.size() + row.size() <= kAsideBytes) {
        append_number(memory_, static_cast<int>(row.size()));
        memory_ += row;
        return;
    }
    if (!file_) file_.reset(std::tmpfile());
    require(file_ != nullptr);
    std::string size;
    append_number(size, static_cast<int>(row.size()));
    require(std::fwrite(size.data(), size.size(), 1, file_.get()) == 1);
    require(std::fwrite(row.data(), row.size(), 1, file_.get()) == 1);
    ++in_file_;
}

void RowsAside::all_are_added() {
    if (file_) require(std::fseek(file_.get(), 0, SEEK_SET) == 0);
}

bool RowsAside::take(std::vector<Cell>& cells) {
    std::string_view row;
    if (taken_ < memory_.size()) {
        std::string_view left = std::string_view(memory_).substr(taken_);
        const auto size = static_cast<std::size_t>(take_number(left));
        row = left.substr(0, size);
        taken_ = memory_.size() - left.size() + size;
    } else if (in_file_ > 0) {
        --in_file_;
        char number[sizeof(int)];
        require(std::fread(number, sizeof number, 1, file_.get()) == 1);
        std::string_view head(number, sizeof number);
        row_.resize(static_cast<std::size_t>(take_number(head)));
        require(std::fread(row_.data(), row_.size(), 1, file_.get()) == 1);
        row = row_;
    } else {
        return false;
    }
    for (Cell& cell : cells) {
        cell.size = take_number(row);
        cell.data = row.data();
        if (cell.size > 0) row.remove_prefix(static_cast<std::size_t>(cell.size));
    }
    return true;
}

PostgresRows::PostgresRows(PostgresConnection& connection, const std::string& sql)
    : connection_(connection), sql_(sql) {
    CHECK(PQsetSingleRowMode(connection.handle()) == 1);
    connection.give_line_to(this);
}

// Rows that nobody wants any more are read all the same: the line is free after the last one.
PostgresRows::~PostgresRows() {
    if (!is_on_line_) return;
    connection_.give_line_to(nullptr);
    while (PostgresResult rest{PQgetResult(connection_.handle())}) {
    }
}

bool PostgresRows::receive(PostgresResult& result) {
    do {
        result = connection_.next_result(sql_);
        if (!result) {
            connection_.give_line_to(nullptr);
            is_on_line_ = false;
            return false;
        }
    } while (PQntuples(result.get()) == 0);  // the last one only says that all have come
    return true;
}

void PostgresRows::show(const pg_result* result) {
    const int columns = PQnfields(result);
    cells_.resize(static_cast<std::size_t>(columns));
    types_.resize(cells_.size());
    for (int column = 0; column < columns; ++column) {
        const auto at = static_cast<std::size_t>(column);
        types_[at] = PQftype(result, column);
        cells_[at].data = PQgetvalue(result, 0, column);
        cells_[at].size = PQgetisnull(result, 0, column) != 0 ? -1 : PQgetlength(result, 0, column);
    }
}

bool PostgresRows::next() {
    if (!is_on_line_) return aside_.take(cells_);
    if (!receive(current_)) return false;
    show(current_.get());
    return true;
}

void PostgresRows::set_aside() {
    const std::vector<Cell> shown = cells_;  // the row that the caller looks at stays
    for (PostgresResult result; receive(result);) {
        show(result.get());
        aside_.add(cells_);
    }
    aside_.all_are_added();
    cells_ = shown;
}

const Cell& PostgresRows::cell(int column) const {
    CHECK(column >= 0 && static_cast<std::size_t>(column) < cells_.size());
    return cells_[static_cast<std::size_t>(column)];
}

void PostgresRows::refuse(int column, std::string_view what) const {
    throw StoreError(fmt::format("column {} of a row is not {} in: {}", column, what, sql_), false);
}

std::int64_t PostgresRows::integer(int column) const {
    constexpr std::string_view kWhat = "an integer";
    const Cell& value = cell(column);
    if (value.size < 0) refuse(column, kWhat);
    switch (types_[static_cast<std::size_t>(column)]) {
        case oid::kInt8: return from_big_endian<std::int64_t>(value.data);
        case oid::kInt4: return from_big_endian<std::int32_t>(value.data);
        case oid::kInt2: return from_big_endian<std::int16_t>(value.data);
        case oid::kBool: return *value.data != 0 ? 1 : 0;
        case oid::kOid: return from_big_endian<std::uint32_t>(value.data);
        case oid::kNumeric:
            if (const auto number =
                    whole_number({value.data, static_cast<std::size_t>(value.size)}))
                return *number;
            refuse(column, "a whole number of 64 bits");
        default: refuse(column, kWhat);
    }
}

std::string_view PostgresRows::text(int column) const {
    const Cell& value = cell(column);
    const unsigned type = types_[static_cast<std::size_t>(column)];
    const bool is_text = type == oid::kText || type == oid::kVarchar || type == oid::kName;
    if (value.size < 0 || !is_text) refuse(column, "a text");
    return {value.data, static_cast<std::size_t>(value.size)};
}

Bytes PostgresRows::bytes(int column) const {
    const Cell& value = cell(column);
    if (value.size < 0 || types_[static_cast<std::size_t>(column)] != oid::kBytea)
        refuse(column, "bytes");
    return {reinterpret_cast<const std::byte*>(value.data), static_cast<std::size_t>(value.size)};
}

}  // namespace bw::store
