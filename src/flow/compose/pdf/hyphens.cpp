#include "flow/compose/pdf/hyphens.h"

#include "base/check.h"
#include "flow/compose/pdf/text.h"

#include <fmt/format.h>
#include <hb.h>

#include <algorithm>
#include <clocale>
#include <cwctype>
#include <fstream>
#include <optional>
#include <span>
#include <system_error>

namespace bw::pdf {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 8 << 20;  // of a file; the largest known has 1.1 MB
constexpr std::size_t kMostPatterns = 1 << 20;
constexpr std::size_t kMostLevels = 4;
constexpr std::size_t kLongestPattern = 60;  // letters
constexpr char kBoundary = 1;                // the code of '.', the beginning or end of a word
constexpr int kFirstLetter = 2;
constexpr int kMostCodes = 256;

constexpr std::u32string_view kIso8859Part2 =  // from 0xA0 on
    U"\u00A0\u0104\u02D8\u0141\u00A4\u013D\u015A\u00A7\u00A8\u0160\u015E\u0164\u0179\u00AD"
    U"\u017D\u017B\u00B0\u0105\u02DB\u0142\u00B4\u013E\u015B\u02C7\u00B8\u0161\u015F\u0165"
    U"\u017A\u02DD\u017E\u017C\u0154\u00C1\u00C2\u0102\u00C4\u0139\u0106\u00C7\u010C\u00C9"
    U"\u0118\u00CB\u011A\u00CD\u00CE\u010E\u0110\u0143\u0147\u00D3\u00D4\u0150\u00D6\u00D7"
    U"\u0158\u016E\u00DA\u0170\u00DC\u00DD\u0162\u00DF\u0155\u00E1\u00E2\u0103\u00E4\u013A"
    U"\u0107\u00E7\u010D\u00E9\u0119\u00EB\u011B\u00ED\u00EE\u010F\u0111\u0144\u0148\u00F3"
    U"\u00F4\u0151\u00F6\u00F7\u0159\u016F\u00FA\u0171\u00FC\u00FD\u0163\u02D9";

enum class Encoding : std::uint8_t { Utf8, Latin1, Latin2, Latin9 };

std::optional<Encoding> encoding_of(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        const bool is_small = c >= 'a' && c <= 'z';
        if (c != '-' && c != '_') plain += static_cast<char>(is_small ? c - 'a' + 'A' : c);
    }
    if (plain == "UTF8") return Encoding::Utf8;
    if (plain == "ISO88591") return Encoding::Latin1;
    if (plain == "ISO88592") return Encoding::Latin2;
    if (plain == "ISO885915") return Encoding::Latin9;
    return {};
}

char32_t from_latin9(char32_t c) {
    switch (c) {
        case 0xA4: return 0x20AC;
        case 0xA6: return 0x160;
        case 0xA8: return 0x161;
        case 0xB4: return 0x17D;
        case 0xB8: return 0x17E;
        case 0xBC: return 0x152;
        case 0xBD: return 0x153;
        case 0xBE: return 0x178;
        default: return c;
    }
}

std::u32string decode(Encoding encoding, std::string_view bytes) {
    std::u32string text;
    for (std::size_t i = 0; i < bytes.size();) {
        if (encoding == Encoding::Utf8) {
            text += next_character(bytes, i);
            continue;
        }
        const char32_t c = static_cast<unsigned char>(bytes[i++]);
        if (encoding == Encoding::Latin2 && c >= 0xA0) text += kIso8859Part2[c - 0xA0];
        else text += encoding == Encoding::Latin9 ? from_latin9(c) : c;
    }
    return text;
}

std::string_view trimmed(std::string_view line) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    return line;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_letter(char32_t c) {
    switch (hb_unicode_general_category(hb_unicode_funcs_get_default(), c)) {
        case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
        case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER:
        case HB_UNICODE_GENERAL_CATEGORY_TITLECASE_LETTER:
        case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
        case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER: return true;
        default: return false;
    }
}

// The C library carries it, whatever languages are installed and the environment says.
char32_t small_letter(char32_t c) {
    static const locale_t kUnicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    CHECK(kUnicode != nullptr);
    return static_cast<char32_t>(::towlower_l(static_cast<wint_t>(c), kUnicode));
}

