#include "base/check.h"
#include "platform/store/postgres.h"
#include "platform/store/postgres_rows.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace bw::store {
namespace {

std::string_view advice(std::string_view state) {
    if (state == "53100") return "; make room on the server's disk, then run it again";
    if (state == "53300") return "; raise max_connections of the server, or use fewer workers";
    if (state == "42501") return "; give the user of the address the right to do this";
    if (state == "55P03") return "; another process writes for too long: try again";
    if (state == "57014") return "; a time limit or a person stopped the command";
    if (state == "25006") return "; this server takes no writes: it is a standby";
    if (state == "22021") return "; this is no text in UTF-8";
    return "";
}

// The same work may succeed later: the connection broke, the server went away or is not up yet,
// others were in the way, or it is a standby by now.
bool is_retryable(std::string_view state) {
    static constexpr std::string_view kStates[] = {"40001", "40P01", "55P03", "57P01", "57P02",
                                                   "57P03", "53300", "25006", "25P03"};
    return state.starts_with("08") || std::ranges::find(kStates, state) != std::end(kStates);
}

std::string_view field(const PGresult* result, int code) {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return text == nullptr ? std::string_view() : text;
}

// Several lines from libpq become one.
std::string one_line(std::string_view text) {
    std::string line(text.substr(0, text.find_last_not_of(" \t\r\n") + 1));
    std::ranges::replace(line, '\n', ' ');
    std::erase(line, '\t');
    return line;
}

// libpq takes two arrays that end with a null pointer. What comes later wins over what comes first.
class ConnectOptions {
public:
    void add(const char* name, const char* value) {
        names_.push_back(name);
        values_.push_back(value);
    }
    PGconn* connect() {
        add(nullptr, nullptr);
        return PQconnectdbParams(names_.data(), values_.data(), 0);
    }

private:
    std::vector<const char*> names_, values_;
};

PGconn* connect(const PostgresAddress& address, Access access) {
    const std::string seconds = std::to_string(kConnectSeconds);
    const std::string dead_ms = std::to_string(kDeadPeerSeconds * 1000);
    ConnectOptions options;
    options.add("connect_timeout", seconds.c_str());
    options.add("tcp_user_timeout", dead_ms.c_str());
    options.add("keepalives_idle", "30");
    options.add("keepalives_interval", "10");
    options.add("keepalives_count", "3");
    // Of several hosts the one that is primary; to read, whichever answers.
    options.add("target_session_attrs", access == Access::Write ? "read-write" : "any");
    options.add("application_name", "billwright");
    for (const auto& [name, value] : address.options) options.add(name.c_str(), value.c_str());
    options.add("client_encoding", "UTF8");
    return options.connect();
}

}  // namespace

void ClearResult::operator()(pg_result* result) const { PQclear(result); }

