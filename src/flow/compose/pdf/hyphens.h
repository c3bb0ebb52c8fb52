// Where words may be divided at the end of a line: Liang's algorithm with the pattern files that
// LibreOffice uses (Debian: hyphen-de, hyphen-it, ..., in /usr/share/hyphen). Neither linked nor
// copied: a language without its file has no hyphens, and that is no error.
//
//   const Hyphenator german = Hyphenator::load("de-DE");     // once per run
//   draw_paragraph(page, shaper, at, width, text, {.hyphens = &german});
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

// Thread: any, once loaded. Loading the largest file (German, 1 MB) takes some 50 ms.
class Hyphenator {
public:
    // Divides nothing.
    Hyphenator() = default;

    // The file for a language (BCP 47): hyph_de_CH.dic for "de-CH", else hyph_de.dic, else
    // hyph_de_DE.dic, else the first of the language by name; the first directory that has one.
    static Hyphenator load(std::string_view language,
                           const std::vector<std::filesystem::path>& directories = {
                               "/usr/share/hyphen"});
    // The same from the bytes of a file. First line: the encoding (UTF-8, ISO8859-1, -2, -15); then
    // a pattern a line ("1na", ".ab3a4s"), comments after % or #, the least numbers of letters
    // (LEFTHYPHENMIN, RIGHTHYPHENMIN, COMPOUNDLEFTHYPHENMIN, COMPOUNDRIGHTHYPHENMIN), and NEXTLEVEL
    // between patterns that find the parts of a compound and those that divide a part. Patterns
    // that change letters ("c1k/k=k") are left out. What cannot be read is left out and counted.
    static Hyphenator read(std::string_view bytes);

    // The bytes of `word` (UTF-8, without blanks) before which a line may end, in order. After a
    // hyphen of the word's own none is added; everywhere else one is drawn. Each part has at least
    // two letters before the end of the line and three after it. Never divided: words with digits
    // or signs other than punctuation around them (links, codes, addresses), parts in capitals or
    // with a capital within ("kWh"), words of more than kLongestWord bytes.
    [[nodiscard]] std::vector<std::size_t> breaks(std::string_view word) const;
    static constexpr std::size_t kLongestWord = 128;

    [[nodiscard]] bool is_empty() const { return levels_.empty(); }
    // Lines of the file that were left out.
    [[nodiscard]] int skipped_lines() const { return skipped_lines_; }
    // For the operator: which file was read and what was left out, or why there is none.
    [[nodiscard]] const std::string& note() const { return note_; }

private:
    friend class PatternReader;
    struct Pattern {
        std::uint32_t at = 0;     // in pool_: its letters as codes, then a value before each letter
        std::uint8_t length = 0;  // and one after the last
    };
    using Patterns = std::vector<Pattern>;  // in order of their codes
    struct Part {
        std::size_t from = 0;
        std::size_t to = 0;
    };

    [[nodiscard]] std::string values_of(const Patterns& patterns, std::string_view codes) const;
    void divide(std::size_t level, std::string_view codes, Part part,
                std::vector<bool>& can_end) const;
    [[nodiscard]] std::vector<bool> divide_letters(std::u32string_view letters) const;

    std::vector<Patterns> levels_;
    std::string pool_;
    std::map<char32_t, char> codes_;
    std::size_t left_ = 2;
    std::size_t right_ = 3;
    std::size_t compound_left_ = 2;
    std::size_t compound_right_ = 2;
    int skipped_lines_ = 0;
    std::string note_;
};

// Whether the text ends in a hyphen that is written out, after which no other one is drawn.
bool ends_in_hyphen(std::string_view utf8);

}  // namespace bw::pdf
