#include "apps/reference_bills/subscription_bill.h"
#include "apps/reference_bills/subscription_cases.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>

namespace bw::reference_bills {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kServer{"Given server monthly price is 100 USD per item",
                                       "And action is server monthly 1 item"};

Result<Example> example_of(const std::vector<std::string>& steps, const Row& row) {
    return read_example(kServer, steps, row, "case.json");
}

// What the author expects and what we bill, in the same words.
std::pair<std::string, std::string> both(const std::vector<std::string>& steps, const Row& row) {
    const auto example = example_of(steps, row);
    if (!example) return {example.error().message(), {}};
    const auto tariff = tariff_of(example->story, catalog::Prorate::ByDay, "case.json");
    if (!tariff) return {expected_of(example->story), tariff.error().message()};
    const auto ours = billed_of(example->story, *tariff);
    return {expected_of(example->story), ours ? *ours : ours.error().message()};
}

TEST(SubscriptionStory, DiscountsAreOffWhatOthersLeft) {
    const std::vector<std::string> steps{
        "Given formula is discount.since('08.2018').fixed('30%').reason('ONE')",
        "And formula continues discount.since('10.2018').fixed('10 USD')",
        "And formula continues discount.since('12.2018').fixed('50%')",
        "When action date is <date>",
        "Then first charge is monthly 100 USD",
        "And second charge is <second>",
        "And third charge is discount -10 USD",
        "And fourth charge is discount -30 USD"};
    const auto [theirs, ours] =
        both(steps, {{"date", "2018-12-24"}, {"second", "discount -30 USD reason ONE"}});
    EXPECT_EQ(theirs, "monthly 100.00, discount -30.00 ONE, discount -10.00, discount -30.00");
    EXPECT_EQ(ours, theirs);
}

TEST(SubscriptionStory, AnInstalmentTakesThePriceThatDiscountsLeft) {
    const std::vector<std::string> steps{
        "Given formula is discount.since('08.2018').grows('10pp').every('month').max('100%')",
        "And formula continues installment.since('11.2018').lasts('2 months').reason('TWO')",
        "When action date is <date>", "Then first charge is <first> with <events>"};
    for (const auto& [date, first, events, words] :
         {std::array{"2018-11-01", "leasing 60 USD reason TWO", "InstallmentWasStarted",
                     "leasing 60.00 TWO, InstallmentWasStarted"},
          {"2018-12-31", "leasing 50 USD reason TWO", "", "leasing 50.00 TWO"},
          {"2019-01-11", "leasing 0 USD reason TWO", "InstallmentWasFinished",
           "InstallmentWasFinished"},
          {"2028-11-01", "", "", "nothing"}}) {
        const auto [theirs, ours] =
            both(steps, {{"date", date}, {"first", first}, {"events", events}});
        EXPECT_EQ(theirs, words);
        EXPECT_EQ(ours, words);
    }
}

// Ours of a story without a table; what the author expects is asked for by so many charges.
std::string billed(std::vector<std::string> steps, int asked = 2) {
    constexpr std::array kNumbers{"first", "second", "third"};
    for (int i = 0; i < asked; ++i)
        steps.push_back(fmt::format("Then {} charge is x 1 USD for 1 x reason x",
                                    kNumbers.at(static_cast<std::size_t>(i))));
    return both(steps, {}).second;
}

// 0.5 items of a month in the 408 of 744 hours from the 15th on are 0.911765 items; 672 hours cost
// a month: 100 x 0.911765 x 408 / 672.
TEST(SubscriptionStory, APartOfAMonthIsSoManyOfItsHours) {
    const auto part = [](const std::string& sale, const std::string& quantity) {
        return billed({"Given formula is cap.monthly('28 days')",
                       "And action is server monthly " + quantity + " items",
                       "And action date is " + sale, "And sale time is " + sale});
    };
    EXPECT_EQ(part("2022-05-15", "0.5"), "monthly 55.36 for 408 h ");
    EXPECT_EQ(part("2022-02-15", "0.5"), "monthly 50.00 for 336 h ");
    EXPECT_EQ(part("2022-05-01", "2"), "monthly 200.00 for 672 h , monthly 0.00 for 72 h ");
    // 682 hours of 744, and 10 of them are free.
    EXPECT_EQ(part("2020-12-03 14:00:00", "0.9166665"),
              "monthly 100.00 for 672 h , monthly 0.00 for 10 h ");
}

TEST(SubscriptionStory, APartThatIsTwoPartsContradictsItself) {
    const auto why = [](const std::string& sale, const std::string& quantity) {
        const auto example = example_of({"Given formula is cap.monthly('28 days')",
                                         "And action is server monthly " + quantity + " item",
                                         "And action date is " + sale, "And sale time is " + sale,
                                         "Then first charge is monthly 50 USD for 336 hour"},
                                        {});
        EXPECT_TRUE(example) << (example ? "" : example.error().message());
        return example ? contradiction_in(example->story).value_or("") : "no example";
    };
    EXPECT_EQ(why("2022-05-15", "0.5"),
              "0.5 of a month from 2022-05-15 on are 372 hours, and that month has 408 left");
    EXPECT_EQ(why("2022-02-15", "0.5"), "");
    EXPECT_EQ(why("2020-12-03 14:00:00", "0.9166665"), "");
    EXPECT_EQ(why("2022-05-01", "2"), "");
}

TEST(SubscriptionStory, ACapHasAFirstMonthAndMayKeepTheUnit) {
    const auto on = [](const std::string& day, const std::string& more) {
        return billed({"Given formula is cap.monthly('28 days').since('11.2020')" + more,
                       "And server overuse price is 0.15 USD per GB",
                       "And sale close time is 2023-02-20",
                       "And action is server overuse 250000000000 bytes in " + day});
    };
    const std::string keep = ".forNonProportionalizedQuantity()";
    EXPECT_EQ(on("2020-10-01", ""), "overuse 37.50 for 250 gb ");
    EXPECT_EQ(on("2020-11-01", keep), "overuse 37.50 for 250 gb ");
    // 456 hours of 672.
    EXPECT_EQ(on("2023-02-01", keep), "overuse 25.45 for 250 gb ");
}

// 12,300 of the 2,505,600 seconds of February; of something that costs it is a cent at least.
TEST(SubscriptionStory, WhatEndsInAMonthCostsItsShare) {
    const auto until = [](const std::string& end) {
        return billed({"Given server monthly price is 1488 EUR per item",
                       "And client rejected service at " + end,
                       "And action is server monthly 1 item in 2024-02-10 11:50:00"},
                      1);
    };
    EXPECT_EQ(until("2024-02-10 15:15:00"), "monthly 7.30 for 0.004909 item ");
    EXPECT_EQ(until("2024-02-10 11:50:01"), "monthly 0.01 for 0 item ");
}

std::string grown(const std::string& formula, const std::string& day) {
    return billed({"Given formula is " + formula, "And action is server monthly 2 items",
                   "And action date is " + day});
}

TEST(SubscriptionStory, AShareThatGrowsByAShareIsOffWhatIsLeft) {
    const std::string formula =
        "discount.since('08.2000').grows('20%').every('1 year').min('10%').max('75%')";
    EXPECT_EQ(grown(formula, "2000-08-01"), "monthly 200.00 for 2 item , discount -20.00 ");
    EXPECT_EQ(grown(formula, "2003-08-31"), "monthly 200.00 for 2 item , discount -107.84 ");
    EXPECT_EQ(grown(formula, "2030-08-31"), "monthly 200.00 for 2 item , discount -150.00 ");
    const std::string dearer = "increase.since('08.2018').grows('30%').every('year').max('200%')";
    EXPECT_EQ(grown(dearer, "2019-08-01"), "monthly 200.00 for 2 item , discount 138.00 ");
}

TEST(SubscriptionStory, AnAmountThatGrowsIsOffEachItemUpToASum) {
    const std::string amount =
        "discount.since('08.2018').grows('20 USD').every('2 months').min('15 USD').max('80 USD')";
    EXPECT_EQ(grown(amount, "2018-09-30"), "monthly 200.00 for 2 item , discount -30.00 ");
    EXPECT_EQ(grown(amount, "2018-10-01"), "monthly 200.00 for 2 item , discount -70.00 ");
    EXPECT_EQ(grown(amount, "2018-12-01"), "monthly 200.00 for 2 item , discount -80.00 ");
    const std::string points =
        "discount.since('08.2018').till('12.2018').grows('20pp').every('month').min('30%')";
    EXPECT_EQ(grown(points, "2018-09-01"), "monthly 200.00 for 2 item , discount -100.00 ");
    EXPECT_EQ(grown(points, "2018-12-01"), "monthly 200.00 for 2 item ");
}

TEST(SubscriptionStory, InstalmentsAloneAreDueInTheirMonthsOnly) {
    const auto on = [](const std::string& since, const std::string& day) {
        return billed({"Given formula is installment.since('" + since + "').lasts('1 year')",
                       "And action is server monthly 2 items", "And action date is " + day});
    };
    EXPECT_EQ(on("01.2024", "2023-12-01"), "nothing");
    EXPECT_EQ(on("01.2024", "2024-01-01"), "installment 200.00 , InstallmentWasStarted");
    EXPECT_EQ(on("12.2023", "2024-11-01"), "leasing 200.00 ");
    EXPECT_EQ(on("12.2023", "2024-12-01"), "InstallmentWasFinished");
}

TEST(SubscriptionStory, WhatIsOnceDueIsFreeInBetween) {
    const auto on = [](const std::string& per, const std::string& day) {
        return billed({"Given formula is once.per(" + per, "And sale time is 2023-11-22",
                       "And action date is " + day},
                      1);
    };
    EXPECT_EQ(on("'3 months').since('01.2024')", "2024-04-01"), "monthly 100.00 for 1 item ");
    EXPECT_EQ(on("'3 months').since('01.2024')", "2024-05-01"), "nothing");
    EXPECT_EQ(on("'1 year')", "2025-11-01"), "monthly 100.00 for 1 item ");
    EXPECT_EQ(on("'1 year')", "2025-12-01"), "nothing");
}

TEST(SubscriptionStory, UnitsMayBeIncludedOrGivenBack) {
    const auto of = [](const std::string& use) {
        return billed({"Given server overuse price is 2 USD per tb includes 10",
                       "And formula is discount.fixed('5 tb').as('compensation')",
                       "And action is server overuse " + use, "And action date is 2018-03-01"});
    };
    EXPECT_EQ(of("10.1 tb"), "overuse 0.20 for 0.1 tb , compensation -0.20 ");
    EXPECT_EQ(of("19000 GB"), "overuse 18.00 for 9 tb , compensation -10.00 ");
    EXPECT_EQ(of("2000 byte"), "nothing");
}

TEST(SubscriptionStory, OnlyWhatIsAskedForIsTold) {
    const std::vector<std::string> steps{"Given formula is discount.fixed('5%').reason('A B')",
                                         "When action date is 2018-03-01"};
    EXPECT_EQ(billed(steps, 1), "monthly 100.00 for 1 item ");
    EXPECT_EQ(billed(steps), "monthly 100.00 for 1 item , discount -5.00 A B");
    auto told = steps;
    told.emplace_back("Then first charge is monthly 100 USD");
    told.emplace_back("And second charge is discount -5 USD reason A B");
    EXPECT_EQ(both(told, {}).first, "monthly 100.00, discount -5.00 A B");
    told = steps;
    told.emplace_back("Then first charge is monthly 100 USD for 1 Items");
    const auto [theirs, ours] = both(told, {});
    EXPECT_EQ(theirs, "monthly 100.00 for 1 item");
    EXPECT_EQ(ours, theirs);
}

TEST(SubscriptionStory, AFormulaThatIsNoneTellsWhy) {
    const auto why = [](const std::string& formula) {
        return billed({"Given formula is " + formula, "And action date is 2018-08-01"});
    };
    EXPECT_THAT(why("discount.since('01.2018').grows('1%').every('month').min('5%')"),
                HasSubstr("growing discount must be limited"));
    EXPECT_THAT(why("discount.since('01.2018').grows('1%').every('month').min('5 USD')"),
                HasSubstr("minimum must be relative"));
    EXPECT_THAT(why("installment.since('08.2018').till('10.2018')"),
                HasSubstr("till can not be defined for installment"));
}

// Do all scenarios of a file pass?
bool passes(const std::string& members) {
    const testing::TempDir folder;
    std::ofstream(folder.file("case.json")) << "{" << members << "}";
    Report report;
    run_subscription_cases(folder.path(), report);
    return report.finish();
}

TEST(SubscriptionCases, AFileMayLeaveOutWhatItDoesNotNeed) {
    const std::string plain = R"({"steps": ["Given server monthly price is 5 EUR per item",
        "And action is server monthly 3 items", "When action date is 2018-03-01",
        "Then first charge is monthly 15 EUR"]})";
    const std::string outlined = R"({"scenario": "of numbers", "examples":
        [{"items": 2, "first": "monthly 10 EUR", "second": null}], "steps":
        ["And action date is 2018-03-01", "Given action is server monthly <items> items",
         "And server monthly price is 5 EUR per item", "Then first charge is <first>",
         "And second charge is <second>"]})";
    EXPECT_TRUE(passes(R"("scenarios": [)" + plain + "," + outlined + "]"));
    // A rule that no license asks for.
    EXPECT_TRUE(passes(R"("rule_found": "sums are sums", "scenarios": [)" + plain + "]"));
    EXPECT_FALSE(passes(R"("scenarios": [{"examples": []}, )" + plain + "]"));
}

