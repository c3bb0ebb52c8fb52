// Case files tell usage in a sentence: "100 kW in one hour of January". These pick its parts.
#pragma once

#include "base/decimal.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::reference_bills {

// What stands behind a mark; nothing: there is no such mark.
std::optional<std::string_view> after(std::string_view text, std::string_view mark);
// The whole number, or number, that ends where the mark begins; Unsupported: there is none.
Result<std::int64_t> number_before(std::string_view text, std::string_view mark,
                                   const std::string& place);
Result<Decimal> decimal_before(std::string_view text, std::string_view mark,
                               const std::string& place);

// What stands at each {} of a pattern, all else word for word; nothing: the text says something
// else. "{} price is {} USD" of "server price is 100 USD" is server, 100.
std::optional<std::vector<std::string>> match(std::string_view text, std::string_view pattern);
// Of the month that a text begins with, in full or by three letters: 1 to 12; nothing: none.
std::optional<int> month_at(std::string_view text);
// The months that a text names, 1 to 12, in its order.
std::vector<int> months_in(std::string_view text);
std::vector<std::string_view> split_words(std::string_view text, char between = ' ');

}  // namespace bw::reference_bills
