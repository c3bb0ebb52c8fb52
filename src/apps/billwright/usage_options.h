// How files that are handed in are read, where their content does not say it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bw::app {

// What is read goes here; it must outlive the command.
struct UsageOptions {
    std::string& format;
    std::string& mapping;
    std::vector<std::string>& settings;
};
// "--format", "--mapping", "--set".
void add_usage_options(CLI::App& command, const UsageOptions& how);

}  // namespace bw::app
