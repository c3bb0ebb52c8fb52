#include "flow/compose/message/sms.h"

#include "base/check.h"
#include "flow/compose/message/characters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::message {
namespace {

// What says a character plainly, in the alphabet's characters that are ASCII and cost one septet.
struct Twin {
    char32_t code;
    std::string_view plain;
};
constexpr auto kTwins = std::to_array<Twin>({
    {U'`', "'"},       {U'\u00A0', " "},   {U'\u00A9', "(C)"}, {U'\u00AA', "a"},
    {U'\u00AB', "\""}, {U'\u00AE', "(R)"}, {U'\u00B2', "2"},   {U'\u00B3', "3"},
    {U'\u00B4', "'"},  {U'\u00B7', "-"},   {U'\u00B9', "1"},   {U'\u00BA', "o"},
    {U'\u00BB', "\""}, {U'\u00BC', "1/4"}, {U'\u00BD', "1/2"}, {U'\u00BE', "3/4"},
    {U'\u00D7', "x"},  {U'\u00F7', "/"},   {U'\u02B9', "'"},   {U'\u02BA', "\""},
    {U'\u02BC', "'"},  {U'\u2000', " "},   {U'\u2001', " "},   {U'\u2002', " "},
    {U'\u2003', " "},  {U'\u2004', " "},   {U'\u2005', " "},   {U'\u2006', " "},
    {U'\u2007', " "},  {U'\u2008', " "},   {U'\u2009', " "},   {U'\u200A', " "},
    {U'\u2010', "-"},  {U'\u2011', "-"},   {U'\u2012', "-"},   {U'\u2013', "-"},
    {U'\u2014', "-"},  {U'\u2015', "-"},   {U'\u2018', "'"},   {U'\u2019', "'"},
    {U'\u201A', "'"},  {U'\u201B', "'"},   {U'\u201C', "\""},  {U'\u201D', "\""},
    {U'\u201E', "\""}, {U'\u201F', "\""},  {U'\u2022', "-"},   {U'\u2023', "-"},
    {U'\u2024', "."},  {U'\u2025', ".."},  {U'\u2026', "..."}, {U'\u2027', "-"},
    {U'\u202F', " "},  {U'\u2032', "'"},   {U'\u2033', "\""},  {U'\u2035', "'"},
    {U'\u2039', "'"},  {U'\u203A', "'"},   {U'\u2043', "-"},   {U'\u2044', "/"},
    {U'\u205F', " "},  {U'\u2116', "No"},  {U'\u2122', "TM"},  {U'\u2190', "<-"},
    {U'\u2192', "->"}, {U'\u2212', "-"},   {U'\u2215', "/"},   {U'\u2219', "-"},
    {U'\u2264', "<="}, {U'\u2265', ">="},  {U'\u25AA', "-"},   {U'\u25CF', "-"},
    {U'\u25E6', "-"},  {U'\u3000', " "},   {U'\uFB00', "ff"},  {U'\uFB01', "fi"},
    {U'\uFB02', "fl"}, {U'\uFB03', "ffi"}, {U'\uFB04', "ffl"}, {kReplacement, "?"},
});

// Beside ASCII (TS 23.038, 6.2.1). Of ASCII the alphabet lacks '`' and the controls.
constexpr std::u32string_view kNational = U"£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";
constexpr std::u32string_view kExtension = U"^{}\\[~]|€";  // two septets each

// How the alphabet says a character.
struct Glyph {
    std::uint8_t septets = 0;    // 1 or 2: as it is; 0: by its twin, or not at all
    std::array<char, 3> twin{};  // up to its first '\0'
};

// Characters from U+FIRST on.
template <char32_t First, std::size_t Count>
constexpr std::array<Glyph, Count> glyphs() {
    std::array<Glyph, Count> table{};
    const auto at = [&](char32_t code) -> Glyph* {
        return code >= First && code < First + Count ? &table[code - First] : nullptr;
    };
    for (char32_t code = U' '; code < 0x7F; ++code)
        if (auto* glyph = at(code)) glyph->septets = 1;
    for (const char32_t code : kNational)
        if (auto* glyph = at(code)) glyph->septets = 1;
    for (const char32_t code : kExtension)
        if (auto* glyph = at(code)) glyph->septets = 2;
    if (auto* glyph = at(U'\n')) glyph->septets = 1;
    for (const auto& [code, plain] : kTwins)
        if (auto* glyph = at(code)) {
            glyph->septets = 0;
            for (std::size_t i = 0; i < plain.size(); ++i) glyph->twin[i] = plain[i];
        }
    return table;
}
constexpr auto kLatinAndGreek = glyphs<0, 0x400>();
constexpr char32_t kSymbolsFrom = 0x2000;
constexpr auto kSymbols = glyphs<kSymbolsFrom, 0x300>();

Glyph glyph_of(char32_t code) {
    if (code < kLatinAndGreek.size()) return kLatinAndGreek[code];
    if (code >= kSymbolsFrom && code < kSymbolsFrom + kSymbols.size())
        return kSymbols[code - kSymbolsFrom];
    Glyph glyph;
    const auto* twin = std::ranges::find(kTwins, code, &Twin::code);
    if (twin != kTwins.end()) std::ranges::copy(twin->plain, glyph.twin.begin());
    return glyph;
}

// What is sent in place of a character of the text; 0: nothing.
char32_t harmless(char32_t code) {
    if (code == U'\t') return U' ';
    if (code == U'\n' || code == U'\r' || is_separator(code)) return U'\n';
    return is_control(code) || is_hidden(code) ? 0 : code;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// "http://" or "https://" begins here.
bool begins_link(std::string_view text) {
    constexpr std::string_view kScheme = "http";
    if (text.size() <= kScheme.size()) return false;
    for (std::size_t i = 0; i < kScheme.size(); ++i)
        if ((text[i] | 0x20) != kScheme[i]) return false;
    text.remove_prefix(kScheme.size());
    if ((text.front() | 0x20) == 's') text.remove_prefix(1);
    return text.starts_with("://");
}

bool ends_link(char32_t code) {
    return code <= U' ' || code == U'"' || code == U'<' || code == U'>' || code == 0xA0 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x201C || code == 0x201D ||
           code == 0x202F || code == 0x205F || code == 0x3000;
}

struct Written {
    std::int64_t units = 0;
    char32_t stranger = 0;  // the first character that the alphabet cannot say; 0: none
};

// Stops at a stranger; what stands in `out` then is a part of the text.
Written write_gsm(std::string_view text, std::string& out) {
    Written written;
    bool in_link = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (const int septets = byte < 0x80 ? kLatinAndGreek[byte].septets : 0; septets > 0) {
            if (in_link) in_link = !ends_link(byte);
            else if ((byte | 0x20) == 'h') in_link = begins_link(text.substr(at));
            out += text[at++];
            written.units += septets;
            continue;
        }
        const auto [code, bytes] = first_character(text.substr(at));
        at += bytes;
        if (code == U'\r' && at < text.size() && text[at] == '\n') continue;
        const char32_t sent = harmless(code);
        if (sent == 0) continue;
        if (ends_link(sent)) in_link = false;
        const Glyph glyph = glyph_of(sent);
        if (glyph.septets > 0) {
            append_utf8(out, sent);
            written.units += glyph.septets;
            continue;
        }
        const bool link_goes_on = in_link && at < text.size() && is_letter_or_digit(text[at]);
        // "1½" is no "11/2", and "10³" no "103".
        const bool joins_number = is_digit(glyph.twin[0]) && !out.empty() && is_digit(out.back());
        if (glyph.twin[0] == '\0' || link_goes_on || joins_number) {
            written.stranger = sent;
            return written;
        }
        for (const char c : glyph.twin) {
            if (c == '\0') break;
            out += c;
            ++written.units;
        }
    }
    return written;
}

int utf16_units(char32_t code) { return code > 0xFFFF ? 2 : 1; }

std::int64_t write_ucs2(std::string_view text, std::string& out) {
    std::int64_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, bytes] = first_character(text.substr(at));
        at += bytes;
        if (code == U'\r' && at < text.size() && text[at] == '\n') continue;
        const char32_t sent = harmless(code);
        if (sent == 0) continue;
        append_utf8(out, sent);
        units += utf16_units(sent);
    }
    return units;
}

