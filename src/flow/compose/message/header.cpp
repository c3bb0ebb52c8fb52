#include "flow/compose/message/header.h"

#include "flow/compose/message/characters.h"
#include "flow/compose/message/transfer.h"
#include "platform/text/base64.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::message {
namespace {

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_printable_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::size_t column_of(const std::string& out) {
    const auto line = out.rfind('\n');
    return out.size() - (line == std::string::npos ? 0 : line + 1);
}

void fold(std::string& out) { out.append(kLineEnd).append(" "); }

// --- encoded-words (RFC 2047) ---

constexpr std::size_t kWordMost = 75;
constexpr std::string_view kQuotedWord = "=?UTF-8?Q?", kBase64Word = "=?UTF-8?B?", kWordEnd = "?=";

// What may stand as it is in every place of a header (RFC 2047, 5 (3)).
bool is_plain_in_word(char c) {
    return is_letter_or_digit(c) || std::string_view("!*+-/").find(c) != std::string_view::npos;
}

std::size_t quoted_width(std::string_view bytes) {
    std::size_t width = 0;
    for (const char c : bytes) width += is_plain_in_word(c) || c == ' ' ? 1U : 3U;
    return width;
}

std::size_t base64_width(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

void add_quoted_word(std::string& out, std::string_view bytes) {
    out += kQuotedWord;
    for (const char c : bytes) {
        if (is_plain_in_word(c)) {
            out += c;
        } else if (c == ' ') {
            out += '_';
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '=';
            out += hex_digit(byte >> 4);
            out += hex_digit(byte);
        }
    }
    out += kWordEnd;
}

// As many words as it takes, one a line, each of whole characters.
void add_encoded_words(std::string& out, std::string_view text) {
    // What is mostly ASCII stays to be read in the source.
    const bool is_quoted = 2 * quoted_width(text) <= 3 * base64_width(text.size());
    while (!text.empty()) {
        const std::size_t room = std::min(kWordMost, kMailColumns - column_of(out)) -
                                 kQuotedWord.size() - kWordEnd.size();
        std::size_t taken = 0, width = 0;
        while (taken < text.size()) {
            const auto bytes = first_character(text.substr(taken)).bytes;
            width = is_quoted ? width + quoted_width(text.substr(taken, bytes))
                              : base64_width(taken + bytes);
            if (width > room) break;
            taken += bytes;
        }
        const auto bytes = text.substr(0, taken);
        text.remove_prefix(taken);
        if (is_quoted) add_quoted_word(out, bytes);
        else out.append(kBase64Word).append(text::base64(bytes)).append(kWordEnd);
        if (!text.empty()) fold(out);
    }
}

// --- words that stand as they are ---

// Would a reader take it for an encoded-word, or is it no ASCII?
bool needs_encoding(std::string_view text) {
    return !is_printable_ascii(text) || text.find("=?") != std::string_view::npos;
}

// A space and the word behind it, or what of them there is.
std::string_view first_token(std::string_view text) {
    const auto word = text.find_first_not_of(' ');
    return word == std::string_view::npos ? text : text.substr(0, text.find(' ', word));
}

// Does each word fit a line of its own, and the first one behind the name?
bool can_be_folded(std::string_view text, std::size_t column) {
    for (bool is_first = true; !text.empty(); is_first = false) {
        const auto token = first_token(text);
        if (token.size() + (is_first ? column : 0) > kMailColumns) return false;
        text.remove_prefix(token.size());
    }
    return true;
}

// `text` begins with a space.
void add_folded(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const auto token = first_token(text);
        if (column_of(out) + token.size() > kMailColumns) out += kLineEnd;
        out += token;
        text.remove_prefix(token.size());
    }
}

// Of an atom (RFC 5322, 3.2.3), or the space between two.
bool is_phrase_character(char c) {
    return is_letter_or_digit(c) || c == ' ' ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

std::string quoted_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

// --- file names (RFC 2231) ---

bool is_plain_in_parameter(char c) {
    return is_letter_or_digit(c) ||
           std::string_view("!#$&+-.^_`{}~|").find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        if (is_plain_in_parameter(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += hex_digit(byte >> 4);
        out += hex_digit(byte);
    }
    return out;
}

// In one parameter, or in numbered ones of whole characters.
void add_extended_name(std::string& out, std::string_view name) {
    constexpr std::string_view kCharset = "UTF-8''";
    const std::string whole = fmt::format(" filename*={}{}", kCharset, percent_encoded(name));
    if (whole.size() <= kMailColumns) {
        out.append(";").append(kLineEnd).append(whole);
        return;
    }
    for (int number = 0; !name.empty(); ++number) {
        std::string line = fmt::format(" filename*{}*={}", number, number == 0 ? kCharset : "");
        while (!name.empty()) {
            const auto bytes = first_character(name).bytes;
            const auto next = percent_encoded(name.substr(0, bytes));
            if (line.size() + next.size() >= kMailColumns) break;  // the last column is that of ';'
            line += next;
            name.remove_prefix(bytes);
        }
        out.append(";").append(kLineEnd).append(line);
    }
}

}  // namespace

void add_text_field(std::string& out, std::string_view name, std::string_view text) {
    out.append(name).append(":");
    if (!needs_encoding(text) && can_be_folded(std::string(" ").append(text), column_of(out))) {
        add_folded(out, std::string(" ").append(text));
    } else {
        out += ' ';
        add_encoded_words(out, text);
    }
    out += kLineEnd;
}

void add_mailbox_field(std::string& out, std::string_view name, const Mailbox& mailbox) {
    out.append(name).append(": ");
    const std::string shown = one_line(mailbox.name);
    if (shown.empty()) {
        out.append(mailbox.address).append(kLineEnd);
        return;
    }
    // Between atoms a reader sees one space, however many there are.
    const bool is_phrase =
        std::ranges::all_of(shown, is_phrase_character) && shown.find("  ") == std::string::npos;
    const std::string plain = is_phrase ? shown : quoted_string(shown);
    if (needs_encoding(shown) || column_of(out) + plain.size() > kMailColumns)
        add_encoded_words(out, shown);
    else out += plain;
    const std::string address = " <" + mailbox.address + ">";
    if (column_of(out) + address.size() > kMailColumns) out += kLineEnd;
    out.append(address).append(kLineEnd);
}

void add_token_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(":");
    add_folded(out, std::string(" ").append(value));
    out += kLineEnd;
}

void add_disposition(std::string& out, std::string_view kind, std::string_view file_name) {
    out.append("Content-Disposition: ").append(kind);
    const std::string simple = fmt::format(" filename=\"{}\"", file_name);
    const bool is_simple = !needs_encoding(file_name) && simple.size() <= kMailColumns &&
                           file_name.find_first_of("\"\\%") == std::string_view::npos;
    if (!file_name.empty() && is_simple) out.append(";").append(kLineEnd).append(simple);
    else if (!file_name.empty()) add_extended_name(out, file_name);
    out += kLineEnd;
}

}  // namespace bw::message
