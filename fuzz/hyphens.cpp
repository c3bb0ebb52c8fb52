// Any bytes as a file of hyphenation patterns, and words to divide by it (after the first byte 0):
// breaks are in order, between characters, and never at the ends of a word.
#include "flow/compose/pdf/hyphens.h"

#include "base/check.h"
#include "flow/compose/pdf/text.h"
#include "input.h"

#include <algorithm>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw::pdf;
    const std::string_view input = bw::fuzz::text(data, size);
    const std::size_t end = std::min(input.find('\0'), size);
    const Hyphenator hyphenator = Hyphenator::read(input.substr(0, end));
    std::string_view words = input.substr(end);
    while (!words.empty()) {
        words.remove_prefix(1);
        const std::string_view word = words.substr(0, words.find(' '));
        std::size_t at = 0;
        std::size_t before = 0;
        for (const std::size_t position : hyphenator.breaks(word)) {
            CHECK(before < position && position < word.size());
            while (at < position) next_character(word, at);
            CHECK(at == position);
            before = position;
        }
        words.remove_prefix(word.size());
    }
    return 0;
}
