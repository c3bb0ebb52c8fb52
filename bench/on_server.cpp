// Runs a program with `--store ADDRESS` of a PostgreSQL server that lives as long as the program:
//   on_server PROGRAM ARGUMENT...
// The exit code is the program's.
#include "testing/postgres_server.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <vector>

namespace {

int run(std::vector<char*> words) {
    const bw::testing::PostgresServer server;
    std::string option = "--store", address = server.location("bench");
    words.insert(words.end(), {option.data(), address.data(), nullptr});
    const pid_t child = ::fork();
    if (child == 0) {
        ::execv(words.front(), words.data());
        ::_exit(127);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) < 0 || !WIFEXITED(status)) return 1;
    return WEXITSTATUS(status);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