// Around a word these say nothing of what it is; others do (a code, a link, an address).
constexpr std::u32string_view kAround =
    U"-\u2010.,;:!?\"'()[]\u00AB\u00BB\u2039\u203A\u201E\u201C\u201D"
    U"\u201A\u2018\u2019\u2026\u00A1\u00BF\u2013\u2014";
constexpr std::u32string_view kHyphens = U"-\u2010";
constexpr std::u32string_view kWithin = U"-\u2010'\u2019";

bool is_one_of(std::u32string_view some, char32_t c) {
    return some.find(c) != std::u32string_view::npos;
}

// A part of a word that may be a word of the language: not "DIN", "kWh", "iPhone".
bool is_plain(std::u32string_view letters) {
    return std::ranges::all_of(letters.substr(1), [](char32_t c) { return small_letter(c) == c; });
}

constexpr std::size_t kLeastBefore = 2;
constexpr std::size_t kLeastAfter = 3;

}  // namespace

// Takes a pattern file apart, line by line.
class PatternReader {
public:
    PatternReader(Hyphenator& out, Encoding encoding) : out_(out), encoding_(encoding) {
        out_.levels_.emplace_back();
    }

    void take(std::string_view raw) {
        const std::string_view line = trimmed(raw);
        if (line.empty() || line.front() == '%' || line.front() == '#') return;
        if (!take_word(line) && !take_pattern(decode(encoding_, line))) ++out_.skipped_lines_;
    }

    void finish() {
        for (auto& level : out_.levels_) sort(level);
    }

private:
    // A line that is no pattern; all of these words are in capitals, which patterns never are.
    bool take_word(std::string_view line) {
        if (line == "NEXTLEVEL") {
            if (out_.levels_.size() == kMostLevels) return false;
            out_.levels_.emplace_back();
            return true;
        }
        const std::size_t blank = line.find(' ');
        if (blank == std::string_view::npos) return false;
        const std::string_view word = line.substr(0, blank);
        const std::string_view value = trimmed(line.substr(blank));
        if (word == "NOHYPHEN") return true;  // signs, at which words are taken apart anyway
        std::size_t* least = word == "LEFTHYPHENMIN"            ? &out_.left_
                             : word == "RIGHTHYPHENMIN"         ? &out_.right_
                             : word == "COMPOUNDLEFTHYPHENMIN"  ? &out_.compound_left_
                             : word == "COMPOUNDRIGHTHYPHENMIN" ? &out_.compound_right_
                                                                : nullptr;
        if (least == nullptr || value.empty() || value.size() > 2) return false;
        std::size_t number = 0;
        for (const char c : value) {
            if (c < '0' || c > '9') return false;
            number = number * 10 + static_cast<std::size_t>(c - '0');
        }
        *least = number;
        return true;
    }

    // "a2b1c": letters, and between them a digit where the value is not 0 (of two, the second).
    bool take_pattern(std::u32string_view line) {
        std::string codes;
        std::string values(1, 0);
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char32_t c = line[i];
            if (is_digit(c)) {
                values.back() = static_cast<char>(c - U'0');
                continue;
            }
            const char code = c == U'.' ? kBoundary : code_of(c);
            if (code == 0 || codes.size() == kLongestPattern) return false;
            codes += code;
            values += '\0';
        }
        if (codes.empty() || patterns_ == kMostPatterns) return false;
        ++patterns_;
        out_.levels_.back().push_back({.at = static_cast<std::uint32_t>(out_.pool_.size()),
                                       .length = static_cast<std::uint8_t>(codes.size())});
        out_.pool_ += codes + values;
        return true;
    }

    // 0 where the character cannot be part of a pattern.
    char code_of(char32_t c) {
        if (c <= U' ' || c == U'/' || c == U'=' || c == U'^' || c == kReplacement) return 0;
        const auto known = out_.codes_.find(c);
        if (known != out_.codes_.end()) return known->second;
        if (next_ == kMostCodes) return 0;
        return out_.codes_.emplace(c, static_cast<char>(next_++)).first->second;
    }

    // In order; of two with the same letters the later one holds.
    void sort(Hyphenator::Patterns& level) {
        const auto codes = [&](const Hyphenator::Pattern& pattern) {
            return std::string_view(out_.pool_).substr(pattern.at, pattern.length);
        };
        std::ranges::stable_sort(level, {}, codes);
        Hyphenator::Patterns once;
        for (const auto& pattern : level) {
            if (!once.empty() && codes(once.back()) == codes(pattern)) once.back() = pattern;
            else once.push_back(pattern);
        }
        level = std::move(once);
    }

    Hyphenator& out_;
    Encoding encoding_;
    int next_ = kFirstLetter;
    std::size_t patterns_ = 0;
};

