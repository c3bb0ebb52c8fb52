#include "books/catalog/when.h"

#include "books/catalog/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace bw::catalog {
namespace {

constexpr const char* kDayNames[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::uint8_t kEveryDay = 0x7f;
constexpr std::uint8_t kWeekdays = 0x1f;
constexpr std::uint8_t kWeekend = 0x60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Words, times and the marks , ; - of a when-text.
struct Token {
    enum class Kind { Word, Time, Mark, End } kind = Kind::End;
    std::string text;
    int minute = 0;
};

Result<Token> read_time(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    while (at < text.size() && (is_digit(text[at]) || text[at] == ':')) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    const std::size_t colon = word.find(':');
    const auto bad =
        fail(Code::Invalid, fmt::format("'{}' is no time; write 07:30, up to 24:00", word));
    if (colon == std::string_view::npos || colon == 0 || colon > 2 || word.size() != colon + 3)
        return bad;
    const auto digit = [&](std::size_t i) { return word[i] - '0'; };
    if (word.find(':', colon + 1) != std::string_view::npos) return bad;
    const int hour = colon == 1 ? digit(0) : digit(0) * 10 + digit(1);
    const int minute = digit(colon + 1) * 10 + digit(colon + 2);
    if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return bad;
    return Token{Token::Kind::Time, std::string(word), hour * 60 + minute};
}

Result<std::vector<Token>> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == ' ' || c == '\t') {
            ++at;
        } else if (c == ',' || c == ';' || c == '-') {
            tokens.push_back({Token::Kind::Mark, std::string(1, c), 0});
            ++at;
        } else if (is_digit(c)) {
            tokens.push_back(TRY(read_time(text, at)));
        } else if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            const std::size_t begin = at;
            while (at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0)
                ++at;
            tokens.push_back({Token::Kind::Word, std::string(text.substr(begin, at - begin)), 0});
        } else {
            return fail(Code::Invalid, fmt::format("'{}' cannot stand in a time window", c));
        }
    }
    tokens.push_back({});
    return tokens;
}

int day_index(std::string_view word) {
    for (int i = 0; i < 7; ++i)
        if (word == kDayNames[i]) return i;
    return -1;
}

std::uint8_t day_bits(int from, int to) {  // wraps: Sat-Mon
    std::uint8_t bits = 0;
    for (int day = from;; day = (day + 1) % 7) {
        bits = static_cast<std::uint8_t>(bits | (1u << day));
        if (day == to) return bits;
    }
}

class WhenParser {
public:
    explicit WhenParser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Result<When> parse() {
        When when;
        if (take_word("otherwise")) {
            when.otherwise = true;
        } else if (!take_word("always")) {
            do {
                if (when.clauses.size() == kClausesPerWhen)
                    return fail(Code::Limit, fmt::format("more than {} clauses", kClausesPerWhen));
                when.clauses.push_back(TRY(clause()));
            } while (take_mark(';') || take_word("and"));
        }
        if (now().kind != Token::Kind::End)
            return fail(
                Code::Invalid,
                fmt::format("'{}' is not expected here; separate clauses with ';'", now().text));
        return when;
    }

private:
    const Token& now() const { return tokens_[at_]; }
    const Token& after() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    bool take_word(std::string_view word) {
        if (now().kind != Token::Kind::Word || now().text != word) return false;
        ++at_;
        return true;
    }
    bool take_mark(char mark) {
        if (now().kind != Token::Kind::Mark || now().text[0] != mark) return false;
        ++at_;
        return true;
    }

    Result<WhenClause> clause() {
        WhenClause result;
        bool days = false;
        if (now().kind == Token::Kind::Word && now().text != "except") {
            result.weekdays = 0;
            TRY_VOID(day_list(result));
            days = true;
        }
        if (now().kind == Token::Kind::Time) TRY_VOID(hour_list(result));
        else if (!days && now().kind != Token::Kind::Word)
            return fail(Code::Invalid, "days or hours are missing; write Mon-Fri 08:00-19:00");
        if (take_word("except")) {
            if (!take_word("holidays"))
                return fail(
                    Code::Invalid,
                    fmt::format("'except {}' is not known; only 'except holidays' is", now().text));
            if (result.holidays)
                return fail(Code::Invalid,
                            "'holidays' and 'except holidays' contradict each other");
            result.except_holidays = true;
        }
        return result;
    }

