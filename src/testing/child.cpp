#include "testing/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

namespace bw::testing {

bool Ended::is_killed() const { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }
bool Ended::has_code(int code) const { return WIFEXITED(status) && WEXITSTATUS(status) == code; }

namespace {

// Nothing that is thrown may leave the child: it would go on as a second test program. What is no
// std::exception ends it, too, by std::terminate().
int code_of(const std::function<int()>& work) noexcept {
    constexpr int kThrown = 125;
    try {
        return work();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "in a process of its own: %s\n", error.what());
    }
    return kThrown;
}

}  // namespace

Child::Child(const std::function<int()>& work) {
    std::fflush(nullptr);  // or the child prints once more what this process has not printed yet
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("cannot start another process");
    if (process_ == 0) ::_exit(code_of(work));
}

Child::~Child() {
    if (process_ < 0) return;
    kill();
    ::waitpid(process_, nullptr, 0);
}

void Child::kill() const { ::kill(process_, SIGKILL); }

Ended Child::wait() {
    Ended ended;
    if (::waitpid(std::exchange(process_, -1), &ended.status, 0) < 0)
        throw std::runtime_error("cannot wait for a process");
    return ended;
}

bool Child::has_ended_within(int milliseconds) const {
    for (int waited = 0;; ++waited) {
        siginfo_t info{};
        const auto id = static_cast<id_t>(process_);
        if (::waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
            return true;
        if (waited >= milliseconds) return false;
        ::usleep(1000);
    }
}

Ended in_child(const std::function<int()>& work) { return Child(work).wait(); }

Child start(const Program& program) {
    std::vector<char*> words{const_cast<char*>(program.path.c_str())};
    for (const auto& a : program.arguments) words.push_back(const_cast<char*>(a.c_str()));
    words.push_back(nullptr);
    return Child([&] {
        for (const auto& [name, value] : program.environment)
            ::setenv(name.c_str(), value.c_str(), 1);
        const int nothing = ::open("/dev/null", O_WRONLY);
        const int errors = program.errors.empty()
                               ? STDERR_FILENO
                               : ::open(program.errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (nothing < 0 || errors < 0) return 126;
        ::dup2(nothing, STDOUT_FILENO);
        ::dup2(errors, STDERR_FILENO);
        ::execv(program.path.c_str(), words.data());
        return 127;
    });
}

}  // namespace bw::testing
