// The SQLite side of store.h: connections with their prepared statements, one writer, a pool of
// readers. Not for other rooms; the only headers of SQLite are in this folder's sqlite*.cpp.
#pragma once

#include "platform/blob/faults.h"
#include "platform/store/limits.h"
#include "platform/store/migration.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace bw::store {

// Shared by all connections of a store: after an I/O error it takes no more writes.
class Health {
public:
    explicit Health(std::string location) : location_(std::move(location)) {}
    void fail(const std::string& why);
    // Throws when the store is closed for writing.
    void require_writable() const;
    [[nodiscard]] const std::string& location() const { return location_; }

private:
    std::string location_;
    mutable std::mutex mutex_;
    std::string why_;
};

class SqliteStatement;

// How the file of a store is opened: by its kind of access and by what its medium allows.
class SqliteFile {
public:
    // Throws when the file cannot be read where it lies.
    SqliteFile(const std::string& location, Access access);
    [[nodiscard]] const std::string& name() const { return name_; }  // a path or a URI
    [[nodiscard]] int flags() const { return flags_; }               // of sqlite3_open_v2
    [[nodiscard]] bool is_writable() const { return is_writable_; }
    // A file that is taken for unchanging must not change: throws when it did.
    void require_unchanged() const;

private:
    struct Version {
        std::uint64_t inode = 0;
        std::int64_t size = 0, changed_ns = 0;
        friend bool operator==(const Version&, const Version&) = default;
    };
    static Version version_of(const std::string& location);

    std::string location_, name_;
    int flags_ = 0;
    bool is_writable_ = true;
    std::optional<Version> unchanging_;
};

class SqliteConnection {
public:
    SqliteConnection(Health& health, const SqliteFile& file, Access access, const char* vfs);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    SqliteStatement& prepare(std::string_view sql);
    void run(const std::string& sql);
    // Rolls back what is open; false when that failed and the connection must not be used again.
    bool rest();
    [[nodiscard]] sqlite3* handle() const { return handle_; }
    [[nodiscard]] Health& health() const { return health_; }
    // Rows of bulk writers that were not finished: they must not be committed as if they were.
    int unfinished = 0;
    // Turns a result code of SQLite into a StoreError; closes the store for writing when it has to.
    [[noreturn]] void raise(int code, std::string_view doing) const;

private:
    void use_wal();
    Health& health_;
    sqlite3* handle_ = nullptr;
    // Several of one text: a query may run inside the rows of another.
    std::map<std::string, std::vector<std::unique_ptr<SqliteStatement>>, std::less<>> statements_;
};

class SqliteStatement final : public Statement {
public:
    SqliteStatement(SqliteConnection& connection, std::string_view sql);
    ~SqliteStatement() override;
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    std::int64_t execute(std::span<const Value> parameters) override;
    void query(std::span<const Value> parameters,
               const std::function<bool(const Row&)>& on_row) override;
    [[nodiscard]] bool is_running() const { return running_; }

private:
    class Running;
    void bind(std::span<const Value> parameters);
    bool step();  // true: a row

    SqliteConnection& connection_;
    sqlite3_stmt* handle_ = nullptr;
    bool running_ = false;
};

class FaultVfs;

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::string& location, faults::Faults* faults, Access access);
    ~SqliteDatabase() override;
    std::unique_ptr<Transaction> begin(Access access) override;
    std::vector<std::string> check_integrity() override;
    [[nodiscard]] std::string_view kind() const override { return "sqlite"; }
    [[nodiscard]] std::string location() const override { return health_.location(); }

private:
    friend class SqliteTransaction;
    void find_damage(std::vector<std::string>& findings);
    std::unique_ptr<SqliteConnection> take_reader();
    void give_back(std::unique_ptr<SqliteConnection> reader);
    void drop(std::unique_ptr<SqliteConnection> reader);
    [[nodiscard]] const char* vfs_name() const;

    Health health_;
    SqliteFile file_;
    faults::Faults* faults_;
    std::unique_ptr<FaultVfs> vfs_;
    std::mutex writing_;
    std::atomic<std::thread::id> writer_thread_;
    std::unique_ptr<SqliteConnection> writer_;
    std::mutex pool_mutex_;
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
    int readers_ = 0;
};

}  // namespace bw::store
