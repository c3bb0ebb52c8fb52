#include "platform/text/same_name.h"

#include "base/check.h"
#include "base/utf8.h"

#include <clocale>
#include <cwctype>
#include <string>

namespace bw::text {
namespace {

constexpr char32_t kUnreadable = 0xFFFD;
constexpr char32_t kHardSpace = 0xA0;
constexpr char32_t kZeroWidthSpace = 0x200B;
constexpr char32_t kByteOrderMark = 0xFEFF;

// The C library carries it, whatever languages are installed and the environment says.
locale_t unicode() {
    static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    CHECK(kLocale != nullptr);
    return kLocale;
}

char32_t letter_of(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence[0]);
    if (sequence.size() == 1) return lead;
    char32_t letter = lead & (0x7FU >> sequence.size());
    for (const char tail : sequence.substr(1))
        letter = (letter << 6U) | (static_cast<unsigned char>(tail) & 0x3FU);
    return letter;
}

// By way of the capital, for some letters have two small ones.
char32_t folded(char32_t letter) {
    return static_cast<char32_t>(
        ::towlower_l(::towupper_l(static_cast<wint_t>(letter), unicode()), unicode()));
}

bool is_space(char32_t letter) {
    return ::iswspace_l(static_cast<wint_t>(letter), unicode()) != 0 || letter == kHardSpace ||
           letter == kZeroWidthSpace || letter == kByteOrderMark;
}

std::u32string folded(std::string_view name) {
    std::u32string letters;
    std::size_t kept = 0;  // up to the last letter that is no blank
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t length = utf8_sequence_length(name.substr(at));
        const char32_t letter =
            length == 0 ? kUnreadable : folded(letter_of(name.substr(at, length)));
        at += length == 0 ? 1 : length;
        if (letters.empty() && is_space(letter)) continue;
        letters += letter;
        if (!is_space(letter)) kept = letters.size();
    }
    letters.resize(kept);
    return letters;
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) { return folded(a) == folded(b); }
bool is_blank(std::string_view name) { return folded(name).empty(); }

}  // namespace bw::text
