#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/hourly_test.h"
#include "flow/rate/energy/pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

meter::IntervalColumn column(const Period& period, const std::string& channel, std::int64_t kwh) {
    auto result = hourly(period, channel);
    result.values[0] = kwh;
    return result;
}

const std::string kHead =
    "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
    "2020-01-01\ntax: standard\ncharges:\n  basic: {price: 5.00 per month}\n  "
    "taken: {of: import kWh, price: 0.20}\n  sold: {of: export kWh, price: "
    "-0.10}\n";

class Place {
public:
    explicit Place(const std::string& rest)
        : document_(catalog::parse(kHead + rest, "test.yaml")) {}

    // What the month comes to.
    Decimal bill(int number, std::int64_t taken, std::int64_t fed_in, Period supplied = {}) {
        EXPECT_TRUE(document_) << document_.error().message();
        CompileRequest request;
        request.versions = {&document_->schedules[0]};
        request.period = month(number);
        const auto schedule = compile(request);
        meter::Usage usage;
        usage.intervals = {column(request.period, "import", taken),
                           column(request.period, "export", fed_in)};
        Circumstances circumstances;
        circumstances.supplied = supplied;
        const auto result = rate(*schedule, usage, states, circumstances);
        EXPECT_TRUE(result) << result.error().message();
        states = result->state_out;
        lines.clear();
        Decimal total;
        for (const auto& piece : result->pieces) {
            const Decimal amount = *line_amount(piece);
            total += amount;
            if (piece.kind == PieceKind::FeedInCredit || piece.kind == PieceKind::Minimum)
                lines.push_back(piece.charge + " " + piece.part + " " + amount.to_string(2));
        }
        return total;
    }

    std::vector<State> states;
    std::vector<std::string> lines;  // of credits and minimum

private:
    Result<catalog::Document> document_;
};

TEST(RateCredits, WhatIsSoldPaysLaterEnergyAndNothingElse) {
    Place place("credits:\n  solar: {from: sold, on: taken, settled in: Dec}\n");
    // 5.00 + 20.00, and 30.00 for later.
    EXPECT_EQ(place.bill(1, 100, 300), Decimal(25));
    EXPECT_THAT(place.lines, ElementsAre("solar kept 30.00"));
    EXPECT_THAT(place.states, ElementsAre(State{"solar", "balance", Decimal(30)}));
    // 5.00 + 10.00 - 10.00: the basic price is paid in money.
    EXPECT_EQ(place.bill(2, 50, 0), Decimal(5));
    EXPECT_THAT(place.lines, ElementsAre("solar used -10.00"));
    EXPECT_EQ(place.bill(3, 200, 10), Decimal(25));  // 5 + 40 - 20; 1.00 kept
    EXPECT_THAT(place.lines, ElementsAre("solar kept 1.00", "solar used -20.00"));
    EXPECT_THAT(place.states, ElementsAre(State{"solar", "balance", Decimal(1)}));
}

TEST(RateCredits, OfTheSameMonthIfTheTariffSaysSo) {
    Place place("credits:\n  solar: {from: sold, on: taken, begins: same month}\n");
    EXPECT_EQ(place.bill(1, 100, 300), Decimal(5));  // 20.00 of 30.00 are used at once
    EXPECT_THAT(place.lines, ElementsAre("solar kept 30.00", "solar used -20.00"));
    EXPECT_THAT(place.states, ElementsAre(State{"solar", "balance", Decimal(10)}));
}

TEST(RateCredits, WhatIsLeftIsPaidOrLapsesAsTheYearIsSettled) {
    Place paid("credits:\n  solar: {from: sold, on: taken, settled in: Feb}\n");
    paid.bill(1, 0, 300);
    EXPECT_EQ(paid.bill(2, 50, 20), Decimal(-17));  // 5 + 10 - 2 + 2 - 10 - (30 + 2 - 10)
    EXPECT_THAT(paid.lines,
                ElementsAre("solar kept 2.00", "solar used -10.00", "solar paid -22.00"));
    EXPECT_THAT(paid.states, IsEmpty());
    Place lapses(
        "credits:\n  solar: {from: sold, on: taken, settled in: Feb, left over: lapses}\n");
    lapses.bill(1, 0, 300);
    EXPECT_EQ(lapses.bill(2, 50, 20), Decimal(5));
    EXPECT_THAT(lapses.states, IsEmpty());
}

