#include "flow/compose/conformity/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace bw::conformity {
namespace {

constexpr std::size_t kStringMost = 32'767;
constexpr std::size_t kNameMost = 127;
constexpr std::size_t kObjectsMost = 8'388'607;
constexpr std::size_t kTailBytes = 1024;  // in which the end of the file must stand

bool is_eol(char c) { return c == '\n' || c == '\r'; }
char byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? bytes[at] : '\0';
}
// Length of the line break at `at`: 0, 1 or 2.
std::size_t eol_at(std::string_view bytes, std::size_t at) {
    if (byte_at(bytes, at) == '\r' && at < bytes.size())
        return byte_at(bytes, at + 1) == '\n' ? 2 : 1;
    return at < bytes.size() && bytes[at] == '\n' ? 1 : 0;
}

// Somewhere in it.
bool has_header_line(std::string_view bytes) {
    constexpr std::string_view kHead = "%PDF-1.";
    for (std::size_t at = bytes.find(kHead); at != std::string_view::npos;
         at = bytes.find(kHead, at + 1)) {
        const char version = byte_at(bytes, at + kHead.size());
        if (version >= '0' && version <= '7' && eol_at(bytes, at + kHead.size() + 1) > 0)
            return true;
    }
    return false;
}

void check_header(std::string_view bytes, Findings& findings) {
    constexpr std::string_view kHead = "%PDF-1.";
    const char version = byte_at(bytes, kHead.size());
    const std::size_t end = kHead.size() + 1;
    const bool is_head =
        bytes.starts_with(kHead) && version >= '0' && version <= '7' && eol_at(bytes, end) > 0;
    if (!is_head) {
        findings.a("6.1.2-1", "", "the file does not begin with a line %PDF-1.n and nothing else");
    }
    if (!has_header_line(bytes.substr(0, kTailBytes)))
        findings.ua("6.1-1", "", "no line %PDF-1.n is at the beginning");
    const std::size_t second = std::min(bytes.find_first_of("\r\n"), bytes.size());
    const std::size_t comment = second + eol_at(bytes, second);
    bool is_binary = byte_at(bytes, comment) == '%';
    constexpr std::size_t kBinaryBytes = 4;
    for (std::size_t i = 1; i <= kBinaryBytes; ++i)
        is_binary = is_binary && static_cast<unsigned char>(byte_at(bytes, comment + i)) > 127;
    if (!is_binary)
        findings.a("6.1.2-2", "", "no comment of four bytes above 127 follows the header");
}

void check_end(std::string_view bytes, Findings& findings) {
    constexpr std::string_view kEnd = "%%EOF";
    const std::size_t from = bytes.size() - std::min(bytes.size(), kTailBytes);
    const std::size_t at = bytes.substr(from).rfind(kEnd);
    if (at == std::string_view::npos) {
        findings.a("6.1.3-3", "", "the file does not end with %%EOF");
        return;
    }
    const std::size_t behind = from + at + kEnd.size();
    if (behind + eol_at(bytes, behind) < bytes.size())
        findings.a("6.1.3-3", "", "something follows the last %%EOF");
}

void check_trailer(const Document& document, Findings& findings) {
    std::string id;
    Object list = get(document.trailer(), "/ID");
    if (list.isArray())
        for (const auto& part : each(list)) id += text_of(part);
    if (id.empty()) findings.a("6.1.3-1", "", "the trailer has no ID");
    if (document.is_encrypted()) findings.a("6.1.3-2", "", "the file is encrypted");
}

// Every table that begins with the word.
void check_tables(std::string_view bytes, Findings& findings) {
    constexpr std::string_view kWord = "xref";
    for (std::size_t at = bytes.find(kWord); at != std::string_view::npos;
         at = bytes.find(kWord, at + 1)) {
        const bool is_word = at > 0 && is_eol(bytes[at - 1]);  // not of "startxref"
        std::size_t next = at + kWord.size();
        if (!is_word || !is_blank(byte_at(bytes, next))) continue;
        const std::string where = fmt::format("byte {}", at);
        const std::size_t eol = eol_at(bytes, next);
        next += eol;
        if (eol == 0 || !is_digit(byte_at(bytes, next))) {
            findings.a("6.1.4-2", where,
                       "more than a line break stands between xref and its first "
                       "section");
        }
    }
}

// --- one object in its bytes ---
class ObjectCheck {
public:
    // `left`: how many bytes of the file may still be looked at.
    ObjectCheck(const Document& document, const Document::Place& place, std::size_t& left,
                Findings& findings)
        : document_(document), bytes_(document.bytes()), place_(place), left_(left),
          findings_(findings), where_(fmt::format("object {}", place.number)) {}

