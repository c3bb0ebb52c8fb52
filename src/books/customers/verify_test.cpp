#include "books/customers/customers.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

namespace bw::customers {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TenantId kTenant{1};

// Batches of an older store counted rejects that nobody kept: that is known of them, and no
// finding.
TEST(Register, RejectsAreKeptFromTheirMigrationOn) {
    const testing::TempDir dir;
    const auto database = store::open(dir.file("store.db")).value();
    auto all = store::all_of({store::platform_schema(), schema()});
    const auto rejects = std::ranges::find(all, "003_reject", &store::Migration::name);
    ASSERT_NE(rejects, all.end());
    ASSERT_TRUE(store::migrate(*database, std::span(all.begin(), rejects)));
    const auto record = [&](std::string_view name) {
        const auto tx = database->begin(store::Access::Write);
        const auto batch = store::record_batch(
            *tx, kTenant, {"accounts", name, crypto::sha256(name), Instant{}, {3, 1, 2, 0}});
        tx->commit();
        return *batch;
    };
    record("old.csv");
    ASSERT_TRUE(store::migrate(*database, all));
    const auto findings = [&] { return verify(*database->begin(store::Access::Read), kTenant); };
    EXPECT_THAT(findings(), IsEmpty());
    const Batch batch = record("new.csv");
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("batch 2: the rejected rows that are kept are")));
    const auto tx = database->begin(store::Access::Write);
    for (const std::int64_t line : {2, 3}) write_reject(*tx, kTenant, batch, line, "no name");
    tx->commit();
    EXPECT_THAT(findings(), IsEmpty());
}

TEST(Register, WhatIsKnownOfAServicePointIsOfOneThatIsThere) {
    const testing::TempDir dir;
    const auto database = store::open(dir.file("store.db")).value();
    ASSERT_TRUE(store::migrate(*database, store::all_of({store::platform_schema(), schema()})));
    const auto tx = database->begin(store::Access::Write);
    tx->execute("INSERT INTO attribute (tenant_id, bucket, service_point_id, name, from_day, "
                "batch, value) VALUES (?1, 5, 77, 'size', 20000, 1, '4')",
                kTenant);
    EXPECT_THAT(verify(*tx, kTenant),
                ElementsAre("an attribute of a service point that is not there: service point 77"));
}

}  // namespace bw::customers
