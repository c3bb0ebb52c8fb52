#include "flow/compose/brands/set.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/documents/page_words_test.h"
#include "flow/compose/format.h"
#include "flow/compose/samples/cases.h"
#include "flow/compose/samples/run_tool.h"
#include "flow/compose/samples/sample_bills.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::documents {
namespace {

using ::testing::HasSubstr;
namespace samples = compose::samples;

constexpr std::string_view kLink = "https://my.example/a/1";

// By every brand, in every language; `sum` is what all channels but the short message say.
template <typename Of, typename SumOf>
void expect_on_every_channel(std::string_view name,
                             std::vector<samples::Case<Of>> (*cases)(std::string_view),
                             SumOf sum_of) {
    const auto composer = Composer::shipped(name);
    ASSERT_TRUE(composer.has_value()) << composer.error().message();
    const testing::TempDir folder;
    const std::string file = folder.file("letter.pdf");
    for (const char* language : {"en", "de", "it", "es"})
        for (auto& [about, letter] : cases(language))
            for (const auto key : brands::Set().keys()) {
                letter.seller.brand = key;
                const auto bytes = pdf(letter, *composer);
                ASSERT_TRUE(bytes.has_value()) << about << ": " << bytes.error().message();
                samples::write_file(file, *bytes);
                if (samples::has_tool("pdftotext")) {
                    EXPECT_GT(words_apart(file, about), 80U) << about;
                }
                const compose::Format format(compose::language_of(language));
                const std::string sum = format.money(sum_of(letter));
                const auto on_page = page(letter, *composer, kLink);
                ASSERT_TRUE(on_page.has_value()) << on_page.error().message();
                EXPECT_THAT(*on_page, HasSubstr(sum)) << about;
                const auto by_mail = mail(letter, *composer, kLink);
                ASSERT_TRUE(by_mail.has_value()) << by_mail.error().message();
                EXPECT_THAT(by_mail->html, HasSubstr(sum)) << about;
                EXPECT_THAT(by_mail->html, HasSubstr(kLink)) << about;
                EXPECT_THAT(words(letter, *composer, content::Channel::Paper).value(),
                            HasSubstr(sum))
                    << about;
                const auto message = short_message(letter, *composer, kLink);
                ASSERT_TRUE(message.has_value()) << message.error().message();
                ASSERT_TRUE(message->has_value()) << about;
            }
}

TEST(Letters, RemindersSayWhatIsOwedOnEveryChannel) {
    expect_on_every_channel("reminder", samples::reminder_cases,
                            [](const compose::Reminder& reminder) { return reminder.owed; });
}

TEST(Letters, AdvancePlansSayTheirSumOnEveryChannel) {
    expect_on_every_channel("advances", samples::advance_cases,
                            [](const compose::AdvancePlan& plan) {
                                Money sum{0, plan.advances.front().amount.currency};
                                for (const auto& advance : plan.advances)
                                    sum.minor += advance.amount.minor;
                                return sum;
                            });
}

TEST(Letters, AnAdvancePlanTellsEveryAdvance) {
    const auto composer = Composer::shipped("advances");
    ASSERT_TRUE(composer.has_value());
    const auto plan = samples::advance_plan("en", samples::Asked::Both);
    const auto text = words(plan, *composer, content::Channel::Paper).value();
    for (const char* part :
         {"14 advances, ", "The first, 98.00", "15 January 2027", "15 November 2027", "102.50",
          "with its bill, March 2027", "1 January to 31 March 2027", "61.50", "66.00",
          "Electricity: the bill of the year follows after December 2027."})
        EXPECT_THAT(text, HasSubstr(part));
}

TEST(Letters, WhatIsInvoicedIsNotPaidByTheLetter) {
    const auto composer = Composer::shipped("advances");
    ASSERT_TRUE(composer.has_value());
    const auto billed = samples::advance_plan("en", samples::Asked::Bills);
    const auto text = words(billed, *composer, content::Channel::Paper).value();
    EXPECT_THAT(text, HasSubstr("5 advances of 98.00"));
    EXPECT_THAT(text, HasSubstr("Each comes with a bill of its own."));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("IBAN")));
    const auto asked = samples::advance_plan("en", samples::Asked::Sums);
    EXPECT_THAT(words(asked, *composer, content::Channel::Paper).value(), HasSubstr("IBAN"));
}