// A link as a whole, or a character.
struct Piece {
    std::size_t bytes = 0;
    int units = 0;
};

Piece character_at(std::string_view text, Alphabet alphabet) {
    const bool is_gsm = alphabet == Alphabet::Gsm7;
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x80) return {1, is_gsm ? kLatinAndGreek[byte].septets : 1};
    const auto [code, bytes] = first_character(text);
    return {bytes, is_gsm ? glyph_of(code).septets : utf16_units(code)};
}

// The next piece that is not cut: a link only where it fits a segment of `most` units.
Piece piece_at(std::string_view text, Alphabet alphabet, int most) {
    const Piece first = character_at(text, alphabet);
    if ((text.front() | 0x20) != 'h' || !begins_link(text)) return first;
    Piece link;
    while (link.bytes < text.size()) {
        const auto rest = text.substr(link.bytes);
        if (ends_link(first_character(rest).code)) break;
        const Piece next = character_at(rest, alphabet);
        if (link.units + next.units > most) return first;
        link.bytes += next.bytes;
        link.units += next.units;
    }
    return link;
}

std::vector<std::size_t> cuts_of(std::string_view text, Alphabet alphabet) {
    const int most = alphabet == Alphabet::Gsm7 ? kSeptetsConcatenated : kUcs2Concatenated;
    std::vector<std::size_t> cuts;
    int used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Piece piece = piece_at(text.substr(at), alphabet, most);
        if (used + piece.units > most) {
            cuts.push_back(at);
            used = 0;
        }
        used += piece.units;
        at += piece.bytes;
    }
    return cuts;
}

}  // namespace

