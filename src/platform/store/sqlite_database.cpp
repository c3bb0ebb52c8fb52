#include "base/check.h"
#include "platform/blob/blob.h"
#include "platform/store/dialect.h"
#include "platform/store/findings.h"
#include "platform/store/sqlite.h"
#include "platform/store/sqlite_fault_vfs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace bw::store {
namespace {

class SqliteBulk final : public BulkWriter {
public:
    SqliteBulk(SqliteConnection& connection, std::string_view table,
               std::span<const std::string_view> columns)
        : connection_(connection) {
        std::string names, marks;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            names += fmt::format("{}{}", i == 0 ? "" : ", ", columns[i]);
            marks += fmt::format("{}?{}", i == 0 ? "" : ", ", i + 1);
        }
        insert_ = &connection.prepare(
            fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, marks));
    }
    void add(std::span<const Value> row) override {
        if (is_finished_) ++connection_.unfinished;
        is_finished_ = false;
        insert_->execute(row);
    }
    void finish() override {
        if (!is_finished_) --connection_.unfinished;
        is_finished_ = true;
    }

private:
    SqliteConnection& connection_;
    bool is_finished_ = true;
    SqliteStatement* insert_ = nullptr;
};

// The first column of every row; `of` is the query's parameter.
std::vector<std::string> names(SqliteConnection& connection, std::string_view sql,
                               const std::vector<Value>& of = {}) {
    std::vector<std::string> list;
    connection.prepare(sql).query(of, [&](const Row& row) {
        list.push_back(row.string(0));
        return true;
    });
    return list;
}