Hyphenator Hyphenator::read(std::string_view bytes) {
    Hyphenator out;
    if (bytes.size() > kMostBytes) {
        out.note_ = "the file of hyphenation patterns is too large; words are not divided";
        return out;
    }
    const std::size_t first_end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view name = trimmed(bytes.substr(0, first_end));
    const auto encoding = encoding_of(name);
    if (!encoding) {
        out.note_ = fmt::format("hyphenation patterns in an encoding that is not known here ({}); "
                                "words are not divided",
                                to_utf8(clean(name.substr(0, 20))));
        return out;
    }
    PatternReader reader(out, *encoding);
    for (std::size_t from = first_end + 1; from < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', from), bytes.size());
        reader.take(bytes.substr(from, end - from));
        from = end + 1;
    }
    reader.finish();
    if (out.skipped_lines_ > 0) {
        out.note_ =
            fmt::format("{} lines of the hyphenation patterns are left out", out.skipped_lines_);
    }
    return out;
}

namespace {

// "hyph_de_CH", "hyph_de", "hyph_de_DE"; nothing where the tag is none.
std::vector<std::string> names_of(std::string_view language) {
    std::string tag;
    for (const char c : language) {
        const bool is_plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_plain && c != '-') return {};
        tag += c == '-' ? '_' : c;
    }
    std::vector<std::string> names;
    for (std::size_t end = tag.size(); end != std::string::npos && end > 0;) {
        names.push_back("hyph_" + tag.substr(0, end));
        end = tag.rfind('_', end - 1);
    }
    if (names.empty()) return {};
    std::string country;
    for (const char c : tag.substr(0, tag.find('_'))) {
        country += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    names.push_back(names.back() + "_" + country);
    return names;
}

// The file of one of the names, else the first whose name goes on after the language.
std::optional<fs::path> find_file(const fs::path& directory, std::span<const std::string> names) {
    std::error_code error;
    for (const auto& name : names) {
        fs::path path = directory / (name + ".dic");
        if (fs::is_regular_file(path, error)) return path;
    }
    std::optional<fs::path> first;
    const std::string beginning = names[names.size() - 2] + "_";
    for (fs::directory_iterator it(directory, error), end; it != end && !error;
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with(beginning) || !name.ends_with(".dic")) continue;
        if (!first || it->path() < *first) first = it->path();
    }
    return first;
}

}  // namespace

Hyphenator Hyphenator::load(std::string_view language, const std::vector<fs::path>& directories) {
    const auto names = names_of(language);
    for (const auto& directory : directories) {
        if (names.empty()) break;
        const auto path = find_file(directory, names);
        if (!path) continue;
        std::ifstream in(*path, std::ios::binary);
        std::string bytes(kMostBytes + 1, 0);  // one more, so that read() sees what is too large
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(in.gcount()));
        Hyphenator found = read(bytes);
        found.note_ = path->string() + (found.note_.empty() ? "" : ": " + found.note_);
        return found;
    }
    Hyphenator none;
    none.note_ = fmt::format("no hyphenation patterns for the language '{}'; words are not divided "
                             "(Debian has them in packages named hyphen-de, hyphen-it, ...)",
                             to_utf8(clean(language)));
    return none;
}

// The values between the codes of a word, boundaries included, of the patterns that match in it.
// Unlike in TeX, a pattern does not count where an earlier letter begins the same as another one
// that reaches as far or farther: files of this format say again in a long pattern what shorter
// ones in it say, or leave it out because it would be wrong there ("far1b" without the "a1r"). So a
// pattern without digits has its use as well.
std::string Hyphenator::values_of(const Patterns& patterns, std::string_view codes) const {
    std::string values(codes.size() + 1, 0);
    const auto code_at = [&](const Pattern& pattern, std::size_t depth) {
        return static_cast<unsigned char>(pool_[pattern.at + depth]);
    };
    std::size_t covered = 0;  // up to here, the word is like the beginning of an earlier pattern
    for (std::size_t start = 0; start < codes.size(); ++start) {
        auto low = patterns.begin();
        auto high = patterns.end();
        const std::size_t covered_before = covered;
        // Of the patterns that begin as the word does here, those that go on with its next letter.
        for (std::size_t end = start; end < codes.size();) {
            const std::size_t depth = end - start;
            const auto code = static_cast<unsigned char>(codes[end]);
            low = std::partition_point(low, high, [&](const Pattern& pattern) {
                return pattern.length <= depth || code_at(pattern, depth) < code;
            });
            high = std::partition_point(
                low, high, [&](const Pattern& pattern) { return code_at(pattern, depth) == code; });
            if (low == high) break;
            ++end;
            covered = std::max(covered, end);
            if (low->length != depth + 1 || end <= covered_before) continue;
            for (std::size_t i = 0; i <= low->length; ++i) {
                char& value = values[start + i];
                value = std::max(value, pool_[low->at + low->length + i]);
            }
        }
    }
    return values;
}

