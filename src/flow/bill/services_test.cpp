#include "flow/bill/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::bill {
namespace {

using ::testing::ElementsAre;

LocalDate day(int month, int d = 1) { return LocalDate::of(2026, month, d); }

customers::BillingAccount account_of(std::vector<std::vector<customers::Term>> services) {
    customers::BillingAccount account;
    for (auto& terms : services) {
        customers::Subscription subscription;
        subscription.terms = std::move(terms);
        account.subscriptions.push_back(std::move(subscription));
    }
    return account;
}

TEST(Services, AreCountedFromTheDayTheyBeginToTheDayTheyEnd) {
    const auto account =
        account_of({{{day(1), "NET"}}, {{day(2, 10), "MOBILE"}, {day(5, 16), ""}}});
    EXPECT_THAT(service_counts(account),
                ElementsAre(ServiceCount{day(1), 1}, ServiceCount{day(2, 10), 2},
                            ServiceCount{day(5, 16), 1}));
    EXPECT_EQ(services_on(account, LocalDate::of(2025, 12, 31)), 0);
    EXPECT_EQ(services_on(account, day(2, 9)), 1);
    EXPECT_EQ(services_on(account, day(2, 10)), 2);
    EXPECT_EQ(services_on(account, day(5, 16)), 1);
}

TEST(Services, AnotherPlanIsTheSameService) {
    EXPECT_THAT(service_counts(account_of({{{day(1), "NET"}, {day(3, 7), "FAST"}}})),
                ElementsAre(ServiceCount{day(1), 1}));
}

// A move ends one service and begins another on the same day.
TEST(Services, AMoveLeavesTheirNumber) {
    EXPECT_THAT(
        service_counts(account_of({{{day(1), "HOME"}, {day(4, 16), ""}}, {{day(4, 16), "HOME"}}})),
        ElementsAre(ServiceCount{day(1), 1}));
}

TEST(Services, APauseEndsOne) {
    EXPECT_THAT(service_counts(account_of(
                    {{{day(1), "NET"}, {day(2), ""}, {day(3), "NET"}}, {{day(2, 15), "MOBILE"}}})),
                ElementsAre(ServiceCount{day(1), 1}, ServiceCount{day(2), 0},
                            ServiceCount{day(2, 15), 1}, ServiceCount{day(3), 2}));
}

}  // namespace
}  // namespace bw::bill
