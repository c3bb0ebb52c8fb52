#include "testing/stores.h"

#include "testing/postgres_server.h"

namespace bw::testing {

TestStore::TestStore(StoreKind kind) {
    if (kind == StoreKind::Sqlite) {
        location_ = dir_.file("store.db");
        return;
    }
    static int count = 0;
    schema_ = "test_" + std::to_string(++count);
    location_ = shared_postgres().location(schema_);
}

TestStore::~TestStore() {
    if (schema_.empty()) return;
    // Rows of many tests would fill the memory; a test that stopped its server has lost them
    // anyway.
    try {
        shared_postgres().execute("DROP SCHEMA IF EXISTS " + schema_ + " CASCADE");
    } catch (const std::runtime_error& error) {
        ADD_FAILURE() << error.what();
    }
}

void TestStore::forget_rows() {
    if (schema_.empty()) return;
    shared_postgres().execute(
        "SET session_replication_role = replica; "  // rows go in any order of tables
        "DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables "
        "WHERE schemaname = '" +
        schema_ +
        "' AND tablename <> 'migration' LOOP "
        "EXECUTE format('DELETE FROM " +
        schema_ + ".%I', name); END LOOP; END $$");
}

}  // namespace bw::testing
