#include "platform/store/keys.h"

#include "platform/store/dialect.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace bw::store {
namespace {

constexpr std::string_view kMark = "-- family: ";

std::optional<Family> parse_family(std::string_view word) {
    if (word == "payer") return Family::Payer;
    if (word == "place") return Family::Place;
    if (word == "register") return Family::Register;
    if (word == "root") return Family::Root;
    return std::nullopt;
}

std::vector<std::string> leading_columns(Family family) {
    switch (family) {
        case Family::Payer: return {"tenant_id", "bucket", "billing_account_id"};
        case Family::Place: return {"tenant_id", "bucket", "service_point_id"};
        case Family::Register: return {"tenant_id"};
        case Family::Root: return {};
    }
    return {};
}

// Line by line: a mark counts for the next CREATE TABLE.
Result<void> read_marks(const Migration& migration, FamilyRegistry& registry) {
    const std::string subject = fmt::format("{}/{}", migration.room, migration.name);
    Family next = Family::Root;
    bool is_marked = false;
    for (std::string_view left = migration.sql; !left.empty();) {
        const std::size_t end = std::min(left.find('\n'), left.size());
        std::string_view line = left.substr(0, end);
        left.remove_prefix(std::min(end + 1, left.size()));
        while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with(kMark)) {
            const auto family = parse_family(line.substr(kMark.size()));
            if (!family)
                return fail(Code::Invalid,
                            fmt::format("'{}': not payer, place, register or root", line), subject);
            next = *family;
            is_marked = true;
        } else if (const std::string table = created_table(line); !table.empty()) {
            if (!is_marked)
                return fail(Code::Invalid,
                            fmt::format("table {} has no line '{}payer' (or place, register) "
                                        "above it",
                                        table, kMark),
                            subject);
            registry[table] = next;
            is_marked = false;
        }
    }
    return {};
}

}  // namespace

Result<FamilyRegistry> families_of(std::span<const Migration> all) {
    FamilyRegistry registry;
    for (const Migration& migration : all) TRY_VOID(read_marks(migration, registry));
    return registry;
}

std::vector<std::string> check_key_families(std::span<const TableInfo> tables,
                                            const FamilyRegistry& registry) {
    std::vector<std::string> problems;
    for (const TableInfo& table : tables) {
        const auto place = registry.find(table.name);
        if (place == registry.end()) {
            problems.push_back(table.name + " has no key family");
            continue;
        }
        const bool may_be_root = table.name == "migration" || table.name == "tenant";
        if (place->second == Family::Root && !may_be_root)
            problems.push_back(table.name + " is of the root family, which is for migration and "
                                            "tenant only");
        const auto leading = leading_columns(place->second);
        for (const auto& key : table.unique_keys)
            if (key.size() < leading.size() ||
                !std::equal(leading.begin(), leading.end(), key.begin()))
                problems.push_back(fmt::format("{}: key ({}) does not begin with ({})", table.name,
                                               fmt::join(key, ", "), fmt::join(leading, ", ")));
    }
    return problems;
}

std::vector<std::string> check_schema(const std::string& location, std::span<const Migration> all) {
    auto registry = families_of(all);
    if (!registry) return {registry.error().message()};
    auto database = open(location);
    if (!database) return {database.error().message()};
    if (const auto applied = migrate(**database, all); !applied) return {applied.error().message()};
    return check_key_families(describe(*(*database)->begin(Access::Read)), *registry);
}

}  // namespace bw::store
