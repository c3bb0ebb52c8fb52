// The program as a child of a kill test.
#pragma once

#include <string>
#include <vector>

namespace bw::kill {

// Runs the program with its output thrown away; returns its wait status. `kill_at` is the value of
// BILLWRIGHT_KILL_AT, empty for none.
int execute(const std::string& program, const std::vector<std::string>& arguments,
            const std::string& kill_at);
bool is_killed(int status);
// Done, perhaps with rejects or held accounts.
bool is_done(int status);

}  // namespace bw::kill
