// Whether a path is a file that can be read; how it is read, whole or as a stream, packed or not,
// is the reader's (run/input_file.h).
#pragma once

#include "base/result.h"

#include <filesystem>

namespace bw::text {

// Error, with the path as subject: it is not there, it is no regular file (a folder, a pipe, a
// device: those might never end), or it cannot be opened (with the system's reason).
Result<void> check_file(const std::filesystem::path& path);

}  // namespace bw::text
