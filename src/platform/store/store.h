// One interface to the SQL store: SQLite embedded by default, PostgreSQL when a company grows.
// SQL is written once, in the common part of both dialects, with ?1 ?2 .. as parameters; column
// types in migrations are BIGINT, TEXT and BLOB; a TEXT is UTF-8 without the byte 0, sorts by its
// bytes, and anything else is a StoreError. Rooms keep all of their SQL in their store file and
// never see a vendor type.
//
// Failures of the store itself (disk full, connection lost, broken file, constraint nobody
// expected) are a StoreError exception: the unit of work ends and its transaction rolls back. A
// unique-key violation that a caller expects is asked for with `INSERT ... ON CONFLICT DO NOTHING`:
// execute() then returns 0. After a failed write or sync of the disk the store is closed for
// writing: nobody knows what reached the disk, so it must be opened again (which repairs it from
// its journal). Thread: a Database may be shared; a Transaction and its Statements belong to one
// thread.
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace bw::faults {
class Faults;
}

namespace bw::store {

struct TableInfo;  // migration.h

// The work cannot go on. `retryable`: the same unit may succeed later (busy, connection lost).
class StoreError : public std::runtime_error {
public:
    StoreError(const std::string& what, bool retryable)
        : std::runtime_error(what), retryable_(retryable) {}
    [[nodiscard]] bool retryable() const { return retryable_; }

private:
    bool retryable_;
};

using Bytes = std::span<const std::byte>;

// A parameter: NULL, integer, text or bytes. Views must live until execute()/query() returns.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

template <typename T>
Value to_value(const T& v) {
    using Int = std::int64_t;
    if constexpr (std::is_same_v<T, Value>) return v;
    else if constexpr (std::is_convertible_v<const T&, std::string_view>)
        return std::string_view(v);
    else if constexpr (std::is_convertible_v<const T&, Bytes>) return Bytes(v);
    else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) return static_cast<Int>(v);
    else if constexpr (requires { v.days(); }) return static_cast<Int>(v.days());
    else if constexpr (requires { v.us; }) return static_cast<Int>(v.us);
    else if constexpr (requires { v.has_value(); }) return v ? to_value(*v) : Value{};
    else return static_cast<Int>(v.value);  // ids
}

// The current row of a query. Columns count from 0. Views live until the next step.
class Row {
public:
    virtual ~Row() = default;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual Bytes bytes(int column) const = 0;

    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
    [[nodiscard]] LocalDate date(int column) const { return LocalDate(small(column)); }
    [[nodiscard]] Instant instant(int column) const { return Instant{integer(column)}; }
    template <typename Id>
    [[nodiscard]] Id id(int column) const {
        return Id{integer(column)};
    }
    // A 32-bit column; a larger value in the store is a StoreError.
    [[nodiscard]] std::int32_t small(int column) const;
};

// Prepared once per connection and text; cheap to run again. Rows stream: memory does not grow with
// their number.
class Statement {
public:
    virtual ~Statement() = default;
    // Runs it and returns the number of rows changed.
    virtual std::int64_t execute(std::span<const Value> parameters) = 0;
    // Calls on_row for each row, in order; on_row returns false to stop early (PostgreSQL sends the
    // other rows all the same: where there may be many, the SQL says LIMIT).
    virtual void query(std::span<const Value> parameters,
                       const std::function<bool(const Row&)>& on_row) = 0;
};

// Rows in bulk into one table: SQLite a prepared insert, PostgreSQL binary COPY. Columns are fixed
// at the start. A row that violates a key is a StoreError, at add() or at finish(). Rows are
// visible after finish(); a commit without it is a programmer's mistake.
class BulkWriter {
public:
    virtual ~BulkWriter() = default;
    virtual void add(std::span<const Value> row) = 0;
    virtual void finish() = 0;

    template <typename... T>
    void row(const T&... values) {
        const Value list[] = {to_value(values)...};
        add(list);
    }
};

