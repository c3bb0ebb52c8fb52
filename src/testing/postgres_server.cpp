#include "testing/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>

namespace bw::testing {
namespace {

namespace fs = std::filesystem;

// The newest of those that the distribution has installed beside each other.
fs::path find_programs() {
    fs::path best;
    int version = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const int number = std::atoi(entry.path().filename().c_str());
        if (number <= version || !fs::exists(entry.path() / "bin" / "postgres", none)) continue;
        version = number;
        best = entry.path() / "bin";
    }
    if (best.empty())
        throw std::runtime_error("PostgreSQL's server is not installed; tools/setup test does it");
    return best;
}

// In memory where there is room.
fs::path roomy_parent() {
    struct statvfs memory{};
    constexpr std::size_t kNeeded = std::size_t{1} << 30;
    const bool is_roomy = ::statvfs("/dev/shm", &memory) == 0 && ::access("/dev/shm", W_OK) == 0 &&
                          memory.f_bavail * memory.f_frsize >= kNeeded;
    return is_roomy ? fs::path("/dev/shm") : fs::temp_directory_path();
}

fs::path make_folder(const fs::path& parent) {
    std::string name = (parent / "billwright-pg-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
    return name;
}

// PostgreSQL refuses to run as root.
const passwd* other_user() {
    if (::geteuid() != 0) return nullptr;
    const passwd* user = ::getpwnam("postgres");
    return user != nullptr ? user : ::getpwnam("nobody");
}

}  // namespace

PostgresServer::PostgresServer() : PostgresServer(In{roomy_parent()}) {}

PostgresServer::PostgresServer(const In& where)
    : programs_(find_programs()), folder_(make_folder(where.parent)) {
    give_folder_away();
    // A database that sorts as people do, so that tests see whether we sort by bytes.
    run({"initdb", "--pgdata=" + (folder_ / "data").string(), "--no-sync", "--auth=trust",
         "--username=billwright", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
         "--icu-locale=en"});
    set("listen_addresses = ''\nfsync = off\nfull_page_writes = off\nautovacuum = off\n"
        "max_connections = 100\nshared_buffers = 32MB\nmin_wal_size = 32MB\n"
        "max_wal_size = 256MB\n");
    start();
}

PostgresServer::PostgresServer(StandbyOf other)
    : programs_(other.primary.programs_), folder_(make_folder(roomy_parent())) {
    const PostgresServer& primary = other.primary;
    give_folder_away();
    run({"pg_basebackup", "--host=" + primary.folder_.string(), "--username=billwright",
         "--pgdata=" + (folder_ / "data").string(), "--checkpoint=fast", "--no-sync",
         "--write-recovery-conf"});
    set("");
    start();
    constexpr int kTries = 6000;  // a minute
    for (int i = 0; primary.execute("SELECT count(*) FROM pg_stat_replication "
                                    "WHERE state = 'streaming'") != "1";
         ++i) {
        if (i == kTries) throw std::runtime_error("the standby does not follow its primary");
        ::usleep(10'000);
    }
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
    primary.execute("SELECT pg_reload_conf()");
}

void PostgresServer::give_folder_away() const {
    if (const passwd* user = other_user())
        if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("cannot give away " + folder_.string());
}

// What comes later holds: a standby's own folder stands behind its primary's.
void PostgresServer::set(const std::string& settings) const {
    std::ofstream(folder_ / "data" / "postgresql.conf", std::ios::app)
        << settings << "unix_socket_directories = '" << folder_.string() << "'\n";
}

PostgresServer::~PostgresServer() {
    kill();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string PostgresServer::location(std::string_view schema, std::string_view database) const {
    return "postgresql://billwright@/" + std::string(database) + "?host=" + folder_.string() +
           "&schema=" + std::string(schema);
}

std::string PostgresServer::execute(const std::string& sql) const {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(("host=" + folder_.string() +
                     " user=billwright dbname=postgres "
                     "options='-c client_min_messages=error'")
                        .c_str()),
        PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

// In a child, where nothing may be done that takes a lock.
struct PostgresServer::Command {
    std::string program, log;
    std::vector<std::string> words;
    std::vector<char*> arguments;
    const passwd* user = other_user();

    Command(const PostgresServer& server, std::vector<std::string> given)
        : program((server.programs_ / given.front()).string()),
          log((server.folder_ / "log").string()), words(std::move(given)) {
        words.front() = program;  // whole: it looks for its other programs beside itself
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
    }
    [[noreturn]] void become() {
        const bool done =
            user == nullptr || (::setgroups(0, nullptr) == 0 && ::setgid(user->pw_gid) == 0 &&
                                ::setuid(user->pw_uid) == 0);
        if (!done || ::chdir("/") != 0) ::_exit(126);
        const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        if (out < 0) ::_exit(126);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }
};

namespace {

pid_t forked() {
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot start another process");
    return child;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

void PostgresServer::run(std::vector<std::string> words) const {
    Command command(*this, std::move(words));
    const pid_t child = forked();
    if (child == 0) command.become();
    int status = 0;
    if (::waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(command.program + " failed:\n" + text_of(folder_ / "log"));
}

// The eighth line of its file says where it stands.
bool PostgresServer::is_ready() const {
    std::ifstream file(folder_ / "data" / "postmaster.pid");
    std::string line;
    for (int i = 0; i < 8; ++i)
        if (!std::getline(file, line)) return false;
    return line.starts_with("ready");
}

// The server's parent is a keeper between it and the test: it ends the server when the test lets go
// of its end of a line, be it because the test was killed.
void PostgresServer::start() {
    fs::remove(folder_ / "data" / "postmaster.pid");  // of one that was killed
    Command command(*this, {"postgres", "-D", (folder_ / "data").string()});
    const std::string folder = folder_.string();
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        throw std::runtime_error("cannot make a pair of sockets");
    keeper_ = forked();
    if (keeper_ == 0) {
        ::dup2(ends[0], 3);
        ::close_range(4, ~0U, 0);  // files and locks of the test are not the keeper's
        const pid_t server = ::fork();
        if (server == 0) {
            ::close(3);
            command.become();
        }
        pollfd test{3, POLLIN, 0};
        constexpr int kLookMs = 100;
        while (::poll(&test, 1, kLookMs) == 0)
            if (::waitpid(server, nullptr, WNOHANG) == server) ::_exit(1);
        char word = 0;
        const bool is_told = ::read(test.fd, &word, 1) == 1;
        ::kill(server, SIGQUIT);
        ::waitpid(server, nullptr, 0);
        // A test that was killed cannot clear up after itself.
        if (!is_told) ::execl("/bin/rm", "rm", "-rf", folder.c_str(), nullptr);
        ::_exit(0);
    }
    ::close(ends[0]);
    lifeline_ = ends[1];
    constexpr int kTries = 6000;  // a minute
    for (int i = 0; i < kTries; ++i) {
        if (is_ready()) return;
        if (::waitpid(keeper_, nullptr, WNOHANG) == keeper_) break;
        ::usleep(10'000);
    }
    throw std::runtime_error("PostgreSQL did not start:\n" + text_of(folder_ / "log"));
}

void PostgresServer::kill() {
    if (lifeline_ < 0) return;
    ::send(lifeline_, "k", 1, MSG_NOSIGNAL);  // it may have ended by itself
    ::close(std::exchange(lifeline_, -1));
    ::waitpid(keeper_, nullptr, 0);
}

PostgresServer& shared_postgres() {
    static PostgresServer server;
    return server;
}

}  // namespace bw::testing
