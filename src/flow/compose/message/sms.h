// A text as a short message: the alphabet that it takes (3GPP TS 23.038) and the segments that it
// is cut into (TS 23.040). The first step of the way to a gateway; nothing is sent here.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::message {

enum class Alphabet : std::uint8_t {
    Gsm7,  // GSM 7-bit default alphabet with its extension table (TS 23.038, 6.2.1)
    Ucs2   // UTF-16, two bytes each (TS 23.038, 6.2.3)
};

// Of a segment, in septets or UTF-16 code units: alone, and where the header of concatenation with
// its reference of 8 bits takes 6 of the 140 bytes (TS 23.040, 9.2.3.24.1).
inline constexpr int kSeptetsAlone = 160, kSeptetsConcatenated = 153;
inline constexpr int kUcs2Alone = 70, kUcs2Concatenated = 67;
inline constexpr int kSegmentsMost = 255;  // that the header can count

struct SmsOptions {
    int most_segments = 4;  // 1 to kSegmentsMost; a longer text is an Error
};

struct Sms {
    std::string text;  // as it is shown: UTF-8, line ends as '\n', nothing that may do harm
    Alphabet alphabet = Alphabet::Gsm7;
    int segments = 1;
    int units = 0;  // septets or UTF-16 code units of the text, without headers
    // Where in the text, in bytes, each segment after the first one begins. Between characters:
    // neither an escape sequence nor a surrogate pair lies on both sides.
    std::vector<std::size_t> cuts;

    // The text of a segment, 0 to segments - 1; the parts in their order are the text. It refers
    // into `text`.
    [[nodiscard]] std::string_view part(int index) const;
};

// The text is GSM 7-bit if its characters are, or have a plain twin that is: typographic quotes,
// dashes and spaces, the ellipsis, bullets, ×, m³ and the like are turned into theirs. Where
// another character takes UCS-2 all the same, the text stays as it was written. Letters are never
// turned into others, nor is a character in the midst of a link or a raised digit behind another
// one.
//
// Controls and hidden characters are left out, tabs are spaces; bytes that are no UTF-8 are '?' or
// U+FFFD. A link (http:// or https:// up to white space or a quote) that fits one segment lies in
// one: the segment before it is left shorter. The handset joins the parts again.
//
// Errors: Invalid where nothing is left to send or most_segments is out of its range; Limit where
// the text is too long. Thread: any.
Result<Sms> compose_sms(std::string_view text, const SmsOptions& options);

}  // namespace bw::message