    Result<void> day_list(WhenClause& result) {
        for (;;) {
            TRY_VOID(day(result));
            const Token& next = after();
            const bool joined = (now().kind == Token::Kind::Mark && now().text == ",") ||
                                (now().kind == Token::Kind::Word && now().text == "and");
            if (!joined || next.kind != Token::Kind::Word) return {};
            ++at_;
        }
    }

    Result<void> day(WhenClause& result) {
        const std::string word = now().text;
        const auto add = [&](std::uint8_t bits) {
            ++at_;
            result.weekdays = static_cast<std::uint8_t>(result.weekdays | bits);
        };
        if (word == "holidays") {
            ++at_;
            result.holidays = true;
            return {};
        }
        if (word == "weekdays") return add(kWeekdays), Result<void>{};
        if (word == "weekends") return add(kWeekend), Result<void>{};
        if (word == "daily") return add(kEveryDay), Result<void>{};
        const int first = TRY(named_day());
        int last = first;
        if (take_mark('-')) last = TRY(named_day());
        result.weekdays = static_cast<std::uint8_t>(result.weekdays | day_bits(first, last));
        return {};
    }

    Result<int> named_day() {
        const int index = now().kind == Token::Kind::Word ? day_index(now().text) : -1;
        if (index < 0)
            return fail(
                Code::Invalid,
                fmt::format("'{}' is no day; write Mon, Tue .. Sun, or holidays", day_words()));
        ++at_;
        return index;
    }

    // The words around the wrong one, as a reader sees them: "Mon-Fry".
    std::string day_words() const {
        std::string words = now().text;
        if (at_ >= 2 && tokens_[at_ - 1].text == "-") words = tokens_[at_ - 2].text + "-" + words;
        else if (after().text == "-" && at_ + 2 < tokens_.size())
            words += "-" + tokens_[at_ + 2].text;
        return words;
    }