    void check() {
        std::size_t at = place_.at;
        const bool begins = at > 0 && is_eol(byte_at(bytes_, at - 1));
        const bool is_numbered = take_number(at) && take_blank(at) && take_number(at) &&
                                 take_blank(at) && bytes_.substr(at).starts_with("obj");
        if (!is_numbered) {
            // Without the word it is no object at all; QPDF has found it elsewhere.
            if (bytes_.substr(place_.at, kHeadMost).contains("obj")) spaced_wrongly("its number");
            at = bytes_.substr(0, place_.at + kHeadMost).find("obj", place_.at);
            if (at == std::string_view::npos) return;
        }
        at += std::string_view("obj").size();
        if (!begins) spaced_wrongly("its beginning");
        if (eol_at(bytes_, at) == 0) spaced_wrongly("the word obj");
        read_tokens(at);
    }

private:
    static constexpr std::size_t kHeadMost = 64;

    void spaced_wrongly(std::string_view what) {
        findings_.a("6.1.9-1", where_, fmt::format("{} is not surrounded as it must be", what));
    }
    bool take_number(std::size_t& at) const {
        const std::size_t begin = at;
        while (is_digit(byte_at(bytes_, at))) ++at;
        return at > begin;
    }
    bool take_blank(std::size_t& at) const { return at < bytes_.size() && is_blank(bytes_[at++]); }

    void read_tokens(std::size_t at) {
        Lexer lexer(bytes_, at);
        for (;;) {
            const Token token = lexer.next();
            if (token.kind == Token::Kind::End || token.kind == Token::Kind::Bad) return;
            if (!may_look_at(token.end() - std::exchange(at, token.end()))) return;
            if (token.is("stream")) return check_stream(token.end());
            if (token.is("endobj")) return check_end(token);
            if (token.kind == Token::Kind::Keyword && token.raw.ends_with("endobj"))
                return spaced_wrongly("the word endobj");
            if (token.is("obj")) return;  // the next one: this has no end
            check_token(token, where_, findings_);
        }
    }

    void check_end(const Token& endobj) {
        const bool is_lone =
            is_eol(byte_at(bytes_, endobj.at - 1)) && eol_at(bytes_, endobj.end()) > 0;
        if (!is_lone) spaced_wrongly("the word endobj");
    }

    void check_stream(std::size_t at) {
        const Object stream = document_.object(place_.number, place_.generation);
        const std::size_t eol = eol_at(bytes_, at);
        const bool is_begun = eol == 2 || byte_at(bytes_, at) == '\n';
        if (!is_begun)
            findings_.a("6.1.7.1-2", where_, "the word stream is not followed by CR LF or LF");
        const std::size_t data = at + eol;
        const auto length = integer_of(get(stream, "/Length"));
        const std::size_t end = end_of(data, length);
        if (end == std::string_view::npos || !may_look_at(end - std::min(data, end))) return;
        const bool is_parted = end > 0 && is_eol(bytes_[end - 1]);
        if (!is_parted) findings_.a("6.1.7.1-2", where_, "endstream does not follow a line break");
        if (!length || !fits(static_cast<std::size_t>(std::max(*length, 0LL)), data, end))
            findings_.a("6.1.7.1-1", where_, "Length is not the number of bytes of the stream");
        Lexer behind(bytes_, end + std::string_view("endstream").size());
        if (const Token token = behind.next(); token.is("endobj")) check_end(token);
    }

    bool may_look_at(std::size_t bytes) {
        left_ -= std::min(left_, bytes);
        return left_ > 0;
    }

    // Where the word endstream stands: behind the stated length, else the first one.
    [[nodiscard]] std::size_t end_of(std::size_t data, std::optional<long long> length) const {
        constexpr std::string_view kWord = "endstream";
        if (length && *length >= 0) {
            std::size_t at = data + static_cast<std::size_t>(*length);
            if (at <= bytes_.size()) {
                at += eol_at(bytes_, at);
                if (bytes_.substr(at).starts_with(kWord)) return at;
            }
        }
        return bytes_.find(kWord, data);
    }
    [[nodiscard]] bool fits(std::size_t length, std::size_t data, std::size_t end) const {
        if (end < data) return false;
        const std::size_t all = end - data;
        if (all == 0 || !is_eol(bytes_[end - 1])) return length == all;
        const bool is_two = all >= 2 && bytes_[end - 1] == '\n' && bytes_[end - 2] == '\r';
        return length + 1 == all || (is_two && length + 2 == all);
    }

