// A PostgreSQL server of a test's own: the distribution's, in a temporary folder, reachable by a
// socket there only, and gone with the program. It syncs nothing: a crash of the server loses
// nothing of what the system holds, and no test pulls the plug of the machine.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bw::testing {

class PostgresServer {
public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // "postgresql://billwright@/postgres?host=FOLDER&schema=NAME"
    [[nodiscard]] std::string location(std::string_view schema,
                                       std::string_view database = "postgres") const;
    // One command of an administrator; throws when it fails. Returns the first field of its answer.
    std::string execute(const std::string& sql) const;

    void kill();   // at once, as when its machine dies
    void start();  // again, after kill()

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    void run(std::vector<std::string> command) const;
    [[nodiscard]] pid_t spawn(std::vector<std::string> command) const;
    [[nodiscard]] bool is_ready() const;

    std::filesystem::path programs_;
    std::filesystem::path folder_;
    pid_t server_ = -1;
};

// The one that the tests of a program share, each in a schema of its own.
PostgresServer& shared_postgres();

}  // namespace bw::testing