std::string_view Sms::part(int index) const {
    CHECK(index >= 0 && index < segments);
    const auto i = static_cast<std::size_t>(index);
    const std::size_t from = i == 0 ? 0 : cuts[i - 1];
    const std::size_t to = i < cuts.size() ? cuts[i] : text.size();
    return std::string_view(text).substr(from, to - from);
}

Result<Sms> compose_sms(std::string_view text, const SmsOptions& options) {
    if (options.most_segments < 1 || options.most_segments > kSegmentsMost)
        return fail(Code::Invalid, fmt::format("a short message has 1 to {} segments, not {}",
                                               kSegmentsMost, options.most_segments));
    Sms sms;
    sms.text.reserve(text.size());
    auto [units, stranger] = write_gsm(text, sms.text);
    if (stranger != 0) {
        sms.alphabet = Alphabet::Ucs2;
        sms.text.clear();
        units = write_ucs2(text, sms.text);
    }
    if (sms.text.empty()) return fail(Code::Invalid, "the short message is empty: give it a text");
    const bool is_gsm = sms.alphabet == Alphabet::Gsm7;
    if (units > (is_gsm ? kSeptetsAlone : kUcs2Alone)) sms.cuts = cuts_of(sms.text, sms.alphabet);
    if (sms.cuts.size() >= static_cast<std::size_t>(options.most_segments))
        return fail(
            Code::Limit,
            fmt::format("the short message takes {} segments ({} {}), at most {} are allowed: "
                        "shorten it, or allow more{}",
                        sms.cuts.size() + 1, units, is_gsm ? "septets" : "UTF-16 units",
                        options.most_segments,
                        is_gsm ? ""
                               : fmt::format("; without characters such as U+{:04X} a segment "
                                             "would hold more than twice as much",
                                             static_cast<std::uint32_t>(stranger))));
    sms.segments = static_cast<int>(sms.cuts.size()) + 1;
    sms.units = static_cast<int>(units);
    return sms;
}

}  // namespace bw::message
