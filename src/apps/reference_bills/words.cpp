#include "apps/reference_bills/words.h"

#include "books/catalog/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bw::reference_bills {
namespace {

Result<std::string_view> digits_before(std::string_view text, std::string_view mark,
                                       const std::string& place) {
    const auto end = text.find(mark);
    if (end != std::string_view::npos) {
        const auto before = text.substr(0, end).find_last_not_of("0123456789.");
        const auto begin = before == std::string_view::npos ? 0 : before + 1;
        if (begin < end) return text.substr(begin, end - begin);
    }
    return fail(Code::Unsupported, fmt::format("no number before '{}'", mark), place);
}

}  // namespace

std::optional<std::string_view> after(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return text.substr(at + mark.size());
}

Result<std::int64_t> number_before(std::string_view text, std::string_view mark,
                                   const std::string& place) {
    const std::string_view digits = TRY(digits_before(text, mark, place));
    std::int64_t number = 0;
    const char* last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, number);
    if (error != std::errc{} || end != last)
        return fail(Code::Invalid, fmt::format("'{}' is no whole number", digits), place);
    return number;
}

Result<Decimal> decimal_before(std::string_view text, std::string_view mark,
                               const std::string& place) {
    const std::string_view digits = TRY(digits_before(text, mark, place));
    return Decimal::parse(digits);
}

std::optional<std::vector<std::string>> match(std::string_view text, std::string_view pattern) {
    constexpr std::string_view kGap = "{}";
    std::vector<std::string> found;
    for (;;) {
        const auto gap = pattern.find(kGap);
        if (!text.starts_with(pattern.substr(0, gap))) return std::nullopt;
        if (gap == std::string_view::npos)
            return text == pattern ? std::optional(std::move(found)) : std::nullopt;
        text.remove_prefix(gap);
        pattern.remove_prefix(gap + kGap.size());
        const std::string_view next = pattern.substr(0, pattern.find(kGap));
        const auto end = next.empty() ? text.size() : text.find(next);
        if (end == std::string_view::npos) return std::nullopt;
        found.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::optional<int> month_at(std::string_view text) {
    for (std::size_t month = 0; month < catalog::kMonths.size(); ++month)
        if (text.starts_with(catalog::kMonths[month])) return static_cast<int>(month) + 1;
    return std::nullopt;
}

std::vector<int> months_in(std::string_view text) {
    std::vector<int> months;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 0 || !is_letter(text[i - 1]))
            if (const auto month = month_at(text.substr(i))) months.push_back(*month);
    return months;
}

std::vector<std::string_view> split_words(std::string_view text, char between) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(between), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace bw::reference_bills
