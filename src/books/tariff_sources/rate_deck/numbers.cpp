#include "books/tariff_sources/rate_deck/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bw::tariff_sources::rate_deck {
namespace {

constexpr std::size_t kThousand = 3;  // digits of a group

std::vector<std::string_view> cut_at(std::string_view text, std::string_view marks) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = std::min(text.find_first_of(marks), text.size());
        parts.push_back(text.substr(0, end));
        if (end == text.size()) return parts;
        text.remove_prefix(end + 1);
    }
}

// "1,234,567": groups of thousands, which never begin with 0.
bool may_be_grouped(std::string_view whole, char mark) {
    const auto groups = cut_at(whole, std::string_view(&mark, 1));
    if (groups[0].empty() || groups[0].size() > kThousand || groups[0].starts_with('0'))
        return false;
    return std::all_of(groups.begin() + 1, groups.end(),
                       [](auto group) { return group.size() == kThousand; });
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// All of "7911-7919".
Said<std::vector<std::string>> prefixes_between(std::string_view plus, std::string_view first,
                                                std::string_view last) {
    constexpr std::uint64_t kMost = 1000;
    std::uint64_t low = 0, high = 0;
    const auto is_read = [](std::string_view text, std::uint64_t& number) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size();
    };
    if (first.size() != last.size() || !is_read(first, low) || !is_read(last, high) || low > high ||
        high - low >= kMost)
        return std::unexpected(
            fmt::format("'{}-{}' is no range of prefixes: two of the same length, at most {} apart",
                        first, last, kMost));
    std::vector<std::string> all;
    all.reserve(high - low + 1);
    for (std::uint64_t prefix = low; prefix <= high; ++prefix)
        all.push_back(fmt::format("{}{}", plus, prefix));
    return all;
}

}  // namespace

Said<Marks> marks_of(const std::vector<std::string>& prices) {
    std::string_view point, comma, either;  // a price that tells
    for (const std::string& price : prices) {
        const std::size_t last = price.find_last_of(".,");
        if (last == std::string::npos) continue;
        const char other = price[last] == '.' ? ',' : '.';
        const bool has_both = price.contains(other);
        const bool is_grouped = !has_both && may_be_grouped(price, price[last]);
        const bool is_twice = std::ranges::count(price, price[last]) > 1;
        if (is_twice) (price[last] == '.' ? comma : point) = price;
        else if (price[last] == '.') {
            if (!is_grouped || has_both) point = price;
        } else if (is_grouped) either = price;
        else comma = price;
    }
    if (!point.empty() && !comma.empty())
        return std::unexpected(
            fmt::format("prices with a decimal point, '{}', and with a comma, '{}'", point, comma));
    if (!comma.empty()) return Marks::DecimalComma;
    if (!either.empty() && point.empty())
        return std::unexpected(
            fmt::format("'{}' may be a thousand or a fraction, and no other price tells", either));
    return Marks::Point;
}

Said<std::string> plain_number(std::string_view price, Marks marks) {
    const char decimal = marks == Marks::Point ? '.' : ',';
    const char group = marks == Marks::Point ? ',' : '.';
    const std::size_t at = std::min(price.find(decimal), price.size());
    const std::string_view whole = price.substr(0, at);
    if (whole.contains(group) && !may_be_grouped(whole, group))
        return std::unexpected(fmt::format("'{}' is no price", price));
    std::string plain;
    for (const char c : whole)
        if (c != group) plain += c;
    if (at < price.size()) plain += "." + std::string(price.substr(at + 1));
    if (std::ranges::any_of(plain,
                            [](char c) { return c != '.' && c != '-' && (c < '0' || c > '9'); }))
        return std::unexpected(fmt::format("'{}' is no price", price));
    return plain;
}

Said<std::string> increment_of(std::string_view next, std::string_view first) {
    const auto parts = cut_at(next, "/");
    const std::string_view last = trimmed(parts.back());
    std::vector<std::string_view> before(parts.begin(), parts.end() - 1);
    if (!first.empty()) before.push_back(first);
    for (const auto part : before)
        if (trimmed(part) != last)
            return std::unexpected(fmt::format(
                "a first increment of {} s and a next one of {} s: a deck has one increment",
                trimmed(part), last));
    if (last.find_first_not_of("0123456789") != std::string_view::npos)
        return std::unexpected(fmt::format("'{}' is no increment in seconds", next));
    return std::string(last);
}

Said<std::vector<std::string>> prefixes_of(std::string_view cell) {
    std::vector<std::string> all;
    for (auto part : cut_at(cell, ",;")) {
        part = trimmed(part);
        const std::string_view plus = part.substr(0, part.starts_with('+') ? 1 : 0);
        part.remove_prefix(plus.size());
        if (part.starts_with('0'))
            return std::unexpected(
                fmt::format("'{}' is no prefix of the world: it begins with a country code, "
                            "without 00",
                            part));
        const std::size_t dash = part.find('-');
        if (dash == std::string_view::npos) {
            all.push_back(fmt::format("{}{}", plus, part));
            continue;
        }
        auto between =
            prefixes_between(plus, trimmed(part.substr(0, dash)), trimmed(part.substr(dash + 1)));
        if (!between) return std::unexpected(between.error());
        all.insert(all.end(), between->begin(), between->end());
    }
    return all;
}

}  // namespace bw::tariff_sources::rate_deck
