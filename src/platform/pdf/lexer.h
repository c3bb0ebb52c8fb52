// The tokens of PDF syntax (ISO 32000-1, 7.2 and 7.3) with their places, as they were written: what
// a reader forgives is what a checker looks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bw::pdf_file {

constexpr bool is_blank(char c) {
    return c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}
constexpr bool is_delimiter(char c) {
    return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' ||
           c == '}' || c == '/' || c == '%';
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Token {
    enum class Kind : std::uint8_t {
        End,
        Integer,
        Real,
        Name,       // with its '/'
        String,     // with its brackets
        HexString,  // the same
        ArrayBegin,
        ArrayEnd,
        DictBegin,
        DictEnd,
        Keyword,
        Bad  // a string without an end, or a bracket that opens nothing
    };
    Kind kind = Kind::End;
    std::string_view raw;
    std::size_t at = 0;  // of its first byte
    [[nodiscard]] std::size_t end() const { return at + raw.size(); }
    [[nodiscard]] bool is(std::string_view keyword) const {
        return kind == Kind::Keyword && raw == keyword;
    }
};

// The bytes must outlive it and its tokens.
class Lexer {
public:
    explicit Lexer(std::string_view bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}
    // Behind blanks and comments; at the end of the bytes: End, again and again.
    Token next();
    [[nodiscard]] std::size_t at() const { return at_; }
    void go_to(std::size_t at) { at_ = at; }

private:
    void skip_blanks();
    Token string();
    Token hex_string();
    Token regular();
    [[nodiscard]] Token token(Token::Kind kind, std::size_t begin) const {
        return {kind, bytes_.substr(begin, at_ - begin), begin};
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
};

// "/A#20B" to "A B".
std::string name_of(std::string_view raw);
// The bytes of a string of either kind.
std::string string_of(const Token& token);
// Of an Integer; nothing: it is another token, or too large for 64 bits.
std::optional<std::int64_t> integer_of(const Token& token);

}  // namespace bw::pdf_file
