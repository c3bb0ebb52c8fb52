#include "base/check.h"
#include "platform/store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace bw::store {
namespace {

// Codes after which nobody knows what is on the disk, or the disk takes nothing more.
bool closes_the_store(int code) {
    const int primary = code & 0xff;
    return primary == SQLITE_FULL || primary == SQLITE_IOERR || primary == SQLITE_CORRUPT ||
           primary == SQLITE_NOTADB;
}

std::string_view advice(int code) {
    // Its shared memory is a file, too, and that cannot grow.
    if (code == SQLITE_IOERR_SHMSIZE)
        return "; make room on the disk, then start the program again";
    switch (code & 0xff) {
        case SQLITE_FULL: return "; make room on the disk, then start the program again";
        case SQLITE_IOERR: return "; check the disk, then start the program again";
        case SQLITE_CORRUPT: return "; the file is damaged: restore it from its backup";
        case SQLITE_NOTADB: return "; this file is no Billwright store";
        case SQLITE_BUSY: return "; another process holds the store: try again";
        case SQLITE_CANTOPEN: return "; check that its folder exists and may be written";
        case SQLITE_READONLY: return "; give the program's user the right to write it";
        default: return "";
    }
}

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

    [[nodiscard]] bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
    [[nodiscard]] std::int64_t integer(int column) const override {
        require(column, SQLITE_INTEGER, "an integer");
        return sqlite3_column_int64(statement_, column);
    }
    [[nodiscard]] std::string_view text(int column) const override {
        require(column, SQLITE_TEXT, "a text");
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    [[nodiscard]] Bytes bytes(int column) const override {
        require(column, SQLITE_BLOB, "bytes");
        const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    [[nodiscard]] int type(int column) const {
        CHECK(column >= 0 && column < sqlite3_data_count(statement_));
        return sqlite3_column_type(statement_, column);
    }
    void require(int column, int expected, const char* what) const {
        if (type(column) == expected) return;
        throw StoreError(fmt::format("column {} of a row is not {} in: {}", column, what,
                                     sqlite3_sql(statement_)),
                         false);
    }
    sqlite3_stmt* statement_;
};

}  // namespace

void Health::fail(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (why_.empty()) why_ = why;
}

void Health::require_writable() const {
    const std::lock_guard lock(mutex_);
    if (!why_.empty())
        throw StoreError("store " + location_ + " is closed for writing since: " + why_, false);
}

SqliteConnection::SqliteConnection(Health& health, const SqliteFile& file, Access access,
                                   const char* vfs)
    : health_(health) {
    const int code = sqlite3_open_v2(file.name().c_str(), &handle_, file.flags(), vfs);
    try {
        if (code != SQLITE_OK) raise(code, "opening");
        sqlite3_extended_result_codes(handle_, 1);
        sqlite3_busy_timeout(handle_, kBusyMs);
        if (file.is_writable()) use_wal();
        run("PRAGMA synchronous = FULL");
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA trusted_schema = OFF");
        run("PRAGMA temp_store = MEMORY");
        // 64 MiB of pages for the writer, who touches many; 8 MiB for each reader.
        run(access == Access::Write ? "PRAGMA cache_size = -65536" : "PRAGMA cache_size = -8192");
        if (access == Access::Read) run("PRAGMA query_only = ON");
    } catch (const StoreError&) {
        statements_.clear();
        sqlite3_close(handle_);
        throw;
    }
}

void SqliteConnection::use_wal() {
    std::string mode;
    prepare("PRAGMA journal_mode = WAL").query({}, [&](const Row& row) {
        mode = row.string(0);
        return true;
    });
    // Some file systems (network shares) have no shared memory: readers would block the writer
    // there.
    if (mode != "wal")
        throw StoreError(fmt::format("store {}: its disk supports no write-ahead log (mode {}); "
                                     "put the workspace on a local disk",
                                     health_.location(), mode),
                         false);
}

SqliteConnection::~SqliteConnection() {
    statements_.clear();
    sqlite3_close(handle_);
}

SqliteStatement& SqliteConnection::prepare(std::string_view sql) {
    auto place = statements_.find(sql);
    if (place == statements_.end()) place = statements_.try_emplace(std::string(sql)).first;
    for (const auto& statement : place->second)
        if (!statement->is_running()) return *statement;
    place->second.push_back(std::make_unique<SqliteStatement>(*this, sql));
    return *place->second.back();
}

void SqliteConnection::run(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(code, sql);
}

bool SqliteConnection::rest() {
    unfinished = 0;
    if (sqlite3_get_autocommit(handle_) == 0)
        sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    // Texts put together at run time would pile up otherwise; nobody holds a statement now.
    if (statements_.size() > kStatementsMax) statements_.clear();
    return sqlite3_get_autocommit(handle_) != 0;
}

void SqliteConnection::raise(int code, std::string_view doing) const {
    const int extended = handle_ != nullptr ? sqlite3_extended_errcode(handle_) : code;
    const std::string text =
        fmt::format("store {}: {} (code {}){} in: {}", health_.location(),
                    handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), extended,
                    advice(code), doing);
    if (closes_the_store(code)) health_.fail(text);
    const int primary = code & 0xff;
    throw StoreError(text, primary == SQLITE_BUSY || primary == SQLITE_LOCKED);
}

