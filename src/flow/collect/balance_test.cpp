#include "flow/collect/balance.h"
#include "flow/collect/company_test.h"

namespace bw::collect {
namespace {

class Balances : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    Company company_{GetParam()};

    void top_up(const std::string& account, const std::string& amount) {
        ASSERT_TRUE(collect::top_up(company_.desk(), {account, amount, may(2), ""}));
    }
    Result<LowBalances> below(const std::string& amount) {
        const auto tx = company_.database->begin(store::Access::Read);
        return find_low_balances(*tx, kTenant, amount, AsOf{store::current_cut(*tx, kTenant)});
    }
    // "A-1 10.00, J-1 10"
    std::string low(const std::string& amount) {
        std::string told;
        const auto found = below(amount).value();
        for (const auto& [account, balance] : found.low)
            told += fmt::format("{}{} {}", told.empty() ? "" : ", ", account, balance.to_string());
        return told;
    }
};
ON_BOTH_STORES(Balances);

}  // namespace

TEST_P(Balances, AreComparedInTheCurrencyOfEach) {
    company_.open_account("J-1", "ONE", "JPY");
    top_up("A-1", "10.00");
    top_up("J-1", "10");
    EXPECT_EQ(low("10.50"), "A-1 10.00, J-1 10") << "there is no half a yen, and it has less";
    EXPECT_EQ(low("10.00"), "");
    EXPECT_EQ(below("much").error().code, Code::Invalid);
}

TEST_P(Balances, AreOfThoseWhoWereToppedUp) {
    top_up("A-2", "5.00");
    top_up("A-2", "1.00");
    for (const std::string key : {"top-up", "top-uq:1", "top-up;", "a"})
        ASSERT_TRUE(company_.pay("A-1", "1.00", may(2), "", key)) << key;
    EXPECT_EQ(low("10.00"), "A-2 6.00");
}

}  // namespace bw::collect
