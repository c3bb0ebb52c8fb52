// What a column of somebody's price list means, told by its name. Internal to the reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources::rate_deck {

enum class Column : std::uint8_t {
    Prefix,
    Name,
    PerMinute,
    PerSecond,
    Price,  // of which time its name does not say
    Connect,
    Increment,
    FirstIncrement,
    From,  // the day from which a row holds
    NoMoney,
    Unknown,
};
// "Rate per minute (USD)" is PerMinute, its currency USD.
struct Named {
    Column column = Column::Unknown;
    std::string currency;
};
Named column_named(std::string_view name);

// The cells of a line; "..." may hold separators and doubled quotes. An open quote: none.
std::vector<std::string> split(std::string_view line, char separator);
// Of comma, semicolon, tab and bar the one that cuts the header most often.
char separator_of(std::string_view header);

}  // namespace bw::tariff_sources::rate_deck
