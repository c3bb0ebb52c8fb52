// The program as a child of a kill test.
#pragma once

#include "testing/child.h"

#include <string>
#include <vector>

namespace bw::kill {

// The program, its output thrown away. `kill_at` is the value of BILLWRIGHT_KILL_AT, empty for
// none.
testing::Child begin(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& kill_at = {});
testing::Ended execute(const std::string& program, const std::vector<std::string>& arguments,
                       const std::string& kill_at);
// Done, perhaps with rejects or held accounts.
bool is_done(testing::Ended ended);

}  // namespace bw::kill
