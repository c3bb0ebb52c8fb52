// The folder that the demo makes, and may make again: only as long as nothing in it was changed. It
// holds a mark with the hash of all that the demo left there.
#pragma once

#include "base/result.h"

#include <filesystem>

namespace bw::app {

// Empties the folder of an earlier demo. Conflict, and nothing is removed, when the demo did not
// make it, did not finish it, or somebody used it since. A folder that is not there, or empty, is
// fine.
Result<void> clear_demo_folder(const std::filesystem::path& root);
// After everything in it is closed.
void mark_demo_folder(const std::filesystem::path& root);

}  // namespace bw::app
