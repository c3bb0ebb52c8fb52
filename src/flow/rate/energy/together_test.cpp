#include "books/catalog/parse.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/together.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
const Period kMarch{day(3, 1), day(4, 1)};

catalog::Plan plan_from(std::string_view from, std::string_view together) {
    const auto document = catalog::parse(
        fmt::format("plan: P\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: {}\ntax: "
                    "standard\nschedules: [GRID, SUPPLY]\ntogether: {}\n",
                    from, together),
        "p.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? document->plans.at(0) : catalog::Plan{};
}

// A line of a schedule: "GRID.energy".
NamedPiece line(const std::string& name, std::string_view amount, const Period& days = kMarch,
                PieceKind kind = PieceKind::Usage) {
    Piece piece;
    piece.kind = kind;
    piece.schedule = name.substr(0, name.find('.'));
    piece.version = day(1, 1);
    piece.charge = name.substr(name.find('.') + 1);
    piece.tax = "standard";
    piece.days = days;
    piece.round = {Rounding::HalfUp, 2};
    const Decimal value = *Decimal::parse(amount);
    piece.quantity = Decimal(value.is_negative() ? -1 : 1);
    piece.price = value.is_negative() ? -value : value;
    return {name, piece};
}

// "GRID energy together -1.00": what is reckoned.
std::vector<std::string> reckoned(std::span<const PlanInForce> plans,
                                  std::span<const NamedPiece> lines) {
    const auto pieces = together_pieces(plans, kMarch, {}, lines);
    EXPECT_TRUE(pieces.has_value()) << (pieces ? "" : pieces.error().message());
    std::vector<std::string> words;
    if (pieces)
        for (const Piece& piece : *pieces)
            words.push_back(fmt::format("{} {} {} {}", piece.schedule.text(), piece.charge.text(),
                                        piece.part.text(), line_amount(piece)->to_string(2)));
    return words;
}
std::vector<std::string> reckoned(std::string_view together, std::span<const NamedPiece> lines) {
    const auto plan = plan_from("2026-01-01", together);
    const PlanInForce in_force{&plan, kMarch};
    return reckoned({&in_force, 1}, lines);
}

TEST(Together, AMaximumIsTakenOffOfEachLineByItsPart) {
    const std::vector lines{line("GRID.energy", "40"), line("GRID.standing", "10"),
                            line("SUPPLY.energy", "60"),
                            line("SUPPLY.loyal", "-5", kMarch, PieceKind::Discount)};
    // 40 + 60 - 5 are 5 above.
    EXPECT_THAT(reckoned("{maximum: {price: 90 per month, on: [GRID.energy, SUPPLY]}}", lines),
                ElementsAre("GRID energy together -2.00", "SUPPLY energy together -3.00"));
    EXPECT_THAT(reckoned("{maximum: {price: 95 per month, on: [GRID.energy, SUPPLY]}}", lines),
                IsEmpty());
}

TEST(Together, AMinimumCountsWhatTheSchedulesReckonedAndNoCredit) {
    const std::vector lines{
        line("GRID.energy", "40"), line("SUPPLY.minimum", "7", kMarch, PieceKind::Minimum),
        line("SUPPLY.loyal", "-5", kMarch, PieceKind::Discount), line("SUPPLY.export", "-20"),
        line("SUPPLY.feed_in", "-3", kMarch, PieceKind::FeedInCredit)};
    EXPECT_THAT(reckoned("{minimum: 50 per month}", lines), ElementsAre("P minimum  8.00"));
    EXPECT_THAT(reckoned("{minimum: {price: 50 per month, on: SUPPLY}}", lines),
                ElementsAre("P minimum  68.00"));
    EXPECT_THAT(reckoned("{minimum: 42 per month}", lines), IsEmpty());
}

TEST(Together, AMinimumOfTwoVersionsIsSharedByDaysAndAskedForOnce) {
    const auto first = plan_from("2026-01-01", "{minimum: 31 per month}");
    const auto second = plan_from("2026-03-11", "{minimum: 62 per month}");
    const Period early{day(3, 1), day(3, 11)}, late{day(3, 11), day(4, 1)};
    const PlanInForce versions[] = {{&first, early}, {&second, late}};
    // 10 and 42; what the first days are above, the later ones need not be.
    const std::vector lines{line("GRID.energy", "30", early), line("GRID.energy", "2", late)};
    EXPECT_THAT(reckoned(versions, lines), ElementsAre("P minimum  20.00"));
}

TEST(Together, ADiscountIsOnWhatIsLeftAndASurchargeOnWhatItLeaves) {
    const std::vector lines{line("GRID.energy", "40"), line("SUPPLY.energy", "60"),
                            line("SUPPLY.loyal", "-10", kMarch, PieceKind::Discount)};
    EXPECT_THAT(
        reckoned("{maximum: {price: 30 per month, on: GRID}, minimum: 100 per month, discounts: "
                 "{half: {on: SUPPLY, percent: 50}}, surcharges: {levy: {on: [GRID, half], "
                 "percent: 10}}}",
                 lines),
        // 30 + 50 are 20 short; half of 50; 10 % of 30 - 25.
        ElementsAre("GRID energy together -10.00", "P minimum  20.00", "P half standard -25.00",
                    "P levy standard 0.50"));
}

TEST(Together, ADiscountSaysWhatThePlanSaysThatItIsOn) {
    const auto plan =
        plan_from("2026-01-01", "{discounts: {half: {on: [GRID, SUPPLY.energy], percent: 50}}}");
    const PlanInForce in_force{&plan, kMarch};
    const std::vector lines{line("GRID.energy", "40"), line("GRID.standing", "10")};
    const auto pieces = together_pieces({&in_force, 1}, kMarch, {}, lines);
    ASSERT_TRUE(pieces.has_value() && pieces->size() == 1);
    const Breakdown& told = pieces->front().breakdown;
    ASSERT_NE(told.find<note::PercentOf>(), nullptr);
    EXPECT_THAT(told.find<note::PercentOf>()->charges, ElementsAre("GRID", "SUPPLY.energy"));
    EXPECT_EQ(told.clause, "P@2026-01-01 together.discounts.half, line 8");
}

}  // namespace
}  // namespace bw::rate
