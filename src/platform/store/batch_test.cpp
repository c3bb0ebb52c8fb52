#include "platform/store/batch.h"
#include "platform/store/migration.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::store {
namespace {

using ::testing::HasSubstr;

constexpr TenantId kTenant{1};

class Batches : public testing::OnBothStores {
protected:
    Batches() { EXPECT_TRUE(migrate(*database_, platform_schema()).has_value()); }

    Result<Batch> record(TenantId tenant, std::string_view kind, std::string_view content,
                         BatchCounts counts = {}) {
        auto tx = database_->begin(Access::Write);
        const BatchInfo info{kind, "file.csv", crypto::sha256(content), {}, counts};
        auto batch = record_batch(*tx, tenant, info);
        if (batch) tx->commit();
        return batch;
    }
    Batch cut(TenantId tenant) { return current_cut(*database_->begin(Access::Read), tenant); }

    std::unique_ptr<Database> database_ = open(location()).value();
};
ON_BOTH_STORES(Batches);

TEST_P(Batches, NumbersFollowCommitsPerTenant) {
    EXPECT_EQ(cut(kTenant), Batch{0});
    EXPECT_EQ(record(kTenant, "usage", "a").value(), Batch{1});
    EXPECT_EQ(record(kTenant, "usage", "b").value(), Batch{2});
    EXPECT_EQ(record(TenantId{2}, "usage", "a").value(), Batch{1});
    EXPECT_EQ(cut(kTenant), Batch{2});
    EXPECT_EQ(cut(TenantId{2}), Batch{1});
}

TEST_P(Batches, SameContentTwiceAddsNothing) {
    ASSERT_TRUE(record(kTenant, "usage", "a").has_value());
    const auto again = record(kTenant, "usage", "a");
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, Code::Duplicate);
    EXPECT_THAT(again.error().message(), HasSubstr("usage batch 1"));
    EXPECT_EQ(cut(kTenant), Batch{1});
    EXPECT_TRUE(record(kTenant, "prices", "a").has_value());  // another kind is another fact
}

TEST_P(Batches, SourceNeedNotBeText) {
    auto tx = database_->begin(Access::Write);
    const BatchInfo info{"usage", "Z\xE4hler.csv", crypto::sha256("x"), {}, {}};
    ASSERT_TRUE(record_batch(*tx, kTenant, info).has_value());
    const auto source = [](const Row& row) { return row.string(0); };
    EXPECT_EQ(tx->find("SELECT source FROM batch", source), "Z?hler.csv");
}

TEST_P(Batches, UncommittedNumberIsGivenAgain) {
    {
        auto tx = database_->begin(Access::Write);
        const BatchInfo info{"usage", "lost", crypto::sha256("x"), {}, {}};
        EXPECT_EQ(record_batch(*tx, kTenant, info).value(), Batch{1});
        EXPECT_EQ(current_cut(*tx, kTenant), Batch{1});
    }
    EXPECT_EQ(cut(kTenant), Batch{0});
    EXPECT_EQ(record(kTenant, "usage", "a").value(), Batch{1});
}

TEST_P(Batches, CountsMustReconcile) {
    const BatchCounts lost{.received = 10, .accepted = 8, .rejected = 1};
    const auto wrong = record(kTenant, "usage", "a", lost);
    EXPECT_EQ(wrong.error().code, Code::Conflict);
    const BatchCounts good{.received = 10, .accepted = 8, .rejected = 1, .pending = 1};
    ASSERT_TRUE(record(kTenant, "usage", "a", good).has_value());
    ASSERT_TRUE(record(kTenant, "usage", "b", good).has_value());
    const auto sums = counts_of(*database_->begin(Access::Read), kTenant, "usage");
    EXPECT_EQ(sums.received, 20);
    EXPECT_EQ(sums.accepted, 16);
    EXPECT_EQ(sums.rejected, 2);
    EXPECT_EQ(sums.pending, 2);
}

}  // namespace
}  // namespace bw::store