TEST(RateCredits, MoneyIsNeitherLostNorMade) {
    Place with("credits:\n  solar: {from: sold, on: taken, settled in: Apr}\n"), without("");
    Decimal kept, plain;
    const std::vector<std::pair<std::int64_t, std::int64_t>> year{
        {100, 333}, {17, 5}, {0, 77}, {423, 12}};
    for (int number = 1; number <= 4; ++number) {
        const auto& [taken, fed_in] = year[static_cast<std::size_t>(number - 1)];
        kept += with.bill(number, taken, fed_in);
        plain += without.bill(number, taken, fed_in);
    }
    EXPECT_EQ(kept, plain);
}

TEST(RateCredits, TheYearIsToppedUpOnceItIsSettled) {
    Place place("minimum of the year: {price: 100.00, settled in: Feb}\n");
    Decimal total;
    for (const int number : {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1})
        total += place.bill(number, 10, 0);
    EXPECT_EQ(total, Decimal(77));  // 11 x (5 + 2)
    EXPECT_THAT(place.lines, IsEmpty());
    total += place.bill(2, 10, 0);
    EXPECT_EQ(total, Decimal(100));
    EXPECT_THAT(place.lines, ElementsAre("minimum year 16.00"));
    EXPECT_THAT(place.states, IsEmpty());
    // Above it nothing is asked for.
    Place rich("minimum of the year: {price: 100.00, settled in: Jan}\n");
    EXPECT_EQ(rich.bill(1, 1'000, 0), Decimal(205));
    EXPECT_THAT(rich.lines, IsEmpty());
}

// Each month 5 + 10 - 10 of 12.00; in January 5, and 30 for later.
TEST(RateCredits, AMinimumOnACreditCountsWhatItHasPaid) {
    const std::string credit = "credits:\n  solar: {from: sold, on: taken, settled in: Mar}\n";
    Place place(credit + "minimum: {price: 12.00 per month, on: [basic, taken, solar]}\n");
    EXPECT_EQ(place.bill(1, 0, 300), Decimal(12));
    EXPECT_EQ(place.bill(2, 50, 0), Decimal(12));
    EXPECT_THAT(place.lines, ElementsAre("solar used -10.00", "minimum  7.00"));
    // 5 + 10 - 10, of 12; 10 of the 30 are left and paid out.
    EXPECT_EQ(place.bill(3, 50, 0), Decimal(2));
    EXPECT_THAT(place.lines,
                ElementsAre("solar used -10.00", "solar paid -10.00", "minimum  7.00"));
    Place charges(credit + "minimum: {price: 12.00 per month, on: [basic, taken]}\n");
    charges.bill(1, 0, 300);
    EXPECT_EQ(charges.bill(2, 50, 0), Decimal(5));  // 15.00 are charged
}

// 5 + 2 - 2 a month is charged; the 26.00 that are left are paid beside the minimum.
TEST(RateCredits, WhatIsPaidOutCountsForNoMinimum) {
    Place place("credits:\n  solar: {from: sold, on: taken, settled in: Feb}\n"
                "minimum of the year: {price: 365.00, settled in: Feb}\n");
    place.bill(1, 0, 300);
    EXPECT_EQ(place.bill(2, 10, 0), Decimal(59 - 5 - 28));
    EXPECT_THAT(place.lines,
                ElementsAre("solar used -2.00", "solar paid -28.00", "minimum year 49.00"));
}

TEST(RateCredits, WhoCameInTheYearHasHisDaysOfTheMinimum) {
    Place place("minimum of the year: {price: 365.00, settled in: Jan}\n");
    const Period half{LocalDate::of(2026, 1, 17), LocalDate::of(2026, 2, 1)};
    place.bill(1, 0, 0, half);  // 15 of 365 days: 15.00, of which 2.42 are the basic price
    EXPECT_THAT(place.lines, ElementsAre("minimum year 12.58"));
}

TEST(RateCredits, TheTextIsCheckedForWhatCannotBe) {
    const auto finding = [](const std::string& credits) {
        const auto document = catalog::parse(kHead + "credits:\n  " + credits + "\n", "s.yaml");
        if (!document) return document.error().message();
        const auto found = catalog::check(*document);
        return found.empty() ? std::string() : found[0].text;
    };
    EXPECT_EQ(finding("solar: {from: sold, on: taken}"), "");
    EXPECT_EQ(finding("solar: {from: sold, on: taken}\nminimum: {price: 9 per month, on: [solar]}"),
              "");
    EXPECT_THAT(finding("solar: {from: solde, on: taken}"), HasSubstr("did you mean 'sold'"));
    EXPECT_THAT(finding("taken: {from: sold, on: taken}"), HasSubstr("the same key"));
    EXPECT_THAT(finding("solar: {from: sold, on: taken, tax: other}"), HasSubstr("tax: standard"));
    EXPECT_THAT(finding("solar: {from: sold, on: taken, left over: paid}"),
                HasSubstr("'settled in:'"));
}

}  // namespace
}  // namespace bw::rate
