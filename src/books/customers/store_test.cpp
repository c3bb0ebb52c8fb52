#include "books/customers/accounts_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bw::customers {
namespace {

class Accounts : public InStore {};
ON_BOTH_STORES(Accounts);

// "A-7: SP-7 HOME" for each.
std::vector<std::string> told(const std::vector<BillingAccount>& accounts) {
    std::vector<std::string> lines;
    for (const auto& account : accounts) {
        auto& line = lines.emplace_back(account.number + ":");
        for (const auto& s : account.subscriptions)
            line += fmt::format(" {} {}", s.service_point.code, s.terms.at(0).plan);
    }
    return lines;
}

}  // namespace

TEST_P(Accounts, SomeOfABucketAreReadAsAllOfItAre) {
    constexpr int kCount = 700;
    std::vector<AccountRow> rows;
    std::map<int, int> counts;
    for (int i = 1; i <= kCount; ++i) {
        rows.push_back(row(fmt::format("A-{}", i), fmt::format("SP-{}", i)));
        ++counts[bucket_of(i)];
    }
    write(rows);
    const int fullest =
        std::ranges::max_element(counts, {}, &std::pair<const int, int>::second)->first;
    const auto all = told(load_bucket(*tx_, kTenant, fullest, kNow).value());
    ASSERT_GE(all.size(), 2U);
    ASSERT_EQ(std::ssize(all), counts[fullest]);
    const auto some = [&](const std::vector<BillingAccountId>& ids) {
        return told(load_some(*tx_, kTenant, fullest, ids, kNow).value());
    };
    std::vector<BillingAccountId> ids;  // of several chunks, most of them not in the bucket
    for (std::int64_t id = kCount; id > 0; --id) ids.insert(ids.end(), 2, BillingAccountId{id});
    EXPECT_EQ(some(ids), all) << "each once, by id";
    EXPECT_TRUE(some({}).empty());
    std::erase_if(ids, [&](BillingAccountId id) { return bucket_of(id.value) != fullest; });
    EXPECT_EQ(some({ids.back()}), std::vector{all.front()});
}

TEST_P(Accounts, TellWhatEachIssuerBills) {
    auto water = row("A-1", "W-1");
    water.kind = "water";
    write({row("A-1", "E-1"), water, row("A-2", "E-2")});
    const auto services = services_billed(*tx_, kTenant, kNow);
    ASSERT_EQ(services.size(), 1U);
    EXPECT_EQ(services.begin()->second, (std::vector<std::string>{"electricity", "water"}));
    EXPECT_TRUE(services_billed(*tx_, kTenant, AsOf{Batch{0}}).empty());
}

TEST_P(Accounts, RowsComeToTheirSubscriptions) {
    auto moved = row("A-1", "SP-2");
    moved.plan = "FLEX";
    moved.from = moved.holder.from = LocalDate::of(2026, 3, 1);
    moved.billed_until = LocalDate::of(2026, 4, 1);
    write({row("A-1", "SP-1"), row("A-1", "SP-2"), row("A-1", "SP-3"), moved});
    const auto subscriptions = account("A-1").subscriptions;
    ASSERT_EQ(subscriptions.size(), 3U);
    EXPECT_EQ(subscriptions[0].terms.size(), 1U);
    ASSERT_EQ(subscriptions[1].terms.size(), 2U);
    EXPECT_EQ(subscriptions[1].terms[1].plan, "FLEX");
    EXPECT_EQ(subscriptions[1].billed_until, LocalDate::of(2026, 4, 1));
    EXPECT_EQ(subscriptions[2].billed_until, std::nullopt);
}

TEST_P(Accounts, WhoseBillIsSharedIsThereOnceInWhateverRoles) {
    write({row("A-1", "SP-1"), row("A-1", "SP-1", Role::Vacancy), row("A-1", "SP-2"),
           row("E-1", "SP-1", Role::CoPayer), row("E-1", "SP-2", Role::CoPayer)});
    const auto subscriptions = account("E-1").subscriptions;
    ASSERT_EQ(subscriptions.size(), 2U);
    for (const auto& subscription : subscriptions) {
        ASSERT_EQ(subscription.holders.size(), 1U) << subscription.service_point.code;
        EXPECT_EQ(subscription.holders[0]->number, "A-1");
    }
    EXPECT_EQ(subscriptions[0].holders[0], subscriptions[1].holders[0]) << "read once";
}

}  // namespace bw::customers
