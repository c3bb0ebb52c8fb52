// A file that a user hands in, before it is known what it is: unpacked when it is gzip, without a
// byte order mark. Errors name the file and say why it cannot be read.
#pragma once

#include "base/result.h"
#include "flow/meter/byte_source.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace bw::run {

inline constexpr std::size_t kHeadBytes = 64 << 10;  // enough to tell what a file is
inline constexpr std::size_t kTextBytesMax = 64 << 20;

// Of a table: its last number may lack digits, and would be taken for another.
inline constexpr std::string_view kNoLastLineBreak =
    "the last line has no line break: the file may have been cut off. Fetch it again; if it is "
    "whole, end its last line with a line break";

Result<std::unique_ptr<meter::ByteSource>> open_input(const std::filesystem::path& file);
// The first kHeadBytes.
Result<std::string> read_head(const std::filesystem::path& file);
// All of it: tariffs, issuers, decks, mappings. Error: Refused when it is empty, Limit over so many
// bytes, unpacked.
Result<std::string> read_text(const std::filesystem::path& file,
                              std::size_t most_bytes = kTextBytesMax);

}  // namespace bw::run
