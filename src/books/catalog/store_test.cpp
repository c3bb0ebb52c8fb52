#include "books/catalog/store.h"
#include "books/catalog/validation.h"
#include "platform/store/keys.h"
#include "testing/stores.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

constexpr TenantId kTenant{1};

std::string home(std::string_view from, std::string_view price) {
    return "schedule: HOME\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: " +
           std::string(from) +
           "\ntax: standard\ncharges:\n  energy: {of: import kWh, price: " + std::string(price) +
           "}\n";
}
std::string plan() {
    return "---\nplan: P\nname: {en: Plan P}\nsector: electricity\ncurrency: EUR\nprices: "
           "net\nfrom: 2026-01-01\n"
           "schedules: HOME\n";
}
Period month(int number) { return month_of(LocalDate::of(2026, number, 1)); }

class CatalogStore : public testing::OnBothStores {
protected:
    CatalogStore() {
        std::vector<store::Migration> all(store::platform_schema().begin(),
                                          store::platform_schema().end());
        all.insert(all.end(), schema().begin(), schema().end());
        EXPECT_TRUE(store::migrate(*database_, all).has_value());
    }
    Result<void> save(std::int64_t batch, std::string_view file, std::string_view text) {
        auto tx = database_->begin(store::Access::Write);
        auto saved = file.ends_with("deck") ? save_deck(*tx, kTenant, Batch{batch}, file, text)
                                            : save_text(*tx, kTenant, Batch{batch}, file, text);
        if (saved) tx->commit();
        return saved;
    }
    Catalog at(std::int64_t cut, TenantId tenant = kTenant) {
        auto catalog = load(*database_->begin(store::Access::Read), tenant, AsOf{Batch{cut}});
        EXPECT_TRUE(catalog.has_value()) << (catalog ? "" : catalog.error().message());
        return catalog ? *catalog : Catalog{};
    }
    std::int64_t rows() {
        return *database_->begin(store::Access::Read)->integer("SELECT COUNT(*) FROM catalog_text");
    }

    std::unique_ptr<store::Database> database_ = store::open(location()).value();
};
ON_BOTH_STORES(CatalogStore);

TEST_P(CatalogStore, BoundsOfReadingsAreTextsApart) {
    const auto bounds = [](std::string_view most) {
        return fmt::format("validation: electricity\nchannels:\n  - {{of: import kWh, most: {} per "
                           "hour}}\n",
                           most);
    };
    ASSERT_TRUE(save(1, "company.yaml", home("2026-01-01", "0.30") + "---\n" + bounds("25")));
    ASSERT_TRUE(save(2, "rules.yaml", bounds("30")));
    EXPECT_EQ(at(2).all.schedules.size(), 1U);
    const auto most = [&](std::int64_t cut) {
        const auto all =
            load_validations(*database_->begin(store::Access::Read), kTenant, AsOf{Batch{cut}});
        EXPECT_TRUE(all);
        return *all->find("electricity")->find("import", "kWh")->most_per_hour;
    };
    EXPECT_EQ(most(1), Decimal(25));
    EXPECT_EQ(most(2), Decimal(30));
    EXPECT_TRUE(verify(*database_->begin(store::Access::Read), kTenant).empty());
    EXPECT_FALSE(save(3, "rules.yaml", bounds("many")));
}

TEST_P(CatalogStore, AReaderSeesTheNewestTextUpToItsCut) {
    ASSERT_TRUE(save(1, "home.yaml", home("2026-01-01", "0.30") + plan()).has_value());
    ASSERT_TRUE(save(2, "home.yaml", home("2026-01-01", "0.31")).has_value());
    const auto price = [](const Catalog& catalog) {
        return (*catalog.schedule_versions("HOME", month(1)))[0]
            ->charges[0]
            .seasons[0]
            .windows[0]
            .tiers[0]
            .price.to_string();
    };
    EXPECT_EQ(price(at(1)), "0.3");
    EXPECT_EQ(price(at(2)), "0.31");
    EXPECT_TRUE(at(0).all.schedules.empty());
    EXPECT_TRUE(at(2, TenantId{2}).all.schedules.empty());
    const auto found = at(2).plan_on("P", LocalDate::of(2026, 5, 1));
    EXPECT_TRUE(found.has_value());
}

TEST_P(CatalogStore, TheSameTextAgainAddsNothing) {
    ASSERT_TRUE(save(1, "home.yaml", home("2026-01-01", "0.30") + plan()).has_value());
    ASSERT_TRUE(save(2, "home.yaml", home("2026-01-01", "0.30") + plan()).has_value());
    EXPECT_EQ(rows(), 2);
}

