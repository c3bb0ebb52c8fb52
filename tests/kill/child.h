// The program as a child of a kill test.
#pragma once

#include "testing/child.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bw::kill {

// How a kill test is told what to do: PROGRAM [--kills N] [--seed N] [--store sqlite|postgresql].
struct Options {
    std::string program;
    int kills = 10;
    std::uint64_t seed = 1;
    bool on_server = false;
};
// Ends the program, with what is wrong, at a word that it does not know.
Options options_of(int argc, char** argv);

// The program, its output thrown away. `kill_at` is the value of BILLWRIGHT_KILL_AT, empty for
// none.
testing::Child begin(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& kill_at = {});
testing::Ended execute(const std::string& program, const std::vector<std::string>& arguments,
                       const std::string& kill_at);
// Done, perhaps with rejects or held accounts.
bool is_done(testing::Ended ended);

}  // namespace bw::kill