PostgresConnection::PostgresConnection(const PostgresAddress& address, faults::Faults* faults,
                                       Access access)
    : shown_(address.shown), faults_(faults), handle_(connect(address, access)) {
    try {
        if (handle_ == nullptr) throw StoreError("store " + shown_ + ": out of memory", false);
        if (!is_open())
            throw StoreError(fmt::format("store {}: cannot connect: {}; check that the server runs "
                                         "and takes this user; passwords come from ~/.pgpass",
                                         shown_, one_line(PQerrorMessage(handle_))),
                             true);
        set_up(address);
    } catch (const StoreError&) {
        PQfinish(handle_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() { PQfinish(handle_); }

void PostgresConnection::set_up(const PostgresAddress& address) {
    PQsetNoticeReceiver(handle_, on_notice, this);
    const char* encoding = PQparameterStatus(handle_, "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) != "UTF8")
        throw StoreError(
            fmt::format("store {}: its database is encoded in {}; make one with ENCODING 'UTF8'",
                        shown_, encoding == nullptr ? "an unknown way" : encoding),
            false);
    // A commit waits for the disk whatever the server's default is; a writer that vanished must not
    // keep its turn for hours.
    run(fmt::format(
        "SET search_path = \"{}\"; SET client_min_messages = warning; "
        "SET standard_conforming_strings = on; SET jit = off; SET lock_timeout = '{}s'; "
        "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; "
        "SET tcp_keepalives_count = 3; "
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') <> 'remote_apply'",
        address.schema, kTurnSeconds));
}

bool PostgresConnection::is_open() const {
    return !is_broken_ && PQstatus(handle_) == CONNECTION_OK;
}

PostgresStatement& PostgresConnection::prepare(std::string_view sql) {
    auto place = statements_.find(sql);
    if (place == statements_.end())
        place = statements_
                    .emplace(std::string(sql),
                             std::make_unique<PostgresStatement>(*this, sql, prepared_))
                    .first;
    return *place->second;
}

std::string PostgresConnection::run(const std::string& sql) {
    send(sql, [&](PGconn* handle) { return PQsendQuery(handle, sql.c_str()); });
    const auto result = last_result(sql);
    return result ? PQcmdStatus(result.get()) : "";
}

PostgresResult PostgresConnection::next_result(std::string_view doing) {
    PostgresResult result(PQgetResult(handle_));
    const auto status = result ? PQresultStatus(result.get()) : PGRES_COMMAND_OK;
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
        // The line is free again only after the last result.
        while (PostgresResult rest{PQgetResult(handle_)}) {
        }
        raise(result.get(), doing);
    }
    return result;
}

PostgresResult PostgresConnection::last_result(std::string_view doing) {
    PostgresResult last;
    while (auto result = next_result(doing)) {
        last = std::move(result);
        if (PQresultStatus(last.get()) == PGRES_COPY_IN) break;  // the caller has the word now
    }
    return last;
}

void PostgresConnection::commit() {
    CHECK(unfinished == 0);  // rows given to a bulk writer would be missing
    warning_.clear();
    const std::string tag = run("COMMIT");
    if (tag != "COMMIT")
        throw StoreError("store " + shown_ + ": the server rolled the transaction back", false);
    if (!warning_.empty())
        throw StoreError(
            fmt::format("store {}: committed, but without its promise: {}; look before "
                        "the work is done again",
                        shown_, warning_),
            true);
}

bool PostgresConnection::rest() {
    rows_ = nullptr;
    unfinished = 0;
    try {
        if (is_open() && PQtransactionStatus(handle_) != PQTRANS_IDLE) run("ROLLBACK");
        // Texts put together at run time would pile up otherwise; nobody holds a statement now.
        if (is_open() && statements_.size() > kStatementsMax) {
            statements_.clear();
            run("DEALLOCATE ALL");
        }
    } catch (const StoreError&) {
        return false;  // the server ends the transaction of a broken connection by itself
    }
    return is_open() && PQtransactionStatus(handle_) == PQTRANS_IDLE;
}

const std::vector<unsigned>& PostgresConnection::column_types(const std::string& table,
                                                              const std::string& columns) {
    std::string sql = fmt::format("SELECT {} FROM {}", columns, table);
    auto place = types_.find(sql);
    if (place == types_.end())
        place = types_.emplace(sql, PostgresStatement(*this, sql, prepared_).result_types()).first;
    return place->second;
}

void PostgresConnection::set_rows_aside() {
    if (rows_ != nullptr) std::exchange(rows_, nullptr)->set_aside();
}

void PostgresConnection::cut_if_asked() {
    faults::reach(faults_, "postgres.exchange");
    if (faults::ask(faults_, faults::Operation::Network) != 0)
        ::shutdown(PQsocket(handle_), SHUT_RDWR);
}

void PostgresConnection::on_notice(void* connection, const pg_result* notice) {
    if (field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING")
        static_cast<PostgresConnection*>(connection)->warning_ =
            field(notice, PG_DIAG_MESSAGE_PRIMARY);
}

// Of a result's message only what names no data: its details quote the values of rows.
void PostgresConnection::raise(const pg_result* result, std::string_view doing) {
    const std::string_view state = field(result, PG_DIAG_SQLSTATE);
    const std::string_view primary = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state.empty()) is_broken_ = true;  // not the server's word: nothing came from it
    if (!is_open())
        throw StoreError(
            fmt::format("store {}: the connection to the server broke: {}; in: {}", shown_,
                        one_line(primary.empty() ? PQerrorMessage(handle_) : primary), doing),
            true);
    throw StoreError(fmt::format("store {}: {} (state {}){} in: {}", shown_,
                                 one_line(primary.empty() ? PQerrorMessage(handle_) : primary),
                                 state, advice(state), doing),
                     is_retryable(state));
}

}  // namespace bw::store