TEST_P(CatalogStore, ErrorsKeepTheLinesOfTheFile) {
    const auto saved =
        save(1, "home.yaml", home("2026-01-01", "0.30") + "---\n" + home("2026-02-01", "0,30"));
    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().subject, "home.yaml line 17");
    ASSERT_TRUE(save(2, "home.yaml", home("2026-01-01", "0.30") + plan()).has_value());
    EXPECT_EQ(at(2).all.plans[0].head.line.number, 10);
}

TEST_P(CatalogStore, VersionsFollowEachOther) {
    ASSERT_TRUE(
        save(1, "home.yaml", home("2026-01-01", "0.30") + "---\n" + home("2026-03-10", "0.35"))
            .has_value());
    const auto catalog = at(1);
    EXPECT_EQ(catalog.schedule_versions("HOME", month(2))->size(), 1u);
    EXPECT_EQ(catalog.schedule_versions("HOME", month(3))->size(), 2u);
    EXPECT_EQ((*catalog.schedule_versions("HOME", month(4)))[0]->head.from,
              LocalDate::of(2026, 3, 10));
    const auto early = catalog.schedule_versions("HOME", month_of(LocalDate::of(2025, 12, 1)));
    ASSERT_FALSE(early.has_value());
    EXPECT_EQ(early.error().message(),
              "schedule HOME: it begins on 2026-01-01; nothing is in force on 2025-12-01");
    const auto misspelt = catalog.schedule_versions("HOMES", month(1));
    EXPECT_NE(misspelt.error().text.find("did you mean 'HOME'?"), std::string::npos);
}

TEST_P(CatalogStore, RefusesWhatTheCheckRefuses) {
    const auto saved = save(1, "gap.yaml",
                            "schedule: G\nsector: gas\ncurrency: EUR\nprices: net\nfrom: "
                            "2026-01-01\ntax: standard\ncharges:\n"
                            "  e: {of: import kWh, windows: {a: {when: 08:00-19:00, price: 1}}}\n");
    ASSERT_FALSE(saved.has_value());
    EXPECT_NE(saved.error().text.find("lie in no window"), std::string::npos) << saved.error().text;
    EXPECT_EQ(rows(), 0);
    EXPECT_FALSE(save(1, "empty.yaml", "# nothing\n").has_value());
    const auto twice =
        save(1, "twice.yaml", home("2026-01-01", "1") + "---\n" + home("2026-01-01", "2"));
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(twice.error().code, Code::Invalid);  // Duplicate would say that nothing is wrong
}

TEST_P(CatalogStore, KeepsDecksAndTaxes) {
    ASSERT_TRUE(save(1, "a-z.deck", "prefix,name,price per minute\n49,Germany,0.1\n").has_value());
    ASSERT_TRUE(save(2, "tax.yaml",
                     "taxes: DE\ncountry: DE\ncategories:\n  standard: {code: S, percent: 19, "
                     "from: 2007-01-01}\n")
                    .has_value());
    const auto catalog = at(2);
    ASSERT_NE(catalog.find_deck("a-z.deck"), nullptr);
    const auto tax = catalog.tax_on("DE", "standard", LocalDate::of(2026, 1, 1));
    ASSERT_TRUE(tax.has_value());
    EXPECT_EQ(tax->rate->percent.to_string(), "19");
    EXPECT_NE(catalog.tax_on("DE", "standart", LocalDate::of(2026, 1, 1))
                  .error()
                  .text.find("did you mean 'standard'?"),
              std::string::npos);
}

TEST_P(CatalogStore, ADamagedTextIsNoticed) {
    ASSERT_TRUE(save(1, "home.yaml", home("2026-01-01", "0.30")).has_value());
    auto tx = database_->begin(store::Access::Write);
    tx->execute("UPDATE catalog_text SET body = REPLACE(body, '0.30', '0.03')");
    const auto catalog = load(*tx, kTenant, AsOf{Batch{1}});
    ASSERT_FALSE(catalog.has_value());
    EXPECT_EQ(catalog.error().code, Code::Corrupt);
}

TEST_P(CatalogStore, KeysObeyTheirFamily) {
    std::vector<store::Migration> all(store::platform_schema().begin(),
                                      store::platform_schema().end());
    all.insert(all.end(), schema().begin(), schema().end());
    const auto faults = store::check_schema(location(), all);
    EXPECT_TRUE(faults.empty()) << faults[0];
}

}  // namespace
}  // namespace bw::catalog
