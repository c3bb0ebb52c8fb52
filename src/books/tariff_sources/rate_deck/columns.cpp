#include "books/tariff_sources/rate_deck/columns.h"

#include "base/money.h"

#include <algorithm>
#include <array>

namespace bw::tariff_sources::rate_deck {
namespace {

struct Known {
    std::string_view name;
    Column column;
};
constexpr std::array kKnown{
    Known{"prefix", Column::Prefix},
    Known{"prefixes", Column::Prefix},
    Known{"code", Column::Prefix},
    Known{"codes", Column::Prefix},
    Known{"dial code", Column::Prefix},
    Known{"dial codes", Column::Prefix},
    Known{"dialcode", Column::Prefix},
    Known{"dial prefix", Column::Prefix},
    Known{"dialprefix", Column::Prefix},
    Known{"destination code", Column::Prefix},
    Known{"destination prefix", Column::Prefix},
    Known{"dst code", Column::Prefix},
    Known{"target", Column::Name},
    Known{"name", Column::Name},
    Known{"destination", Column::Name},
    Known{"destination name", Column::Name},
    Known{"description", Column::Name},
    Known{"per minute charge", Column::PerMinute},
    Known{"charge per minute", Column::PerMinute},
    Known{"price per minute", Column::PerMinute},
    Known{"per minute price", Column::PerMinute},
    Known{"rate per minute", Column::PerMinute},
    Known{"per minute rate", Column::PerMinute},
    Known{"cost per minute", Column::PerMinute},
    Known{"per minute", Column::PerMinute},
    Known{"price minute", Column::PerMinute},
    Known{"rate minute", Column::PerMinute},
    Known{"minute rate", Column::PerMinute},
    Known{"minute price", Column::PerMinute},
    Known{"price min", Column::PerMinute},
    Known{"rate min", Column::PerMinute},
    Known{"per second charge", Column::PerSecond},
    Known{"charge per second", Column::PerSecond},
    Known{"price per second", Column::PerSecond},
    Known{"rate per second", Column::PerSecond},
    Known{"cost per second", Column::PerSecond},
    Known{"per second", Column::PerSecond},
    Known{"price second", Column::PerSecond},
    Known{"rate second", Column::PerSecond},
    Known{"price sec", Column::PerSecond},
    Known{"rate sec", Column::PerSecond},
    Known{"price", Column::Price},
    Known{"rate", Column::Price},
    Known{"cost", Column::Price},
    Known{"tariff", Column::Price},
    Known{"connection charge", Column::Connect},
    Known{"connection fee", Column::Connect},
    Known{"connect charge", Column::Connect},
    Known{"connect fee", Column::Connect},
    Known{"connect", Column::Connect},
    Known{"setup fee", Column::Connect},
    Known{"setup charge", Column::Connect},
    Known{"charge period seconds", Column::Increment},
    Known{"increment", Column::Increment},
    Known{"increments", Column::Increment},
    Known{"billing increment", Column::Increment},
    Known{"billing increments", Column::Increment},
    Known{"rate increment", Column::Increment},
    Known{"next increment", Column::Increment},
    Known{"interval n", Column::Increment},
    Known{"first increment", Column::FirstIncrement},
    Known{"initial increment", Column::FirstIncrement},
    Known{"interval 1", Column::FirstIncrement},
    Known{"effective date", Column::From},
    Known{"effective from", Column::From},
    Known{"effective", Column::From},
    Known{"valid from", Column::From},
    Known{"start date", Column::From},
    Known{"country", Column::NoMoney},
    Known{"country name", Column::NoMoney},
    Known{"iso", Column::NoMoney},
    Known{"iso country code", Column::NoMoney},
    Known{"comment", Column::NoMoney},
    Known{"comments", Column::NoMoney},
};

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    bool is_inside = false;
    for (const char c : name) {
        if (!is_letter_or_digit(c)) {
            is_inside = false;
            continue;
        }
        if (!is_inside) words.emplace_back();
        is_inside = true;
        words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

// A currency is named as its code in capitals.
std::string currency_in(std::string_view name, std::vector<std::string>& words) {
    for (auto word = words.begin(); word != words.end(); ++word) {
        std::string code = *word;
        for (char& c : code)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (words.size() == 1 || !name.contains(code) || !Currency::parse(code)) continue;
        words.erase(word);
        return code;
    }
    return {};
}

}  // namespace

Named column_named(std::string_view name) {
    auto words = words_of(name);
    Named named;
    const auto look_up = [&] {
        std::string joined;
        for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word;
        const auto* known = std::ranges::find(kKnown, joined, &Known::name);
        return known == kKnown.end() ? Column::Unknown : known->column;
    };
    named.column = look_up();
    if (named.column != Column::Unknown) return named;
    named.currency = currency_in(name, words);
    if (!named.currency.empty()) named.column = look_up();
    return named;
}

std::vector<std::string> split(std::string_view line, char separator) {
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (is_quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
            cells.back() += line[++i];
        else if (c == '"' && (is_quoted || cells.back().empty())) is_quoted = !is_quoted;
        else if (c == separator && !is_quoted) cells.emplace_back();
        else cells.back() += c;
    }
    if (is_quoted) return {};
    for (auto& cell : cells) {
        const std::size_t first = cell.find_first_not_of(" \t");
        const std::size_t last = cell.find_last_not_of(" \t");
        cell = first == std::string::npos ? "" : cell.substr(first, last - first + 1);
    }
    return cells;
}

char separator_of(std::string_view header) {
    char best = ',';
    for (const char c : {';', '\t', '|'})
        if (split(header, c).size() > split(header, best).size()) best = c;
    return best;
}

}  // namespace bw::tariff_sources::rate_deck