// Marks the statement as running; back to rest also when a row's callback throws.
class SqliteStatement::Running {
public:
    explicit Running(SqliteStatement& statement) : statement_(statement) {
        CHECK(!statement.running_);
        statement.running_ = true;
    }
    ~Running() {
        sqlite3_reset(statement_.handle_);  // repeats the step's code, which was handled there
        sqlite3_clear_bindings(statement_.handle_);
        statement_.running_ = false;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    SqliteStatement& statement_;
};

SqliteStatement::SqliteStatement(SqliteConnection& connection, std::string_view sql)
    : connection_(connection) {
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v3(connection.handle(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &handle_, &rest);
    if (code != SQLITE_OK) connection.raise(code, sql);
    CHECK(handle_ != nullptr);
    // One statement per text: what stands behind a ';' would be left out in silence.
    const std::string_view left(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
    CHECK(left.find_first_not_of(" \t\r\n;") == left.npos);
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(handle_); }

void SqliteStatement::bind(std::span<const Value> parameters) {
    CHECK(static_cast<int>(parameters.size()) == sqlite3_bind_parameter_count(handle_));
    int index = 0;
    for (const Value& value : parameters) {
        ++index;
        int code = SQLITE_OK;
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            code = sqlite3_bind_int64(handle_, index, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            require_text(*text, sqlite3_sql(handle_));
            // A null pointer would bind NULL, and an empty view may have one.
            const char* data = text->data() != nullptr ? text->data() : "";
            code =
                sqlite3_bind_text64(handle_, index, data, text->size(), SQLITE_STATIC, SQLITE_UTF8);
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            static constexpr std::byte kNone{};
            const std::byte* data = bytes->data() != nullptr ? bytes->data() : &kNone;
            code = sqlite3_bind_blob64(handle_, index, data, bytes->size(), SQLITE_STATIC);
        } else {
            code = sqlite3_bind_null(handle_, index);
        }
        if (code != SQLITE_OK) connection_.raise(code, sqlite3_sql(handle_));
    }
}

bool SqliteStatement::step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) connection_.raise(code, sqlite3_sql(handle_));
    return false;
}

std::int64_t SqliteStatement::execute(std::span<const Value> parameters) {
    const Running running(*this);
    bind(parameters);
    while (step()) {
    }
    return sqlite3_stmt_readonly(handle_) != 0 ? 0 : sqlite3_changes64(connection_.handle());
}

void SqliteStatement::query(std::span<const Value> parameters,
                            const std::function<bool(const Row&)>& on_row) {
    const Running running(*this);
    bind(parameters);
    const SqliteRow row(handle_);
    while (step())
        if (!on_row(row)) return;
}

}  // namespace bw::store
