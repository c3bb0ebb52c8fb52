// Rate decks: prefixes come out sorted and unique, whatever the file's order.
#include "base/check.h"
#include "books/catalog/parse.h"
#include "input.h"

#include <algorithm>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto deck = bw::catalog::parse_deck(bw::fuzz::text(data, size), "deck.csv");
    if (!deck) return 0;
    const auto& rows = deck->rows;
    const auto not_before = [](const auto& a, const auto& b) { return a.prefix >= b.prefix; };
    CHECK(std::adjacent_find(rows.begin(), rows.end(), not_before) == rows.end());
    return 0;
}
