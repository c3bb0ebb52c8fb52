#include "flow/collect/rules/entries.h"
#include "flow/collect/rules/statement.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::collect {
namespace {

const Currency kEur = *Currency::parse("EUR");
constexpr BillingAccountId kAccount{7};

Money eur(std::int64_t minor) { return {minor, kEur}; }
LocalDate day(int n) { return LocalDate::of(2026, 5, n); }
const Period kMay = month_of(day(1));

ledger::Entry document(std::int64_t id, int on, std::int64_t gross) {
    return ledger::invoice_entry(
               {.account = kAccount,
                .issuer = {1},
                .invoice = {id},
                .kind = gross < 0 ? ledger::EntryKind::CreditNote : ledger::EntryKind::Invoice,
                .issued_on = day(on),
                .batch = {on},
                .number = "T-" + std::to_string(id),
                .gross = eur(gross),
                .parts = {{"S19", eur(gross), eur(0)}},
                .third_party = {}})
        .value();
}

ledger::Entry payment(const std::string& key, int on, std::int64_t amount,
                      std::vector<ledger::Share> shares) {
    return ledger::payment_entry({.account = kAccount,
                                  .issuer = {1},
                                  .key = payment_key(key),
                                  .booked_on = day(on),
                                  .batch = {on},
                                  .bank = "main",
                                  .amount = eur(amount),
                                  .shares = std::move(shares)})
        .value();
}

Act act(const std::string& key, int on) { return {kAccount, {1}, key, day(on), {on}, "act"}; }

const Documents kDocuments{{{1}, {"T-1", day(2), day(16)}}, {{2}, {"T-2", day(9), day(23)}}};

// "02 invoice 100 -> 100"
std::string text(const Statement& s) {
    std::string out;
    for (const auto& l : s.lines)
        out += l.on.to_string().substr(8) + " " + std::string(ledger::entry_kind_name(l.kind)) +
               " " + std::to_string(l.amount.minor) + " -> " + std::to_string(l.balance.minor) +
               "\n";
    return out;
}

}  // namespace

TEST(Statement, EveryEntryMovesTheBalanceAndAllocationsDoNot) {
    const auto s = make_statement({document(1, 2, 100), payment("p", 5, 150, {{{1}, eur(100)}}),
                                   document(2, 9, 80),
                                   allocation_entry(act("allocation:1", 9), {{}, {2}, eur(50)})},
                                  kDocuments, kMay, kEur);
    ASSERT_TRUE(s);
    EXPECT_EQ(text(*s), "02 invoice 100 -> 100\n"
                        "05 payment -150 -> -50\n"
                        "09 invoice 80 -> 30\n"
                        "09 allocation 0 -> 30\n");
    EXPECT_EQ(s->opening, eur(0));
    EXPECT_EQ(s->closing, eur(30));
    ASSERT_EQ(s->lines[3].parts.size(), 1U);
    EXPECT_EQ(s->lines[3].parts[0].document, "T-2");
    EXPECT_EQ(s->lines[3].parts[0].amount, eur(-50));
}

TEST(Statement, WhatWasBeforeIsTheOpeningBalanceAndWhatIsLaterIsLeftOut) {
    const auto s = make_statement(
        {document(1, 2, 100), payment("p", 5, 30, {{{1}, eur(30)}}), document(2, 9, 80)},
        kDocuments, {day(3), day(9)}, kEur);
    EXPECT_EQ(text(*s), "05 payment -30 -> 70\n");
    EXPECT_EQ(s->opening, eur(100));
    EXPECT_EQ(s->closing, eur(70));
    const auto none = make_statement({}, {}, kMay, kEur);
    EXPECT_EQ(none->opening, eur(0));
    EXPECT_EQ(none->closing, eur(0));
}

TEST(Statement, ADepositIsHeldAndNotOwedLess) {
    const auto s = make_statement({document(1, 2, 100), deposit_entry(act("d", 3), eur(500)),
                                   deposit_entry(act("e", 4), eur(-200))},
                                  kDocuments, kMay, kEur);
    EXPECT_EQ(s->closing, eur(100));
    EXPECT_EQ(s->lines[1].deposit, eur(500));
    EXPECT_EQ(s->lines[2].deposits, eur(300));
    EXPECT_EQ(s->deposits_closing, eur(300));
}

TEST(Statement, ARefundAndAWriteOffCloseTheBalance) {
    const ledger::Share note{{2}, eur(20)};
    const auto s = make_statement({document(1, 2, 100), payment("p", 5, 99, {{{1}, eur(99)}}),
                                   write_off_entry(act("w", 5), {{1}, eur(1)}), document(2, 9, -20),
                                   refund_entry(act("r", 10), std::span(&note, 1), eur(0)).value()},
                                  kDocuments, kMay, kEur);
    EXPECT_EQ(text(*s), "02 invoice 100 -> 100\n"
                        "05 payment -99 -> 1\n"
                        "05 write-off -1 -> 0\n"
                        "09 credit-note -20 -> -20\n"
                        "10 refund 20 -> 0\n");
}

TEST(Statement, OfOneDayAllocationsFollowTheirCount) {
    std::vector<ledger::Entry> entries;
    for (int n = 12; n > 0; --n)
        entries.push_back(allocation_entry(act(allocation_key(n), 3), {{}, {1}, eur(n)}));
    const auto s = make_statement(entries, kDocuments, kMay, kEur);
    for (int n = 1; n <= 12; ++n)
        EXPECT_EQ(s->lines.at(static_cast<std::size_t>(n - 1)).key, allocation_key(n));
}

// Two periods that follow each other tell what one period over both tells.
PROPERTY_N(StatementProperty, ClosingIsTheOpeningOfTheNextPeriod, 60) {
    std::vector<ledger::Entry> entries;
    const int count = *testing::between(0, 8);
    for (int i = 0; i < count; ++i)
        entries.push_back(document(100 + i, *testing::between(1, 28),
                                   *testing::between<std::int64_t>(-500, 500)));
    const LocalDate cut = day(*testing::between(1, 28));
    const auto whole = make_statement(entries, {}, kMay, kEur);
    const auto first = make_statement(entries, {}, {kMay.from, cut}, kEur);
    const auto second = make_statement(entries, {}, {cut, kMay.to}, kEur);
    RC_ASSERT(first->closing == second->opening);
    RC_ASSERT(second->closing == whole->closing);
    RC_ASSERT(text(*first) + text(*second) == text(*whole));
}

}  // namespace bw::collect
