#include "books/tariff_sources/rate_deck/deck.h"

#include "base/utf8.h"
#include "books/catalog/parse.h"
#include "books/tariff_sources/rate_deck/columns.h"
#include "books/tariff_sources/rate_deck/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace bw::tariff_sources::rate_deck {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kOurs = "prefix,name,price per minute,connect,increment\n";

// Line after line, without its end; Excel may say the separator before the header.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {
        if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
        if (!next()) return;
        if (constexpr std::string_view kSays = "sep="; line.starts_with(kSays)) {
            if (line.size() > kSays.size()) separator_ = line[kSays.size()];
            else separator_ = '\t';
            (void)next();
        }
        if (!separator_) separator_ = separator_of(line);
    }
    bool next() {
        do {
            if (rest_.empty()) return false;
            const std::size_t end = std::min(rest_.find('\n'), rest_.size());
            line = rest_.substr(0, end);
            rest_.remove_prefix(std::min(end + 1, rest_.size()));
            if (line.ends_with('\r')) line.remove_suffix(1);
            ++number;
        } while (line.empty());
        return true;
    }
    [[nodiscard]] std::vector<std::string> cells() const {
        return split(line, separator_.value_or(','));
    }

    std::string_view line;
    int number = 0;

private:
    std::string_view rest_;
    std::optional<char> separator_;
};

struct Row {
    int line = 0;
    std::map<Column, std::string> cells;
    [[nodiscard]] std::string at(Column column) const {
        const auto found = cells.find(column);
        return found == cells.end() ? "" : found->second;
    }
};

bool is_price(Column column) {
    return column == Column::PerMinute || column == Column::PerSecond || column == Column::Price;
}

class Reader {
public:
    Reader(std::string_view text, std::string_view file) : lines_(text), file_(file) {}

    Result<Taken> read() {
        TRY_VOID(read_header());
        TRY_VOID(read_rows());
        const auto marks = marks_of(prices_);
        if (!marks) return fail(Code::Invalid, marks.error(), std::string(file_));
        marks_ = *marks;
        std::string ours(kOurs);
        for (const auto& row : rows_) TRY_VOID(add(row, ours));
        Taken taken;
        auto deck = catalog::parse_deck(ours, file_);
        if (!deck) return std::unexpected(deck.error());
        for (auto& row : deck->rows)
            row.line = {line_of_[static_cast<std::size_t>(row.line.number) - 2]};
        taken.decks.push_back(std::move(*deck));
        tell(taken);
        return taken;
    }

private:
    [[nodiscard]] std::unexpected<Error> bad(int line, std::string why) const {
        return fail(Code::Invalid, std::move(why), fmt::format("{} line {}", file_, line));
    }

    Result<void> read_header() {
        header_ = std::string(lines_.line);
        header_line_ = lines_.number;
        for (const auto& cell : lines_.cells()) {
            const Named named = column_named(cell);
            if (named.column == Column::Unknown)
                return bad(header_line_,
                           fmt::format("a column '{}', which may change what is paid", cell));
            if (named.column == Column::Price)
                return bad(header_line_,
                           fmt::format("a column '{}' that does not say of which time: name it "
                                       "'price per minute' or 'price per second'",
                                       cell));
            const bool is_second =
                named.column != Column::NoMoney && std::ranges::count(columns_, named.column) > 0;
            if (is_second)
                return bad(header_line_, fmt::format("a second column of the same, '{}'", cell));
            if (!named.currency.empty()) currencies_ += " " + named.currency;
            columns_.push_back(named.column);
        }
        if (std::ranges::count_if(columns_, is_price) > 1)
            return bad(header_line_, "two prices, of a minute and of a second");
        if (std::ranges::count(columns_, Column::Name) == 0)
            return bad(header_line_, "no column names the destinations");
        return {};
    }

    Result<void> read_rows() {
        while (lines_.next()) {
            if (!is_utf8_text(lines_.line))
                return bad(lines_.number, "a text that is not UTF-8: save the file as UTF-8");
            const auto cells = lines_.cells();
            if (cells.empty()) return bad(lines_.number, "a quote is not closed on its line");
            if (std::ranges::all_of(cells, &std::string::empty)) continue;
            if (cells.size() != columns_.size())
                return bad(lines_.number, fmt::format("{} cells, the header has {}", cells.size(),
                                                      columns_.size()));
            Row row{lines_.number, {}};
            for (std::size_t i = 0; i < cells.size(); ++i) {
                row.cells[columns_[i]] = cells[i];
                if (is_price(columns_[i]) || columns_[i] == Column::Connect)
                    prices_.push_back(cells[i]);
            }
            if (const auto from = row.at(Column::From); !from.empty()) ++from_[from];
            rows_.push_back(std::move(row));
        }
        if (rows_.empty()) return fail(Code::Invalid, "the deck has no rows", std::string(file_));
        return {};
    }

