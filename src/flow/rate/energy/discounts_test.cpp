#include "books/catalog/parse.h"
#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/recurring.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;

LocalDate day(int m, int d) { return LocalDate::of(2026, m, d); }
Period month(int m) { return month_of(day(m, 1)); }

const std::string kHead =
    "schedule: H\nsector: water\ncurrency: EUR\nprices: net\nfrom: 2025-01-01\ntax: standard\n";

// What was used of "water m3" in the period, and where nothing is said all of it is supplied.
struct Asked {
    Period period = month(3);
    std::int64_t used = 0;
    Period supplied = {};
};

std::vector<Piece> pieces_of(const std::string& text, const Asked& asked = {}) {
    const auto document = catalog::parse(kHead + text, "h.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    if (!document) return {};
    CompileRequest request;
    for (const auto& version : document->schedules) request.versions.push_back(&version);
    request.period = asked.period;
    const auto schedule = compile(request);
    EXPECT_TRUE(schedule.has_value()) << (schedule ? "" : schedule.error().message());
    if (!schedule) return {};
    meter::Usage usage;
    auto& column = usage.registers.emplace_back();
    column.channel = "water";
    column.unit = "m3";
    column.scale = 0;
    column.is_use = true;
    column.times = {schedule->span.from, schedule->span.to};
    column.reads = {0, asked.used};
    column.qualities.assign(2, meter::Quality::Actual);
    Circumstances circumstances;
    circumstances.supplied = asked.supplied;
    const auto rated = rate(*schedule, usage, {}, circumstances);
    EXPECT_TRUE(rated.has_value()) << (rated ? "" : rated.error().message());
    return rated ? rated->pieces : std::vector<Piece>{};
}

// "welcome -20.67"; of several taxes "welcome reduced -3.00".
std::vector<std::string> lines_of(const std::vector<Piece>& pieces) {
    std::vector<std::string> lines;
    for (const auto& piece : pieces)
        lines.push_back(
            fmt::format("{}{} {}", piece.charge,
                        piece.part.empty() || piece.part == "standard" ? "" : " " + piece.part,
                        line_amount(piece)->to_string(2)));
    return lines;
}

TEST(Discounts, AnAmountPerQuarterIsSharedByDays) {
    const std::string text = "charges: {s: {price: 40.00 per month}}\n"
                             "discounts: {welcome: {on: s, amount: 60.00 per quarter}}\n";
    EXPECT_THAT(lines_of(pieces_of(text, {month(1)})), ElementsAre("s 40.00", "welcome -20.67"));
    EXPECT_THAT(lines_of(pieces_of(text, {month(2)})), ElementsAre("s 40.00", "welcome -18.66"));
    const auto march = pieces_of(text);
    EXPECT_THAT(lines_of(march), ElementsAre("s 40.00", "welcome -20.67"));
    EXPECT_EQ(march[1].breakdown.notes,
              (std::vector<Note>{note::AmountOff{Decimal(60), "quarter", {}, {"s"}}}));
    EXPECT_THAT(lines_of(pieces_of(text, {month(3), 0, {day(3, 17), day(4, 1)}})),
                ElementsAre("s 19.35", "welcome -10.00"));
}

TEST(Discounts, AnAmountIsNeverMoreThanWhatItIsOn) {
    EXPECT_THAT(lines_of(pieces_of("charges: {s: {price: 4.00 per month}}\n"
                                   "discounts: {d: {on: s, amount: 60.00 per quarter}}\n")),
                ElementsAre("s 4.00", "d -4.00"));
}

TEST(Discounts, AnAmountIsSharedByTheLinesOfEachTax) {
    EXPECT_THAT(lines_of(pieces_of("charges:\n  a: {price: 10.00 per month}\n"
                                   "  b: {price: 20.00 per month, tax: reduced}\n"
                                   "discounts: {d: {on: all, amount: 1.00 per month}}\n")),
                ElementsAre("a 10.00", "b 20.00", "d reduced -0.67", "d -0.33"));
}

TEST(Discounts, AnAmountPerUnitIsOfWhatIsCounted) {
    const auto pieces = pieces_of("charges: {water: {of: water m3, price: 2.00}}\n"
                                  "discounts: {d: {on: water, amount: 0.25 per m3}}\n",
                                  {month(3), 10});
    EXPECT_THAT(lines_of(pieces), ElementsAre("water 20.00", "d -2.50"));
    EXPECT_EQ(
        pieces[1].breakdown.notes,
        (std::vector<Note>{note::AmountOff{Decimal::scaled(25, 2), "m3", Decimal(10), {"water"}}}));
}

TEST(Discounts, OneCountsWithThoseThatItNames) {
    EXPECT_THAT(lines_of(pieces_of("charges: {s: {price: 100.00 per month}}\ndiscounts:\n"
                                   "  one: {on: s, percent: 30}\n"
                                   "  two: {on: [s, one], amount: 10.00 per month}\n"
                                   "  three: {on: [s, one, two], percent: 50}\n"
                                   "surcharges: {levy: {on: [s, three], percent: 10}}\n")),
                ElementsAre("s 100.00", "one -30.00", "two -10.00", "three -30.00", "levy 7.00"));
}

// The first one is told in two parts, for only the second of them is discounted again.
TEST(Discounts, ALaterOneThatBeginsCutsThoseThatItNames) {
    EXPECT_THAT(lines_of(pieces_of("charges: {s: {price: 1.00 per day}}\ndiscounts:\n"
                                   "  one: {on: s, percent: 50}\n"
                                   "  two: {on: [one, s], percent: 50, from: 2026-03-22}\n")),
                ElementsAre("s 21.00", "s 10.00", "one -10.50", "one -5.00", "two -2.50"));
}

TEST(Discounts, OneGrowsFromMonthToMonth) {
    const std::string text =
        "charges: {s: {price: 100.00 per month}}\n"
        "discounts: {d: {on: s, percent: 40, grows: 40 per month up to 100, from: 2026-02-01}}\n";
    EXPECT_THAT(lines_of(pieces_of(text, {month(1)})), ElementsAre("s 100.00"));
    EXPECT_THAT(lines_of(pieces_of(text, {month(2)})), ElementsAre("s 100.00", "d -40.00"));
    EXPECT_THAT(lines_of(pieces_of(text, {month(3)})), ElementsAre("s 100.00", "d -80.00"));
    EXPECT_THAT(lines_of(pieces_of(text, {month(4)})), ElementsAre("s 100.00", "d -100.00"));
    EXPECT_THAT(lines_of(pieces_of(text, {month(12)})), ElementsAre("s 100.00", "d -100.00"));
}

TEST(Discounts, WhereOneGrowsWithinAMonthItsLinesAreCut) {
    const std::string text =
        "charges: {s: {price: 1.00 per day}}\n"
        "discounts: {d: {on: s, percent: 10, grows: 10 per month up to 20, from: 2026-02-11}}\n";
    EXPECT_THAT(lines_of(pieces_of(text)), ElementsAre("s 10.00", "s 21.00", "d -1.00", "d -4.20"));
    EXPECT_THAT(lines_of(pieces_of(text, {month(4)})), ElementsAre("s 30.00", "d -6.00"));
}

TEST(Discounts, AreLimited) {
    const auto limited = [](const std::string& limits) {
        return pieces_of("charges: {s: {price: 100.00 per month}}\n"
                         "discounts: {d: {on: s, percent: 10, " +
                         limits + "}}\n");
    };
    const auto most = limited("at most: 8.00 per month");
    EXPECT_THAT(lines_of(most), ElementsAre("s 100.00", "d -8.00"));
    EXPECT_EQ(*most[1].breakdown.find<note::Limited>(),
              (note::Limited{true, Decimal(8), Decimal(10)}));
    EXPECT_THAT(lines_of(limited("at least: 12.00 per month")),
                ElementsAre("s 100.00", "d -12.00"));
    EXPECT_THAT(lines_of(limited("at least: 900.00 per month")),
                ElementsAre("s 100.00", "d -100.00"));
    EXPECT_THAT(lines_of(limited("at least: 1.00 per month, at most: 50.00 per month")),
                ElementsAre("s 100.00", "d -10.00"));
}

TEST(Surcharges, ArePercentOfTheSum) {
    const auto pieces = pieces_of("charges:\n  service: {price: 20.00 per month}\n"
                                  "  water: {of: water m3, price: 3.00}\n"
                                  "surcharges: {puc: {on: [service, water], percent: 1.966}}\n",
                                  {month(3), 10});
    EXPECT_THAT(lines_of(pieces), ElementsAre("service 20.00", "water 30.00", "puc 0.98"));
    EXPECT_EQ(pieces[2].kind, PieceKind::Surcharge);
    EXPECT_EQ(pieces[2].breakdown.clause, "H@2025-01-01 surcharges.puc, line 10");
}

TEST(Maximum, TakesOffWhatIsAboveOfEachChargeByItsPart) {
    const std::string text = "charges:\n  service: {price: 20.00 per month}\n"
                             "  water: {of: water m3, price: 3.00, tax: reduced}\n"
                             "maximum: 45.00 per month\n"
                             "discounts: {d: {on: water, percent: 10}}\n";
    const auto pieces = pieces_of(text, {month(3), 10});
    EXPECT_THAT(lines_of(pieces),
                ElementsAre("service 20.00", "water 30.00", "service maximum -2.00",
                            "water maximum -3.00", "d reduced -2.70"));
    EXPECT_EQ(pieces[3].tax, "reduced");
    EXPECT_EQ(*pieces[3].breakdown.find<note::Limited>(),
              (note::Limited{true, Decimal(45), Decimal(50)}));
    EXPECT_THAT(lines_of(pieces_of(text, {month(3), 5})),
                ElementsAre("service 20.00", "water 15.00", "d reduced -1.50"));
}

TEST(Maximum, ComesBeforeTheMinimumAndLeavesCreditsAlone) {
    EXPECT_THAT(lines_of(pieces_of("charges:\n  water: {of: water m3, price: 3.00}\n"
                                   "  back: {price: -5.00 per month}\n"
                                   "maximum: {price: 10.00 per month, on: water}\n"
                                   "minimum: 12.00 per month\n",
                                   {month(3), 10})),
                ElementsAre("water 30.00", "back -5.00", "water maximum -20.00", "minimum 2.00"));
}

TEST(Discounts, ArePlansFees) {
    const auto document = catalog::parse(
        "plan: P\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2025-01-01\ntax: standard\n"
        "recurring: {line: {price: 31.00 per month}}\n"
        "discounts: {promo: {on: line, percent: 50, until: 2026-03-10, if: contract.months <= "
        "6}}\n",
        "p.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    const auto& plan = document->plans[0];
    for (const int months : {3, 9}) {
        auto pieces = *recurring_pieces(plan, plan.recurring[0], month(3), month(3));
        ASSERT_TRUE(add_discounts({plan.head, plan.discounts, month(3), month(3), month(3)},
                                  {{"contract.months", Decimal(months)}}, pieces));
        if (months <= 6)
            EXPECT_THAT(lines_of(pieces), ElementsAre("line 10.00", "line 21.00", "promo -5.00"));
        else EXPECT_THAT(lines_of(pieces), ElementsAre("line 10.00", "line 21.00"));
    }
}

// Whatever the limits and amounts: a discount takes no more than there is.
PROPERTY(Discounts, NeverComeToMoreThanTheirLines) {
    const std::string text = fmt::format(
        "charges:\n  a: {{price: {} per month}}\n  b: {{of: water m3, price: 0.37, tax: reduced}}\n"
        "discounts:\n  x: {{on: all, amount: {} per month}}\n"
        "  y: {{on: [a, b, x], percent: {}, at least: {} per month}}\n",
        *testing::between(1, 90), *testing::between(1, 90), *testing::between(1, 100),
        *testing::between(1, 50));
    Decimal sum;
    const Period supplied{day(3, *testing::between(1, 31)), day(4, 1)};
    for (const auto& piece : pieces_of(text, {month(3), *testing::between(0, 200), supplied}))
        sum += *line_amount(piece);
    RC_ASSERT(!sum.is_negative());
}

}  // namespace
}  // namespace bw::rate
