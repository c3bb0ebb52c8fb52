#include "platform/store/postgres_address.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace bw::store {
namespace {

constexpr std::string_view kExample = "postgresql://user@host:5432/database?schema=name";
constexpr std::size_t kNameMax = 63;  // PostgreSQL cuts longer names in silence

Result<std::string> parse_schema(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    const bool good = !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, fits) &&
                      (name[0] < '0' || name[0] > '9') && !name.starts_with("pg_");
    if (!good)
        return fail(Code::Invalid,
                    fmt::format("a schema's name is small letters, digits and '_', at most {}, and "
                                "begins with a letter but not with pg_",
                                kNameMax));
    return std::string(name);
}

// Takes schema=.. out of the parameters behind the '?'; the rest is libpq's.
Result<std::string> take_schema(std::string_view location, std::string& schema) {
    const std::size_t mark = location.find('?');
    std::string rest(location.substr(0, mark));
    if (mark == location.npos) return rest;
    char separator = '?';
    for (std::string_view left = location.substr(mark + 1); !left.empty();) {
        const std::size_t end = std::min(left.find('&'), left.size());
        const std::string_view parameter = left.substr(0, end);
        left.remove_prefix(std::min(end + 1, left.size()));
        constexpr std::string_view kSchema = "schema=";
        if (parameter.starts_with(kSchema)) {
            schema = TRY(parse_schema(parameter.substr(kSchema.size())));
            continue;
        }
        rest += separator;
        rest += parameter;
        separator = '&';
    }
    return rest;
}

}  // namespace

bool is_postgres(std::string_view location) {
    return location.starts_with("postgresql://") || location.starts_with("postgres://");
}

Result<PostgresAddress> PostgresAddress::parse(std::string_view location) {
    PostgresAddress address;
    const std::string plain = TRY(take_schema(location, address.schema));
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(plain.c_str(), nullptr), PQconninfoFree);
    if (!options)
        return fail(
            Code::Invalid,
            fmt::format("this is no address of a PostgreSQL store; one looks like {}", kExample));
    const auto value = [&](std::string_view name) -> std::string {
        const auto place =
            std::ranges::find(address.options, name, &std::pair<std::string, std::string>::first);
        return place == address.options.end() ? std::string() : place->second;
    };
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr && *option->val != '\0')
            address.options.emplace_back(option->keyword, option->val);
    address.has_password = !value("password").empty();
    const std::string user = value("user"), port = value("port");
    address.shown = fmt::format("postgresql://{}{}{}/{}?schema={}", user.empty() ? "" : user + "@",
                                value("host").empty() ? value("hostaddr") : value("host"),
                                port.empty() ? "" : ":" + port, value("dbname"), address.schema);
    return address;
}

}  // namespace bw::store