// Begun by Database; rolls back when destroyed without commit(). After commit() it is over: the
// next writer has its turn, and nothing may be asked of it.
class Transaction {
public:
    virtual ~Transaction() = default;
    // Owned by the connection; valid until the transaction ends. Runs inside the rows of another
    // query of the same text too.
    virtual Statement& prepare(std::string_view sql) = 0;
    virtual std::unique_ptr<BulkWriter> bulk(std::string_view table,
                                             std::span<const std::string_view> columns) = 0;
    // One statement of a migration (CREATE TABLE ..), translated to the dialect; only migrate()
    // calls it.
    virtual void define(std::string_view statement) = 0;
    virtual std::vector<TableInfo> tables() = 0;
    // Durable on return (FULL synchronous). Throws StoreError: nothing of it is kept, except that
    // after a failed sync only opening the store again shows it; so work is keyed and may be done
    // twice.
    virtual void commit() = 0;

    template <typename... T>
    std::int64_t execute(std::string_view sql, const T&... parameters) {
        const std::vector<Value> list{to_value(parameters)...};
        return prepare(sql).execute(list);
    }
    // for_each(sql, [](const Row&) {...}, parameters...)
    template <typename F, typename... T>
    void for_each(std::string_view sql, F&& on_row, const T&... parameters) {
        const std::vector<Value> list{to_value(parameters)...};
        prepare(sql).query(list, [&](const Row& row) {
            if constexpr (std::is_same_v<decltype(on_row(row)), bool>) return on_row(row);
            else {
                on_row(row);
                return true;
            }
        });
    }
    // First row through `read`, or nothing.
    template <typename F, typename... T>
    auto find(std::string_view sql, F&& read, const T&... parameters)
        -> std::optional<std::invoke_result_t<F&, const Row&>> {
        std::optional<std::invoke_result_t<F&, const Row&>> result;
        const auto first = [&](const Row& row) {
            result.emplace(read(row));
            return false;
        };
        for_each(sql, first, parameters...);
        return result;
    }
    template <typename... T>
    std::optional<std::int64_t> integer(std::string_view sql, const T&... parameters) {
        return find(sql, [](const Row& row) { return row.integer(0); }, parameters...);
    }
};

enum class Access { Read, Write };

class Database {
public:
    virtual ~Database() = default;
    // Read: a snapshot as of now; any number at once, also beside a writer. Write: one at a time,
    // among all threads and processes of the store; waits for its turn. A thread holds at most one
    // Write. After a lost connection the next one connects anew.
    virtual std::unique_ptr<Transaction> begin(Access access) = 0;
    // Whether the store can still be relied on, as sentences; empty is good. What it holds is the
    // rooms' own question. Cost: reads all of it.
    virtual std::vector<std::string> check_integrity() = 0;
    [[nodiscard]] virtual std::string_view kind() const = 0;  // "sqlite", "postgresql"
    [[nodiscard]] virtual std::string location() const = 0;   // for messages: no password
};

// location: a file path for SQLite, or "postgresql://user@host:port/database?schema=name" (what
// libpq takes, and the schema that holds the tables; "billwright" without it). Creates the file or
// the schema when absent; the file's folder or the database must exist. faults: tests and kill
// drills only.
// access Read: the store must be there (NotFound); it is not migrated, begin(Write) is a
// StoreError, and where nothing may be written (a backup, a read-only medium, a standby) it is read
// all the same.
Result<std::unique_ptr<Database>> open(const std::string& location,
                                       faults::Faults* faults = nullptr,
                                       Access access = Access::Write);

// May this address of a server be written down? Error when it is none or holds a password.
Result<void> check_address(const std::string& location);

// For both stores: throws unless it is UTF-8 without the byte 0. `doing` is for the message.
void require_text(std::string_view text, std::string_view doing);

}  // namespace bw::store
