// The PostgreSQL side of store.h: connections with their prepared statements, a pool of them, one
// writer at a time by an advisory lock. Not for other rooms; the only headers of libpq are in this
// folder's postgres*.cpp.
#pragma once

#include "platform/blob/faults.h"
#include "platform/store/limits.h"
#include "platform/store/migration.h"
#include "platform/store/postgres_address.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct pg_conn;
struct pg_result;

namespace bw::store {

struct ClearResult {
    void operator()(pg_result* result) const;
};
using PostgresResult = std::unique_ptr<pg_result, ClearResult>;

class PostgresRows;
class PostgresStatement;

class PostgresConnection {
public:
    PostgresConnection(const PostgresAddress& address, faults::Faults* faults, Access access);
    ~PostgresConnection();
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    PostgresStatement& prepare(std::string_view sql);
    // One or several commands without parameters, in one exchange; returns the last one's tag.
    std::string run(const std::string& sql);
    // Throws when the server does not promise that it is on its disks (and its standby's).
    void commit();
    // Rolls back what is open; false when the connection must not be used again.
    bool rest();
    // Types of a table's columns, as the server numbers them.
    const std::vector<unsigned>& column_types(const std::string& table, const std::string& columns);

    // What every exchange consists of. `command` hands it to libpq and returns 1.
    template <typename F>
    void send(std::string_view doing, F&& command) {
        set_rows_aside();
        cut_if_asked();
        if (command(handle_) != 1) raise(nullptr, doing);
        cut_if_asked();
    }
    PostgresResult next_result(std::string_view doing);  // none when the exchange is over
    PostgresResult last_result(std::string_view doing);  // reads to the end of the exchange
    // The rows that come now belong to `rows`, until it is done or another command needs the line.
    void give_line_to(PostgresRows* rows) { rows_ = rows; }

    [[nodiscard]] bool is_open() const;
    [[nodiscard]] pg_conn* handle() const { return handle_; }
    // Rows of bulk writers that were not finished: they must not be committed as if they were.
    int unfinished = 0;

private:
    [[noreturn]] void raise(const pg_result* result, std::string_view doing);
    void set_rows_aside();
    void cut_if_asked();
    void set_up(const PostgresAddress& address);
    static void on_notice(void* connection, const pg_result* notice);

    std::string shown_;
    faults::Faults* faults_;
    pg_conn* handle_ = nullptr;
    PostgresRows* rows_ = nullptr;
    std::string warning_;
    bool is_broken_ = false;
    int prepared_ = 0;  // names of statements are numbers
    std::map<std::string, std::unique_ptr<PostgresStatement>, std::less<>> statements_;
    std::map<std::string, std::vector<unsigned>, std::less<>> types_;
};

class PostgresStatement final : public Statement {
public:
    PostgresStatement(PostgresConnection& connection, std::string_view sql, int& counter);
    std::int64_t execute(std::span<const Value> parameters) override;
    void query(std::span<const Value> parameters,
               const std::function<bool(const Row&)>& on_row) override;
    // The types of its result, without running it.
    std::vector<unsigned> result_types();

private:
    // The types of the parameters are part of what the server prepares.
    struct Variant {
        std::vector<unsigned> types;
        std::string name;
    };
    const std::string& name_for(std::span<const Value> parameters);
    void require_places_for_bytes(const std::string& name);
    PostgresResult describe(const std::string& name);
    void send(std::span<const Value> parameters);

    PostgresConnection& connection_;
    std::string sql_;
    int parameters_ = 0;
    int& counter_;
    std::vector<Variant> variants_;
    // Kept so that running it again allocates nothing; libpq copies while sending.
    std::vector<unsigned> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_, formats_;
    std::vector<std::int64_t> integers_;
};

class PostgresDatabase final : public Database {
public:
    static Result<std::unique_ptr<Database>> open(PostgresAddress address, faults::Faults* faults,
                                                  Access access);
    PostgresDatabase(PostgresAddress address, faults::Faults* faults, Access access);
    ~PostgresDatabase() override;
    std::unique_ptr<Transaction> begin(Access access) override;
    // The server looks after its pages; here: whether its rules for our tables are all in force.
    std::vector<std::string> check_integrity() override;
    [[nodiscard]] std::string_view kind() const override { return "postgresql"; }
    [[nodiscard]] std::string location() const override { return address_.shown; }

private:
    friend class PostgresTransaction;
    using Connection = std::unique_ptr<PostgresConnection>;
    bool has_schema(Transaction& transaction) const;
    void make_schema();
    Connection begin_on_connection(const std::string& begin);
    Connection take_idle();  // none: the caller may open one
    void give_back(Connection connection);
    void drop(Connection connection);

    PostgresAddress address_;
    faults::Faults* faults_;
    Access access_;
    std::int64_t turn_key_;  // of the lock that gives writers their turns
    std::mutex writing_;
    std::atomic<std::thread::id> writer_thread_;
    std::mutex pool_mutex_;
    std::condition_variable returned_;
    std::vector<Connection> idle_;
    int connections_ = 0;
};

std::unique_ptr<BulkWriter> make_postgres_bulk(PostgresConnection& connection,
                                               std::string_view table,
                                               std::span<const std::string_view> columns);
std::vector<TableInfo> postgres_tables(PostgresConnection& connection);

// Numbers of types that this store knows (PostgreSQL's pg_type).
namespace oid {
inline constexpr unsigned kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23,
                          kText = 25, kOid = 26, kVarchar = 1043, kNumeric = 1700;
}  // namespace oid

}  // namespace bw::store
