// Whatever form a block takes, and whoever's brand it is, bills keep PDF/A-3a and PDF/UA-1, and the
// same bill gives the same bytes.
#include "flow/compose/brands/set.h"
#include "flow/compose/conformity/conformity.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/samples/sample_bills.h"
#include "some_brand.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

namespace bw::conformity {
namespace {

namespace samples = compose::samples;

std::vector<bill::Invoice> some_bills() {
    return {samples::electricity("en"), samples::mobile("de"),       samples::settled("it"),
            samples::first_bill("es"),  samples::long_names("de"),   samples::sites("en"),
            samples::scripts(),         samples::long_bill("de", 60)};
}

documents::Composer composer_with(brands::Brand brand) {
    auto composer = documents::Composer::create();
    EXPECT_TRUE(composer.has_value());
    brands::Set set;
    set.add(std::move(brand));
    composer->use_brands(std::move(set));
    return std::move(*composer);
}

void expect_kept(bill::Invoice invoice, std::string_view key, const documents::Composer& composer,
                 const std::string& what) {
    invoice.seller.brand = key;
    const auto bytes = documents::pdf(invoice, composer);
    ASSERT_TRUE(bytes.has_value()) << what << ": " << bytes.error().message();
    const auto report = check(*bytes);
    ASSERT_TRUE(report.has_value()) << what << ": " << report.error().message();
    EXPECT_EQ(report->declared.name(), "PDF/A-3a, PDF/UA-1");
    for (const auto& finding : report->findings)
        ADD_FAILURE() << fmt::format("{}, {}: {} {} {}", what, invoice.number, finding.clause,
                                     finding.where, finding.text);
}

TEST(Brands, EveryFormOfEveryBlockKeepsTheStandards) {
    const auto bills = some_bills();
    for (const auto& word : brands::form_words()) {
        const auto composer = composer_with(some_brand({&word.form, 1}));
        for (const auto& invoice : bills)
            expect_kept(invoice, "some", composer, brands::name_of(word.form));
    }
}

TEST(Brands, AMarkThatSaysTheNameIsAFigure) {
    for (const auto head :
         {brands::Form::BandHead, brands::Form::RuleHead, brands::Form::CornerHead}) {
        const auto composer = composer_with(some_brand({&head, 1}, {.mark_says_name = true}));
        expect_kept(samples::electricity("en"), "some", composer, brands::name_of(head));
    }
}

TEST(Brands, TheShippedOnesKeepTheStandards) {
    auto composer = documents::Composer::create();
    ASSERT_TRUE(composer.has_value());
    for (const auto key : brands::Set().keys())
        for (const auto& invoice : some_bills())
            expect_kept(invoice, key, *composer, std::string(key));
}

TEST(Brands, TheSameBillGivesTheSameBytes) {
    for (const auto key : brands::Set().keys()) {
        auto invoice = samples::electricity("en");
        invoice.seller.brand = key;
        std::string first;
        for (int i = 0; i < 2; ++i) {
            auto composer = documents::Composer::create();
            ASSERT_TRUE(composer.has_value());
            // A brand that was read anew is the same brand.
            brands::Set set;
            set.add(*brands::read_brand(brands::shipped(key)).brand);
            composer->use_brands(std::move(set));
            const auto bytes = documents::pdf(invoice, *composer).value_or("");
            if (i == 0) first = bytes;
            EXPECT_EQ(bytes, first) << key;
        }
    }
}

}  // namespace
}  // namespace bw::conformity
