#include "platform/store/store.h"

#include "base/utf8.h"
#include "platform/blob/blob.h"
#include "platform/store/postgres.h"
#include "platform/store/sqlite.h"
#include "platform/store/sqlite_fault_vfs.h"

#include <fmt/format.h>

namespace bw::store {

std::int32_t Row::small(int column) const {
    const std::int64_t value = integer(column);
    if (value < INT32_MIN || value > INT32_MAX)
        throw StoreError(
            fmt::format("column {} of a row holds {}, more than 32 bits", column, value), false);
    return static_cast<std::int32_t>(value);
}

Result<std::unique_ptr<Database>> open(const std::string& location, faults::Faults* faults,
                                       Access access) {
    if (location.empty())
        return fail(Code::Invalid, "no location is given; name a file such as workspace/store.db");
    if (is_postgres(location))
        return PostgresDatabase::open(TRY(PostgresAddress::parse(location)), faults, access);
    if (access == Access::Read && blob::size_of(location) < 0)
        return fail(Code::NotFound, "there is no store", location);
    return std::make_unique<SqliteDatabase>(location, faults, access);
}

Result<void> check_address(const std::string& location) {
    if (!is_postgres(location))
        return fail(Code::Invalid, "the address of a store on a server begins with postgresql://");
    const auto address = TRY(PostgresAddress::parse(location));
    if (address.has_password)
        return fail(Code::Refused,
                    "a password does not belong in a file or on a command line; leave it out and "
                    "put it into ~/.pgpass (one line host:port:database:user:password, mode 0600)",
                    address.shown);
    return {};
}

void require_text(std::string_view text, std::string_view doing) {
    if (is_utf8_text(text)) return;
    throw StoreError(fmt::format("a text with the byte 0, or that is not UTF-8, is neither stored "
                                 "nor looked for; in: {}",
                                 doing),
                     false);
}

}  // namespace bw::store
