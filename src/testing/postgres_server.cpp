#include "testing/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <stdexcept>

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
fs::path make_folder() {
    struct statvfs memory{};
    constexpr std::size_t kNeeded = std::size_t{1} << 30;
    const bool is_roomy = ::statvfs("/dev/shm", &memory) == 0 && ::access("/dev/shm", W_OK) == 0 &&
                          memory.f_bavail * memory.f_frsize >= kNeeded;
    const fs::path parent = is_roomy ? fs::path("/dev/shm") : fs::temp_directory_path();
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

void become_other_user() {
    const passwd* user = other_user();
    if (user == nullptr) return;
    const bool done =
        ::setgroups(0, nullptr) == 0 && ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0;
    if (!done) ::_exit(126);
}

}  // namespace

PostgresServer::PostgresServer() : programs_(find_programs()), folder_(make_folder()) {
    if (const passwd* user = other_user())
        if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("cannot give away " + folder_.string());
    // A database that sorts as people do, so that tests see whether we sort by bytes.
    run({"initdb", "--pgdata=" + (folder_ / "data").string(), "--no-sync", "--auth=trust",
         "--username=billwright", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
         "--icu-locale=en"});
    std::ofstream(folder_ / "data" / "postgresql.conf", std::ios::app)
        << "listen_addresses = ''\nunix_socket_directories = '" << folder_.string()
        << "'\nfsync = off\nfull_page_writes = off\nautovacuum = off\nmax_connections = 100\n"
           "shared_buffers = 32MB\nmin_wal_size = 32MB\nmax_wal_size = 256MB\n";
    start();
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

pid_t PostgresServer::spawn(std::vector<std::string> command) const {
    const std::string program = (programs_ / command.front()).string();
    std::vector<char*> arguments;
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string log = (folder_ / "log").string();
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot start " + program);
    if (child > 0) return child;
    become_other_user();
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // a test that is killed leaves no server behind
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    static_cast<void>(::chdir("/"));
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
}

void PostgresServer::run(std::vector<std::string> command) const {
    const std::string name = command.front();
    int status = 0;
    if (::waitpid(spawn(std::move(command)), &status, 0) < 0 || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0) {
        std::ifstream log(folder_ / "log");
        throw std::runtime_error(name + " failed:\n" +
                                 std::string(std::istreambuf_iterator<char>(log), {}));
    }
}

// The eighth line of its file says where it stands.
bool PostgresServer::is_ready() const {
    std::ifstream file(folder_ / "data" / "postmaster.pid");
    std::string line;
    for (int i = 0; i < 8; ++i)
        if (!std::getline(file, line)) return false;
    return line.starts_with("ready");
}

void PostgresServer::start() {
    fs::remove(folder_ / "data" / "postmaster.pid");  // of one that was killed
    server_ = spawn({"postgres", "-D", (folder_ / "data").string()});
    constexpr int kTries = 6000;  // a minute
    for (int i = 0; i < kTries; ++i) {
        if (is_ready()) return;
        if (::waitpid(server_, nullptr, WNOHANG) == server_) break;
        ::usleep(10'000);
    }
    server_ = -1;
    std::ifstream log(folder_ / "log");
    throw std::runtime_error("PostgreSQL did not start:\n" +
                             std::string(std::istreambuf_iterator<char>(log), {}));
}

void PostgresServer::kill() {
    if (server_ <= 0) return;
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
    server_ = -1;
}

PostgresServer& shared_postgres() {
    static PostgresServer server;
    return server;
}

}  // namespace bw::testing
