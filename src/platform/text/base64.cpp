#include "platform/text/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace bw::text {
namespace {

constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t kSix = 0x3F;

constexpr std::array<std::int8_t, 256> values() {
    std::array<std::int8_t, 256> all{};
    all.fill(-1);
    for (std::size_t i = 0; i < kLetters.size(); ++i)
        all[static_cast<unsigned char>(kLetters[i])] = static_cast<std::int8_t>(i);
    return all;
}
constexpr auto kValues = values();

}  // namespace

// Groups of three bytes, of which the last may be of one or two, as four letters each.
void append_base64(std::string& out, std::string_view bytes) {
    std::size_t at = out.size();
    out.resize(at + (bytes.size() + 2) / 3 * 4, '=');
    while (!bytes.empty()) {
        const std::size_t count = std::min<std::size_t>(bytes.size(), 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < count ? static_cast<unsigned char>(bytes[i]) : 0U);
        for (std::size_t i = 0; i <= count; ++i)
            out[at + i] = kLetters[bits >> (18 - 6 * i) & kSix];
        at += 4;
        bytes.remove_prefix(count);
    }
}

std::string base64(std::string_view bytes) {
    std::string out;
    append_base64(out, bytes);
    return out;
}

std::optional<std::string> read_base64(std::string_view letters) {
    if (letters.size() % 4 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(letters.size() / 4 * 3);
    for (std::size_t at = 0; at < letters.size(); at += 4) {
        const auto group = letters.substr(at, 4);
        const bool is_last = at + 4 == letters.size();
        const std::size_t pads = !is_last || group[3] != '=' ? 0 : group[2] == '=' ? 2 : 1;
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const int value = i + pads >= 4 ? 0 : kValues[static_cast<unsigned char>(group[i])];
            if (value < 0) return std::nullopt;
            bits = bits << 6 | static_cast<std::uint32_t>(value);
        }
        for (std::size_t i = 0; i < 3 - pads; ++i)
            bytes += static_cast<char>(bits >> (16 - 8 * i) & 0xFF);
        // What is cut off must be nothing, so that bytes have one writing.
        if (pads > 0 && (bits & (pads == 2 ? 0xFFFFU : 0xFFU)) != 0) return std::nullopt;
    }
    return bytes;
}

}  // namespace bw::text
