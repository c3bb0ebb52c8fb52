#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::compose {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const Format kEn(Language::English);
const Format kDe(Language::German);

TEST(Story, ABillSaysAmountAndDateFirst) {
    auto invoice = samples::electricity("en");
    invoice.payable = {8420, invoice.currency};
    const auto head = headline(invoice, kEn);
    EXPECT_EQ(head.amount, "Your bill is 84.20\u00A0EUR.");
    EXPECT_EQ(head.what_now, "It is due on Tuesday, 1 December.");
    EXPECT_EQ(head.about, "Electricity, Home Flex, 1 to 31 October 2026");
    EXPECT_EQ(head.prepaid, "");
    EXPECT_EQ(headline(invoice, kDe).amount, "Ihre Rechnung beträgt 84,20\u00A0€.");
    EXPECT_EQ(headline(invoice, kDe).what_now, "Sie ist fällig am Dienstag, 1. Dezember.");
}

TEST(Story, ACreditNoteSaysWhatComesBackWhateverItsSigns) {
    auto invoice = samples::credit_note("en");
    const auto back = kEn.money(-invoice.payable);
    EXPECT_EQ(headline(invoice, kEn).amount, "You get back " + back + ".");
    invoice.gross = -invoice.gross;
    invoice.payable = -invoice.payable;
    EXPECT_EQ(outcome_of(invoice), Outcome::GetBack);
    EXPECT_EQ(headline(invoice, kEn).amount, "You get back " + back + ".");
}

TEST(Story, AnInvoicePaidBeyondItsAmountGivesBack) {
    auto invoice = samples::electricity("en");
    invoice.prepaid = {invoice.gross.minor + 100, invoice.currency};
    samples::total_up(invoice);
    EXPECT_EQ(headline(invoice, kEn).amount, "You get back 1.00\u00A0EUR.");
    EXPECT_THAT(headline(invoice, kEn).prepaid, HasSubstr("is already paid."));
    EXPECT_EQ(receipt(invoice, kEn).back().name, "You get back");
    EXPECT_EQ(receipt(invoice, kEn).back().amount.minor, 100);
}

TEST(Story, ASettledBillAsksForNothing) {
    EXPECT_EQ(headline(samples::settled("en"), kEn).amount, "Nothing to pay.");
    EXPECT_EQ(headline(samples::settled("de"), kDe).amount, "Nichts zu zahlen.");
}

TEST(Story, StepsWithoutWordsSpeakTheDocumentsLanguage) {
    const auto rows = why_rows(samples::electricity("de"), kDe);
    EXPECT_EQ(rows.front().words, "Ihre letzte Rechnung, September");
    EXPECT_EQ(rows[2].words, "42,7\u202FkWh mehr verbraucht");
    EXPECT_EQ(rows.back().words, "Diese Rechnung, Oktober");
    EXPECT_TRUE(rows.front().is_total && rows.back().is_total && !rows[1].is_total);
}

TEST(Story, ManyStepsBecomeFewAndStillAddUp) {
    auto invoice = samples::electricity("en");
    for (int n = 1; n < 9; ++n) {
        bill::WhyStep step = invoice.why[1];
        step.amount.minor = n - 4;
        invoice.why.insert(invoice.why.end() - 1, step);
        invoice.why.back().amount.minor += step.amount.minor;
    }
    const auto rows = why_rows(invoice, kEn);
    EXPECT_LE(rows.size(), kWhyRows);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) sum += rows[i].amount.minor;
    EXPECT_EQ(sum, rows.back().amount.minor);
}

TEST(Story, OneStepAloneExplainsNothing) {
    auto invoice = samples::electricity("en");
    invoice.why.resize(1);
    EXPECT_TRUE(why_rows(invoice, kEn).empty());
}

TEST(Story, TheChartsTitleComparesWithTheSameMonthAYearBefore) {
    auto invoice = samples::electricity("en");
    EXPECT_EQ(usage_title(invoice, kEn), "8\u202F% less than last October");  // 352.9 against 383.1
    EXPECT_EQ(usage_title(invoice, kDe), "8\u202F% weniger als im letzten Oktober");
    invoice.months.back().year_before.reset();
    EXPECT_EQ(usage_title(invoice, kEn), "8\u202F% less than last October");  // from the 13 months
    invoice.months.back().quantity = invoice.months.front().quantity;
    EXPECT_EQ(usage_title(invoice, kEn), "As much as last October");
    invoice.months.erase(invoice.months.begin());
    EXPECT_EQ(usage_title(invoice, kEn), "383.1\u202FkWh in October");
    invoice.months.back().year_before = Decimal(0);
    EXPECT_EQ(usage_title(invoice, kEn), "383.1\u202FkWh in October");
}

TEST(Story, TheReceiptGroupsWindowsOfACharge) {
    const auto rows = receipt(samples::electricity("en"), kEn, 4);
    EXPECT_EQ(rows[0].name, "Energy");
    EXPECT_EQ(rows[0].detail, "352.9\u202FkWh");
    EXPECT_EQ(receipt(samples::electricity("en"), kEn)[0].name, "Energy, peak");  // room for all
    EXPECT_EQ(rows[1].detail, "31\u202Fdays \u00D7 0.3122");
}

TEST(Story, TheReceiptAddsUpHoweverManyLines) {
    for (const auto& invoice :
         {samples::electricity("en"), samples::mobile("de"), samples::long_bill("en", 200),
          samples::corrected("en"), samples::credit_note("de")}) {
        std::int64_t sum = 0;
        std::size_t groups = 0;
        for (const auto& row : receipt(invoice, kEn)) {
            if (row.kind == ReceiptRow::Kind::Group) ++groups;
            if (row.kind == ReceiptRow::Kind::Total) {
                EXPECT_EQ(sum, row.amount.minor);
            }
            sum += row.amount.minor;
        }
        EXPECT_LE(groups, kReceiptRows);
    }
}

}  // namespace
}  // namespace bw::compose
