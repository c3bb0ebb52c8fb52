#include "books/tariff_sources/texts.h"

#include <algorithm>
#include <string>

namespace bw::tariff_sources {
namespace {

std::string small(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The number that ends before `end`.
std::optional<Decimal> number_before(std::string_view text, std::size_t end) {
    while (end > 0 && text[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && (is_digit(text[begin - 1]) || text[begin - 1] == '.')) --begin;
    if (begin == end) return std::nullopt;
    const std::string digits =
        (text[begin] == '.' ? "0" : "") + std::string(text.substr(begin, end - begin));
    const auto number = Decimal::parse(digits);
    if (!number) return std::nullopt;
    return *number;
}

}  // namespace

bool has_word(std::string_view text, std::initializer_list<std::string_view> phrases) {
    const std::string all = small(text);
    return std::ranges::any_of(
        phrases, [&](std::string_view phrase) { return all.find(phrase) != std::string::npos; });
}

std::vector<Decimal> percents_in(std::string_view text) {
    std::vector<Decimal> all;
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
        if (const auto number = number_before(text, at)) all.push_back(*number);
    return all;
}

std::optional<Decimal> dollars_per_month(std::string_view text) {
    const std::string all = small(text);
    for (const std::string_view words : {"/month", "per month"}) {
        const std::size_t at = all.find(words);
        if (at == std::string::npos) continue;
        if (const auto number = number_before(all, at)) return number;
    }
    return std::nullopt;
}

std::optional<Decimal> cents_per_kwh(std::string_view text) {
    std::string all = small(text);
    std::erase(all, ' ');
    for (const std::string_view words : {"c/kwh", "cents/kwh", "centsperkwh"}) {
        const std::size_t at = all.find(words);
        if (at == std::string::npos) continue;
        if (const auto number = number_before(all, at)) return number;
    }
    return std::nullopt;
}

TaxWords gst_words(std::string_view text) {
    if (has_word(text, {"not subject to gst", "gst exempt", "gst free", "gst-free", "gst does not",
                        "no gst"}))
        return TaxWords::Free;
    if (has_word(text, {"exc gst", "exc. gst", "excl gst", "excl. gst", "gst exclusive",
                        "excluding gst"}))
        return TaxWords::Excluded;
    if (has_word(text, {"inc gst", "inc. gst", "incl gst", "incl. gst", "gst inclusive", "gst incl",
                        "including gst", "includes gst"}))
        return TaxWords::Included;
    return TaxWords::Unsaid;
}

}  // namespace bw::tariff_sources
