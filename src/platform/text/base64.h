// Bytes as letters: base64 of RFC 4648, section 4, without line ends.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bw::text {

void append_base64(std::string& out, std::string_view bytes);
std::string base64(std::string_view bytes);

// Nothing: it is not what base64() gives of any bytes.
std::optional<std::string> read_base64(std::string_view letters);

}  // namespace bw::text
