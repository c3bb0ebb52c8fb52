// Which key family a table belongs to, and whether its keys obey (docs/keys.md). So that a
// distributed PostgreSQL can shard by bucket without a change of schema, and one account's rows lie
// together. The family stands in a comment above the table in its migration: one source.
//     -- family: payer
//     CREATE TABLE posting ( .. )
#pragma once

#include "platform/store/migration.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::store {

enum class Family {
    Payer,     // every primary and unique key begins (tenant_id, bucket, billing_account_id)
    Place,     // .. (tenant_id, bucket, service_point_id)
    Register,  // .. (tenant_id), and the table stays small
    Root       // no tenant: 'migration' and 'tenant' only
};

using FamilyRegistry = std::map<std::string, Family, std::less<>>;

// Table -> family, from the comments. A table without one, or with an unknown one, is an Error.
Result<FamilyRegistry> families_of(std::span<const Migration> all);

// Each table that breaks the rule of its family, or is missing from the registry, as a sentence;
// empty is good.
std::vector<std::string> check_key_families(std::span<const TableInfo> tables,
                                            const FamilyRegistry& registry);

// For the test of a room: migrates a new store at `location` and checks all of it.
std::vector<std::string> check_schema(const std::string& location, std::span<const Migration> all);

}  // namespace bw::store
