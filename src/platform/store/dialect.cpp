#include "platform/store/dialect.h"

#include "platform/store/migration.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace bw::store {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool same_word(std::string_view a, std::string_view upper) {
    return std::ranges::equal(
        a, upper, [](char x, char y) { return std::toupper(static_cast<unsigned char>(x)) == y; });
}

// End of the token that begins at `at`: a word, a quoted piece, a comment or one character.
std::size_t token_end(std::string_view sql, std::size_t at) {
    const char c = sql[at];
    if (c == '\'' || c == '"') {
        const std::size_t close = sql.find(c, at + 1);  // '' inside is two quoted pieces in a row
        return close == sql.npos ? sql.size() : close + 1;
    }
    if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
    if (sql.substr(at, 2) == "/*") {
        const std::size_t close = sql.find("*/", at + 2);
        return close == sql.npos ? sql.size() : close + 2;
    }
    std::size_t end = at + 1;
    if (is_word(c) || c == '?')  // a parameter is one token with its number
        while (end < sql.size() && is_word(sql[end])) ++end;
    return end;
}

bool is_comment(std::string_view token) {
    return token.starts_with("--") || token.starts_with("/*");
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

std::vector<std::string> statements_of(std::string_view sql) {
    std::vector<std::string> statements;
    std::string current;
    const auto finish = [&] {
        if (auto statement = trimmed(current); !statement.empty())
            statements.push_back(std::move(statement));
        current.clear();
    };
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t end = token_end(sql, at);
        const std::string_view token = sql.substr(at, end - at);
        if (token == ";") finish();
        else if (is_comment(token)) current += ' ';
        else current += token;
        at = end;
    }
    finish();
    return statements;
}

std::string to_sqlite(std::string_view statement) {
    std::string out;
    bool has_key = false;
    for (std::size_t at = 0; at < statement.size();) {
        const std::size_t end = token_end(statement, at);
        const std::string_view token = statement.substr(at, end - at);
        has_key |= same_word(token, "PRIMARY");
        out += same_word(token, "BIGINT") ? "INTEGER" : token;
        at = end;
    }
    // Rows lie in the tree of their key: no second tree, and none of its searches.
    if (!created_table(statement).empty()) out += has_key ? " STRICT, WITHOUT ROWID" : " STRICT";
    return out;
}

std::string to_postgres(std::string_view statement) {
    std::string out;
    int words = 0;  // since the column's definition began: its name, then its type
    for (std::size_t at = 0; at < statement.size();) {
        const std::size_t end = token_end(statement, at);
        const std::string_view token = statement.substr(at, end - at);
        const bool is_type = words == 1;
        if (token == "(" || token == "," || same_word(token, "COLUMN")) words = 0;
        else if (is_word(token[0]) || token[0] == '"') ++words;
        if (is_type && same_word(token, "TEXT")) out += "TEXT COLLATE \"C\"";
        else if (is_type && same_word(token, "BLOB")) out += "BYTEA";
        else out += token;
        at = end;
    }
    return out;
}

NumberedSql with_dollars(std::string_view sql) {
    NumberedSql out;
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t end = token_end(sql, at);
        const std::string_view token = sql.substr(at, end - at);
        int number = 0;
        if (token.starts_with('?') &&
            std::from_chars(token.data() + 1, token.data() + token.size(), number).ec ==
                std::errc()) {
            out.parameters = std::max(out.parameters, number);
            out.text += '$';
            out.text += token.substr(1);
        } else {
            out.text += token;
        }
        at = end;
    }
    return out;
}

namespace {

// The table of "VERB TABLE [IF [NOT] EXISTS] name"; empty for any other statement.
std::string table_of(std::string_view statement, std::string_view verb) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < statement.size() && words.size() < 6;) {
        const std::size_t end = token_end(statement, at);
        const std::string_view token = statement.substr(at, end - at);
        if (is_word(token[0])) words.push_back(token);
        at = end;
    }
    if (words.size() < 3 || !same_word(words[0], verb) || !same_word(words[1], "TABLE")) return {};
    std::size_t name = 2;
    if (same_word(words[2], "IF")) name = words.size() > 3 && same_word(words[3], "NOT") ? 5 : 4;
    return name < words.size() ? std::string(words[name]) : std::string();
}

}  // namespace

std::string created_table(std::string_view statement) { return table_of(statement, "CREATE"); }

std::string dropped_table(std::string_view statement) { return table_of(statement, "DROP"); }

}  // namespace bw::store
