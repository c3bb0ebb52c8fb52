// Where a PostgreSQL store is: libpq's address with one parameter of ours, the schema.
//     postgresql://billing@db.example:5432/utility?schema=acme
// Not for other rooms.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::store {

struct PostgresAddress {
    std::vector<std::pair<std::string, std::string>> options;  // as libpq names them
    std::string schema = "billwright";
    std::string shown;  // for messages: without the password
    bool has_password = false;

    // The Error repeats nothing of an address that cannot be read: a password may stand in it.
    static Result<PostgresAddress> parse(std::string_view location);
};

bool is_postgres(std::string_view location);

}  // namespace bw::store
