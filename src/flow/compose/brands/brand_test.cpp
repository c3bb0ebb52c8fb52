#include "flow/compose/brands/brand.h"

#include <gtest/gtest.h>

namespace bw::brands {
namespace {

TEST(Brand, ContrastIsThatOfWcag) {
    EXPECT_NEAR(contrast(pdf::kBlack, pdf::kWhite), 21, 0.01);
    EXPECT_NEAR(contrast({118, 118, 118}, pdf::kWhite), 4.54, 0.01);
    EXPECT_EQ(contrast(pdf::kWhite, pdf::kBlack), contrast(pdf::kBlack, pdf::kWhite));
}

TEST(Brand, TextCanBeReadOnPaperAndTint) {
    for (const auto key : {"plain", "aurora", "nordlink"}) {
        const Brand& brand = find_brand(key);
        EXPECT_EQ(brand.key, key);
        for (const auto ground : {pdf::kWhite, brand.tint}) {
            EXPECT_GE(contrast(brand.ink, ground), 7) << key;    // amounts
            EXPECT_GE(contrast(brand.brand, ground), 7) << key;  // amounts in the brand's colour
            EXPECT_GE(contrast(brand.muted, ground), 4.5) << key;
        }
    }
}

TEST(Brand, BarsDifferInGreyToo) {
    for (const auto key : {"plain", "aurora", "nordlink"}) {
        const Brand& brand = find_brand(key);
        EXPECT_GE(contrast(brand.brand, brand.bar), 3) << key;  // this month beside the others
        EXPECT_GE(contrast(brand.bar, pdf::kWhite), 1.5) << key;
    }
}

TEST(Brand, AnUnknownBrandStillHasALook) { EXPECT_EQ(find_brand("nobody").key, "plain"); }

}  // namespace
}  // namespace bw::brands
