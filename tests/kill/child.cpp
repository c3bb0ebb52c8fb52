#include "child.h"

#include "base/check.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace bw::kill {

int execute(const std::string& program, const std::vector<std::string>& arguments,
            const std::string& kill_at) {
    std::fflush(nullptr);  // or the child prints once more what this process has not printed yet
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        if (!kill_at.empty()) setenv("BILLWRIGHT_KILL_AT", kill_at.c_str(), 1);
        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (const auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
        argv.push_back(nullptr);
        if (freopen("/dev/null", "w", stdout) == nullptr) _exit(126);
        execv(program.c_str(), argv.data());
        _exit(127);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    return status;
}

bool is_killed(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
bool is_done(int status) {
    return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 3);
}

}  // namespace bw::kill
