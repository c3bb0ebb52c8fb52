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
    // Its folder is made in another one, which the server's user must be able to reach.
    struct In {
        std::filesystem::path parent;
    };
    explicit PostgresServer(const In& where);
    // A synchronous standby of another one, which from now on commits nothing without it.
    struct StandbyOf {
        const PostgresServer& primary;
    };
    explicit PostgresServer(StandbyOf other);
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
    struct Command;
    void run(std::vector<std::string> words) const;
    [[nodiscard]] bool is_ready() const;
    void give_folder_away() const;
    void set(const std::string& settings) const;

    std::filesystem::path programs_;
    std::filesystem::path folder_;
    pid_t keeper_ = -1;
    int lifeline_ = -1;  // the keeper ends the server when it is closed
};

// The one that the tests of a program share, each in a schema of its own.
PostgresServer& shared_postgres();

}  // namespace bw::testing
