#include "run/worker_name.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <sstream>

namespace bw::run {
namespace {

std::string host() {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) != 0) return "unknown";
    return name;
}

// When the process began, in the kernel's ticks: with its number it is unique on the machine. Empty
// when there is no such process, or only what is left of one that has ended.
std::string start_of(pid_t process) {
    std::ifstream file(fmt::format("/proc/{}/stat", process));
    std::ostringstream text;
    text << file.rdbuf();
    const std::string line = text.str();
    // The second field is a name in brackets and may hold anything; fields are counted behind it.
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream fields(line.substr(name_end + 1));
    std::string state, field;
    fields >> state;
    constexpr int kStartTime = 22, kState = 3;
    for (int i = kState; i < kStartTime; ++i) fields >> field;
    return state == "Z" || state == "X" ? std::string() : field;
}

}  // namespace

std::string this_worker() {
    return fmt::format("{}/{}/{}", host(), ::getpid(), start_of(::getpid()));
}

bool is_gone(const std::string& worker) {
    const std::string ours = host() + "/";
    if (!worker.starts_with(ours)) return false;
    const std::string_view rest = std::string_view(worker).substr(ours.size());
    const auto slash = rest.find('/');
    pid_t process = 0;
    if (slash == rest.npos ||
        std::from_chars(rest.data(), rest.data() + slash, process).ptr != rest.data() + slash)
        return false;
    return start_of(process) != rest.substr(slash + 1);
}

}  // namespace bw::run
