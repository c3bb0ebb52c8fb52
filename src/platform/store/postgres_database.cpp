#include "base/check.h"
#include "platform/crypto/sha256.h"
#include "platform/store/dialect.h"
#include "platform/store/postgres.h"

#include <fmt/format.h>

#include <chrono>

namespace bw::store {
namespace {

// A snapshot begins with the first statement; without one here a writer could slip in between.
constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1";

}  // namespace

class PostgresTransaction final : public Transaction {
public:
    PostgresTransaction(PostgresDatabase& database, Access access)
        : database_(database), access_(access) {
        if (access == Access::Write) begin_write();
        else connection_ = database.begin_on_connection(kBeginRead);
    }

    ~PostgresTransaction() override {
        if (connection_ != nullptr) end();
    }

    Statement& prepare(std::string_view sql) override { return open().prepare(sql); }

    std::unique_ptr<BulkWriter> bulk(std::string_view table,
                                     std::span<const std::string_view> columns) override {
        return make_postgres_bulk(open(), table, columns);
    }

    void define(std::string_view statement) override { open().run(to_postgres(statement)); }

    std::vector<TableInfo> tables() override { return postgres_tables(open()); }

    void commit() override {
        if (access_ == Access::Write) faults::reach(database_.faults_, "store.commit.before");
        open().commit();
        end();
        if (access_ == Access::Write) faults::reach(database_.faults_, "store.commit.after");
    }

private:
    PostgresConnection& open() {
        CHECK(connection_ != nullptr);  // committed already
        return *connection_;
    }

    // Rolls back what was not committed, and lets the next one have the connection.
    void end() {
        if (connection_->rest()) database_.give_back(std::move(connection_));
        else database_.drop(std::move(connection_));
        connection_ = nullptr;
        if (access_ == Access::Read) return;
        database_.writer_thread_ = std::thread::id();
        turn_.unlock();
    }

    // Threads of this process take turns here, so that those who wait hold no connection;
    // processes take turns at the server. Each statement then sees all that was committed before.
    void begin_write() {
        // A second one in the same thread would wait for itself for ever.
        CHECK(database_.writer_thread_.load() != std::this_thread::get_id());
        if (database_.access_ == Access::Read)
            throw StoreError(fmt::format("store {} is open for reading; nothing can be written",
                                         database_.address_.shown),
                             false);
        turn_ = std::unique_lock(database_.writing_);
        connection_ = database_.begin_on_connection(
            fmt::format("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
                        "SET LOCAL idle_in_transaction_session_timeout = '{}s'; "
                        "SELECT pg_advisory_xact_lock({})",
                        kSilentSeconds, database_.turn_key_));
        database_.writer_thread_ = std::this_thread::get_id();
    }

    PostgresDatabase& database_;
    Access access_;
    std::unique_lock<std::mutex> turn_;
    std::unique_ptr<PostgresConnection> connection_;  // none when it has ended
};

Result<std::unique_ptr<Database>> PostgresDatabase::open(PostgresAddress address,
                                                         faults::Faults* faults, Access access) {
    auto database = std::make_unique<PostgresDatabase>(std::move(address), faults, access);
    if (access == Access::Write) database->make_schema();
    else if (!database->has_schema(*database->begin(Access::Read)))
        return fail(Code::NotFound, "there is no store: its database has no such schema",
                    database->location());
    return database;
}

PostgresDatabase::PostgresDatabase(PostgresAddress address, faults::Faults* faults, Access access)
    : address_(std::move(address)), faults_(faults), access_(access),
      turn_key_(crypto::derived_id("turn of writers " + address_.schema)) {}

PostgresDatabase::~PostgresDatabase() {
    const std::lock_guard lock(pool_mutex_);
    CHECK(connections_ == static_cast<int>(idle_.size()));  // a transaction outlives its store
}

bool PostgresDatabase::has_schema(Transaction& transaction) const {
    return transaction.integer("SELECT count(*) FROM pg_namespace WHERE nspname = ?1",
                               address_.schema) == 1;
}

// As SQLite makes its file. Asked again as a writer: of two at once the second one finds it made.
void PostgresDatabase::make_schema() {
    if (has_schema(*begin(Access::Read))) return;
    const auto tx = begin(Access::Write);
    if (has_schema(*tx)) return;
    tx->define(fmt::format("CREATE SCHEMA \"{}\"", address_.schema));
    tx->commit();
}

std::unique_ptr<Transaction> PostgresDatabase::begin(Access access) {
    return std::make_unique<PostgresTransaction>(*this, access);
}

std::vector<std::string> PostgresDatabase::check_integrity() {
    // Constraints that were never checked, indexes that failed to be built, triggers of foreign
    // keys that somebody switched off: with each of them a wrong row could have come in.
    constexpr std::string_view kSql =
        "SELECT c.conname, t.relname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = ?1 AND NOT c.convalidated "
        "UNION ALL "
        "SELECT i.relname, t.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
        "WHERE n.nspname = ?1 AND NOT x.indisvalid "
        "UNION ALL "
        "SELECT c.conname, t.relname FROM pg_trigger g JOIN pg_constraint c ON c.oid = "
        "g.tgconstraint JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = "
        "t.relnamespace WHERE n.nspname = ?1 AND g.tgenabled = 'D' ORDER BY 2, 1";
    std::vector<std::string> findings;
    begin(Access::Read)
        ->for_each(
            kSql,
            [&](const Row& row) {
                findings.push_back(fmt::format("store {}: {} of table {} is not in force; have it "
                                               "validated, or restore the store from its backup",
                                               address_.shown, row.text(0), row.text(1)));
            },
            address_.schema);
    return findings;
}

// A connection that was idle may have died with its server; that is found out here, where nothing
// is lost by taking a new one.
PostgresDatabase::Connection PostgresDatabase::begin_on_connection(const std::string& begin) {
    for (;;) {
        Connection connection = take_idle();
        const bool is_new = connection == nullptr;
        try {
            if (is_new)
                connection = std::make_unique<PostgresConnection>(address_, faults_, access_);
            connection->run(begin);
            return connection;
        } catch (const StoreError&) {
            const bool is_lost = connection == nullptr || !connection->is_open();
            drop(std::move(connection));
            if (is_new || !is_lost) throw;
        }
    }
}

PostgresDatabase::Connection PostgresDatabase::take_idle() {
    std::unique_lock lock(pool_mutex_);
    const bool in_time = returned_.wait_for(lock, std::chrono::milliseconds(kPoolWaitMs), [&] {
        return !idle_.empty() || connections_ < kConnectionsMax;
    });
    if (!in_time)
        throw StoreError(fmt::format("store {}: {} connections are in use at once; use fewer "
                                     "workers, or try again later",
                                     address_.shown, kConnectionsMax),
                         true);
    if (idle_.empty()) {
        ++connections_;
        return nullptr;
    }
    Connection connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

void PostgresDatabase::give_back(Connection connection) {
    const std::lock_guard lock(pool_mutex_);
    if (idle_.size() < kIdleConnectionsMax) idle_.push_back(std::move(connection));
    else --connections_;
    returned_.notify_one();
}

void PostgresDatabase::drop(Connection connection) {
    connection.reset();
    const std::lock_guard lock(pool_mutex_);
    --connections_;
    returned_.notify_one();
}

}  // namespace bw::store
