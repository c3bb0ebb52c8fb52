// Work in a process of its own, which may be killed at any moment: tests of what survives. Whoever
// forks must have no store open and no thread at work.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace bw::testing {

// How a process ended.
struct Ended {
    int status = 0;                               // of waitpid(2)
    [[nodiscard]] bool is_killed() const;         // by SIGKILL
    [[nodiscard]] bool has_code(int code) const;  // ended by itself, so
};

class Child {
public:
    // Does the work there; what it returns is the exit code, 125 where it throws an error.
    explicit Child(const std::function<int()>& work);
    ~Child();  // killed, when nobody waited for it
    Child(Child&& other) noexcept : process_(std::exchange(other.process_, -1)) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child& operator=(Child&&) = delete;

    void kill() const;
    Ended wait();
    // Waits so long at most; has it ended?
    [[nodiscard]] bool has_ended_within(int milliseconds) const;

private:
    pid_t process_ = -1;
};

Ended in_child(const std::function<int()>& work);

struct Program {
    std::string path;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment{};  // beside what there is
    std::string errors{};  // file that takes standard error; empty: it goes where ours goes
};
// Its standard output is thrown away. Exit codes 126 and 127: it could not be started.
Child start(const Program& program);

}  // namespace bw::testing
