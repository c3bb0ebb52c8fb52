#include "base/check.h"
#include "platform/store/big_endian.h"
#include "platform/store/postgres.h"

#include <fmt/format.h>
#include <libpq-fe.h>

namespace bw::store {
namespace {

constexpr std::string_view kHead("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);

bool fits(const Value& value, unsigned type) {
    if (std::holds_alternative<std::int64_t>(value)) return type == oid::kInt8;
    if (std::holds_alternative<std::string_view>(value)) return type == oid::kText;
    if (std::holds_alternative<Bytes>(value)) return type == oid::kBytea;
    return true;  // NULL
}

// Binary COPY. Rows are collected and sent kCopyBytes at a time, so that other statements may run
// in between.
class PostgresBulk final : public BulkWriter {
public:
    PostgresBulk(PostgresConnection& connection, std::string_view table,
                 std::span<const std::string_view> columns)
        : connection_(connection) {
        std::string names;
        for (const std::string_view column : columns)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", column);
        types_ = connection.column_types(std::string(table), names);
        copy_ = fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", table, names);
    }

    void add(std::span<const Value> row) override {
        CHECK(row.size() == types_.size());
        if (rows_.empty()) {
            rows_ = kHead;
            ++connection_.unfinished;
        }
        append_big_endian(rows_, static_cast<std::int16_t>(row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) append(row[i], types_[i], i);
        if (rows_.size() >= kCopyBytes) finish();
    }

    void finish() override {
        if (rows_.empty()) return;
        append_big_endian(rows_, std::int16_t{-1});
        connection_.send(copy_, [&](PGconn* handle) { return PQsendQuery(handle, copy_.c_str()); });
        connection_.last_result(copy_);
        // Sent as a whole: a COPY left open would take the next command for rows.
        connection_.send(copy_, [&](PGconn* handle) {
            const bool put =
                PQputCopyData(handle, rows_.data(), static_cast<int>(rows_.size())) == 1;
            return put && PQputCopyEnd(handle, nullptr) == 1 ? 1 : 0;
        });
        connection_.last_result(copy_);
        rows_.clear();
        --connection_.unfinished;
    }

private:
    void append(const Value& value, unsigned type, std::size_t column) {
        // The server would take eight letters for a number.
        if (!fits(value, type))
            throw StoreError(fmt::format("a value of another type was given for column {} of: {}",
                                         column + 1, copy_),
                             false);
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            append_big_endian(rows_, static_cast<std::int32_t>(sizeof *number));
            append_big_endian(rows_, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            require_text(*text, copy_);
            append_bytes(text->data(), text->size());
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            append_bytes(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        } else {
            append_big_endian(rows_, std::int32_t{-1});
        }
    }
    void append_bytes(const char* data, std::size_t size) {
        append_big_endian(rows_, static_cast<std::int32_t>(size));
        if (size > 0) rows_.append(data, size);
    }

    PostgresConnection& connection_;
    std::string copy_;
    std::vector<unsigned> types_;
    std::string rows_;
};

}  // namespace

std::unique_ptr<BulkWriter> make_postgres_bulk(PostgresConnection& connection,
                                               std::string_view table,
                                               std::span<const std::string_view> columns) {
    return std::make_unique<PostgresBulk>(connection, table, columns);
}

}  // namespace bw::store