// Implementing Regulation (EU) 2019/2243: the headings in their order, on one page.
TEST(Letters, AContractSummaryHasOnePageInTheOrderOfTheLaw) {
    const auto composer = Composer::shipped("summary");
    ASSERT_TRUE(composer.has_value()) << composer.error().message();
    const auto text = words(samples::contract_summary("en", samples::Said::All), *composer,
                            content::Channel::Paper)
                          .value();
    std::size_t at = 0;
    for (const char* part :
         {"Fibre 500", "Provider", "Contract summary", "Services and equipment",
          "by fair use up to 3,000", "Speeds of the internet service and remedies", "Price",
          "39.98", "29.00", "once", "Calls abroad: by our price list.",
          "Duration, renewal and termination", "You are bound for 24 months.",
          "Features for end-users with disabilities", "Other relevant information"}) {
        const auto found = text.find(part, at);
        ASSERT_NE(found, std::string::npos) << part << "\n" << text;
        at = found;
    }
    const auto little = words(samples::contract_summary("de", samples::Said::Little), *composer,
                              content::Channel::Paper)
                            .value();
    EXPECT_THAT(little, HasSubstr("Es gibt keine Mindestlaufzeit."));
    EXPECT_THAT(little, HasSubstr("je Monat inbegriffen"));
    const testing::TempDir folder;
    for (const char* language : {"en", "de", "it", "es"})
        for (auto& [about, summary] : samples::summary_cases(language))
            for (const auto key : brands::Set().keys()) {
                summary.seller.brand = key;
                const std::string file = folder.file("summary.pdf");
                samples::write_file(file, pdf(summary, *composer).value());
                ASSERT_TRUE(page(summary, *composer).has_value());
                if (!samples::has_tool("pdftotext")) continue;
                EXPECT_GT(words_apart(file, about), 60U);
                EXPECT_EQ(words_by_page(file).size(), 1U) << about << " of " << key;
            }
}

TEST(Letters, AnItemisedBillTellsEveryCall) {
    const auto composer = Composer::shipped("itemised");
    ASSERT_TRUE(composer.has_value()) << composer.error().message();
    const auto text = words(samples::itemised_bill("en", samples::Called::Little), *composer,
                            content::Channel::Paper)
                          .value();
    for (const char* part :
         {"17 connections, 24.63", "1 Oct 2026, 00:00", "+49301234500xxx", "Calls, national",
          "1:05", "0.1545", "On the bill", "23.45", "1.18", "without tax", "with tax"})
        EXPECT_THAT(text, HasSubstr(part));
    const testing::TempDir folder;
    const std::string file = folder.file("itemised.pdf");
    for (const auto language : compose::kLanguages)
        for (auto& [about, bill] :
             samples::itemised_cases(std::string(compose::language_tag(language))))
            for (const auto key : brands::Set().keys()) {
                bill.seller.brand = key;
                const auto bytes = pdf(bill, *composer);
                ASSERT_TRUE(bytes.has_value()) << about << ": " << bytes.error().message();
                samples::write_file(file, *bytes);
                ASSERT_TRUE(page(bill, *composer).has_value()) << about;
                ASSERT_TRUE(mail(bill, *composer, kLink).has_value()) << about;
                // The boxes of large Arabic letters reach into the lines beside them.
                if (samples::has_tool("pdftotext") && language != compose::Language::Arabic) {
                    EXPECT_GT(words_apart(file, about), 80U) << about;
                }
            }
}

TEST(Letters, AreNotMadeByATemplateOfOthers) {
    const auto composer = Composer::shipped("advances");
    ASSERT_TRUE(composer.has_value());
    const auto made = pdf(samples::reminder("en", samples::Overdue::Two), *composer);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().message(),
              "reminder of 70 0421 1187: the template is made for advances/1, this is reminder/1");
}

}  // namespace
}  // namespace bw::documents
