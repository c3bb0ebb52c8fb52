// Prices, increments and prefixes as price lists write them. Internal to the reader.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources::rate_deck {

// What stands before the decimals of all prices of a file.
enum class Marks : std::uint8_t { Point, DecimalComma };
template <typename T>
using Said = std::expected<T, std::string>;  // or why not

// "1,250" alone may be either: it is told by the others, or not.
Said<Marks> marks_of(const std::vector<std::string>& prices);
// "1,234.50" or "1.234,50" as "1234.50"; what is no number stays, for who reads it to say so.
Said<std::string> plain_number(std::string_view price, Marks marks);
// "60", or "60/60" as "60"; empty: none. A first increment other than the next cannot be held.
Said<std::string> increment_of(std::string_view next, std::string_view first);
// "4319", "+4319; +4320", "7911-7919": each prefix.
Said<std::vector<std::string>> prefixes_of(std::string_view cell);

}  // namespace bw::tariff_sources::rate_deck