    Result<void> add(const Row& row, std::string& ours) {
        const bool is_second = row.cells.contains(Column::PerSecond);
        const auto number = [&](Column column) -> Result<std::string> {
            const auto said = plain_number(row.at(column), marks_);
            if (!said) return bad(row.line, said.error());
            return *said;
        };
        std::string price = TRY(number(is_second ? Column::PerSecond : Column::PerMinute));
        if (is_second && !price.empty()) {
            constexpr int kSecondsOfMinute = 60;
            const auto second = Decimal::parse(price);
            if (!second) return bad(row.line, second.error().text);
            price = Decimal::from_nano(second->nano() * kSecondsOfMinute).to_string();
        }
        const auto increment =
            increment_of(row.at(Column::Increment), row.at(Column::FirstIncrement));
        if (!increment) return bad(row.line, increment.error());
        std::string name;
        for (const char c : row.at(Column::Name)) name += c == '"' ? "\"\"" : std::string(1, c);
        const auto prefixes = prefixes_of(row.at(Column::Prefix));
        if (!prefixes) return bad(row.line, prefixes.error());
        const std::string connect = TRY(number(Column::Connect));
        for (const auto& prefix : *prefixes) {
            const std::string digits = prefix.substr(prefix.starts_with('+') ? 1 : 0);
            const auto [other, is_new] = line_of_prefix_.emplace(digits, row.line);
            if (!is_new)
                return bad(row.line,
                           fmt::format("prefix {} stands on line {} too", prefix, other->second));
            const std::string one =
                fmt::format("{},\"{}\",{},{},{}\n", prefix, name, price, connect, *increment);
            // Its rules are those of the format; what breaks them is told with the line of the row.
            if (prefix == prefixes->front())
                if (auto tried = catalog::parse_deck(std::string(kOurs) + one, file_); !tried)
                    return bad(row.line, tried.error().text);
            ours += one;
            line_of_.push_back(row.line);
        }
        return {};
    }

    void tell(Taken& taken) const {
        std::string as;
        for (const auto column : columns_) as += (as.empty() ? "" : ", ") + meaning(column);
        const auto say = [&](Severity severity, std::string why) {
            taken.findings.push_back({severity, header_line_, "columns", header_, std::move(why)});
        };
        say(Severity::Reading, "read as " + as +
                                   "; the currency is that of the plan that names the deck" +
                                   (currencies_.empty() ? "" : ", which must be" + currencies_));
        if (marks_ == Marks::DecimalComma)
            say(Severity::Reading, "a comma in a price is its decimal point");
        if (from_.size() == 1)
            say(Severity::Reading,
                fmt::format("its prices hold from {}: let no plan name the deck before",
                            from_.begin()->first));
        if (from_.size() > 1)
            say(Severity::Refused,
                fmt::format("its rows hold from {} different days, {} to {} as texts: the deck "
                            "holds them all from the day that a plan names it",
                            from_.size(), from_.begin()->first, from_.rbegin()->first));
    }

    static std::string meaning(Column column) {
        switch (column) {
            case Column::Prefix: return "prefix";
            case Column::Name: return "name";
            case Column::PerMinute: return "price per minute";
            case Column::PerSecond: return "a sixtieth of the price per minute";
            case Column::Connect: return "connect";
            case Column::Increment: return "increment";
            case Column::FirstIncrement: return "the first increment";
            case Column::From: return "the day from which a row holds";
            case Column::NoMoney: return "nothing that is paid";
            case Column::Price:
            case Column::Unknown: break;
        }
        return "?";
    }

    Lines lines_;
    std::string_view file_;
    std::string header_, currencies_;
    int header_line_ = 1;
    Marks marks_ = Marks::Point;
    std::vector<Column> columns_;
    std::vector<Row> rows_;
    std::vector<std::string> prices_;
    std::map<std::string, int> from_;            // days as they are written, and rows of each
    std::map<std::string, int> line_of_prefix_;  // without a plus
    std::vector<int> line_of_;                   // of each row of ours
};

}  // namespace

bool is_deck(std::string_view text) {
    constexpr std::size_t kHeader = 4096;
    const Lines lines(text.substr(0, kHeader));
    if (lines.line.empty() || lines.line.front() == '{') return false;
    bool has_prefix = false, has_price = false;
    for (const auto& cell : lines.cells()) {
        const Column column = column_named(cell).column;
        has_prefix = has_prefix || column == Column::Prefix;
        has_price = has_price || is_price(column);
    }
    return has_prefix && has_price;
}

Result<Taken> read_deck(std::string_view text, std::string_view file, const Options& /*options*/) {
    return Reader(text, file).read();
}

}  // namespace bw::tariff_sources::rate_deck
