// Rate decks: CSV as operators exchange them.
#include "books/catalog/fields.h"
#include "books/catalog/limits.h"
#include "books/catalog/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::catalog {
namespace {

enum Column : std::size_t { Prefix, Name, Price, Connect, Increment, Columns };

// Fields of one line; "..." may hold commas and doubled quotes. A quoted line break is refused: a
// row is a line.
Result<std::vector<std::string>> split_row(std::string_view line, const std::string& where) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
            cells.back() += line[++i];
        else if (c == '"' && (quoted || cells.back().empty())) quoted = !quoted;
        else if (c == ',' && !quoted) cells.emplace_back();
        else cells.back() += c;
    }
    if (quoted) return fail(Code::Invalid, "a quote is not closed on its line", where);
    return cells;
}

// Where the columns stand; -1: missing.
struct DeckHeader {
    std::array<int, Columns> at;
    std::vector<std::pair<std::string, std::size_t>> names;  // by language: "name de"

    [[nodiscard]] std::size_t cells() const {  // that a row needs
        int last = *std::max_element(at.begin(), at.end());
        for (const auto& [language, column] : names)
            last = std::max(last, static_cast<int>(column));
        return static_cast<std::size_t>(last) + 1;
    }
};

Result<DeckHeader> read_header(std::string_view line, const std::string& where) {
    static const std::vector<std::string> kNames{"prefix", "name", "price per minute", "connect",
                                                 "increment"};
    constexpr std::string_view kNameIn = "name ";
    DeckHeader header;
    auto& at = header.at;
    at.fill(-1);
    const auto cells = TRY(split_row(line, where));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].starts_with(kNameIn)) {
            const std::string language = cells[i].substr(kNameIn.size());
            if (!is_language_tag(language))
                return fail(Code::Invalid,
                            fmt::format("'{}' is no language: write name de, name de-AT ..",
                                        language.substr(0, 40)),
                            where);
            if (std::ranges::any_of(header.names,
                                    [&](const auto& known) { return known.first == language; }))
                return fail(Code::Invalid, fmt::format("column '{}' stands twice", cells[i]),
                            where);
            header.names.emplace_back(language, i);
            continue;
        }
        const auto found = std::find(kNames.begin(), kNames.end(), cells[i]);
        if (found == kNames.end())
            return fail(Code::Invalid,
                        fmt::format("column '{}' is not known{}", cells[i].substr(0, 40),
                                    did_you_mean(cells[i], kNames)),
                        where);
        at[static_cast<std::size_t>(found - kNames.begin())] = static_cast<int>(i);
    }
    for (const auto needed : {Prefix, Name, Price})
        if (at[needed] < 0)
            return fail(Code::Invalid, fmt::format("column '{}' is missing", kNames[needed]),
                        where);
    return header;
}

// One destination has one name in a language, on however many rows it stands.
Result<void> read_names(const std::vector<std::string>& cells, const DeckHeader& header,
                        const std::string& destination, const std::string& where, Deck& deck) {
    for (const auto& [language, column] : header.names) {
        const std::string& name = cells[column];
        if (name.empty()) continue;
        const auto [known, is_new] = deck.names[destination].try_emplace(language, name);
        if (!is_new && known->second != name)
            return fail(Code::Invalid,
                        fmt::format("'{}' is '{}' on a row before, here it is '{}'", destination,
                                    known->second, name),
                        where);
    }
    return {};
}

Result<DeckRow> read_row(const std::vector<std::string>& cells, const std::array<int, Columns>& at,
                         const std::string& where) {
    const auto cell = [&](Column column) -> std::string_view {
        return at[column] < 0 ? std::string_view() : cells[static_cast<std::size_t>(at[column])];
    };
    const auto number = [&](Column column) -> Result<Decimal> {
        auto value = Decimal::parse(cell(column));
        if (!value) return fail(value.error().code, value.error().text, where);
        if (value->is_negative()) return fail(Code::Invalid, "a price is not negative", where);
        return *value;
    };
    DeckRow row;
    row.prefix = cell(Prefix);
    const std::string_view digits =
        std::string_view(row.prefix).substr(row.prefix.starts_with('+') ? 1 : 0);
    if (digits.empty() || digits.size() > 20 ||
        digits.find_first_not_of("0123456789") != std::string_view::npos)
        return fail(
            Code::Invalid,
            fmt::format("'{}' is no prefix: digits with an optional +", row.prefix.substr(0, 40)),
            where);
    row.name = cell(Name);
    if (row.name.empty())
        return fail(Code::Invalid, "the name of the destination is missing", where);
    row.per_minute = TRY(number(Price));
    if (!cell(Connect).empty()) row.connect = TRY(number(Connect));
    if (!cell(Increment).empty()) {
        const Decimal seconds = TRY(number(Increment));
        if (seconds.places() > 0 || seconds < Decimal(1) || seconds > Decimal(86'400))
            return fail(Code::Invalid, "an increment is a whole number of seconds from 1 to 86400",
                        where);
        row.increment_s = static_cast<std::int32_t>(seconds.nano() / Decimal::kScale);
    }
    return row;
}

}  // namespace

Result<Deck> parse_deck(std::string_view csv, std::string_view file_name) {
    Deck deck;
    deck.name = file_name.substr(file_name.rfind('/') + 1);
    std::optional<DeckHeader> header;
    int line_number = 0;
    while (!csv.empty()) {
        const std::size_t end = csv.find('\n');
        std::string_view line = csv.substr(0, end);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::string where = fmt::format("{} line {}", file_name, ++line_number);
        if (line.empty()) continue;
        if (!header) {
            header = TRY(read_header(line, where));
            continue;
        }
        const auto cells = TRY(split_row(line, where));
        if (cells.size() < header->cells())
            return fail(Code::Invalid,
                        fmt::format("{} cells, the header has {}", cells.size(), header->cells()),
                        where);
        if (deck.rows.size() == kDeckRows)
            return fail(Code::Limit, fmt::format("more than {} rows", kDeckRows), where);
        deck.rows.push_back(TRY(read_row(cells, header->at, where)));
        deck.rows.back().line = {line_number};
        TRY_VOID(read_names(cells, *header, deck.rows.back().name, where, deck));
    }
    if (deck.rows.empty())
        return fail(Code::Invalid, "the deck has no rows", std::string(file_name));
    std::stable_sort(deck.rows.begin(), deck.rows.end(),
                     [](const auto& a, const auto& b) { return a.prefix < b.prefix; });
    for (std::size_t i = 1; i < deck.rows.size(); ++i)
        if (deck.rows[i].prefix == deck.rows[i - 1].prefix)
            return fail(Code::Invalid,
                        fmt::format("prefix {} stands on line {} too", deck.rows[i].prefix,
                                    deck.rows[i - 1].line.number),
                        fmt::format("{} line {}", file_name, deck.rows[i].line.number));
    return deck;
}

}  // namespace bw::catalog
