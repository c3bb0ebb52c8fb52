// What is to be mended in a template.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bw::templates {

enum class Severity : std::uint8_t {
    Error,   // the template is not used
    Warning  // somebody should look
};

struct Finding {
    std::string file;
    int line = 0;
    Severity severity = Severity::Error;
    std::string text;  // what is wrong and what to do
    friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

}  // namespace bw::templates
