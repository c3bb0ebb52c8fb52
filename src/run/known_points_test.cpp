// What imports are told about the codes that files name, in whatever order.
#include "base/random.h"
#include "books/customers/customers.h"
#include "run/company_test.h"
#include "run/waiting.h"
#include "testing/stores.h"

#include <algorithm>

namespace bw::run {
namespace {

class KnownPointsOfStore : public testing::OnBothStores {
protected:
    void SetUp() override {
        ASSERT_TRUE(company_.import("catalog.yaml", kCatalogText));
        ASSERT_TRUE(company_.import("issuer.yaml", kIssuerText));
        std::string accounts(kAccountsHeader);
        for (int i = 0; i < kPoints; ++i)
            accounts += fmt::format("A-{0},TEST,EUR,Ada Example,Weg 2,10115,Berlin,DE,en,SP{0:05},"
                                    "electricity,Europe/Berlin,HOME,2026-04-01\n",
                                    2 * i);
        const auto imported = company_.import("accounts.csv", accounts);
        ASSERT_TRUE(imported) << imported.error().message();
        ASSERT_EQ(imported->accepted, kPoints);
    }
    // Every second code is known, and asked alone it is known as well.
    void ask(KnownPoints& points, int code) {
        const std::string text = fmt::format("SP{:05}", code);
        const auto found = points.find(text);
        ASSERT_EQ(found.has_value(), code % 2 == 0 && code < 2 * kPoints) << text;
        if (!found) return;
        const auto tx = company_.workspace->database->begin(store::Access::Read);
        const auto alone = customers::find_identifier(*tx, company_.workspace->tenant,
                                                      customers::kServicePoint, text);
        ASSERT_TRUE(alone);
        ASSERT_EQ(found->value, alone->id) << text;
    }

    static constexpr int kPoints = 700;
    Company company_{is_postgres() ? location() : ""};
};

TEST_P(KnownPointsOfStore, AnyOrderOfCodesFindsTheSame) {
    std::vector<int> codes(2 * kPoints + 20);
    for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<int>(i);
    Random random(9);
    for (int order = 0; order < 4; ++order) {
        KnownPoints points(*company_.workspace);
        for (const int code : codes) ask(points, code);
        if (order == 0) std::ranges::reverse(codes);
        else
            for (std::size_t i = codes.size(); i > 1; --i)
                std::swap(codes[i - 1], codes[random.below(i)]);
    }
}

TEST_P(KnownPointsOfStore, CodesBeforeAllAndBehindAllAreUnknown) {
    KnownPoints points(*company_.workspace);
    for (const std::string_view code : {"", "A", "SP", "SP00000x", "SQ", "z", "A", "z"})
        EXPECT_FALSE(points.find(code)) << code;
    EXPECT_TRUE(points.find("SP00000"));
}

ON_BOTH_STORES(KnownPointsOfStore);

}  // namespace
}  // namespace bw::run
