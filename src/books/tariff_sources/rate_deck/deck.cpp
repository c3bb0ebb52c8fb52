#include "books/tariff_sources/rate_deck/deck.h"

#include "books/catalog/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::tariff_sources::rate_deck {
namespace {

struct Column {
    std::string_view theirs, ours;
};
constexpr std::array kColumns{Column{"target", "name"}, Column{"prefix", "prefix"},
                              Column{"per_minute_charge", "price per minute"},
                              Column{"connection_charge", "connect"},
                              Column{"charge_period_seconds", "increment"}};

std::string_view first_line(std::string_view text) {
    std::string_view line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

bool is_deck(std::string_view text) {
    const std::string_view head = first_line(text);
    return head.contains("prefix") && head.contains("per_minute_charge");
}

// The columns are renamed, the rows are ours already.
Result<Taken> read_deck(std::string_view text, std::string_view file, const Options& /*options*/) {
    const std::string_view head = first_line(text);
    std::string ours;
    for (std::size_t at = 0; at <= head.size();) {
        const std::size_t end = std::min(head.find(',', at), head.size());
        const std::string_view name = head.substr(at, end - at);
        const auto* known = std::ranges::find(kColumns, name, &Column::theirs);
        if (known == kColumns.end())
            return fail(Code::Invalid,
                        fmt::format("a column '{}', which may change what is paid", name),
                        fmt::format("{} line 1", file));
        ours += (at == 0 ? "" : ",") + std::string(known->ours);
        at = end + 1;
    }
    Taken taken;
    taken.decks.push_back(
        TRY(catalog::parse_deck(ours + std::string(text.substr(head.size())), file)));
    taken.findings.push_back({Severity::Reading, 1, "columns", std::string(head),
                              "read as " + ours +
                                  "; the currency is that of the plan that names "
                                  "the deck"});
    return taken;
}

}  // namespace bw::tariff_sources::rate_deck