void Hyphenator::divide(std::size_t level, std::string_view codes, Part part,
                        std::vector<bool>& can_end) const {
    std::string bounded(1, kBoundary);
    bounded += codes.substr(part.from, part.to - part.from);
    bounded += kBoundary;
    const bool is_last = level + 1 == levels_.size();
    const std::string values = values_of(levels_[level], bounded);
    std::size_t from = part.from;
    for (std::size_t i = part.from + 1; i < part.to; ++i) {
        const bool is_odd = values[i - part.from + 1] % 2 != 0;
        const bool is_far = (part.from == 0 || i - part.from >= compound_left_) &&
                            (part.to == codes.size() || part.to - i >= compound_right_);
        if (!is_odd || !is_far) continue;
        can_end[i] = true;
        if (!is_last) divide(level, codes, {from, i}, can_end);  // it may be a compound again
        from = i;
    }
    if (is_last) return;
    divide(from == part.from ? level + 1 : level, codes, {from, part.to}, can_end);
}

std::vector<bool> Hyphenator::divide_letters(std::u32string_view letters) const {
    std::string codes;
    for (const char32_t c : letters) {
        const auto known = codes_.find(small_letter(c));
        codes += known == codes_.end() ? '\0' : known->second;
    }
    std::vector<bool> can_end(letters.size() + 1);
    divide(0, codes, {0, codes.size()}, can_end);
    const std::size_t before = std::max(left_, kLeastBefore);
    const std::size_t after = std::max(right_, kLeastAfter);
    for (std::size_t i = 0; i < can_end.size(); ++i) {
        if (i < before || letters.size() - i < after) can_end[i] = false;
    }
    return can_end;
}

std::vector<std::size_t> Hyphenator::breaks(std::string_view word) const {
    std::vector<std::size_t> found;
    if (is_empty() || word.size() > kLongestWord) return found;
    std::u32string text;
    std::vector<std::size_t> at;  // in bytes, of each character
    for (std::size_t i = 0; i < word.size();) {
        if (const std::size_t control = isolate_control_at(word, i); control != 0) {
            i += control;
            continue;
        }
        at.push_back(i);
        text += next_character(word, i);
    }
    const auto first =
        static_cast<std::size_t>(std::ranges::find_if(text, is_letter) - text.begin());
    std::size_t last = text.size();
    while (last > first && !is_letter(text[last - 1])) --last;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_inside = i >= first && i < last;
        if (is_inside && is_letter(text[i])) continue;
        if (!is_one_of(is_inside ? kWithin : kAround, text[i])) return {};
    }
    bool was_plain = false;  // the part before, which a hyphen ended
    for (std::size_t from = first; from < last;) {
        std::size_t to = from;
        while (to < last && is_letter(text[to])) ++to;
        const std::u32string_view part = std::u32string_view(text).substr(from, to - from);
        const bool is_word = !part.empty() && is_plain(part);
        if (is_word && was_plain && part.size() >= kLeastAfter) found.push_back(at[from]);
        if (is_word) {
            const auto can_end = divide_letters(part);
            for (std::size_t i = 1; i < part.size(); ++i) {
                if (can_end[i]) found.push_back(at[from + i]);
            }
        }
        was_plain =
            is_word && part.size() >= kLeastBefore && to < last && is_one_of(kHyphens, text[to]);
        from = to + 1;
    }
    return found;
}

bool ends_in_hyphen(std::string_view utf8) {
    return utf8.ends_with('-') || utf8.ends_with("\u2010");
}

}  // namespace bw::pdf
