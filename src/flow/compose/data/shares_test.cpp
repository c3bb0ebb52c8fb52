#include "flow/compose/data/closing.h"
#include "flow/compose/samples/cases.h"
#include "flow/compose/samples/sample_bills.h"

#include <gmock/gmock.h>

namespace bw::data {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;
namespace samples = compose::samples;

std::optional<Composition> composition(const bill::Invoice& invoice) {
    return composition_facts(invoice, compose::Format(compose::language_of(invoice.language)));
}

}  // namespace

TEST(Composition, PercentsOfEveryBillComeToAHundred) {
    int with = 0;
    for (const auto& one : samples::cases("en")) {
        const auto made = composition(one.of);
        if (!made) continue;
        ++with;
        Decimal sum;
        for (const auto& share : made->shares) sum += share.percent.value;
        EXPECT_EQ(sum, Decimal(100)) << one.name;
        EXPECT_THAT(made->title, StartsWith(made->shares.front().name)) << one.name;
        for (const auto& share : made->shares)
            EXPECT_THAT(made->in_words, HasSubstr(share.name)) << one.name;
        EXPECT_LE(made->shares.size(), kMostParts) << one.name;
    }
    EXPECT_GE(with, 5);
}

TEST(Composition, IsNotShownOfWhatGoesBack) {
    EXPECT_FALSE(composition(samples::credit_note("en")));
    EXPECT_FALSE(composition(samples::corrected("de")));
}

TEST(Disclosures, SayTheirSharesInWords) {
    const auto invoice = samples::disclosing("de");
    const auto all = disclosure_facts(invoice, compose::Format(compose::Language::German));
    ASSERT_THAT(all, SizeIs(4));
    EXPECT_EQ(all.front().title, "");
    EXPECT_EQ(all.front().in_words, "");
    EXPECT_EQ(all.back().title, "Woher unser Strom 2025 kam");
    EXPECT_THAT(all.back().in_words, StartsWith("Wind 41,5\u202F%, Sonne 14\u202F%"));
}

}  // namespace bw::data
