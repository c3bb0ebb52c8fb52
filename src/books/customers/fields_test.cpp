#include "books/customers/fields.h"

#include <gtest/gtest.h>

namespace bw::customers {

TEST(Fields, VatNumbersBeginWithACountry) {
    for (const char* good : {"DE123456789", "ATU12345678", "EL123456789", "XI123456789",
                             "CHE-123.456.789 MWST", "NL123456789B01", "AU51824753556"})
        EXPECT_TRUE(is_vat_number(good)) << good;
    for (const char* bad : {"", "DE", "XX", "XX123456789", "123456789", "DE1", "DE12_3",
                            "DE123456789-", "DE 1234567890123456789012345678"})
        EXPECT_FALSE(is_vat_number(bad)) << bad;
}

TEST(Fields, BicsHaveBankCountryAndPlace) {
    for (const char* good : {"COBADEFF", "COBADEFFXXX", "NTSBDEB1"}) EXPECT_TRUE(is_bic(good));
    for (const char* bad : {"", "X", "COBADEF", "COBAXXFF", "cobadeff", "COBADEFFXX", "C0BADEFF"})
        EXPECT_FALSE(is_bic(bad)) << bad;
}

TEST(Fields, IbansProveThemselves) {
    EXPECT_TRUE(is_iban("DE89370400440532013000"));
    EXPECT_FALSE(is_iban("DE89370400440532013001"));
    EXPECT_FALSE(is_iban("DE"));
}

TEST(Fields, SeriesAreSafeInFileNames) {
    for (const char* good : {"A", "AU", "AU-1", "1"}) EXPECT_TRUE(is_series(good)) << good;
    for (const char* bad : {"", "../x", "-A", "A-", "A B", "A/B", "1234567890123", "Ä"})
        EXPECT_FALSE(is_series(bad)) << bad;
}

TEST(Fields, LanguagesAreTags) {
    for (const char* good : {"de", "en", "de-AT", "de_AT", "zh-Hant-TW"})
        EXPECT_TRUE(is_language(good)) << good;
    for (const char* bad : {"", "d", "klingon", "DE", "de-", "de-A", "-de", "de--AT"})
        EXPECT_FALSE(is_language(bad)) << bad;
}

}  // namespace bw::customers
