#include "child.h"

namespace bw::kill {

testing::Child begin(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& kill_at) {
    testing::Program with{program, arguments};
    if (!kill_at.empty()) with.environment.emplace_back("BILLWRIGHT_KILL_AT", kill_at);
    return testing::start(with);
}

testing::Ended execute(const std::string& program, const std::vector<std::string>& arguments,
                       const std::string& kill_at) {
    return begin(program, arguments, kill_at).wait();
}

bool is_done(testing::Ended ended) { return ended.has_code(0) || ended.has_code(3); }

}  // namespace bw::kill
