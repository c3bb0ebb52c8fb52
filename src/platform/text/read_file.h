// A file that people write, whole: tariffs, issuers, decks, mappings. Readings, calls and whatever
// may be packed are read as streams by meter.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace bw::text {

// Whether it can be read as a file. Error, with the path as subject: it is not there, it is no
// regular file (a folder, a pipe, a device: those might never end), or it cannot be opened (with
// the system's reason).
Result<void> check_file(const std::filesystem::path& path);

// Error: as above, and when it is empty or larger than `most_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes);

}  // namespace bw::text
