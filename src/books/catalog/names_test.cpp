#include "books/catalog/names.h"

#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

const Names kNames{{"de", "Energie"}, {"de-CH", "Strom"}, {"en", "Energy"}, {"fr", "Énergie"}};

TEST(Names, FallBackToTheLanguageThatATagNarrowsDown) {
    EXPECT_EQ(name_in(kNames, "de", "key"), "Energie");
    EXPECT_EQ(name_in(kNames, "de-AT", "key"), "Energie");
    EXPECT_EQ(name_in(kNames, "de-CH", "key"), "Strom");
    EXPECT_EQ(name_in(kNames, "de-CH-1996", "key"), "Strom");
    EXPECT_EQ(name_in(kNames, "de-Latn-AT-1996", "key"), "Energie");
    EXPECT_EQ(name_in(kNames, "fr-CH", "key"), "Énergie");
}

TEST(Names, TagsAreComparedWithoutCase) {
    EXPECT_EQ(name_in(kNames, "DE-ch", "key"), "Strom");
    EXPECT_EQ(name_in(kNames, "de_CH", "key"), "Strom");
}

TEST(Names, TheDefaultIsEnglishThenTheFirstThenTheKey) {
    EXPECT_EQ(name_in(kNames, "it-CH", "key"), "Energy");
    EXPECT_EQ(name_in(kNames, "den", "key"), "Energy");
    EXPECT_EQ(name_in(kNames, "", "key"), "Energy");
    EXPECT_EQ(name_in({{"en-GB", "Standing charge"}}, "fr", "key"), "Standing charge");
    EXPECT_EQ(name_in({{"it", "Energia"}, {"pt", "Energia elétrica"}}, "de", "key"), "Energia");
    EXPECT_EQ(name_in({}, "de", "key"), "key");
    EXPECT_EQ(find_name(kNames, "it"), nullptr);
}

TEST(Names, LanguagesAreTags) {
    for (const char* good : {"de", "deu", "de-AT", "zh-Hant-TW", "de-CH-1996"})
        EXPECT_TRUE(is_language_tag(good)) << good;
    for (const char* bad :
         {"", "d", "DE", "germ", "de-", "de--AT", "de-A", "de_AT", "de-Österreich"})
        EXPECT_FALSE(is_language_tag(bad)) << bad;
}

}  // namespace
}  // namespace bw::catalog
