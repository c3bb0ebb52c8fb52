#include "flow/collect/rules/allocate.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace bw::collect {
namespace {

const Currency kEur = *Currency::parse("EUR");

Money eur(std::int64_t minor) { return {minor, kEur}; }

OpenItem item(std::int64_t id, int day, std::int64_t open, std::vector<InvoiceId> corrects = {}) {
    return {.id = {id},
            .number = "R-" + std::to_string(id),
            .issued_on = LocalDate(20000 + day),
            .due_on = LocalDate(20014 + day),
            .billed = eur(open),
            .open = eur(open),
            .corrects = std::move(corrects)};
}

// "42:100 43:5"
std::string text(const std::vector<ledger::Share>& shares) {
    std::string out;
    for (const auto& s : shares)
        out += (out.empty() ? "" : " ") + std::to_string(s.item.value) + ":" +
               std::to_string(s.amount.minor);
    return out;
}
std::string text(const std::vector<Move>& moves) {
    std::string out;
    for (const auto& m : moves)
        out += (out.empty() ? "" : " ") + (m.note ? std::to_string(m.note->value) : "credit") +
               ">" + std::to_string(m.item.value) + ":" + std::to_string(m.amount.minor);
    return out;
}

// Numbers within equal days differ; days and amounts are few, so that ties and exact fits happen.
std::vector<OpenItem> some_items(std::int64_t low, std::int64_t high) {
    std::vector<OpenItem> items;
    const int count = *testing::between(0, 6);
    for (int i = 1; i <= count; ++i)
        items.push_back(item(i, *testing::between(0, 2), *testing::between(low, high)));
    return items;
}

std::int64_t sum_of(const std::vector<ledger::Share>& shares) {
    return std::accumulate(
        shares.begin(), shares.end(), std::int64_t{0},
        [](std::int64_t sum, const ledger::Share& s) { return sum + s.amount.minor; });
}

}  // namespace

TEST(Allocate, TheOldestIsPaidFirstAndEqualDaysGoByNumber) {
    const std::vector items{item(3, 5, 100), item(2, 1, 100), item(1, 5, 100)};
    EXPECT_EQ(text(allocate(items, eur(250))), "2:100 1:100 3:50");
}

TEST(Allocate, ANamedInvoiceComesBeforeOlderOnes) {
    const std::vector items{item(1, 1, 100), item(2, 2, 100)};
    const InvoiceId named[] = {{2}};
    EXPECT_EQ(text(allocate(items, eur(130), named)), "2:100 1:30");
    const InvoiceId paid_before[] = {{9}};
    EXPECT_EQ(text(allocate(items, eur(130), paid_before)), "1:100 2:30");
}

TEST(Allocate, WhatIsInCreditOrInAnotherCurrencyTakesNothing) {
    std::vector items{item(1, 1, -40), item(2, 2, 100)};
    items[1].open.currency = *Currency::parse("USD");
    EXPECT_EQ(text(allocate(items, eur(100))), "");
    EXPECT_EQ(text(allocate({}, eur(100))), "");
}

TEST(Settle, ACreditNotePaysWhatItCorrectsAndThenTheOldest) {
    const std::vector items{item(1, 1, 30), item(2, 2, 50), item(3, 9, -100, {{2}})};
    EXPECT_EQ(text(settle(items, eur(0))), "3>2:50 3>1:30");
}

TEST(Settle, CreditNotesComeBeforeTheCreditOfPayments) {
    const std::vector items{item(1, 1, 100), item(2, 2, 100), item(3, 9, -60)};
    EXPECT_EQ(text(settle(items, eur(90))), "3>1:60 credit>1:40 credit>2:50");
}

TEST(TakeBack, TheNewestUseGoesBackFirst) {
    const std::vector<Move> used{{{}, {1}, eur(50)}, {{}, {2}, eur(30)}};
    EXPECT_EQ(text(take_back(used, eur(40))), "credit>2:30 credit>1:10");
}

TEST(TakeBack, WhatWentBackBeforeDoesNotGoBackTwice) {
    const InvoiceId note{9};
    const std::vector<Move> used{{note, {2}, eur(50)},
                                 {note, {3}, eur(30)},
                                 {note, {2}, eur(-20)},
                                 {note, {4}, eur(10)},
                                 {note, {4}, eur(-10)}};
    EXPECT_EQ(text(take_back(used, eur(40))), "9>3:30 9>2:10");
    EXPECT_EQ(text(take_back(used, eur(500))), "9>3:30 9>2:30");
    EXPECT_EQ(text(take_back({}, eur(500))), "");
}

