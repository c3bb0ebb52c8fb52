// Runs an outside tool for a test and keeps what it prints. Tests that need a missing tool say so
// and skip.
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

namespace bw::compose::samples {

struct Outcome {
    int status = -1;  // exit status; -1 when no shell could be started
    std::string output;
};

// By the shell; standard error is left out of the output unless the command redirects it.
inline Outcome run_tool(const std::string& command) {
    Outcome outcome;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return outcome;
    char buffer[4096];
    while (const auto size = std::fread(buffer, 1, sizeof buffer, pipe))
        outcome.output.append(buffer, size);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
    return outcome;
}

inline bool has_tool(const std::string& name) {
    return run_tool("command -v " + name + " >/dev/null").status == 0;
}

inline void write_file(const std::string& name, std::string_view bytes) {
    std::ofstream(name, std::ios::binary) << bytes;
}

}  // namespace bw::compose::samples
