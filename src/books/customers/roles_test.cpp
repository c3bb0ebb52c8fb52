#include "books/customers/roles.h"

#include <gtest/gtest.h>

namespace bw::customers {
namespace {

LocalDate day(int month, int d) { return LocalDate::of(2026, month, d); }

Term share(LocalDate from, int percent, std::string of = "") {
    Term term{from, ""};
    term.share = Decimal(percent);
    term.share_of = std::move(of);
    return term;
}

Subscription with(Role role, std::vector<Term> terms, std::vector<Occupant> others) {
    Subscription subscription;
    subscription.role = role;
    subscription.terms = std::move(terms);
    subscription.others = std::move(others);
    return subscription;
}

TEST(Roles, AHolderHasHisRowsAsTheyAre) {
    const std::vector<Term> rows{{day(1, 1), "HOME"}, {day(3, 1), ""}};
    auto s = with(Role::Holder, rows, {{"L", Role::Vacancy, {{day(1, 1), "HOME"}}}});
    come_into_force("A", s);
    EXPECT_EQ(s.terms, rows);
    // and the landlord stands in when he has left
    EXPECT_FALSE(s.others[0].holds(day(2, 28)));
    EXPECT_TRUE(s.others[0].holds(day(3, 1)));
}

TEST(Roles, AVacancyLiesBetweenHolders) {
    auto s = with(Role::Vacancy, {{day(1, 1), "HOME"}, {day(6, 1), ""}},
                  {{"A", Role::Holder, {{day(2, 1), "FLEX"}, {day(4, 11), ""}}},
                   {"B", Role::Holder, {{day(4, 18), "HOME"}, {day(5, 1), ""}}}});
    come_into_force("L", s);
    const auto again = [](LocalDate from) {
        Term term{from, "HOME"};
        term.row_from = day(1, 1);  // whose row it follows from
        return term;
    };
    const std::vector<Term> expected{{day(1, 1), "HOME"}, {day(2, 1), ""},  again(day(4, 11)),
                                     {day(4, 18), ""},    again(day(5, 1)), {day(6, 1), ""}};
    EXPECT_EQ(s.terms, expected);
}

TEST(Roles, WhoFollowsOnTheSameDayLeavesNoVacancy) {
    auto s = with(Role::Vacancy, {{day(1, 1), "HOME"}},
                  {{"A", Role::Holder, {{day(1, 1), "HOME"}, {day(4, 16), ""}}},
                   {"B", Role::Holder, {{day(4, 16), "HOME"}}}});
    come_into_force("L", s);
    EXPECT_TRUE(s.terms.empty());
}

TEST(Roles, ACoPayerIsOnTheHoldersPlan) {
    auto s = with(Role::CoPayer, {share(day(2, 1), 60), share(day(5, 1), 0)},
                  {{"A", Role::Holder, {{day(1, 1), "HOME"}, {day(3, 10), "FLEX"}}}});
    come_into_force("E", s);
    ASSERT_EQ(s.terms.size(), 3u);
    EXPECT_EQ(s.terms[0].plan, "HOME");
    EXPECT_EQ(s.terms[1].from, day(3, 10));
    EXPECT_EQ(s.terms[1].plan, "FLEX");
    EXPECT_EQ(s.terms[1].share, Decimal(60));
    EXPECT_EQ(s.terms[2].plan, "");
    EXPECT_EQ(s.terms[2].from, day(5, 1));
}

// Ada holds it up to 16 March, Bo from then on; both and the co-payers see the same.
TEST(Roles, AShareIsOfTheBillOfOneHolderAndEndsWithHim) {
    const Occupant ada{"A", Role::Holder, {{day(1, 1), "HOME"}, {day(3, 16), ""}}};
    const Occupant bo{"B", Role::Holder, {{day(3, 16), "HOME"}}};
    const Occupant landlord{"L", Role::Vacancy, {{day(1, 1), "HOME"}}};
    const Occupant hers{"E", Role::CoPayer, {share(day(2, 1), 60)}};
    const Occupant his{"F", Role::CoPayer, {share(day(3, 1), 30)}};
    auto e = with(Role::CoPayer, hers.terms, {ada, bo, his, landlord});
    come_into_force("E", e);
    ASSERT_EQ(e.terms.size(), 2u);
    EXPECT_EQ(e.terms[0].shared_with, (Payer{"A", Role::Holder}));
    EXPECT_EQ(e.terms[1].from, day(3, 16));
    EXPECT_EQ(e.terms[1].plan, "");
    auto f = with(Role::CoPayer, his.terms, {ada, bo, hers, landlord});
    come_into_force("F", f);
    ASSERT_EQ(f.terms.size(), 1u);
    EXPECT_EQ(f.terms[0].from, day(3, 16));
    EXPECT_EQ(shared_in(f.terms, month_of(day(3, 1))), (std::set<Payer>{{"B", Role::Holder}}));
    EXPECT_TRUE(shared_in(f.terms, month_of(day(2, 1))).empty());
    auto a = with(Role::Holder, ada.terms, {bo, hers, his, landlord});
    come_into_force("A", a);
    EXPECT_EQ(shares_in(a, day(3, 1)), (std::vector<Share>{{"E", Decimal(60), ""}}));
    auto b = with(Role::Holder, bo.terms, {ada, hers, his, landlord});
    come_into_force("B", b);
    EXPECT_EQ(shares_in(b, day(3, 1)), (std::vector<Share>{{"F", Decimal(30), ""}}));
    auto l = with(Role::Vacancy, landlord.terms, {ada, bo, hers, his});
    come_into_force("L", l);
    EXPECT_TRUE(shares_in(l, day(3, 1)).empty());
}

TEST(Roles, OfTwoWhoHoldItAtOnceBothSidesMeanTheSame) {
    const Occupant one{"A", Role::Holder, {{day(1, 1), "HOME"}}};
    const Occupant two{"B", Role::Holder, {{day(1, 1), "HOME"}}};
    const Occupant payer{"E", Role::CoPayer, {share(day(2, 1), 60)}};
    auto e = with(Role::CoPayer, payer.terms, {one, two});
    come_into_force("E", e);
    auto a = with(Role::Holder, one.terms, {two, payer});
    come_into_force("A", a);
    auto b = with(Role::Holder, two.terms, {one, payer});
    come_into_force("B", b);
    EXPECT_EQ(shared_in(e.terms, month_of(day(2, 1))), (std::set<Payer>{{"A", Role::Holder}}));
    EXPECT_EQ(shares_in(a, day(2, 1)).size(), 1u);
    EXPECT_TRUE(shares_in(b, day(2, 1)).empty());
}

TEST(Roles, SharesOfAMonthAreThoseOfItsFirstDay) {
    const auto s = with(Role::Holder, {{day(1, 1), "HOME"}},
                        {{"E", Role::CoPayer, {share(day(2, 1), 60), share(day(4, 1), 0)}},
                         {"F", Role::CoPayer, {share(day(3, 1), 10, "standing")}}});
    EXPECT_TRUE(shares_in(s, day(1, 1)).empty());
    EXPECT_EQ(shares_in(s, day(2, 1)), (std::vector<Share>{{"E", Decimal(60), ""}}));
    EXPECT_EQ(shares_in(s, day(3, 1)),
              (std::vector<Share>{{"E", Decimal(60), ""}, {"F", Decimal(10), "standing"}}));
    EXPECT_EQ(shares_in(s, day(4, 1)), (std::vector<Share>{{"F", Decimal(10), "standing"}}));
}

}  // namespace
}  // namespace bw::customers