std::vector<TableInfo> tables_of(SqliteConnection& connection) {
    std::vector<TableInfo> tables;
    for (auto& table : names(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                         "substr(name, 1, 7) <> 'sqlite_' ORDER BY name")) {
        TableInfo info;
        info.columns =
            names(connection, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", {table});
        for (const auto& type :
             names(connection, "SELECT type FROM pragma_table_info(?1) ORDER BY cid", {table}))
            info.types.push_back(type == "TEXT"   ? ColumnType::Text
                                 : type == "BLOB" ? ColumnType::Blob
                                                  : ColumnType::Integer);
        info.unique_keys.push_back(
            names(connection, "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
                  {table}));
        const auto indexes = names(connection,
                                   "SELECT name FROM pragma_index_list(?1) "
                                   "WHERE \"unique\" = 1 AND origin <> 'pk' ORDER BY seq",
                                   {table});
        for (const auto& index : indexes)
            info.unique_keys.push_back(names(
                connection, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", {index}));
        info.name = std::move(table);
        tables.push_back(std::move(info));
    }
    return tables;
}

}  // namespace

class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(SqliteDatabase& database, Access access)
        : database_(database), access_(access) {
        if (access == Access::Write) begin_write();
        else begin_read();
    }

    ~SqliteTransaction() override {
        if (connection_ != nullptr) end();
    }

    Statement& prepare(std::string_view sql) override { return open().prepare(sql); }

    std::unique_ptr<BulkWriter> bulk(std::string_view table,
                                     std::span<const std::string_view> columns) override {
        return std::make_unique<SqliteBulk>(open(), table, columns);
    }

    void define(std::string_view statement) override { open().run(to_sqlite(statement)); }

    std::vector<TableInfo> tables() override { return tables_of(open()); }

    void commit() override {
        if (access_ == Access::Write) faults::reach(database_.faults_, "store.commit.before");
        CHECK(open().unfinished == 0);  // PostgreSQL would keep such rows back
        open().run("COMMIT");
        end();
        if (access_ == Access::Write) faults::reach(database_.faults_, "store.commit.after");
    }

private:
    SqliteConnection& open() {
        CHECK(connection_ != nullptr);  // committed already
        return *connection_;
    }

    // Rolls back what was not committed, and lets the next one have the connection.
    void end() {
        const bool good = connection_->rest();
        connection_ = nullptr;
        if (access_ == Access::Read) {
            if (good) database_.give_back(std::move(reader_));
            else database_.drop(std::move(reader_));
            return;
        }
        if (!good) database_.health_.fail("a rollback failed");
        database_.writer_thread_ = std::thread::id();
        turn_.unlock();
    }

    void begin_write() {
        // A second one in the same thread would wait for itself for ever.
        CHECK(database_.writer_thread_.load() != std::this_thread::get_id());
        if (!database_.writer_)
            throw StoreError(fmt::format("store {} is open for reading; nothing can be written",
                                         database_.health_.location()),
                             false);
        turn_ = std::unique_lock(database_.writing_);
        database_.health_.require_writable();
        database_.writer_->run("BEGIN IMMEDIATE");
        database_.writer_thread_ = std::this_thread::get_id();
        connection_ = database_.writer_.get();
    }

    void begin_read() {
        database_.file_.require_unchanged();
        reader_ = database_.take_reader();
        try {
            reader_->run("BEGIN");
            // A snapshot begins with the first read; without it a writer could slip in between.
            reader_->prepare("SELECT count(*) FROM sqlite_schema").execute({});
        } catch (const StoreError&) {
            database_.drop(std::move(reader_));
            throw;
        }
        connection_ = reader_.get();
    }

    SqliteDatabase& database_;
    Access access_;
    std::unique_lock<std::mutex> turn_;
    std::unique_ptr<SqliteConnection> reader_;
    SqliteConnection* connection_ = nullptr;  // none when it has ended
};

SqliteDatabase::SqliteDatabase(const std::string& location, faults::Faults* faults, Access access)
    : health_(location), file_(location, access), faults_(faults) {
    if (faults != nullptr) vfs_ = std::make_unique<FaultVfs>(*faults);
    auto first = std::make_unique<SqliteConnection>(health_, file_, access, vfs_name());
    if (access == Access::Write) writer_ = std::move(first);
    else idle_.push_back(std::move(first));
}

SqliteDatabase::~SqliteDatabase() {
    const std::lock_guard lock(pool_mutex_);
    CHECK(readers_ == 0);  // a transaction lives longer than its store
}

const char* SqliteDatabase::vfs_name() const { return vfs_ ? vfs_->name() : nullptr; }

std::unique_ptr<Transaction> SqliteDatabase::begin(Access access) {
    return std::make_unique<SqliteTransaction>(*this, access);
}

std::vector<std::string> SqliteDatabase::check_integrity() {
    std::vector<std::string> findings;
    try {
        find_damage(findings);
    } catch (const StoreError& error) {
        if (error.retryable()) throw;
        findings.emplace_back(error.what());  // too damaged to be looked at
    }
    return findings;
}

void SqliteDatabase::find_damage(std::vector<std::string>& findings) {
    const auto tx = begin(Access::Read);
    tx->for_each("PRAGMA integrity_check(100)", [&](const Row& row) {
        if (row.text(0) != "ok")
            findings.push_back(fmt::format("store {}: {}; the file is damaged: restore it from its "
                                           "backup",
                                           health_.location(), row.text(0)));
    });
    tx->for_each("PRAGMA foreign_key_check", [&](const Row& row) {
        findings.push_back(fmt::format("store {}: a row of {} names one of {} that is not there; "
                                       "restore the store from its backup",
                                       health_.location(), row.text(0), row.text(2)));
        return findings.size() < kFindingsMax;
    });
}

std::unique_ptr<SqliteConnection> SqliteDatabase::take_reader() {
    {
        const std::lock_guard lock(pool_mutex_);
        if (readers_ >= kReadersMax)
            throw StoreError(fmt::format("store {}: {} readers are open at once; try again later",
                                         health_.location(), kReadersMax),
                             true);
        ++readers_;
        if (!idle_.empty()) {
            auto reader = std::move(idle_.back());
            idle_.pop_back();
            return reader;
        }
    }
    try {
        return std::make_unique<SqliteConnection>(health_, file_, Access::Read, vfs_name());
    } catch (const StoreError&) {
        drop(nullptr);
        throw;
    }
}

void SqliteDatabase::give_back(std::unique_ptr<SqliteConnection> reader) {
    const std::lock_guard lock(pool_mutex_);
    --readers_;
    if (idle_.size() < kIdleReadersMax) idle_.push_back(std::move(reader));
}

void SqliteDatabase::drop(std::unique_ptr<SqliteConnection> reader) {
    reader.reset();
    const std::lock_guard lock(pool_mutex_);
    --readers_;
}

}  // namespace bw::store