TEST(SubscriptionCases, AnExpectedErrorBeginsWithTheSameWords) {
    const auto error = [](const std::string& words) {
        return passes(R"x("scenarios": [{"scenario": "x", "steps": [
            "Given server monthly price is 5 EUR per item",
            "And formula is installment.since('08.2018').till('10.2018')",
            "Then error is )x" +
                      words + R"x(", "When calculating charges"]}])x");
    };
    EXPECT_TRUE(error("till can not be defined for installment"));
    EXPECT_FALSE(error("till is fine"));
}

TEST(SubscriptionStory, WhatIsNotKnownIsRefused) {
    const auto step = example_of({"When the moon is full"}, {});
    ASSERT_FALSE(step);
    EXPECT_THAT(step.error().text, HasSubstr("the moon is full"));
    EXPECT_FALSE(example_of({"Then first charge is monthly 100 USD by hand"}, {}));
    EXPECT_FALSE(example_of({"Given formula is discount.fixed(30)"}, {}));
    const auto moon =
        both({"Given formula is moon.per('3 months')", "And action date is 2018-12-01"}, {});
    EXPECT_THAT(moon.second, HasSubstr("the formula 'moon'"));
    const auto unit = example_of({"And action is server monthly 3 tb"}, {});
    ASSERT_FALSE(unit);
    EXPECT_THAT(unit.error().text, HasSubstr("'tb' where 'item' is priced"));
    const auto surprise = both(
        {"Given formula is discount.fixed('3%').surprise('x')", "And action date is 2018-12-01"},
        {});
    EXPECT_THAT(surprise.second, HasSubstr("'surprise' of a discount"));
}

}  // namespace
}  // namespace bw::reference_bills
