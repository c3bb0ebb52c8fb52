#include "flow/meter/formats/parts/lines.h"

#include "base/utf8.h"
#include "flow/meter/formats/parts/limits.h"

#include <fmt/format.h>

#include <cstring>

namespace bw::meter {

namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }

// Eight bytes at a time: all in 0x20..0x7e? (0x7f counts as not plain and takes the slow way.)
bool is_plain_word(const char* bytes) {
    constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, 8);
    const std::uint64_t below = word - 0x2020202020202020ULL;  // a borrow shows in the high bit
    const std::uint64_t above = word + 0x0101010101010101ULL;  // 0x7f carries into the high bit
    return ((word | below | above) & kHigh) == 0;
}

}  // namespace

bool is_clean_text(std::string_view text, LineBreaks breaks) {
    std::size_t i = 0;
    while (i < text.size()) {
        if (i + 8 <= text.size() && is_plain_word(text.data() + i)) {
            i += 8;
            continue;
        }
        const char c = text[i];
        if (is_plain(c) || c == '\t' ||
            (breaks == LineBreaks::Allowed && (c == '\r' || c == '\n'))) {
            ++i;
            continue;
        }
        if (static_cast<unsigned char>(c) < 0x80) return false;
        const std::size_t length = utf8_sequence_length(text.substr(i));
        if (length == 0) return false;
        i += length;
    }
    return true;
}

std::string_view LineSplitter::trimmed(std::string_view line) {
    if (++number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

Result<bool> LineSplitter::next(std::string_view& chunk, std::string_view& line) {
    if (is_carry_used_) {
        carry_.clear();
        is_carry_used_ = false;
    }
    const auto end = chunk.find('\n');
    const auto part = chunk.substr(0, end);
    if (carry_.size() + part.size() > kLineBytesMax) {
        return fail(
            Code::Refused,
            fmt::format("a line is longer than {} bytes: this is no file of records, or its "
                        "line breaks are lost",
                        kLineBytesMax),
            fmt::format("line {}", number_ + 1));
    }
    if (end == std::string_view::npos) {
        carry_.append(part);
        chunk = {};
        return false;
    }
    chunk.remove_prefix(end + 1);
    if (carry_.empty()) {
        line = trimmed(part);
    } else {
        carry_.append(part);
        is_carry_used_ = true;
        line = trimmed(carry_);
    }
    return true;
}

bool LineSplitter::rest(std::string_view& line) {
    if (is_carry_used_ || carry_.empty()) return false;
    is_carry_used_ = true;
    line = trimmed(carry_);
    return true;
}

}  // namespace bw::meter
