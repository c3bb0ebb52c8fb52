#include "flow/collect/rules/reference.h"

#include <algorithm>

namespace bw::collect {
namespace {

constexpr std::size_t kHead = 4;        // RF and the check digits
constexpr std::size_t kLengthMax = 25;  // ISO 11649

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool joins(char c) { return c == '-' || c == '/' || c == '.' || c == '_'; }

// Pieces of letters and digits, in capitals.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    bool is_open = false;
    for (const char c : text) {
        if (!is_digit(c) && !is_letter(c)) {
            is_open = false;
            continue;
        }
        if (!is_open) pieces.emplace_back();
        is_open = true;
        pieces.back() += capital(c);
    }
    return pieces;
}

void keep(std::vector<std::string>& list, const std::string& text) {
    if (list.size() < kCandidatesMax && std::ranges::find(list, text) == list.end())
        list.push_back(text);
}

}  // namespace

std::string compact(std::string_view text) {
    std::string result;
    for (const char c : text)
        if (c != ' ' && c != '\t') result += capital(c);
    return result;
}

bool looks_like_reference(std::string_view text) {
    return text.size() >= kHead && text.starts_with("RF") && is_digit(text[2]) && is_digit(text[3]);
}

bool is_reference(std::string_view text) {
    if (!looks_like_reference(text) || text.size() <= kHead || text.size() > kLengthMax)
        return false;
    // Modulo 97 with the head behind the body and letters as 10 to 35: the rest is 1.
    int rest = 0;
    const auto append = [&](std::string_view part) {
        for (const char c : part) {
            if (is_digit(c)) rest = (rest * 10 + (c - '0')) % 97;
            else if (c >= 'A' && c <= 'Z') rest = (rest * 100 + (c - 'A' + 10)) % 97;
            else return false;
        }
        return true;
    };
    return append(text.substr(kHead)) && append(text.substr(0, kHead)) && rest == 1;
}

std::vector<std::string> references_in(std::string_view text) {
    std::vector<std::string> found;
    const auto pieces = pieces_of(text);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!looks_like_reference(pieces[i])) continue;
        std::string whole;
        for (std::size_t j = i; j < pieces.size(); ++j) {
            whole += pieces[j];
            if (whole.size() > kLengthMax) break;
            if (is_reference(whole)) keep(found, whole);
        }
    }
    return found;
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        while (!word.empty() && joins(word.back())) word.pop_back();
        if (!word.empty()) keep(words, word);
        word.clear();
    };
    for (const char c : text) {
        if (is_digit(c) || is_letter(c) || (joins(c) && !word.empty())) word += c;
        else finish();
    }
    finish();
    return words;
}

}  // namespace bw::collect
