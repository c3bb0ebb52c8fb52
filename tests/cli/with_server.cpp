// Runs a command while a PostgreSQL server of its own is there; STORE is its address.
//   with_server PROGRAM [WORD...]
#include "testing/postgres_server.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: with_server PROGRAM [WORD...]\n", stderr);
        return 2;
    }
    const bw::testing::PostgresServer server;
    ::setenv("STORE", server.location("billwright").c_str(), 1);
    pid_t child = -1;
    int status = 0;
    if (::posix_spawnp(&child, argv[1], nullptr, nullptr, argv + 1, environ) != 0 ||
        ::waitpid(child, &status, 0) < 0) {
        std::perror(argv[1]);
        return 127;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
