// SQL as text: splitting a migration into statements and translating them. Not for other rooms.
#pragma once

#include <string>
#include <string_view>

namespace bw::store {

// BIGINT becomes INTEGER, and a table becomes STRICT, so that a text never sits in a number's
// column; one with a key becomes the tree of that key.
std::string to_sqlite(std::string_view statement);

// TEXT sorts by its bytes, as in SQLite (COLLATE "C"), and BLOB becomes BYTEA.
std::string to_postgres(std::string_view statement);

// ?1 ?2 .. as $1 $2 ..; `parameters` is the highest number.
struct NumberedSql {
    std::string text;
    int parameters = 0;
};
NumberedSql with_dollars(std::string_view sql);

// "posting" of "CREATE TABLE posting (..."; empty for any other statement.
std::string created_table(std::string_view statement);
// The same of "DROP TABLE posting".
std::string dropped_table(std::string_view statement);

}  // namespace bw::store
