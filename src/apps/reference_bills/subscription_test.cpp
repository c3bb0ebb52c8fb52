#include "apps/reference_bills/subscription_bill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

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

TEST(SubscriptionStory, APartThatIsTwoPartsContradictsItself) {
    const std::vector<std::string> steps{"Given formula is cap.monthly('28 days')",
                                         "And action is server monthly <qty> item",
                                         "And action date is <date>", "And sale time is <date>",
                                         "Then first charge is monthly 50 USD for 336 hour"};
    const auto half = example_of(steps, {{"date", "2022-05-15"}, {"qty", "0.5"}});
    ASSERT_TRUE(half) << half.error().message();
    EXPECT_EQ(half->name, "0.5, 2022-05-15");
    EXPECT_EQ(contradiction_in(half->story),
              "0.5 of a month from 2022-05-15 on are 372 hours, and that month has 408 left");
    const auto february = example_of(steps, {{"date", "2022-02-15"}, {"qty", "0.5"}});
    ASSERT_TRUE(february) << february.error().message();
    EXPECT_FALSE(contradiction_in(february->story));
    const auto [theirs, ours] = both(steps, {{"date", "2022-02-15"}, {"qty", "0.5"}});
    EXPECT_EQ(theirs, "monthly 50.00 for 336 h");
    EXPECT_EQ(ours, theirs);
}

TEST(SubscriptionStory, WhatIsNotKnownIsRefused) {
    const auto step = example_of({"When the moon is full"}, {});
    ASSERT_FALSE(step);
    EXPECT_THAT(step.error().text, HasSubstr("the moon is full"));
    EXPECT_FALSE(example_of({"Then first charge is monthly 100 USD by hand"}, {}));
    EXPECT_FALSE(example_of({"Given formula is discount.fixed(30)"}, {}));
    const auto once =
        both({"Given formula is once.per('3 months')", "And action date is 2018-12-01"}, {});
    EXPECT_THAT(once.second, HasSubstr("the formula 'once'"));
    const auto surprise = both(
        {"Given formula is discount.fixed('3%').surprise('x')", "And action date is 2018-12-01"},
        {});
    EXPECT_THAT(surprise.second, HasSubstr("'surprise' of a discount"));
}

}  // namespace
}  // namespace bw::reference_bills
