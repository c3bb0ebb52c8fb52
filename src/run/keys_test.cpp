// The whole catalogue: every table of every room is keyed as its family demands (docs/keys.md).
#include "platform/store/keys.h"
#include "run/workspace.h"
#include "testing/stores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::run {

class Keys : public testing::OnBothStores {};
ON_BOTH_STORES(Keys);

TEST_P(Keys, EveryTableOfEveryRoomIsKeyedByItsFamily) {
    EXPECT_THAT(store::check_schema(location(), all_migrations()), ::testing::IsEmpty());
}

}  // namespace bw::run
