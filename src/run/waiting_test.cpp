// Readings that came before their account, and the ways on which they come in.
#include "books/customers/customers.h"
#include "run/company_test.h"
#include "run/explain.h"
#include "run/verify.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const LocalDate kApril = LocalDate::of(2026, 4, 1);

class Waiting : public testing::OnBothStores {
protected:
    void SetUp() override {
        ASSERT_TRUE(company_.import("catalog.yaml", kCatalogText));
        ASSERT_TRUE(company_.import("issuer.yaml", kIssuerText));
        const auto april = company_.import("april.csv", april_);
        ASSERT_TRUE(april);
        ASSERT_EQ(april->pending, 720);
        ASSERT_EQ(april->unknown_total, 1);
        ASSERT_FALSE(april->adopted);
    }
    // As an import does that dies before it looks for readings.
    void bring_only_the_account() {
        const auto& w = *company_.workspace;
        const auto tx = w.database->begin(store::Access::Write);
        customers::AccountWriter writer(*tx, w.tenant, Batch{4});
        const customers::Place home{"Weg 2", "10115", "Berlin", "DE"};
        ASSERT_TRUE(writer.add({"A-1",
                                "",
                                "TEST",
                                "EUR",
                                {kApril, "Ada Example", home, "", "", "en", "monthly"},
                                "SP1",
                                "electricity",
                                "Europe/Berlin",
                                home,
                                "HOME",
                                kApril}));
        writer.finish();
        const store::BatchInfo info{
            "accounts", "accounts.csv", crypto::sha256(accounts_), w.clock->now(), {1, 1, 0, 0}};
        ASSERT_EQ(*store::record_batch(*tx, w.tenant, info), Batch{4});
        tx->commit();
    }
    Batch cut() {
        return store::current_cut(*company_.workspace->database->begin(store::Access::Read),
                                  company_.workspace->tenant);
    }
    std::vector<std::string> findings() { return verify(*company_.workspace, {})->findings; }

    const std::string accounts_ = std::string(kAccountsHeader) + std::string(kAccountRow);
    const std::string april_ = readings_of(kApril, kApril.plus_months(1), "1");
    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(Waiting);

}  // namespace

TEST_P(Waiting, ReadingsComeInBehindTheirAccountAndAreTold) {
    const auto accounts = company_.import("accounts.csv", accounts_);
    ASSERT_TRUE(accounts) << accounts.error().message();
    ASSERT_TRUE(accounts->adopted);
    EXPECT_EQ(accounts->adopted->batch, Batch{5});
    EXPECT_EQ(accounts->adopted->service_points, 1);
    EXPECT_EQ(accounts->adopted->records, 720);
    EXPECT_EQ(accounts->adopted->values, 720);
    ASSERT_EQ(accounts->adopted->files.size(), 1U);
    EXPECT_EQ(accounts->adopted->files[0].source, "april.csv");
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_P(Waiting, ExplainNamesTheFileThatBroughtThem) {
    ASSERT_TRUE(company_.import("accounts.csv", accounts_));
    company_.bill(kApril.plus_months(1));
    const auto explained = explain(*company_.workspace, {"T-2026-000001"});
    ASSERT_TRUE(explained) << explained.error().message();
    std::vector<std::string> files;
    for (const auto& line : explained->lines)
        for (const auto& source : line.sources)
            for (const auto& before : source.before) files.push_back(before.source);
    EXPECT_THAT(files, ::testing::Each("april.csv"));
    EXPECT_FALSE(files.empty());
}

TEST_P(Waiting, VerifyFindsWhatAnInterruptedImportLeft) {
    bring_only_the_account();
    EXPECT_THAT(findings(), ElementsAre(HasSubstr("batch 3: 720 of its records wait for 1")));
}

TEST_P(Waiting, TheSameImportAgainBringsThemIn) {
    bring_only_the_account();
    const auto again = company_.import("accounts.csv", accounts_);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::Duplicate);
    EXPECT_THAT(again.error().text, HasSubstr("as batch 4; nothing was added"));
    EXPECT_THAT(again.error().text, HasSubstr("readings that waited came in, as batch 5"));
    EXPECT_THAT(findings(), IsEmpty());
    EXPECT_THAT(company_.import("accounts.csv", accounts_).error().text,
                ::testing::Not(HasSubstr("waited")));
}

TEST_P(Waiting, AnyReadingsBringThemIn) {
    bring_only_the_account();
    EXPECT_FALSE(company_.import("april.csv", april_));  // known
    EXPECT_EQ(cut(), Batch{5});
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_P(Waiting, ARunBringsThemInBeforeItsCut) {
    bring_only_the_account();
    RunRequest early;
    early.until = kApril.plus_months(1);
    early.issued_on = kApril;
    EXPECT_FALSE(start(*company_.workspace, early));
    EXPECT_EQ(cut(), Batch{4});  // what is refused changes nothing
    company_.bill(kApril.plus_months(1));
    EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace bw::run
