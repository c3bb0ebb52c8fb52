#include "books/releases/releases.h"
#include "testing/stores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::releases {
namespace {

constexpr TenantId kTenant{1};
constexpr Batch kEver{1'000'000};

LocalDate day(int month, int number) { return LocalDate::of(2026, month, number); }

class Releases : public testing::OnBothStores {
protected:
    Releases() {
        EXPECT_TRUE(
            store::migrate(*database_, store::all_of({store::platform_schema(), schema()})));
    }
    Result<Release> make(LocalDate from, std::string text, TenantId tenant = kTenant) {
        auto tx = database_->begin(store::Access::Write);
        auto made =
            release(*tx, tenant, {"bill", from, {{"bill.xml", std::move(text)}}, "ada", "why", {}});
        if (made) tx->commit();
        return made;
    }
    std::string text_on(LocalDate issued_on, Batch cut = kEver, TenantId tenant = kTenant) {
        const auto tx = database_->begin(store::Access::Read);
        const auto found = in_force(*tx, tenant, "bill", issued_on, AsOf{cut});
        return found ? load(*tx, tenant, found->hash).value().front().text : "none";
    }

    std::unique_ptr<store::Database> database_ = store::open(location()).value();
};
ON_BOTH_STORES(Releases);

TEST_P(Releases, TheLatestFirstDayUpToTheDayOfIssueHolds) {
    ASSERT_TRUE(make(day(3, 1), "march"));
    ASSERT_TRUE(make(day(5, 1), "may"));
    EXPECT_EQ(text_on(day(2, 28)), "none");
    EXPECT_EQ(text_on(day(3, 1)), "march");
    EXPECT_EQ(text_on(day(4, 30)), "march");
    EXPECT_EQ(text_on(day(5, 1)), "may");
    EXPECT_EQ(text_on(day(5, 1), kEver, TenantId{2}), "none");
}

TEST_P(Releases, ARunKeepsTheOneOfItsCut) {
    const auto first = make(day(3, 1), "march");
    const auto second = make(day(3, 1), "march, mended");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(text_on(day(4, 1), first->batch), "march");
    EXPECT_EQ(text_on(day(4, 1), second->batch), "march, mended");
}

TEST_P(Releases, PicturesAreKeptByteByByte) {
    const Files files = {{"images/a.png", std::string("\x89PNG\r\n\0\xFF", 8)},
                         {"images/b.svg", "<svg/>"}};
    const auto tx = database_->begin(store::Access::Write);
    const auto hash = keep(*tx, kTenant, files);
    EXPECT_EQ(load(*tx, kTenant, hash).value(), files);
    EXPECT_TRUE(verify(*tx, kTenant).empty());
}

TEST_P(Releases, TheSameAgainAddsNothingButAfterAnotherItHoldsOnceMore) {
    ASSERT_TRUE(make(day(3, 1), "a"));
    const auto again = make(day(3, 1), "a");
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, Code::Duplicate);
    ASSERT_TRUE(make(day(3, 1), "b"));
    ASSERT_TRUE(make(day(3, 1), "a"));
    EXPECT_EQ(text_on(day(3, 1)), "a");
    const auto tx = database_->begin(store::Access::Read);
    EXPECT_EQ(list(*tx, kTenant).size(), 3U);
    EXPECT_EQ(tx->integer("SELECT COUNT(*) FROM template_text"), 2);
}

TEST_P(Releases, TheHashIsOfNamesAndTexts) {
    EXPECT_EQ(hash_of({{"a", "1"}, {"b", "2"}}), hash_of({{"b", "2"}, {"a", "1"}}));
    EXPECT_NE(hash_of({{"a", "1"}, {"b", "2"}}), hash_of({{"a", "2"}, {"b", "1"}}));
    EXPECT_NE(hash_of({{"a", "1b"}}), hash_of({{"a", "1"}, {"b", ""}}));
    EXPECT_EQ(hash_of({}).size(), 64U);
    const auto tx = database_->begin(store::Access::Read);
    EXPECT_EQ(load(*tx, kTenant, "0").error().code, Code::NotFound);
}

TEST_P(Releases, AHashIsKnownByItsFirstDigits) {
    const auto a = make(day(3, 1), "a");
    ASSERT_TRUE(a && make(day(4, 1), "b"));
    const auto tx = database_->begin(store::Access::Read);
    EXPECT_EQ(find_hash(*tx, kTenant, a->hash.substr(0, 12)), a->hash);
    EXPECT_EQ(find_hash(*tx, kTenant, "").error().code, Code::Invalid);
    EXPECT_EQ(find_hash(*tx, kTenant, "x").error().code, Code::Invalid);
    EXPECT_EQ(find_hash(*tx, kTenant, a->hash + "0").error().code, Code::NotFound);
}

TEST_P(Releases, VerifyTellsWhatIsDamagedOrLost) {
    ASSERT_TRUE(make(day(3, 1), "a"));
    ASSERT_TRUE(make(day(4, 1), "b"));
    auto tx = database_->begin(store::Access::Write);
    EXPECT_THAT(verify(*tx, kTenant), ::testing::IsEmpty());
    tx->execute("UPDATE template_text SET files = '{}' WHERE hash = ?1",
                hash_of({{"bill.xml", "a"}}));
    tx->execute("DELETE FROM template_text WHERE hash = ?1", hash_of({{"bill.xml", "b"}}));
    EXPECT_THAT(
        verify(*tx, kTenant),
        ::testing::ElementsAre(::testing::HasSubstr("does not match its checksum"),
                               ::testing::HasSubstr("released from 2026-04-01 is not there")));
}

}  // namespace
}  // namespace bw::releases