TEST(Shortfall, ASmallRestOfTheLastInvoiceIsWithinTheTolerance) {
    const std::vector items{item(1, 1, 100), item(2, 2, 100)};
    const auto shares = allocate(items, eur(199));
    EXPECT_EQ(shortfall(items, shares, eur(1))->item, InvoiceId{2});
    EXPECT_EQ(shortfall(items, shares, eur(1))->amount, eur(1));
    EXPECT_FALSE(shortfall(items, shares, eur(0)));
    EXPECT_FALSE(shortfall(items, allocate(items, eur(200)), eur(5)));
    EXPECT_FALSE(shortfall(items, {}, eur(5)));
}

PROPERTY_N(Allocate, SharesSumToTheAmountOrToAllThatIsOpen, 200) {
    const auto items = some_items(-50, 100);
    const auto amount = *testing::between<std::int64_t>(1, 400);
    std::int64_t open = 0;
    for (const auto& i : items) open += std::max<std::int64_t>(0, i.open.minor);
    const auto shares = allocate(items, eur(amount));
    RC_ASSERT(sum_of(shares) == std::min(amount, open));
    for (const auto& s : shares) {
        const auto of = std::ranges::find(items, s.item, &OpenItem::id);
        RC_ASSERT(s.amount.minor > 0);
        RC_ASSERT(s.amount.minor <= of->open.minor);
    }
}

PROPERTY_N(Allocate, NothingYoungerIsPaidWhileSomethingOlderIsOpen, 200) {
    auto items = some_items(1, 100);
    const auto shares = allocate(items, eur(*testing::between<std::int64_t>(1, 400)));
    sort_oldest_first(items);
    // The items in order: some paid in full, at most one in part, the others not at all.
    std::size_t at = 0;
    for (const auto& s : shares) {
        RC_ASSERT(s.item == items[at].id);
        const bool is_last = &s == &shares.back();
        RC_ASSERT(is_last || s.amount == items[at].open);
        ++at;
    }
    for (std::size_t i = 1; i < items.size(); ++i)
        RC_ASSERT(std::pair(items[i - 1].issued_on, items[i - 1].number) <
                  std::pair(items[i].issued_on, items[i].number));
}

PROPERTY_N(Allocate, TheOrderInWhichItemsAreGivenDoesNotMatter, 100) {
    const auto items = some_items(-50, 100);
    auto turned = items;
    std::ranges::reverse(turned);
    const Money amount = eur(*testing::between<std::int64_t>(1, 400));
    RC_ASSERT(text(allocate(items, amount)) == text(allocate(turned, amount)));
    RC_ASSERT(text(settle(items, amount)) == text(settle(turned, amount)));
}

PROPERTY_N(Settle, NothingIsOpenBesideCreditAndTheTotalStays, 200) {
    auto items = some_items(-100, 100);
    const auto credit = *testing::between<std::int64_t>(0, 150);
    std::map<InvoiceId, std::int64_t> open;
    std::int64_t total = -credit;
    for (const auto& i : items) {
        open[i.id] = i.open.minor;
        total += i.open.minor;
    }
    std::int64_t left = credit;
    for (const auto& m : settle(items, eur(credit))) {
        RC_ASSERT(m.amount.minor > 0);
        (m.note ? open[*m.note] : left) += m.note ? m.amount.minor : -m.amount.minor;
        open[m.item] -= m.amount.minor;
    }
    std::int64_t owed = 0;
    std::int64_t spare = left;
    for (const auto& i : items) {
        (open[i.id] > 0 ? owed : spare) += std::abs(open[i.id]);
    }
    RC_ASSERT(left >= 0);
    RC_ASSERT(owed == 0 || spare == 0);
    RC_ASSERT(owed - spare == total);
}

PROPERTY_N(TakeBack, WhatStandsGoesBackUpToTheAmount, 200) {
    std::vector<Move> used;
    std::map<InvoiceId, std::int64_t> stands;
    std::int64_t all = 0;
    for (int i = *testing::between(0, 6); i > 0; --i) {
        const InvoiceId id{*testing::between<std::int64_t>(1, 3)};
        // Now and then a part of what stands went back before.
        const bool is_back = stands[id] > 0 && *testing::between(0, 2) == 0;
        const auto amount = is_back ? -*testing::between<std::int64_t>(1, stands[id])
                                    : *testing::between<std::int64_t>(1, 50);
        stands[id] += amount;
        all += amount;
        used.push_back({{}, id, eur(amount)});
    }
    const auto wanted = *testing::between<std::int64_t>(1, 200);
    std::int64_t back = 0;
    for (const Move& move : take_back(used, eur(wanted))) {
        RC_ASSERT(move.amount.minor > 0);
        RC_ASSERT((stands[move.item] -= move.amount.minor) >= 0);
        back += move.amount.minor;
    }
    RC_ASSERT(back == std::min(wanted, all));
}

}  // namespace bw::collect
