#include "platform/pdf/lexer.h"

#include <charconv>

namespace bw::pdf_file {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Programs write "--5", "-.", "0.00-35", too, and readers take them.
bool is_number(std::string_view text, bool& is_real) {
    std::size_t digits = 0, signs = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_sign = text[i] == '+' || text[i] == '-';
        if (!is_digit(text[i]) && text[i] != '.' && !is_sign) return false;
        digits += is_digit(text[i]) ? 1 : 0;
        signs += is_sign ? 1 : 0;
        is_real = is_real || text[i] == '.' || (is_sign && i > 0);
    }
    return digits + signs > 0;
}

std::string hex_bytes(std::string_view digits) {
    std::string bytes;
    int high = -1;
    for (const char c : digits) {
        const int value = hex_value(c);
        if (value < 0) continue;
        if (high < 0) {
            high = value;
        } else {
            bytes.push_back(static_cast<char>(high * 16 + value));
            high = -1;
        }
    }
    if (high >= 0) bytes.push_back(static_cast<char>(high * 16));
    return bytes;
}

// Behind the backslash at `at`; leaves `at` on the last byte that belongs to it.
void append_escape(std::string& bytes, std::string_view text, std::size_t& at) {
    const char c = text[at];
    switch (c) {
        case 'n': bytes.push_back('\n'); return;
        case 'r': bytes.push_back('\r'); return;
        case 't': bytes.push_back('\t'); return;
        case 'b': bytes.push_back('\b'); return;
        case 'f': bytes.push_back('\f'); return;
        case '\n': return;  // the line goes on
        case '\r':
            if (at + 1 < text.size() && text[at + 1] == '\n') ++at;
            return;
        default: break;
    }
    if (c < '0' || c > '7') {
        bytes.push_back(c);
        return;
    }
    int value = 0;
    constexpr std::size_t kOctalDigits = 3;
    std::size_t count = 0;
    for (; count < kOctalDigits && at + count < text.size(); ++count) {
        const char digit = text[at + count];
        if (digit < '0' || digit > '7') break;
        value = value * 8 + (digit - '0');
    }
    at += count - 1;
    bytes.push_back(static_cast<char>(value));
}

}  // namespace

void Lexer::skip_blanks() {
    while (at_ < bytes_.size()) {
        if (is_blank(bytes_[at_])) {
            ++at_;
        } else if (bytes_[at_] == '%') {
            while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
        } else {
            return;
        }
    }
}

Token Lexer::string() {
    const std::size_t begin = at_++;
    int depth = 1;
    while (at_ < bytes_.size()) {
        const char c = bytes_[at_++];
        if (c == '\\' && at_ < bytes_.size()) ++at_;
        else if (c == '(') ++depth;
        else if (c == ')' && --depth == 0) return token(Token::Kind::String, begin);
    }
    return token(Token::Kind::Bad, begin);
}

Token Lexer::hex_string() {
    const std::size_t begin = at_++;
    const std::size_t end = bytes_.find('>', at_);
    at_ = end == std::string_view::npos ? bytes_.size() : end + 1;
    return token(end == std::string_view::npos ? Token::Kind::Bad : Token::Kind::HexString, begin);
}

Token Lexer::regular() {
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && !is_blank(bytes_[at_]) && !is_delimiter(bytes_[at_])) ++at_;
    bool is_real = false;
    if (!is_number(bytes_.substr(begin, at_ - begin), is_real))
        return token(Token::Kind::Keyword, begin);
    return token(is_real ? Token::Kind::Real : Token::Kind::Integer, begin);
}

Token Lexer::next() {
    skip_blanks();
    if (at_ >= bytes_.size()) return {Token::Kind::End, {}, bytes_.size()};
    const char c = bytes_[at_];
    const bool is_double = at_ + 1 < bytes_.size() && bytes_[at_ + 1] == c;
    const auto take = [&](Token::Kind kind, std::size_t length) {
        const std::size_t begin = at_;
        at_ += length;
        return token(kind, begin);
    };
    switch (c) {
        case '(': return string();
        case '<': return is_double ? take(Token::Kind::DictBegin, 2) : hex_string();
        case '>':
            return take(is_double ? Token::Kind::DictEnd : Token::Kind::Bad, is_double ? 2 : 1);
        case '[': return take(Token::Kind::ArrayBegin, 1);
        case ']': return take(Token::Kind::ArrayEnd, 1);
        case '{':
        case '}': return take(Token::Kind::Keyword, 1);  // of a function
        case ')': return take(Token::Kind::Bad, 1);
        case '/': {
            const std::size_t begin = at_++;
            while (at_ < bytes_.size() && !is_blank(bytes_[at_]) && !is_delimiter(bytes_[at_]))
                ++at_;
            return token(Token::Kind::Name, begin);
        }
        default: return regular();
    }
}

std::string name_of(std::string_view raw) {
    std::string name;
    for (std::size_t i = raw.starts_with('/') ? 1 : 0; i < raw.size(); ++i) {
        const int high = raw[i] == '#' && i + 2 < raw.size() ? hex_value(raw[i + 1]) : -1;
        const int low = high < 0 ? -1 : hex_value(raw[i + 2]);
        if (low < 0) {
            name.push_back(raw[i]);
        } else {
            name.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    return name;
}

std::string string_of(const Token& token) {
    if (token.raw.size() < 2) return {};
    const auto inside = token.raw.substr(1, token.raw.size() - 2);
    if (token.kind == Token::Kind::HexString) return hex_bytes(inside);
    std::string bytes;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] == '\\' && i + 1 < inside.size()) append_escape(bytes, inside, ++i);
        else bytes.push_back(inside[i]);
    }
    return bytes;
}

std::optional<std::int64_t> integer_of(const Token& token) {
    const auto text = token.raw.starts_with('+') ? token.raw.substr(1) : token.raw;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace bw::pdf_file