    const Document& document_;
    std::string_view bytes_;
    const Document::Place& place_;
    std::size_t& left_;
    Findings& findings_;
    std::string where_;
};

// Digits before the point without leading zeros, and behind it.
struct Digits {
    std::string_view whole, fraction;
};
Digits digits_of(std::string_view raw) {
    if (raw.starts_with('+') || raw.starts_with('-')) raw.remove_prefix(1);
    const auto point = std::min(raw.find('.'), raw.size());
    Digits digits{raw.substr(0, point), raw.substr(std::min(point + 1, raw.size()))};
    digits.whole.remove_prefix(std::min(digits.whole.find_first_not_of('0'), digits.whole.size()));
    return digits;
}

// Above 3.403 x 10^38?
bool is_too_large(const Digits& digits) {
    constexpr std::string_view kMost = "3403000000000000";  // as far as a double tells
    constexpr std::size_t kPlaces = 39;
    if (digits.whole.size() != kPlaces) return digits.whole.size() > kPlaces;
    return digits.whole.substr(0, kMost.size()) > kMost;
}

// Nearer to zero than 1.175 x 10^-38, and not it?
bool is_too_small(const Digits& digits) {
    if (!digits.whole.empty()) return false;
    const auto first = digits.fraction.find_first_not_of('0');
    if (first == std::string_view::npos) return false;
    constexpr std::size_t kPlace = 37;
    constexpr std::string_view kLeast = "1175";
    if (first != kPlace) return first > kPlace;
    std::string shown(digits.fraction.substr(first, kLeast.size()));
    shown.resize(kLeast.size(), '0');
    return shown < kLeast;
}

void check_hex(const Token& token, const std::string& where, Findings& findings) {
    std::size_t count = 0;
    bool is_hex = true;
    for (const char c : token.raw.substr(1, token.raw.size() - 2)) {
        if (is_blank(c)) continue;
        ++count;
        is_hex = is_hex && (is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
    }
    if (count % 2 != 0)
        findings.a("6.1.6-1", where, "a hexadecimal string has an odd number of digits");
    if (!is_hex) findings.a("6.1.6-2", where, "a hexadecimal string holds something but digits");
}

}  // namespace

void check_token(const Token& token, const std::string& where, Findings& findings) {
    using Kind = Token::Kind;
    switch (token.kind) {
        case Kind::Integer: {
            const auto value = integer_of(token);
            if (!value || *value > std::numeric_limits<std::int32_t>::max() ||
                *value < std::numeric_limits<std::int32_t>::min())
                findings.a("6.1.13-1", where, "an integer beyond 32 bits");
            return;
        }
        case Kind::Real:
            if (is_too_large(digits_of(token.raw)))
                findings.a("6.1.13-2", where, "a number beyond 3.403e38");
            if (is_too_small(digits_of(token.raw)))
                findings.a("6.1.13-5", where, "a number nearer to zero than 1.175e-38");
            return;
        case Kind::HexString: check_hex(token, where, findings); [[fallthrough]];
        case Kind::String:
            if (token.raw.size() > kStringMost && string_of(token).size() > kStringMost)
                findings.a("6.1.13-3", where, "a string of more than 32,767 bytes");
            return;
        case Kind::Name:
            if (token.raw.size() > kNameMost && name_of(token.raw).size() > kNameMost)
                findings.a("6.1.13-4", where, "a name of more than 127 bytes");
            return;
        default: return;
    }
}

void check_syntax(const Document& document, Findings& findings) {
    check_header(document.bytes(), findings);
    check_end(document.bytes(), findings);
    check_trailer(document, findings);
    check_tables(document.bytes(), findings);
    // Objects that lie over each other are not looked at for ever.
    std::size_t left = 2 * document.bytes().size() + 1;
    for (const auto& place : document.places()) {
        ObjectCheck(document, place, left, findings).check();
        if (left > 0) continue;
        findings.a("6.1.9-1", "", "objects lie over each other");
        break;
    }
    if (document.objects().size() > kObjectsMost)
        findings.a("6.1.13-7", "", "more than 8,388,607 objects");
    // What lies in streams of objects has no bytes of its own around it.
    for (const auto& object : document.objects()) {
        if (name_in(object, "/Type") != "/ObjStm") continue;
        const auto bytes = Document::unpacked(object);
        if (!bytes) continue;
        Lexer lexer(*bytes);
        for (Token token = lexer.next();
             token.kind != Token::Kind::End && token.kind != Token::Kind::Bad; token = lexer.next())
            check_token(token, place_of(object), findings);
    }
}

}  // namespace bw::conformity
