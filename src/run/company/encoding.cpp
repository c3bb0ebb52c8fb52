#include "run/company/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace bw::company {
namespace {

constexpr char32_t kNone = 0xFFFD;
// 0x80 to 0x9F.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, kNone,  0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, kNone,  0x017D, kNone,  kNone,  0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, kNone,  0x017E, 0x0178};
constexpr std::uint8_t kAscii = 0x80, kUpper = 0xA0;

void append(std::string& text, char32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        text += static_cast<char>(0xE0U | (c >> 12U));
        text += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

}  // namespace

Result<bool> Utf8Source::refill() {
    const std::size_t count = TRY(from_.read(raw_));
    text_.clear();
    at_ = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto byte = static_cast<std::uint8_t>(raw_[i]);
        const bool is_windows =
            encoding_ == Encoding::Windows1252 && byte >= kAscii && byte < kUpper;
        append(text_, is_windows ? kWindows1252[byte - kAscii] : char32_t{byte});
    }
    return count > 0;
}

Result<std::size_t> Utf8Source::read(std::span<char> out) {
    std::size_t count = 0;
    while (count < out.size()) {
        if (at_ == text_.size() && !TRY(refill())) break;
        const std::size_t part = text_.copy(out.data() + count, out.size() - count, at_);
        at_ += part;
        count += part;
    }
    return count;
}

}  // namespace bw::company
