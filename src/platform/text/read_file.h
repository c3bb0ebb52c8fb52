// A file that people write, whole: tariffs, issuers, decks, mappings. Readings and calls are read
// as streams by meter.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace bw::text {

// Error, with the path as subject: it is no regular file (a folder, a pipe, a device: those might
// never end), it cannot be read (with the system's reason), it is empty, or it is larger than
// `most_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes);

}  // namespace bw::text