    Result<void> hour_list(WhenClause& result) {
        for (;;) {
            const int from = now().minute;
            ++at_;
            if (!take_mark('-') || now().kind != Token::Kind::Time)
                return fail(Code::Invalid, "a time needs an end; write 08:00-19:00");
            const int to = now().minute;
            if (from == to || from == kMinutesPerDay)
                return fail(Code::Invalid, fmt::format("{}-{} is empty; a whole day is 00:00-24:00",
                                                       print_minute(from), now().text));
            ++at_;
            if (result.hours.size() == kHoursPerClause)
                return fail(Code::Limit, fmt::format("more than {} ranges of hours in a clause",
                                                     kHoursPerClause));
            result.hours.push_back({from, to == 0 ? kMinutesPerDay : to});
            const bool joined = (now().kind == Token::Kind::Mark && now().text == ",") ||
                                (now().kind == Token::Kind::Word && now().text == "and");
            if (!joined || after().kind != Token::Kind::Time) return {};
            ++at_;
        }
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

// A clause that says nothing but 'every day, all hours' is the same as no clause at all.
When simplified(When when) {
    for (auto& clause : when.clauses)
        if (clause.hours == std::vector{MinuteRange{}}) clause.hours.clear();
    if (when.clauses == std::vector{WhenClause{}}) when.clauses.clear();
    return when;
}

std::string print_days(const WhenClause& clause) {
    std::string out;
    const auto add = [&](const std::string& word) { out += (out.empty() ? "" : ", ") + word; };
    if (clause.weekdays == kEveryDay) {
        // 'daily' must be written where 'holidays' alone would read as 'on holidays only'.
        if (clause.holidays) add("daily");
    } else {
        for (int day = 0; day < 7; ++day) {
            if (((clause.weekdays >> day) & 1) == 0) continue;
            int last = day;
            while (last < 6 && ((clause.weekdays >> (last + 1)) & 1) != 0) ++last;
            add(last > day ? fmt::format("{}-{}", kDayNames[day], kDayNames[last])
                           : kDayNames[day]);
            day = last;
        }
    }
    if (clause.holidays) add("holidays");
    return out;
}

std::string print_clause(const WhenClause& clause) {
    std::string out = print_days(clause);
    std::string hours;
    for (const auto& range : clause.hours)
        hours += fmt::format("{}{}-{}", hours.empty() ? "" : ", ", print_minute(range.from),
                             print_minute(range.to));
    if (out.empty() && hours.empty()) out = "daily";
    if (!hours.empty()) out += (out.empty() ? "" : " ") + hours;
    if (clause.except_holidays) out += " except holidays";
    return out;
}

}  // namespace

bool WhenClause::holds_minute(int minute) const {
    return hours.empty() ||
           std::any_of(hours.begin(), hours.end(), [&](const auto& r) { return r.holds(minute); });
}

bool When::holds(int weekday, bool is_holiday, int minute) const {
    if (otherwise) return false;
    if (clauses.empty()) return true;
    return std::any_of(clauses.begin(), clauses.end(), [&](const WhenClause& clause) {
        return clause.holds_day(weekday, is_holiday) && clause.holds_minute(minute);
    });
}

std::vector<int> When::edges() const {
    std::set<int> edges;
    for (const auto& clause : clauses)
        for (const auto& range : clause.hours)
            for (const int edge : {range.from, range.to})
                if (edge > 0 && edge < kMinutesPerDay) edges.insert(edge);
    return {edges.begin(), edges.end()};
}

bool When::uses_holidays() const {
    return std::any_of(clauses.begin(), clauses.end(), [](const WhenClause& clause) {
        return clause.holidays || clause.except_holidays;
    });
}

Result<When> parse_when(std::string_view text) {
    if (text.size() > kWhenTextBytes)
        return fail(Code::Limit,
                    fmt::format("a time window of more than {} letters", kWhenTextBytes));
    auto tokens = TRY(tokens_of(text));
    return simplified(TRY(WhenParser(std::move(tokens)).parse()));
}

std::optional<int> parse_minute(std::string_view text) {
    std::size_t at = 0;
    const auto time = read_time(text, at);
    if (!time || at != text.size()) return std::nullopt;
    return time->minute;
}

std::string print_minute(int minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string print_when(const When& when) {
    if (when.otherwise) return "otherwise";
    if (when.clauses.empty()) return "always";
    std::string out;
    for (const auto& clause : when.clauses) out += (out.empty() ? "" : "; ") + print_clause(clause);
    return out;
}

WeekGrid::WeekGrid(const std::vector<const When*>& windows) {
    std::set<int> edges{0, kMinutesPerDay};  // between two edges nothing changes
    for (const auto* window : windows)
        for (const int edge : window->edges()) edges.insert(edge);
    for (std::size_t day_row = 0; day_row < cells_.size(); ++day_row) {
        const int weekday = static_cast<int>(day_row % 7) + 1;
        const bool is_holiday = day_row >= 7;
        cells_[day_row].resize(kMinutesPerDay);
        ends_[day_row].resize(kMinutesPerDay);
        for (auto from = edges.begin(); std::next(from) != edges.end(); ++from) {
            const std::int16_t cell = cell_at(windows, weekday, is_holiday, *from);
            std::fill(cells_[day_row].begin() + *from, cells_[day_row].begin() + *std::next(from),
                      cell);
        }
        std::int16_t end = kMinutesPerDay;
        for (std::size_t minute = kMinutesPerDay; minute-- > 0;) {
            ends_[day_row][minute] = end;
            if (minute > 0 && cells_[day_row][minute - 1] != cells_[day_row][minute])
                end = static_cast<std::int16_t>(minute);
        }
    }
}

std::int16_t WeekGrid::cell_at(const std::vector<const When*>& windows, int weekday,
                               bool is_holiday, int minute) {
    std::int16_t found = kGap;
    std::int16_t rest = kGap;
    for (std::size_t w = 0; w < windows.size(); ++w) {
        if (windows[w]->otherwise) rest = static_cast<std::int16_t>(w);
        if (!windows[w]->holds(weekday, is_holiday, minute)) continue;
        found = found == kGap ? static_cast<std::int16_t>(w) : kOverlap;
    }
    return found == kGap ? rest : found;
}

}  // namespace bw::catalog
