// Texts as bad as they come, the same for the same seed.
#pragma once

#include "base/random.h"
#include "flow/compose/message/characters.h"

#include <array>
#include <string>

namespace bw::message {

enum class Letters {
    Any,
    Gsm7  // what GSM 7-bit can say, if by twins
};

// Well-formed UTF-8 of letters, signs, emoji, line ends, links, controls and hidden characters.
inline std::string random_text(Random& random, std::size_t pieces, Letters letters = Letters::Any) {
    constexpr auto kPieces = std::to_array<const char*>(
        {"a", "Z", "7", " ", " ", "\n", "\r\n", "\t", "é", "ß", "Ω", "€", "[", "~", "\\", "`", "\"",
         "“", "”", "–", "…", "\u00A0", "\u202F", "•", "×", "\u202E", "\u2066", "\uFEFF", "\u2028",
         "\x01", "\x1B", "\x7F", "\u0085", "https://a.example/b?c=1&d=2 ", "http://x.example",
         "=?UTF-8?Q?a?=", "=_", "--", ".", "From ", "\r\n.\r\n", "Bcc: x@y.example", "word words ",
         ", ", "% ", "\r",
         // and others
         "á", "ç", "Ж", "中", "\U0001F4A1", "\U0001F1EE\U0001F1F9", "\u200D"});
    constexpr std::size_t kOthers = 7;
    const bool is_any = letters == Letters::Any;
    std::string text;
    for (std::size_t n = random.below(pieces + 1); n > 0; --n) {
        if (is_any && random.chance(1, 12)) {
            char32_t code = 0;
            do code = static_cast<char32_t>(random.below(0x110000));
            while (code >= 0xD800 && code <= 0xDFFF);
            append_utf8(text, code);
        } else {
            text += kPieces[random.below(kPieces.size() - (is_any ? 0 : kOthers))];
        }
    }
    return text;
}

// The same with bytes in it that are no UTF-8.
inline std::string random_bytes(Random& random, std::size_t pieces,
                                Letters letters = Letters::Any) {
    std::string text = random_text(random, pieces, letters);
    for (std::uint64_t n = random.below(4); n > 0; --n)
        text.insert(random.below(text.size() + 1), 1, static_cast<char>(random.below(256)));
    return text;
}

}  // namespace bw::message
